"""The report of an import: how many modules can be planned, and what would add what the others lack."""

from course_workbooks import imported, run_file, xlsx


def test_the_report_says_which_column_would_add_what_modules_lack() -> None:
    made = imported(xlsx({"modules": [("id", "title", "hours", "months"), ("a", "Baking", 40, 3), ("b", "Brewing", "", 2)]}))
    assert made.report.can_be_planned == 0
    assert {lack.key: (lack.modules, lack.file) for lack in made.report.lacking} == {
        "hours": (1, "column hours of the sheet modules"),
        "intakes": (2, "column intakes of the sheet modules, or a sheet runs"),
        "fee": (2, "column fee of the sheet modules"),
        "mode": (2, "column mode of the sheet modules"),
    }


def test_what_both_kinds_of_sheets_lack_may_come_from_either() -> None:
    own = xlsx({"modules": [("id", "title"), ("a", "Baking")]})
    runs = run_file(("TGS-2026000001", "Brewing", "T1", "Harbour", "", "", ""))
    where = {lack.key: lack.file for lack in imported(runs, own).report.lacking}
    assert where["hours"] == "the Course Directory of data.gov.sg; column hours of the sheet modules"
