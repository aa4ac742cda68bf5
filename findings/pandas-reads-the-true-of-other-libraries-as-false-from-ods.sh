#!/usr/bin/env bash
# pandas 3.1.1, reading OpenDocument spreadsheets (.ods): each TRUE that tablib 3.10.0, pyexcel-ods 0.6.0 or odfdo 3.27.3 wrote is
# read as False, without a warning. They write what the standard asks for: office:boolean-value="true". pandas does not look at that
# value, but at the text that is shown in the cell, and only the text "TRUE" is true. These libraries write "true", or no text.
#
# You would expect the value of the cell: in OpenDocument, the attribute office:boolean-value holds it, and the text in the cell
# is only how it looks, in the language of the writer. With engine="calamine", pandas itself reads True. So a column such as
# "funded" or "open" of a workbook of courses is False in every row.
#
# The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pandas==3.1.1" "odfpy==1.4.1" "python-calamine==0.9.1" \
  "tablib==3.10.0" "pyexcel-ods==0.6.0" "odfdo==3.27.3"
cat > "$folder/seen.py" <<'PYTHON'
import io
import re
import sys
import zipfile
from importlib.metadata import version

import odfdo
import pandas
import pyexcel_ods
import tablib

ROW = ["Networking", True, False]


def by_tablib() -> bytes:
    return tablib.Dataset(ROW).export("ods")


def by_pyexcel_ods() -> bytes:
    written = io.BytesIO()
    pyexcel_ods.save_data(written, {"Courses": [ROW]})
    return written.getvalue()


def by_odfdo() -> bytes:
    book, table, written = odfdo.Document("spreadsheet"), odfdo.Table("Courses"), io.BytesIO()
    book.body.clear()
    table.set_values([ROW])
    book.body.append(table)
    book.save(written)
    return written.getvalue()


def by_pandas() -> bytes:
    written = io.BytesIO()
    pandas.DataFrame([ROW]).to_excel(written, engine="odf", index=False, header=False)
    return written.getvalue()


def read(data: bytes, engine: str | None = None) -> list[object]:
    return pandas.read_excel(io.BytesIO(data), engine=engine, header=None).values.tolist()[0]


print(f"pandas {version('pandas')}")
as_seen = True
writers = {"tablib": by_tablib, "pyexcel-ods": by_pyexcel_ods, "odfdo": by_odfdo, "pandas": by_pandas}
for name, write in writers.items():
    data = write()
    content = zipfile.ZipFile(io.BytesIO(data)).read("content.xml").decode()
    values = re.findall('office:boolean-value="([a-z]+)"', content)
    by_odf, by_calamine = read(data), read(data, "calamine")
    print(f"{name} {version(name)} writes {', '.join(values)}; pandas reads {by_odf[1:]}, with calamine {by_calamine[1:]}")
    as_seen = as_seen and values == ["true", "false"] and by_calamine == ROW
    as_seen = as_seen and by_odf == ["Networking", name == "pandas", False]
sys.exit(0 if as_seen else 1)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py"
