"""`mcplan status` on the terminal: what is earned, under way and overdue, what comes next, and what slipped.

This module knows how far a learner is; not how that was computed.
"""

from collections.abc import Iterable

from rich.text import Text

from mcplanner.catalogue.model import Certainty
from mcplanner.ground.months import Month, day_name, format_month, month_name, when_text
from mcplanner.ground.numbers_text import counted
from mcplanner.ground.typed_again import for_learner
from mcplanner.planning.progress import Overdue, Progress, Slip, StepKind
from mcplanner.plans.certainty_words import END, mark, mark_beside, mark_of, mark_of_finish, rests_on_in_words
from mcplanner.plans.model import Enrolment, Plan
from mcplanner.plans.summary import proof
from mcplanner.terminal.console import Console
from mcplanner.terminal.ink import Ink
from mcplanner.terminal.notes_view import age_lines, legend_lines, notes_lines

MOST_STEPS = 8
"""The most of the next dates to show; the plan has them all."""


def print_progress(console: Console, progress: Progress, name: str | None) -> None:
    """Print how far a learner is."""
    ink = Ink(console)
    ink.print(progress_lines(progress, ink, name))


def progress_lines(progress: Progress, ink: Ink, name: str | None) -> list[Text]:
    """The lines that `print_progress` prints."""
    whose = f"{name} in {month_name(progress.month)}" if name else f"In {month_name(progress.month)}"
    lines = [] if progress.plan is None else age_lines(progress.plan, ink)
    lines += ink.paragraph(ink.text(whose, "bold"))
    lines += ink.facts(
        [("held", ink.text(counted(progress.modules_held, "module"))), *_awards(progress, ink), *_finish(progress, ink)]
    )
    if progress.running:
        lines += ink.heading("Under way")
        lines += ink.facts(
            [
                (
                    f"until {day_name(each.day or each.month)}{_mark(progress, each.rests_on, ink)}",
                    ink.text(f"{each.title} ({each.id})"),
                )
                for each in progress.running
            ]
        )
    lines += _overdue(progress, ink)
    lines += [*_steps(progress, ink), *_slips(progress, ink)]
    return [*lines, *legend_lines(ink), *notes_lines(progress.notes, ink)]


def _mark(progress: Progress, resting: Iterable[Certainty], ink: Ink) -> str:
    """The mark of what the month rests on in which something happens; empty for none, and if it is said once of the plan."""
    marks = ink.signs.marks
    return mark_of(resting, marks) if progress.plan is None else mark_beside(progress.plan, resting, marks)


def _awards(progress: Progress, ink: Ink) -> list[tuple[str, Text]]:
    titles = [
        each.title if each.earned is None else f"{each.title}, {month_name(each.earned)}{_mark(progress, each.hangs_on, ink)}"
        for each in progress.awards
    ]
    return [("earned", ink.text(title)) for title in titles] or [("earned", ink.text("no award yet"))]


def _finish(progress: Progress, ink: Ink) -> list[tuple[str, Text]]:
    plan = progress.plan
    if plan is None:
        return [("next", ink.text("there is nothing to plan: the file names no targets"))]
    facts = [("target", ink.text(", ".join(target.title for target in plan.targets)))]
    if plan.finish is not None:
        then = _against(plan.finish, progress.finish_then)
        finish = f"{month_name(plan.finish)}{mark_of_finish(plan, ink.signs.marks)}"
        facts.append(("finish", ink.joined(ink.text(finish, "bold"), then)))
    resting = rests_on_in_words(plan)
    return [
        *facts,
        ("verdict", ink.text(proof(plan, ink.signs.marks))),
        *([("rests on", ink.text(resting))] if resting else []),
    ]


def _against(finish: Month, then: Month | None) -> str:
    """Return how a finish compares with that of the earlier plan."""
    if then is None or then == finish:
        return ""
    months = counted(abs(finish - then), "month")
    return f", {months} {'later' if finish > then else 'sooner'} than the earlier plan's {month_name(then)}"


def _overdue(progress: Progress, ink: Ink) -> list[Text]:
    """The overdue modules, with the commands that record what happened."""
    if not progress.overdue:
        return []
    lines = ink.heading("Overdue", "please record what happened")
    for each in progress.overdue:
        what = "ended" if each.has_begun else "was to start"
        when = f"{when_text(each.day or each.month)}{_mark(progress, each.rests_on, ink)}"
        title = f"  {each.module.title} ({each.module.id}) {what} {when}"
        lines += ink.paragraph(ink.text(title), hanging=4)
        lines += ink.facts([(when, ink.text(for_learner(command))) for when, command in _commands(each)], indent=4)
    if progress.plan is not None:
        assumed = "The plan assumes that you passed what has ended, and that you have not begun what was to start."
        lines += ink.paragraph(ink.text(f"  {assumed}", "dim"), hanging=2)
    return lines


def _commands(overdue: Overdue) -> list[tuple[str, str]]:
    """Return what may have happened to something overdue, each with its command; of several paces, the slowest."""
    name, paces = overdue.module.id, overdue.module.paces
    if overdue.has_begun:
        return [("if passed", f"mcplan done {name}"), ("if not passed", f"mcplan drop {name} --failed")]
    months = f" --months {paces[-1].months}" if paces and overdue.module.self_paced else ""
    if overdue.is_over:
        begun = ("if passed", f"mcplan done {name} --on {format_month(overdue.last_month)}")
    else:
        begun = ("if it began", f"mcplan begin {name} --on {format_month(overdue.month)}{months}")
    return [begun, ("if it did not begin", f"mcplan drop {name}")]


def _steps(progress: Progress, ink: Ink) -> list[Text]:
    if not progress.steps:
        return []
    shown = progress.steps[:MOST_STEPS]
    left = len(progress.steps) - len(shown)
    lines = ink.heading("Next", f"{left} more in the plan" if left else "")
    words = {StepKind.APPLY: "apply for", StepKind.START: "start", StepKind.END: "end", StepKind.EARNED: "earn"}
    return [
        *lines,
        *ink.facts(
            [
                (
                    f"{_when(step.kind, day_name(step.day or step.month))}{_mark(progress, step.rests_on, ink)}",
                    ink.text(f"{words[step.kind]} {step.title} ({step.id})"),
                )
                for step in shown
            ]
        ),
    ]


def _when(kind: StepKind, when: str) -> str:
    return f"by {when}" if kind is StepKind.APPLY else when


def _slips(progress: Progress, ink: Ink) -> list[Text]:
    if not progress.saved:
        return []
    lines = ink.heading("Against the earlier plan")
    if not progress.is_compared:
        return [*lines, *ink.paragraph(ink.text("  nothing is compared, as there is no new plan"))]
    if not progress.slips and not progress.added:
        return [*lines, *ink.paragraph(ink.text("  nothing has changed"))]
    facts = [
        (_late(slip), ink.text(f"{slip.title} ({slip.id}){_ends(slip, _mark(progress, slip.rests_on, ink))}"))
        for slip in sorted(progress.slips, key=lambda slip: -slip.months)
    ]
    facts += [("new", ink.text(_added(progress.plan, each, ink))) for each in progress.added if progress.plan is not None]
    return [*lines, *ink.facts(facts)]


def _added(plan: Plan, each: Enrolment, ink: Ink) -> str:
    return f"{each.title} ({each.module}), ends {month_name(each.end)}{mark(plan, each, *END, marks=ink.signs.marks)}"


def _late(slip: Slip) -> str:
    if slip.now is None:
        return "dropped"
    return f"{counted(abs(slip.months), 'month')} {'late' if slip.months > 0 else 'early'}"


def _ends(slip: Slip, mark: str) -> str:
    if slip.now is None:
        return f", was to end in {month_name(slip.then)}"
    return f", {'ended' if slip.is_over else 'ends'} {month_name(slip.now)}{mark}, not {month_name(slip.then)}"
