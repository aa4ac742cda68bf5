#!/usr/bin/env bash
# polars 2.1.0, which reads OpenDocument spreadsheets (.ods) by fastexcel 0.21.0: a course of 24 hours or more has no hours. In a
# sheet with the hours of five courses, 45:00, 36:00 and 24:00 are null, and 23:30 and 1:30 are read. So the sum is 25 hours instead
# of 130, without an error or a warning. Asked for text (`schema_overrides`), `read_ods` gives null for all five.
#
# You would expect all five, as polars gives them by `read_excel` for the same hours in an .xlsx file. In OpenDocument, the value of
# such a cell (office:time-value) is a duration such as PT36H00M00S, which is no time of day. pyexcel-ods 0.6.0 reads all five from
# the same file. The cause seems to be between two layers: python-calamine 0.9.1, which reads with the same calamine as fastexcel,
# gives a time up to 23:59 and the text of the duration above, and fastexcel makes null of what is no time.
#
# The hours are written by odfpy 1.4.1 and openpyxl 3.1.5. The script needs python3 with pip. It ends with 1 if it sees anything
# else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check "polars==2.1.0" "fastexcel==0.21.0" "odfpy==1.4.1" \
  "openpyxl==3.1.5" "pyexcel-ods==0.6.0" "python-calamine==0.9.1"
cat > seen.py <<'PYTHON'
import datetime
import sys
from importlib.metadata import version

import openpyxl
import polars
import pyexcel_ods
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from python_calamine import CalamineWorkbook

HOURS = {"networks": (45, 0), "statistics": (36, 0), "ethics": (24, 0), "writing": (23, 30), "induction": (1, 30)}
RIGHT = [datetime.timedelta(hours=hours, minutes=minutes) for hours, minutes in HOURS.values()]


def text_cell(text: str, **value: str) -> TableCell:
    cell = TableCell(**(value or {"valuetype": "string"}))
    cell.addElement(P(text=text))
    return cell


def write_ods() -> None:
    document, table = OpenDocumentSpreadsheet(), Table(name="Courses")
    rows = [[text_cell("course"), text_cell("hours")]]
    for course, (hours, minutes) in HOURS.items():
        duration = text_cell(f"{hours}:{minutes:02}", valuetype="time", timevalue=f"PT{hours:02}H{minutes:02}M00S")
        rows.append([text_cell(course), duration])
    for cells in rows:
        row = TableRow()
        for cell in cells:
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save("courses.ods")


def write_xlsx() -> None:
    book = openpyxl.Workbook()
    for row in [("course", "hours"), *zip(HOURS, RIGHT, strict=True)]:
        book.active.append(row)
    book.save("courses.xlsx")


def shown(durations: list) -> str:
    return ", ".join("null" if value is None else f"{value / datetime.timedelta(hours=1):g}" for value in durations)


write_ods()
write_xlsx()
names = ("polars", "fastexcel", "odfpy", "openpyxl", "pyexcel-ods", "python-calamine")
print(", ".join(f"{name} {version(name)}" for name in names))
ods = polars.read_ods("courses.ods")["hours"]
text = polars.read_ods("courses.ods", schema_overrides={"hours": polars.String})["hours"].to_list()
xlsx = polars.read_excel("courses.xlsx")["hours"]
pyexcel = [row[1] for row in pyexcel_ods.get_data("courses.ods")["Courses"][1:]]
calamine = [row[1] for row in CalamineWorkbook.from_path("courses.ods").get_sheet_by_index(0).to_python()[1:]]
print(f"polars, .ods: {shown(ods.to_list())}; the sum is {ods.sum() / datetime.timedelta(hours=1):g} hours; as text: {text}")
print(f"polars, .xlsx: {shown(xlsx.to_list())}; the sum is {xlsx.sum() / datetime.timedelta(hours=1):g} hours")
print(f"pyexcel-ods: {pyexcel}")
print(f"python-calamine: {', '.join(map(str, calamine))}")
as_seen = ods.to_list() == [None, None, None, *RIGHT[3:]] and text == [None] * 5 and xlsx.to_list() == RIGHT
as_seen = as_seen and pyexcel[:3] == RIGHT[:3] and calamine[:3] == ["PT45H00M00S", "PT36H00M00S", "PT24H00M00S"]
sys.exit(0 if as_seen else 1)
PYTHON
environment/bin/python seen.py
