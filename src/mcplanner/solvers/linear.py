"""OR-Tools GLOP: what a linear program's rows are worth.

Floor 7. Beside `engine` the only file that imports ortools; knows nothing of modules or plans. Its answer is floating-point and
decides nothing: whoever asks for it checks it in integers.
"""

from collections.abc import Iterable
from typing import Any

from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

Term = tuple[int, int]
"""A coefficient and a column."""


class Program:
    """A linear program under construction: columns from 0 up, and rows that their sums keep to."""

    def __init__(self) -> None:
        self._solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        self._columns: list[Any] = []
        self._rows: list[Any] = []

    def column(self, most: float | None = None) -> int:
        """A new column between 0 and `most`, if that is given."""
        self._columns.append(self._solver.NumVar(0, self._solver.infinity() if most is None else most, ""))
        return len(self._columns) - 1

    def row(self, terms: Iterable[Term], least: int | None, most: int | None) -> int:
        """A new row: `least <= sum of terms <= most`, where these are given; each column once."""
        infinity = self._solver.infinity()
        row = self._solver.Constraint(-infinity if least is None else least, infinity if most is None else most)
        for coefficient, column in terms:
            row.SetCoefficient(self._columns[column], coefficient)
        self._rows.append(row)
        return len(self._rows) - 1

    def minimise(self, column: int) -> bool:
        """Find the least value of a column; whether there is one."""
        objective = self._solver.Objective()
        objective.SetCoefficient(self._columns[column], 1)
        objective.SetMinimization()
        return bool(self._solver.Solve() == self._solver.OPTIMAL)

    def worth(self, row: int) -> float:
        """By how much the least value rises with the limit of a row."""
        return float(self._rows[row].dual_value())
