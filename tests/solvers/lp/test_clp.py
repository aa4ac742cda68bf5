"""Linear programs: a solution that rows make dearer, and one that there is no time for."""

import signal
from random import Random
from typing import Any

import pytest
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from mcplanner.solvers.lp.clp import Program


def test_rows_that_are_added_are_kept_to() -> None:
    # Three of both together, at 3 and 2 apiece: all of the second, until no more than one of it is to be had.
    for many_rows in (False, True):
        program = Program()
        first, second = program.column(cost=3), program.column(cost=2)
        both = program.row([(1, first), (1, second)], 3, None)
        assert program.minimise()
        assert (program.objective(), list(program.values())) == (6, [0, 3])
        scarce = program.row([(1, second)], None, 1)
        assert program.minimise(many_rows=many_rows)
        assert (program.objective(), list(program.values())) == (8, [2, 1])
        assert [program.worth()[both], program.worth()[scarce]] == [3, -1]


def test_costs_and_limits_of_columns_change() -> None:
    # Three of both together: at first the second is cheaper, then the first, of which there is one, and at last any number.
    program = Program()
    first, second = program.column(cost=3), program.column(cost=2)
    program.row([(1, first), (1, second)], 3, None)
    assert program.minimise()
    assert list(program.values()) == [0, 3]
    program.set_cost(first, 1)
    program.set_most(first, 1)
    assert program.minimise()
    assert (program.objective(), list(program.values())) == (5, [1, 2])
    program.set_most(first, None)
    assert program.minimise()
    assert (program.objective(), list(program.values())) == (3, [3, 0])


def test_what_has_no_solution() -> None:
    program = Program()
    program.row([(1, program.column(most=1))], 2, None)
    assert not program.minimise()


def large(random: Random, size: int) -> Program:
    program = Program()
    columns = [program.column(cost=random.randint(1, 99)) for _ in range(size)]
    for _ in range(size):
        program.row([(random.randint(1, 9), column) for column in columns], random.randint(1000, 9999), None)
    return program


def test_time_that_is_not_enough() -> None:
    program = large(Random(1), 400)
    assert not program.minimise(seconds=1e-9)
    assert program.minimise()


def test_ctrl_c_waits_until_clp_is_done_and_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    # CLP has a handler of its own while it solves, and tells nobody.
    solve, done = pywraplp.Solver.Solve, []

    def pressed(*arguments: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        done.append(solve(*arguments))
        return done[0]

    monkeypatch.setattr(pywraplp.Solver, "Solve", pressed)
    with pytest.raises(KeyboardInterrupt):
        large(Random(1), 20).minimise()
    assert done == [pywraplp.Solver.OPTIMAL]


def test_an_objective_may_change() -> None:
    program = Program()
    first, second = program.column(cost=3), program.column(cost=2)
    program.row([(1, first), (1, second)], 3, None)
    assert program.minimise()
    program.set_cost(first, 1)
    assert program.minimise()
    assert (program.objective(), list(program.values())) == (3, [3, 0])
