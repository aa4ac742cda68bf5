"""Random cases of many shapes, each from a seed, so small that brute force can look at every plan.

A shape is a catalogue to begin with and what is done to it, one after another. The same shape and seed give the same case.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from cases import CALENDAR, UNKNOWN, Case, Data

from mcplanner.files.checks.every_check import CHECKS
from mcplanner.ground.diagnostics import Severity
from mcplanner.ground.months import parse_month

FIRST = parse_month("2027-01")
TARGET = "target"
HOURS = (10, 13, 20, 26, 26, 39)
FEES = (0, 10, 10, 20, 40)

Change = Callable[[Random, Case], None]
"""Gives a case one more rule to keep."""


def case_of(shape: str, seed: int) -> Case:
    """The case of a shape and a seed: the first one drawn whose catalogue is free of errors."""
    random = Random(f"{shape} {seed}")
    begin, changes = SHAPES[shape]
    while True:
        case = begin(random)
        for change in changes:
            change(random, case)
        if not any(found.severity is Severity.ERROR for check in CHECKS for found in check(case.catalogue)):
            return case


# --- catalogues to begin with ---


def module(name: str, hours: int, months: int | Data, fee: int = 0, **more: object) -> Data:
    """A module as a catalogue's file has it."""
    entry = {"id": name, "title": f"The {name}", "field": "study", "provider": "school", "mode": "online", "hours": hours}
    return {**entry, "months": months, "fee": fee, **more}


def award(name: str, requires: Sequence[object], **more: object) -> Data:
    """An award as a catalogue's file has it."""
    return {"id": name, "title": f"The {name}", "kind": "diploma", "field": "study", "requires": list(requires), **more}


def lengths(random: Random, most: int = 3) -> int | Data:
    """A fixed number of months, or two bounds to choose between."""
    shortest = random.randint(1, most)
    return shortest if random.random() < 0.5 else {"min": shortest, "max": shortest + random.randint(1, 3)}


def runs(random: Random, case: Case, months: int, most: int = 3) -> list[Data]:
    """Dated starts within so many months."""
    return _runs_at(case, random.sample(range(months), random.randint(1, most)))


def dated(random: Random) -> Case:
    """Compulsory modules with few dated runs, and one to choose of two that differ in their fee; no last month.

    Mostly the modules fit one behind another, two of them in the middle fixed, and the others with a second run that does not
    fit: that is where engines have ruled out too much.
    """
    case = Case({}, {}, [TARGET], FIRST, minutes=40 * 60)
    if random.random() < 0.25:
        for name in random.sample("abcdef", random.randint(3, 6)):
            case.modules[name] = module(name, 20, lengths(random), runs=runs(random, case, 14, most=4))
    else:
        _chain(random, case)
    names = sorted(case.modules)
    case.modules = {name: case.modules[name] for name in names}
    for name, start, months, fee, hours in (("w", 2, 1, 20, 30), ("y", 0, 2, 40, 20)):
        case.modules[name] = module(name, hours, months, fee, runs=_runs_at(case, {start, random.choice((0, start, start))}))
    case.awards[TARGET] = award(TARGET, [*names, {"choose": 1, "from": ["w", "y"]}])
    return case


def _chain(random: Random, case: Case) -> None:
    """Six modules one behind another from offset 3 on: up to two, then two fixed ones, then the others."""
    names = random.sample("abcdef", 6)
    before = random.randint(0, 2)
    months = [3 if before <= place < before + 2 else random.randint(1, 2) for place in range(6)]
    first = 3
    starts = [first + sum(months[:place]) for place in range(6)]
    end = starts[-1] + months[-1]
    fixed = range(starts[before], starts[before] + 6)
    for place, name in enumerate(names):
        start, least = starts[place], months[place]
        if start in fixed:
            case.modules[name] = module(name, 20, least, runs=_runs_at(case, {start}))
            continue
        near = random.choice((start - 1, start - 1, start + 1, random.choice(fixed), random.randrange(first, end)))
        other = random.choice((near, random.randrange(fixed.stop, end))) if start < fixed.start and fixed.stop < end else near
        bounds = {"min": max(1, least - random.choice((0, 0, 0, 1))), "max": least + random.randint(1, 2)}
        case.modules[name] = module(name, 20, bounds, runs=_runs_at(case, {start, other}))


def _runs_at(case: Case, starts: Iterable[int]) -> list[Data]:
    return [{"start": case.text(start)} for start in sorted(starts)]


def mixed(random: Random) -> Case:
    """A few modules with all kinds of starts, some of them needed by others, some to choose; little time."""
    names = list("abcdef")[: random.randint(3, 6)]
    first, months, minutes = FIRST + random.randint(0, 11), random.randint(7, 14), random.choice((180, 240, 300, 400, 600))
    case = Case({}, {}, [TARGET], first, months, minutes)
    for name in names:
        case.modules[name] = _any_module(random, case, name)
    for number, name in enumerate(names[1:], 1):
        if random.random() < 0.4:
            case.modules[name]["requires"] = _prerequisite(random, names[:number])
    case.awards[TARGET] = award(TARGET, _choices(random, names))
    return case


def alike(random: Random) -> Case:
    """Modules of two kinds, some of which others need, and some to choose; little time."""
    case = mixed(random)
    kinds = [_any_module(random, case, "kind") for _ in range(2)]
    for name, entry in case.modules.items():
        own = random.choice(kinds)
        names = {"id": name, "title": entry["title"], **({"requires": entry["requires"]} if "requires" in entry else {})}
        case.modules[name] = {**own, **names}
    return case


def _any_module(random: Random, case: Case, name: str) -> Data:
    assert case.months is not None, "what starts at any time needs an end"
    entry = module(name, random.choice(HOURS), lengths(random, 2), random.choice(FEES))
    match random.randint(0, 3):
        case 0:
            entry["intakes"] = sorted(random.sample(CALENDAR, random.randint(2, 6)), key=CALENDAR.index)
            entry["apply_months_before"] = random.choice((0, 0, 1, 2))
        case 1 | 2:
            entry["runs"] = runs(random, case, case.months, most=5)
    return entry


def _prerequisite(random: Random, names: Sequence[str]) -> object:
    some = random.sample(names, min(len(names), random.randint(1, 2)))
    return random.choice((some, {"any": some})) if len(some) > 1 else some[0]


def _choices(random: Random, names: Sequence[str]) -> list[object]:
    """A few modules by name and a choice among the others."""
    shuffled = random.sample(names, len(names))
    by_name = random.randint(0, len(names) - 2)
    others = shuffled[by_name:]
    return [*shuffled[:by_name], {"choose": random.randint(1, len(others) - 1), "from": others}]


# --- what is done to them ---


def one_at_a_time(_: Random, case: Case) -> None:
    case.at_once = 1


def class_clashes(random: Random, case: Case) -> None:
    """Almost all modules have class at one time; some have it at another one too."""
    for entry in case.modules.values():
        times = [time for time, chance in (("tue 10:00-10:20", 0.97), ("wed 10:00-10:20", 0.3)) if random.random() < chance]
        if times:
            entry["sessions"] = times


def above_half(random: Random, case: Case) -> None:
    """Four hours a week, of which every module takes more than half, whatever its length."""
    for name, entry in case.modules.items():
        shortest = case.lengths(name)[0]
        longest = min(case.lengths(name)[-1], 2 * shortest - 1)
        entry["months"] = shortest if shortest == longest else {"min": shortest, "max": longest}
        entry["hours"] = random.randint(2 * 13 * longest // 3 + 1, 4 * 13 * shortest // 3)
    case.minutes = 4 * 60


def in_a_row(random: Random, case: Case) -> None:
    """Two modules pinned one behind the other, with lengths to choose."""
    one, other, *_ = case.modules.values()
    gap = random.randint(1, 3)
    begin = random.randint(0, 3)
    for entry, start in ((one, begin), (other, begin + gap)):
        entry["months"] = {"min": random.randint(1, gap), "max": gap + random.randint(0, 3)}
        entry["runs"] = [{"start": case.text(start)}]
        case.pins[entry["id"]] = start


def closing(random: Random, case: Case) -> None:
    """Runs, of which some close long before they start."""
    for entry in case.modules.values():
        entry.pop("intakes", None)
        entry.pop("apply_months_before", None)
        entry.setdefault("runs", runs(random, case, case.months or 12))
        for run in entry["runs"]:
            if random.random() < 0.5:
                month = int(run["start"][:4]) * 12 + int(run["start"][5:]) - 1 - case.first
                run["apply_by"] = case.text(month - random.randint(0, 3))


def fees(random: Random, case: Case) -> None:
    """Electives at different fees, in groups of their own."""
    extra = list("uvwxyz")[: random.randint(2, 4)]
    for name in extra:
        case.modules[name] = module(name, random.choice(HOURS), lengths(random, 2), random.choice((5, 10, 15, 20)))
        if random.random() < 0.6:
            case.modules[name]["runs"] = runs(random, case, case.months or 12)
    case.awards[TARGET]["requires"].append({"choose": random.randint(1, len(extra) - 1), "from": extra})


def days(random: Random, case: Case) -> None:
    """Runs with days, some of them in one month, that follow on each other; each module needs one before it, or clashes."""
    names = list(case.modules)
    for number, name in enumerate(names):
        entry = case.modules[name]
        entry.pop("intakes", None)
        entry.pop("apply_months_before", None)
        entry["months"] = 1
        offsets = sorted(random.choices(range(5), k=random.randint(1, 4)))
        entry["runs"] = [_dated_run(random, case, offset) for offset in offsets]
        if random.random() < 0.25:
            entry["then"] = sorted(random.sample(CALENDAR, random.randint(1, 3)), key=CALENDAR.index)
        if number and random.random() < 0.5:
            entry["requires"] = _prerequisite(random, names[:number])
        if random.random() < 0.5:
            entry["sessions"] = [random.choice(("tue 10:00-10:20", "wed 10:00-10:20"))]
    case.minutes = random.choice((None, 600, 1200, 2400))


def _dated_run(random: Random, case: Case, offset: int) -> Data:
    first, last = sorted(random.sample(range(1, 29), 2))
    until = offset + random.choice((0, 0, 0, 1))
    run = {"start": f"{case.text(offset)}-{first:02}"}
    if random.random() < 0.85:
        run["end"] = f"{case.text(until)}-{last:02}"
    if random.random() < 0.1:
        run["start"] = case.text(offset)
    return run


def terms(random: Random, case: Case) -> None:
    """Runs that say something of their own."""
    for entry in case.modules.values():
        for run in entry.get("runs", ()):
            if random.random() < 0.3:
                run["fee"] = random.choice((0, 10, 20, 40))
            if random.random() < 0.3:
                run["sessions"] = [f"{random.choice(DAYS)} {random.choice(TIMES)}"]
            if random.random() < 0.2:
                run["apply_by"] = case.text(random.randint(-2, 4))


def days_off(random: Random, case: Case) -> None:
    """Modules taught in full days, and few days off; some in runs of as many days, over weekends and the turn of a month."""
    for entry in case.modules.values():
        if random.random() < 0.7:
            entry |= {"hours": random.choice((6, 10)), "days": random.choice((1, 2, 2, 3))}
            for run in entry.get("runs", ()):
                if random.random() < 0.6:
                    first = date.fromisoformat(f"{run['start'][:7]}-{random.choice((8, 15, 27, 28)):02}")
                    run["start"] = str(first)
                    run["end"] = str(first + timedelta(days=random.randint(0, entry["days"])))
    case.half_days_off = random.choice((2, 3, 4, 4, 6))


def unpublished_evenings(random: Random, case: Case) -> None:
    """Evenings whose days nobody knows."""
    for entry in case.modules.values():
        if "sessions" not in entry and random.random() < 0.6:
            entry["evenings"] = random.randint(1, 2)
    case.evenings = random.randint(1, 3)


def keep(random: Random, case: Case) -> None:
    """An earlier plan."""
    some = random.sample(list(case.modules), random.randint(1, len(case.modules)))
    case.keep = {name: random.randint(0, 8) for name in some}


def expiry(random: Random, case: Case) -> None:
    """Modules that count for a few months, for the target, or for a certificate on the way to it, or for both."""
    inner = random.random() < 0.6
    if inner:
        names = random.sample(list(case.modules), min(len(case.modules), random.randint(2, 4)))
        sure = random.randint(1, len(names))
        parts = [*names[:sure], {"choose": 1, "from": names[sure:]}] if len(names) > sure else names
        case.awards["inner"] = award("inner", parts, valid_months=random.randint(1, 6))
        case.awards[TARGET]["requires"].append("inner")
    if not inner or random.random() < 0.6:
        case.awards[TARGET]["valid_months"] = random.randint(1, 6)


def evenings(random: Random, case: Case) -> None:
    case.evenings = random.randint(1, 2)
    for entry in case.modules.values():
        if random.random() < 0.7:
            days = random.sample(DAYS, random.randint(1, 2))
            entry["sessions"] = [f"{day} {time}" for day in days for time in (random.choice(TIMES),)]
    if random.random() < 0.3:
        begin = random.randint(0, 6)
        span = f" in {case.text(begin)}..{case.text(begin + random.randint(0, 6))}" if random.random() < 0.5 else ""
        case.busy = [f"{random.choice(DAYS)} {random.choice(TIMES)}{span}"]


DAYS = ("mon", "tue", "wed")
TIMES = ("18:00-18:20", "18:30-18:50", "19:00-19:20", "17:40-18:00")
"""Short ones, so that class time stays within the hours."""


def shares(random: Random, case: Case) -> None:
    """A second award that may share few modules with the first."""
    names = list(case.modules)
    case.awards["other"] = award("other", _choices(random, names), shares=random.randint(0, 2))
    case.targets.append("other")


def counts_once(random: Random, case: Case) -> None:
    """A second choice among modules that the award names already, or a certificate that takes some of them."""
    names = list(case.modules)
    some = random.sample(names, random.randint(2, 3))
    if random.random() < 0.5:
        case.awards[TARGET]["requires"].append({"choose": 1, "from": some})
    else:
        case.awards["inner"] = award("inner", some[:2])
        case.awards[TARGET]["requires"].append("inner")


def credits(random: Random, case: Case) -> None:
    """Credits to reach among all modules."""
    for entry in case.modules.values():
        entry["credits"] = random.randint(1, 3)
    names = list(case.modules)
    needed = random.randint(2, sum(entry["credits"] for entry in case.modules.values()) * 2 // 3)
    case.awards[TARGET]["requires"] = [random.choice(names), {"credits": needed, "from": names}]


def yearly_limit(random: Random, case: Case) -> None:
    """A limit on what the modules that start in one year cost; the turn of the year comes soon."""
    case.first = FIRST + random.randint(7, 10)
    case.months = min(case.months or 9, 9)
    for entry in case.modules.values():
        entry.pop("runs", None)
    total = sum(map(case.fee, case.modules))
    case.cost_limit_per_year = random.randint(0, max(1, total // 2000)) * 1000


def prices(random: Random, case: Case) -> None:
    """Most modules cost less than their fee from some month on, or until then; where runs have fees of their own, none does."""
    changes = sorted(random.sample(range(1, case.months or 14), 2))
    for name, entry in case.modules.items():
        fee = entry["fee"]
        if random.random() < 0.2 or not isinstance(fee, int) or fee < 2 or any("fee" in run for run in entry.get("runs", ())):
            continue
        some = random.sample(changes, random.randint(1, 2))
        case.prices[name] = [(first, random.choice((0, fee // 2, fee))) for first in sorted({0, *some})]


def cost_limit(random: Random, case: Case) -> None:
    case.cost_limit = random.choice((1000, 2000, 3000, 5000))


def odd_months(random: Random, case: Case) -> None:
    """Months away, and months with other hours."""
    months = case.months or 14
    case.away = set(random.sample(range(months), random.randint(0, 2)))
    case.minutes_in = {month: random.choice((60, 150, 500)) for month in random.sample(range(months), random.randint(1, 3))}


def absences(random: Random, case: Case) -> None:
    """A few days away, or some weeks; often where a run begins or ends."""
    begin = date(case.first // 12, case.first % 12 + 1, 1)
    ends = [
        run[key] for entry in case.modules.values() for run in entry.get("runs", ()) for key in ("start", "end") if key in run
    ]
    days = [date.fromisoformat(day) for day in ends if day.count("-") == 2]
    for _ in range(random.randint(1, 3)):
        first = random.choice(days) if days and random.random() < 0.5 else begin + timedelta(random.randrange(400))
        first -= timedelta(random.randint(0, 2))
        case.days_away |= {first + timedelta(day) for day in range(random.choice((1, 3, 11, 35)))}


def alongside(random: Random, case: Case) -> None:
    names = list(case.modules)
    for name in random.sample(names, random.randint(1, 2)):
        case.modules[name]["alongside"] = random.sample([other for other in names if other != name], random.randint(1, 2))


def relations(random: Random, case: Case) -> None:
    """Modules that count as each other, or exclude each other, each in one pair at most."""
    names = random.sample(list(case.modules), len(case.modules) // 2 * 2)
    for one, other in list(zip(names[::2], names[1::2], strict=True))[: random.randint(1, 2)]:
        case.modules[one][random.choice(("equivalent", "excludes"))] = [other]


def covers(random: Random, case: Case) -> None:
    """A whole that covers two or three of the modules, and perhaps one that covers it; some name it in the award as well."""
    names = list(case.modules)
    parts = random.sample(names, min(len(names) - 1, random.randint(2, 3)))
    hours = sum(case.modules[name]["hours"] for name in parts) * random.choice((2, 3, 4)) // 4
    whole = module("whole", hours, lengths(random, 3), random.choice((0, 10, 20, 40)), covers=parts)
    if random.random() < 0.4:
        whole["runs"] = runs(random, case, case.months or 12)
    case.modules["whole"] = whole
    requires = case.awards[TARGET]["requires"]
    match random.randint(0, 5):
        case 0:
            case.modules["greater"] = module("greater", 2 * hours, 3, 20, covers=["whole", random.choice(names)])
        case 1:
            case.modules["twin"] = module("twin", hours, 2, 30, equivalent=[random.choice(["whole", parts[0]])])
        case 2:
            requires.append({"choose": 1, "from": ["whole", random.choice(names)]})
        case 3:
            requires.append({"any": ["whole", random.choice(parts)]})
    if any("credits" in entry for entry in case.modules.values()):
        for name in case.modules:
            case.modules[name].setdefault("credits", random.randint(1, 4))


def pins(random: Random, case: Case) -> None:
    """A module fixed to a month, one ruled out, or one held."""
    for name, what in zip(random.sample(list(case.modules), 2), random.sample(("pin", "skip", "hold"), 2), strict=True):
        if what == "pin":
            case.pins[name] = random.randint(0, 6)
        elif what == "skip":
            case.skip.add(name)
        elif not any("valid_months" in entry for entry in case.awards.values()):
            case.held.append(name)


def prefer_cost(_: Random, case: Case) -> None:
    case.prefer = "cost"


def prefer_load(_: Random, case: Case) -> None:
    case.prefer = "load"


def without_hours(_: Random, case: Case) -> None:
    case.minutes = None


def everything(random: Random, case: Case) -> None:
    """Several of all these at once, in their order."""
    chosen = random.sample(range(len(ANYTHING)), random.randint(2, 5))
    for position in sorted(chosen):
        ANYTHING[position](random, case)


ANYTHING: Sequence[Change] = (
    fees, class_clashes, days, terms, days_off, evenings, unpublished_evenings, credits, counts_once, shares, covers, expiry,
    alongside,
    relations, odd_months, absences, cost_limit, keep,
    pins, one_at_a_time, above_half, without_hours, prefer_load, prefer_cost,
)  # fmt: skip


def unknowns(random: Random, case: Case) -> None:
    """Nobody knows the fees of many modules, and hours, lengths, starts or modes of some."""
    for entry in case.modules.values():
        if random.random() < 0.4:
            entry["fee"] = UNKNOWN
        if random.random() < 0.1:
            entry["mode"] = UNKNOWN
        if random.random() < 0.05:
            entry[random.choice(("hours", "months", *(() if "runs" in entry else ("intakes",))))] = UNKNOWN


def with_a_budget(random: Random, case: Case) -> None:
    """Sometimes the cost is limited, so that modules of unknown fee are not used."""
    if random.random() < 0.3:
        case.cost_limit = 100 * random.choice((30, 50, 80))
    elif random.random() < 0.3:
        prefer_cost(random, case)


SHAPES: Mapping[str, tuple[Callable[[Random], Case], Sequence[Change]]] = {
    "one-at-a-time": (dated, (one_at_a_time,)),
    "class-clashes": (dated, (class_clashes,)),
    "above-half": (dated, (above_half,)),
    "in-a-row": (dated, (in_a_row, one_at_a_time)),
    "dated-runs": (mixed, (closing,)),
    "electives": (mixed, (fees,)),
    "runs": (mixed, (days,)),
    "runs-with-terms": (mixed, (days, terms)),
    "days-off": (mixed, (days_off,)),
    "days-off-in-runs": (mixed, (days, days_off)),
    "unpublished-evenings": (mixed, (evenings, unpublished_evenings)),
    "keep": (mixed, (keep,)),
    "expiry": (mixed, (expiry,)),
    "evenings": (mixed, (evenings,)),
    "shares": (mixed, (shares,)),
    "yearly-limit": (mixed, (yearly_limit,)),
    "odd-months": (mixed, (odd_months,)),
    "absences": (mixed, (absences,)),
    "absences-in-runs": (mixed, (days, days_off, absences)),
    "alongside": (mixed, (alongside,)),
    "alongside-alike": (alike, (alongside,)),
    "relations": (mixed, (relations,)),
    "covers": (mixed, (covers,)),
    "covers-once": (mixed, (counts_once, covers)),
    "covers-shares": (mixed, (shares, covers)),
    "counts-once": (mixed, (counts_once,)),
    "credits": (mixed, (credits,)),
    "pins": (mixed, (pins,)),
    "prefer-cost": (mixed, (fees, prefer_cost)),
    "prefer-load": (mixed, (prefer_load,)),
    "without-hours": (mixed, (without_hours,)),
    "everything": (mixed, (everything,)),
    "changing-prices": (mixed, (fees, prices)),
    "changing-prices-alike": (alike, (prices,)),
    "changing-prices-first": (alike, (fees, prices, prefer_cost)),
    "changing-prices-and-more": (mixed, (everything, prices)),
    "unknowns": (mixed, (fees, unknowns, with_a_budget)),
    "unknowns-kept": (mixed, (unknowns, keep)),
}
"""Each shape by its name."""
