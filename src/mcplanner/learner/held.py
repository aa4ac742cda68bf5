"""What a learner holds, as counting asks for it."""

from mcplanner.catalogue.counting import Ends, passes
from mcplanner.learner.model import Learner


def held_by(learner: Learner) -> Ends:
    """What a learner holds."""
    return passes(*((entry.module, entry.ended) for entry in learner.held))
