"""`mcplan compare` on the terminal: a row of figures for each plan, a bar for each on one scale, and why some are none.

Knows a comparison; not how its plans were found.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace
from rich.console import Console
from rich.text import Text

from mcplanner.ground.money import format_cents
from mcplanner.ground.months import month_name
from mcplanner.ground.numbers_text import budget_text, counted, load_text
from mcplanner.planning.comparison import Comparison, ComparisonRow, Dial
from mcplanner.plans.model import Status
from mcplanner.plans.summary import NOT_ADVICE
from mcplanner.terminal.columns import INDENT, Heading, Layout, Stack, choose_layout, table
from mcplanner.terminal.columns import Row as Cells
from mcplanner.terminal.ink import Ink, padded
from mcplanner.terminal.notes_view import to_mind
from mcplanner.terminal.timeline import GAP, LEAST_GUIDES, Scale, year_labels

HEADINGS = {
    "best": Heading(""),
    Dial.TARGET: Heading("Target"),
    Dial.START: Heading("Start"),
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

DIALS = {Dial.TARGET: "target", Dial.START: "start", Dial.AT_ONCE: "modules at once", Dial.HOURS: "hours a week"}

VERDICTS = {
    Status.OPTIMAL: ("proved", "green"),
    Status.FEASIBLE: ("not proved", "yellow"),
    Status.INFEASIBLE: ("impossible", "red"),
    Status.UNKNOWN: ("none found", "yellow"),
}

HELD = "held already"
"""Where nothing is left to study."""

FINISH_WIDTH = len(" Sep 2029")


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print plans side by side."""
    ink = Ink(console)
    ink.print(comparison_lines(comparison, ink))


def comparison_lines(comparison: Comparison, ink: Ink) -> list[Text]:
    """The lines that `print_comparison` prints, none wider than the console."""
    lines = [*_header(comparison, ink), Text(""), *_table(comparison, ink), *_table_legend(comparison, ink)]
    lines += [*_picture(comparison, ink), *_without_plan(comparison, ink), *_not_planned(comparison, ink)]
    return [*lines, *to_mind(comparison.warnings, ink)]


def _header(comparison: Comparison, ink: Ink) -> list[Text]:
    """What is compared, and what is the same in all rows."""
    varied, row = comparison.varied, comparison.rows[0]
    subject = "Plans"
    kind = ""
    if Dial.TARGET not in varied:
        target = row.plan.targets[0]
        subject = f"Any {target.kind.replace('-', ' ')}" if _of_kind(row) else target.title
        kind = "" if _of_kind(row) else f" ({target.kind.replace('-', ' ')})"
    dials = " and ".join(DIALS[dial] for dial in varied)
    title = ink.joined(ink.text(subject, "bold"), ink.text(kind, "dim"), f", by {dials}")
    same = [_dial_text(row, dial) for dial in (Dial.START, Dial.AT_ONCE, Dial.HOURS) if dial not in varied]
    same += [f"done by {month_name(comparison.by)}"] if comparison.by is not None else []
    facts = [("all rows", ink.text("; ".join(text for text in same if text)))] if any(same) else []
    return [*ink.paragraph(title), *ink.facts(facts)]


def _paid(comparison: Comparison) -> bool:
    """Whether it is known what the learner pays; else there are only fees."""
    return any(row.plan.spending is not None for row in comparison.rows)


def _of_kind(row: ComparisonRow) -> bool:
    """Whether a kind of award was asked for, and the plan is for the soonest of that kind."""
    return row.plan.targets[0].kind == row.target


def _dial_text(row: ComparisonRow, dial: Dial) -> str:
    """What a row has a dial set to, in words that need no heading; nothing where there is no limit."""
    match dial:
        case Dial.TARGET:
            return row.target
        case Dial.START:
            return f"from {month_name(row.start)}"
        case Dial.AT_ONCE:
            return "" if row.at_once is None else f"{row.at_once} at once"
        case Dial.HOURS:
            minutes = row.budget_minutes_per_week
            return "as few hours a week as will do" if minutes is None else f"{budget_text(minutes)} h/week"


def _case(row: ComparisonRow, varied: Sequence[Dial]) -> str:
    """What tells a row from the others, in words."""
    return ", ".join(_dial_text(row, dial) for dial in varied)


# --- The table ----------------------------------------------------------------------------------------------------------------


def _table(comparison: Comparison, ink: Ink) -> list[Text]:
    varied = comparison.varied
    rows = [{**_cells(row, ink), "case": ink.text(_case(row, varied))} for row in comparison.rows]
    of_kind = any(_of_kind(row) for row in comparison.rows)
    headings = HEADINGS | ({"fees": Heading("To pay", right=True)} if _paid(comparison) else {})
    headings |= {
        "case": Heading(", ".join(HEADINGS[dial].title for dial in varied)),
        "title": Heading("Title" if Dial.TARGET in varied or not of_kind else "Award"),
    }
    layouts = [_at_most_what_is_there(layout, headings, rows) for layout in _layouts(varied, of_kind)]
    return table(ink, headings, rows, choose_layout(ink, headings, rows, layouts))


def _layouts(varied: Sequence[Dial], of_kind: bool) -> Iterator[Layout]:
    """From roomy to narrow; the title is told where it can differ from row to row."""
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


def _at_most_what_is_there(layout: Layout, headings: Mapping[str, Heading], rows: Sequence[Cells]) -> Layout:
    """The layout with a flexible column that need not be wider than its longest value."""
    names = layout.columns[layout.flexible]
    longest = max(max(len(headings[name].title), *(row[name].cell_len for row in rows)) for name in names)
    return replace(layout, least=min(layout.least, longest + INDENT))


def _cells(row: ComparisonRow, ink: Ink) -> Cells:
    plan, objective = row.plan, row.plan.objective
    verdict, style = VERDICTS[plan.status]
    cells = {
        "best": ink.text(_best_sign(ink) if row.best else "", "bold"),
        Dial.TARGET: ink.text(row.target),
        Dial.START: ink.text(month_name(row.start)),
        Dial.AT_ONCE: ink.text("" if row.at_once is None else str(row.at_once)),
        Dial.HOURS: ink.text("" if row.budget_minutes_per_week is None else budget_text(row.budget_minutes_per_week)),
        "verdict": ink.text(verdict, style),
        "title": ink.text("" if objective is None and _of_kind(row) else plan.targets[0].title),
    }
    if objective is None:
        return {name: cells.get(name, Text("")) for name in (*HEADINGS, "title")}
    return cells | {
        "finish": ink.text(HELD if plan.finish is None else month_name(plan.finish)),
        "months": ink.text(str(objective.finish_months)),
        "length": ink.text(counted(objective.finish_months, "month"), "dim"),
        "fees": ink.text(format_cents(objective.cost_cents)),
        "hours": ink.text(f"{budget_text(objective.minutes_total)} h"),
        "peak": ink.text(f"{load_text(objective.peak_minutes_per_week)} h"),
        "way": ink.text(_way(row)),
        "way_in_words": ink.text(_way_in_words(row)),
    }


def _best_sign(ink: Ink) -> str:
    return "+" if ink.console.options.ascii_only else "★"


def _way(row: ComparisonRow) -> str:
    """How many awards are earned on the way, and the first with its month."""
    awards = row.on_the_way
    if not awards:
        return "none"
    first = f"{awards[0].id} in {month_name(awards[0].earned)}"
    return f"1: {first}" if len(awards) == 1 else f"{len(awards)}: first {first}"


def _way_in_words(row: ComparisonRow) -> str:
    """The same, understood without a heading."""
    count, separator, first = _way(row).partition(": ")
    return f"{count} on the way{separator}{first}"


def _table_legend(comparison: Comparison, ink: Ink) -> list[Text]:
    if not any(row.best for row in comparison.rows):
        return []
    given = " and peak" if comparison.rows[0].budget_minutes_per_week is None else ", peak and given hours"
    money = "cost" if _paid(comparison) else "fees"
    best = f"{_best_sign(ink)} best: no other row is at least as good in finish, {money}{given}, and better in one"
    remarks = [best, "peak: hours a week in the busiest weeks", *([NOT_ADVICE] if _paid(comparison) else [])]
    return [Text(""), *(line for remark in remarks for line in ink.paragraph(ink.text(remark, "dim"), hanging=2))]


# --- The picture --------------------------------------------------------------------------------------------------------------


def _picture(comparison: Comparison, ink: Ink) -> list[Text]:
    """A bar for each plan from its first month to its finish, with the awards on it, all on one scale."""
    drawn = [row for row in comparison.rows if row.plan.finish is not None]
    if not drawn:
        return []
    *outer, inner = comparison.varied
    labels = [ink.wrapped(_label(row, inner, ink), ink.width // 2, hanging=2) for row in comparison.rows]
    label_width = max(line.cell_len for lines in labels for line in lines)
    first = min(row.start for row in drawn)
    last = max(row.plan.finish for row in drawn if row.plan.finish is not None)
    room = ink.width - label_width - len(GAP)
    scale = Scale.fitting(first, last, room - FINISH_WIDTH)
    years = year_labels(scale, room, ink)
    lines = [*ink.heading("From start to finish"), ink.joined(" " * (label_width + len(GAP)), years)]
    group = ""
    for row, label in zip(comparison.rows, labels, strict=True):
        if outer and group != (group := _dial_text(row, outer[0])):
            lines += ink.paragraph(ink.joined("  ", group), hanging=2)
        lines.append(ink.joined(padded(label[0], label_width), GAP, _bar(row, scale, ink)))
        lines += label[1:]
    return [*lines, Text(""), *_picture_legend(drawn, scale, ink)]


def _label(row: ComparisonRow, dial: Dial, ink: Ink) -> Text:
    return ink.joined(ink.text(_best_sign(ink) if row.best else " ", "bold"), " ", _dial_text(row, dial))


def _bar(row: ComparisonRow, scale: Scale, ink: Ink) -> Text:
    """The bar with its finish in words behind it; where there is no plan, why there is no bar."""
    plan, signs = row.plan, ink.signs
    if plan.finish is None:
        return ink.text(*VERDICTS[plan.status]) if plan.objective is None else ink.text(HELD)
    studied = {scale.column(load.month) for load in plan.load if load.minutes_per_week}
    earned = {scale.column(award.earned) for award in plan.awards}
    start, end = scale.column(row.start), scale.column(plan.finish)
    pieces: list[tuple[str, str]] = []
    for column in range(end + 1):
        guide = signs.guide if scale.begins_year(column) and scale.characters_per_year >= LEAST_GUIDES else " "
        if column < start:
            pieces.append((guide.ljust(scale.characters), "dim"))
        elif column in earned:
            sign = (signs.bar if column in studied else signs.rule) * (scale.characters - 1)
            pieces += [(sign, ""), (signs.award, "bold")]
        else:
            pieces.append((signs.bar * scale.characters, "") if column in studied else (signs.rule * scale.characters, "dim"))
    return ink.joined(Text.assemble(*pieces, end=""), " ", ink.text(month_name(plan.finish), "bold" if row.best else ""))


def _picture_legend(drawn: Sequence[ComparisonRow], scale: Scale, ink: Ink) -> list[Text]:
    column = "one column is " + (f"{scale.months} months" if scale.months > 1 else "one month")
    remarks = [column if scale.characters == 1 else f"one month is {scale.characters} characters wide"]
    if any(row.plan.awards for row in drawn):
        remarks.append(f"{ink.signs.award} award earned")
    if any(not load.minutes_per_week for row in drawn for load in row.plan.load):
        remarks.append(f"{ink.signs.rule} no study")
    return ink.flowing([ink.text(remark, "dim") for remark in remarks])


# --- Rows without a plan ------------------------------------------------------------------------------------------------------


def _without_plan(comparison: Comparison, ink: Ink) -> list[Text]:
    """Why some rows have no plan, each in a sentence."""
    without = [row for row in comparison.rows if row.plan.objective is None]
    if not without:
        return []
    lines = ink.heading("Without a plan", "mcplan plan says more, and what would help")
    return [*lines, *ink.facts([(_case(row, comparison.varied), ink.text(_reason(row))) for row in without])]


def _reason(row: ComparisonRow) -> str:
    verdict, _ = VERDICTS[row.plan.status]
    return f"{verdict}: {row.plan.reason or 'no plan keeps everything you asked for'}"


def _not_planned(comparison: Comparison, ink: Ink) -> list[Text]:
    """How many rows are missing, where the search was stopped."""
    if not comparison.not_planned:
        return []
    plans = "1 plan was" if comparison.not_planned == 1 else f"{comparison.not_planned} plans were"
    return [Text(""), *ink.paragraph(ink.text(f"Stopped: {plans} not made", "yellow"))]
