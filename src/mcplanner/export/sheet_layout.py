"""How a sheet of a workbook is printed: with all its columns, in every workbook.

Knows a sheet of XlsxWriter, not what stands in it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

A4 = 9
"""The number of that paper in a workbook."""


def print_whole(sheet: "Worksheet", headed: bool = True) -> None:
    """Print all columns on one page of A4 across, with the headings, if there are some, on each page."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    if headed:
        sheet.repeat_rows(0)
