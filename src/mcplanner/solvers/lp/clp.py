"""CLP, by OR-Tools: the solution of a linear program that grows row by row, and what its rows are worth.

Beside `engine` the only file that imports ortools; knows nothing of modules or plans. Its answer is floating-point and
decides nothing: whoever asks for it checks it in integers.

CLP goes on from the solution before when rows are added, without presolving; OR-Tools' own GLOP, which begins anew each time,
took more than twice as long on these programs. At first, and after few new rows, the primal simplex method is the quicker one:
with 120 modules up to seven times. After many rows it is the dual one, with 20 modules by half.

OR-Tools' Python objects are shells, and each call looks up by name what is inside: a microsecond, six times as long as the call
itself. There are hundreds of thousands of calls, so what is inside (`this`) is kept, and the methods are called with that.
"""

import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

ColumnTerm = tuple[int, int]
"""A coefficient and a column."""


class Program:
    """A linear program under construction: columns from 0 up, and rows that their sums keep to."""

    def __init__(self) -> None:
        self._solver: Any = pywraplp.Solver.CreateSolver("CLP")
        self._infinity = self._solver.infinity()
        self._objective = self._solver.Objective().this
        pywraplp.Objective.SetMinimization(self._objective)
        self._settings = pywraplp.MPSolverParameters()
        self._settings.SetIntegerParam(self._settings.PRESOLVE, self._settings.PRESOLVE_OFF)
        self._columns: list[Any] = []
        self._costs: list[int] = []
        self._most: list[int | None] = []
        self._rows: list[Any] = []

    def column(self, least: int = 0, most: int | None = None, cost: int = 0) -> int:
        """A new column from `least` to `most`, if that is given, of which each one adds `cost` to the objective."""
        column = self._solver.NumVar(least, self._infinity if most is None else most, "").this
        if cost:
            pywraplp.Objective.SetCoefficient(self._objective, column, cost)
        self._columns.append(column)
        self._costs.append(cost)
        self._most.append(most)
        return len(self._columns) - 1

    def set_cost(self, column: int, cost: int) -> None:
        """From now on, each one of a column adds `cost` to the objective."""
        if self._costs[column] != cost:
            pywraplp.Objective.SetCoefficient(self._objective, self._columns[column], cost)
            self._costs[column] = cost

    def set_most(self, column: int, most: int | None) -> None:
        """From now on, a column goes up to `most`, or without end."""
        if self._most[column] != most:
            pywraplp.Variable.SetUb(self._columns[column], self._infinity if most is None else most)
            self._most[column] = most

    def row(self, terms: Iterable[ColumnTerm], least: int | None, most: int | None) -> int:
        """A new row: `least <= sum of terms <= most`, where these are given; each column once."""
        limits = -self._infinity if least is None else least, self._infinity if most is None else most
        row, columns, set_coefficient = self._solver.Constraint(*limits).this, self._columns, pywraplp.Constraint.SetCoefficient
        for coefficient, column in terms:
            set_coefficient(row, columns[column], coefficient)
        self._rows.append(row)
        return len(self._rows) - 1

    def minimise(self, seconds: float | None = None, many_rows: bool = False) -> bool:
        """Find values of the columns with the least objective; return whether there are such, and time was enough.

        Parameters
        ----------
        seconds
            When to stop at the latest.
        many_rows
            Whether many rows were added since the last time: a hint, for speed.

        Notes
        -----
        Ctrl-C waits until CLP is done, which with 120 modules took a quarter of a second at most: CLP would stop, and keep to
        itself why.
        """
        method = self._settings.DUAL if many_rows else self._settings.PRIMAL
        self._settings.SetIntegerParam(self._settings.LP_ALGORITHM, method)
        self._solver.SetTimeLimit(0 if seconds is None else max(1, round(1000 * seconds)))
        with _ctrl_c_waiting():
            status = self._solver.Solve(self._settings)
        return bool(status == self._solver.OPTIMAL)

    def objective(self) -> float:
        """The least objective that was found."""
        return float(pywraplp.Objective.Value(self._objective))

    def values(self) -> Sequence[float]:
        """The value of every column; gone as soon as a row is added."""
        return list(map(pywraplp.Variable.solution_value, self._columns))

    def worth(self) -> Sequence[float]:
        """By how much the least objective rises with the limit of each row."""
        return list(map(pywraplp.Constraint.dual_value, self._rows))


@contextmanager
def _ctrl_c_waiting() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
