"""Writes a forecast: as a table for other programs, as a workbook, or as a page with pictures.

Knows the forecast and where each of its figures stands; counts nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time
from io import BytesIO
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from mcplanner.cohort.against import Against, compared
from mcplanner.cohort.forecast import Forecast
from mcplanner.cohort.forms import WRITTEN
from mcplanner.cohort.growing_files import whole_file
from mcplanner.cohort.tables import COMPARED, FORECAST, Values
from mcplanner.export.sheet_layout import print_whole
from mcplanner.ground.characters import one_line
from mcplanner.ground.money import Amount, format_amount, format_cents
from mcplanner.ground.months import Month, first_day, month_name, parse_month
from mcplanner.ground.numbers_text import counted

if TYPE_CHECKING:
    from mcplanner.export.curves import Point

MOST_SHOWN = 50
"""The reasons that a page shows; the other files have all."""

MONTH, MONEY, WHOLE = "mmm yyyy", "#,##0.00", "#,##0"


class _Told(Struct, frozen=True):
    """A forecast, perhaps beside one for another catalogue, and the lines of its table."""

    forecast: Forecast
    against: Against | None
    lines: Sequence[Values]

    def of(self, what: str) -> list[Values]:
        """The lines that count something."""
        return [values for values in self.lines if values["what"] == what]

    @property
    def reasons(self) -> list[Values]:
        """The lines that say why there is no plan."""
        return [values for values in self.lines if values["what"] not in ("seats", "finish")]


def forecast_file(path: Path, forecast: Forecast, against: Against | None) -> bytes:
    """The content of a file, by the ending of its name."""
    lines = list(forecast.lines() if against is None else compared(forecast, against.forecast))
    make = _MADE.get(path.suffix.lower())
    if make is None:
        return whole_file(path, FORECAST if against is None else COMPARED, lines)
    return make(_Told(forecast, against, lines))


class _Offer(Struct, frozen=True):
    """A module on the page: the seats that it needs in all, now and with the other catalogue, and in each of its months."""

    title: str
    id: str
    seats: str
    starts: Sequence[str]


def _page(told: _Told) -> bytes:
    """One page: how it went for all, the finishes and seats by month as pictures, seats by module, and reasons."""
    from mcplanner.export import drawing
    from mcplanner.export.pages import read_part, render_page

    forecast, reasons = told.forecast, told.reasons
    content = {
        "title": forecast.catalogue.title,
        "as_of": forecast.catalogue.as_of,
        "learners": f"{forecast.statuses.total() - forecast.statuses['refused']:,}",
        "planned": f"{sum(each.learners for each in forecast.finishes):,}",
        "without": f"{sum(each.learners for each in forecast.without_plan()):,}",
        "paid": format_amount(sum((each.cost for each in forecast.finishes), Amount())),
        "seats": f"{sum(each.learners for each in forecast.seats):,}",
        "pictures": list(_pictures(told)),
        "against": told.against and told.against.name,
        "changes": told.against.effect.words if told.against else (),
        "providers": [(title, list(offers)) for title, offers in _by_provider(told)],
        "reasons": [(_figure(values), values["reason"] or values["what"], _help(values)) for values in reasons[:MOST_SHOWN]],
        "more": max(0, len(reasons) - MOST_SHOWN),
    }
    return render_page("forecast.html", content, read_part("comparison.css") + drawing.style()).encode()


def _figure(values: Values, *others: Values) -> str:
    """The learners of lines, and an arrow to those with the other catalogue, where they differ."""
    lines = (values, *others)
    now = sum(each["learners"] for each in lines)
    then = sum(each.get("learners_against", each["learners"]) for each in lines)
    return f"{now:,}" if now == then else f"{now:,} → {then:,}"


def _help(values: Values) -> str:
    """The change that would help most of those who have no plan for a reason."""
    return f"{values['would_help']} ({values['helped']:,})" if values["would_help"] else ""


def _pictures(told: _Told) -> Iterator[str]:
    from mcplanner.export.curves import draw_curve

    for what, title, key, words in PICTURES:
        now = _points(told.of(what), key)
        then = _points(told.of(what), f"{key}_against") if told.against else []
        if now:
            yield draw_curve(title, now, words, joined=True, beside=then)
        if told.against and then:
            yield draw_curve(f"The same with {one_line(told.against.name)}", then, words, joined=True, beside=now)


PICTURES: Sequence[tuple[str, str, str, Callable[[int], str]]] = (
    ("seats", "Seats by the month of their start", "learners", "{:,}".format),
    ("finish", "Learners by the month of their finish", "learners", "{:,}".format),
    ("finish", "What they pay, by the month of their finish", "cents_at_least", format_cents),
)
"""The lines that a picture shows, its title, the key of its figure, and how the figure is said."""


def _points(lines: Sequence[Values], key: str) -> list["Point"]:
    """A figure from month to month, which is 0 where there is none."""
    from mcplanner.export.curves import Point

    found: dict[Month, int] = {}
    for values in lines:
        if values["month"]:
            month = parse_month(values["month"])
            found[month] = found.get(month, 0) + (values[key] or 0)
    months = map(Month, range(min(found), max(found) + 1) if found else ())
    return [Point("", month_name(month), month, found.get(month, 0)) for month in months]


def _by_provider(told: _Told) -> Iterator[tuple[str, Iterator[_Offer]]]:
    """The title of each provider, with its modules."""
    catalogues = [told.forecast.catalogue, *([told.against.forecast.catalogue] if told.against else [])]
    titles = {own.id: own.title for catalogue in catalogues for own in catalogue.providers}
    seats = sorted(
        told.of("seats"), key=lambda each: (titles[each["provider"]], each["provider"], each["title"], each["module"])
    )
    for provider, own in groupby(seats, lambda each: each["provider"]):
        yield titles[provider], _offers(own)


def _offers(seats: Iterator[Values]) -> Iterator[_Offer]:
    for module, own in groupby(seats, lambda each: each["module"]):
        starts = sorted(own, key=lambda each: (each["month"], each["day"] or ""))
        words = [f"{each['day'] or month_name(parse_month(each['month']))}: {_figure(each)}" for each in starts]
        yield _Offer(starts[0]["title"], module, _figure(*starts), words)


class _Heading(Struct, frozen=True):
    """A column of a sheet: its heading, the key of its values, its width, and its format, None for text."""

    words: str
    key: str
    width: int
    code: str | None = None


LEARNERS = _Heading("Learners", "learners", 10, WHOLE)
PAID = (_Heading("Dollars", "cents", 16, MONEY), _Heading("Dollars at least", "cents_at_least", 16, MONEY))
THEN, *PAID_THEN = (
    _Heading("Learners against", "learners_against", 18, WHOLE),
    _Heading("Dollars against", "cents_against", 18, MONEY),
    _Heading("Dollars at least against", "cents_at_least_against", 24, MONEY),
)
SHEETS: Mapping[str, Sequence[_Heading]] = MappingProxyType(
    {
        "Seats": (
            _Heading("Month", "month", 12, MONTH),
            _Heading("First day", "day", 12),
            _Heading("Module", "module", 24),
            _Heading("Title", "title", 44),
            _Heading("Provider", "provider", 20),
            LEARNERS,
            THEN,
        ),
        "Finishes": (_Heading("Month", "month", 12, MONTH), LEARNERS, *PAID, THEN, *PAID_THEN),
        "Without a plan": (
            _Heading("Status", "what", 12),
            _Heading("Reason", "reason", 100),
            LEARNERS,
            _Heading("Would help most often", "would_help", 32),
            _Heading("Learners helped", "helped", 16, WHOLE),
            THEN,
        ),
    }
)


def _workbook(told: _Told) -> bytes:
    """Three sheets: seats, finishes with a chart, and why there is no plan. A month is written as its first day."""
    import xlsxwriter

    written = BytesIO()
    workbook = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    catalogue, against = told.forecast.catalogue, told.against
    title = f"{one_line(catalogue.title)}: seats for {counted(told.forecast.statuses.total(), 'learner')}"
    words = "" if against is None else f"Against {one_line(against.name)}: {'; '.join(against.effect.words)}."
    created = datetime.combine(catalogue.as_of, time())
    workbook.set_properties({"title": title[:255], "comments": words[:255], "created": created})
    finishes = told.of("finish")
    for (name, headings), lines in zip(SHEETS.items(), (told.of("seats"), finishes, told.reasons), strict=True):
        shown = [heading for heading in headings if against is not None or heading not in (THEN, *PAID_THEN)]
        _fill(workbook, workbook.add_worksheet(name), shown, lines)
    if finishes:
        _draw(workbook, len(finishes))
    workbook.close()
    return written.getvalue()


def _fill(workbook: Any, sheet: Any, headings: Sequence[_Heading], lines: Sequence[Values]) -> None:
    head = workbook.add_format({"bold": True, "bottom": 1})
    for column, heading in enumerate(headings):
        style = workbook.add_format({"num_format": heading.code} if heading.code else {"text_wrap": True, "valign": "top"})
        sheet.set_column(column, column, heading.width)
        sheet.write_string(0, column, heading.words, head)
        for row, values in enumerate(lines, start=1):
            _write(sheet, (row, column), values.get(heading.key), heading.code, style)
    sheet.freeze_panes(1, 0)
    print_whole(sheet)
    sheet.autofilter(0, 0, max(1, len(lines)), len(headings) - 1)


def _write(sheet: Any, at: tuple[int, int], value: Any, code: str | None, style: Any) -> None:
    """Text is written as text, whatever it begins with; a learner who has everything already finishes in no month."""
    if value is None or value == "":
        return
    if code == MONTH:
        sheet.write_datetime(*at, datetime.combine(first_day(parse_month(value)), time()), style)
    elif code is None:
        sheet.write_string(*at, one_line(value), style)
    else:
        sheet.write_number(*at, value / 100 if code == MONEY else value, style)


def _draw(workbook: Any, months: int) -> None:
    """The finishes as columns."""
    chart = workbook.add_chart({"type": "column"})
    sides = {"categories": ["Finishes", 1, 0, months, 0], "values": ["Finishes", 1, 1, months, 1]}
    chart.add_series({"name": ["Finishes", 0, 1], "gap": 20, "fill": {"color": "#0F766E"}, **sides})
    chart.set_title({"name": "Learners by the month of their finish", "name_font": {"size": 12}})
    chart.set_x_axis({"date_axis": True, "num_format": MONTH})
    chart.set_legend({"none": True})
    chart.set_size({"width": 820, "height": 340})
    workbook.get_worksheet_by_name("Finishes").insert_chart("I2", chart, {"description": "Learners who finish in each month."})


_MADE = MappingProxyType[str, Callable[[_Told], bytes]]({".xlsx": _workbook, ".html": _page})

ENDINGS = (*WRITTEN, *_MADE)
"""The endings that a forecast can have."""
