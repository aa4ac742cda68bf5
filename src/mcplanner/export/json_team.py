"""The plans of a team as JSON, for programs: schema `mcplan.team/1`.

Knows the plans of a team; not where the text goes. Keys may be added inside a schema version; none changes its meaning.
"""

from typing import Any

from mcplanner.catalogue.class_times import WEEKDAYS
from mcplanner.export.json_plan import plan_data
from mcplanner.export.json_values import hours_or_null, json_text, month_or_null, notes_data, sum_data
from mcplanner.ground.months import format_month
from mcplanner.plans.model import Relaxation
from mcplanner.team.model import TEAM_FIGURES, Group, Member, TeamPlan, TeamProof
from mcplanner.team.summary import Evenings, SharedClass, YearSpent, classes, evenings, next_deadline, spent

SCHEMA = "mcplan.team/1"


def team_json(made: TeamPlan) -> str:
    """The plans of a team as one JSON object."""
    return json_text(team_data(made))


def team_data(made: TeamPlan) -> dict[str, Any]:
    """The plans of a team as plain data: how far they are proved, the people, the classes, the budget."""
    team = made.team
    return {
        "schema": SCHEMA,
        "status": made.status.value,
        "title": team.title,
        "start": format_month(team.start),
        "limits": {
            "groups": [_group_data(group, made) for group in team.groups],
            "seats": [{"module": own.module, "start": month_or_null(own.start), "seats": own.seats} for own in team.seats],
            "budget_cents": team.budget_cents,
            "budget_per_year_cents": team.budget_per_year_cents,
        },
        "objective": {TEAM_FIGURES[proof.stage]: proof.value for proof in made.proof},
        "bound": {TEAM_FIGURES[proof.stage]: proof.bound for proof in made.proof},
        "proof": [_proof_data(proof) for proof in made.proof],
        "people": [_member_data(member) for member in made.members],
        "classes": [_class_data(each) for each in classes(made)],
        "evenings": [_evenings_data(each) for each in evenings(made)],
        "budget": [_budget_data(each) for each in spent(made)],
        "warnings": notes_data(made.notes),
    }


def _group_data(group: Group, made: TeamPlan) -> dict[str, Any]:
    return {
        "id": group.id,
        "title": group.title,
        "in_class": group.in_class,
        "off": group.off,
        "people": [made.members[number].person.name for number in sorted(group.members)],
    }


def _proof_data(proof: TeamProof) -> dict[str, Any]:
    return {
        "stage": TEAM_FIGURES[proof.stage],
        "value": proof.value,
        "bound": proof.bound,
        "by": None if proof.by is None else proof.by.value,
        "settled": proof.settled,
    }


def _member_data(member: Member) -> dict[str, Any]:
    deadline = next_deadline(member)
    return {
        "name": member.person.name,
        "groups": list(member.person.groups),
        "targets": list(member.person.targets),
        "by": month_or_null(member.person.by),
        "served": member.served,
        "finish": None if member.plan is None else month_or_null(member.plan.finish),
        "finish_alone": month_or_null(member.alone),
        "hours_found": hours_or_null(member.hours_found),
        "apply_first": None if deadline is None else {"module": deadline.module, "by": format_month(deadline.apply_by)},
        "reason": member.reason or None,
        "relaxations": [_change_data(change) for change in member.changes],
        "joint_change": [_change_data(change) for change in member.joint_change],
        "plan": None if member.plan is None else plan_data(member.plan),
    }


def _class_data(each: SharedClass) -> dict[str, Any]:
    enrolment = each.enrolment
    return {
        "module": enrolment.module,
        "title": enrolment.title,
        "start": format_month(enrolment.start),
        "end": format_month(enrolment.end),
        "first_day": None if enrolment.first_day is None else enrolment.first_day.isoformat(),
        "sessions": None if enrolment.sessions_unknown else list(enrolment.sessions),
        "evenings": enrolment.evenings,
        "people": list(each.names),
    }


def _evenings_data(each: Evenings) -> dict[str, Any]:
    columns = (*WEEKDAYS, "days_not_published")
    return {
        "group": each.group.id,
        "in_class": each.group.in_class,
        "months": [
            {"from": format_month(first), "to": format_month(last), **dict(zip(columns, most, strict=True))}
            for first, last, most in each.spans
        ],
    }


def _budget_data(each: YearSpent) -> dict[str, Any]:
    return {
        "year": each.year,
        **sum_data("paid", each.paid),
        **sum_data("paid_back_at_most", each.back),
        "paid_back_as": list(each.back_as),
    }


def _change_data(change: Relaxation) -> dict[str, Any]:
    hangs_on = {
        "finish_hangs_on": change.finish_hangs_on,
        "cost_hangs_on": change.cost_hangs_on,
        "to_hangs_on": change.to_hangs_on,
    }
    said = {"dial": change.dial, "from": change.now, "to": change.to, "finish": month_or_null(change.finish)}
    return {**said, **{key: list(map(str, certainties)) for key, certainties in hangs_on.items()}}
