"""`mcplan status` on the terminal: what is earned, what runs, what comes next, and what slipped.

Floor 9. Knows how far a learner is; not how that was found out.
"""

from rich.console import Console
from rich.text import Text

from mcplanner.figures import counted
from mcplanner.months import Month, month_name
from mcplanner.progress import Kind, Progress, Slip
from mcplanner.render.ink import Ink
from mcplanner.summary import proof

MOST_STEPS = 8
"""More dates than these are in the plan."""


def print_progress(console: Console, progress: Progress, name: str | None) -> None:
    """Print how far a learner is."""
    ink = Ink(console)
    ink.print(progress_lines(progress, ink, name))


def progress_lines(progress: Progress, ink: Ink, name: str | None) -> list[Text]:
    """The lines that `print_progress` prints."""
    whose = f"{name} in {month_name(progress.month)}" if name else f"In {month_name(progress.month)}"
    lines = ink.paragraph(ink.text(whose, "bold"))
    lines += ink.facts(
        [("held", ink.text(counted(progress.modules_held, "module"))), *_awards(progress, ink), *_finish(progress, ink)]
    )
    if progress.running:
        lines += ink.heading("Under way")
        lines += ink.facts(
            [(f"until {month_name(each.month)}", ink.text(f"{each.title} ({each.id})")) for each in progress.running]
        )
    lines += _steps(progress, ink)
    return lines + _slips(progress, ink)


def _awards(progress: Progress, ink: Ink) -> list[tuple[str, Text]]:
    titles = [title if month is None else f"{title}, {month_name(month)}" for title, month in progress.awards]
    return [("earned", ink.text(title)) for title in titles] or [("earned", ink.text("no award yet"))]


def _finish(progress: Progress, ink: Ink) -> list[tuple[str, Text]]:
    plan = progress.plan
    if plan is None:
        return [("next", ink.text("nothing is asked for: the file names no targets"))]
    facts = [("target", ink.text(", ".join(target.title for target in plan.targets)))]
    if plan.finish is not None:
        then = _against(plan.finish, progress.finish_then)
        facts.append(("finish", ink.joined(ink.text(month_name(plan.finish), "bold"), then)))
    return [*facts, ("verdict", ink.text(proof(plan)))]


def _against(finish: Month, then: Month | None) -> str:
    """How a finish compares with that of the earlier plan."""
    if then is None or then == finish:
        return ""
    months = counted(abs(finish - then), "month")
    return f", {months} {'later' if finish > then else 'sooner'} than the earlier plan's {month_name(then)}"


def _steps(progress: Progress, ink: Ink) -> list[Text]:
    if not progress.steps:
        return []
    shown = progress.steps[:MOST_STEPS]
    left = len(progress.steps) - len(shown)
    lines = ink.heading("Next", f"{left} more in the plan" if left else "")
    words = {Kind.APPLY: "apply for", Kind.START: "start", Kind.END: "end", Kind.EARNED: "earn"}
    return [
        *lines,
        *ink.facts(
            [
                (_when(step.kind, month_name(step.month)), ink.text(f"{words[step.kind]} {step.title} ({step.id})"))
                for step in shown
            ]
        ),
    ]


def _when(kind: Kind, month: str) -> str:
    return f"by {month}" if kind is Kind.APPLY else month


def _slips(progress: Progress, ink: Ink) -> list[Text]:
    if not progress.saved:
        return []
    lines = ink.heading("Against the earlier plan")
    if not progress.slips and not progress.added:
        return [*lines, *ink.paragraph(ink.text("  everything is as it said"))]
    facts = [
        (_late(slip), ink.text(f"{slip.title} ({slip.id}){_ends(slip)}"))
        for slip in sorted(progress.slips, key=lambda slip: -slip.months)
    ]
    facts += [("new", ink.text(f"{each.title} ({each.module}), ends {month_name(each.end)}")) for each in progress.added]
    return [*lines, *ink.facts(facts)]


def _late(slip: Slip) -> str:
    if slip.now is None:
        return "dropped"
    return f"{counted(abs(slip.months), 'month')} {'late' if slip.months > 0 else 'early'}"


def _ends(slip: Slip) -> str:
    if slip.now is None:
        return f", was to end in {month_name(slip.then)}"
    return f", ends {month_name(slip.now)}, not {month_name(slip.then)}"
