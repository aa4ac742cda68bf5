"""The proof that there is no plan, choice by choice: each is made in every way, and arithmetic rules all of them out.

Knows bounds, dual values and choices; loads no engine, and finds no plan.

A bound must hold whatever a plan chooses, so where an award can be reached by two ways that share nothing, it sees little more
than what both have in common. With the choice made, all of one way is compulsory, and bounds see its hours and its order.

Every plan either satisfies a part of a choice, or satisfies the choice without it. So two problems take the place of one: in
the first the part is needed, in the second it is left out. Both ask for no less than before, and no plan is lost.
"""

from mcplanner.ground.watch import Watch
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.choices import choices, split, width
from mcplanner.solvers.lp.dual_bounds import dual_bound

WORK_OF_DUALS = 5
"""The number of problems that can be looked at in about the time that the dual values of one take."""


class Branching:
    """A search that goes on where it stopped.

    Parameters
    ----------
    with_duals
        Whether dual values are tried where bounds rule nothing out.

    Attributes
    ----------
    over
        Whether all is ruled out.
    in_vain
        Whether something has no choice left and is not ruled out.
    """

    def __init__(self, bounds: Bounds, with_duals: bool) -> None:
        self._open = [bounds]
        self._with_duals = with_duals
        self._done = 0
        self.over = False
        self.in_vain = False

    def search(self, work: int, watch: Watch) -> None:
        """Look at so many problems, until all are ruled out, one cannot be, or time is up."""
        enough = self._done + work
        while self._open and not self.in_vain and self._done < enough and watch.seconds_left:
            bounds = self._open.pop()
            if self._ruled_out(bounds, watch):
                continue
            assert bounds.problem is not None, "what is not ruled out is a problem"
            found = choices(bounds.problem, bounds.compulsory)
            choice = max(found, key=lambda choice: width(choice.node), default=None)
            self.in_vain = choice is None
            if choice is not None:
                self._open += [Bounds(own) for own in split(bounds.problem, choice)]
        self.over = not self._open and not self.in_vain

    def _ruled_out(self, bounds: Bounds, watch: Watch) -> bool:
        self._done += 1
        if bounds.refuted or not self._with_duals:
            return bounds.refuted
        self._done += WORK_OF_DUALS
        return dual_bound(bounds, watch).refuted
