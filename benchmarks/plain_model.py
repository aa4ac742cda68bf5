"""The peer that mcplan is measured against: the model one would write with OR-Tools' own modelling layer, without tricks.

A yes or no for each module, pace and start within a horizon; the hours of each month as one row; prerequisites and choices as
they are said; the objective stage by stage, each with its own time limit and the plan of the one before as a hint; one worker.

`python benchmarks/plain_model.py FILE --start 2027-01 --hours 8` prints one line of JSON. It understands what `catalogues.py`
writes and refuses anything else. Nothing in it comes from mcplan.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, process_time
from typing import Any, Protocol

import yaml
from ortools.sat.python import cp_model

CALENDAR = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
UNDERSTOOD = {"id", "title", "field", "provider", "mode", "hours", "months", "intakes", "requires", "fee"}
WEEK = 7 * 24 * 60
SOLVED = (cp_model.OPTIMAL, cp_model.FEASIBLE)
ENDLESS = 1e6

Placed = tuple[str, int, int]
"""A module of a plan, the offset at which it starts, and its months."""


@dataclass(frozen=True)
class Start:
    """One way to take a module: from an offset on, over some months, and the literal that says so."""

    first: int
    months: int
    minutes: int
    chosen: cp_model.IntVar


@dataclass(frozen=True)
class Limit:
    """How long a model may be solved: so many seconds a stage, or, where they are `shared`, of CPU time for all of them."""

    seconds: float
    shared: bool = False

    @contextmanager
    def of_a_stage(self, stop: Callable[[], None]) -> Iterator[float]:
        """The seconds for a stage; where they are shared, it is told to stop when they are used up."""
        if not self.shared:
            yield self.seconds
            return
        over = Event()

        def watch() -> None:
            while not over.wait(0.05):
                if process_time() >= self.seconds:
                    stop()

        watching = Thread(target=watch, daemon=True)
        watching.start()
        yield ENDLESS if process_time() < self.seconds else 0.0
        over.set()
        watching.join()


class Model(Protocol):
    """A model for CP-SAT, and the expressions to minimise by the name of their stage."""

    model: cp_model.CpModel
    goals: dict[str, Any]

    def plan(self, solver: cp_model.CpSolver) -> list[Placed]:
        """The plan that was found."""

    def hinted(self) -> Iterator[cp_model.IntVar]:
        """The variables that say what a plan is."""


@dataclass
class PlainModel:
    """The model, and the expressions to minimise by the name of their stage."""

    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    starts: dict[str, list[Start]] = field(default_factory=dict)
    goals: dict[str, Any] = field(default_factory=dict)

    def plan(self, solver: cp_model.CpSolver) -> list[Placed]:
        """The plan that was found."""
        return [
            (name, start.first, start.months)
            for name, own in self.starts.items()
            for start in own
            if solver.value(start.chosen)
        ]

    def hinted(self) -> Iterator[cp_model.IntVar]:
        """Every start that there may be."""
        return (start.chosen for own in self.starts.values() for start in own)


def build(catalogue: Mapping[str, Any], first: int, horizon: int, budget: int | None) -> PlainModel:
    """The model of a catalogue's award `target`; without a budget, the peak of the weekly load is minimised first."""
    made = PlainModel()
    model = made.model
    most = WEEK if budget is None else budget
    modules = {entry["id"]: entry for entry in catalogue["modules"]}
    taken = {name: model.new_bool_var(name) for name in modules}
    begin, end = {}, {}
    for name, entry in modules.items():
        own = [
            Start(offset, months, minutes, model.new_bool_var(f"{name} {offset} {months}"))
            for offset, months, minutes in ways(entry, first, horizon, most)
        ]
        model.add(sum(start.chosen for start in own) == taken[name])
        begin[name] = sum(start.first * start.chosen for start in own)
        end[name] = sum((start.first + start.months) * start.chosen for start in own)
        made.starts[name] = own
    for name, entry in modules.items():
        for needed in entry.get("requires", ()):
            model.add(taken[needed] == 1).only_enforce_if(taken[name])
            model.add(end[needed] <= begin[name]).only_enforce_if(taken[name])
    earn_target(model, catalogue, taken)
    peak = model.new_int_var(0, most, "peak")
    limit_load(made, horizon, peak)
    finish = model.new_int_var(0, horizon, "finish")
    for name in modules:
        model.add(finish >= end[name])
    if budget is None:
        made.goals["peak"] = peak
    made.goals["finish"] = finish
    made.goals["cost"] = sum(100 * entry["fee"] * taken[name] for name, entry in modules.items())
    made.goals["minutes"] = sum(60 * entry["hours"] * taken[name] for name, entry in modules.items())
    made.goals["starts"] = sum(begin.values())
    return made


def earn_target(model: cp_model.CpModel, catalogue: Mapping[str, Any], taken: Mapping[str, Any]) -> None:
    """The award `target` is earned by what is taken."""
    (target,) = (award for award in catalogue["awards"] if award["id"] == "target")
    for part in target["requires"]:
        if isinstance(part, str):
            model.add(taken[part] == 1)
        else:
            model.add(sum(taken[name] for name in part["from"]) >= part["choose"])


def limit_load(made: PlainModel, horizon: int, peak: cp_model.IntVar) -> None:
    """Modules that run in a month take at most `peak` minutes a week together."""
    running: list[list[Start]] = [[] for _ in range(horizon)]
    for own in made.starts.values():
        for start in own:
            for month in range(start.first, start.first + start.months):
                running[month].append(start)
    for together in running:
        if together:
            made.model.add(sum(start.minutes * start.chosen for start in together) <= peak)


def ways(entry: Mapping[str, Any], first: int, horizon: int, budget: int) -> Iterator[tuple[int, int, int]]:
    """For each pace and intake of a module, the offset, the months and the minutes a week, rounded up."""
    unknown = entry.keys() - UNDERSTOOD
    if unknown:
        raise ValueError(f"the plain model does not understand {', '.join(sorted(unknown))}")
    months = entry["months"]
    for length in (months,) if isinstance(months, int) else range(months["min"], months["max"] + 1):
        minutes = -(-entry["hours"] * 60 * 3 // (13 * length))
        if minutes <= budget:
            for offset in range(horizon - length + 1):
                if CALENDAR[(first + offset) % 12] in entry.get("intakes", CALENDAR):
                    yield offset, length, minutes


def solve(made: Model, limit: Limit) -> dict[str, Any]:
    """Each stage's status, value, bound and seconds, and the values of the last plan and that plan, if there is one."""
    stages: dict[str, dict[str, Any]] = {}
    values: dict[str, int] | None = None
    plan: list[Placed] | None = None
    for name, goal in made.goals.items():
        begun = perf_counter()
        made.model.minimize(goal)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        with limit.of_a_stage(solver.stop_search) as seconds:
            solver.parameters.max_time_in_seconds = seconds
            status = solver.solve(made.model)
        stages[name] = {"status": solver.status_name(status).lower(), "value": None, "bound": None}
        if status in SOLVED:
            values = {each: solver.value(expression) for each, expression in made.goals.items()}
            plan = made.plan(solver)
            stages[name].update(value=values[name], bound=round(solver.best_objective_bound))
            made.model.add(goal <= values[name])
            made.model.clear_hints()  # type: ignore[no-untyped-call]
            for variable in made.hinted():
                made.model.add_hint(variable, solver.value(variable))
        stages[name]["seconds"] = round(perf_counter() - begun, 3)
        if values is None:
            break
    return {"stages": stages, "values": values, "plan": plan}


def offset_of(text: str) -> int:
    """Months since year 0 of a month written as 2027-01."""
    year, month = text.split("-")
    return 12 * int(year) + int(month) - 1


@dataclass(frozen=True)
class Asked:
    """A catalogue to plan, and within what; without a budget, the peak of the weekly load is minimised first."""

    catalogue: Mapping[str, Any]
    first: int
    horizon: int
    budget: int | None
    limit: Limit


def asked_for(parser: argparse.ArgumentParser) -> Asked:
    """What was typed."""
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--start", required=True, help="the first month, as 2027-01")
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--hours", type=int, help="hours a week")
    wanted.add_argument("--by", help="the last month; the peak of the weekly load is minimised first")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds for each stage")
    parser.add_argument("--shared", action="store_true", help="let the limit be CPU time, and that of all stages together")
    parser.add_argument("--horizon", type=int, default=120, help="months within which to plan, where no last month is given")
    typed = parser.parse_args()
    catalogue = yaml.load(typed.catalogue.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    first = offset_of(typed.start)
    horizon = typed.horizon if typed.by is None else offset_of(typed.by) - first + 1
    budget = None if typed.hours is None else 60 * typed.hours
    return Asked(catalogue, first, horizon, budget, Limit(typed.limit, typed.shared))


def main() -> None:
    """Read a catalogue, plan its target, print a line of JSON."""
    begun = perf_counter()
    asked = asked_for(
        argparse.ArgumentParser(description="Plan the award `target` of a made catalogue with a plain CP-SAT model.")
    )
    made = build(asked.catalogue, asked.first, asked.horizon, asked.budget)
    built = round(perf_counter() - begun, 3)
    json.dump({"build_seconds": built, **solve(made, asked.limit)}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
