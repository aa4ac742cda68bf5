"""A plan's timeline as an SVG drawing: modules, awards and the hours a week, on one scale of months.

Knows a plan and the elements of SVG; not where the drawing goes: the page, the drawing and the picture share it.
Colours are classes, defined once in `style`, because a page may allow no style but its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from html import escape

from msgspec import Struct

from mcplanner.export.lettering import BOLD, shorten, text_width, wrap
from mcplanner.ground.characters import one_line
from mcplanner.ground.months import CALENDAR, Month, month_name, span_name
from mcplanner.ground.numbers_text import hours_text, kind_text, load_text
from mcplanner.plans.certainty_words import (
    END,
    UsedMarks,
    mark,
    mark_of_awards,
    mark_of_finish,
    mark_of_load,
    old_figures,
    rests_on_in_words,
)
from mcplanner.plans.labels import AWARD, titles_of_rows
from mcplanner.plans.load_labels import LoadLabel, places_of
from mcplanner.plans.model import EarnedAward, Enrolment, MonthLoad, Plan
from mcplanner.plans.summary import (
    heading_of,
    in_order_of_start,
    in_reading_order,
    mode_text,
    other_intake,
    period_text,
    proof,
    running,
    spans_in_words,
)

WIDE, NARROW = 820, 354
"""Widths in pixels, where the drawing is shown at its own size. The narrow one has labels above the bars."""

SIGN = f"{AWARD} "
"""What titles of awards begin with where they would read like modules."""

FONTS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'

LIGHT = {
    "surface": "#ffffff", "ink": "#1b1f24", "quiet": "#59616b", "rule": "#e3e6ea", "year": "#c3c9d0", "away": "#eceef1",
    "free": "#e6efed", "load": "#3d6f69", "budget": "#59616b", "award": "#a8480a",
}  # fmt: skip
DARK = {
    "surface": "#171a1f", "ink": "#e9ebee", "quiet": "#a5adb8", "rule": "#2a2f37", "year": "#454c57", "away": "#23272e",
    "free": "#1f2d2c", "load": "#7fb8b0", "budget": "#a5adb8", "award": "#f3a65e",
}  # fmt: skip
FIELDS_LIGHT = ("#0f766e", "#4a4fc4", "#b3123f", "#4d6f0c", "#0b6aa2", "#7a2bb8", "#56606d")
FIELDS_DARK = ("#3fb8a9", "#9094f2", "#f27a94", "#a3cc4f", "#55b8ec", "#bd8cf0", "#98a3b1")
"""Each is at least three times as bright as its background, or three times as dark (WCAG 2.2, 1.4.11)."""

AXIS, ROW, BAR, LOAD, GAP = 40, 40, 14, 56, 14
LABELS = 284
SMALL, PLAIN, LARGE = 11, 13, 19
YEAR_GAP, YEAR_LINE = 4, 13


def style(fonts: str = FONTS, dark: bool = True) -> str:
    """The classes of a drawing, with those for dark surroundings where they are wanted."""
    rules = f".mc text{{font-family:{fonts};font-variant-numeric:tabular-nums}}\n"
    rules += f".mc .small{{font-size:{SMALL}px}}.mc .plain{{font-size:{PLAIN}px}}.mc .large{{font-size:{LARGE}px}}\n"
    rules += ".mc .strong{font-weight:700}.mc .halo{paint-order:stroke;stroke-width:4px;stroke-linejoin:round}\n"
    rules += _colours(LIGHT, FIELDS_LIGHT)
    return rules + (f"@media screen and (prefers-color-scheme:dark){{\n{_colours(DARK, FIELDS_DARK)}}}\n" if dark else "")


def _colours(colours: dict[str, str], fields: Sequence[str]) -> str:
    fills = [f".mc .{name}{{fill:{colour}}}" for name, colour in colours.items() if name not in ("rule", "year", "budget")]
    lines = [f".mc .{name}{{stroke:{colours[name]};fill:none}}" for name in ("rule", "year", "budget")]
    hues = [f".mc .f{number}{{fill:{hue}}}.mc .o{number}{{stroke:{hue};fill:none}}" for number, hue in enumerate(fields)]
    halo = f".mc .halo{{stroke:{colours['surface']}}}"
    return "\n".join((*fills, *lines, *hues, halo)) + "\n"


def draw(
    plan: Plan, width: int = WIDE, name: str = "plan", heading: bool = True, style_sheet: str = "", until: Month | None = None
) -> str:
    """The drawing as one element `svg`.

    Parameters
    ----------
    width
        A drawing narrower than `WIDE` has its labels above the bars instead of beside them.
    name
        The beginning of ids in the drawing, so that one page can have several drawings.
    heading
        True to put the target and the verdict above it; a page says them itself.
    style_sheet
        The rules of `style`, unless something around the drawing defines them.
    until
        The last month to draw at least, so that several plans have one scale.
    """
    return _Drawing(plan, width, heading, until).element(name, style_sheet)


def description(plan: Plan) -> str:
    """The drawing in words with their marks, and what these mean, for people who cannot see it."""
    marks = UsedMarks()
    parts = [
        f"{one_line(item.title)} {'in' if item.start == item.end else 'from'} {span_name(item.start, item.end)}"
        f"{mark(plan, item, *END, marks=marks)}"
        if isinstance(item, Enrolment)
        else f"{one_line(item.title)} earned in {month_name(item.earned)}{mark_of_awards(plan, item, marks=marks)}"
        for item in in_reading_order(plan)
    ]
    told = ["; ".join(parts), proof(plan, marks), "; ".join(marks.legend())]
    return " ".join(map(_sentence, filter(None, told)))


def field_numbers(plan: Plan) -> dict[str, int]:
    """The number of each field's colour, in the order in which fields occur."""
    fields = dict.fromkeys(enrolment.field for enrolment in in_order_of_start(plan))
    return {field: number % len(FIELDS_LIGHT) for number, field in enumerate(fields)}


def shown_months(plan: Plan) -> tuple[Month, Month]:
    """The first and the last month in which anything is drawn."""
    first = min([plan.start, *(load.month for load in plan.load), *(enrolment.start for enrolment in plan.enrolments)])
    last = max([first, *(enrolment.end for enrolment in plan.enrolments), *(award.earned for award in plan.awards)])
    return first, last


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


class _Scale(Struct, frozen=True):
    """Places months across the chart."""

    first: Month
    last: Month
    left: float
    right: float

    @property
    def month(self) -> float:
        return (self.right - self.left) / (self.last - self.first + 1)

    def at(self, month: int) -> float:
        """The x at which a month begins."""
        return self.left + (month - self.first) * self.month


class _Drawing:
    """One drawing in the making: elements are added from the top down."""

    def __init__(self, plan: Plan, width: int, heading: bool, until: Month | None) -> None:
        self._plan = plan
        self._marks = UsedMarks()
        self._width = width
        self._narrow = width < WIDE
        self._heading = heading
        self._numbers = field_numbers(plan)
        first, last = shown_months(plan)
        last = last if until is None else max(last, until)
        titles = {item.module: one_line(item.title) for item in plan.enrolments}
        of_awards = {item.id: one_line(item.title) for item in plan.awards}
        room = (width if self._narrow else LABELS - 14) / BOLD
        measure = partial(text_width, size=PLAIN)
        self._titles = titles_of_rows(titles, of_awards, room, measure)
        self._scale = _Scale(first, last, 0 if self._narrow else LABELS, width - (0 if self._narrow else 4))
        self._away = [load.month for load in plan.load if load.budget_minutes_per_week == 0 and load.month <= last]
        self._parts: list[str] = []
        self._under: list[str] = []

    def element(self, name: str, style_sheet: str) -> str:
        y = self._draw_heading(16) if self._heading else 0.0
        if self._plan.enrolments:
            years = list(self._years())
            top = y + AXIS + YEAR_LINE * any(line for *_, line in years)
            self._draw_axis(top, years)
            y = self._draw_rows(top + 6)
            self._draw_grid(top, y)
            if self._plan.load:
                y = self._draw_load(y + GAP)
            y = self._draw_legend(y + 24)
        margin = 20 if self._heading else 0
        height = y + margin
        box = f"{-margin} {-margin} {self._width + 2 * margin} {_number(height + margin)}"
        size = f'width="{self._width + 2 * margin}" height="{_number(height + margin)}"'
        background = (
            f'<rect class="surface" x="{-margin}" y="{-margin}" width="{self._width + 2 * margin}"'
            f' height="{_number(height + margin)}"/>\n'
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="mc" viewBox="{box}" {size} role="img"'
            f' aria-labelledby="{name}-title" aria-describedby="{name}-desc">\n'
            f'<title id="{name}-title">{escape(f"Timeline: {heading_of(self._plan)}")}</title>\n'
            f'<desc id="{name}-desc">{escape(description(self._plan))}</desc>\n'
            + (f"<style>\n{style_sheet}</style>\n" if style_sheet else "")
            + (background if self._heading else "")
            + "\n".join((*self._under, *self._parts))
            + "\n</svg>\n"
        )

    def _text(self, x: float, y: float, text: str, classes: str, anchor: str = "start") -> None:
        ends = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._parts.append(f'<text x="{_number(x)}" y="{_number(y)}" class="{classes}"{ends}>{escape(text)}</text>')

    def _draw_heading(self, y: float) -> float:
        for line in wrap(heading_of(self._plan), self._width / BOLD, LARGE, 2):
            self._text(0, y, line, "large strong ink")
            y += 24
        finish = self._plan.finish
        done = "" if finish is None else f"finish {month_name(finish)}{mark_of_finish(self._plan, self._marks)}; "
        old, rests = old_figures(self._plan.warnings), rests_on_in_words(self._plan)
        y = self._draw_sentence(y, _sentence(old), "strong ink") if old else y
        y = self._draw_sentence(y, _sentence(f"{done}{proof(self._plan, self._marks)}"), "quiet")
        y = self._draw_sentence(y, f"Rests on {rests}.", "quiet") if rests else y
        return y + 6

    def _draw_sentence(self, y: float, sentence: str, classes: str) -> float:
        """A sentence of the heading; returns where the next begins."""
        for line in wrap(sentence, self._width / (BOLD if "strong" in classes else 1), PLAIN, 4):
            self._text(0, y, line, f"plain {classes}")
            y += 18
        return y

    def _draw_axis(self, bottom: float, years: Iterable[tuple[float, str, int]]) -> None:
        """Every year, and the months' initials where there is room."""
        scale = self._scale
        for x, words, line in years:
            self._text(x, bottom - 20 - YEAR_LINE * line, words, "small strong ink")
        for month in range(scale.first, scale.last + 1) if scale.month >= 9 else ():
            x = scale.at(month) + scale.month / 2
            self._text(x, bottom - 5, CALENDAR[month % 12][0].upper(), "small quiet", "middle")

    def _years(self) -> Iterator[tuple[float, str, int]]:
        """The label of each year: its x, its words, and its line, counted up from the months.

        Years of which the chart shows little stand on the line above where the others leave no room. Where years are narrower
        than their number, all are written with two digits.
        """
        scale = self._scale
        years = range(scale.first // 12, scale.last // 12 + 1)
        short = scale.month * 12 < self._year_length("2000")
        words = {year: f"’{year % 100:02}" if short else f"{year}" for year in years}
        lengths = {year: self._year_length(own) for year, own in words.items()}
        begins = {year: min(max(scale.left, scale.at(year * 12)), self._width - lengths[year]) for year in years}
        taken: tuple[list[tuple[float, float]], ...] = ([], [])
        for year in sorted(years, key=lambda year: (self._room_of_year(year) < lengths[year], year)):
            begin, end = begins[year], begins[year] + lengths[year]
            free = (line for line, spans in enumerate(taken) if all(end <= low or begin >= high for low, high in spans))
            line = next(free, None)
            if line is not None:
                taken[line].append((begin - YEAR_GAP, end + YEAR_GAP))
                yield begin, words[year], line

    def _year_length(self, words: str) -> float:
        return text_width(words, SMALL) * BOLD

    def _room_of_year(self, year: int) -> float:
        """The breadth of the months of a year that the chart shows."""
        scale = self._scale
        return scale.at(min(scale.last + 1, year * 12 + 12)) - scale.at(max(scale.first, year * 12))

    def _draw_grid(self, top: float, bottom: float) -> None:
        """Under everything: the months away, and a line where a quarter or a year begins."""
        scale = self._scale
        for away in self._away:
            self._under.append(_rectangle("away", scale.at(away), top, scale.month, bottom - top))
        for month in range(scale.first + 1, scale.last + 1):
            if month % 12 == 0 or (month % 3 == 0 and scale.month >= 6):
                x = _number(scale.at(month))
                kind = "year" if month % 12 == 0 else "rule"
                self._under.append(f'<path class="{kind}" d="M{x} {_number(top)}V{_number(bottom)}"/>')

    def _draw_rows(self, y: float) -> float:
        for item in in_reading_order(self._plan):
            middle = y + (28 if self._narrow else ROW / 2)
            self._parts.append(f"<g><title>{escape(self._tooltip(item))}</title>")
            self._draw_label(item, y + 14 if self._narrow else middle - 2)
            if isinstance(item, EarnedAward):
                self._draw_award(item, middle)
            else:
                self._draw_enrolment(item, self._numbers[item.field], middle)
            self._parts.append("</g>")
            y += ROW + (6 if self._narrow else 0)
        return y + 4

    def _tooltip(self, item: Enrolment | EarnedAward) -> str:
        if isinstance(item, EarnedAward):
            return f"{one_line(item.title)}: earned in {self._month_earned(item)}"
        return f"{one_line(item.title)}: {period_text(self._plan, item, self._marks)}"

    def _month_earned(self, award: EarnedAward) -> str:
        return f"{month_name(award.earned)}{mark_of_awards(self._plan, award, marks=self._marks)}"

    def _draw_label(self, item: Enrolment | EarnedAward, y: float) -> None:
        """The title, in bold for an award, and beneath it the details where there is room."""
        room = self._width if self._narrow else LABELS - 14
        bold = isinstance(item, EarnedAward)
        name = item.id if isinstance(item, EarnedAward) else item.module
        title, x = self._titles[name], 0
        if title.startswith(SIGN):  # drawn, since not every font has it
            self._parts.append(f'<path class="award" d="M5 {_number(y - 10)}l5 5l-5 5l-5 -5z"/>')
            title, x = title.removeprefix(SIGN), 15
        self._text(x, y, title, "plain strong ink" if bold else "plain ink")
        if not self._narrow:
            self._text(0, y + 15, shorten(self._details(item), room, SMALL), "small quiet")

    def _details(self, item: Enrolment | EarnedAward) -> str:
        """The small line beneath a title."""
        if isinstance(item, EarnedAward):
            return kind_text(item.kind)
        hours = f"{hours_text(item.hours)} h{mark(self._plan, item, 'hours', marks=self._marks)}"
        week = f"{load_text(item.minutes_per_week)} a week{mark_of_load(self._plan, [item], self._marks)}"
        return f"{mode_text(self._plan, item, self._marks)}, {hours}, {week}"

    def _draw_enrolment(self, enrolment: Enrolment, number: int, middle: float) -> None:
        scale = self._scale
        left, right = scale.at(enrolment.start), scale.at(enrolment.end + 1)
        words = period_text(self._plan, enrolment, self._marks)
        begin, end = self._beside(left, right, words)
        for month in enrolment.intake_months if self._shows_intakes else ():
            x = scale.at(month) + scale.month / 2
            if scale.first <= month <= scale.last and not left - 4 < x < right + 4 and not begin - 5 < x < end + 5:
                self._parts.append(f'<circle class="o{number}" cx="{_number(x)}" cy="{_number(middle)}" r="2.5"/>')
        self._parts.append(_rectangle(f"f{number}", left + 0.5, middle - BAR / 2, max(2, right - left - 1), BAR, 4))
        self._text_beside(begin, end, left, middle, words, "small quiet halo")

    def _draw_award(self, award: EarnedAward, middle: float) -> None:
        """A diamond at the end of the month in which it is earned."""
        x = min(self._scale.at(award.earned + 1), self._width - 7)
        self._parts.append(f'<path class="award" d="M{_number(x)} {_number(middle - 7)}l7 7l-7 7l-7 -7z"/>')
        words = self._month_earned(award)
        begin, end = self._beside(x - 7, x + 7, words)
        self._text_beside(begin, end, x - 7, middle, words, "small strong ink halo")

    def _beside(self, left: float, right: float, words: str) -> tuple[float, float]:
        """The x at which words begin and end: after their mark, or before it where the drawing ends."""
        length = text_width(words, SMALL)
        begin = right + 6 if right + 6 + length <= self._width else max(0.0, left - 6 - length)
        return begin, begin + length

    def _text_beside(self, begin: float, end: float, left: float, middle: float, words: str, classes: str) -> None:
        before = end <= left
        self._text(end if before else begin, middle + 4, words, classes, "end" if before else "start")

    @property
    def _shows_intakes(self) -> bool:
        return self._scale.month >= 5

    def _draw_load(self, y: float) -> float:
        """Columns of the hours a week that are used and free, and the line of the hours there are."""
        scale = self._scale
        loads = [load for load in self._plan.load if load.month <= scale.last]
        top = max((max(load.minutes_per_week, load.budget_minutes_per_week or 0) for load in loads), default=0)
        if top == 0:
            return y
        base = self._draw_load_heading(y, top) + LOAD
        self._parts.append(f'<path class="year" d="M{_number(scale.left)} {_number(base)}H{_number(scale.right)}"/>')
        self._parts += self._columns(loads, base, top)
        for first, last, load in stretches(loads):
            self._draw_budget(scale.at(first), scale.at(last + 1) - scale.at(first), load, base, top)
        self._draw_figures([own for own in stretches(loads) if own[2].minutes_per_week], base + 14)
        return base + 16

    def _draw_figures(self, studied: Sequence[tuple[Month, Month, MonthLoad]], y: float) -> None:
        """The hours a week in the middle of each stretch of equal load, where there is room; of the busiest weeks always."""
        figures = []
        for first, last, load in studied:
            left, right = self._scale.at(first), self._scale.at(last + 1)
            width = text_width(f"{load_text(load.minutes_per_week)}°", SMALL)
            figures.append(LoadLabel((left + right - width) / 2, width, right - left, load.minutes_per_week))
        places = places_of(figures, self._scale.right)
        for (first, last, load), figure, place in zip(studied, figures, places, strict=True):
            if place is not None:
                mark = mark_of_load(self._plan, running(self._plan, *map(Month, range(first, last + 1))), self._marks)
                words = f"{load_text(load.minutes_per_week)}{mark}"
                self._text(place + figure.width / 2, y, words, "small quiet", "middle")

    def _draw_load_heading(self, y: float, top: int) -> float:
        """Above the columns, or beside them with the most hours of any month; returns where the columns begin."""
        if self._narrow:
            self._text(0, y + 10, "Hours a week", "plain ink")
            return y + 22
        self._text(0, y + 12, "Hours a week", "plain ink")
        self._text(0, y + 27, f"at most {load_text(top)}", "small quiet")
        return y

    def _columns(self, loads: Sequence[MonthLoad], base: float, top: int) -> Iterator[str]:
        """The hours of each month, used and free; `top` are the minutes that the highest column stands for."""
        scale = self._scale
        gap = 1 if scale.month >= 5 else 0
        outlines: dict[str, list[str]] = {"away": [], "free": [], "load": []}
        for load in loads:
            left, width = scale.at(load.month) + gap / 2, scale.month - gap
            budget = (load.budget_minutes_per_week or 0) * LOAD / top
            height = load.minutes_per_week * LOAD / top
            if load.budget_minutes_per_week == 0:
                outlines["away"].append(_outline(left, base - LOAD, width, LOAD))
            elif budget > height:
                outlines["free"].append(_outline(left, base - budget, width, budget - height))
            if height:
                outlines["load"].append(_outline(left, base - height, width, height))
        return (f'<path class="{name}" d="{"".join(found)}"/>' for name, found in outlines.items() if found)

    def _draw_budget(self, left: float, width: float, load: MonthLoad, base: float, top: int) -> None:
        """The line of the hours there are over several months."""
        if load.budget_minutes_per_week:
            line = _number(base - load.budget_minutes_per_week * LOAD / top)
            self._parts.append(f'<path class="budget" d="M{_number(left)} {line}h{_number(width)}"/>')

    def _legend(self) -> Iterator[tuple[str, str]]:
        """The signs that occur in the drawing, each with its meaning; a mark has its sign in its words."""
        if len(self._numbers) > 1:
            yield from self._legend_of_fields()
        if self._shows_intakes and any(enrolment.intake_months for enrolment in self._plan.enrolments):
            yield "circle", other_intake(self._plan)
        if self._plan.awards:
            yield "diamond", "award earned"
        if any(load.budget_minutes_per_week for load in self._plan.load):
            yield "line", "hours you have"
        if self._away:
            yield "square away", f"away ({', '.join(spans_in_words(self._away))})"
        yield from (("", words) for words in self._marks.legend())

    def _legend_of_fields(self) -> Iterator[tuple[str, str]]:
        titles = {enrolment.field: one_line(enrolment.field_title) for enrolment in self._plan.enrolments}
        for field, number in self._numbers.items():
            yield f"bar f{number}", titles[field] or field

    def _draw_legend(self, y: float) -> float:
        entries = list(self._legend())
        x = 0.0
        for sign, meaning in entries:
            words = shorten(meaning, self._width - 22, SMALL)
            room = 22 if sign else 0
            if x and x + room + text_width(words, SMALL) > self._width:
                x, y = 0.0, y + 18
            if sign:
                self._parts.append(_sign(sign, x, y - 4))
            self._text(x + room, y, words, "small quiet")
            x += room + text_width(words, SMALL) + 16
        return y + 4 if entries else y


def _sign(sign: str, x: float, middle: float) -> str:
    kind, _, name = sign.partition(" ")
    match kind:
        case "bar" | "square":
            return _rectangle(name, x, middle - 5, 16, 10, 3)
        case "circle":
            return f'<circle class="budget" cx="{_number(x + 8)}" cy="{_number(middle)}" r="2.5"/>'
        case "line":
            return f'<path class="budget" d="M{_number(x)} {_number(middle)}h16"/>'
        case _:
            return f'<path class="award" d="M{_number(x + 8)} {_number(middle - 6)}l6 6l-6 6l-6 -6z"/>'


def stretches(loads: Iterable[MonthLoad]) -> Iterator[tuple[Month, Month, MonthLoad]]:
    """Stretches of neighbouring months with the same hours: the first month, the last, and the load of one of them."""
    open_: tuple[Month, Month, MonthLoad] | None = None
    for load in sorted(loads, key=lambda load: load.month):
        same = open_ is not None and (
            open_[1] + 1 == load.month
            and (open_[2].minutes_per_week, open_[2].budget_minutes_per_week)
            == (load.minutes_per_week, load.budget_minutes_per_week)
        )
        if open_ is not None and same:
            open_ = (open_[0], load.month, open_[2])
            continue
        if open_ is not None:
            yield open_
        open_ = (load.month, load.month, load)
    if open_ is not None:
        yield open_


def _rectangle(name: str, x: float, y: float, width: float, height: float, radius: int = 0) -> str:
    rounded = f' rx="{radius}"' if radius else ""
    box = f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}"'
    return f'<rect class="{name}" {box}{rounded}/>'


def _outline(x: float, y: float, width: float, height: float) -> str:
    """A rectangle as a part of a path: a path of many takes a third of the space of many elements."""
    return f"M{_number(x)} {_number(y)}h{_number(width)}v{_number(height)}h{_number(-width)}z"


def _number(value: float) -> str:
    """To a tenth of a unit, without zeros at the end."""
    return f"{round(value * 10) / 10:.1f}".removesuffix(".0")
