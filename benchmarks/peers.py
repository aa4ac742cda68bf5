"""mcplan beside other solvers: the same catalogues, the same limit, every plan checked, every claim compared.

    python benchmarks/peers.py --sizes 20,30 --seeds 3 --limit 20 --markdown

The peers are those of `peer_models.py`, and the plain model: a solver that is not here is left out with a line. None is needed
by mcplan, nor by its tests. Those for Python go into any environment, those for MiniZinc are packages of the system:

    python -m venv ../peers && ../peers/bin/pip install pyjobshop highspy PyYAML
    apt-get install minizinc flatzinc        (Gecode; Debian has no Chuffed: it comes with MiniZinc's own bundle)
    python benchmarks/peers.py --python ../peers/bin/python

The limit is in seconds of CPU time for all stages together, for each program; what a stage takes is lost to the next. Each plan
is checked here, by the words of the catalogue, and what it is worth is worked out anew: no solver's own word counts for that. A
claim that there is nothing better is held against the plans of all the others. Ends with 1 where a plan or a claim is false.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import catalogues
import yaml
from planning import (
    FIRST,
    FOLDER,
    HARD_HOURS,
    MANY_HOURS,
    OWN_WORK,
    STAGES,
    Answer,
    Report,
    Row,
    Run,
    answer_of_mcplan,
    answer_of_plain,
    hours_for,
    planned_by_mcplan,
    run,
    surroundings,
    values_of,
)

CALENDAR = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MCPLAN = "mcplan"
SOLVERS = ("plain", "pyjobshop", "highs", "gecode", "chuffed")


Placed = tuple[str, int, int]
"""A module of a plan, the offset at which it starts, and its months."""


@dataclass(frozen=True)
class Instance:
    """A diploma to plan, with its hours a week."""

    size: int
    seed: int
    hours: int

    def __str__(self) -> str:
        return f"{self.size} modules, {self.hours} hours, seed {self.seed}"

    @property
    def text(self) -> str:
        """Its catalogue."""
        return catalogues.diploma(self.size, self.seed, self.hours)

    @property
    def horizon(self) -> int:
        """Months that are more than any of the plans takes."""
        return max(120, self.size * 3 // 2)


@dataclass
class Outcome:
    """What a program came to on an instance: its process, its answer, and the plan, if it has one."""

    program: str
    done: Run
    answer: Answer
    plan: Sequence[Placed] = ()
    faults: list[str] = field(default_factory=list)


def month_of(text: str) -> int:
    """Months since the first of a month written as 2027-01."""
    return 12 * (int(text[:4]) - int(FIRST[:4])) + int(text[5:7]) - int(FIRST[5:7])


def broken(catalogue: Mapping[str, Any], hours: int, plan: Sequence[Placed]) -> Iterator[str]:
    """The rules that a plan breaks, in words."""
    modules = {entry["id"]: entry for entry in catalogue["modules"]}
    taken = {name: (start, start + months) for name, start, months in plan}
    if len(taken) < len(plan):
        yield "takes a module twice"
    load: dict[int, int] = {}
    for name, start, months in plan:
        entry = modules[name]
        least, most = (entry["months"],) * 2 if isinstance(entry["months"], int) else entry["months"].values()
        if not least <= months <= most:
            yield f"{name} takes {months} months"
        if start < 0 or CALENDAR[start % 12] not in entry.get("intakes", CALENDAR):
            yield f"{name} starts at {start}"
        for needed in entry.get("requires", ()):
            if needed not in taken or taken[needed][1] > start:
                yield f"{name} starts before {needed} has ended"
        for month in range(start, start + months):  # a quarter has 13 weeks; minutes a week are rounded up
            load[month] = load.get(month, 0) + -(-60 * 3 * entry["hours"] // (13 * months))
    yield from (f"{minutes} minutes a week in month {month}" for month, minutes in load.items() if minutes > 60 * hours)
    (target,) = (award for award in catalogue["awards"] if award["id"] == "target")
    for part in target["requires"]:
        need, names = (1, [part]) if isinstance(part, str) else (part["choose"], part["from"])
        if sum(name in taken for name in names) < need:
            yield f"lacks {part}"


def worth(catalogue: Mapping[str, Any], plan: Sequence[Placed]) -> dict[str, int]:
    """What a plan is worth in each stage."""
    modules = {entry["id"]: entry for entry in catalogue["modules"]}
    return {
        "finish": max(start + months for _, start, months in plan),
        "cost": sum(100 * modules[name]["fee"] for name, _, _ in plan),
        "minutes": sum(60 * modules[name]["hours"] for name, _, _ in plan),
        "starts": sum(start for _, start, _ in plan),
    }


def plan_of_mcplan(done: Run) -> list[Placed]:
    """The plan in mcplan's JSON."""
    return [
        (own["module"], month_of(own["start"]), month_of(own["end"]) - month_of(own["start"]) + 1)
        for own in json.loads(done.printed)["enrolments"]
    ]


def last_line(done: Run) -> Run:
    """The same without what a solver prints about itself before its answer."""
    return Run(done.printed.strip().rpartition("\n")[2], done.complained, done.code, done.wall, done.cpu, done.megabytes)


def answered(program: str, instance: Instance, path: str, limit: float, python: str) -> Outcome:
    """What a program makes of an instance."""
    asked = ["--start", FIRST, "--hours", str(instance.hours)]
    if program == MCPLAN:
        done = run([sys.executable, *planned_by_mcplan(path, limit), *asked], OWN_WORK)
        return Outcome(program, done, answer_of_mcplan(done, STAGES), plan_of_mcplan(done))
    script = ["plain_model.py"] if program == "plain" else ["peer_models.py", program]
    horizon = ["--horizon", str(instance.horizon), "--limit", str(limit), "--shared"]
    done = last_line(run([python, str(FOLDER / script[0]), *script[1:], path, *asked, *horizon]))
    answer = answer_of_plain(done, STAGES)
    plan = [(name, start, months) for name, start, months in json.loads(done.printed)["plan"] or ()]
    return Outcome(program, done, answer, plan)


def compared(catalogue: Mapping[str, Any], instance: Instance, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What is false in plans and claims."""
    for own in outcomes:
        if own.plan:
            yield from (f"{own.program} breaks a rule: {said}" for said in broken(catalogue, instance.hours, own.plan))
            if (real := worth(catalogue, own.plan)) != own.answer.values:
                yield f"{own.program} says that its plan is worth {dict(own.answer.values)}, and it is worth {real}"
    for own, other in product(outcomes, outcomes):
        if own is not other and (said := false_claim(own, other)):
            yield said


def false_claim(own: Outcome, other: Outcome) -> str | None:
    """What one claims that the plan of another refutes; a bound in a stage is one of plans that are as good in those before."""
    if own.answer.status == "infeasible" and other.plan:
        return f"{own.program} claims that there is no plan, and {other.program} has one"
    for stage in STAGES if own.plan and other.plan else ():
        bound, value = own.answer.bounds.get(stage, 0), other.answer.values[stage]
        if bound > value:
            return f"{own.program} claims a {stage} of at least {bound}, and {other.program} has one of {value}"
        if own.answer.values[stage] != value:
            return None
    return None


def here(solver: str, python: str) -> str | None:
    """Which version of a solver is here; None where it is not."""
    command = [python, str(FOLDER / "peer_models.py"), solver, "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip().splitlines()[-1] if done.returncode == 0 else None


def measured(instance: Instance, programs: Sequence[str], limit: float, python: str) -> list[Outcome]:
    """What every program makes of an instance, one after another; what is false stands with the first."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.yaml"
        path.write_text(instance.text, encoding="utf-8")
        outcomes = []
        for program in programs:
            print(f"{instance}, {program} …", file=sys.stderr, flush=True)
            outcomes.append(answered(program, instance, str(path), limit, python))
    outcomes[0].faults.extend(compared(yaml.safe_load(instance.text), instance, outcomes))
    return outcomes


def rows_of(instance: Instance, outcomes: Sequence[Outcome]) -> Iterator[Row]:
    """A row for each program, with how many times as much CPU time it took as mcplan."""
    ours = outcomes[0].done.cpu
    for own in outcomes:
        finish, dollars, minutes, starts = values_of(own.answer)
        which = (str(instance.size), str(instance.hours), str(instance.seed), own.program, own.answer.status)
        reached = (finish, dollars, minutes, starts, own.answer.open_stage())
        yield (*which, *reached, f"{own.done.cpu:.2f}", f"{own.done.cpu / ours:.1f}", f"{own.done.megabytes:.0f}")


def main() -> int:
    """Measure, print the table, and say loudly what is false."""
    parser = argparse.ArgumentParser(description="mcplan beside other solvers, on the same catalogues.")
    parser.add_argument("--sizes", default="10,20,30", help="modules of the diplomas, as 10,20,30")
    parser.add_argument("--seeds", type=int, default=3, help="catalogues of each size")
    parser.add_argument("--limit", type=float, default=20.0, help="CPU seconds of each program, for all stages together")
    parser.add_argument("--python", default=sys.executable, help="the Python that has the solvers")
    parser.add_argument("--solvers", nargs="+", choices=SOLVERS, default=SOLVERS, help="which of the peers")
    parser.add_argument("--markdown", action="store_true", help="a table in Markdown")
    asked = parser.parse_args()
    report = Report(asked.markdown)
    print(f"{surroundings()}; at most {asked.limit:g} CPU seconds\n")
    versions = {solver: here(solver, asked.python) for solver in asked.solvers}
    for solver, number in versions.items():
        print(f"- {solver}: {number or 'not here, and left out; the top of benchmarks/peers.py says how to install it'}")
    print(flush=True)
    programs = [MCPLAN, *(solver for solver, number in versions.items() if number)]
    rows: list[Row] = []
    for size, seed in product(map(int, asked.sizes.split(",")), range(1, asked.seeds + 1)):
        instance = Instance(size, seed, HARD_HOURS if size == MANY_HOURS else hours_for(size)[0])
        outcomes = measured(instance, programs, asked.limit, asked.python)
        rows += rows_of(instance, outcomes)
        report.faults += [f"{instance}: {said}" for said in outcomes[0].faults]
    header = ("modules", "hours", "seed", "program", "status", "finish", "S$", "minutes", "starts", "open")
    report.table("Beside other solvers", (*header, "CPU s", "times", "MB"), rows)
    print("\n".join(report.faults) or "every plan keeps the rules, and no claim is false")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
