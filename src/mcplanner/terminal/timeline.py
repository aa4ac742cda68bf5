"""The plan as a picture of months: a row for each enrolment, the awards where they are earned, and the load beneath.

Knows a plan and how wide it may be drawn; one column stands for as many months as it takes to fit, and the picture
says so. It never leaves a row or a month out.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from rich.text import Text

from mcplanner.ground.months import CALENDAR, Month, month_name
from mcplanner.ground.numbers_text import budget_text, load_text
from mcplanner.plans.model import EarnedAward, Enrolment, MonthLoad, Plan
from mcplanner.plans.summary import in_reading_order, spans_in_words
from mcplanner.terminal.ink import Ink, padded

GAP = "  "
LEAST_LABEL, MOST_LABEL = 12, 26
WIDTH_FOR_TITLES = 130
MOST_CHARACTERS_PER_MONTH = 4
CHART_ROWS = 3
LEAST_GUIDES = 4  # guides nearer to each other than this many characters would hide what they guide


class Scale(Struct, frozen=True):
    """How months fall on columns; each column is `characters` wide and stands for `months` months."""

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
        """The column in which a month falls."""
        return month // self.months - self.first // self.months

    def month(self, column: int) -> Month:
        """The first month of a column; before the plan's first month where its first column is only partly used."""
        return Month((self.first // self.months + column) * self.months)

    def begins_year(self, column: int) -> bool:
        """Whether a year begins with the column; that of the first one began before."""
        return column > 0 and self.month(column) % 12 == 0

    @property
    def shows_intakes(self) -> bool:
        """Whether columns are fine enough to tell the months a module starts in from the others."""
        return self.months <= 2

    @property
    def characters_per_year(self) -> int:
        return 12 // self.months * self.characters


def timeline(plan: Plan, ink: Ink, colours: Mapping[str, str]) -> list[Text]:
    """The picture and its legend; `colours` are those of the fields."""
    first = min([plan.start, *(enrolment.start for enrolment in plan.enrolments)])
    last = max([first, *(enrolment.end for enrolment in plan.enrolments), *(award.earned for award in plan.awards)])
    labels = _labels(plan, ink)
    label_width = max(LEAST_LABEL, *(label.cell_len for label in labels.values())) if labels else LEAST_LABEL
    room = ink.width - label_width - len(GAP)
    scale = Scale.fitting(first, last, room)

    def row(label: Text, cells: Text) -> Text:
        return ink.joined(padded(label, label_width), GAP, cells)

    def scale_row(label: str, cells: Text) -> Text:
        return ink.joined(padded(ink.text(label, "dim"), label_width, right=True), GAP, cells)

    lines = [row(Text(""), axis) for axis in _axis(scale, room, ink)]
    for item in in_reading_order(plan):
        if isinstance(item, Enrolment):
            lines.append(row(labels[item.module], _enrolment_cells(item, scale, ink, colours.get(item.field, ""))))
        else:
            lines.append(row(labels[item.id], _award_cells(item, scale, ink)))
    lines += [Text(""), *(scale_row(label, cells) for label, cells in _load_chart(plan.load, scale, ink))]
    return [*lines, Text(""), *_legend(plan, scale, ink, colours)]


def _labels(plan: Plan, ink: Ink) -> dict[str, Text]:
    """What stands before each row, by id: the id, and the title beside it where there is room."""
    titles = {entry.module: entry.title for entry in plan.enrolments} | {award.id: award.title for award in plan.awards}
    earned = {award.id for award in plan.awards}
    ids = {
        name: ink.cut(ink.text(name, "bold" if name in earned else ""), min(MOST_LABEL, max(LEAST_LABEL, ink.width // 3)))
        for name in titles
    }
    if ink.width < WIDTH_FOR_TITLES:
        return ids
    widest = max((label.cell_len for label in ids.values()), default=0)
    return {
        name: ink.joined(padded(label, widest), GAP, ink.cut(ink.text(titles[name], "dim"), ink.width // 4))
        for name, label in ids.items()
    }


def year_labels(scale: Scale, room: int, ink: Ink) -> Text:
    """Each year above its first column, where it fits in the room."""
    years = ""
    starts = [column * scale.characters for column in range(scale.columns) if column == 0 or scale.begins_year(column)]
    for at in starts:
        label = f"{scale.month(at // scale.characters) // 12:04d}"
        if at == 0 and len(starts) > 1 and starts[1] <= len(label):
            continue  # the year of a few months before the first January gives way to the next
        if (at == 0 or len(years) < at) and at + len(label) <= room:
            years = years.ljust(at) + label
    return ink.text(years, "bold")


def _axis(scale: Scale, room: int, ink: Ink) -> list[Text]:
    """The years, and beneath them the months where every column is a single one."""
    lines = [year_labels(scale, room, ink)]
    if scale.months == 1:
        letters = 3 if scale.characters > 3 else 1
        names = (CALENDAR[scale.month(column) % 12].capitalize()[:letters] for column in range(scale.columns))
        lines.append(ink.text("".join(name.ljust(scale.characters) for name in names), "dim"))
    return lines


def _cells(scale: Scale, ink: Ink, drawn: Mapping[int, tuple[str, str]]) -> Text:
    """A row of columns: what is drawn in some of them as (characters, style), a guide where a year begins, else nothing."""
    pieces: list[tuple[str, str]] = []
    for column in range(scale.columns):
        guide = ink.signs.guide if scale.begins_year(column) and scale.characters_per_year >= LEAST_GUIDES else ""
        characters, style = drawn.get(column, (guide, "dim"))
        pieces.append((characters.ljust(scale.characters), style))
    return Text.assemble(*pieces, end="")


def _enrolment_cells(enrolment: Enrolment, scale: Scale, ink: Ink, colour: str) -> Text:
    drawn: dict[int, tuple[str, str]] = {}
    if scale.shows_intakes:
        drawn = {scale.column(month): (ink.signs.intake, "dim") for month in enrolment.intake_months if _shown(month, scale)}
    bar = (ink.signs.bar * scale.characters, colour)
    drawn |= dict.fromkeys(range(scale.column(enrolment.start), scale.column(enrolment.end) + 1), bar)
    return _cells(scale, ink, drawn)


def _award_cells(award: EarnedAward, scale: Scale, ink: Ink) -> Text:
    """The sign in the month of the award, and the month in words on the side that has room for it."""
    column = scale.column(award.earned)
    cells = _cells(scale, ink, {column: (ink.signs.award, "bold")})
    at = column * scale.characters
    words = month_name(award.earned)
    if at + 2 + len(words) <= scale.columns * scale.characters:
        begin = at + 2
    elif at >= len(words) + 1:
        begin = at - len(words) - 1
    else:
        return cells
    return ink.joined(cells[:begin], ink.text(words, "bold"), cells[begin + len(words) :])


def _shown(month: Month, scale: Scale) -> bool:
    return scale.first <= month <= scale.last


def _load_chart(load: Sequence[MonthLoad], scale: Scale, ink: Ink) -> list[tuple[str, Text]]:
    """Rows of (label, cells): hours a week as heights against the budget, then the figures where there is room."""
    by_column: dict[int, list[MonthLoad]] = {}
    for month in load:
        if _shown(month.month, scale):
            by_column.setdefault(scale.column(month.month), []).append(month)
    # A column of several months shows the fullest of them: an average would hide the weeks that are hard.
    fullest = {column: max(months, key=lambda month: month.minutes_per_week) for column, months in by_column.items()}
    away = {column for column, months in by_column.items() if all(month.budget_minutes_per_week == 0 for month in months)}
    top = max((max(month.minutes_per_week, month.budget_minutes_per_week or 0) for month in fullest.values()), default=0)
    if top == 0:
        return []
    rows: list[tuple[str, Text]] = []
    for row in reversed(range(CHART_ROWS)):
        drawn: dict[int, tuple[str, str]] = {}
        for column, month in fullest.items():
            height = _height(month.minutes_per_week, top, row, ink)
            if height:
                drawn[column] = (ink.signs.heights[height] * scale.characters, "")
            elif column in away and row == 0:
                drawn[column] = (ink.signs.away, "bold")
            elif _height(month.budget_minutes_per_week or 0, top, row, ink):
                drawn[column] = (ink.signs.free, "dim")
        label = f"{budget_text(top)} h" if row == CHART_ROWS - 1 else ""
        rows.append((label, _cells(scale, ink, drawn)))
    return [*rows, ("hours a week", _load_figures(fullest, scale, ink))]


def _height(minutes: int, top: int, row: int, ink: Ink) -> int:
    """How much of a row's cell is filled, in steps; anything above nothing fills at least one step of the lowest row."""
    steps = len(ink.signs.heights) - 1
    filled = max(minutes * CHART_ROWS * steps // top, min(minutes, 1))
    return max(0, min(steps, filled - row * steps))


def _load_figures(fullest: Mapping[int, MonthLoad], scale: Scale, ink: Ink) -> Text:
    """The hours a week at the beginning of each stretch of equal load, where the stretch is long enough to hold them."""
    stretches: list[tuple[int, int]] = []  # (columns, minutes a week)
    for column in range(scale.columns):
        minutes = fullest[column].minutes_per_week if column in fullest else 0
        if stretches and stretches[-1][1] == minutes:
            stretches[-1] = (stretches[-1][0] + 1, minutes)
        else:
            stretches.append((1, minutes))
    pieces = []
    for columns, minutes in stretches:
        room = columns * scale.characters
        figure = load_text(minutes) if minutes else ""
        pieces.append((figure if len(figure) < room else "").ljust(room))
    return ink.text("".join(pieces))


def _legend(plan: Plan, scale: Scale, ink: Ink, colours: Mapping[str, str]) -> list[Text]:
    signs = ink.signs
    away = [month.month for month in plan.load if month.budget_minutes_per_week == 0]
    column = "one column is " + (f"{scale.months} months" if scale.months > 1 else "one month")
    remarks = [column if scale.characters == 1 else f"one month is {scale.characters} characters wide"]
    if any(enrolment.intake_months for enrolment in plan.enrolments):
        intakes = "another month it starts in" if scale.shows_intakes else "other months it starts in: not shown"
        remarks.append(f"{signs.intake} {intakes}")
    if plan.awards:
        remarks.append(f"{signs.award} award earned")
    if any(month.budget_minutes_per_week for month in plan.load):
        remarks.append(f"{signs.free} hours left free")
    if away:
        remarks.append(f"{signs.away} away ({', '.join(spans_in_words(away))})")
    lines = ink.flowing([ink.text(remark, "dim") for remark in remarks])
    if ink.in_colour and len(colours) > 1:
        fields = [
            ink.joined(ink.text(signs.bar * 2, colour), ink.text(f" {field}", "dim")) for field, colour in colours.items()
        ]
        lines += ink.flowing(fields)
    return lines
