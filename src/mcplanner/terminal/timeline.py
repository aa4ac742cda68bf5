"""The plan as a picture of months: a row for each enrolment, the awards when they are earned, and the load beneath.

This module knows a plan and how wide it may be drawn. If there is little room, one column stands for several months, and
the picture says so; no row and no month is left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from mcplanner.ground.months import CALENDAR, Month, month_name
from mcplanner.ground.numbers_text import load_text
from mcplanner.plans.certainty_words import mark_of_awards, mark_of_load
from mcplanner.plans.labels import row_labels
from mcplanner.plans.load_labels import LoadLabel, places_of
from mcplanner.plans.model import EarnedAward, Enrolment, MonthLoad, Plan
from mcplanner.plans.summary import in_reading_order, other_intake, running, spans_in_words
from mcplanner.plans.titles import with_titles_apart
from mcplanner.terminal.ink import Ink
from mcplanner.terminal.text import Text, cells_of

GAP = "  "
LEAST_LABEL, MOST_LABEL = 12, 26
WIDTH_FOR_TITLES = 130
WIDTH_FOR_LABELS = 50
"""A console that is narrower has the label of a row above it: beside it, ids would be cut."""
MOST_CHARACTERS_PER_MONTH = 4
CHART_ROWS = 3
LEAST_GUIDES = 4  # guides nearer to each other than this many characters would hide what they guide


class Scale(Struct, frozen=True):
    """A scale of months: each column is `characters` wide and stands for `months` months."""

    first: Month
    last: Month
    months: int
    characters: int

    @classmethod
    def fitting(cls, first: Month, last: Month, width: int) -> "Scale":
        """The finest scale whose columns fit in `width` characters; a coarse column never crosses the end of a year."""
        months = 1
        while (scale := cls(first, last, months, 1)).columns > width:
            months = {1: 2, 2: 3, 3: 6, 6: 12}.get(months, months + 12)
        if months > 1:
            return scale
        return cls(first, last, 1, max(1, min(MOST_CHARACTERS_PER_MONTH, width // scale.columns)))

    @property
    def columns(self) -> int:
        return self.column(self.last) + 1

    def column(self, month: int) -> int:
        """Return the column of a month."""
        return month // self.months - self.first // self.months

    def month(self, column: int) -> Month:
        """Return the first month of a column; it can lie before the plan's first month."""
        return Month((self.first // self.months + column) * self.months)

    def begins_year(self, column: int) -> bool:
        """Return whether a year begins with the column; the year of the first column began before."""
        return column > 0 and self.month(column) % 12 == 0

    @property
    def shows_intakes(self) -> bool:
        """Return whether columns are narrow enough to show in which months a module starts."""
        return self.months <= 2

    @property
    def in_words(self) -> str:
        """The scale in words, for the legend."""
        if self.characters > 1:
            return f"one month is {self.characters} characters wide"
        return f"one column is {self.months} months" if self.months > 1 else "one column is one month"

    @property
    def characters_per_year(self) -> int:
        return 12 // self.months * self.characters


def timeline(plan: Plan, ink: Ink, colours: Mapping[str, str]) -> list[Text]:
    """The picture and its legend; `colours` are those of the fields."""
    first, last = _first_and_last(plan)
    above = ink.width < WIDTH_FOR_LABELS
    labels = _labels(plan, ink)
    label_width = 0 if above else max([LEAST_LABEL, *(label.cells for label in labels.values())])
    room = ink.width - label_width - len(GAP)
    scale = Scale.fitting(first, last, room)

    def row(label: Text, cells: Text, right: bool = False) -> list[Text]:
        """The label beside the cells; above them, where there is little room."""
        if above:
            return [*(ink.paragraph(label) if label else []), ink.joined(GAP, cells)]
        return [ink.joined(label.padded(label_width, right), GAP, cells)]

    lines = [line for axis in _axis(scale, room, ink) for line in row(Text(), axis)]
    for item in in_reading_order(plan):
        if isinstance(item, Enrolment):
            lines += row(labels[item.module], _enrolment_cells(item, scale, ink, colours.get(item.field, "")))
        else:
            lines += row(labels[item.id], _award_cells(plan, item, scale, ink))
    lines.append(Text())
    for label, cells in _load_chart(plan, scale, ink):
        lines += row(ink.text(label, "dim"), cells, right=True)
    return [*lines, Text(), *_legend(plan, scale, ink, colours)]


def _first_and_last(plan: Plan) -> tuple[Month, Month]:
    """The months between which everything of a plan lies."""
    first = min([plan.start, *(enrolment.start for enrolment in plan.enrolments)])
    last = max([first, *(enrolment.end for enrolment in plan.enrolments), *(award.earned for award in plan.awards)])
    return first, last


def _labels(plan: Plan, ink: Ink) -> dict[str, Text]:
    """Return the label of each row, by id: the id and, if there is room, the title; the title alone if ids say nothing."""
    told, earned = with_titles_apart(plan), {award.id for award in plan.awards}
    room = ink.width if ink.width < WIDTH_FOR_LABELS else min(MOST_LABEL, max(LEAST_LABEL, ink.width // 3))
    more = ink.width // 4 if ink.width >= WIDTH_FOR_TITLES else 0
    titles, of_awards = _of_modules(told, ink), _of_awards(told, ink)
    named = row_labels(titles, of_awards, room, cells_of, ink.signs.cut, ink.signs.award, more)
    by_id = all(name == label for name, label in named.items())
    most = room if by_id else room + more
    labels = {name: ink.cut(ink.text(label, "bold" if name in earned else ""), most) for name, label in named.items()}
    return _with_titles(labels, _of_modules(plan, ink) | _of_awards(plan, ink), ink) if by_id and more else labels


def _of_modules(plan: Plan, ink: Ink) -> dict[str, str]:
    """The titles of modules by their ids."""
    return {each.module: ink.text(each.title).plain for each in plan.enrolments}


def _of_awards(plan: Plan, ink: Ink) -> dict[str, str]:
    """The titles of awards by their ids."""
    return {award.id: ink.text(award.title).plain for award in plan.awards}


def _with_titles(labels: Mapping[str, Text], titles: Mapping[str, str], ink: Ink) -> dict[str, Text]:
    """Labels of one width, each with its title behind it."""
    widest = max((label.cells for label in labels.values()), default=0)
    return {
        name: ink.joined(label.padded(widest), GAP, ink.cut(ink.text(titles[name], "dim"), ink.width // 4))
        for name, label in labels.items()
    }


def year_labels(scale: Scale, room: int, ink: Ink) -> Text:
    """Each year above its first column, where it fits in the room."""
    first, *others = [column for column in range(scale.columns) if column == 0 or scale.begins_year(column)]
    # The year of a few months before the first January gives way to the next.
    gives_way = bool(others) and others[0] * scale.characters <= len(_year(scale, first))
    years = ""
    for column in others if gives_way else [first, *others]:
        at = column * scale.characters
        if (at == 0 or len(years) < at) and at + len(_year(scale, column)) <= room:
            years = years.ljust(at) + _year(scale, column)
    return ink.text(years, "bold")


def _year(scale: Scale, column: int) -> str:
    return f"{scale.month(column) // 12:04d}"


def guide(column: int, scale: Scale, ink: Ink, otherwise: str = "") -> str:
    """The sign that guides the eye where a year begins, if there is room for it."""
    return ink.signs.guide if scale.begins_year(column) and scale.characters_per_year >= LEAST_GUIDES else otherwise


def _axis(scale: Scale, room: int, ink: Ink) -> list[Text]:
    """The years, and beneath them the months where every column is a single one."""
    lines = [year_labels(scale, room, ink)]
    if scale.months == 1:
        letters = 3 if scale.characters > 3 else 1
        names = (CALENDAR[scale.month(column) % 12].capitalize()[:letters] for column in range(scale.columns))
        lines.append(ink.text("".join(name.ljust(scale.characters) for name in names), "dim"))
    return lines


def _cells(scale: Scale, ink: Ink, drawn: Mapping[int, tuple[str, str] | None]) -> Text:
    """A row of columns: what is drawn in some of them as (characters, style), a guide where a year begins, else nothing."""
    pieces: list[tuple[str, str]] = []
    for column in range(scale.columns):
        characters, style = drawn.get(column) or (guide(column, scale, ink), "dim")
        pieces.append((characters.ljust(scale.characters), style))
    return Text.of(pieces)


def _enrolment_cells(enrolment: Enrolment, scale: Scale, ink: Ink, colour: str) -> Text:
    drawn: dict[int, tuple[str, str]] = {}
    if scale.shows_intakes:
        drawn = {scale.column(month): (ink.signs.intake, "dim") for month in enrolment.intake_months if _shown(month, scale)}
    bar = (ink.signs.bar * scale.characters, colour)
    drawn |= dict.fromkeys(range(scale.column(enrolment.start), scale.column(enrolment.end) + 1), bar)
    return _cells(scale, ink, drawn)


def _award_cells(plan: Plan, award: EarnedAward, scale: Scale, ink: Ink) -> Text:
    """The sign in the month of the award, and the month in words on the side that has room for it."""
    column = scale.column(award.earned)
    cells = _cells(scale, ink, {column: (ink.signs.award, "bold")})
    at = column * scale.characters
    words = f"{month_name(award.earned)}{mark_of_awards(plan, award, marks=ink.signs.marks)}"
    if at + 2 + len(words) <= scale.columns * scale.characters:
        begin = at + 2
    elif at >= len(words) + 1:
        begin = at - len(words) - 1
    else:
        return cells
    return ink.joined(cells[:begin], ink.text(words, "bold"), cells[begin + len(words) :])


def _shown(month: Month, scale: Scale) -> bool:
    return scale.first <= month <= scale.last


def _load_chart(plan: Plan, scale: Scale, ink: Ink) -> list[tuple[str, Text]]:
    """Rows of (label, cells): hours a week as heights against the budget, then the figures where there is room."""
    by_column = _by_column(plan.load, scale)
    # A column of several months shows the fullest of them: an average would hide the hardest weeks.
    fullest = {column: max(months, key=lambda month: month.minutes_per_week) for column, months in by_column.items()}
    away = {column for column, months in by_column.items() if all(month.budget_minutes_per_week == 0 for month in months)}
    top = max(map(_highest, fullest.values()), default=0)
    if top == 0:
        return []
    rows = []
    for row in reversed(range(CHART_ROWS)):
        drawn = {column: _load_cell(month, column in away, top, row, scale, ink) for column, month in fullest.items()}
        rows.append((f"{load_text(top)} h" if row == CHART_ROWS - 1 else "", _cells(scale, ink, drawn)))
    return [*rows, ("hours a week", _load_figures(plan, fullest, scale, ink))]


def _highest(month: MonthLoad) -> int:
    """The height that a month needs: its load or its budget, in minutes a week."""
    return max(month.minutes_per_week, month.budget_minutes_per_week or 0)


def _by_column(load: Sequence[MonthLoad], scale: Scale) -> dict[int, list[MonthLoad]]:
    """The months of each column."""
    by_column: dict[int, list[MonthLoad]] = {}
    for month in load:
        if _shown(month.month, scale):
            by_column.setdefault(scale.column(month.month), []).append(month)
    return by_column


def _load_cell(month: MonthLoad, is_away: bool, top: int, row: int, scale: Scale, ink: Ink) -> tuple[str, str] | None:
    """Return what the chart shows of a month in one of its rows, as (characters, style), or None."""
    height = _height(month.minutes_per_week, top, row, ink)
    if height:
        return ink.signs.heights[height] * scale.characters, ""
    if is_away and row == 0:
        return ink.signs.away, "bold"
    if _height(month.budget_minutes_per_week or 0, top, row, ink):
        return ink.signs.free, "dim"
    return None


def _height(minutes: int, top: int, row: int, ink: Ink) -> int:
    """Return how much of a row's cell is filled, in steps; anything above 0 fills at least one step of the lowest row."""
    steps = len(ink.signs.heights) - 1
    filled = max(minutes * CHART_ROWS * steps // top, min(minutes, 1))
    return max(0, min(steps, filled - row * steps))


def _load_figure(plan: Plan, months: Sequence[Month], minutes: int, ink: Ink) -> str:
    return f"{load_text(minutes)}{mark_of_load(plan, running(plan, *months), ink.signs.marks)}"


def _load_figures(plan: Plan, fullest: Mapping[int, MonthLoad], scale: Scale, ink: Ink) -> Text:
    """The hours a week at the beginning of each stretch of equal load, where there is room; of the busiest weeks always."""
    end = scale.columns * scale.characters
    figures: list[tuple[str, LoadLabel]] = []
    by_minutes = groupby(range(scale.columns), lambda column: fullest[column].minutes_per_week if column in fullest else 0)
    for minutes, columns in ((minutes, list(columns)) for minutes, columns in by_minutes if minutes):
        words = _load_figure(plan, [fullest[column].month for column in columns], minutes, ink)
        begin, after = columns[0] * scale.characters, (columns[-1] + 1) * scale.characters
        figures.append((words, LoadLabel(begin, len(words), after - begin + (after == end), minutes)))
    line = ""
    for (words, _), place in zip(figures, places_of([figure for _, figure in figures], end), strict=True):
        line = line if place is None else line.ljust(round(place)) + words
    return ink.text(line.ljust(end))


def _legend(plan: Plan, scale: Scale, ink: Ink, colours: Mapping[str, str]) -> list[Text]:
    lines = ink.flowing([ink.text(remark, "dim") for remark in _sign_remarks(plan, scale, ink)])
    if ink.in_colour and len(colours) > 1:
        fields = [
            ink.joined(ink.text(ink.signs.bar * 2, colour), ink.text(f" {field}", "dim")) for field, colour in colours.items()
        ]
        lines += ink.flowing(fields)
    return lines


def _sign_remarks(plan: Plan, scale: Scale, ink: Ink) -> Iterator[str]:
    """The scale, then the meaning of each sign that the picture uses."""
    signs = ink.signs
    yield scale.in_words
    if any(enrolment.intake_months for enrolment in plan.enrolments):
        intakes = other_intake(plan) if scale.shows_intakes else "other months it starts in: not shown"
        yield f"{signs.intake} {intakes}"
    if plan.awards:
        yield f"{signs.award} award earned"
    if any(month.budget_minutes_per_week for month in plan.load):
        yield f"{signs.free} hours left free"
    away = [month.month for month in plan.load if month.budget_minutes_per_week == 0]
    if away:
        yield f"{signs.away} away ({', '.join(spans_in_words(away))})"
