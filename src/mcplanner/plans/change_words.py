"""Changes of wishes in words: those that make a request possible, those with which a plan is better, and those of no help.

Knows a plan; not how its changes were found, and not where the words go.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from mcplanner.catalogue.model import Certainty
from mcplanner.ground.money import format_cents
from mcplanner.ground.months import month_name
from mcplanner.ground.numbers_text import counted
from mcplanner.learner.party_words import WORDS
from mcplanner.plans.certainty_words import MARKS, mark_beside
from mcplanner.plans.model import Gain, Plan, Relaxation

MOST_GAINS = 3
"""How many changes are shown under a plan; all of them together with its reasons."""


class ChangeLine(Struct, frozen=True):
    """A line about a wish, or about several of which no change helps.

    Attributes
    ----------
    label
        The name of the wish, or what is common to several.
    now
        How it stands; empty where only the words say something.
    to
        What it would have to be; empty where that does not help, or nothing does.
    words
        What comes of it; empty where a later line says so.
    """

    label: str
    now: str
    to: str
    words: str

    @property
    def text(self) -> str:
        """The line without its label: `8 → 11.6, done by Sep 2028`."""
        if self.to:
            return f"{self.now} → {self.to}" + (f", {self.words}" if self.words else "")
        return f"{self.now}: {self.words}" if self.now else self.words


def conflict_heading(plan: Plan) -> str:
    """What is said of the demands in the way: several together, or each alone."""
    match len(plan.each_in_the_way):
        case 0:
            return "These wishes conflict"
        case 1:
            return "This wish alone is in the way"
        case _:
            return "Each of these wishes alone is in the way"


def conflict_in_words(plan: Plan) -> str:
    """The demands in the way; empty where none were found."""
    return "; ".join(plan.each_in_the_way) or plan.conflict or ""


def ways_out_heading(plan: Plan) -> str:
    """What is said of the changes that would make a request possible: how many of them are needed."""
    if plan.joint_change:
        alone = "; none of them is enough alone" if all(change.proved for change in plan.relaxations) else ""
        return f"all of these together{alone}"
    if any(change.to is not None for change in plan.relaxations):
        return "any one of these is enough"
    if all(change.proved for change in plan.relaxations):
        return "none of these is enough alone"
    return "nothing was found in time; try a longer --time-limit"


def ways_out(plan: Plan, marks: Mapping[Certainty, str] = MARKS) -> list[ChangeLine]:
    """The changes that help together, and once what they lead to; or those that help alone, and all others on one line."""
    if plan.joint_change:
        together = ChangeLine("together", "", "", _led_to(plan, plan.joint_change[0], marks))
        return [*(ChangeLine(change.dial, change.now, _to(plan, change, marks), "") for change in plan.joint_change), together]
    helpful = (each for each in plan.relaxations if each.to is not None)
    lines = (ChangeLine(each.dial, each.now, _to(plan, each, marks), _led_to(plan, each, marks)) for each in helpful)
    return [*lines, *_without_help(plan.relaxations)]


def helpful_gains(plan: Plan) -> tuple[Gain, ...]:
    """The changes with which a plan would be sooner or cheaper, the best first."""
    return tuple(gain for gain in plan.holding_back if gain.change.to is not None)


def holding_back_heading(plan: Plan) -> str:
    """What is said of all changes together with which a plan would be sooner or cheaper."""
    return "each change alone, the least that helps" if helpful_gains(plan) else "none of these alone does"


def holding_back(plan: Plan, everything: bool = True, marks: Mapping[Certainty, str] = MARKS) -> list[ChangeLine]:
    """The changes with which a plan would be sooner or cheaper, the best first, and the others on one line; or the best."""
    helpful = [
        ChangeLine(gain.change.dial, gain.change.now, _to(plan, gain.change, marks), gain_in_words(gain, plan, marks))
        for gain in helpful_gains(plan)
    ]
    return [*helpful, *_without_help(gain.change for gain in plan.holding_back)] if everything else helpful[:MOST_GAINS]


def led_to(change: Relaxation, mark: str = "") -> str:
    """When everything is done with a change, with the mark of that, and whether less of it may do."""
    done = "nothing is left to study" if change.finish is None else f"done by {month_name(change.finish)}{mark}"
    return done if change.proved else f"{done}; a smaller change may be enough: not proved"


def _to(plan: Plan, change: Relaxation, marks: Mapping[Certainty, str]) -> str:
    """What a wish would have to be, with the mark of that; empty where no change of it helps."""
    return "" if change.to is None else f"{change.to}{mark_beside(plan, change.to_hangs_on, marks)}"


def _led_to(plan: Plan, change: Relaxation, marks: Mapping[Certainty, str]) -> str:
    return led_to(change, mark_beside(plan, change.finish_hangs_on, marks))


def gain_in_words(gain: Gain, plan: Plan, marks: Mapping[Certainty, str] = MARKS) -> str:
    """What a change that helps brings: `done by Sep 2027: 6 months sooner`."""
    change = gain.change
    if change.finish is None:
        return led_to(change)
    mark = mark_beside(plan, change.finish_hangs_on, marks)
    done, months = f"done by {month_name(change.finish)}{mark}", gain.months_sooner
    when = f"{done}: {counted(abs(months), 'month')} {'sooner' if months > 0 else 'later'}" if months else done
    if gain.cents_less is None:
        words = when
    else:
        payer = "" if plan.payer == "learner" else f" {WORDS[plan.payer].to_pay}"
        of_cost = mark_beside(plan, (*change.cost_hangs_on, *_of_cost(plan)), marks)
        words = f"{format_cents(gain.cents_less)}{of_cost} less{payer}, {when}"
    return words if change.proved else f"{words}; a smaller change may be enough: not proved"


def _of_cost(plan: Plan) -> Iterator[Certainty]:
    """What the cost of a plan hangs on, from which a saving is counted."""
    return (figure.certainty for figure in (plan.rests_on.cost if plan.rests_on is not None else ()))


def _without_help(changes: Iterable[Relaxation]) -> Iterator[ChangeLine]:
    """The wishes of which no change helps, on one line, and those of which none was found in time, on another."""
    helpless = [change for change in changes if change.to is None]
    yield from _alike([each for each in helpless if each.proved], "no help", "changing only {} does not help")
    unproved = [each for each in helpless if not each.proved]
    yield from _alike(unproved, "not found", "time ran out before a change of only {} was found")


def _alike(changes: list[Relaxation], label: str, words: str) -> Iterator[ChangeLine]:
    """One line for wishes of which the same is said; a single one keeps its name as the label."""
    if len(changes) == 1:
        yield ChangeLine(changes[0].dial, changes[0].now, "", words.format("this"))
    elif changes:
        yield ChangeLine(label, "; ".join(f"{each.dial} {each.now}" for each in changes), "", words.format("one of these"))
