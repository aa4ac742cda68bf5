#!/usr/bin/env bash
# python-calamine 0.9.1, which reads workbooks: `total_height` and `total_width` of a sheet are each one too small. A sheet whose
# cells A1 to C2 are filled has a `height` of 2 and a `width` of 3, but a `total_height` of 1 and a `total_width` of 2. With blank
# rows and columns first, the same: they are the numbers of the last row and column, counted from 0, as `end` says too.
#
# You would expect the total height to be at least the height. Who limits the size of a sheet by the product of the two lets a
# sheet of one row or one column pass, however long it is: the product is 0.
#
# The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet "python-calamine==0.9.1" "XlsxWriter==3.2.9"
cat > seen.py <<'PYTHON'
import io
import sys
from importlib.metadata import version

import python_calamine
import xlsxwriter

print(f"python-calamine {version('python-calamine')}")
as_seen = True
for what, first_row, first_column, rows, columns in (("A1 to C2", 0, 0, 2, 3), ("B3 to C5", 2, 1, 3, 2), ("A1 alone", 0, 0, 1, 1)):
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    page = book.add_worksheet()
    for row in range(rows):
        page.write_row(first_row + row, first_column, range(columns))
    book.close()
    sheet = python_calamine.load_workbook(io.BytesIO(written.getvalue())).get_sheet_by_index(0)
    found = len(sheet.to_python(skip_empty_area=False))
    print(f"{what}: {found} rows read, height {sheet.height}, total_height {sheet.total_height}, total_width {sheet.total_width}")
    as_seen = as_seen and found == first_row + rows and sheet.height == rows
    as_seen = as_seen and (sheet.total_height, sheet.total_width) == (first_row + rows - 1, first_column + columns - 1)
sys.exit(0 if as_seen else 1)
PYTHON
environment/bin/python seen.py
