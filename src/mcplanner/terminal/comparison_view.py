"""`mcplan compare` on the terminal: a row of figures and a bar for each plan, and why some cases have no plan.

This module knows a comparison; not how its plans were found.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import chain

from msgspec.structs import replace
from rich.text import Text

from mcplanner.catalogue.model import Certainty
from mcplanner.ground.numbers_text import counted
from mcplanner.learner.party_words import WORDS
from mcplanner.planning.comparison import Comparison, ComparisonRow, Dial
from mcplanner.planning.comparison_words import (
    HELD,
    PEAK,
    VERDICTS,
    best_in_words,
    case_of,
    certainties_in,
    dials_in_words,
    figures_in_words,
    is_for_these_figures,
    is_of_kind,
    marks_in_words,
    not_planned_in_words,
    payer_of,
    same_in_all_rows,
    setting,
    subject_of,
    value_in_words,
    way_in_words,
    why_without,
)
from mcplanner.plans.amount_years import together, years_in_words
from mcplanner.plans.model import Status
from mcplanner.terminal.columns import INDENT, Cells, Heading, Layout, Stack, choose_layout, table
from mcplanner.terminal.console import Console
from mcplanner.terminal.ink import Ink, padded
from mcplanner.terminal.notes_view import age_lines, notes_lines
from mcplanner.terminal.timeline import GAP, Scale, guide, year_labels

HEADINGS = {
    "best": Heading(""),
    Dial.TARGET: Heading("Target"),
    Dial.START: Heading("Start"),
    Dial.PREFER: Heading("Prefer"),
    Dial.PROVIDER: Heading("Providers"),
    Dial.MODE: Heading("Modes"),
    Dial.AWAY: Heading("Away"),
    Dial.AT_ONCE: Heading("At once", right=True),
    Dial.HOURS: Heading("h/week", right=True),
    "finish": Heading("Finish"),
    "months": Heading("Months", right=True),
    "length": Heading("Months"),
    "fees": Heading("Fees", right=True),
    "hours": Heading("Hours", right=True),
    "peak": Heading("Peak", right=True),
    "verdict": Heading("Verdict"),
    "way": Heading("On the way"),
    "way_in_words": Heading("On the way"),
}

STYLES = {
    Status.OPTIMAL: "green",
    Status.FEASIBLE: "yellow",
    Status.INFEASIBLE: "red",
    Status.UNKNOWN: "yellow",
}

FINISH_WIDTH = len(" Sep 2029°")


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print plans side by side."""
    ink = Ink(console)
    ink.print(comparison_lines(comparison, ink))


def comparison_lines(comparison: Comparison, ink: Ink) -> list[Text]:
    """The lines that `print_comparison` prints, none wider than the console."""
    lines = [*age_lines(comparison.rows[0].plan, ink), *_header(comparison, ink), Text("")]
    lines += _table(comparison, ink)
    below = [*_picture(comparison, ink), *_without_plan(comparison, ink), *_not_planned(comparison, ink)]
    lines += [*_table_legend(comparison, ink), *below]  # which has the marks of all
    return [*lines, *notes_lines(comparison.warnings, ink)]


def _header(comparison: Comparison, ink: Ink) -> list[Text]:
    """The lines that say what is compared, and what is the same in all rows."""
    subject, kind = subject_of(comparison)
    title = ink.joined(ink.text(subject, "bold"), ink.text(kind, "dim"), f", by {dials_in_words(comparison)}")
    same = same_in_all_rows(comparison)
    return [*ink.paragraph(title), *ink.facts([("all rows", ink.text("; ".join(same)))] if same else [])]


# --- The table ----------------------------------------------------------------------------------------------------------------


def _table(comparison: Comparison, ink: Ink) -> list[Text]:
    varied, certainties = comparison.varied, certainties_in(comparison)
    rows = [{**_cells(row, certainties, ink), "case": ink.text(case_of(row, varied))} for row in comparison.rows]
    of_kind = any(is_of_kind(row) for row in comparison.rows)
    payer = payer_of(comparison)
    headings = HEADINGS | ({} if payer is None else {"fees": Heading(WORDS[payer].heading, right=True)})
    headings |= {
        "case": Heading(", ".join(HEADINGS[dial].title for dial in varied)),
        "title": Heading("Title" if Dial.TARGET in varied or not of_kind else "Award"),
    }
    hidden = ("fees",) if comparison.without_cost else ()
    layouts = [_limit_flexible_column(layout.without(hidden), headings, rows) for layout in _layouts(varied, of_kind)]
    return table(ink, headings, rows, choose_layout(ink, headings, rows, layouts))


def _layouts(varied: Sequence[Dial], of_kind: bool) -> Iterator[Layout]:
    """Yield the layouts from wide to narrow; they have the title if it can differ from row to row."""
    has_target = Dial.TARGET in varied
    title: Stack = ("title",) if of_kind or has_target else ()
    lead: list[Stack] = [("best",), *((dial,) for dial in varied)]
    figures: list[Stack] = [("finish",), ("months",), ("fees",), ("hours",), ("peak",), ("verdict",)]
    narrow: list[Stack] = [("finish", "length"), ("fees", "hours", "peak")]
    if title:
        yield _last_flexible(*lead, *figures, title, ("way",))
        yield _last_flexible(*lead, *figures, (*title, "way_in_words"))
    else:
        yield _last_flexible(*lead, *figures, ("way",))
    if has_target:
        words = (Dial.TARGET, "title", "way_in_words")
        yield Layout((("best",), words, *lead[2:], *narrow, ("verdict",)), flexible=1, least=24)
    else:
        stacked: list[Stack] = [("finish", "length"), ("fees", "hours"), ("peak",), ("verdict",)]
        yield _last_flexible(*lead, *stacked, (*title, "way_in_words"))
        yield _last_flexible(*lead, *narrow, ("verdict", *title, "way_in_words"), least=18)
    yield Layout((("best",), ("case", *title, "verdict", "way_in_words"), *narrow), flexible=1, least=18)


def _last_flexible(*columns: Stack, least: int = 32) -> Layout:
    return Layout(columns, flexible=len(columns) - 1, least=least)


def _limit_flexible_column(layout: Layout, headings: Mapping[str, Heading], rows: Sequence[Cells]) -> Layout:
    """Return the layout with a flexible column that need not be wider than its longest value."""
    names = layout.columns[layout.flexible]
    longest = max(max(len(headings[name].title), *(row[name].cell_len for row in rows)) for name in names)
    return replace(layout, least=min(layout.least, longest + INDENT))


def _cells(row: ComparisonRow, certainties: AbstractSet[Certainty], ink: Ink) -> Cells:
    plan, objective = row.plan, row.plan.objective
    cells: dict[str, Text] = {dial: ink.text(value_in_words(row, dial)) for dial in Dial}
    cells |= {
        "best": ink.text(_best_sign(ink) if row.best else "", "bold"),
        "verdict": _verdict(row, ink),
        "title": ink.text("" if objective is None and is_of_kind(row) else plan.targets[0].title),
    }
    if objective is None:
        return {name: cells.get(name, Text("")) for name in (*HEADINGS, "title")}
    unmarked = " " * (len(certainties) > 1)  # so that figures with and without marks stand in line
    figures = figures_in_words(row, certainties, ink.signs.marks)
    return (
        {"fees": Text("")}
        | cells
        | {
            **{name: ink.text(f"{words}{mark or unmarked}") for name, (words, mark) in figures.items()},
            "months": ink.text(str(objective.finish_months)),
            "length": ink.text(counted(objective.finish_months, "month"), "dim"),
            "way": ink.text(way_in_words(row, certainties, ink.signs.marks)),
            "way_in_words": ink.text(_way_in_words(way_in_words(row, certainties, ink.signs.marks))),
        }
    )


def _verdict(row: ComparisonRow, ink: Ink) -> Text:
    return ink.text(VERDICTS[row.plan.status], STYLES[row.plan.status])


def _best_sign(ink: Ink) -> str:
    return "+" if ink.console.ascii_only else "★"


def _way_in_words(words: str) -> str:
    """Return the awards on the way, in words that need no heading."""
    count, separator, first = words.partition(": ")
    return f"{count} on the way{separator}{first}"


def _table_legend(comparison: Comparison, ink: Ink) -> list[Text]:
    payer = payer_of(comparison)
    remarks = _meaning_of_best(comparison, ink) if any(row.best for row in comparison.rows) else []
    remarks += marks_in_words(certainties_in(comparison), ink.signs.marks)
    remarks += ["verdicts hold for these figures"] if any(is_for_these_figures(row.plan) for row in comparison.rows) else []
    remarks += [] if payer is None else [WORDS[payer].not_advice]
    lines = [line for remark in remarks for line in ink.paragraph(ink.text(remark, "dim"), hanging=2)]
    return [Text(""), *lines] if lines else []


def _meaning_of_best(comparison: Comparison, ink: Ink) -> list[str]:
    """What is best in a column, and what the columns mean."""
    years = years_in_words(together(row.plan.amount_years for row in comparison.rows))
    return [f"{_best_sign(ink)} best: {best_in_words(comparison)}", PEAK, *([years] if years else [])]


# --- The picture --------------------------------------------------------------------------------------------------------------


def _picture(comparison: Comparison, ink: Ink) -> list[Text]:
    """A bar for each plan from its first month to its finish, with its awards, all on one scale."""
    drawn = [(row, finish) for row in comparison.rows if (finish := row.plan.finish) is not None]
    if not drawn:
        return []
    *outer, inner = comparison.varied
    certainties = certainties_in(comparison)
    labels = [ink.wrapped(_label(row, inner, ink), ink.width // 2, hanging=2) for row in comparison.rows]
    label_width = max(line.cell_len for line in chain.from_iterable(labels))
    room = ink.width - label_width - len(GAP)
    scale = Scale.fitting(min(row.start for row, _ in drawn), max(finish for _, finish in drawn), room - FINISH_WIDTH)
    years = year_labels(scale, room, ink)
    lines = [*ink.heading("From start to finish"), ink.joined(" " * (label_width + len(GAP)), years)]
    groups = _group_headings(comparison, outer, ink)
    for row, group, (label, *more) in zip(comparison.rows, groups, labels, strict=True):
        lines += [*group, ink.joined(padded(label, label_width), GAP, _bar(row, certainties, scale, ink)), *more]
    return [*lines, Text(""), *_picture_legend([row for row, _ in drawn], scale, ink)]


def _group_headings(comparison: Comparison, outer: Sequence[Dial], ink: Ink) -> Iterator[list[Text]]:
    """Yield for each row what stands above it: with two dials, the setting of the outer one where it changes."""
    group = ""
    for row in comparison.rows:
        before, group = group, setting(row, outer[0]) if outer else ""
        yield [] if group == before else ink.paragraph(ink.joined("  ", group), hanging=2)


def _label(row: ComparisonRow, dial: Dial, ink: Ink) -> Text:
    return ink.joined(ink.text(_best_sign(ink) if row.best else " ", "bold"), " ", setting(row, dial))


def _bar(row: ComparisonRow, certainties: AbstractSet[Certainty], scale: Scale, ink: Ink) -> Text:
    """The bar with its finish in words behind it; without a plan, the reason why there is no bar."""
    plan = row.plan
    if plan.finish is None:
        return _verdict(row, ink) if plan.objective is None else ink.text(HELD)
    studied = {scale.column(load.month) for load in plan.load if load.minutes_per_week}
    earned = {scale.column(award.earned) for award in plan.awards}
    start, end = scale.column(row.start), scale.column(plan.finish)
    finish = "".join(figures_in_words(row, certainties, ink.signs.marks)["finish"])
    pieces = [(guide(column, scale, ink, " ").ljust(scale.characters), "dim") for column in range(start)]
    for column in range(start, end + 1):
        pieces += _bar_column(column in studied, column in earned, scale, ink)
    return ink.joined(Text.assemble(*pieces, end=""), " ", ink.text(finish, "bold" if row.best else ""))


def _bar_column(is_studied: bool, is_earned: bool, scale: Scale, ink: Ink) -> list[tuple[str, str]]:
    """One column of a bar, as (characters, style): study or none, and perhaps the sign of an award at its end."""
    sign = ink.signs.bar if is_studied else ink.signs.rule
    if is_earned:
        return [(sign * (scale.characters - 1), ""), (ink.signs.award, "bold")]
    return [(sign * scale.characters, "" if is_studied else "dim")]


def _picture_legend(drawn: Sequence[ComparisonRow], scale: Scale, ink: Ink) -> list[Text]:
    remarks = [scale.in_words]
    if any(row.plan.awards for row in drawn):
        remarks.append(f"{ink.signs.award} award earned")
    if any(not load.minutes_per_week for row in drawn for load in row.plan.load):
        remarks.append(f"{ink.signs.rule} no study")
    return ink.flowing([ink.text(remark, "dim") for remark in remarks])


# --- Rows without a plan ------------------------------------------------------------------------------------------------------


def _without_plan(comparison: Comparison, ink: Ink) -> list[Text]:
    """Say in a sentence why each of some rows has no plan."""
    without = [row for row in comparison.rows if row.plan.objective is None]
    if not without:
        return []
    words = partial(why_without, certainties=certainties_in(comparison), marks=ink.signs.marks)
    lines = ink.heading("Without a plan", "mcplan plan says more, and what would help")
    return [*lines, *ink.facts([(case_of(row, comparison.varied), ink.text(words(row))) for row in without])]


def _not_planned(comparison: Comparison, ink: Ink) -> list[Text]:
    """Say how many rows are missing because the search was stopped."""
    if not comparison.not_planned:
        return []
    return [Text(""), *ink.paragraph(ink.text(not_planned_in_words(comparison), "yellow"))]
