"""The compiled kernel of packing: there or not, and its answers those of Python, array for array."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import catalogues
import kinds
import methods
import numpy as np
import pytest
import shapes
from msgspec.structs import astuple
from solving import problem_from

from mcplanner.ground.stages import Stage
from mcplanner.ground.watch import Watch
from mcplanner.problem.measures import TOTALS
from mcplanner.problem.model import PlanningProblem
from mcplanner.solvers import packing
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.written_out import written_out
from mcplanner.solvers.lp.dual_bounds import dual_bound
from mcplanner.solvers.methods import Method, suits
from mcplanner.solvers.packing.accounts import Ceiling
from mcplanner.solvers.packing.candidate_sets import Booleans, Sets
from mcplanner.solvers.packing.compiled import KERNEL, load_kernel
from mcplanner.solvers.packing.packing import DIVE, NARROWEST, WIDE, Breadth, Packing
from mcplanner.solvers.packing.partial_plans import Made, Plans, PlanStates
from mcplanner.solvers.packing.steps import MonthSteps

built = pytest.mark.skipif(KERNEL is None, reason="no kernel was built here")

ENOUGH = 300
"""So many plans are looked at in each packing."""

MANY_STEPS = 100
"""After so many of a shape, no further case is packed: each is taken twice."""

MONTHS = 36
"""Plans of what is made up may take so long."""

FAR = 1 << 30
"""No plan is worth more in any stage."""

NEVER_PACKED = {"runs"}
"""Where days decide what can follow on what, packing is not asked."""

STEP, DISTINCT = MonthSteps.on, MonthSteps.distinct


def test_the_kernel_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCPLAN_KERNEL", "off")
    assert load_kernel() is None


def test_nothing_is_missed_where_none_was_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MCPLAN_KERNEL", raising=False)
    monkeypatch.delattr(packing, "_kernel", raising=False)
    monkeypatch.setitem(sys.modules, "mcplanner.solvers.packing._kernel", None)
    assert load_kernel() is None


@built
def test_the_kernel_is_that_of_its_source() -> None:
    assert KERNEL is not None
    compiled = Path(str(KERNEL.__file__))
    source = compiled.with_name("_kernel.c")
    assert not source.exists() or source.stat().st_mtime <= compiled.stat().st_mtime, "pip install -e . compiles it anew"


class Compared:
    """How many steps were taken, and plans told apart, by the kernel and by Python."""

    def __init__(self) -> None:
        self.steps = 0
        self.plans = 0

    def on(self, own: MonthSteps, month: int, plans: Plans, wanted: Sets, most: int) -> Made:
        """A step, taken in both ways."""
        made = STEP(own, month, plans, wanted, most)
        with in_python(own):
            expected = STEP(own, month, plans, wanted, most)
        assert made.all_there == expected.all_there
        for name, one, other in zip(Plans.__struct_fields__, astuple(made.plans), astuple(expected.plans), strict=True):
            assert one.dtype == other.dtype, name
            np.testing.assert_array_equal(one, other, name)
        self.steps += 1
        return made

    def distinct(self, own: MonthSteps, states: PlanStates) -> Booleans:
        """Plans, told apart in both ways."""
        kept = DISTINCT(own, states)
        with in_python(own):
            np.testing.assert_array_equal(kept, DISTINCT(own, states))
        self.plans += len(kept)
        return kept


@contextmanager
def in_python(own: MonthSteps) -> Iterator[None]:
    """Some steps without the kernel."""
    with mock.patch.object(own, "_compiled", None):
        yield


@contextmanager
def compared() -> Iterator[Compared]:
    """All steps that packings take meanwhile, by the kernel and by Python."""
    found = Compared()
    with (
        mock.patch.object(MonthSteps, "on", autospec=True, side_effect=found.on),
        mock.patch.object(MonthSteps, "distinct", autospec=True, side_effect=found.distinct),
    ):
        yield found


BREADTHS = WIDE, NARROWEST, Breadth(2, 3, sets=2), Breadth(1, 2, hard_first=True, proves=False)


def packings(asked: PlanningProblem, breadth: Breadth) -> Iterator[Packing]:
    """A packing for any plan, and one for each stage that is a total; with dual values, and without."""
    problem = asked if asked.goal is None else written_out(asked)
    bounds = None if problem.goal is None else Bounds(problem)
    if bounds is None or bounds.problem is None:
        return
    duals = [dual_bound(bounds, Watch(60)).duals]
    stages = [stage for stage in problem.stages if stage in TOTALS and suits(Method.PACKING, problem, stage)]
    if suits(Method.PACKING, problem, Stage.FINISH):
        yield Packing(bounds, duals, breadth=breadth)
    for stage in stages:
        for of_value in {}, dual_bound(bounds, Watch(60), stage).duals:
            yield Packing(bounds, duals, Ceiling(stage, FAR, of_value), breadth)


@built
@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_every_rule_is_kept_as_python_keeps_it(shape: str) -> None:
    with compared() as found:
        for seed in range(12):
            if found.steps > MANY_STEPS:
                break
            problem = methods.problem_of(shapes.case_of(shape, seed))
            for own in packings(problem, BREADTHS[seed % len(BREADTHS)]):
                own.search(ENOUGH, Watch(60))
    assert found.steps or shape in NEVER_PACKED


@built
def test_sets_of_more_than_a_word_are_the_same(tmp_path: Path) -> None:
    """As those of a curriculum of 66 courses, of which thousands can start together."""
    with compared() as found:
        for own in packings(problem_from(catalogues.curriculum(66, 12, 1), tmp_path, 18, MONTHS), DIVE):
            own.search(20_000, Watch(60))
    assert found.steps > 20


@built
@pytest.mark.parametrize("kind", kinds.KINDS)
def test_diplomas_are_packed_alike(kind: str, tmp_path: Path) -> None:
    problem = problem_from(catalogues.catalogue(kinds.diploma_of(kind, 12, 1, 8)), tmp_path, 8, MONTHS)
    with compared() as found:
        for own in packings(problem, WIDE if len(kind) % 2 else NARROWEST):
            own.search(ENOUGH, Watch(60))
    assert found.plans > ENOUGH
