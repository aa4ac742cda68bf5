"""The modules that a learner holds, in the form that counting needs."""

from mcplanner.catalogue.counting import Ends, passes
from mcplanner.learner.model import Learner


def held_by(learner: Learner) -> Ends:
    """The modules that a learner holds, with the months in which they ended."""
    return passes(*((entry.module, entry.ended) for entry in learner.held))
