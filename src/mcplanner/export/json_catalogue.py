"""What there is in a catalogue as JSON, for programs: schemas `mcplan.list/1`, `mcplan.show/1` and `mcplan.fields/1`.

Knows a catalogue and a selection of it; not where the text goes. Keys may be added inside a schema version; none changes its
meaning.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from mcplanner.catalogue.filters import Selection, TaughtSkill, select_of
from mcplanner.catalogue.leads import Lead, Way, leads
from mcplanner.catalogue.model import (
    Award,
    Catalogue,
    FigureName,
    Module,
    MonthBounds,
    Provider,
    Role,
    Run,
    Subject,
    Unknown,
    known,
)
from mcplanner.catalogue.overview import all_fields
from mcplanner.catalogue.requirements import AnyOf, Choose, Credits, Requirement, Skill, parts
from mcplanner.export.json_values import json_text, number
from mcplanner.ground.money import cents_of
from mcplanner.ground.months import CALENDAR, format_month, month_of_day
from mcplanner.plans.certainty_words import of_offers

LIST = "mcplan.list/1"
SHOW = "mcplan.show/1"
FIELDS = "mcplan.fields/1"

OF_AWARDS: tuple[FigureName, ...] = ("fee", "requires", "valid_months", "shares")

FIGURES: Mapping[type, tuple[FigureName, ...]] = {
    Module: tuple(key for key in get_args(FigureName) if key not in ("valid_months", "shares")),
    Award: OF_AWARDS,
}
"""The figures that entries have."""

OFFERED: tuple[FigureName, ...] = ("mode", "months", "sessions", "evenings", "fee")
"""The figures in which the starts of a module may differ."""

WAYS: Mapping[Way, str] = {
    Way.ALONGSIDE: "needed-alongside",
    Way.OPENS: "opens",
    Way.COUNTS: "counts-toward",
    Way.IN_ROLE: "part-of-role",
}


def list_json(catalogue: Catalogue, chosen: Selection) -> str:
    """The entries that were asked for, in the catalogue's order or, where searched, the best first."""
    return json_text({"schema": LIST, "catalogue": _catalogue(catalogue), **_entries(chosen)})


def entry_json(catalogue: Catalogue, entry: Module | Award | Role | Subject | Provider) -> str:
    """Everything about one entry, what it leads to directly, and the entries of a field or a provider."""
    data: dict[str, Any] = {"schema": SHOW, "catalogue": _catalogue(catalogue), "entry": _entry(entry)}
    if isinstance(entry, Module | Award):
        data["leads_to"] = list(map(_lead, leads(catalogue, entry)))
    elif not isinstance(entry, Role):
        data |= _entries(select_of(catalogue, entry))
    return json_text(data)


def fields_json(catalogue: Catalogue) -> str:
    """Each field with its topics, and how many modules, awards and roles it has."""
    fields = [
        {
            "id": group.id,
            "title": group.title,
            "modules": group.modules,
            "awards": group.awards,
            "roles": group.roles,
            "topics": [{"id": topic, "modules": number} for topic, number in group.topics.items()],
        }
        for group in all_fields(catalogue)
    ]
    return json_text({"schema": FIELDS, "catalogue": _catalogue(catalogue), "fields": fields})


def _catalogue(catalogue: Catalogue) -> dict[str, str]:
    return {"title": catalogue.title, "as_of": catalogue.as_of.isoformat(), "currency": catalogue.currency}


def _entries(chosen: Selection) -> dict[str, Any]:
    return {
        "modules": list(map(_module, chosen.modules)),
        "awards": list(map(_award, chosen.awards)),
        "roles": list(map(_role, chosen.roles)),
        "skills": list(map(_skill, chosen.skills)),
    }


def _entry(entry: Module | Award | Role | Subject | Provider) -> dict[str, Any]:
    match entry:
        case Module():
            return _module(entry)
        case Award():
            return _award(entry)
        case Role():
            return _role(entry)
        case Subject():
            return {"id": entry.id, "title": entry.title, "kind": "field"}
        case Provider():
            return {"id": entry.id, "title": entry.title, "kind": "provider", "venue": entry.venue}


def _lead(lead: Lead) -> dict[str, str]:
    return {"way": WAYS[lead.way], "id": lead.entry.id, "title": lead.entry.title, "kind": kind_of(lead.entry)}


def kind_of(entry: Module | Award | Role) -> str:
    """`module`, `role`, or the kind of an award."""
    return entry.kind if isinstance(entry, Award) else "module" if isinstance(entry, Module) else "role"


def _skill(skill: TaughtSkill) -> dict[str, Any]:
    return {"id": skill.id, "modules": skill.modules}


def _role(role: Role) -> dict[str, Any]:
    return {
        "id": role.id,
        "title": role.title,
        "kind": "role",
        "field": role.field,
        "requires": requirement_data(role.requires),
    }


def _award(award: Award) -> dict[str, Any]:
    return {
        "id": award.id,
        "title": award.title,
        "kind": award.kind,
        "field": award.field,
        "provider": award.provider,
        "fee_cents": _cents(award.fee),
        "requires": requirement_data(award.requires),
        "valid_months": award.valid_months,
        "shares": award.shares,
        "recognised_by": list(award.recognised_by),
        **_sourced(award),
    }


def _module(module: Module) -> dict[str, Any]:
    """A module; a figure in which its starts differ is null, and named in `varies`."""
    differ = varying(module)
    same: dict[str, Any] = {key: None if key in differ else getattr(module.offers[0], key) for key in OFFERED}
    return {
        "id": module.id,
        "title": module.title,
        "kind": "module",
        "field": module.field,
        "topics": list(module.topics),
        "provider": module.provider,
        "mode": known(same["mode"]),
        "hours": _number(module.hours),
        "months": _months(same["months"]),
        "weeks": _number(module.weeks),
        "minutes_per_week": None if "months" in differ else _minutes_per_week(module.offers[0]),
        "intakes": _intakes(module),
        "runs": None if module.runs is None else [_run(run, module) for run in module.runs],
        "then": list(module.then),
        "apply_months_before": module.apply_months_before,
        "sessions": _list_or_null(same["sessions"]),
        "evenings": same["evenings"],
        "days": _number(module.days),
        "fee_cents": _cents(same["fee"]),
        "varies": list(differ),
        "funding": module.funding,
        "credits": _number(module.credits),
        "requires": requirement_data(module.requires),
        "alongside": list(module.alongside),
        "equivalent": list(module.equivalent),
        "excludes": list(module.excludes),
        "covers": list(module.covers),
        "skills": list(module.skills),
        "recognised_by": list(module.recognised_by),
        "not_planned_without": list(module.lacks),
        **_sourced(module),
    }


def varying(module: Module) -> tuple[FigureName, ...]:
    """The figures in which the starts of a module differ."""
    return tuple(key for key in OFFERED if len({getattr(offer, key) for offer in module.offers}) > 1)


def _sourced(entry: Module | Award) -> dict[str, Any]:
    """What an entry says of itself, and what each of its figures rests on."""
    stated = filter(entry.states, FIGURES[type(entry)])
    return {
        "ref": entry.ref,
        "refs": list(entry.refs),
        "url": entry.url,
        "language": entry.language,
        "entry": entry.entry,
        "source": entry.source,
        "as_of": _day_or_month(entry.as_of),
        "derived": dict(entry.derived),
        "certainty": {key: of_offers(entry, key).value for key in stated},
    }


def _run(run: Run, module: Module) -> dict[str, Any]:
    """A run with all its terms, its own or its module's."""
    own = module.offer_in(run.start_month, run.first_day)
    return {
        "start": _day_or_month(run.start),
        "end": _day_or_month(run.end),
        "apply_from": _day_or_month(run.apply_from),
        "apply_by": _day_or_month(run.apply_by),
        "mode": known(own.mode),
        "months": _months(own.months),
        "minutes_per_week": _minutes_per_week(own),
        "sessions": _list_or_null(own.sessions),
        "fee_cents": _cents(own.fee),
        "ref": run.ref or module.ref,
        "seats": run.seats,
    }


def _intakes(module: Module) -> list[str] | None:
    """The months in which it starts, all twelve if it can start in any; null if they are unknown, and with runs."""
    if module.intakes is None:
        return list(CALENDAR) if module.runs is None else None
    return _list_or_null(module.intakes)


def _list_or_null(values: tuple[str, ...] | Unknown | None) -> list[str] | None:
    return None if values is None or isinstance(values, Unknown) else list(values)


def _months(months: int | MonthBounds | Unknown | None) -> dict[str, int] | None:
    if isinstance(months, MonthBounds):
        return {"min": months.min, "max": months.max}
    return {"min": months, "max": months} if isinstance(months, int) else None


def _minutes_per_week(module: Module) -> dict[str, int] | None:
    """The loads of its slowest and its fastest pace."""
    if not module.paces:
        return None
    return {"min": module.paces[-1].minutes_per_week, "max": module.paces[0].minutes_per_week}


def _number(value: Decimal | Unknown | None) -> int | float | None:
    return None if value is None or isinstance(value, Unknown) else number(value)


def _cents(fee: Decimal | Unknown | None) -> int | None:
    return None if fee is None or isinstance(fee, Unknown) else cents_of(fee)


def _day_or_month(day: date | int | None) -> str | None:
    return None if day is None else day.isoformat() if isinstance(day, date) else format_month(month_of_day(day))


def requirement_data(requirement: Requirement | None) -> Any:
    """A requirement as the catalogue writes it, a list as `all`; null for none."""
    match requirement:
        case None | str():
            return requirement
        case Skill():
            return {"skill": requirement.skill}
        case _:
            inner = [requirement_data(part) for _, part in parts(requirement)]
    match requirement:
        case AnyOf():
            return {"any": inner}
        case Choose():
            return {"choose": requirement.choose, "from": inner}
        case Credits():
            return {"credits": number(requirement.credits), "from": inner}
        case _:
            return {"all": inner}
