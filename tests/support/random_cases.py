"""Random cases so tiny that every plan of each can be looked at, with one of everything that a plan must keep."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import build
from build import Data, Part
from hypothesis import assume
from hypothesis import strategies as st
from msgspec.structs import replace
from tiny import CALENDAR, Case, months_from

from mcplanner.files.checks.every_check import CHECKS
from mcplanner.ground.diagnostics import Severity
from mcplanner.ground.months import Month, format_month

LATEST_HELD = 3
"""The last month in which what is held may end: a little after the plan's first, which is 0."""

MOST_COMBINATIONS = 6_000
"""Ways to place or leave out the modules of one case: what brute force looks through in a fraction of a second."""

TARGETS: Sequence[Callable[[Sequence[str]], tuple[str, ...]]] = (
    lambda _: ("outer",),
    lambda _: ("outer",),
    lambda names: ("outer", names[-1]),
    lambda names: (names[-1],),
    lambda names: (names[0], names[1]),
    lambda _: ("skill:s",),
    lambda _: ("outer", "skill:t"),
)


@st.composite
def cases(draw: st.DrawFn, plain: bool = False, most: int = 5) -> Case:
    """Two to `most` modules with a little of everything, one to three awards, perhaps a role, a learner with little time.

    Plain ones have no rules but those that packing knows: nothing goes alongside, expires, counts once, is kept, or takes
    evenings. Some of their modules are alike, so that one of them may be assumed to come first.
    """
    first = build.month("2027-01") + draw(st.integers(0, 11))
    months = draw(st.integers(3, 14))
    names = list("abcde")[: draw(st.integers(2, most))]
    entries = [draw(_modules(name, names, first, months, plain)) for name in names]
    for entry in entries[1:] if plain else ():
        if draw(_rarely):
            _make_alike(entry, entries[0])
    if len(names) > 2 and draw(_rarely):
        entries[-1]["covers"] = draw(st.lists(st.sampled_from(names[:-1]), min_size=1, max_size=3, unique=True))
        if len(names) > 3 and draw(_rarely):
            entries[-2]["covers"] = draw(st.lists(st.sampled_from(names[:-2]), min_size=1, max_size=3, unique=True))
    untaught = {"s", "t"}.difference(*(entry.get("skills", ()) for entry in entries))
    entries[0]["skills"] = [*entries[0].get("skills", ()), *sorted(untaught)]
    if draw(st.booleans()):
        entries.append(build.award("inner", draw(requirements(names, names)), "certificate"))
        entries.append(build.award("outer", build.all_of("inner", draw(requirements(names, names)))))
    else:
        entries.append(build.award("outer", draw(requirements(names, names))))
    targets = draw(st.sampled_from(TARGETS))(names)
    if not plain and draw(_rarely):
        entries.append(build.award("other", draw(requirements(names, names))))
        targets = ("outer", "other")
    for entry in () if plain else entries[len(names) :]:
        if draw(_rarely):
            entry["valid_months"] = draw(st.integers(1, 8))
        if "other" in targets and draw(st.booleans()):
            entry["shares"] = draw(st.sampled_from([False, 0, 1, 2]))
    if draw(_rarely):
        awards = [entry["id"] for entry in entries[len(names) :]]
        entries.append(
            build.role("job", build.all_of(draw(requirements(names, names)), draw(st.sampled_from([*names, *awards]))))
        )
        targets = (*(target for target in targets if target in awards and draw(st.booleans())), "job")
    budget = draw(st.sampled_from([None, 120, 180, 240, 240, 300, 300, 400, 600]))
    held = draw(st.dictionaries(st.sampled_from(names), st.none() | st.integers(-30, LATEST_HELD), max_size=1))
    begun = under_ways(first, entries, [name for name in names if name not in held])
    under_way, begun_on = draw(begun) if draw(_rarely) else ({}, {})
    free = [name for name in names if name not in under_way]
    pinned = bool(free) and draw(_rarely)
    case = Case(
        entries=entries,
        targets=targets,
        first=first,
        months=months,
        budget=budget,
        away=draw(st.frozensets(st.integers(0, months), max_size=2)),
        days_away=draw(absences(first, months, entries)) if not plain and draw(_rarely) else frozenset(),
        held=held,
        pins=draw(st.dictionaries(st.sampled_from(free), st.integers(0, months // 2), max_size=1)) if pinned else {},
        under_way=under_way,
        begun_on=begun_on,
        keep=draw(st.dictionaries(st.sampled_from([*names, "gone"]), st.integers(-3, months)))
        if not plain and draw(_rarely)
        else {},
        skip=draw(st.frozensets(st.sampled_from([*names, "other-school", "blended"]), max_size=1))
        if draw(_rarely)
        else frozenset(),
        modes=frozenset((draw(st.sampled_from(["online", "blended"])),)) if draw(_rarely) else frozenset(),
        budget_in=draw(st.dictionaries(st.integers(0, months), st.sampled_from([0, 60, 180, 500]), max_size=3))
        if draw(_rarely)
        else {},
        stretch=draw(st.tuples(st.sampled_from([30, 60, 120]), st.integers(1, 3))) if not plain and draw(_rarely) else None,
        at_once=draw(st.sampled_from([None, None, 1, 2])),
        cost_limit=draw(st.sampled_from([None, None, None, 10_000, 30_000])),
        busy=tuple(draw(st.lists(_busy_times(first, months), max_size=1))) if draw(_rarely) else (),
        evenings=None if plain else draw(st.sampled_from([None, None, None, 0, 1, 2])),
        half_days_off=None if plain else draw(st.sampled_from([None, None, 0, 2, 3, 4])),
        prefer=draw(st.sampled_from(["finish", "finish", "cost", "load"])),
    )
    # repeated parts, skills that nobody teaches and circles without a way in are not allowed in a catalogue
    assume(not any(found.severity is Severity.ERROR for check in CHECKS for found in check(case.catalogue)))
    while combinations(case) > MOST_COMBINATIONS:
        case = replace(case, months=case.months - 1)
    return case


@st.composite
def absences(draw: st.DrawFn, first: int, months: int, entries: Sequence[Data]) -> frozenset[date]:
    """The days of one absence or two in the months of a case, from a day to six weeks; often where a run begins or ends."""
    begin = date(first // 12, first % 12 + 1, 1).toordinal()
    ends = [run[key] for entry in entries for run in entry.get("runs", ()) for key in ("start", "end") if key in run]
    days = [date.fromisoformat(day).toordinal() for day in ends if len(day) == 10]
    starts = st.integers(begin, begin + 31 * months)
    starts = st.sampled_from(days).flatmap(lambda day: st.integers(day - 3, day)) | starts if days else starts
    spans = draw(st.lists(st.tuples(starts, st.sampled_from([1, 2, 4, 11, 30, 45])), min_size=1, max_size=2))
    return frozenset(date.fromordinal(start + day) for start, length in spans for day in range(length))


@st.composite
def _busy_times(draw: st.DrawFn, first: int, months: int) -> str:
    """A busy time on one day or several, in all months or some."""
    day, times = draw(st.sampled_from(SESSIONS)).split()
    days = draw(st.sampled_from([day, f"{day}-thu", f"sat-{day}"]))
    if draw(st.booleans()):
        return f"{days} {times}"
    begin, length = draw(st.integers(0, months)), draw(st.integers(0, 3))
    return f"{days} {times} in {format_month(Month(first + begin))}..{format_month(Month(first + begin + length))}"


@st.composite
def unknown_cases(draw: st.DrawFn, most: int = 5) -> Case:
    """Cases in which nobody knows some of the fees, hours, lengths, starts or modes; what is under way is known."""
    case: Case = draw(cases(most=most))
    entries = [_with_unknowns(draw, entry, entry["id"] in case.under_way) for entry in case.entries]
    return replace(case, entries=entries)


def _with_unknowns(draw: st.DrawFn, entry: Data, under_way: bool) -> Data:
    """An entry of which some figures are unknown, if it is a module: fees often, all else rarely; some are assumed."""
    if "hours" not in entry:
        return entry
    keys = [*(["fee"] if draw(st.booleans()) else []), *(["mode"] if draw(_rarely) else [])]
    if not under_way and draw(_rarely):
        keys.append(draw(st.sampled_from(["hours", "months", *([] if "runs" in entry else ["intakes"])])))
    dropped = {"weeks"} if "months" in keys else set()
    assumed = draw(st.lists(st.sampled_from(["hours", "mode", "fee", "runs"]), unique=True, max_size=2))
    rests_on: Data = {"evidence": "published", "assumed": assumed}
    return {key: value for key, value in entry.items() if key not in dropped} | dict.fromkeys(keys, "unknown") | rests_on


@st.composite
def kept_out_cases(draw: st.DrawFn) -> Case:
    """One module with a run that wishes may keep out, perhaps of unknown length, and a later one that says its end."""
    first, months, session = build.month("2027-01"), 8, draw(st.sampled_from(SESSIONS[:4]))
    terms: dict[str, st.SearchStrategy[Any]] = {
        "mode": st.just("blended"),
        "sessions": st.just([session]),
        "fee": st.just("unknown"),
        "apply_by": st.just("2026-12-01"),
    }
    sooner = {"start": format_month(Month(first + draw(st.integers(0, 2)))), **draw(st.fixed_dictionaries({}, optional=terms))}
    start = format_month(Month(first + draw(st.integers(3, 5))))
    entry = build.module("a", 10, fee=200) | {"months": draw(st.sampled_from([1, 2, "unknown"]))}
    entry["runs"] = [sooner, {"start": f"{start}-08", "end": f"{start}-20"}]
    busy = [session, f"{session} in {format_month(Month(first + draw(st.integers(0, 5))))}"]
    return Case(
        entries=[entry],
        targets=("a",),
        first=first,
        months=months,
        budget=None,
        modes=draw(st.sampled_from([frozenset(), frozenset(("online",))])),
        busy=draw(st.sampled_from([(), *((time,) for time in busy)])),
        evenings=draw(st.sampled_from([None, 0])),
        cost_limit=draw(st.sampled_from([None, 20_000])),
    )


@st.composite
def expiring_cases(draw: st.DrawFn) -> Case:
    """Three or four modules, some of them held for so long that they have expired for some award, or soon will."""
    first = build.month("2027-01") + draw(st.integers(0, 11))
    months = draw(st.integers(6, 12))
    names = list("abcd")[: draw(st.integers(3, 4))]
    entries = [draw(_modules(name, names, first, months, plain=False)) for name in names]
    if draw(_rarely):
        entries[-1]["covers"] = draw(st.lists(st.sampled_from(names[:-1]), min_size=1, max_size=3, unique=True))
    untaught = {"s", "t"}.difference(*(entry.get("skills", ()) for entry in entries))
    entries[0]["skills"] = [*entries[0].get("skills", ()), *sorted(untaught)]
    valid = st.integers(2, 9)
    needs = draw(st.lists(requirements(names, names, depth=2), min_size=2, max_size=3, unique_by=repr))
    targets: tuple[str, ...] = ("outer",)
    match draw(st.integers(0, 3)):
        case 0:
            entries.append(build.award("outer", needs, valid_months=draw(valid)))
        case 1:
            inner = draw(requirements(names, names))
            entries.append(build.award("inner", inner, "certificate", valid_months=draw(valid)))
            entries.append(build.award("outer", ["inner", *needs], valid_months=draw(st.none() | valid)))
        case 2:
            entries.append(build.award("outer", needs, valid_months=draw(valid)))
            entries.append(
                build.award("other", draw(requirements(names, names)), shares=draw(st.sampled_from([False, 0, 1, 2])))
            )
            targets = ("outer", "other")
        case _:
            entries.append(build.award("inner", needs, "certificate", valid_months=draw(valid)))
            entries.append(build.module("z", 13, 1, needs="inner"))
            targets = ("z",)
    case = Case(
        entries=[{key: value for key, value in entry.items() if value is not None} for entry in entries],
        targets=targets,
        first=first,
        months=months,
        budget=draw(st.sampled_from([None, 300, 400, 600])),
        held=draw(st.dictionaries(st.sampled_from(names), st.integers(-12, LATEST_HELD), min_size=1, max_size=2)),
        at_once=draw(st.sampled_from([None, 1, 2])),
        prefer=draw(st.sampled_from(["finish", "finish", "cost", "load"])),
    )
    assume(not any(found.severity is Severity.ERROR for check in CHECKS for found in check(case.catalogue)))
    while combinations(case) > MOST_COMBINATIONS:
        case = replace(case, months=case.months - 1)
    return case


def _make_alike(entry: Data, other: Data) -> None:
    """Let a module be taken as another one is: as long, for the same hours, from the same months on, at the same price."""
    for key in ("hours", "months", "weeks", "intakes", "apply_months_before", "runs", "sessions", "fee"):
        entry.pop(key, None)
        if key in other:
            entry[key] = other[key]


def combinations(case: Case) -> int:
    return math.prod(1 + len(case.ways(name)) for name in case.modules)


SESSIONS = (
    "mon 18:00-18:20",
    "mon 18:10-18:30",
    "mon 17:40-18:00",
    "tue 18:30-18:50",
    "tue 18:50-19:10",
    "wed 19:00-19:20",
    "sat 10:00-10:20",
    "sun 23:50-00:10",
    "mon 00:00-00:15",
    "sat 23:45-24:00",
)
"""Short ones, so that class time stays within the hours; some overlap, some only touch, some end by six, one ends next week."""

_rarely = st.integers(0, 3).map(lambda number: number == 3)


@st.composite
def under_ways(
    draw: st.DrawFn, first: int, entries: Sequence[Data], names: Sequence[str]
) -> tuple[dict[str, tuple[int, int]], dict[str, str]]:
    """One or two modules that began before the plan's first month, or with it, and the first days of some of them.

    One whose runs end gets such a run, and sometimes another one before it, in the same month.
    """
    found, days = {}, {}
    chosen: list[str] = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
    for name in chosen:
        entry = next(entry for entry in entries if entry["id"] == name)
        if any("end" in run for run in entry.get("runs", ())):
            started, run = draw(_runs_under_way(first))
            other = {"start": f"{run['start'][:8]}02", "end": f"{run['end'][:7]}-28", "fee": 7}
            before = [other] if draw(st.booleans()) else []
            entry["runs"] = [*before, run, *(own for own in entry["runs"] if own["start"][:7] > run["start"][:7])]
            if before:
                days[name] = run["start"]
            found[name] = started, months_from(run["start"], run["end"])
            continue
        length = entry["months"]
        months = length if isinstance(length, int) else draw(st.integers(length["min"], length["max"]))
        found[name] = draw(st.integers(1 - months, 0)), months
    return found, days


@st.composite
def _runs_under_way(draw: st.DrawFn, first: int) -> tuple[int, Data]:
    """The offset at which a run began, and the run, which ends in the plan's first month or soon after."""
    started = draw(st.integers(-3, 0))
    start, end = (format_month(Month(first + offset)) for offset in (started, draw(st.integers(0, 1))))
    days = sorted(draw(st.lists(st.sampled_from(["01", "09", "15", "28"]), min_size=2, max_size=2)), reverse=started < 0)
    run: Data = {"start": f"{start}-{days[0]}", "end": draw(st.sampled_from([f"{end}-{days[1]}", f"{end}-{days[1]}", end]))}
    if draw(_rarely):
        run["sessions"] = [draw(st.sampled_from(SESSIONS))]
    return started, run


@st.composite
def dated_runs(draw: st.DrawFn, first: int, months: int, length: int) -> list[Data]:
    """One to three runs, some in one month, mostly with days, and some with terms of their own."""
    starts = sorted(draw(st.lists(st.integers(-1, min(months, 5)), min_size=1, max_size=3)))
    return [draw(_run(first + start, length)) for start in starts]


@st.composite
def _run(draw: st.DrawFn, start: int, length: int) -> Data:
    month, end = format_month(Month(start)), format_month(Month(start + draw(st.sampled_from([0, 0, length - 1, length]))))
    days = draw(st.lists(st.sampled_from(["01", "08", "09", "15", "16", "28"]), min_size=2, max_size=2))
    first, last = sorted(days) if month == end else days
    run = {"start": draw(st.sampled_from([month, f"{month}-{first}", f"{month}-{first}"]))}
    match draw(st.integers(0, 3)):
        case 0:
            run["end"] = end
        case 1 | 2:
            run["end"] = f"{end}-{last}"
    terms: dict[str, list[Any]] = {
        "mode": ["online", "blended"],
        "sessions": [[text] for text in SESSIONS],
        "fee": [0, 100, 300],
    }
    for key, values in terms.items():
        if draw(_rarely):
            run[key] = draw(st.sampled_from(values))
    if draw(_rarely):
        run["apply_by"] = f"{format_month(Month(start - draw(st.integers(0, 2))))}-01"
    return run


@st.composite
def _modules(draw: st.DrawFn, name: str, names: Sequence[str], first: int, months: int, plain: bool) -> Data:
    shortest = draw(st.integers(1, 4))
    lengths: list[int | tuple[int, int]] = [shortest, shortest, (shortest, shortest + 1)]
    data = build.module(
        name,
        draw(st.sampled_from([10, 13, 26, 26, 39, 52])),
        draw(st.sampled_from(lengths)),
        skills=draw(st.sampled_from(["", "s", "t", "s t"])),
        provider=draw(st.sampled_from(["school", "school", "other-school"])),
        mode=draw(st.sampled_from(["online", "online", "blended"])),
        credits=draw(st.integers(1, 3)),
        fee=draw(st.sampled_from([0, 0, 100, 100, 250.5])),
    )
    match draw(st.integers(0, 4)):
        case 0 | 1:
            offsets = draw(st.sets(st.integers(0, min(months, 11)), min_size=1, max_size=4))
            data["intakes"] = [CALENDAR[(first + offset) % 12] for offset in sorted(offsets)]
            data["apply_months_before"] = draw(st.sampled_from([0, 0, 1, 3]))
        case 2:
            starts = sorted(draw(st.sets(st.integers(-1, months), min_size=1, max_size=3)))
            data["runs"] = [{"start": format_month(Month(first + start))} for start in starts]
            for run, start in zip(data["runs"], starts, strict=True):
                if draw(st.booleans()):
                    run["apply_by"] = format_month(Month(first + start - draw(st.integers(0, 3))))
        case 3 if not plain:
            data["runs"] = draw(dated_runs(first, months, shortest))
            if draw(_rarely):
                data["then"] = sorted(draw(st.sets(st.sampled_from(CALENDAR), min_size=1, max_size=3)), key=CALENDAR.index)
    if not plain and draw(_rarely):
        data |= {"hours": 10, "days": draw(st.sampled_from([1, 1.5, 2, 3]))}
    if isinstance(data["months"], int) and draw(_rarely):
        data["weeks"] = draw(st.integers(2, 4)) * data["months"]
    others = [other for other in names if other != name]
    earlier = [other for other in others if other < name] or others
    if (name != "a" and draw(st.booleans())) or draw(st.integers(0, 9)) == 9:
        data["requires"] = draw(requirements(earlier, others))
    if draw(_rarely):
        data["sessions"] = draw(st.lists(st.sampled_from(SESSIONS), min_size=1, max_size=2, unique_by=lambda text: text[:3]))
    elif not plain and draw(_rarely):
        data["evenings"] = draw(st.integers(1, 2))
    match draw(st.integers(0, 9)):
        case 0 | 1 if not plain:
            data["alongside"] = draw(st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True))
        case 2:
            data["equivalent"] = [draw(st.sampled_from(others))]
        case 3:
            data["excludes"] = [draw(st.sampled_from(others))]
    return data


@st.composite
def requirements(draw: st.DrawFn, earlier: Sequence[str], others: Sequence[str], depth: int = 0) -> Part:
    """A tree over modules: mostly what is in `earlier`, within alternatives all `others`."""
    shape = draw(st.integers(0, 3 if depth == 2 else 9))
    if shape <= 2:
        return draw(st.sampled_from(earlier))
    if shape == 3:
        return build.skill(draw(st.sampled_from(["s", "t"])))
    if shape == 4:
        names = draw(st.lists(st.sampled_from(others), min_size=1, max_size=4, unique=True))
        return build.credits(draw(st.integers(1, len(names))), *names)
    among = earlier if shape in (5, 6) else others
    parts = draw(st.lists(requirements(among, others, depth + 1), min_size=1, max_size=3, unique_by=repr))
    if shape == 5:
        return parts
    if shape == 6:
        return build.all_of(*parts)
    if shape == 7:
        return build.any_of(*parts)
    return build.choose(draw(st.integers(1, len(parts))), *parts)
