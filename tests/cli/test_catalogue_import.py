"""`mcplan catalogue`: files in, a checked catalogue out, and a report; nothing is written if anything is wrong."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commands import SMALL, STOPPED_CLOCK, imported_by, process, run, words_of
from course_workbooks import directory, run_file, save, xlsx

from mcplanner.files.catalogues import load_catalogue

SHEETS: dict[str, list[tuple[Any, ...]]] = {
    "catalogue": [("title", "as_of"), ("Courses of the Harbour", "2026-11-01")],
    "modules": [
        ("id", "title", "provider", "field", "mode", "hours", "months", "intakes", "fee", "requires"),
        ("bread", "Bread", "Harbour", "Baking", "online", 40, 2, "any", 800, None),
        ("cake", "Cake", "Harbour", "Baking", "in-person", 60, 6, "apr; oct", None, "bread"),
    ],
    "stacks": [("title", "kind", "requires"), ("Certificate in Baking", "certificate", "bread; cake")],
}


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return save(tmp_path, "mine.xlsx", xlsx(SHEETS))


def test_sheets_of_ones_own_become_a_catalogue_that_can_be_planned(mine: Path, tmp_path: Path) -> None:
    made = tmp_path / "mine.yaml"
    result = run("catalogue", "import", str(mine), "-o", str(made))
    assert f"Written to {made}" in result.stdout
    assert "2 of 2 modules can be planned" in result.stdout
    loaded = load_catalogue(made)
    assert (loaded.diagnostics, loaded.catalogue and str(loaded.catalogue)) == ((), "Courses of the Harbour (as of 2026-11-01)")
    planned = run(
        "plan", "-c", str(made), "--hours", "6", "--target", "certificate-in-baking", "--start", "2026-12", "--hold", "bread"
    )
    assert "Certificate in Baking" in planned.stdout


def test_what_does_not_fit_together_is_named_at_its_cell_and_nothing_is_written(tmp_path: Path) -> None:
    runs = [("module", "start", "apply by"), ("pie", "2027-04", "2027-05")]
    wrong = {**SHEETS, "runs": runs, "modules": [*SHEETS["modules"], ()]}
    wrong["modules"][3] = ("pie", "Pie", "Harbour", "Baking", "online", 20, 2, "", 800, "bred")
    made = tmp_path / "mine.yaml"
    path = save(tmp_path, "mine.xlsx", xlsx(wrong))
    result = run("catalogue", "import", str(path), "-o", str(made), code=1)
    assert result.stderr.splitlines() == [
        "mine.xlsx: runs!C2: MC401 applications close in 2027-05, after the start in 2027-04"
        " (apply_by must not be after start)",
        "mine.xlsx: modules!J4: MC103 unknown prerequisite 'bred' (did you mean 'bread'?)",
    ]
    assert "Nothing was written (2 errors, named above)" in result.stdout
    assert not made.exists()


def test_one_bad_cell_hides_no_other(tmp_path: Path) -> None:
    wrong = {
        **SHEETS,
        "modules": [
            *SHEETS["modules"],
            ("pie", "Pie", "Harbour", "Baking", "online", 20000, "long", "", 800, "bred"),
            ("cake", "Another Cake", "Harbour", "Baking", "online", 20, 2, "apr", 1.005, "bread; pie"),
        ],
        "stacks": [("title", "kind", "requires"), ("Certificate in Baking", "paper", "bread; caek"), ("B", "diploma", "(a")],
        "runs": [("module", "start", "apply by", "seats"), ("pie", "2027-04", "2027-05", 0), ("bread", "03/04/2027", "", "")],
    }
    path = save(tmp_path, "mine.xlsx", xlsx(wrong))
    result = run("catalogue", "import", str(path), "-o", str(tmp_path / "mine.yaml"), code=1)
    assert [line.removeprefix("mine.xlsx: ").split(" (")[0] for line in result.stderr.splitlines()] == [
        "modules!G4: months: needs a number of months: 'long'",
        "modules!I5: fee: has more than two decimal places: '1.005'",
        "runs!B3: start: can be two days: '03/04/2027'",
        "stacks!B2: kind: is no kind of award: 'paper'",
        "stacks!C3: requires: has a '(' that is not closed: '(a'",
        "modules!F4: MC205 hours must be at most 10000, not 20000",
        "runs!D2: MC205 seats must be at least 1, not 0",
        "modules!A5: MC106 the id 'cake' is already used under modules",
        "runs!C2: MC401 applications close in 2027-05, after the start in 2027-04",
        "modules!J4: MC103 unknown prerequisite 'bred'",
        "stacks!C2: MC104 unknown module or award 'caek'",
    ]
    assert "is already used under modules (in modules!A3)" in result.stderr


def test_a_name_that_cannot_be_read_makes_no_other_look_wrong(tmp_path: Path) -> None:
    rows = [("id", "ref", "title", "requires"), ("", date(2027, 3, 1), "Bread", ""), ("cake", "", "Cake", "3-1")]
    path = save(tmp_path, "mine.xlsx", xlsx({"modules": rows}))
    result = run("catalogue", "import", str(path), "-o", str(tmp_path / "x.yaml"), "--as-of", "2026-11-01", code=1)
    assert [line.split(": ")[1] for line in result.stderr.splitlines()] == ["modules!B2"]


def test_the_day_of_the_catalogue_is_named_at_its_cell_if_it_can_be_two(tmp_path: Path) -> None:
    wrong = {**SHEETS, "catalogue": [("title", "as_of"), ("Mine", "03/04/2026")]}
    path = save(tmp_path, "mine.xlsx", xlsx(wrong))
    result = run("catalogue", "import", str(path), "-o", str(tmp_path / "x.yaml"), code=1)
    assert result.stderr == ("mine.xlsx: catalogue!B2: as_of: can be two days: '03/04/2026' (write 2026-04-03 or 2026-03-04)\n")


def test_open_data_needs_the_day_on_which_it_was_right(tmp_path: Path) -> None:
    path = save(tmp_path, "runs.xlsx", run_file(("TGS-2026000001", "Baking", "T1", "Harbour", "", "", "")))
    refusal = run("catalogue", "import", str(path), "-o", str(tmp_path / "sg.yaml"), code=2)
    assert "On which day was runs.xlsx right?" in words_of(refusal)
    refusal = run("catalogue", "import", str(path), "-o", str(tmp_path / "sg.yaml"), "--as-of", "yesterday", code=2)
    assert "'yesterday' is not a date such as 2026-06-15" in words_of(refusal)
    run("catalogue", "import", str(path), "-o", str(tmp_path / "sg.yaml"), "--as-of", "2026-06-15")
    assert "as_of: 2026-06-15\n" in (tmp_path / "sg.yaml").read_text("utf-8")


def test_no_file_is_overwritten_unasked(mine: Path, tmp_path: Path) -> None:
    made = tmp_path / "mine.yaml"
    made.write_text("mine\n", encoding="utf-8")
    assert "exists" in words_of(run("catalogue", "import", str(mine), "-o", str(made), code=2))
    assert made.read_text("utf-8") == "mine\n"
    run("catalogue", "import", str(mine), "-o", str(made), "--force")
    assert made.read_text("utf-8").startswith("title: Courses of the Harbour\n")


def test_the_report_says_what_a_plan_needs_and_what_would_add_it(tmp_path: Path) -> None:
    bread = ("TGS-2026000001", "Bread", "T1", "Harbour")
    runs = save(tmp_path, "runs.xlsx", run_file((*bread, "", "", "")))
    made = tmp_path / "sg.yaml"
    alone = run("catalogue", "import", str(runs), "-o", str(made), "--as-of", "2026-06-15").stdout
    assert "  hours    unknown for 1 module; to be added by: the Course Directory of data.gov.sg\n" in alone
    assert "  mode     unknown for 1 module; a plan does without\n" in alone
    assert "Where no file is named, these files do not say it: amend the catalogue" in alone
    figures = {"number_of_hours": 8, "full_course_fee": 100, "trainingprovideruen": "T1", "trainingprovideralias": "Harbour"}
    row = {"coursereferencenumber": bread[0], "coursetitle": bread[1], **figures}
    both = save(tmp_path, "directory.xlsx", directory(row))
    command = ("catalogue", "import", str(both), "-o", str(made), "--as-of", "2026-06-15", "--force")
    assert "  months   unknown for 1 module; to be added by: the Course Run file of data.gov.sg\n" in run(*command).stdout


def test_the_report_is_json_too(tmp_path: Path) -> None:
    rows = run_file(("TGS-2026000001", " Baking", "T1", "Harbour", "", "", ""), ("x", "", "", "", "", "", ""))
    path = save(tmp_path, "runs.xlsx", rows)
    made = tmp_path / "sg.yaml"
    report = json.loads(run("catalogue", "import", str(path), "-o", str(made), "--as-of", "2026-06-15", "--json").stdout)
    assert report["schema"] == "mcplan.catalogue-import/1"
    assert report["written"] == str(made)
    assert report["sheets"] == [{"file": "runs.xlsx", "sheet": "Sheet1", "source": "open course data (data.gov.sg)", "rows": 2}]
    assert report["made"] == {"fields": 1, "providers": 1, "modules": 1, "runs": 0, "numbers_joined": 0}
    assert report["can_be_planned"] == 0
    assert report["lacking"][0] == {"key": "hours", "modules": 1, "file": "the Course Directory of data.gov.sg"}
    assert [(each["weight"], each["cell"], each["row"]) for each in report["findings"]] == [
        ("changed", "B2", 2),
        ("left out", "A3", 3),
    ]


def test_every_file_that_cannot_be_read_is_named(mine: Path, tmp_path: Path) -> None:
    bad = save(tmp_path, "bad.xlsx", b"PK\x03\x04")
    result = run("catalogue", "import", str(mine), str(bad), str(tmp_path / "none.csv"), "-o", str(tmp_path / "x.yaml"), code=1)
    assert result.stderr.splitlines()[0].startswith("bad.xlsx: the workbook cannot be read: ")
    assert result.stderr.splitlines()[1] == "none.csv: cannot read the file: there is no such file"


def test_both_files_of_the_open_data_are_read_together(tmp_path: Path) -> None:
    values = {"coursereferencenumber": "TGS-2026000001", "coursetitle": "Baking", "number_of_hours": 12, "full_course_fee": 300}
    first = save(tmp_path, "directory.xlsx", directory(values))
    second = save(
        tmp_path, "runs.xlsx", run_file(("TGS-2026000001", "Baking", "T1", "Harbour", "2027-01-04", "2027-01-31", ""))
    )
    made = tmp_path / "sg.yaml"
    result = run("catalogue", "import", str(first), str(second), "-o", str(made), "--as-of", "2026-06-15")
    assert "1 of 1 module can be planned" in result.stdout
    assert "derived  months of 1 module, weeks of 1 module" in result.stdout


def test_only_what_is_searched_for_is_taken(tmp_path: Path) -> None:
    rows = [("TGS-2026000001", "Baking", "T1", "Harbour Poly"), ("TGS-2026000002", "Baking", "T2", "Raintree")]
    path = save(tmp_path, "runs.xlsx", run_file(*((*row, "", "", "") for row in rows)))
    made = tmp_path / "sg.yaml"
    result = run("catalogue", "import", str(path), "-o", str(made), "--as-of", "2026-06-15", "--search", "BAKING harbour")
    assert "without these words, not taken: 1 module" in result.stdout
    catalogue = load_catalogue(made).catalogue
    assert catalogue is not None
    assert [module.ref for module in catalogue.modules] == ["TGS-2026000001"]
    assert [provider.id for provider in catalogue.providers] == ["t1"]


def test_a_catalogue_that_mcplan_could_not_read_is_not_written(
    mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mcplanner.cli.check_import.MAX_VALUES", 40)
    result = run("catalogue", "import", str(mine), "-o", str(tmp_path / "large.yaml"), code=1)
    assert "(mcplan reads 22,000,000 and 40, 330,000 of them in lists, at most: take fewer courses" in result.stderr
    assert not (tmp_path / "large.yaml").exists()


def test_what_is_too_large_to_be_checked_at_once_says_so(mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "mine.yaml"
    assert "not checked" not in run("catalogue", "import", str(mine), "-o", str(made)).stdout
    monkeypatch.setattr("mcplanner.cli.check_import.MOST_CHECKED", 100)
    shown = run("catalogue", "import", str(mine), "-o", str(made), "--force", width=200).stdout
    assert f"It is large, and is not checked yet: mcplan check {made}" in shown
    assert json.loads(run("catalogue", "import", str(mine), "-o", str(made), "--force", "--json").stdout)["checked"] is False


def test_stacks_are_suggested_in_a_file_of_their_own(tmp_path: Path) -> None:
    titles = ("Dough - Part of Certificate in Bread", "Ovens - Part of Certificate in Bread")
    rows = [(f"TGS-202600000{number}", title, "T1", "Harbour", "", "", "") for number, title in enumerate(titles)]
    words = ["catalogue", "import", str(save(tmp_path, "runs.xlsx", run_file(*rows))), "--as-of", "2026-06-15"]
    stacks = tmp_path / "stacks.yaml"
    result = run(*words, "-o", str(tmp_path / "sg.yaml"), "--suggest-stacks", str(stacks))
    names = f"-c {tmp_path / 'sg.yaml'} -c {stacks}"
    assert f"wrote {stacks}: read it and edit it; nothing of it is used unless you name it: {names}" in result.stderr
    assert "title: Certificate in Bread\n" in stacks.read_text("utf-8")
    assert "awards:" not in (tmp_path / "sg.yaml").read_text("utf-8")
    assert "exists" in words_of(run(*words, "-o", str(tmp_path / "other.yaml"), "--suggest-stacks", str(stacks), code=2))


def test_suggestions_can_be_edited_and_used_over_the_catalogue(tmp_path: Path) -> None:
    """A whole counts as its parts, and whoever takes the parts holds its award: both ways lead to the diploma."""
    titles = (
        "Dough - Part of Certificate in Bread (DF1)",
        "Ovens - Part of Certificate in Bread (DF1)",
        "Certificate in Bread - Part of Diploma in Food (DF1)",
        "Certificate in Cake - Part of Diploma in Food (DF1)",
    )
    start = date(2027, 1, 4)
    runs = [(f"TGS-202600000{number}", title, "T1", "Harbour", start, start, "") for number, title in enumerate(titles)]
    courses = [
        {"coursereferencenumber": number, "coursetitle": title, "number_of_hours": 30, "full_course_fee": fee}
        for (number, title, *_), fee in zip(runs, (100, 100, 150, 200), strict=True)
    ]
    files = [str(save(tmp_path, "r.xlsx", run_file(*runs))), str(save(tmp_path, "d.xlsx", directory(*courses)))]
    base, stacks = tmp_path / "sg.yaml", tmp_path / "stacks.yaml"
    run("catalogue", "import", *files, "--as-of", "2026-11-15", "-o", str(base), "--suggest-stacks", str(stacks))
    assert run("check", str(base), str(stacks)).stdout == ""
    diploma = [
        "plan",
        "-c",
        str(base),
        "-c",
        str(stacks),
        "--hours",
        "100",
        "--start",
        "2027-01",
        "--target",
        "diploma",
        "--json",
    ]
    taken = {each["module"] for each in json.loads(run(*diploma).stdout)["enrolments"]}
    assert taken == {"tgs-2026000002", "tgs-2026000003"}
    taken = {each["module"] for each in json.loads(run(*diploma, "--skip", "tgs-2026000002").stdout)["enrolments"]}
    assert taken == {"tgs-2026000000", "tgs-2026000001", "tgs-2026000003"}
    edited = stacks.read_text("utf-8").replace("Diploma in Food", "Diploma in Good Food").replace("evidence: assumed", "")
    stacks.write_text("".join(line for line in edited.splitlines(True) if line.strip()), "utf-8")
    assert json.loads(run(*diploma).stdout)["target"]["title"] == "Diploma in Good Food"


def test_where_titles_suggest_nothing_the_file_changes_nothing(mine: Path, tmp_path: Path) -> None:
    base, stacks = tmp_path / "mine.yaml", tmp_path / "stacks.yaml"
    run("catalogue", "import", str(mine), "-o", str(base), "--suggest-stacks", str(stacks))
    assert run("check", str(base), str(stacks)).stdout == ""


def test_a_file_to_write_must_be_named(mine: Path) -> None:
    for words in (("import", str(mine)), ("export",), ("template",)):
        assert "name the file to write, such as -o" in words_of(run("catalogue", *words, code=2))


def test_a_text_too_long_for_a_cell_is_refused(tmp_path: Path) -> None:
    long = tmp_path / "long.yaml"
    long.write_text(SMALL.read_text("utf-8").replace("title: Networking Basics", f"title: {'x' * 40_000}"), encoding="utf-8")
    result = run("catalogue", "export", "-c", str(long), "-o", str(tmp_path / "long.xlsx"), code=1)
    assert result.stderr.startswith("a text of 40,000 characters does not fit into a cell: 'xxx")
    assert not (tmp_path / "long.xlsx").exists()


INTERRUPTED = """
import signal, sys
import mcplanner.cli.import_catalogue as command
command.write = lambda *_: signal.raise_signal(signal.SIGINT)
from mcplanner.__main__ import main
main()
"""


def test_ctrl_c_leaves_the_old_file(mine: Path, tmp_path: Path) -> None:
    made = tmp_path / "mine.yaml"
    made.write_text("mine\n", encoding="utf-8")
    done = process("-c", INTERRUPTED, "catalogue", "import", str(mine), "-o", str(made), "--force")
    assert (done.returncode, done.stderr) == (130, "mcplan: stopped before it finished\n")
    assert made.read_text("utf-8") == "mine\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.xlsx", "mine.yaml"]


def test_what_reads_workbooks_is_loaded_only_for_them(mine: Path, tmp_path: Path) -> None:
    assert "python_calamine" not in imported_by("list", "modules")
    assert "python_calamine" in imported_by("catalogue", "import", str(mine), "-o", str(tmp_path / "x.yaml"))


def test_a_template_says_what_each_column_means_and_can_be_filled_in(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "my.xlsx"
    result = run("catalogue", "template", "-o", str(path))
    assert f"wrote {path}: fill in the sheets you need" in result.stderr
    book = load_workbook(path)
    assert book.sheetnames == ["catalogue", "fields", "providers", "modules", "runs", "stacks", "roles"]
    sheet = book["modules"]
    headings = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, headings.index("hours") + 1).value == "all learning hours, as 22.5 or 22:30; empty: unknown"
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"online,in-person,blended,unknown"' in rules.values()
    for column, value in (("title", "Bread"), ("mode", "online"), ("hours", 40), ("months", 2), ("intakes", "any"), ("fee", 0)):
        sheet.cell(3, headings.index(column) + 1).value = value
    book.save(path)
    run("catalogue", "import", str(path), "-o", str(tmp_path / "my.yaml"), "--as-of", "2026-11-01")
    loaded = load_catalogue(tmp_path / "my.yaml")
    assert loaded.catalogue is not None
    assert [module.id for module in loaded.catalogue.modules] == ["bread"]


def test_export_and_import_again_give_the_same_file(tmp_path: Path) -> None:
    run("catalogue", "export", "-o", str(tmp_path / "a.xlsx"))
    run("catalogue", "import", str(tmp_path / "a.xlsx"), "-o", str(tmp_path / "a.yaml"))
    run("catalogue", "export", "-c", str(tmp_path / "a.yaml"), "-o", str(tmp_path / "b.xlsx"))
    run("catalogue", "import", str(tmp_path / "b.xlsx"), "-o", str(tmp_path / "b.yaml"))
    assert (tmp_path / "a.yaml").read_bytes() == (tmp_path / "b.yaml").read_bytes()
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_workbook_has_the_ending_of_one(tmp_path: Path) -> None:
    for command in ("template", "export"):
        assert "must end in .xlsx" in words_of(run("catalogue", command, "-o", str(tmp_path / "a.csv"), code=2))


def test_the_shipped_catalogues_are_listed() -> None:
    assert (
        run("catalogue", "list")
        .stdout.splitlines()[0]
        .startswith("example    Micro-credentials in Singapore (illustrative), as of ")
    )


def test_progress_is_shown_on_a_terminal_alone(mine: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "mcplanner", "catalogue", "import", str(mine), "-o", str(tmp_path / "x.yaml")]
    done = subprocess.run(words, capture_output=True, text=True, check=True, env={"PYTHONPATH": STOPPED_CLOCK})
    assert done.stderr == ""
