"""What people meet every day, by whole commands: their files, what is printed on paper, reminders, and leaving half way."""

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from itertools import chain
from pathlib import Path

import pytest
import vobject
from build import award, catalogue_data, module
from commands import OF_SMALL, PLAN_SMALL, SMALL, on_a_terminal, process, read_terminal, run
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

DIPLOMA = [*PLAN_SMALL, "--target", "cyber-diploma", "--hours", "8"]
README = Path(__file__).parents[2] / "README.md"

# --- On a terminal ------------------------------------------------------------------------------------------------------------

AT_ONCE = """
import sys
from mcplanner.__main__ import main
from mcplanner.terminal import progress_line
progress_line.SECONDS_BEFORE_PROGRESS = -1.0
sys.argv = ["mcplan", *sys.argv[1:]]
main()
"""
"""The program, which tells how far it is from the first moment."""


@pytest.mark.skipif(os.name != "posix", reason="a terminal of its own")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["--hours", "12", "--residency", "citizen", "--born", "1988"],
            r"cost: S\$[\d,]+\.\d\d so far, at best S\$[\d,]+\.\d\d",
        ),
        (["--by", "2029-12"], r"busiest weeks: [\d.]+ hours so far, at best [\d.]+ hours"),
    ],
    ids=["dollars", "hours"],
)
def test_progress_is_in_dollars_and_hours(words: list[str], told: str) -> None:
    seen = on_a_terminal(*PLAN_SMALL, "--target", "cyber-diploma", *words, program=("-c", AT_ONCE))
    steps = re.findall(r"(?<=\r\x1b\[K)[^\r\n]*", seen)
    assert any(re.fullmatch(told, step) for step in steps), steps
    assert [step for step in steps if re.search(r"\d{4,}(?! so far|, at best|$)", step)] == []


@pytest.mark.skipif(os.name != "posix", reason="a terminal of its own")
def test_ctrl_c_between_questions_leaves_a_clean_line_and_no_file(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "mcplanner", "learner", "init", "-c", str(SMALL)]
    with subprocess.Popen(command, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as asking:
        os.close(theirs)
        os.write(ours, b"Mei\n")
        seen = b""
        while seen.count(b": ") < 2:  # until the second question is asked
            seen += os.read(ours, 4096)
        while asking.poll() is None:  # Python does not hear it between the question and the wait for an answer
            asking.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                asking.wait(1)
        seen += b"".join(read_terminal(ours))
    os.close(ours)
    question, last = seen.decode().replace("\r\n", "\n").rsplit("\n", 2)[-3:-1]
    assert question.rstrip().endswith(":")
    assert last == "mcplan: stopped before it finished"
    assert (asking.returncode, list(tmp_path.iterdir())) == (130, [])


def test_completion_leaves_no_trace_that_the_readme_does_not_name(tmp_path: Path) -> None:
    for shell in ("bash", "zsh", "fish"):
        asked = ("-m", "mcplanner", "--install-completion", shell)
        assert process(*asked, HOME=str(tmp_path), _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1").returncode == 0
    traces = [f"~/{path.relative_to(tmp_path)}" for path in tmp_path.rglob("*") if path.is_file()]
    assert len(traces) == 5
    removing = README.read_text("utf-8").partition("**To remove everything,**")[2].partition("\n\n")[0]
    assert [trace for trace in traces if f"`{trace}`" not in removing] == []


# --- What is said -------------------------------------------------------------------------------------------------------------


def test_other_diplomas_stand_by_date_with_their_prices() -> None:
    told = run(
        "plan", "-c", "example", "--no-learner", "--hours", "6", "--target", "diploma", "--start", "2026-12", width=200
    ).stdout
    others = told.partition("Other diplomas")[2].partition("\n\n")[0].splitlines()[1:]
    dated = re.findall(r"^  (?:\w{3} \d{4})  .*$", "\n".join(others), re.MULTILINE)
    assert len(dated) > 3
    assert all(re.search(r"\([a-z-]+\).*S\$[\d,]+\.\d\d", line) for line in dated), dated
    months = [line.split()[:2] for line in dated]
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    assert months == sorted(months, key=lambda month: (int(month[1]), names.index(month[0])))


def test_a_reason_that_the_verdict_gives_is_not_told_again() -> None:
    told = run("plan", "-c", "singapore", "--hours", "6", "-t", "diploma", "--start", "2027-01", code=3, width=2000).stdout
    verdict, others = told.partition("Other diplomas")[::2]
    reason = verdict.partition("for example: ")[2].splitlines()[0]
    assert others.count("for the reason above") == 1
    assert told.count(reason) == 1
    assert others.count("not possible") > 10


def test_another_award_that_is_not_possible_says_if_that_holds_for_these_figures() -> None:
    asked = ["plan", "-c", "example", "--hours", "6", "-t", "diploma", "--start", "2026-12", "--by", "2030-01"]
    told = run(*asked, width=2000).stdout
    assert re.search(r"  not possible  .*\): for these figures, the earliest finish is ", told)
    found = json.loads(run(*asked, "--json").stdout)["alternatives"]
    assert {other["for_these_figures"] for other in found if other["finish"] is None} == {True}
    assert {other["for_these_figures"] for other in found if other["finish"] is not None} <= {False}


def test_a_cost_says_before_all_else_that_its_figures_are_old(tmp_path: Path) -> None:
    old = tmp_path / "old.yaml"
    old.write_text(SMALL.read_text("utf-8").replace("as_of: 2026-11-01", "as_of: 2025-11-01", 1), "utf-8")
    said = "The figures are 12 months old (as of 2025-11-01): fees, dates and hours may have changed since."
    for words in ("cost python-1", "plan -t python-1 --hours 8", "compare -t python-1 --hours 6,8"):
        told = run(*words.split(), "-c", str(old), width=200).stdout
        assert told.startswith(f"! {said}\n"), words
        assert told.count("months old") == 1
    assert "months old" not in run("cost", "python-1", *OF_SMALL).stdout
    assert run("cost", "cyber-diploma", "-c", str(old)).stdout.startswith("! The figures")
    data = json.loads(run("cost", "python-1", "-c", str(old), "--json").stdout)
    assert [note["code"] for note in data["warnings"]] == ["old-figures"]


def test_of_several_tight_wishes_the_smallest_set_is_proposed_each_changed_least(tmp_path: Path) -> None:
    """Both modules run from January to March alone and need 2 hours a week each: 4 hours, 2 modules at once, and 2 evenings."""
    path = tmp_path / "courses.yaml"
    run_once = {"runs": [{"start": "2027-01"}]}
    classes = {"a": "mon 19:00-21:00", "b": "tue 19:00-21:00"}
    two = [module(name, sessions=[time]) | run_once for name, time in classes.items()] + [award("d", ["a", "b"])]
    path.write_text(json.dumps(catalogue_data(*two)), "utf-8")
    asked = ["plan", "-c", str(path), "-t", "d", "--start", "2027-01", "--evenings", "2", "-q"]
    tight = {"--hours": "1", "--at-once": "1"}
    told = run(*asked, *chain(*tight.items()), code=3, width=200).stdout
    changes = told.partition("all of these together; none of them is enough alone)")[2]
    assert re.findall(r"^  (hours a week|by|at once|evenings) +(\S+) → (\S+)$", changes, re.MULTILINE) == [
        ("hours a week", "1", "4"),
        ("at once", "1", "2"),
    ]
    assert "no help" not in told
    run(*asked, *chain(*(tight | {"--hours": "4", "--at-once": "2"}).items()))
    for less in ({"--hours": "3.9", "--at-once": "2"}, {"--hours": "168"}, {"--at-once": "9"}):
        run(*asked, *chain(*(tight | less).items()), code=3)


@pytest.mark.parametrize("month", ["jun", "dec"])
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_hours_of_the_busiest_weeks_are_in_the_picture_even_if_they_are_few_and_last(
    month: str, width: int, tmp_path: Path
) -> None:
    """A week asks 1 hour all the year, and in one month 20 / (13/3) more, rounded up: 5.62."""
    path = tmp_path / "courses.yaml"
    modules = [
        module("a", 52, 12, intakes="jan"),
        module("b", 20, 1, intakes=month),
        award("d", ["a", "b"]),
    ]
    path.write_text(json.dumps(catalogue_data(*modules)), "utf-8")
    files = [tmp_path / "plan.svg", tmp_path / "plan.html"]
    asked = ["plan", "-c", str(path), "-t", "d", "--hours", "7", "--start", "2027-01"]
    told = run(*asked, *(word for file in files for word in ("-o", str(file))), width=width).stdout
    assert re.search(r"^( *hours a week|  1) .*5\.62", told, re.MULTILINE), told
    assert [line for line in told.splitlines() if len(line) > width] == []
    for file, drawings in zip(files, (1, 2), strict=True):
        assert len(re.findall(r"<text[^>]*>5\.62</text>", file.read_text("utf-8"))) == drawings


# --- Files --------------------------------------------------------------------------------------------------------------------


def test_the_picture_and_the_page_label_every_year(tmp_path: Path) -> None:
    files = [tmp_path / "plan.svg", tmp_path / "plan.html"]
    run(*PLAN_SMALL, "--target", "cyber-diploma", "--hours", "7", *(word for path in files for word in ("-o", str(path))))
    for path, drawings in zip(files, (1, 2), strict=True):  # the page has one for wide screens and one for narrow ones
        text = path.read_text("utf-8")
        found = re.findall(r"<svg[^>]*class=\"mc[^>]*>.*?</svg>", text, re.DOTALL)
        assert len(found) == drawings
        for drawing in found:
            labels = re.findall(r"<text[^>]*>((?:20|’)\d\d(?:\d\d)?)</text>", drawing)
            assert sorted(label[-2:] for label in labels) == ["26", "27", "28"]


def test_the_calendar_reminds_of_what_to_apply_for_in_events_and_tasks(tmp_path: Path) -> None:
    run(*DIPLOMA, "--residency", "citizen", "--credit", "500", "-o", str(tmp_path / "plan.ics"))
    calendar = vobject.readOne((tmp_path / "plan.ics").read_text("utf-8"))
    for kind in ("vevent", "vtodo"):
        apply = [entry for entry in calendar.contents[kind] if entry.summary.value.startswith("Apply: ")]
        assert len(apply) > 2
        assert all(len(entry.contents["valarm"]) == 2 for entry in apply)
    claims = [entry for entry in calendar.contents["vtodo"] if entry.summary.value.startswith("Claim credit: ")]
    assert claims
    assert all(entry.contents["valarm"] for entry in claims)


TEAM = "people:\n  - {name: Ada, hours: 8, target: cyber-diploma}\n"
LEARNERS = "id,targets,hours\nA,cyber-diploma,8\n"


@pytest.mark.parametrize(
    "words",
    [
        "plan --start 2026-12 --target cyber-diploma --hours 8 --residency citizen --alternatives 1 -o book.xlsx",
        "compare --start 2026-12 --target cyber-diploma --hours 6,8,10.5 -o book.xlsx",
        "team team.yaml --start 2026-12 -o book.xlsx",
        "cohort learners.csv --start 2026-12 -o plans.csv --forecast book.xlsx",
    ],
    ids=["plan", "compare", "team", "cohort"],
)
def test_a_workbook_loses_nothing_when_it_is_printed(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All columns are on one page across and lie broad, headings on every page, hours without a lonely point."""
    monkeypatch.chdir(tmp_path)
    Path("team.yaml").write_text(TEAM, "utf-8")
    Path("learners.csv").write_text(LEARNERS, "utf-8")
    run(*words.split(), *OF_SMALL)
    sheets = load_workbook("book.xlsx").worksheets
    assert len(sheets) >= (1 if words.startswith("compare") else 3)
    for sheet in sheets:
        assert sheet.page_setup.orientation == "landscape"
        fits = sheet.sheet_properties.pageSetUpPr
        assert fits is not None
        assert (fits.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.title == "Plan" or sheet.print_title_rows == "$1:$1"
        for cell in (cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None):
            if isinstance(cell.value, int | float) and not cell.is_date:
                assert not (float(cell.value).is_integer() and cell.number_format.endswith(".##")), (
                    sheet.title,
                    cell.coordinate,
                )
            elif isinstance(cell.value, str) and not cell.value.startswith("best: "):  # which stands beneath the table
                width = sheet.column_dimensions[get_column_letter(cell.column)].width
                assert cell.alignment.wrap_text or len(cell.value) <= width, (sheet.title, cell.coordinate)
