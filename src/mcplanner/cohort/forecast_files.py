"""Writes a forecast: as a table for other programs, as a workbook, or as a page with pictures.

Knows the forecast and where each of its figures stands; counts nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time
from io import BytesIO
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from mcplanner.cohort.forecast import Forecast, Needed
from mcplanner.cohort.forms import WRITTEN
from mcplanner.cohort.parts import whole_file
from mcplanner.cohort.tables import FORECAST
from mcplanner.ground.characters import one_line
from mcplanner.ground.money import format_cents
from mcplanner.ground.months import Month, first_day, month_name, parse_month
from mcplanner.ground.numbers_text import counted

MOST_SHOWN = 50
"""The reasons that a page shows; the other files have all."""

MONTH, MONEY = "mmm yyyy", "#,##0.00"


def forecast_file(path: Path, forecast: Forecast) -> bytes:
    """The content of a file, by the ending of its name."""
    make = _MADE.get(path.suffix.lower())
    return whole_file(path, FORECAST, forecast.lines()) if make is None else make(forecast)


class _Offer(Struct, frozen=True):
    """A module on the page: the seats that it needs in all, and in each of its months."""

    title: str
    id: str
    seats: int
    starts: Sequence[str]


def _page(forecast: Forecast) -> bytes:
    """One page: how it went for all, the finishes and seats by month as pictures, seats by module, and reasons."""
    from mcplanner.export import drawing
    from mcplanner.export.pages import read_part, render_page

    reasons = list(forecast.without_plan())
    content = {
        "title": forecast.catalogue.title,
        "as_of": forecast.catalogue.as_of,
        "learners": f"{forecast.statuses.total() - forecast.statuses['refused']:,}",
        "planned": f"{sum(learners for _, learners, _ in forecast.finishes):,}",
        "without": f"{sum(each.learners for each in reasons):,}",
        "paid": format_cents(sum(cents for _, _, cents in forecast.finishes)),
        "seats": f"{sum(each.learners for each in forecast.seats):,}",
        "pictures": list(_pictures(forecast)),
        "providers": [(title, list(offers)) for title, offers in _by_provider(forecast)],
        "reasons": [(f"{each.learners:,}", each.reason or each.status) for each in reasons[:MOST_SHOWN]],
        "more": max(0, len(reasons) - MOST_SHOWN),
    }
    return render_page("forecast.html", content, read_part("comparison.css") + drawing.style()).encode()


def _pictures(forecast: Forecast) -> Iterator[str]:
    finishes = {parse_month(month): learners for month, learners, _ in forecast.finishes if month}
    seats: dict[Month, int] = {}
    for each in forecast.seats:
        seats[parse_month(each.month)] = seats.get(parse_month(each.month), 0) + each.learners
    for title, found in (("Seats by the month of their start", seats), ("Learners by the month of their finish", finishes)):
        if found:
            yield _picture(title, found)


def _picture(title: str, found: Mapping[Month, int]) -> str:
    """A figure from month to month, which is 0 where there is none."""
    from mcplanner.export.curves import Point, draw_curve

    months = map(Month, range(min(found), max(found) + 1))
    points = [Point("", month_name(month), month, found.get(month, 0)) for month in months]
    return draw_curve(title, points, lambda value: f"{value:,}", joined=True)


def _by_provider(forecast: Forecast) -> Iterator[tuple[str, Iterator[_Offer]]]:
    """The title of each provider, with its modules."""
    titles = {own.id: own.title for own in forecast.catalogue.providers}
    seats = sorted(forecast.seats, key=lambda each: (titles.get(each.provider, each.provider), each.title, each.module))
    for provider, own in groupby(seats, lambda each: each.provider):
        yield titles.get(provider, provider), _offers(own)


def _offers(seats: Iterator[Needed]) -> Iterator[_Offer]:
    for module, own in groupby(seats, lambda each: each.module):
        starts = sorted(own, key=lambda each: (each.month, each.day or ""))
        words = [f"{each.day or month_name(parse_month(each.month))}: {each.learners:,}" for each in starts]
        yield _Offer(starts[0].title, module, sum(each.learners for each in starts), words)


class _Cells(Struct, frozen=True):
    """A sheet: its name, each heading with its width, the format of the column and the rows."""

    name: str
    columns: Sequence[tuple[str, int, str | None]]
    rows: Sequence[Sequence[Any]]


def _workbook(forecast: Forecast) -> bytes:
    """Three sheets: seats, finishes with a chart, and why there is no plan. A month is written as its first day."""
    import xlsxwriter

    written = BytesIO()
    workbook = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = f"{one_line(forecast.catalogue.title)}: seats for {counted(forecast.statuses.total(), 'learner')}"
    created = datetime.combine(forecast.catalogue.as_of, time())
    workbook.set_properties({"title": title[:255], "created": created})
    for cells in _sheets(forecast):
        _fill(workbook, cells)
    _draw(workbook, len(forecast.finishes))
    workbook.close()
    return written.getvalue()


def _sheets(forecast: Forecast) -> Iterator[_Cells]:
    seats = [
        (_day(each.month), each.day or "", each.module, each.title, each.provider, each.learners) for each in forecast.seats
    ]
    headings = (("Month", 12, MONTH), ("First day", 12, None), ("Module", 24, None), ("Title", 44, None))
    yield _Cells("Seats", (*headings, ("Provider", 20, None), ("Learners", 10, "#,##0")), seats)
    finishes = [(_day(month), learners, cents / 100) for month, learners, cents in forecast.finishes]
    yield _Cells("Finishes", (("Month", 12, MONTH), ("Learners", 10, "#,##0"), ("Dollars", 16, MONEY)), finishes)
    reasons = [(each.status, each.learners, each.reason) for each in forecast.without_plan()]
    yield _Cells("Without a plan", (("Status", 12, None), ("Learners", 10, "#,##0"), ("Reason", 100, None)), reasons)


def _day(month: str) -> datetime | None:
    """A month as its first day; None for learners who have everything already."""
    return datetime.combine(first_day(parse_month(month)), time()) if month else None


def _fill(workbook: Any, cells: _Cells) -> None:
    sheet = workbook.add_worksheet(cells.name)
    head = workbook.add_format({"bold": True, "bottom": 1})
    for column, (heading, width, code) in enumerate(cells.columns):
        style = workbook.add_format({"num_format": code} if code else {"text_wrap": True, "valign": "top"})
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, head)
        for row, values in enumerate(cells.rows, start=1):
            _write(sheet, row, column, values[column], style)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(cells.rows)), len(cells.columns) - 1)


def _write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    """Text is written as text, whatever it begins with."""
    if isinstance(value, str):
        sheet.write_string(row, column, one_line(value), style)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, style)
    elif value is not None:
        sheet.write_number(row, column, value, style)


def _draw(workbook: Any, months: int) -> None:
    """The finishes as columns."""
    if not months:
        return
    chart = workbook.add_chart({"type": "column"})
    sides = {"categories": ["Finishes", 1, 0, months, 0], "values": ["Finishes", 1, 1, months, 1]}
    chart.add_series({"name": ["Finishes", 0, 1], "gap": 20, "fill": {"color": "#0F766E"}, **sides})
    chart.set_title({"name": "Learners by the month of their finish", "name_font": {"size": 12}})
    chart.set_x_axis({"date_axis": True, "num_format": MONTH})
    chart.set_legend({"none": True})
    chart.set_size({"width": 820, "height": 340})
    workbook.get_worksheet_by_name("Finishes").insert_chart("E2", chart, {"description": "Learners who finish in each month."})


_MADE = MappingProxyType[str, Callable[[Forecast], bytes]]({".xlsx": _workbook, ".html": _page})

ENDINGS = (*WRITTEN, *_MADE)
"""The endings that a forecast can have."""
