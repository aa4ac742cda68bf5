"""Cases too large for brute force, each built around a plan that is made first and keeps all its rules.

Modules are put one behind another in lanes, which run side by side. Then each module gets other starts and lengths beside those
of the plan, choices get modules that the plan does without, and every rule is set so that the plan just keeps it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from cases import CALENDAR, NO_RUN, Case
from every_plan import Placed, Plan
from shapes import FIRST, TARGET, award, module

LATEST = 30
"""Offsets up to which starts are scattered that the plan does without."""

DAYS = ("mon", "tue", "wed", "thu")


@dataclass
class Planted:
    """A case and a plan of it; `dearer` is another one that is worth the same but for its cost, where there is one."""

    case: Case
    plan: Plan
    dearer: Plan | None
    twinned: str
    """The module whose twin the dearer plan has instead."""


Change = Callable[[Random, Planted], None]
"""Gives a case one more rule, which its plan keeps."""


def planted_of(shape: str, seed: int) -> Planted:
    """The case of a shape and a seed."""
    random = Random(f"{shape} {seed}")
    lanes, changes = SHAPES[shape]
    own = _planted(random, lanes)
    for change in changes:
        change(random, own)
    own.plan = _in_runs(own.case, own.plan)
    own.dearer = None if own.dearer is None else _in_runs(own.case, own.dearer)
    return own


def _in_runs(case: Case, plan: Plan) -> Plan:
    """A plan with the positions of its runs."""
    return {name: placed._replace(run=_run_of(case, name, placed.start)) for name, placed in plan.items()}


def _run_of(case: Case, name: str, start: int) -> int:
    runs = enumerate(case.modules[name].get("runs", ()))
    return next((position for position, run in runs if case.offset(run["start"]) == start), NO_RUN)


def _planted(random: Random, lanes: int) -> Planted:
    """Modules in lanes; within the hours of a month when every lane is full, and no more."""
    case = Case({}, {}, [TARGET], FIRST)
    plan: Plan = {}
    for lane in range(lanes):
        _fill(random, case, plan, lane, random.randint(8, 14) // lanes + 1)
    case.minutes = sum(max(_loads(case, plan, str(lane)), default=0) for lane in range(lanes))
    for name, placed in plan.items():
        _scatter(random, case, name, placed)
    case.awards[TARGET] = award(TARGET, list(plan))
    twinned = random.choice(list(plan))
    dearer = {("twin" if name == twinned else name): placed for name, placed in plan.items()}
    own = Planted(case, plan, dearer, twinned)
    _choices(random, own)
    _prerequisites(random, own)
    return own


def _fill(random: Random, case: Case, plan: Plan, lane: int, modules: int) -> None:
    """Put modules one behind another."""
    start = random.randint(0, 2)
    for number in range(modules):
        name = f"m{lane}{number:02}"
        months = random.randint(1, 4)
        case.modules[name] = module(name, random.choice((10, 13, 20, 20, 26, 30)), months, random.choice((0, 10, 30)))
        plan[name] = Placed(start, start + months)
        start += months + random.choice((0, 0, 0, 1, 2))


def _loads(case: Case, plan: Plan, lane: str = "") -> list[int]:
    """Minutes a week in each month of a plan, or of one lane."""
    loads = [0] * _finish(plan)
    for name, (start, end, _) in plan.items():
        for month in range(start, end) if name[1].startswith(lane) else ():
            loads[month] += case.weekly_minutes(name, end - start)
    return loads


def _finish(plan: Plan) -> int:
    return max(placed.end for placed in plan.values())


def _running(plan: Plan) -> list[list[str]]:
    """The modules that run in each month."""
    return [[name for name, placed in plan.items() if placed.start <= month < placed.end] for month in range(_finish(plan))]


def _scatter(random: Random, case: Case, name: str, placed: Placed) -> None:
    """Other lengths and starts than those of the plan."""
    entry = case.modules[name]
    start, end, _ = placed
    if random.random() < 0.5:
        entry["months"] = {"min": max(1, end - start - random.randint(0, 1)), "max": end - start + random.randint(1, 3)}
    if random.random() < 0.7:
        others = random.sample(range(LATEST), random.randint(0, 3))
        entry["runs"] = [{"start": case.text(month)} for month in sorted({start, *others})]
    elif random.random() < 0.7:
        months = {CALENDAR[(case.first + start) % 12], *random.sample(CALENDAR, random.randint(1, 3))}
        entry["intakes"] = sorted(months, key=CALENDAR.index)


def _choices(random: Random, own: Planted) -> None:
    """Choices among modules of the plan and others, of which one is a dearer twin."""
    case = own.case
    requires = case.awards[TARGET]["requires"]
    twin = {**case.modules[own.twinned], "id": "twin", "title": "The twin"}
    twin["fee"] = twin.get("fee", 0) + random.choice((5, 20))
    case.modules["twin"] = twin
    requires[requires.index(own.twinned)] = {"choose": 1, "from": [own.twinned, "twin"]}
    for number in range(random.randint(1, 3)):
        some = random.sample([part for part in requires if isinstance(part, str)], 2)
        others = [f"other{number}{letter}" for letter in "ab"[: random.randint(1, 2)]]
        for name in others:
            months, fee = random.randint(1, 3), random.choice((0, 20, 50))
            case.modules[name] = module(name, random.choice((13, 20, 30)), months, fee)
        requires[:] = [part for part in requires if part not in some]
        requires.append({"choose": 2, "from": [*some, *others]})


def _prerequisites(random: Random, own: Planted) -> None:
    """Modules that need one that the plan has before them."""
    for name, placed in own.plan.items():
        earlier = [other for other, before in own.plan.items() if before.end <= placed.start and other in _named(own)]
        if earlier and name in _named(own) and random.random() < 0.3:
            own.case.modules[name]["requires"] = [random.choice(earlier)]


def _named(own: Planted) -> list[str]:
    """The modules that the award names by themselves."""
    return [part for part in own.case.awards[TARGET]["requires"] if isinstance(part, str)]


# --- rules that the plan keeps ---


def one_at_a_time(_: Random, own: Planted) -> None:
    own.case.at_once = 1


def at_once(_: Random, own: Planted) -> None:
    own.case.at_once = max(map(len, _running(own.plan)))


def class_clashes(random: Random, own: Planted) -> None:
    """A class time for each lane; what the plan does without has class at one of these."""
    for name, entry in own.case.modules.items():
        if random.random() < 0.9:
            entry["sessions"] = [f"{DAYS[_lane(own, name)]} 10:00-10:20"]
    _as_its_twin(own, "sessions")


def _lane(own: Planted, name: str) -> int:
    return int(name[1]) if name in own.plan else 0


def _as_its_twin(own: Planted, key: str) -> None:
    """Give the twin what the module has."""
    own.case.modules["twin"].pop(key, None)
    if key in own.case.modules[own.twinned]:
        own.case.modules["twin"][key] = own.case.modules[own.twinned][key]


def above_half(random: Random, own: Planted) -> None:
    """Hours a week of which each module in the plan takes more than half."""
    case = own.case
    for name, entry in case.modules.items():
        start, end, _ = own.plan.get(name, Placed(0, case.lengths(name)[0]))
        entry["hours"] = random.randint(14, 17) * (end - start)
    _as_its_twin(own, "hours")
    case.minutes = 4 * 60


def expiry(random: Random, own: Planted) -> None:
    oldest = _finish(own.plan) - min(placed.end for placed in own.plan.values())
    own.case.awards[TARGET]["valid_months"] = max(1, oldest + random.randint(0, 2))


def evenings(random: Random, own: Planted) -> None:
    """As many evenings as the plan takes; each lane has its hour, so that no classes clash in the plan."""
    for name, entry in own.case.modules.items():
        hour = 19 + _lane(own, name)
        entry["sessions"] = [f"{day} {hour}:00-{hour}:10" for day in random.sample(DAYS, random.randint(1, 2))]
    _as_its_twin(own, "sessions")
    own.case.evenings = max(own.case.evenings_of([own.case.modules[name] for name in names]) for names in _running(own.plan))


def yearly_limit(_: Random, own: Planted) -> None:
    """Limit the cost of a year to that of the plan's dearest; the twin, which is dearer, may break it."""
    costs: dict[int, int] = {}
    for name, placed in own.plan.items():
        year = (own.case.first + placed.start) // 12
        costs[year] = costs.get(year, 0) + own.case.fee(name, NO_RUN)
    own.case.cost_limit_per_year = max(costs.values())
    own.dearer = None


def odd_months(random: Random, own: Planted) -> None:
    """Months away in which the plan rests, and months with only as many hours as it takes then."""
    loads = _loads(own.case, own.plan)
    own.case.away = {month for month, load in enumerate(loads) if not load}
    busy = [month for month, load in enumerate(loads) if load]
    own.case.minutes_in = {month: loads[month] for month in random.sample(busy, min(4, len(busy)))}


def keep(random: Random, own: Planted) -> None:
    """An earlier plan that is mostly the plan."""
    kept = random.sample(list(own.plan), len(own.plan) - 1)
    own.case.keep = {name: max(0, own.plan[name][0] + random.choice((0, 0, 0, -1, 1, 3))) for name in kept}


def pins(random: Random, own: Planted) -> None:
    for name in random.sample(_named(own), min(2, len(_named(own)))):
        own.case.pins[name] = own.plan[name][0]


def last_month(_: Random, own: Planted) -> None:
    """The month in which the plan ends is the last."""
    own.case.months = _finish(own.plan)


def without_hours(random: Random, own: Planted) -> None:
    last_month(random, own)
    own.case.minutes = None


def prefer_cost(_: Random, own: Planted) -> None:
    own.case.prefer = "cost"


def everything(random: Random, own: Planted) -> None:
    """Several of all these at once."""
    for change in random.sample(ANYTHING, random.randint(3, 6)):
        change(random, own)


ANYTHING: Sequence[Change] = (at_once, expiry, evenings, yearly_limit, odd_months, keep, pins, last_month, prefer_cost)


SHAPES: Mapping[str, tuple[int, Sequence[Change]]] = {
    "planted-one-at-a-time": (1, (one_at_a_time,)),
    "planted-class-clashes": (2, (class_clashes,)),
    "planted-above-half": (1, (above_half,)),
    "planted-hours": (2, ()),
    "planted-without-hours": (2, (without_hours,)),
    "planted-everything": (3, (everything,)),
}
"""How many lanes, and what is done to them, by the shape's name."""
