"""`mcplan compare -o plans.xlsx`: a row for each plan, with dates and numbers that a spreadsheet reckons with."""

from datetime import datetime
from pathlib import Path

import openpyxl
from commands import OF_SMALL, run

ASKED = ["compare", *OF_SMALL, "--start", "2026-12", "--hours", "6,8", "--target"]


def rows_of(folder: Path, *words: str) -> list[tuple[object, ...]]:
    run(*ASKED, *words, "-o", str(folder / "plans.xlsx"))
    return list(openpyxl.load_workbook(folder / "plans.xlsx")["Plans"].iter_rows(values_only=True))


def test_each_plan_has_a_row(tmp_path: Path) -> None:
    head, without, planned, *_ = rows_of(tmp_path, "cyber-diploma")
    assert head[:9] == ("Target", "Title", "Start", "At once", "Hours a week", "Best", "Finish", "Months", "Fees (S$)")
    title, start = "Part-time Diploma in Cybersecurity", datetime(2026, 12, 1)
    assert without[:7] == ("cyber-diploma", title, start, None, 6, "no", None)
    assert str(without[12]).startswith("impossible for these figures: it needs")
    assert planned[:9] == ("cyber-diploma", title, start, None, 8, "yes", datetime(2028, 3, 1), 16, 8200.5)
    hours, peak, on_the_way = planned[9:12]
    assert (hours, round(float(str(peak)), 2), on_the_way) == (385, 6.93, "1: cyber-certificate in Sep 2027")


def test_a_further_dial_has_a_column_at_the_end(tmp_path: Path) -> None:
    head, without, planned, *_ = rows_of(tmp_path, "cyber-diploma", "--away", "none,2027-06..2027-07+2028-01")
    assert head[13:] == ("Rests on", "Away")
    assert [without[14], planned[14]] == ["none", "none"]
    third, *_ = rows_of(tmp_path, "net-basics", "--prefer", "load,cost", "--force")[1:]
    assert third[14] == "load"


def test_what_is_best_is_said_and_what_is_paid_is_named(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "diploma", "--residency", "citizen", "--born", "1985")
    assert rows[0][8] == "Cost (S$)"
    assert str(rows[-1][0]).startswith("best: no other row")
    assert rows[2][:2] == ("diploma", "Part-time Diploma in Cybersecurity")
