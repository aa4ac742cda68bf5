"""The answer to one question: what a plan comes to, and which seats it needs; or what is wrong with the question.

Answers travel between processes and are kept, so they are plain and small.
"""

from typing import Any

from msgspec import Struct
from msgspec.json import Decoder, Encoder

from mcplanner.ground.months import format_month
from mcplanner.plans.certainty_words import ORDER, least_certain, uses_less
from mcplanner.plans.model import Plan, RestsOn
from mcplanner.plans.summary import yet_to_start


class NeededSeat(Struct, frozen=True, array_like=True):
    """A place in a module that starts in a month, written as 2027-04; `day` is the first day of its run, where it has one."""

    module: str
    month: str
    day: str | None
    provider: str


class Planned(Struct, frozen=True, tag="planned"):
    """What the best plan comes to, or why there is none; amounts in cents, study in minutes.

    `cents` are None where a fee is unknown; `cents_at_least` is what the known ones come to. `would_help` are the least
    changes, each of one wish alone, with which there would be a plan. `figures` says how many figures it uses of each
    certainty, and `finish_rests_on` and `cost_rests_on` what the least certain of those is that decide. What is proved with
    figures that are less than published is so `for_these_figures`, 1 or 0.
    """

    status: str
    finish: str | None = None
    minutes: int | None = None
    minutes_per_week: int | None = None
    cents: int | None = None
    cents_at_least: int | None = None
    unknown_fees: int | None = None
    awards: tuple[str, ...] = ()
    seats: tuple[NeededSeat, ...] = ()
    reason: str = ""
    would_help: tuple[str, ...] = ()
    for_these_figures: int = 0
    figures: tuple[str, ...] = ()
    finish_rests_on: str = ""
    cost_rests_on: str = ""


class Refused(Struct, frozen=True, tag="refused"):
    """A question that cannot be asked: each column with what is wrong in it."""

    problems: tuple[tuple[str, str], ...]


Answer = Planned | Refused

encode = Encoder().encode
"""The answers to one question, over each catalogue, as bytes."""

decode = Decoder(tuple[Answer, ...]).decode
"""The answers that have these bytes."""


def answer_of(made: Plan) -> Planned:
    """What a plan comes to. What is under way has its seat already."""
    if made.objective is None:
        changes = tuple(f"{each.dial} {each.now} → {each.to}" for each in made.relaxations if each.to is not None)
        return Planned(made.status.value, reason=made.reason or "", would_help=changes, for_these_figures=int(uses_less(made)))
    seats = (
        NeededSeat(
            each.module, format_month(each.start), None if each.first_day is None else each.first_day.isoformat(), each.provider
        )
        for each in yet_to_start(made)
    )
    return Planned(
        made.status.value,
        "" if made.finish is None else format_month(made.finish),
        made.objective.minutes_total,
        made.objective.peak_minutes_per_week,
        made.objective.cost.exact,
        made.objective.cost_cents,
        made.objective.unknown_fees,
        tuple(award.id for award in made.awards),
        tuple(seats),
        for_these_figures=int(uses_less(made)),
        **_resting(made.rests_on),
    )


def _resting(found: RestsOn | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {
        "figures": tuple(f"{certainty}={number}" for certainty in ORDER if (number := found.number(certainty))),
        "finish_rests_on": least_certain(figure.certainty for figure in found.finish),
        "cost_rests_on": least_certain(figure.certainty for figure in found.cost),
    }
