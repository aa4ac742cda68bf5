"""Two builds side by side on the same random learners: plans a CPU second, the dearest questions, and answers that differ.

`python benchmarks/side_by_side.py ../earlier` plans for 500 learners of the shipped catalogue with this build and with that of
another checkout: each as one process that keeps what it may keep, on the same files, taking turns question by question. Half of
the learners pay prices after subsidies and credit; the others see fees alone. Hours are 3 to 15 a week, targets any award or
role, starts any month of four years. `--whole` has everything explained, as `mcplan plan` does, and otherwise as
`mcplan cohort` does; `--bare` has nothing explained. The table has the mean, the median and the share of the dearest twentieth,
in CPU milliseconds. Ends with 1 where a status, finish or cost differs. Early builds count full days as hours of the week, so
that beside another build all modules are taught in evenings. Without a checkout, this build alone is measured, as it is;
`--save FILE` keeps its answers, and `--compare FILE` says which differ from those that were saved, also in hours, starts, the
reason and the least changes, to the word. Ctrl-C ends it with what was measured until then.
Needs Linux, which says how much memory a process has now.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import count, islice
from pathlib import Path
from random import Random
from statistics import mean, median
from time import process_time
from typing import IO, Any

HERE = Path(__file__).resolve()
DEAREST = 0.05
"""The part of the questions that is the tail."""

SECONDS = 600.0
"""The time limit of a question, which no answer should need, whatever else the machine does."""

Answer = dict[str, Any]
OF_PLANS = ("status", "finish", "cost")
OF_ONE_BUILD = ("hours", "starts", "reason", "changes")
"""What answers must have in common, and what else where the build is nearly the same: words and order of stages change."""


# --- the questions ---


def questions(targets: Sequence[str], number: int, seed: int) -> Iterator[dict[str, Any]]:
    """What so many random learners ask: with money every other one of them."""
    random = Random(seed)
    for person in range(number):
        asked = {"target": random.choice(targets), "minutes": 60 * random.randint(3, 15), "start": random.randint(0, 47)}
        money = {
            "residency": random.choice(("citizen", "citizen", "citizen", "permanent-resident", "other")),
            "born": random.randint(1960, 2005),
            "employer": random.choice((None, None, None, "sme", "large")),
            "credit": random.choice((0, 50_000, 400_000)),
        }
        yield asked | (money if person % 2 else {})


# --- one build, as a process ---


def work(catalogue: Path, funding: Path, way: str) -> None:
    """Answer the questions that come in, a line each, with the mcplan that this process finds."""
    answer_one = _answering(catalogue, funding, way)
    for line in sys.stdin:
        begun = process_time()
        answer = answer_one(json.loads(line))
        print(json.dumps(answer | {"cpu": process_time() - begun, "megabytes": _megabytes()}), flush=True)


def _answering(catalogue_path: Path, funding_path: Path, way: str) -> Any:
    import mcplanner
    from mcplanner import Learner, Request, load_catalogue, load_funding, parse_month

    catalogue, funding = load_catalogue(catalogue_path).catalogue, load_funding(funding_path)[0]
    assert catalogue is not None, "the shipped catalogue is one"
    planner = getattr(mcplanner, "Planner", lambda *_: None)(catalogue, funding)
    first = parse_month("2026-12")

    def answer(asked: Mapping[str, Any]) -> Answer:
        facts = {key: asked[key] for key in ("residency", "born", "employer") if key in asked}
        if asked.get("credit"):
            facts["credit_cents"] = {"opening": asked["credit"]}
        learner = Learner(minutes_per_week=asked["minutes"], **facts)
        request = Request((asked["target"],), type(first)(first + asked["start"]), seconds=SECONDS)
        if planner is None:
            made = mcplanner.plan(
                catalogue, learner, request, pricing=mcplanner.Pricing(learner, funding), advice=way != "bare"
            )
        else:
            made = planner.plan(learner, request, advice=way != "bare", gains=way == "whole")
        return _plain(made)

    return answer


def _plain(made: Any) -> Answer:
    told = made.objective
    return {
        "status": str(getattr(made.status, "value", made.status)),
        "finish": made.finish,
        "cost": None if told is None else getattr(told, "cost_cents", None),
        "hours": None if told is None else told.minutes_total / 60,
        "starts": None if told is None else told.start_months_total,
        "reason": made.reason,
        "changes": [repr(each) for each in made.relaxations],
    }


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Build:
    """The mcplan of a checkout, in a process of its own that answers one question after another."""

    def __init__(self, name: str, checkout: Path, words: Sequence[str]) -> None:
        """Start the process."""
        self.name = name
        self.answers: list[Answer] = []
        surroundings = os.environ | {"PYTHONPATH": str(checkout / "src"), "MCPLAN_CACHE": "off", "PYTHONHASHSEED": "0"}
        command = [sys.executable, str(HERE), "--work", *words]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=surroundings)

    def ask(self, question: Mapping[str, Any]) -> None:
        """Add the answer to a question."""
        sent, received = _both(self._process)
        print(json.dumps(question), file=sent, flush=True)
        line = received.readline()
        if not line:
            raise SystemExit(f"{self.name} ended at {json.dumps(question)}")
        self.answers.append(json.loads(line))

    def end(self) -> None:
        """Let the process end."""
        _both(self._process)[0].close()
        self._process.wait()

    @property
    def cpu(self) -> list[float]:
        """The milliseconds of each answer."""
        return [1000 * answer["cpu"] for answer in self.answers]


def _both(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None, "it reads questions"
    assert process.stdout is not None, "it prints answers"
    return process.stdin, process.stdout


# --- what is said of them ---


def table(builds: Sequence[Build], part: slice, name: str) -> Iterator[str]:
    """Rows of the table for a part of the learners."""
    for build in builds:
        cpu = sorted(build.cpu[part])
        dearest = sum(cpu[-max(1, round(DEAREST * len(cpu))) :]) / sum(cpu)
        sizes = f"{mean(cpu):9.1f} {median(cpu):9.1f} {cpu[-1]:9.0f} {dearest:8.0%} {1000 / mean(cpu):9.1f}"
        yield f"{name:>8} {build.name:>12} {len(cpu):8,} {sizes} {build.answers[-1]['megabytes']:6.0f}"


def differing(one: Sequence[Answer], other: Sequence[Answer], keys: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The positions of answers that differ, and in what."""
    for position, (here, there) in enumerate(zip(one, other, strict=True)):
        in_what = [key for key in keys if here[key] != there[key]]
        if in_what:
            yield position, in_what


def main() -> int:
    parser = argparse.ArgumentParser(description="Plan for random learners with two builds, side by side.")
    parser.add_argument("against", type=Path, nargs="?", help="the checkout of another build")
    parser.add_argument("--learners", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--whole", dest="way", action="store_const", const="whole", default="changes")
    parser.add_argument("--bare", dest="way", action="store_const", const="bare")
    parser.add_argument("--dearest", type=int, default=10, help="how many of the dearest questions are printed")
    parser.add_argument("--save", type=Path, help="keep the answers of this build in a file")
    parser.add_argument("--compare", type=Path, help="compare with answers that were kept")
    parser.add_argument("--work", nargs=2, type=Path, help=argparse.SUPPRESS)
    typed = parser.parse_args()
    if typed.work:
        catalogue, funding = typed.work
        work(catalogue, funding, typed.way)
        return 0
    return _compare(typed)


def _compare(typed: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        return _compare_on(_files(typed.against, Path(folder)), typed)


def _files(against: Path | None, folder: Path) -> list[Path]:
    """The catalogue and the funding rules; for an early build without what it does not know, or knows otherwise."""
    catalogue, funding = (HERE.parents[1] / "data" / name for name in ("courses.yaml", "funding.yaml"))
    if against is None:
        return [catalogue, funding]
    lines = catalogue.read_text("utf-8").splitlines(keepends=True)
    plain = folder / catalogue.name
    plain.write_text("".join(line for line in lines if not line.startswith("    days:")), "utf-8")
    return [plain, against / "data" / funding.name]


def _compare_on(files: Sequence[Path], typed: argparse.Namespace) -> int:
    words = [*map(str, files), *({"whole": ["--whole"], "bare": ["--bare"]}.get(typed.way, []))]
    builds = [Build("this build", HERE.parents[1], words)]
    builds += [Build("the other", typed.against, words)] if typed.against else []
    asked = list(questions(_targets(files[0]), typed.learners, typed.seed))
    with suppress(KeyboardInterrupt):
        for question, turn in zip(asked, count()):
            for build in builds[:: 1 if turn % 2 else -1]:
                build.ask(question)
    asked = asked[: min(len(build.answers) for build in builds)]
    for build in builds:
        del build.answers[len(asked) :]
        build.end()
    _print_table(builds)
    _print_dearest(builds, asked, typed.dearest)
    same = _say_differences(builds[0].answers, builds[-1].answers, OF_PLANS, asked)
    if typed.save:
        typed.save.write_text("".join(json.dumps(answer) + "\n" for answer in builds[0].answers), "utf-8")
    if typed.compare:
        kept = [json.loads(line) for line in islice(typed.compare.open(encoding="utf-8"), len(asked))]
        same &= _say_differences(builds[0].answers, kept, (*OF_PLANS, *OF_ONE_BUILD), asked)
    return 0 if same else 1


def _targets(catalogue: Path) -> list[str]:
    import yaml

    entries = yaml.safe_load(catalogue.read_text("utf-8"))
    return [str(entry["id"]) for kind in ("awards", "roles") for entry in entries[kind]]


def _print_table(builds: Sequence[Build]) -> None:
    print(f"{'':>8} {'':>12} {'learners':>8} {'mean ms':>9} {'median':>9} {'most':>9} {'dearest':>8} {'a CPU s':>9} {'MB':>6}")
    for part, name in ((slice(None), "all"), (slice(0, None, 2), "fees"), (slice(1, None, 2), "money")):
        for row in table(builds, part, name):
            print(row)
    if len(builds) > 1:
        print(f"this build answers {mean(builds[1].cpu) / mean(builds[0].cpu):.2f} times as many a CPU second")


def _print_dearest(builds: Sequence[Build], asked: Sequence[Mapping[str, Any]], number: int) -> None:
    for build in builds:
        print(f"the dearest of {build.name}:")
        for position in sorted(range(len(asked)), key=build.cpu.__getitem__)[: -number - 1 : -1]:
            answer = build.answers[position]
            print(f"  {build.cpu[position]:7.0f} ms {answer['status']:10} {position:4} {json.dumps(asked[position])}")


def _say_differences(
    here: Sequence[Answer], there: Sequence[Answer], keys: Sequence[str], asked: Sequence[Mapping[str, Any]]
) -> bool:
    found = list(differing(here, there, keys))
    for position, in_what in found:
        print(f"DIFFERENT in {', '.join(in_what)}: {position} {json.dumps(asked[position])}")
        for key in in_what:
            print(f"    {key}: {str(here[position][key])[:300]} | {str(there[position][key])[:300]}")
    print(f"{len(found)} of {len(here)} answers differ in {', '.join(keys)}")
    return not found


if __name__ == "__main__":
    sys.exit(main())
