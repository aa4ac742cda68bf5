"""What each part of the solver brings against its absence: every part switched off by itself, over the same cases.

`python benchmarks/parts.py --markdown` prints the table of docs/benchmarks.md, in about half an hour of CPU time; `--parts` and
`--cases` take some of it, and `--list` says what there is. The product has no switches: a part is off where something in its
place does without it, for one process. So every run is a process of its own, and nothing is kept from one to the next.

The whole build runs again after every few parts, on the same case, and a row "the same again" shows the noise. Time is CPU time
of the process, and so is the limit, since machines have other work. Needs a system with `wait4` (not Windows).
"""

import argparse
import resource
import runpy
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import geometric_mean, mean
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

import catalogues
import kinds
import planning

WHOLE, AGAIN = "whole", "the same again"
"""The build as it is; and once more as if it were a part that changes nothing."""

TURN = 4
"""After so many parts the whole runs again."""

PLANNED = (0, 3, 4)
"""The exit codes of mcplan with an answer."""

SECONDS_MORE = 20
"""CPU seconds after its limit at which a run is ended that does not end by itself."""

CASES = (
    "plain:20:1",
    "plain:20:2",
    "plain:20:3",
    "plain:24:1",
    "plain:30:3",
    "expiry:14:1",
    "evenings:20:2",
    "yearly-limit:20:2",
    "shares:12:1",
    "alongside:20:2",
    "either:24:1",
    "kept:20:1",
    "days-off:20:1",
    "covers:20:1",
    "class-times:20:2",
    "unknowns:20:2",
    "curriculum:46:1",
    "curriculum:66:1",
)
"""Each as kind, modules and seed: of every kind one or two that are small enough to be proved, and that take some search."""

Replaced = Mapping[str, Callable[..., Any] | Any]
"""What stands in the place of what, by its name in `mcplanner.solvers`."""


def _no(*_: object, **__: object) -> bool:
    return False


def _yes(*_: object, **__: object) -> bool:
    return True


def _none(*_: object, **__: object) -> None:
    return None


def _nothing(*_: object, **__: object) -> Iterator[Any]:
    return iter(())


def _without(*names: str) -> Replaced:
    """Leave out some methods; where none but them can find a plan or prove much, they stay."""
    from mcplanner.solvers.methods import Method, suits

    left_out = {Method(name) for name in names}
    seldom = {Method.BRANCHING, Method.RULES_OF_THUMB}
    others = [own for own in Method if own not in left_out | seldom]

    def suits_without(method: Method, problem: Any, stage: Any) -> bool:
        return suits(method, problem, stage) and (
            method not in left_out or not any(suits(other, problem, stage) for other in others)
        )

    return {"turns.suits": suits_without}


def _without_duals() -> Replaced:
    from mcplanner.solvers.lp.dual_bounds import DualBound

    return {"lp.dual_bounds.dual_bound": lambda bounds, *_, **__: DualBound(bounds.problem is None, 0)}


def _energy_alone() -> Replaced:
    """All months, and neither intakes nor every third month."""
    from mcplanner.solvers.bounds import calendar_patterns

    def views(problem: Any, compulsory: Any, resources: Any, *_: Any) -> Iterator[Any]:
        return calendar_patterns._Viewer(problem, compulsory).views(calendar_patterns.EVERY_MONTH, resources)

    return {"bounds.calendar_patterns._views": views}


def _may_start_later() -> Replaced:
    import numpy as np

    return {"packing.month_starts.Starting.had_sooner": lambda *_: np.False_}


PARTS: Mapping[str, Callable[[], Replaced]] = MappingProxyType(
    {
        AGAIN: dict,
        "rules of thumb for a first plan": lambda: {"search.first_plan": _none},
        "cheap turns before all rounds": lambda: {"turns._cheap_turns": _nothing},
        "intervals": lambda: _without("intervals"),
        "the model by month": lambda: _without("by month"),
        "branching": lambda: _without("branching"),
        "packing, all of it": lambda: _without("packing", "by selection"),
        "packing by selection": lambda: _without("by selection"),
        "packing: dual values on the way": lambda: {"decide.MOST_TRIES": 0},
        "packing: nothing that could start sooner": _may_start_later,
        "packing: the bound on sets of starts": lambda: {"packing.start_sets.MANY": sys.maxsize},
        "packing: a dive first": lambda: {"packing.packing.Packing._dive": _none},
        "dominance": lambda: {"bounds.dominance._within_group": _nothing},
        "dual values": _without_duals,
        "dual values: hours counted otherwise": lambda: {"lp.knapsack_cuts.Knapsack.seek": _none},
        "dual values: all months together": lambda: {"lp.relaxation.LinearRelaxation._broken_totals": lambda *_: []},
        "dual values: single months": lambda: {"lp.relaxation.LinearRelaxation._broken_hours": _nothing},
        "dual values: needs by month": lambda: {"lp.relaxation.LinearRelaxation._broken_needs": _nothing},
        "dual values: how many have begun": lambda: {"lp.dual_bounds._counted": lambda _, __, found, *___: found},
        "dual values: rows for the engine": lambda: {"lp.relaxation.LinearRelaxation._is_added": _no},
        "windows: after what is needed": lambda: {"bounds.time_windows._cut_early_starts": _no},
        "windows: before what needs it": lambda: {"bounds.time_windows._cut_late_starts": _no},
        "selections within limits": lambda: {"bounds.selections._Selections.beyond_limits": lambda _: frozenset()},
        "selections that no plan can do with": lambda: {"minimise.Minimum._can_be_enough": _yes},
        "patterns of months but all": _energy_alone,
        "dual feasible functions": lambda: {"bounds.calendar_patterns._dual_feasible": _nothing},
        "lifted demands": lambda: {"bounds.lifted_demands._raise_loads": lambda plain, _: plain},
        "modules side by side, class times": lambda: {"bounds.calendar_patterns._side_by_side": _nothing},
        "sums in whole units": lambda: {"bounds.bounds.Total.unit": lambda *_: 1},
    }
)
"""For each part what stands in its place where it is off: no less may be proved to be so, and no other plan allowed."""


@dataclass(frozen=True)
class Case:
    """A catalogue, and what `mcplan plan` is asked of it; beside it there may be an earlier plan, to be kept."""

    name: str
    text: str
    wanted: tuple[str, ...]
    stages: tuple[str, ...] = planning.STAGES
    earlier: str | None = None


def case_of(name: str) -> Case:
    """The case of a kind, a size and a seed, as `expiry:14:1`."""
    kind, size, seed = name.split(":")
    modules, number = int(size), int(seed)
    if kind == "curriculum":
        quarters = dict(planning.CURRICULA)[modules]
        by = planning.last_month(3 * quarters)
        return Case(name, catalogues.curriculum(modules, quarters, number), ("--by", by), ("peak", *planning.STAGES))
    hours = planning.HARD_HOURS if modules <= 30 else planning.hours_for(modules)[0]
    wanted = ("--hours", str(hours), *kinds.options_of(kind, modules, number, hours))
    earlier = kinds.earlier_plan(modules, number, hours) if kind == "kept" else None
    text = catalogues.catalogue(kinds.diploma_of(kind, modules, number, hours))
    return Case(name, text, wanted, earlier=earlier)


@dataclass
class Measured:
    """What the runs of a part took on each case, and what the last of them answered; None where it failed."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    answers: dict[str, planning.Answer | None] = field(default_factory=dict)

    def add(self, case: str, seconds: float, answer: planning.Answer | None) -> None:
        """Keep a run."""
        self.seconds.setdefault(case, []).append(seconds)
        self.answers[case] = answer

    def on(self, case: str) -> float:
        """CPU seconds on a case."""
        return mean(self.seconds[case])


def measured(case: Case, parts: Sequence[str], limit: float, repeat: int) -> dict[str, Measured]:
    """Every part off in turn, and the whole before every few of them."""
    found = {name: Measured() for name in (WHOLE, *parts)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.yaml"
        path.write_text(case.text, encoding="utf-8")
        if case.earlier is not None:
            (Path(folder) / kinds.EARLIER).write_text(case.earlier, encoding="utf-8")
        beside = {kinds.EARLIER: str(path.with_name(kinds.EARLIER))}
        asked = planning.planned_by_mcplan(str(path), limit)[1:]
        asked += ["--start", planning.FIRST, *(beside.get(word, word) for word in case.wanted)]
        for number, part in enumerate(list(parts) * repeat):
            for name in (WHOLE, part) if number % TURN == 0 else (part,):
                command = [sys.executable, __file__, "--off", name, "--limit", str(limit), "--", *asked]
                done = planning.run(command, planning.OWN_WORK)
                answer = planning.answer_of_mcplan(done, case.stages) if done.code in PLANNED else None
                print(f"{case.name}, {name}: {done.cpu:.2f} s, {told(answer, done)}", file=sys.stderr, flush=True)
                found[name].add(case.name, done.cpu, answer)
    return found


def told(answer: planning.Answer | None, done: planning.Run) -> str:
    """What a run came to, in a line."""
    if answer is None:
        return f"ended with {done.code}: {done.complained.strip().splitlines()[-1:]}"
    return f"{answer.status}, {answer.open_stage() or 'nothing open'}, {list(answer.values.values())}"


def faults(case: str, part: str, whole: planning.Answer | None, off: planning.Answer | None) -> Iterator[str]:
    """What two answers to one case prove against each other: with a part off less is proved, and nothing else."""
    if whole is None or off is None:
        yield f"{part}, {case}: FAILED"
    else:
        found = planning.fault(whole, off, 0), planning.fault(off, whole, 0)
        yield from (f"{part}, {case}: {own}" for own in found if own is not None and own.startswith("WRONG"))


def row_of(part: str, cases: Sequence[str], off: Measured, whole: Measured) -> planning.Row:
    """A part in a row of the table."""
    with_it, without = sum(map(whole.on, cases)), sum(map(off.on, cases))
    ratios = {case: off.on(case) / whole.on(case) for case in cases}
    most, least = max(ratios, key=lambda case: ratios[case]), min(ratios, key=lambda case: ratios[case])
    return (
        part,
        f"{without:.1f}",
        f"{without / with_it:.2f}",
        f"{geometric_mean(ratios.values()):.2f}",
        f"{ratios[most]:.2f} {most}",
        f"{ratios[least]:.2f} {least}",
        f"{proved(off)} of {len(cases)}",
        f"{later(whole, off):+d}",
    )


def proved(own: Measured) -> int:
    """In how many cases every stage was proved."""
    return sum(answer is not None and answer.decided for answer in own.answers.values())


def later(whole: Measured, off: Measured) -> int:
    """By how many months the plans of all cases end later where a part is off."""
    return sum(
        answer.values["finish"] - best.values["finish"]
        for case, answer in off.answers.items()
        if answer is not None and (best := whole.answers[case]) is not None and answer.values and best.values
    )


def table(report: planning.Report, found: Mapping[str, Measured]) -> None:
    """Print what was measured of the cases that were looked at to the end."""
    whole = found[WHOLE]
    cases = [*whole.seconds]
    rows = [row_of(part, cases, own, whole) for part, own in found.items() if part != WHOLE]
    rows = [row_of("nothing", cases, whole, whole), *rows]
    header = ("what is off", "CPU s", "times", "mean", "most", "least", "proved", "months later")
    title = f"Each part of the solver against its absence, {len(cases)} cases"
    report.table(title, header, rows)
    for part, own in found.items():
        report.faults += [said for case in cases for said in faults(case, part, whole.answers[case], own.answers[case])]


@contextmanager
def switched_off(part: str) -> Iterator[None]:
    """Have a part off in this process; none, where it is the whole."""
    with ExitStack() as off:
        for place, instead in PARTS.get(part, dict)().items():
            off.enter_context(patch(f"mcplanner.solvers.{place}", instead))
        yield


def plan_without(part: str, limit: float, words: Sequence[str]) -> None:
    """Be `mcplan` with a part off, the limit counted in CPU time; what does not heed it ends a little later."""
    most = round(limit + SECONDS_MORE)
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    with switched_off(part):
        sys.argv = ["mcplan", *words]
        runpy.run_path(str(planning.FOLDER / "plan_alone.py"), run_name="__main__")


def main() -> int:
    """Measure, and print the table; with Ctrl-C that of the cases so far."""
    parser = argparse.ArgumentParser(description="What each part of the solver brings against its absence.")
    parser.add_argument("--cases", nargs="+", default=CASES, metavar="KIND:MODULES:SEED", help="as expiry:14:1")
    parser.add_argument("--parts", nargs="+", default=[*PARTS], choices=PARTS, metavar="PART", help="as --list names them")
    parser.add_argument("--limit", type=float, default=10.0, help="CPU seconds of a run")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each part on each case")
    parser.add_argument("--markdown", action="store_true", help="a table in Markdown")
    parser.add_argument("--list", action="store_true", help="name the parts and the cases, and measure nothing")
    parser.add_argument("--off", help=argparse.SUPPRESS)
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.off is not None:
        plan_without(asked.off, asked.limit, asked.words)
        return 0
    if asked.list:
        print("\n".join((*PARTS, "", *CASES)))
        return 0
    report = planning.Report(asked.markdown)
    print(f"{planning.surroundings()}; at most {asked.limit:g} CPU seconds a run\n", flush=True)
    found = {name: Measured() for name in (WHOLE, *asked.parts)}
    with suppress(KeyboardInterrupt):
        for name in asked.cases:
            for part, own in measured(case_of(name), asked.parts, asked.limit, asked.repeat).items():
                found[part].seconds |= own.seconds
                found[part].answers |= own.answers
    table(report, found)
    for said in dict.fromkeys(report.faults):
        print(said)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
