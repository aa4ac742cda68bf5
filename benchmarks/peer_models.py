"""Models of a made catalogue for other solvers, as one would write them with their own modelling layers, without tricks.

`python benchmarks/peer_models.py pyjobshop FILE --start 2027-01 --hours 8` prints, as its last line, JSON as `plain_model.py`
does, and understands what that does. `pyjobshop --version` prints which version would answer, or ends with 3 if it is not here.
Nothing in it comes from mcplan. How to install the solvers stands in `peers.py`.

Each plans the award `target` stage by stage: what a stage comes to is a limit of the next.
"""

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import combinations
from pathlib import Path
from time import process_time
from typing import Any

from plain_model import Asked, Limit, Placed, asked_for, solve, ways

NOT_HERE = 3
"""The exit code where a solver is not installed."""

STAGES = ("finish", "cost", "minutes", "starts")


def modules_of(asked: Asked) -> dict[str, Any]:
    """The modules of a catalogue by their ids."""
    return {entry["id"]: entry for entry in asked.catalogue["modules"]}


def parts_of(asked: Asked) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The modules that the award names, and its choices: how many of which."""
    (target,) = (award for award in asked.catalogue["awards"] if award["id"] == "target")
    named = [part for part in target["requires"] if isinstance(part, str)]
    return named, [(part["choose"], part["from"]) for part in target["requires"] if not isinstance(part, str)]


def ways_of(asked: Asked, entry: Mapping[str, Any]) -> list[tuple[int, int, int]]:
    """The start, the months and the minutes a week of each way to take a module."""
    assert asked.budget is not None, "these models know a budget"
    return [*ways(entry, asked.first, asked.horizon, asked.budget)]


class PyJobShopModel:
    """A model with intervals: tasks that may be absent, their paces as modes, and hours as a renewable resource.

    PyJobShop makes it. It knows no fees and no months of intake: those are added to the model for CP-SAT that it has made, and
    so are the stages after the finish. "Choose k of n" is said as "of any n - k + 1, one".
    """

    def __init__(self, asked: Asked) -> None:
        jobshop = import_module("pyjobshop")
        cp_sat = import_module("pyjobshop.solvers.ortools.CPModel")
        cp_model = import_module("ortools.sat.python.cp_model")
        modules = modules_of(asked)
        named, choices = parts_of(asked)
        made = jobshop.Model()
        hours = made.add_renewable(capacity=asked.budget)
        tasks = {}
        for name, entry in modules.items():
            own = ways_of(asked, entry)
            tasks[name] = made.add_task(latest_end=asked.horizon, optional=name not in named)
            for months, minutes in dict.fromkeys((months, minutes) for _, months, minutes in own):
                made.add_mode(tasks[name], hours, months, minutes)
        for name, entry in modules.items():
            for needed in entry.get("requires", ()):
                made.add_end_before_start(tasks[needed], tasks[name])
                made.add_select_at_least_one([tasks[needed]], condition_task=tasks[name])
        for need, names in choices:
            for enough in combinations(names, len(names) - need + 1):
                made.add_select_at_least_one([tasks[name] for name in enough])
        built = cp_sat.CPModel(made.data())
        self.model = built.model
        self._named = named
        self._tasks = dict(zip(modules, built.variables.task_vars, strict=True))
        self._modes = built.variables.mode_vars
        for name, entry in modules.items():
            starts = cp_model.Domain.from_values(sorted({start for start, _, _ in ways_of(asked, entry)}))
            own = self._tasks[name]
            self.model.add_linear_expression_in_domain(own.start, starts).only_enforce_if(own.present)
            self.model.add(own.start == 0).only_enforce_if(~own.present)
        present = {name: own.present for name, own in self._tasks.items()}
        self.goals = {
            "finish": built.variables.makespan_var,
            "cost": sum(100 * entry["fee"] * present[name] for name, entry in modules.items()),
            "minutes": sum(60 * entry["hours"] * present[name] for name, entry in modules.items()),
            "starts": sum(own.start for own in self._tasks.values()),
        }

    def plan(self, solver: Any) -> list[Placed]:
        """The plan that was found."""
        return [
            (name, solver.value(own.start), solver.value(own.end) - solver.value(own.start))
            for name, own in self._tasks.items()
            if solver.value(own.present)
        ]

    def hinted(self) -> Iterator[Any]:
        """What is taken, when, and at which pace; what is always taken is a constant, and needs no hint."""
        for name, own in self._tasks.items():
            if name not in self._named:
                yield own.present
            yield own.start
        yield from self._modes


@dataclass(frozen=True)
class Found:
    """What a solver came to in a stage: its word, a plan if there is one, and what no plan is under, if that is known."""

    status: str
    plan: list[Placed] | None
    bound: int | None


Minimise = Callable[[str, Mapping[str, int], Limit], Found]
"""Minimise a stage, others being limited, within so much time."""


def worth(asked: Asked, plan: Sequence[Placed]) -> dict[str, int]:
    """What a plan is worth in each stage."""
    modules = modules_of(asked)
    return {
        "finish": max(start + months for _, start, months in plan),
        "cost": sum(100 * modules[name]["fee"] for name, _, _ in plan),
        "minutes": sum(60 * modules[name]["hours"] for name, _, _ in plan),
        "starts": sum(start for _, start, _ in plan),
    }


def stage_by_stage(asked: Asked, minimise: Minimise) -> dict[str, Any]:
    """What `plain_model.solve` returns, by a solver that keeps nothing from stage to stage but their values."""
    stages: dict[str, dict[str, Any]] = {}
    values: dict[str, int] = {}
    plan: list[Placed] | None = None
    for stage in STAGES:
        found = minimise(stage, {each: values[each] for each in stages}, asked.limit)
        stages[stage] = {"status": found.status, "value": None, "bound": found.bound}
        if found.plan is not None:
            plan, values = found.plan, worth(asked, found.plan)
        if plan is None:
            break
        stages[stage]["value"] = values[stage]
    return {"stages": stages, "values": values or None, "plan": plan}


class HighsModel:
    """The plain model as a mixed-integer program for HiGHS: a yes or no for each module, pace and start."""

    def __init__(self, asked: Asked) -> None:
        highspy = import_module("highspy")
        self._highs = highs = highspy.Highs()
        self._done = highspy.HighsModelStatus
        for option, value in {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0}.items():
            highs.setOptionValue(option, value)
        highs.HandleUserInterrupt = True
        modules = modules_of(asked)
        self._ways = [
            (name, start, months, minutes, highs.addBinary())
            for name, entry in modules.items()
            for start, months, minutes in ways_of(asked, entry)
        ]
        finish = highs.addVariable(0, asked.horizon)
        taken, begin, end = {}, {}, {}
        for name in modules:
            own = [(start, months, chosen) for module, start, months, _, chosen in self._ways if module == name]
            taken[name] = highs.qsum(chosen for _, _, chosen in own)
            begin[name] = highs.qsum(start * chosen for start, _, chosen in own)
            end[name] = highs.qsum((start + months) * chosen for start, months, chosen in own)
            highs.addConstr(taken[name] <= 1)
            highs.addConstr(finish - end[name] >= 0)
        for name, entry in modules.items():
            for needed in entry.get("requires", ()):
                highs.addConstr(taken[needed] - taken[name] >= 0)
                highs.addConstr(begin[name] - end[needed] - asked.horizon * taken[name] >= -asked.horizon)
        named, choices = parts_of(asked)
        for need, names in [*((1, [name]) for name in named), *choices]:
            highs.addConstr(highs.qsum(taken[name] for name in names) >= need)
        for month in range(asked.horizon):
            running = [minutes * chosen for _, start, months, minutes, chosen in self._ways if start <= month < start + months]
            if running:
                highs.addConstr(highs.qsum(running) <= asked.budget)
        self._goals = {
            "finish": 1.0 * finish,
            "cost": highs.qsum(100 * modules[name]["fee"] * own for name, own in taken.items()),
            "minutes": highs.qsum(60 * modules[name]["hours"] * own for name, own in taken.items()),
            "starts": highs.qsum(begin.values()),
        }
        self._limited: set[str] = set()

    def minimise(self, stage: str, limits: Mapping[str, int], limit: Limit) -> Found:
        """Minimise a stage, beginning with the plan of the stage before."""
        highs = self._highs
        before = highs.getSolution() if limits else None
        for name in limits.keys() - self._limited:
            highs.addConstr(self._goals[name] <= limits[name])
            self._limited.add(name)
        if before is not None:
            highs.setSolution(before)
        with limit.of_a_stage(highs.cancelSolve) as seconds:
            if not seconds:
                return Found("unknown", None, None)
            highs.setOptionValue("time_limit", highs.getRunTime() + seconds)
            highs.minimize(self._goals[stage])
        status, info = highs.getModelStatus(), highs.getInfo()
        if status == self._done.kInfeasible:
            return Found("infeasible", None, None)
        values = highs.getSolution().col_value
        has_plan = info.primal_solution_status == FEASIBLE
        plan = [(name, start, months) for name, start, months, _, chosen in self._ways if values[chosen.index] > HALF]
        bound = info.mip_dual_bound
        known = max(0, -int(-(bound - TINY) // 1)) if abs(bound) < ENORMOUS else None
        word = "optimal" if status == self._done.kOptimal else "feasible" if has_plan else "unknown"
        return Found(word, plan if has_plan else None, known)


FEASIBLE = 2
"""What HiGHS calls a solution that keeps all rows."""

HALF, TINY, ENORMOUS = 0.5, 1e-5, 1e15
"""Above this a yes or no is a yes; so much may be lost in a bound; and beyond this it is none."""

MODEL = """\
include "cumulative.mzn";
int: n = {count};
int: horizon = {horizon};
array[1..n] of set of int: starts = {starts};
array[1..n] of set of int: lengths = {lengths};
array[1..n] of int: minutes_total = {minutes};
array[1..n] of int: cents = {cents};
array[1..n, 1..{longest}] of int: load = array2d(1..n, 1..{longest}, {loads});
array[1..n] of var bool: taken;
array[1..n] of var 0..horizon: start;
array[1..n] of var 1..{longest}: months;
constraint forall(i in 1..n)(start[i] in starts[i] /\\ months[i] in lengths[i]);
constraint forall(i in 1..n)(not taken[i] -> start[i] = min(starts[i]) /\\ months[i] = min(lengths[i]));
constraint cumulative(
  start, months, [bool2int(taken[i]) * load[i, months[i]] | i in 1..n], {budget});
{rules}
var 0..horizon: finish;
constraint forall(i in 1..n)(taken[i] -> start[i] + months[i] <= finish);
var int: cost = sum(i in 1..n)(cents[i] * taken[i]);
var int: minutes = sum(i in 1..n)(minutes_total[i] * taken[i]);
var int: starts_total = sum(i in 1..n)(start[i] * taken[i]);
{limits}
solve :: seq_search([
  int_search(start, smallest, indomain_min), int_search(months, first_fail, indomain_min),
  bool_search(taken, input_order, indomain_max)]) minimize {goal};
output [show([if fix(taken[i]) then 1 else 0 endif | i in 1..n]), ";", show(start), ";", show(months), "\\n"];
"""
"""The model for MiniZinc: a start and a length for each module, and one cumulative constraint for the hours."""

SOLUTION, COMPLETE, UNSATISFIABLE = "----------", "==========", "=====UNSATISFIABLE====="
"""What a solver for MiniZinc prints after each solution, after the last, and where there is none."""


class MiniZincModel:
    """The model for MiniZinc, and one of its solvers."""

    def __init__(self, asked: Asked, solver: str) -> None:
        self._asked = asked
        self._solver = solver
        self._names = [*modules_of(asked)]
        self._used = process_time()

    def minimise(self, stage: str, limits: Mapping[str, int], limit: Limit) -> Found:
        """Minimise a stage; what is found by the end of the time counts."""
        left = limit.seconds - children_time() if limit.shared else limit.seconds
        if left < 1:
            return Found("unknown", None, None)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.mzn"
            path.write_text(self._text(stage, limits), encoding="utf-8")
            command = ["minizinc", "--solver", self._solver, "--intermediate", str(path)]
            if not limit.shared:
                command[1:1] = ["--time-limit", str(round(1000 * left))]
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                check=False,
                preexec_fn=(lambda: limit_work(round(left))) if limit.shared else None,
            )
        lines = done.stdout.splitlines()
        if UNSATISFIABLE in lines:
            return Found("infeasible", None, None)
        if "error" in done.stderr.lower():
            raise SystemExit(done.stderr)
        solutions = [line for line in lines if ";" in line]
        plan = self._plan(solutions[-1]) if solutions else None
        if plan is None:
            return Found("unknown", None, None)
        if COMPLETE in lines:
            return Found("optimal", plan, worth(self._asked, plan)[stage])
        return Found("feasible", plan, None)

    def _plan(self, line: str) -> list[Placed]:
        taken, starts, months = (map(int, re.findall(r"\d+", part)) for part in line.split(";"))
        return [own[1:] for own in zip(taken, self._names, starts, months, strict=True) if own[0]]

    def _text(self, stage: str, limits: Mapping[str, int]) -> str:
        asked, modules = self._asked, modules_of(self._asked)
        all_ways = [ways_of(asked, entry) for entry in modules.values()]
        longest = max(months for own in all_ways for _, months, _ in own)
        loads = [{months: minutes for _, months, minutes in own} for own in all_ways]
        number = {name: place for place, name in enumerate(modules, 1)}
        named, choices = parts_of(asked)
        rules = [f"constraint taken[{number[name]}];" for name in named]
        rules += [
            f"constraint sum([bool2int(taken[i]) | i in {sorted(number[name] for name in names)}]) >= {need};"
            for need, names in choices
        ]
        for name, entry in modules.items():
            for needed in entry.get("requires", ()):
                one, other = number[name], number[needed]
                ended = f"start[{other}] + months[{other}] <= start[{one}]"
                rules.append(f"constraint taken[{one}] -> (taken[{other}] /\\ {ended});")
        called = {**dict.fromkeys(STAGES), "finish": "finish", "cost": "cost", "minutes": "minutes", "starts": "starts_total"}
        return MODEL.format(
            count=len(modules),
            horizon=asked.horizon,
            starts=_sets(sorted({start for start, _, _ in own}) for own in all_ways),
            lengths=_sets(sorted(own) for own in loads),
            minutes=[60 * entry["hours"] for entry in modules.values()],
            cents=[100 * entry["fee"] for entry in modules.values()],
            longest=longest,
            loads=[own.get(months, 0) for own in loads for months in range(1, longest + 1)],
            budget=asked.budget,
            rules="\n".join(rules),
            limits="\n".join(f"constraint {called[name]} <= {limit};" for name, limit in limits.items()),
            goal=called[stage],
        )


def _sets(numbers: Iterator[list[int]]) -> str:
    return "[" + ", ".join("{" + ", ".join(map(str, own)) + "}" for own in numbers) + "]"


def children_time() -> float:
    """The CPU seconds of the processes that have ended, and of this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime + process_time()


def limit_work(seconds: int) -> None:
    """End a process after so many CPU seconds; each that it starts too."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def jobshop_version() -> str | None:
    """PyJobShop and the solver beneath it."""
    return _of_packages("pyjobshop", "ortools")


def highs_version() -> str | None:
    return _of_packages("highspy")


def _of_packages(*names: str) -> str | None:
    try:
        return ", ".join(f"{name} {version(name)}" for name in names)
    except PackageNotFoundError:
        return None


def minizinc_version(solver: str) -> str | None:
    """MiniZinc and one of its solvers."""
    if shutil.which("minizinc") is None:
        return None
    told, solvers = (
        subprocess.run(["minizinc", word], capture_output=True, text=True, check=False).stdout
        for word in ("--version", "--solvers")
    )
    own = re.search(rf"^\s*({solver} \S+) \(", solvers, re.IGNORECASE | re.MULTILINE)
    number = re.search(r"version ([\d.]+)", told)
    return None if own is None or number is None else f"MiniZinc {number[1]}, {own[1]}"


VERSIONS: Mapping[str, Callable[[], str | None]] = {
    "plain": lambda: _of_packages("ortools"),
    "pyjobshop": jobshop_version,
    "highs": highs_version,
    "gecode": lambda: minizinc_version("gecode"),
    "chuffed": lambda: minizinc_version("chuffed"),
}
"""For each solver which version is here; None where it is not."""


def main() -> int:
    """Plan with a solver, or tell its version."""
    parser = argparse.ArgumentParser(description="Plan the award `target` of a made catalogue with another solver.")
    parser.add_argument("solver", choices=VERSIONS)
    if sys.argv[2:] == ["--version"]:
        here = VERSIONS[sys.argv[1]]()
        print(here or "not here")
        return 0 if here else NOT_HERE
    solver = sys.argv[1] if len(sys.argv) > 1 else ""
    asked = asked_for(parser)
    if solver == "pyjobshop":
        answer = solve(PyJobShopModel(asked), asked.limit)
    elif solver == "highs":
        answer = stage_by_stage(asked, HighsModel(asked).minimise)
    else:
        answer = stage_by_stage(asked, MiniZincModel(asked, solver).minimise)
    json.dump(answer, sys.stdout)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
