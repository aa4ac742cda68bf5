"""What the linear programs of like problems tell one another, such as those of one limit after another.

Knows nothing of how they are solved, and loads no solver.
"""

from typing import TYPE_CHECKING

from msgspec import Struct, field

from mcplanner.problem.model import Key

if TYPE_CHECKING:
    from mcplanner.solvers.lp.knapsack_cuts import Counting, Knapsack


class Cuts(Struct):
    """Suggestions for the next program: it checks them, and may be about other modules and months.

    Attributes
    ----------
    knapsacks
        What fits into a month, with the ways to count that were found, by its room and by how often each load is there.
    hours
        Of rows about hours that were worth something in the last program, the months, and how these were counted.
    needs
        The same of rows about needs: what is needed, by what, by when, and whether alongside.
    """

    knapsacks: "dict[tuple[int, frozenset[tuple[int, int]]], Knapsack]" = field(default_factory=dict)
    hours: "tuple[tuple[tuple[int, ...], Counting], ...]" = ()
    needs: tuple[tuple[Key, Key, int, bool], ...] = ()
