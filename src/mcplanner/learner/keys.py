"""The keys of the learner file that have plain values, by the kind of value, so that a command can set them.

Knows names; what a key means is in `file`, and what its value may be in `shape`.
"""

TEXTS = ("name", "residency", "employer", "prefer", "stretch", "funding")
NUMBERS = ("born", "hours", "at_once", "evenings", "days_off", "budget", "budget_per_year")
TRUTHS = ("union", "first_qualification")
LISTS = ("busy", "away", "modes", "providers", "skip", "targets", "skills", "failed", "assume", "catalogue")

PLAIN = TEXTS + NUMBERS + TRUTHS + LISTS
"""The others have a form of their own: `held`, `under_way`, `pins` and `credit`."""

ASKED_EACH_TIME = {"by": "say it each time: mcplan plan --by MONTH", "start": "say it each time: mcplan plan --start MONTH"}
"""What is no key of a learner file although people write it there, each with what to do instead."""
