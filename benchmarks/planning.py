"""mcplan against the plain model, or against an earlier mcplan, each as a whole process: the same answer, and what it takes.

`python benchmarks/planning.py` takes about half an hour; `--quick` a few seconds; `--against OTHER` compares with the mcplan of
another checkout instead. Needs a system with `wait4` (not Windows). `docs/benchmarks.md` explains what is measured. Ends with 1
where an answer of mcplan is wrong, or worse than the other one's.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import product
from pathlib import Path
from statistics import median
from time import perf_counter
from types import MappingProxyType
from typing import Any

import catalogues
import kinds

FOLDER = Path(__file__).parent
FIRST = "2027-01"
STAGES = ("finish", "cost", "minutes", "starts")
KEYS = {
    "peak": "peak_minutes_per_week",
    "finish": "finish_months",
    "cost": "cost_cents",
    "minutes": "minutes_total",
    "starts": "start_months_total",
}
"""The stages by their names in the plain model, and in mcplan's JSON."""

CURRICULA = ((46, 8), (54, 10), (66, 12))
QUICK_CURRICULA = ((10, 4),)
SURROUNDINGS = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "PYTHONDONTWRITEBYTECODE": ""}
"""What every process finds around it; byte code is kept, as that of an installed program is."""

OWN_WORK = {"OWN_WORK": "1"}
"""What tells mcplan that a limit counts its own work, in CPU time."""

Row = tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """A process that ended: what it printed, its exit code, and what it took, from the kernel's books."""

    printed: str
    complained: str
    code: int
    wall: float
    cpu: float
    megabytes: float


def run(command: Sequence[str], around: Mapping[str, str] = MappingProxyType({})) -> Run:
    """Run a command to its end, alone, with so much around it."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        begun = perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env={**os.environ, **SURROUNDINGS, **around}, text=True
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
        return Run(out.read(), err.read(), process.returncode, wall, used.ru_utime + used.ru_stime, kilobytes / 1024)


@dataclass(frozen=True)
class Answer:
    """What a program answered: its word for it, and by stage the value of its plan and a bound; without a plan, no values."""

    status: str
    values: Mapping[str, int]
    bounds: Mapping[str, int]

    @property
    def decided(self) -> bool:
        """Whether time was enough for a proof."""
        return self.status in {"optimal", "infeasible"}

    def open_stage(self) -> str:
        """The first stage that was not proved, and how far its value is from its bound."""
        for stage, value in self.values.items():
            bound = self.bounds.get(stage)
            if bound is None:
                return f"{stage}, no bound"
            if bound != value:
                return f"{stage} {100 * (value - bound) / value:.1f} %"
        return ""


def answer_of_mcplan(done: Run, stages: Sequence[str]) -> Answer:
    """The answer in mcplan's JSON."""
    if done.code not in (0, 3, 4):
        raise SystemExit(f"mcplan ended with {done.code}: {done.complained}")
    said = json.loads(done.printed)
    objective, bound = said["objective"] or {}, said["bound"] or {}
    values, bounds = ({stage: _value(said, stage) for stage in stages if said} for said in (objective, bound))
    return Answer(said["status"], values, bounds)


def _value(said: Mapping[str, int | None], stage: str) -> int:
    """A value in a stage; of a cost that is not known the part that is."""
    value = said[KEYS[stage]]
    return value if value is not None else said["cost_at_least_cents"] or 0


def answer_of_earlier(done: Run, stages: Sequence[str]) -> Answer:
    """The same of an earlier build, which may not know what a catalogue or an option asks."""
    return Answer("refused", {}, {}) if done.code in (1, 2) else answer_of_mcplan(done, stages)


def answer_of_plain(done: Run, stages: Sequence[str]) -> Answer:
    """The answer in the plain model's JSON."""
    if done.code != 0:
        raise SystemExit(f"the plain model ended with {done.code}: {done.complained}")
    said: dict[str, Any] = json.loads(done.printed)
    statuses = {stage["status"] for stage in said["stages"].values()}
    bounds = {name: stage["bound"] for name, stage in said["stages"].items() if stage["bound"] is not None}
    if said["values"] is None:
        return Answer(statuses.pop(), {}, bounds)
    status = "optimal" if statuses == {"optimal"} and len(bounds) == len(stages) else "feasible"
    return Answer(status, {stage: said["values"][stage] for stage in stages}, bounds)


def fault(ours: Answer, theirs: Answer, horizon: int) -> str | None:
    """What is wrong with mcplan's answer or worse than the other one's, in words; None where it stands.

    A bound holds among plans that are as good in the stages before, so stages are compared as long as both plans are equal.
    """
    if not theirs.values:
        if theirs.status == "infeasible" and ours.values and ours.values["finish"] <= horizon:
            return "WRONG: mcplan has a plan where the other proved that there is none"
        return None
    if not ours.values:
        word = "WRONG: mcplan proved that there is no plan" if ours.status == "infeasible" else "WORSE: mcplan found no plan"
        return f"{word}, and the other has one"
    for stage, value in ours.values.items():
        other = theirs.values[stage]
        if ours.bounds[stage] > other:
            return f"WRONG: mcplan proved a {stage} of at least {ours.bounds[stage]}, and the other has {other}"
        if theirs.bounds.get(stage, value) > value:
            return f"WRONG: the other proved a {stage} of at least {theirs.bounds[stage]}, and mcplan has {value}"
        if value > other:
            return f"WORSE: mcplan has a {stage} of {value}, the other of {other}"
        if value < other:
            return None
    return None


def planned_by_mcplan(path: str, limit: float) -> list[str]:
    """What mcplan is called with, for a plan alone."""
    return [
        str(FOLDER / "plan_alone.py"),
        "plan",
        "--json",
        "--time-limit",
        str(limit),
        "--catalogue",
        path,
        "--target",
        "target",
    ]


@dataclass(frozen=True)
class Peer:
    """What mcplan is compared with.

    Attributes
    ----------
    command
        What it is called with: for a catalogue, a limit in seconds and a horizon in months.
    answer
        Its answer from what it printed, in given stages.
    around
        What it finds around it.
    """

    name: str
    command: Callable[[str, float, int], list[str]]
    answer: Callable[[Run, Sequence[str]], Answer]
    around: Mapping[str, str] = field(default_factory=dict)


PLAIN = Peer(
    "plain",
    lambda path, limit, horizon: [str(FOLDER / "plain_model.py"), path, "--limit", str(limit), "--horizon", str(horizon)],
    answer_of_plain,
)


def earlier_build(checkout: Path) -> Peer:
    """The mcplan of another checkout."""
    source = checkout.resolve() / "src"
    if not (source / "mcplanner").is_dir():
        raise SystemExit(f"{checkout} is no checkout of mcplan: there is no src/mcplanner in it")
    return Peer(
        "earlier",
        lambda path, limit, _: planned_by_mcplan(path, limit),
        answer_of_earlier,
        {"PYTHONPATH": str(source)},
    )


@dataclass
class Trial:
    """One catalogue, planned by both programs, turn by turn; beside it there may be an earlier plan, to be kept.

    Without a peer, mcplan plans it alone.
    """

    peer: Peer | None
    what: str
    made_by: Sequence[str]
    wanted: Sequence[str]
    stages: Sequence[str]
    horizon: int
    earlier: str | None = None
    ours: list[tuple[Run, Answer]] = field(default_factory=list)
    theirs: list[tuple[Run, Answer]] = field(default_factory=list)

    def run(self, text: str, limit: float, repeat: int, always: bool = False) -> Iterable[str]:
        """Run both in turn, and yield what is wrong; one that does not finish, or not soon, only once, if not `always`."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "catalogue.yaml"
            path.write_text(text, encoding="utf-8")
            if self.earlier is not None:
                (Path(folder) / kinds.EARLIER).write_text(self.earlier, encoding="utf-8")
            commands = self.commands(str(path), limit)
            for _ in range(repeat):
                print(f"{self.what} …", file=sys.stderr)
                if always or worth_repeating(self.ours):
                    done = run([sys.executable, *commands[0]])
                    self.ours.append((done, answer_of_mcplan(done, self.stages)))
                if self.peer is not None and (always or worth_repeating(self.theirs)):
                    done = run([sys.executable, *commands[1]], self.peer.around)
                    self.theirs.append((done, self.peer.answer(done, self.stages)))
                found = fault(self.ours[-1][1], self.theirs[-1][1], self.horizon) if self.theirs else None
                if found is not None:
                    yield f"{found}\n    {self.to_repeat(limit)}"
                if not always and not any(worth_repeating(runs) for _, runs in self.sides()):
                    return

    def commands(self, path: str, limit: float) -> list[list[str]]:
        """What each program is called with."""
        beside = {kinds.EARLIER: str(Path(path).with_name(kinds.EARLIER))}
        asked = ["--start", FIRST, *(beside.get(word, word) for word in self.wanted)]
        peers = () if self.peer is None else (self.peer,)
        return [planned_by_mcplan(path, limit) + asked, *(own.command(path, limit, self.horizon) + asked for own in peers)]

    def to_repeat(self, limit: float) -> str:
        """The commands that show it again, from the folder above this one."""
        calls = [[word.replace(str(FOLDER), "benchmarks") for word in words] for words in self.commands("made.yaml", limit)]
        made = [["benchmarks/" + words for words in self.made_by[:1]] + [*self.made_by[1:], ">", "made.yaml"]]
        if self.earlier is not None:
            made.append([*made[0][:-2], "--earlier", ">", kinds.EARLIER])
        return " && ".join(f"python {' '.join(words)}" for words in (*made, *calls))

    def sides(self) -> tuple[tuple[str, list[tuple[Run, Answer]]], ...]:
        theirs = () if self.peer is None else ((self.peer.name, self.theirs),)
        return ("mcplan", self.ours), *theirs


def worth_repeating(runs: Sequence[tuple[Run, Answer]]) -> bool:
    """Whether another run tells more: one that ran out of time took the limit, and a long one is known well enough."""
    return all(answer.decided and done.wall <= LONG for done, answer in runs)


def middle(runs: Iterable[tuple[Run, Answer]], measure: Callable[[Run], float]) -> float:
    """The median of a measure."""
    return median(measure(done) for done, _ in runs)


def took(runs: Sequence[tuple[Run, Answer]]) -> Row:
    """Wall seconds, CPU seconds and peak megabytes, as text."""
    wall, cpu = middle(runs, lambda done: done.wall), middle(runs, lambda done: done.cpu)
    return f"{wall:.2f}", f"{cpu:.2f}", f"{middle(runs, lambda done: done.megabytes):.0f}"


class Report:
    """Prints tables, as text or as Markdown, and keeps what was found wrong."""

    def __init__(self, markdown: bool) -> None:
        self.markdown = markdown
        self.faults: list[str] = []

    def table(self, title: str, header: Row, rows: Sequence[Row]) -> None:
        """Print a table; columns whose every entry begins with a digit, or is empty, are set to the right."""
        print(f"### {title}\n" if self.markdown else f"{title}\n")
        right = [all(not row[place] or row[place][0].isdigit() for row in rows) for place in range(len(header))]
        widths = [max(len(row[place]) for row in (header, *rows)) for place in range(len(header))]
        rule = tuple("-" * (width - 1) + (":" if end else "-") for width, end in zip(widths, right, strict=True))
        for row in (header, *((rule,) if self.markdown else ()), *rows):
            cells = [
                cell.rjust(width) if end else cell.ljust(width) for cell, width, end in zip(row, widths, right, strict=True)
            ]
            print(f"| {' | '.join(cells)} |" if self.markdown else "  ".join(cells).rstrip())
        print(flush=True)


def hours_for(modules: int) -> tuple[int, ...]:
    """Hours a week that make a size neither trivial nor endless: several at 20 modules, where they make the most difference."""
    if modules == 20:
        return 6, 8, 10, 12
    return (6,) if modules <= 10 else (8,) if modules <= 30 else (12,)


MANY_HOURS, HARD_HOURS = 20, 8
"""Of the size that is measured with several hours a week, the hard kinds are measured with so many."""

LARGE = 60
"""From so many modules on it is also measured how soon there is a plan at all."""

AT_ONCE = 0.1
"""Seconds after which the programs are stopped then; what they take longer is their start, and what is under way."""

LONG = 10.0
"""A run that takes more seconds than this is not repeated."""


def limit_for(modules: int, limit: float) -> float:
    """The limit for a size: at 20 modules, where the time to the proof is the question, enough for most proofs."""
    return 6 * limit if modules == 20 else 3 * limit if modules >= 30 else limit


def made(peer: Peer, size: int, hours: int, seed: int) -> Trial:
    """A diploma of a size, with given hours."""
    # Longer than any of these plans; a user would have to try.
    horizon = max(120, size * 3 // 2)
    arguments = ["catalogues.py", "diploma", str(size), str(seed), str(hours)]
    return Trial(peer, f"{size} modules, {hours} hours, seed {seed}", arguments, ["--hours", str(hours)], STAGES, horizon)


def planning(report: Report, peer: Peer, sizes: Sequence[int], seeds: int, limit: float, repeat: int) -> None:
    """Diplomas of every size and seed, with given hours."""
    trials: dict[int, list[Trial]] = {size: [] for size in sizes}
    for size in sizes:
        for hours, seed in product(hours_for(size), range(1, seeds + 1)):
            trial = made(peer, size, hours, seed)
            report.faults.extend(trial.run(catalogues.diploma(size, seed, hours), limit_for(size, limit), repeat))
            trials[size].append(trial)
    rows = [
        (
            *(str(size), trial.made_by[4], trial.made_by[3], name, runs[0][1].status),
            *values_of(runs[0][1]),
            runs[0][1].open_stage(),
            *took(runs),
            str(len(runs)),
        )
        for size in sizes
        for trial in trials[size]
        for name, runs in trial.sides()
    ]
    header = (
        "modules",
        "hours",
        "seed",
        "program",
        "status",
        "finish",
        "S$",
        "minutes",
        "starts",
        "open",
        "wall s",
        "CPU s",
        "MB",
    )
    report.table("Plans of a diploma", (*header, "runs"), rows)
    sides = ("modules", "mcplan proved", f"{peer.name} proved", "mcplan's plan better")
    times = ("mcplan wall s", f"{peer.name} wall s", "wall ratio", "mcplan CPU s", f"{peer.name} CPU s", "CPU ratio")
    title = "Medians by size, of the catalogues that at least one program proved; a ratio above 1 is in favour of mcplan"
    report.table(title, (*sides, *times), [compared(size, trials[size]) for size in sizes])


def values_of(answer: Answer) -> Row:
    """Finish, dollars, minutes and starts, as text."""
    if not answer.values:
        return ("",) * len(STAGES)
    finish, cost, minutes, starts = (answer.values[stage] for stage in STAGES)
    return str(finish), str(cost // 100), str(minutes), str(starts)


def compared(size: int, trials: Sequence[Trial]) -> Row:
    """A size in one row; each catalogue stands for itself with the median of its runs.

    Where neither program got to the end, their times say nothing but the limit.
    """
    pairs = [(trial.ours[0][1], trial.theirs[0][1]) for trial in trials]
    better = sum(bool(ours.values) and (not theirs.values or in_order(ours) < in_order(theirs)) for ours, theirs in pairs)
    proved = (sum(pair[side].status == "optimal" for pair in pairs) for side in range(2))
    counts = (f"{count} of {len(trials)}" for count in (*proved, better))
    settled = [trial for trial, pair in zip(trials, pairs, strict=True) if "optimal" in {answer.status for answer in pair}]
    if not settled:
        return (str(size), *counts, *("",) * 6)
    measures: tuple[Callable[[Run], float], ...] = (lambda done: done.wall, lambda done: done.cpu)
    times = []
    for measure in measures:
        ours = median(middle(trial.ours, measure) for trial in settled)
        theirs = median(middle(trial.theirs, measure) for trial in settled)
        times += [f"{ours:.2f}", f"{theirs:.2f}", f"{theirs / ours:.1f}"]
    return (str(size), *counts, *times)


def in_order(answer: Answer) -> tuple[int, ...]:
    """The values, the stage that counts first at the front."""
    return tuple(answer.values[stage] for stage in STAGES)


def at_once(report: Report, peer: Peer, sizes: Sequence[int], seeds: int, limit: float, repeat: int) -> None:
    """How soon there is a plan: both programs are stopped before they can seek a better one."""
    rows: list[Row] = []
    for size, seed in product(sizes, range(1, seeds + 1)):
        trial = made(peer, size, hours_for(size)[0], seed)
        report.faults.extend(trial.run(catalogues.diploma(size, seed, hours_for(size)[0]), limit, repeat, always=True))
        for name, runs in trial.sides():
            finish = values_of(runs[0][1])[0]
            rows.append((str(size), str(seed), name, finish, *took(runs), str(len(runs))))
    header = ("modules", "seed", "program", "finish", "wall s", "CPU s", "MB", "runs")
    report.table(f"A first plan, stopped after {limit:g} seconds", header, rows)


def hard_kinds(report: Report, peer: Peer | None, sizes: Sequence[int], seeds: int, limit: float, repeat: int) -> None:
    """Diplomas that make use of one rule each, beside the plain ones; by mcplan alone where there is no other build."""
    rows: list[Row] = []
    for size, seed in product(sizes, range(1, seeds + 1)):
        hours, plain = hours_for(size)[0] if size != MANY_HOURS else HARD_HOURS, 0.0
        for kind in kinds.KINDS:
            trial = hard(peer, kind, size, hours, seed)
            text = catalogues.catalogue(kinds.diploma_of(kind, size, seed, hours))
            report.faults.extend(trial.run(text, limit_for(size, limit), repeat))
            plain = plain or middle(trial.ours, lambda done: done.cpu)
            for name, runs in trial.sides():
                times = f"{middle(runs, lambda done: done.cpu) / plain:.1f}"
                answer = runs[0][1]
                finish, open_stage = values_of(answer)[0], answer.open_stage()
                rows.append((str(size), kind, str(seed), name, answer.status, finish, open_stage, *took(runs), times))
    header = ("modules", "kind", "seed", "program", "status", "finish", "open", "wall s", "CPU s", "MB", "times plain")
    report.table("Hard kinds of diplomas; the last column is CPU seconds over those of mcplan on the plain one", header, rows)


def hard(peer: Peer | None, kind: str, size: int, hours: int, seed: int) -> Trial:
    """A diploma of a kind and a size, with given hours."""
    arguments = ["kinds.py", kind, str(size), str(seed), str(hours)]
    wanted = ["--hours", str(hours), *kinds.options_of(kind, size, seed, hours)]
    earlier = kinds.earlier_plan(size, seed, hours) if kind == "kept" else None
    what = f"{kind}, {size} modules, {hours} hours, seed {seed}"
    return Trial(peer, what, arguments, wanted, STAGES, max(120, size * 3 // 2), earlier)


CLASSIC = ("-m", "mcplanner", "plan", "--hours", "6", "--start", "2026-12", "--target")
TYPER = "import typer; app = typer.Typer({}); app.command()(lambda: None); app(['--help'])"


def start_up(report: Report, rounds: int) -> None:
    """What small commands take, next to what nothing but an import or a help page takes."""
    commands: dict[str, Sequence[str]] = {
        "python -c pass": ["-c", "pass"],
        "a typer app of one command: --help": ["-c", TYPER.format("")],
        "the same without rich: --help": ["-c", TYPER.format("rich_markup_mode=None")],
        "mcplan --help": ["-m", "mcplanner", "--help"],
        "from ortools.sat.python import cp_model": ["-c", "from ortools.sat.python import cp_model"],
        "mcplan plan --target cyber-diploma": [*CLASSIC, "cyber-diploma"],
        "mcplan plan --target diploma": [*CLASSIC, "diploma"],
    }
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        print(f"start-up, round {number} …", file=sys.stderr)
        for name, words in commands.items():
            done = run([sys.executable, *words])
            if done.code != 0:
                raise SystemExit(f"{name} ended with {done.code}: {done.complained}")
            if number:  # the first round fills caches
                runs[name].append(done)
    rows = [
        (name, f"{1000 * median(done.wall for done in own):.0f}", f"{1000 * median(done.cpu for done in own):.0f}")
        for name, own in runs.items()
    ]
    report.table(f"Start-up, medians (rounds: {rounds})", ("command", "wall ms", "CPU ms"), rows)


def last_month(months: int) -> str:
    """The last of so many months."""
    return f"{int(FIRST[:4]) + (months - 1) // 12}-{(months - 1) % 12 + 1:02d}"


def balancing(report: Report, peer: Peer, curricula: Iterable[tuple[int, int]], seeds: int, limit: float, repeat: int) -> None:
    """Curricula with a last month and no hours: the peak of the weekly load is minimised first."""
    rows: list[Row] = []
    for courses, quarters in curricula:
        for seed in range(1, seeds + 1):
            arguments = ["catalogues.py", "curriculum", str(courses), str(quarters), str(seed)]
            months = 3 * quarters
            what, stages = f"{courses} courses in {quarters} quarters, seed {seed}", ("peak", *STAGES)
            trial = Trial(peer, what, arguments, ["--by", last_month(months)], stages, months)
            report.faults.extend(trial.run(catalogues.curriculum(courses, quarters, seed), limit, repeat))
            for name, runs in trial.sides():
                answer = runs[0][1]
                peak = answer.values.get("peak")
                proved = "yes" if peak is not None and answer.bounds.get("peak") == peak else "no"
                credits_a_quarter = "" if peak is None else f"{peak / 60:g}"
                which = (str(courses), str(quarters), str(seed), name, credits_a_quarter, proved)
                rows.append((*which, answer.status, answer.open_stage(), *took(runs), str(len(runs))))
    header = ("courses", "quarters", "seed", "program", "peak credits", "proved", "all stages", "open", "wall s", "CPU s", "MB")
    report.table("Balanced curricula", (*header, "runs"), rows)


def everything(report: Report, peer: Peer, sizes: Sequence[int], seeds: int, limit: float, repeat: int, quick: bool) -> None:
    """All but the hard kinds."""
    planning(report, peer, sizes, seeds, limit, repeat)
    if quick:
        at_once(report, peer, sizes, seeds, limit, repeat)  # a smaller limit might leave either program without a plan
    else:
        at_once(report, peer, [size for size in sizes if size >= LARGE], seeds, AT_ONCE, repeat)
    start_up(report, 1 if quick else 2 * repeat + 1)
    balancing(report, peer, QUICK_CURRICULA if quick else CURRICULA, min(seeds, 2), limit, repeat)


def surroundings() -> str:
    """What is measured on, and how busy it is."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"CPython {platform.python_version()}, OR-Tools {version('ortools')}, {os.cpu_count()} cores, load before {load}"


def main() -> int:
    """Measure, print the tables, and say loudly what is wrong."""
    parser = argparse.ArgumentParser(description="Measure mcplan against the plain model, each as a whole process.")
    parser.add_argument("--sizes", default="10,20,30,60,120", help="modules of the diplomas, as 10,20,30")
    parser.add_argument("--seeds", type=int, default=3, help="catalogues of each size")
    limit_help = (
        "seconds: for mcplan in all, for the plain model each stage; six times as many at 20 modules, three times above"
    )
    parser.add_argument("--limit", type=float, default=10.0, help=limit_help)
    parser.add_argument("--repeat", type=int, default=3, help="runs of a program on a catalogue that it soon finishes")
    parser.add_argument("--quick", action="store_true", help="one tiny case of everything, to see that it works")
    parser.add_argument(
        "--hard", action="store_true", help="measure the hard kinds and nothing else, by mcplan alone or --against"
    )
    parser.add_argument("--own-work", action="store_true", help="let mcplan's limit be CPU time, on a machine with other work")
    parser.add_argument("--markdown", action="store_true", help="tables in Markdown")
    parser.add_argument(
        "--against", type=Path, metavar="CHECKOUT", help="another checkout of mcplan, instead of the plain model"
    )
    asked = parser.parse_args()
    peer = PLAIN if asked.against is None else earlier_build(asked.against)
    if asked.own_work:
        os.environ.update(OWN_WORK)
    sizes = (5,) if asked.quick else tuple(int(size) for size in asked.sizes.split(","))
    seeds, repeat = (1, 1) if asked.quick else (asked.seeds, asked.repeat)
    report = Report(asked.markdown)
    print(f"{surroundings()};")
    print(f"at most {asked.limit:g} seconds: for mcplan in all, for the plain model in each stage;")
    print("at 20 modules six times as long, from 30 on three times\n")
    if asked.hard or (asked.quick and asked.against):
        hard_kinds(report, None if peer is PLAIN else peer, sizes, seeds, asked.limit, repeat)
    if not asked.hard:
        everything(report, peer, sizes, seeds, asked.limit, repeat, asked.quick)
    for found in dict.fromkeys(report.faults):
        print(found)
    print("mcplan's answer is wrong or worse, see above" if report.faults else "mcplan is nowhere wrong or worse")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
