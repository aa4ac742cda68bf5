"""How far a learner is, as JSON, for programs: schema `mcplan.status/1`.

Knows how far a learner is; not how that was computed, nor where the text goes. Keys may be added inside a schema version; none
changes its meaning.
"""

from collections.abc import Iterable
from typing import Any

from mcplanner.catalogue.model import Certainty
from mcplanner.export.json_plan import plan_data
from mcplanner.export.json_values import award_data, json_text, month_or_null, notes_data
from mcplanner.ground.months import format_month
from mcplanner.planning.progress import Overdue, Progress, Slip, Step, StepKind
from mcplanner.plans.certainty_words import END, certainties_of
from mcplanner.plans.model import Enrolment

SCHEMA = "mcplan.status/1"

STEPS = {StepKind.APPLY: "apply", StepKind.START: "start", StepKind.END: "end", StepKind.EARNED: "earn"}
"""What is done in a step of a plan."""


def progress_json(progress: Progress, name: str | None) -> str:
    """How far a learner is, whose name may be known, as one JSON object with the whole plan from there on."""
    against = {
        "finish": month_or_null(progress.finish_then),
        "slips": list(map(_slip, progress.slips)) if progress.is_compared else None,
        "added": list(map(_added, progress.added)) if progress.is_compared else None,
    }
    return json_text(
        {
            "schema": SCHEMA,
            "name": name,
            "month": format_month(progress.month),
            "modules_held": progress.modules_held,
            "awards": list(map(award_data, progress.awards)),
            "under_way": [
                {
                    "module": each.id,
                    "title": each.title,
                    "end": format_month(each.month),
                    "rests_on": _certainties(each.rests_on),
                }
                for each in progress.running
            ],
            "overdue": list(map(_overdue, progress.overdue)),
            "next": list(map(_step, progress.steps)),
            "earlier_plan": against if progress.saved else None,
            "plan": None if progress.plan is None else plan_data(progress.plan),
            "warnings": notes_data(progress.notes),
        }
    )


def _overdue(overdue: Overdue) -> dict[str, Any]:
    """What should have ended or started by now, in which month."""
    what = "end" if overdue.has_begun else "start"
    said = {"module": overdue.module.id, "title": overdue.module.title, "what": what, "month": format_month(overdue.month)}
    return {**said, "rests_on": _certainties(overdue.rests_on)}


def _step(step: Step) -> dict[str, Any]:
    said = {"what": STEPS[step.kind], "month": format_month(step.month), "id": step.id, "title": step.title}
    return {**said, "rests_on": _certainties(step.rests_on)}


def _certainties(found: Iterable[Certainty]) -> list[str]:
    """What a month rests on, each certainty once."""
    return list(dict.fromkeys(map(str, found)))


def _slip(slip: Slip) -> dict[str, Any]:
    """A module that ends in another month than in the earlier plan; `now` is null if it is no longer planned."""
    said = {"module": slip.id, "title": slip.title, "then": format_month(slip.then), "now": month_or_null(slip.now)}
    return {**said, "rests_on": _certainties(slip.rests_on)}


def _added(enrolment: Enrolment) -> dict[str, Any]:
    """A module that is not in the earlier plan."""
    rests_on = _certainties(certainties_of((enrolment,), *END))
    return {"module": enrolment.module, "title": enrolment.title, "end": format_month(enrolment.end), "rests_on": rests_on}
