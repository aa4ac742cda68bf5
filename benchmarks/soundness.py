"""Is what mcplan proves true? Random catalogues, planned, and the proofs held against plans that are known.

`python benchmarks/soundness.py --seconds 60` goes through all shapes, one seed after another; `--shape NAME --seed S` repeats
one case. `docs/benchmarks.md` explains what is compared. Ends with 1 where there is a contradiction.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from time import monotonic, process_time
from traceback import extract_tb

import planted
import shapes
from as_if_large import treat_all_as_large
from cases import NO_RUN, Case
from every_plan import EveryPlan, Found, Placed, Plan, TooLargeError, Values
from methods import Known, problem_of, wrongly_proved

from mcplanner.ground.stages import Stage
from mcplanner.planning.planner import Planner, plan
from mcplanner.plans.model import Enrolment, Objective, Status
from mcplanner.plans.model import Plan as Made
from mcplanner.problem.measures import MEASURES

NAMES = (*shapes.SHAPES, *planted.SHAPES)

SECONDS_OF_SMALL, SECONDS_OF_PLANTED = 20.0, 2.0
"""How long a case is planned at most: small ones to the proof, as far as it goes; planted ones as long as people wait."""

FAR = 120
"""Months by which every plan of a planted case has ended, but for those of a search that its time limit ended."""

WORSE_PLANS = 60
"""Among so many plans that are as good in the stages before, one is sought that is worse in a stage."""

TOO_LARGE = "too large"
"""The verdict on a case of which brute force cannot look at all plans; it counts as no try."""

KEYS = {
    "finish": "finish_months",
    "moved": "moved_modules",
    "shift": "moved_months",
    "unknown_fees": "unknown_fees",
    "cost": "cost_cents",
    "minutes": "minutes_total",
    "starts": "start_months_total",
    "peak": "peak_minutes_per_week",
}
"""The stages by their names in a case, and in an objective."""


# --- one case ---


@dataclass(frozen=True)
class Tried:
    """The outcome of a case: the verdict, and every contradiction in words."""

    verdict: str
    contradictions: Sequence[str]


def tried(shape: str, seed: int, whole: bool = False, many: bool = False) -> Tried:
    """Plan the case of a shape and a seed, by the whole search, and by each method alone unless the whole alone is wanted."""
    try:
        return _tried_planted(shape, seed, whole) if shape in planted.SHAPES else _tried_small(shape, seed, whole, many)
    except TooLargeError:
        return Tried(TOO_LARGE, [])
    except Exception as error:  # a defect like any other: it is told, and the run goes on
        where = extract_tb(error.__traceback__)[-1]
        return Tried("failed", [f"{type(error).__name__} in {Path(where.filename).name}, line {where.lineno}: {error}"])


def _tried_small(shape: str, seed: int, whole: bool, many: bool) -> Tried:
    case = shapes.case_of(shape, seed)
    every = EveryPlan(case)
    made = made_as_one_of_many(case) if many else made_for(case, SECONDS_OF_SMALL)
    found = list(_about_the_plan(case, every, made))
    known = None if made.objective is None or found else Found(_values(case, made.objective), _plan_of(case, made))
    best = every.best(known)
    found += _about_the_best(case, best, made)
    if best is not None and best.plan and not whole:
        found += _alone(case, every, best)
    return Tried(made.status.value, found)


def _tried_planted(shape: str, seed: int, whole: bool) -> Tried:
    own = planted.planted_of(shape, seed)
    every = EveryPlan(own.case, FAR)
    values = every.worth(own.plan)
    made = made_for(own.case, SECONDS_OF_PLANTED)
    far = EveryPlan(own.case, max([FAR, *(each.end + 1 - own.case.first for each in made.enrolments)]))
    found = [*_about_the_plan(own.case, far, made), *_no_worse_than(own.case, values, made)]
    if not whole:
        found += _alone_on_planted(own, values)
    return Tried(made.status.value, found)


def made_for(case: Case, seconds: float) -> Made:
    """Return mcplan's answer after a search of so many seconds at most."""
    return plan(case.catalogue, case.learner, case.request(seconds), pricing=case.pricing, advice=False)


def made_as_one_of_many(case: Case) -> Made:
    """Return mcplan's answer where what does not hang on prices is sought first, as for many learners."""
    return Planner(case.catalogue, case.funding).plan(case.learner, case.request(SECONDS_OF_SMALL), advice=False, gains=False)


def _values(case: Case, objective: Objective) -> Values:
    return tuple(getattr(objective, KEYS[stage]) for stage in case.stages)


def _plan_of(case: Case, made: Made) -> Plan:
    return {
        each.module: Placed(each.start - case.first, each.end + 1 - case.first, _run_of(case, each)) for each in made.enrolments
    }


def _run_of(case: Case, enrolment: Enrolment) -> int:
    """The position of the run that an enrolment is in, by its days and its terms."""
    for position, run in enumerate(case.modules[enrolment.module].get("runs", ())):
        terms = case.terms(enrolment.module, position)
        days = [day.isoformat() for day in (enrolment.first_day, enrolment.last_day) if day is not None]
        if (
            case.offset(run["start"]) == enrolment.start - case.first
            and days == [day for day in (run["start"], run.get("end", "")) if day.count("-") == 2]
            and tuple(terms.get("sessions", ())) == enrolment.sessions
            and case.fee(enrolment.module, position) == (enrolment.fee_cents or 0)
            and enrolment.months in case.lengths(enrolment.module, position)
        ):
            return position
    return NO_RUN


def _about_the_plan(case: Case, every: EveryPlan, made: Made) -> Iterator[str]:
    """Return the faults of a plan as it is, whatever else there may be."""
    if made.objective is None:
        return
    own = _plan_of(case, made)
    if not every.keeps_the_rules(own):
        yield f"whole: its plan breaks a rule: {own}"
    elif every.worth(own) != _values(case, made.objective):
        yield f"whole: it says that its plan is worth {_values(case, made.objective)}, and it is worth {every.worth(own)}"


def _about_the_best(case: Case, best: Found | None, made: Made) -> Iterator[str]:
    """Return the faults of an answer, next to the best plan."""
    if best is not None:
        yield from _no_worse_than(case, best.values, made)
    if made.objective is not None and (best is None or _values(case, made.objective) < best.values):
        yield f"whole: a plan worth {_values(case, made.objective)}, and brute force has {best and best.values}"


def _no_worse_than(case: Case, known: Values, made: Made) -> Iterator[str]:
    """Return an answer's proofs that cannot be true, since there is a plan with these values."""
    if made.status is Status.INFEASIBLE:
        yield f"whole: no plan, and there is one worth {known}"
    if made.objective is None or made.bound is None:
        return
    values, bounds = _values(case, made.objective), _values(case, made.bound)
    if made.status is Status.OPTIMAL and values > known:
        yield f"whole: {values} proved the best, and there is {known}"
    for depth, stage in enumerate(case.stages):
        if bounds[depth] > known[depth]:
            yield f"whole: no {stage} under {bounds[depth]}, and there is {known[depth]}"
        if values[depth] != known[depth]:
            break


def _alone(case: Case, every: EveryPlan, best: Found) -> Iterator[str]:
    """Return each method's proofs that cannot be true, stage by stage."""
    problem = problem_of(case)
    modules = {candidate.module for candidate in problem.candidates}
    for stage in problem.stages:
        depth = case.stages.index(stage)
        least = best.values[depth]
        worse = _worse(every, best.values, depth, modules)
        yield from wrongly_proved(case, problem, stage, Known(least, True, worse))
        fixed = MEASURES[stage].fixed(problem, least)
        if fixed is None:
            yield f"arithmetic: no plan within a {stage} of {least}, and there is one"
            return
        problem = fixed


def _worse(every: EveryPlan, best: Values, depth: int, modules: set[str]) -> Plan | None:
    """A plan as good as the best in the first stages, and worse in the next; None where none is soon found."""
    alike = islice(every.all(lambda values: values[:depth] <= best[:depth]), WORSE_PLANS)
    worst = max((own for own in alike if own.plan.keys() <= modules), key=lambda own: own.values[depth], default=None)
    return None if worst is None or worst.values[depth] == best[depth] else worst.plan


def _alone_on_planted(own: planted.Planted, values: Values) -> Iterator[str]:
    """Do so for the first stage, and for the cost if a dearer plan with the same finish is known."""
    problem = problem_of(own.case)
    yield from wrongly_proved(own.case, problem, problem.stages[0], Known(values[0], False, None))
    fixed = MEASURES[problem.stages[0]].fixed(problem, values[0])
    if fixed is not None and problem.stages[:2] == (Stage.FINISH, Stage.COST):
        yield from wrongly_proved(own.case, fixed, Stage.COST, Known(values[1], False, own.dearer))


# --- many cases ---


@dataclass
class Row:
    """The outcome of the cases of a shape."""

    verdicts: Counter[str] = field(default_factory=Counter)
    seeds: list[int] = field(default_factory=list)
    """Those with a contradiction."""
    seconds: float = 0.0

    def add(self, other: "Row") -> None:
        self.verdicts += other.verdicts
        self.seeds += other.seeds
        self.seconds += other.seconds

    @property
    def tries(self) -> int:
        return self.verdicts.total() - self.verdicts[TOO_LARGE]

    @property
    def proved(self) -> int:
        return self.verdicts["optimal"] + self.verdicts["infeasible"]


Table = dict[str, Row]


@dataclass(frozen=True)
class Part:
    """The cases that one process goes through: its share of the seeds, each with all shapes in turn."""

    shapes: Sequence[str]
    seeds: range
    seconds: float
    whole: bool
    large: bool
    many: bool


def go_through(part: Part) -> Table:
    """Try cases until there are no more, or time is up, and print every contradiction at once."""
    if part.large:
        treat_all_as_large()
    table = {shape: Row() for shape in part.shapes}
    deadline = monotonic() + part.seconds
    for seed in part.seeds:
        for shape in part.shapes:
            if monotonic() > deadline:
                return table
            begun = process_time()
            outcome = tried(shape, seed, part.whole, part.many)
            found = Row(Counter({outcome.verdict: 1}), [seed] if outcome.contradictions else [], process_time() - begun)
            table[shape].add(found)
            for contradiction in outcome.contradictions:
                print(f"--shape {shape} --seed {seed}: {contradiction}", flush=True)
    return table


def gone_through(parts: Sequence[Part]) -> Table:
    """Go through the cases in several processes."""
    if len(parts) == 1:
        return go_through(parts[0])
    table = {shape: Row() for shape in parts[0].shapes}
    with Pool(len(parts)) as pool:
        for own in pool.imap_unordered(go_through, parts):
            for shape, row in own.items():
                table[shape].add(row)
    return table


def lines(table: Table) -> Iterator[str]:
    """The table in Markdown."""
    yield "| shape | tries | proved | no plan | open | too large | contradictions | ms a try | seeds |"
    yield "| :---- | ----: | -----: | ------: | ---: | --------: | -------------: | -------: | :---- |"
    total = Row()
    for row in table.values():
        total.add(row)
    for shape, row in (*table.items(), ("all", total)):
        if row.tries:
            seeds = "" if row is total else ", ".join(map(str, sorted(row.seeds)))
            yield (
                f"| {shape} | {row.tries} | {row.proved} | {row.verdicts['infeasible']} | {row.tries - row.proved} "
                f"| {row.verdicts[TOO_LARGE]} "
                f"| {len(row.seeds)} | {1000 * row.seconds / row.tries:.0f} | {seeds} |"
            )


def show(shape: str, seed: int) -> None:
    """Print a case as a person can try it: the catalogue, and the options."""
    case = planted.planted_of(shape, seed).case if shape in planted.SHAPES else shapes.case_of(shape, seed)
    print(f"# mcplan plan {case.options()} --catalogue FILE")
    if case.keep:
        print(f"# keeping {', '.join(f'{name} in {case.text(start)}' for name, start in case.keep.items())}")
    for name, steps in case.prices.items():
        print(f"# {name} costs {', '.join(f'S${dollars} from {case.text(first)} on' for first, dollars in steps)}")
    print(case.as_yaml())


def main() -> None:
    """Try what was asked for, and end with 1 where there is a contradiction."""
    parser = argparse.ArgumentParser(description="Hold what mcplan proves against plans that are known.")
    known = f"one of {', '.join(NAMES)}; repeatable; all if left out"
    parser.add_argument("--shape", action="append", choices=NAMES, metavar="NAME", help=known)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="for how long to try cases")
    parser.add_argument("--tries", type=int, help="how many cases of each shape to try, if not all that there is time for")
    parser.add_argument("--from", type=int, default=1, dest="first", help="the first seed, 1 if left out")
    parser.add_argument("--seed", type=int, help="try this seed alone")
    parser.add_argument("--show", action="store_true", help="with --seed, print the catalogue and the options too")
    parser.add_argument("--whole", action="store_true", help="try the whole search, and no method by itself")
    parser.add_argument("--as-if-large", action="store_true", help="treat small problems as large ones are treated")
    parser.add_argument("--many", action="store_true", help="plan small cases as those of many learners are planned")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes share the work")
    asked = parser.parse_args()
    names = asked.shape or list(NAMES)
    if asked.seed is None and asked.tries is None and asked.seconds == float("inf"):
        parser.error("say how much to try: --seconds, --tries or --seed")
    if asked.seed is not None:
        asked.first, asked.tries, asked.jobs = asked.seed, 1, 1
        if asked.show:
            for name in names:
                show(name, asked.seed)
    last = asked.first + (asked.tries if asked.tries is not None else sys.maxsize // 2)
    shares = (range(asked.first + job, last, asked.jobs) for job in range(asked.jobs))
    parts = [Part(names, share, asked.seconds, asked.whole, asked.as_if_large, asked.many) for share in shares]
    table = gone_through(parts)
    for line in lines(table):
        print(line)
    sys.exit(any(row.seeds for row in table.values()))


if __name__ == "__main__":
    main()
