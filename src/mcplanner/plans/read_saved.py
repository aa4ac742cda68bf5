"""Reads a plan that was saved as JSON: what it said of each module, and its finish.

Knows as much of the schemas `mcplan.plan/1` and `/2` as a later plan is compared with, in which they are the same, and passes
over the rest of the file.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mcplanner.files.paths import read_bytes
from mcplanner.ground.characters import WAY_TO_UTF8, NotUTF8Error, decode
from mcplanner.ground.diagnostics import Diagnostic
from mcplanner.ground.shapes import Reference, Text, WrittenMonth
from mcplanner.plans.saved import SavedModule, SavedPlan

MOST_BYTES = 8_000_000
"""The most that is read: in memory, JSON of this size takes 250 MB at most."""


class SavedPlanError(Exception):
    """The file is not a plan; the message says why."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Target(_Part):
    id: Text


class _Enrolment(_Part):
    module: Reference
    title: Text
    start: WrittenMonth
    end: WrittenMonth
    again: bool = False


class _Plan(_Part):
    format: Literal["mcplan.plan/1", "mcplan.plan/2"] = Field(alias="schema")
    target: _Target
    targets: tuple[_Target, ...] = ()
    start: WrittenMonth
    finish: WrittenMonth | None
    hours_per_week: Decimal | None = None
    enrolments: tuple[_Enrolment, ...]


def read_plan(path: Path) -> SavedPlan:
    """Read a plan as `mcplan plan -o plan.json` writes it.

    Raises
    ------
    SavedPlanError
        The file cannot be read, is not JSON, is not such a plan, or is one without modules.
    """
    content = read_bytes(path, MOST_BYTES)
    if isinstance(content, Diagnostic):
        raise SavedPlanError(content.words)
    plan = _parse(content)
    targets = tuple(target.id for target in plan.targets or (plan.target,))
    return SavedPlan(targets, plan.start, plan.finish, _modules(plan), plan.hours_per_week)


def _parse(content: bytes) -> _Plan:
    try:
        return _Plan.model_validate(json.loads(decode(content)))
    except NotUTF8Error as error:
        raise SavedPlanError(f"line {error.line}, column {error.column}: MC002 {error} ({WAY_TO_UTF8})") from None
    except ValidationError as error:
        raise SavedPlanError(f"it is not a plan that mcplan wrote with -o plan.json{_place(error)}") from None
    except (ValueError, RecursionError):
        raise SavedPlanError("it is not JSON") from None


def _place(error: ValidationError) -> str:
    """The first key that is wrong, in brackets; empty where it is the whole."""
    place = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
    return f" ({place})" if place else ""


def _modules(plan: _Plan) -> tuple[SavedModule, ...]:
    modules = tuple(SavedModule(each.module, each.title, each.start, each.end, each.again) for each in plan.enrolments)
    if not modules:
        raise SavedPlanError("it is a plan without modules")
    if len({each.module for each in modules}) < len(modules) or any(each.end < each.start for each in modules):
        raise SavedPlanError("its modules contradict each other")
    return modules
