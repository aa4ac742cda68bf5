"""Planning written once more, plainly: a yes or no for every module, pace and month, through OR-Tools' own modelling layer.

For catalogues too large for brute force. Reads the plain data of `build` and shares no code with the planner.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from build import Data, Part
from msgspec import Struct
from ortools.sat.python import cp_model

CALENDAR = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
SECONDS = 36_000.0


class Ask(Struct, frozen=True):
    """What is asked of a catalogue's entries; offsets count from the first month, which is a January."""

    entries: Sequence[Data]
    target: str
    months: int
    budget: int
    away: frozenset[int] = frozenset()


class Way(Struct, frozen=True):
    """One way to take a module, and the variable that says whether it is gone."""

    start: int
    months: int
    minutes: int
    gone: Any


def best_values(ask: Ask) -> tuple[int, int, int, int] | None:
    """Finish, cost, minutes and starts of the best plan, each settled before the next; None where there is no plan."""
    model = cp_model.CpModel()
    entries = {entry["id"]: entry for entry in ask.entries}
    modules = {name: entry for name, entry in entries.items() if "hours" in entry}
    ways = {name: _ways(model, entry, ask) for name, entry in modules.items()}
    for own in ways.values():
        model.add_at_most_one(way.gone for way in own)
    for month in range(ask.months):
        running = [way for own in ways.values() for way in own if way.start <= month < way.start + way.months]
        model.add(sum(way.minutes * way.gone for way in running) <= ask.budget)

    def ended(name: str, by: int) -> Any:
        return sum(way.gone for way in ways[name] if way.start + way.months <= by)

    def met(part: Part, by: int) -> Any:
        """A variable that can only be 1 where modules that ended by an offset satisfy the requirement."""
        if isinstance(part, str):
            return ended(part, by) if part in modules else met(entries[part]["requires"], by)
        parts, weights, need = _as_sum(part, modules)
        yes = model.new_bool_var("")
        model.add(sum(weight * met(each, by) for each, weight in zip(parts, weights, strict=True)) >= need * yes)
        return yes

    model.add(met(ask.target, ask.months) == 1)
    for name, entry in modules.items():
        if "requires" in entry:
            for way in ways[name]:
                model.add(way.gone <= met(entry["requires"], way.start))

    finish = model.new_int_var(0, ask.months, "")
    for own in ways.values():
        for way in own:
            model.add(finish >= (way.start + way.months) * way.gone)
    taken = {name: sum(way.gone for way in own) for name, own in ways.items()}
    goals = (
        finish,
        sum(round(entry["fee"] * 100) * taken[name] for name, entry in modules.items()),
        sum(entry["hours"] * 60 * taken[name] for name, entry in modules.items()),
        sum(way.start * way.gone for own in ways.values() for way in own),
    )
    values = []
    for goal in goals:
        model.minimize(goal)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = SECONDS
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return None
        assert status == cp_model.OPTIMAL, "the plain model needs smaller cases"
        values.append(round(solver.objective_value))
        model.add(goal == values[-1])
    return values[0], values[1], values[2], values[3]


def _ways(model: cp_model.CpModel, entry: Data, ask: Ask) -> list[Way]:
    length = entry["months"]
    lengths = (length,) if isinstance(length, int) else range(length["min"], length["max"] + 1)
    return [
        Way(start, months, math.ceil(entry["hours"] * 180 / (13 * months)), model.new_bool_var(""))
        for months in lengths
        for start in range(ask.months - months + 1)
        if CALENDAR[start % 12] in entry.get("intakes", CALENDAR)
        and start >= entry.get("apply_months_before", 0)
        and ask.away.isdisjoint(range(start, start + months))
    ]


def _as_sum(part: Data | list[Any], modules: Mapping[str, Data]) -> tuple[list[Part], list[int], int]:
    """A requirement as parts, what each weighs, and how much is needed."""
    if isinstance(part, list):
        part = {"all": part}
    if "skill" in part:
        part = {"any": [name for name, entry in modules.items() if part["skill"] in entry.get("skills", ())]}
    parts: list[Part] = part.get("all") or part.get("any") or part["from"]
    if "credits" in part:
        return parts, [modules[str(name)]["credits"] for name in parts], part["credits"]
    return parts, [1] * len(parts), len(parts) if "all" in part else part.get("choose", 1)
