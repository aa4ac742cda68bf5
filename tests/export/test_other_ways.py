"""What follows a failure, other plans and other awards stand in every file that is read, as they do on the terminal."""

from pathlib import Path

import openpyxl
import pytest
from commands import PLAN_SMALL, run

ASKED = [*PLAN_SMALL, "--hours", "8", "--target", "cyber-diploma", "--alternatives", "1", "--what-if-fail", "cyb-foundations"]
TOLD = (
    "If you fail Cybersecurity Foundations",
    "Apr 2028 to Sep 2028, S$3,000.00",
    "Mar 2029°, 12 months later",
    "S$11,690.50° in all, S$3,490.00° more",
    "Other plans",
    "no later, S$40.00° more",
    "Security Project (security-project) (Jan 2028 to Mar 2028)",
    "8 → 10.4°, done by Dec 2027°: 3 months sooner",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With the plan in every kind of file that is read."""
    made = tmp_path_factory.mktemp("files")
    outputs = [word for ending in ("md", "html", "xlsx") for word in ("-o", str(made / f"plan.{ending}"))]
    run(*ASKED, *outputs)
    return made


def test_markdown_has_them(folder: Path) -> None:
    text = (folder / "plan.md").read_text("utf-8").replace("\\", "")
    assert [words for words in TOLD if words not in text] == []


def test_the_page_has_them(folder: Path) -> None:
    page = (folder / "plan.html").read_text("utf-8").replace("<b>", "").replace("</b>", "").replace("<small>", ", ")
    assert [words for words in TOLD if words not in page] == []


def test_the_workbook_has_them_on_a_sheet_of_their_own(folder: Path) -> None:
    sheet = openpyxl.load_workbook(folder / "plan.xlsx")["Other ways"]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert rows[0] == ("Part", "What", "In words")
    text = "\n".join(" ".join(map(str, row)) for row in rows)
    assert [words for words in TOLD if words not in text] == []
