"""Measures the import of course data: CPU time, memory, and whether it gives the same bytes twice.

    python benchmarks/importing.py [--as-of 2026-06-15] [FILE ...]

Without a file, it makes up one in the shape of the open data set of course runs, with as many rows: `--rows 43548`.
"""

import argparse
import hashlib
import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

COLUMNS = (
    *("coursereferencenumber", "coursetitle", "trainingprovideruen", "trainingprovideralias"),
    *("courserunstartdate", "courserunenddate", "mode_of_training"),
)
FIRST_DAY = date(2026, 5, 1)


def main() -> None:
    """Import twice, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--as-of", default="2026-06-15")
    parser.add_argument("--rows", type=int, default=43_548)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = asked.files or [made_up(Path(folder) / "runs.xlsx", asked.rows)]
        taken = [imported(files, Path(folder) / f"made-{number}.yaml", asked.as_of) for number in (1, 2)]
    for seconds, kilobytes, size, digest in taken:
        print(f"{seconds:.2f} s CPU, {kilobytes / 1024:.0f} MB, {size:,} bytes, SHA-256 {digest[:16]}")
    same = taken[0][3] == taken[1][3]
    print("the same bytes twice" if same else "DIFFERENT bytes")
    sys.exit(0 if same else 1)


def imported(files: list[str], output: Path, as_of: str) -> tuple[float, int, int, str]:
    """The CPU seconds and the kilobytes that an import takes, and the size and the digest of what it writes."""
    words = [sys.executable, "-m", "mcplanner", "catalogue", "import", *files, "-o", str(output), "--as-of", as_of, "--quiet"]
    null = os.open(os.devnull, os.O_WRONLY)
    process = os.posix_spawn(sys.executable, words, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
    _, status, used = os.wait4(process, 0)
    os.close(null)
    assert status == 0, f"the import ended with {os.waitstatus_to_exitcode(status)}"
    content = output.read_bytes()
    return used.ru_utime + used.ru_stime, used.ru_maxrss, len(content), hashlib.sha256(content).hexdigest()


def made_up(path: Path, rows: int) -> str:
    """A file of invented courses: one in four has dated runs, some titles have blanks and signs that cannot be seen."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", "constant_memory": True})
    sheet = book.add_worksheet("Sheet1")
    sheet.write_row(0, 0, COLUMNS)
    course, left = 0, 0
    for row in range(1, rows + 1):
        if not left:
            course, left = course + 1, 1 if course % 4 else 6
        left -= 1
        provider = course % 520
        sheet.write_row(
            row, 0, (f"TGS-{2_020_000_000 + course}", title_of(course), f"T{provider:04}SS", f"Institute {provider}")
        )
        if course % 4 == 1:
            start = FIRST_DAY + timedelta(days=row * 7 % 400)
            sheet.write_datetime(row, 4, start)
            sheet.write_datetime(row, 5, start + timedelta(days=row % 60))
            sheet.write_string(row, 6, ("Classroom", "Synchronous eLearning", "Assessment")[row % 3])
    book.close()
    return str(path)


def title_of(course: int) -> str:
    """A title; one in sixty needs to be cleaned."""
    spoiled = "\u00a0 " if course % 60 == 0 else "\u200b" if course % 400 == 0 else ""
    return f"Practice of Trade {course} {spoiled}- Part of Certificate in Trades {course // 5}"


if __name__ == "__main__":
    main()
