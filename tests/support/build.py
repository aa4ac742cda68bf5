"""Catalogues, learners and plans from terse Python, so that tests of the planner read like its specification.

Entries are the plain data of a catalogue's file: what the builders leave out, its models fill in. A module of 13 hours over 3
months needs 1 hour a week, one of 26 hours 2, and so on.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from mcplanner.catalogue import shape
from mcplanner.catalogue.model import MODES, Catalogue
from mcplanner.ground.months import Month, format_month, parse_month, parse_months
from mcplanner.learner.busy import parse_busy_time
from mcplanner.learner.model import Held, Learner, UnderWay
from mcplanner.learner.request import Preference, Request
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Plan, Status
from mcplanner.verify import Violation, verify

Data = dict[str, Any]
Part = str | Data | list[Any]
"""A requirement as the file has it: an id, a list or one of the shapes below."""

START = "2027-01"

AMPLE = 36_000.0
"""Seconds for a search that is not to run out of time: no outcome may depend on the machine."""
"""The first month of a plan, unless a test says otherwise: offset 0 is a January, offset 3 an April."""


def all_of(*parts: Part) -> Data:
    return {"all": list(parts)}


def any_of(*parts: Part) -> Data:
    return {"any": list(parts)}


def choose(number: int, *parts: Part) -> Data:
    return {"choose": number, "from": list(parts)}


def credits(number: int, *modules: str) -> Data:
    return {"credits": number, "from": list(modules)}


def skill(name: str) -> Data:
    return {"skill": name}


def module(
    name: str,
    hours: float = 26,
    months: int | tuple[int, int] = 3,
    *,
    intakes: str = "",
    runs: Mapping[str, str | None] | None = None,
    apply: int = 0,
    needs: Part | None = None,
    skills: str = "",
    provider: str = "school",
    mode: str = "online",
    **more: Any,
) -> Data:
    """A module that needs 2 hours a week over 3 months, free of charge and open in any month, where nothing else is said.

    Parameters
    ----------
    months
        A fixed length, or the shortest and the longest of a self-paced module.
    intakes
        Calendar months, such as `apr oct`.
    runs
        Dated starts, each with its last month to apply or None.
    apply
        How many months before an intake applications close.
    """
    data: Data = {"id": name, "title": f"The {name}", "field": "study", "provider": provider, "mode": mode, "hours": hours}
    data["months"] = months if isinstance(months, int) else {"min": months[0], "max": months[1]}
    data["fee"] = 0
    if intakes:
        data["intakes"] = intakes.split()
    if runs is not None:
        data["runs"] = [{"start": start, **({"apply_by": last} if last else {})} for start, last in runs.items()]
    if apply:
        data["apply_months_before"] = apply
    if needs is not None:
        data["requires"] = needs
    if skills:
        data["skills"] = skills.split()
    return data | more


def award(name: str, needs: Part, kind: str = "diploma", **more: Any) -> Data:
    return {"id": name, "title": f"The {name}", "kind": kind, "field": "study", "requires": needs, **more}


def role(name: str, needs: Part) -> Data:
    return {"id": name, "title": f"The {name}", "requires": needs}


def catalogue(*entries: Data) -> Catalogue:
    """The catalogue of modules, awards and roles, each kind in the order given; two schools, and the fields they name."""
    return shape.Catalogue.model_validate(exact(catalogue_data(*entries))).catalogue


def catalogue_data(*entries: Data) -> Data:
    """The same as a file says it."""
    modules = [entry for entry in entries if "hours" in entry]
    awards = [entry for entry in entries if "kind" in entry]
    roles = [entry for entry in entries if "hours" not in entry and "kind" not in entry]
    return {
        "title": "A tiny catalogue",
        "as_of": "2026-11-01",
        "fields": _named({entry.get("field", "study"): None for entry in entries}),
        "providers": _named(dict.fromkeys(("school", "other-school", *(entry["provider"] for entry in modules)))),
        "modules": modules,
        "awards": awards,
        "roles": roles,
    }


def _named(names: Mapping[str, None]) -> list[Data]:
    return [{"id": name, "title": name.capitalize()} for name in names]


def exact(value: Any) -> Any:
    """Numbers as the file's reader hands them over."""
    if isinstance(value, dict):
        return {key: exact(part) for key, part in value.items()}
    if isinstance(value, list):
        return [exact(part) for part in value]
    return Decimal(str(value)) if isinstance(value, float) else value


def learner(
    hours: float | None = None,
    *,
    away: str = "",
    held: Mapping[str, str | None] | None = None,
    pins: Mapping[str, str] | None = None,
    skip: str = "",
    modes: str = "",
    providers: str = "",
    hours_in: Mapping[str, float] | None = None,
    at_once: int | None = None,
    evenings: int | None = None,
    busy: str = "",
    cost_limit: float | None = None,
    under_way: Mapping[str, str] | None = None,
) -> Learner:
    """A learner with so many hours a week; away in `2027-06..2027-08 2027-12`, busy at `tue 18:00-20:00, sat 09:00-12:00`.

    What is under way began in a month, `2026-11`, and runs for the months of the catalogue or for so many: `2026-11 for 4`.
    """
    return Learner(
        minutes_per_week=None if hours is None else int(Decimal(str(hours)) * 60),
        minutes_in={parse_month(text): int(Decimal(str(other)) * 60) for text, other in (hours_in or {}).items()},
        at_once=at_once,
        evenings=evenings,
        busy=tuple(parse_busy_time(text) for text in busy.split(", ") if text),
        cost_limit_cents=None if cost_limit is None else round(cost_limit * 100),
        away=frozenset(month for text in away.split() for month in parse_months(text)),
        held=tuple(
            Held(module=name, ended=None if ended is None else parse_month(ended)) for name, ended in (held or {}).items()
        ),
        only_modes=frozenset(mode for mode in MODES if mode in modes.split()),
        only_providers=frozenset(providers.split()),
        skip=frozenset(skip.split()),
        pins={name: parse_month(month) for name, month in (pins or {}).items()},
        under_way=tuple(_under_way(name, text) for name, text in (under_way or {}).items()),
    )


def _under_way(name: str, text: str) -> UnderWay:
    started, _, months = text.partition(" for ")
    return UnderWay(module=name, started=parse_month(started), months=int(months) if months else None)


def planned(
    courses: Catalogue,
    who: Learner,
    *targets: str,
    start: str = START,
    by: str | None = None,
    earliest: str | None = None,
    field: str | None = None,
    prefer: Preference = "finish",
) -> Plan:
    """The plan, however long the machine takes for it."""
    last = None if by is None else parse_month(by)
    first = None if earliest is None else parse_month(earliest)
    return plan(courses, who, Request(targets, parse_month(start), last, first, field, prefer, seconds=AMPLE))


def violations(courses: Catalogue, who: Learner, made: Plan, by: str | None = None) -> tuple[Violation, ...]:
    return verify(courses, who, None, asked_for(made, None if by is None else parse_month(by)), made)


def asked_for(made: Plan, by: Month | None = None) -> Request:
    """The request that a plan says it is for."""
    return Request(tuple(target.id for target in made.targets), made.start, by, prefer=made.prefer)


def best(
    courses: Catalogue,
    who: Learner,
    *targets: str,
    start: str = START,
    by: str | None = None,
    prefer: Preference = "finish",
    finish: str,
    cost: float = 0,
    hours: float | None = None,
    starts: int | None = None,
    peak: float | None = None,
) -> Plan:
    """The plan, after asserting that it is proved the best, sound, and worth what was derived by hand.

    Parameters
    ----------
    cost, hours, peak
        In dollars, hours, and hours a week.
    starts
        The sum of the months from the plan's first to each start.
    """
    made = planned(courses, who, *targets, start=start, by=by, prefer=prefer)
    assert made.status is Status.OPTIMAL
    assert made.objective is not None
    assert made.finish is not None
    assert format_month(made.finish) == finish
    assert made.objective.finish_months == made.finish - parse_month(start) + 1
    assert made.objective.cost_cents == round(cost * 100)
    if hours is not None:
        assert made.objective.minutes_total == hours * 60
    if starts is not None:
        assert made.objective.start_months_total == starts
    if peak is not None:
        assert made.objective.peak_minutes_per_week == peak * 60
    assert violations(courses, who, made, by) == ()
    return made


def impossible(courses: Catalogue, who: Learner, *targets: str, start: str = START, by: str | None = None) -> str:
    """Why there is no plan, after asserting that this is proved."""
    made = planned(courses, who, *targets, start=start, by=by)
    assert made.status is Status.INFEASIBLE
    assert (made.enrolments, made.objective, made.finish) == ((), None, None)
    assert made.reason
    return made.reason


def taken(made: Plan) -> dict[str, str]:
    """The modules of a plan and the months they start in, `2027-04`."""
    return {enrolment.module: format_month(enrolment.start) for enrolment in made.enrolments}


def earned(made: Plan) -> dict[str, str]:
    """The awards of a plan and the months in which they are earned."""
    return {entry.id: format_month(entry.earned) for entry in made.awards}


def month(text: str) -> Month:
    return parse_month(text)
