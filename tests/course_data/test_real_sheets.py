"""What goes wrong in the workbooks of real people: each sheet is read as it is meant, or refused at the cell."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from course_workbooks import imported, said, saved, values_of, xlsx
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from mcplanner.course_data.spreadsheet import NOT_NAMED
from mcplanner.course_data.tables import EMPTY
from mcplanner.course_data.workbooks import UnreadableError, read_grids
from mcplanner.course_data.xlsx_parts import OPEN_AND_SAVE

HEADINGS = ("id", "title", "hours", "fee")
ROW = ("bread", "Bread", 40, 800)
READ = {"id": "bread", "title": "Bread", "hours": 40, "fee": 800}


def sheet(fill: Callable[[Worksheet], Any], *rows: Sequence[Any]) -> bytes:
    """A workbook whose sheet `modules` has rows, and then is changed."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "modules"
    for row in rows:
        page.append(list(row))
    fill(page)
    return saved(book)


def modules(*rows: Sequence[Any]) -> bytes:
    return sheet(lambda _: None, *rows)


def runs(*rows: Sequence[Any]) -> bytes:
    """One module, and its runs with the headings of their first row."""
    return xlsx({"modules": [HEADINGS, ROW], "runs": rows})


def days_since_1904(*rows: Sequence[Any]) -> bytes:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "modules"
    for row in rows:
        page.append(list(row))
    return saved(book)


def written_by_xlsxwriter(fill: Callable[[Any, Any], None]) -> bytes:
    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    page = book.add_worksheet("modules")
    page.write_row(0, 0, HEADINGS)
    page.write_row(1, 0, ROW)
    fill(book, page)
    book.close()
    return written.getvalue()


def ods(*rows: Sequence[str]) -> bytes:
    """A minimal OpenDocument sheet; a cell is XML."""
    cells = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0"?><office:document-content {names} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="modules">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", content)
        parts.writestr("META-INF/manifest.xml", manifest)
    return written.getvalue()


def word(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def duration(value: str) -> str:
    return f'<table:table-cell office:value-type="time" office:time-value="{value}"><text:p>x</text:p></table:table-cell>'


def formula(value: float | None) -> Callable[[Any, Any], None]:
    """A formula in the cell of the hours, with a stored value or with the zero that is put where nobody calculates."""
    return lambda _, page: page.write_formula(1, 2, "=20*2", None, *([] if value is None else [value]))


def merged(*ranges: str) -> Callable[[Worksheet], None]:
    def merge(page: Worksheet) -> None:
        for one in ranges:
            page.merge_cells(one)

    return merge


def with_format(cell: str, code: str) -> Callable[[Worksheet], None]:
    def put(page: Worksheet) -> None:
        page[cell].number_format = code

    return put


def hidden_row(page: Worksheet) -> None:
    page.row_dimensions[2].hidden = True


def hidden_sheet() -> bytes:
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "modules"
    for row in (HEADINGS, ROW):
        page.append(list(row))
    old = book.create_sheet("old modules")
    old.append(["id", "title"])
    old.append(["old", "Old"])
    old.sheet_state = "hidden"
    return saved(book)


def rich(page: Worksheet) -> None:
    page["B2"] = CellRichText("Br", TextBlock(InlineFont(b=True), "ead"))


Case = tuple[bytes, str, Sequence[Mapping[str, Any]]]

READABLE: Mapping[str, tuple[bytes, Sequence[Mapping[str, Any]]]] = {
    "plain": (modules(HEADINGS, ROW), [READ]),
    "blank rows and columns first": (modules((), (), (None, None, *HEADINGS), (None, None, *ROW)), [READ]),
    "a title and a date above": (modules(("Course list 2027",), ("as of", date(2026, 1, 1)), (), HEADINGS, ROW), [READ]),
    "blank rows between": (modules(HEADINGS, (), ROW, (), ()), [READ]),
    "headings in capitals with stars": (modules(("ID *", " Course\u00a0Title (required)", "HOURS", "Fee (S$)"), ROW), [READ]),
    "headings two deep and merged": (
        sheet(
            merged("A1:A2", "B1:B2", "C1:D1"),
            ("Code", "Title", "Course", None),
            (None, None, "hours", "fee"),
            ROW,
        ),
        [READ],
    ),
    "headings two deep, not merged": (modules(("Code", "Title", "Course", ""), (None, None, "hours", "fee"), ROW), [READ]),
    "a heading of two words, one above the other": (
        modules(("", "", "Learning", "Course"), ("id", "title", "hours", "fee"), ROW),
        [READ],
    ),
    "a field that spans rows": (
        sheet(merged("A2:A3"), ("field", "id", "title"), ("Baking", "bread", "Bread"), (None, "cake", "Cake")),
        [{"id": "bread", "field": "baking"}, {"id": "cake", "field": "baking"}],
    ),
    "dates": (
        runs(("module", "start", "end"), ("bread", date(2027, 4, 19), datetime(2027, 4, 20))),
        [{"runs": [{"start": "2027-04-19", "end": "2027-04-20"}], "months": 1}],
    ),
    "dates as text": (
        runs(("module", "start", "end"), ("bread", "19 Apr 2027", "25/05/2027"), ("bread", "2027-06", "July 2027")),
        [{"runs": [{"start": "2027-04-19", "end": "2027-05-25"}, {"start": "2027-06", "end": "2027-07"}], "months": 2}],
    ),
    "dates seconds off by a time zone": (
        runs(("module", "start"), ("bread", datetime(2027, 4, 18, 23, 59, 35))),
        [{"runs": [{"start": "2027-04-19"}]}],
    ),
    "dates since 1904": (
        days_since_1904(("id", "title", "start", "end"), ("bread", "Bread", date(2027, 4, 19), date(2027, 4, 20))),
        [{"runs": [{"start": "2027-04-19", "end": "2027-04-20"}]}],
    ),
    "a row for each start": (
        modules(("id", "title", "start"), ("bread", "Bread", date(2027, 4, 1)), ("bread", "Bread", date(2027, 5, 1))),
        [{"runs": [{"start": "2027-04-01"}, {"start": "2027-05-01"}]}],
    ),
    "durations over a day": (
        sheet(with_format("C2", "[h]:mm"), HEADINGS, ("bread", "Bread", timedelta(hours=30, minutes=15), 0)),
        [{"hours": Decimal("30.25"), "fee": 0}],
    ),
    "durations under a day": (modules(HEADINGS, ("bread", "Bread", time(7, 30), 0)), [{"hours": Decimal("7.5")}]),
    "durations in words": (
        modules(HEADINGS, ("a", "A", "30:15", ""), ("b", "B", "40 hrs", ""), ("c", "C", "PT7H30M0S", "")),
        [{"hours": Decimal("30.25")}, {"hours": 40}, {"hours": Decimal("7.5")}],
    ),
    "a formula with its value": (written_by_xlsxwriter(formula(40)), [READ]),
    "a formula that is not read": (
        written_by_xlsxwriter(lambda _, page: page.write_formula(1, 7, "=1+1")),
        [READ],
    ),
    "codes that became numbers": (modules(("course code", "title"), (2026001, "Bread")), [{"ref": "2026001", "id": "2026001"}]),
    "codes with leading zeros": (modules(("course code", "title"), ("0123", "Bread")), [{"ref": "0123", "id": "0123"}]),
    "a code that looks like a power": (modules(("course code", "title"), ("12E3", "Bread")), [{"ref": "12E3", "id": "12e3"}]),
    "a title that is a number": (modules(("id", "title"), ("office", 365)), [{"title": "365"}]),
    "amounts in words": (
        modules(HEADINGS, ("a", "A", 1, "S$1,200.50"), ("b", "B", 1, "free"), ("c", "C", 1, None), ("d", "D", 1, "TBC")),
        [{"fee": Decimal("1200.5")}, {"fee": 0}, {"fee": None}, {"fee": "unknown"}],
    ),
    "what a calculation leaves behind": (modules(HEADINGS, ("bread", "Bread", 1, 0.1 + 0.2)), [{"fee": Decimal("0.3")}]),
    "nothing is known": (
        modules(HEADINGS, ("bread", "Bread", "", "")),
        [{"hours": "unknown", "months": "unknown", "mode": "unknown", "intakes": "unknown", "fee": None}],
    ),
    "lists by semicolons, lines and commas": (
        modules(
            ("id", "title", "skills", "topics"),
            ("bread", "Bread", "Dough; Yeast & Co", "baking\nbread"),
            ("b", "B", "x, y", ""),
        ),
        [{"skills": ["dough", "yeast-co"], "topics": ["baking", "bread"]}, {"skills": ["x", "y"]}],
    ),
    "months in words": (
        modules(("id", "title", "months", "intakes"), ("a", "A", "2 to 4", "April and October"), ("b", "B", "6 months", "any")),
        [{"months": {"min": 2, "max": 4}, "intakes": ["apr", "oct"]}, {"months": 6, "intakes": None}],
    ),
    "requirements by number and title": (
        modules(
            ("id", "title", "ref", "prerequisites"),
            ("a", "First Steps", "CS 101", ""),
            ("b", "Second Steps", "CS102", "CS-101"),
            ("c", "Third", "CS103", "First Steps | second steps; a"),
        ),
        [{}, {"requires": "a"}, {"requires": [{"any": ["a", "b"]}, "a"]}],
    ),
    "OneRoster": (
        modules(
            ("sourcedId", "status", "title", "courseCode", "orgSourcedId", "subjects"),
            ("c-1", "active", "Bread", "B1", "school-7", "Baking"),
        ),
        [{"id": "c-1", "ref": "B1", "provider": "school-7", "field": "baking"}],
    ),
    "Moodle": (
        modules(
            ("shortname", "fullname", "category", "idnumber", "startdate", "enddate"),
            ("BR1", "Bread", "Baking", "TGS-2026000001", "2027-04-01", "2027-06-30"),
        ),
        [
            {
                "id": "br1",
                "title": "Bread",
                "ref": "TGS-2026000001",
                "months": 3,
                "runs": [{"start": "2027-04-01", "end": "2027-06-30"}],
            }
        ],
    ),
    "rich text": (sheet(rich, HEADINGS, ROW), [READ]),
    "OpenDocument": (
        ods([word("id"), word("title"), word("hours")], [word("bread"), word("Bread"), duration("PT30H15M00S")]),
        [{"id": "bread", "hours": Decimal("30.25")}],
    ),
    "text that begins like a formula": (modules(HEADINGS, ("bread", "'=Bread", 1, 1)), [{"title": "'=Bread"}]),
    "a note beside the table": (modules(HEADINGS, (*ROW, None, None), (None, None, None, None, None, "note")), [READ]),
    "comments": (modules(HEADINGS, ("# needed", "needed", "", ""), ROW), [READ]),
}


@pytest.mark.parametrize("name", READABLE)
def test_it_is_read_as_it_is_meant(name: str) -> None:
    content, expected = READABLE[name]
    made = imported(content)
    assert [str(finding) for finding in made.report.errors] == []
    found = values_of(made)
    assert [{key: values.get(key) for key in right} for values, right in zip(found, expected, strict=True)] == expected


CSV: Mapping[str, tuple[bytes, Sequence[Mapping[str, Any]]]] = {
    "semicolons": (b"id;title;fee\nbread;Bread, white;1200.50\n", [{"title": "Bread, white", "fee": Decimal("1200.5")}]),
    "sep=": (b"sep=;\r\nid;title;fee\r\nbread;Bread, white, soft;5\r\n", [{"title": "Bread, white, soft", "fee": 5}]),
    "a mark at the beginning": (b"\xef\xbb\xbfid,title\nbread,Bread\n", [{"id": "bread"}]),
    "UTF-16 with tabs": ("id\ttitle\nbread\tBrötchen\n".encode("utf-16"), [{"title": "Brötchen"}]),
    "lines within a cell": (
        b'id,title,skills\nbread,"Bread\nand cake","a\nb"\n',
        [{"title": "Bread and cake", "skills": ["a", "b"]}],
    ),
    "0123 stays": (b"course code,title\n0123,Bread\n", [{"ref": "0123"}]),
    "CurricularAnalytics": (
        b"Curriculum,Baking,,,,,,\nInstitution,Harbour,,,,,,\nDegree Type,BS,,,,,,\nCourses,,,,,,,\n"
        b"Course ID,Course Name,Prefix,Number,Prerequisites,Corequisites,Strict-Corequisites,Credit Hours\n"
        b"1,Bread,BK,101,,,,3\n2,Cake,BK,102,1,,,4\n3,Pie,BK,103,1;2,2,1,2.5\n",
        [
            {"id": "1", "title": "Bread", "credits": 3},
            {"id": "2", "requires": "1"},
            {"id": "3", "requires": ["1", "2"], "alongside": ["2", "1"], "credits": Decimal("2.5")},
        ],
    ),
}


@pytest.mark.parametrize("name", CSV)
def test_csv_is_read_as_it_is_meant(name: str) -> None:
    content, expected = CSV[name]
    made = imported(content, name="modules.csv")
    assert [str(finding) for finding in made.report.errors] == []
    found = values_of(made)
    assert [{key: values.get(key) for key in right} for values, right in zip(found, expected, strict=True)] == expected


@pytest.mark.parametrize("total", ["Total", "Sub-total", "Total fees (S$)", "Summary"])
def test_totals_of_a_csv_whose_figures_are_text_are_no_module(total: str) -> None:
    made = imported(f"title,hours,months,fee\nBread,40,2,800\n{total},40,,S$800.00\n".encode(), name="modules.csv")
    assert [values["title"] for values in values_of(made)] == ["Bread"]
    assert f"modules.csv: row 3: a row of totals was not read: '{total}'" in said(made)


def test_what_only_begins_like_a_total_is_a_module() -> None:
    made = imported(b"title,hours,mode\nTotal Quality Management,40,online\nSum,40,online\n", name="modules.csv")
    assert [values["title"] for values in values_of(made)] == ["Total Quality Management", "Sum"]


PARTED = (
    HEADINGS,
    ("bread", "Bread", 40, 800),
    ("cake", "Cake", 20, 500.5),
    ("Total Baking", None, 60, 1300.5),
    ("knots", "Knots", 8, 90),
    ("yarn", "Yarn", 8, 110),
    ("Subtotal for Knitting:", None, 16, "S$200.00"),
    ("All courses, total", None, 76, None),
)


def test_totals_that_name_their_part_are_no_modules_because_their_figures_are_sums() -> None:
    made = imported(modules(*PARTED))
    assert [values["id"] for values in values_of(made)] == ["bread", "cake", "knots", "yarn"]
    assert said(made)[:3] == [
        "courses.xlsx: modules, row 4: a row of totals was not read: 'Total Baking'",
        "courses.xlsx: modules, row 7: a row of totals was not read: 'Subtotal for Knitting:'",
        "courses.xlsx: modules, row 8: a row of totals was not read: 'All courses, total'",
    ]


def test_totals_beside_an_average_are_no_module() -> None:
    made = imported(modules(*PARTED[:3], ("Total Baking", None, 60, 650.25)))
    assert [values["id"] for values in values_of(made)] == ["bread", "cake"]


def test_totals_whose_formulas_have_no_value_are_no_module() -> None:
    made = imported(modules(*PARTED[:3], ("Total Baking", None, "=SUM(C2:C3)", "=SUM(D2:D3)")))
    assert [values["id"] for values in values_of(made)] == ["bread", "cake"]
    assert [str(finding) for finding in made.report.errors] == []


def test_what_may_be_a_total_is_a_module_and_a_warning() -> None:
    made = imported(b"title,hours,fee\nBread,40,800\nCake,20,500\nTotal Quality Management,24,900\n", name="modules.csv")
    assert [values["title"] for values in values_of(made)] == ["Bread", "Cake", "Total Quality Management"]
    assert (
        "modules.csv: row 4: perhaps a row of totals, and it was read as an entry: 'Total Quality Management'"
        " (if it is one, remove it)"
    ) in said(made)


@pytest.mark.parametrize(
    "note",
    [
        ("Note: all fees are before GST",),
        ("Notes",),
        ("NB. Classes may be cancelled.",),
        ("* subject to approval",),
        ("Note 1: for members", None, None),
        ("Remarks:", "bring your own flour"),
        ("Last updated 3 May 2027",),
    ],
)
def test_notes_are_no_modules(note: Sequence[Any]) -> None:
    made = imported(modules(HEADINGS, ROW, note))
    assert [values["id"] for values in values_of(made)] == ["bread"]
    assert f"courses.xlsx: modules, row 3: a note was not read: '{note[0]}'" in said(made)


@pytest.mark.parametrize("title", ["Note-taking", "Remarkable Breads", "Sources of Flour", "Notes", "* Bread"])
def test_a_module_may_begin_like_a_note(title: str) -> None:
    made = imported(modules(HEADINGS, ("a", title, 40, 800)))
    assert [values["title"] for values in values_of(made)] == [title]


def test_a_title_of_which_nothing_is_known_is_a_module_and_a_warning() -> None:
    made = imported(b"title,hours,fee\nBaking\nBread,40,800\n", name="modules.csv")
    assert [values["title"] for values in values_of(made)] == ["Baking", "Bread"]
    assert (
        "modules.csv: row 2: nothing but a title is known: perhaps a heading or a note: 'Baking' (if it is one, remove the row)"
    ) in said(made)


@pytest.mark.parametrize("nothing", ["Nil", "none", "N/A", "-", "No."])
def test_what_says_that_there_is_nothing_names_nothing(nothing: str) -> None:
    made = imported(modules((*HEADINGS, "prerequisites", "corequisites", "skills"), (*ROW, nothing, nothing, nothing)))
    (values,) = values_of(made)
    assert not {"requires", "alongside", "skills"} & values.keys()


def test_a_module_may_be_called_nil() -> None:
    rows = (*HEADINGS, "prerequisites"), ("nil", "Nil", 3, 5), (*ROW, "Nil")
    assert values_of(imported(modules(*rows)))[1]["requires"] == "nil"


def test_a_count_of_modules_is_no_module() -> None:
    made = imported(modules(*PARTED[:3], (None, "Total no. of modules", 2)))
    assert [values["id"] for values in values_of(made)] == ["bread", "cake"]


ONE_ROSTER = (
    ("sourcedId", "status", "dateLastModified", "title", "courseCode", "orgSourcedId"),
    ("c-1", "active", "2027-01-01", "Bread", "BK101", "harbour"),
    ("c-2", "tobedeleted", "2027-01-01", "Cake", "BK102", "harbour"),
)


def test_rows_of_one_roster_that_are_to_be_deleted_are_left_out_and_named() -> None:
    made = imported(xlsx({"courses": ONE_ROSTER, "runs": [("course id", "start"), ("c-1", "2027-04"), ("c-2", "2027-04")]}))
    assert [values["id"] for values in values_of(made)] == ["c-1"]
    assert made.report.errors == ()
    assert said(made)[1:3] == [
        "courses.xlsx: courses, row 3: a row was not read, for its status says that it is no longer offered: 'Cake'",
        "courses.xlsx: runs!A3: the run is of a module that is no longer offered: 'c-2'",
    ]
    assert not any("status" in each and "column" in each for each in said(made))


def test_cancelled_runs_are_left_out() -> None:
    heading = ("module", "start", "Status")
    made = imported(
        xlsx({"modules": [HEADINGS, ROW], "runs": [heading, ("bread", "2027-04", "Open"), ("bread", "2027-05", "Cancelled")]})
    )
    assert [each["start"] for each in values_of(made)[0]["runs"]] == ["2027-04"]


def test_a_status_of_another_kind_is_a_column_that_is_not_read() -> None:
    made = imported(modules((*HEADINGS, "status"), (*ROW, "new")))
    assert [values["id"] for values in values_of(made)] == ["bread"]
    assert any("a column was not read: 'status'" in each for each in said(made))


@pytest.mark.parametrize("name", ["Runs 2027", "2027 runs", "Schedule_2"])
def test_a_year_beside_the_name_of_a_sheet_does_not_matter(name: str) -> None:
    made = imported(
        xlsx({"modules": [HEADINGS, ROW], name: [("module", "start", "end"), ("bread", "2027-01-04", "2027-03-31")]})
    )
    assert [values["id"] for values in values_of(made)] == ["bread"]
    assert len(values_of(made)[0]["runs"]) == 1


NAMED: Mapping[str, tuple[bytes, Sequence[str]]] = {
    "totals": (
        modules(HEADINGS, ROW, ("Total", None, 40, 800)),
        ["courses.xlsx: modules, row 3: a row of totals was not read: 'Total'"],
    ),
    "totals with words in brackets": (
        modules(
            HEADINGS, ROW, ("Sub-total", None, 40, 800), ("TOTAL (1 module)", None, 40, None), ("Average fee", None, None, 800)
        ),
        [
            "courses.xlsx: modules, row 3: a row of totals was not read: 'Sub-total'",
            "courses.xlsx: modules, row 4: a row of totals was not read: 'TOTAL (1 module)'",
            "courses.xlsx: modules, row 5: a row of totals was not read: 'Average fee'",
        ],
    ),
    "a hidden sheet": (hidden_sheet(), ["courses.xlsx: old modules: the sheet is hidden (show it to have it read)"]),
    "a hidden row": (sheet(hidden_row, HEADINGS, ROW), ["courses.xlsx: modules, row 2: a hidden row was read"]),
    "a row that is a title": (
        sheet(merged("A2:D2"), HEADINGS, ("Semester 1",), ROW),
        ["courses.xlsx: modules, row 2: a row with a single cell was not read: 'Semester 1'"],
    ),
    "headings again": (
        modules(HEADINGS, ROW, HEADINGS),
        ["courses.xlsx: modules, row 3: headings that are repeated were not read"],
    ),
    "data of people": (
        modules((*HEADINGS, "Trainer's e-mail", "Contact person"), (*ROW, "tan@example.sg", "Tan")),
        [
            "courses.xlsx: modules!E1: a column with data of people was not kept: 'Trainer's e-mail'",
            "courses.xlsx: modules!F1: a column with data of people was not kept: 'Contact person'",
        ],
    ),
    "an unknown column": (
        modules((*HEADINGS, "skils"), (*ROW, "dough")),
        ["courses.xlsx: modules!E1: a column was not read: 'skils' (did you mean 'skills'?)"],
    ),
    "a column without a heading": (
        modules((*HEADINGS, None), (*ROW, "dough")),
        ["courses.xlsx: modules!E1: a column without a heading was not read"],
    ),
    "another sheet": (
        xlsx({"modules": [HEADINGS, ROW], "Sheet2": [("hello",)]}),
        [
            "courses.xlsx: Sheet2: the sheet is of no kind that mcplan knows (a sheet needs headings such as 'id', 'title' and"
            " 'hours'; mcplan catalogue template writes an empty one)"
        ],
    ),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_is_not_read_is_named(name: str) -> None:
    content, expected = NAMED[name]
    made = imported(content)
    assert [line for line in said(made) if NOT_NAMED not in line] == expected
    assert [values["id"] for values in values_of(made)] == ["bread"]


def test_modules_without_a_provider_have_one_that_says_so() -> None:
    made = imported(modules(HEADINGS, ROW))
    assert said(made) == [f"courses.xlsx: modules, row 2: {NOT_NAMED} (add a column or a sheet of providers)"]
    assert values_of(made, "providers") == [{"id": "provider", "title": "Provider not named"}]


NO_VALUE = f"the formula in this cell has no stored value ({OPEN_AND_SAVE})"

REFUSED: Mapping[str, tuple[bytes, Sequence[str]]] = {
    "a formula that nobody calculated": (modules(HEADINGS, ("bread", "Bread", "=20*2", 0)), [f"modules!C2: hours: {NO_VALUE}"]),
    "a formula with a zero put in": (written_by_xlsxwriter(formula(None)), [f"modules!C2: hours: {NO_VALUE}"]),
    "an error": (
        modules(HEADINGS, ("bread", "Bread", "#N/A", 0)),
        ["modules!C2: hours: this cell holds an error (open the file in a spreadsheet program and save it, or type the value)"],
    ),
    "hours that are a date": (
        sheet(with_format("C2", "h:mm"), HEADINGS, ("bread", "Bread", timedelta(hours=30, minutes=15), 0)),
        [
            "modules!C2: hours: needs hours, and the spreadsheet made a date of this: '1900-01-01 06:15:00'"
            " (format the column as a number, or as [h]:mm for durations, and type it again)"
        ],
    ),
    "months that became a date": (
        modules(("id", "title", "months"), ("bread", "Bread", date(2027, 2, 4))),
        [
            "modules!C2: months: needs a number of months, and the spreadsheet made a date of this: '2027-02-04'"
            " (write '2 to 4' in words)"
        ],
    ),
    "a date that can be two": (
        runs(("module", "start"), ("bread", "01/05/2027")),
        ["runs!B2: start: can be two days: '01/05/2027' (write 2027-05-01 or 2027-01-05)"],
    ),
    "a day that does not exist": (
        runs(("module", "start"), ("bread", "2027-02-30")),
        ["runs!B2: start: is no day of the calendar: '2027-02-30' (write 2027-04-19)"],
    ),
    "a date that is a number": (
        runs(("module", "start"), ("bread", 46500)),
        ["runs!B2: start: needs a date, and this is a number: '46500' (format the column as a date, or write 2027-04-19)"],
    ),
    "a date moved by a time zone": (
        runs(("module", "start"), ("bread", datetime(2027, 4, 18, 16))),
        [
            "runs!B2: start: needs a day, and this is 2027-04-18 16:00:00: '2027-04-18 16:00:00'"
            " (another program may have moved it by a time zone: write the day alone)"
        ],
    ),
    "a run of nothing": (
        runs(("module", "start"), ("cake", date(2027, 4, 1))),
        ["runs!A2: the run is of no module in these files: 'cake'"],
    ),
    "a code beyond what a number holds": (
        modules(("course code", "title"), (20260000010000017, "Bread")),
        [
            "modules!A2: ref: the spreadsheet made a number of this code, and digits are lost: '2.026000001000002e+16'"
            " (format the column as text and type it again)"
        ],
    ),
    "a code that became a date": (
        modules(("course code", "title"), (date(2027, 3, 1), "Bread")),
        [
            "modules!A2: ref: the spreadsheet made a date of this code: '2027-03-01'"
            " (format the column as text and type it again)"
        ],
    ),
    "true for hours": (
        modules(HEADINGS, ("bread", "Bread", True, 0)),
        [
            "modules!C2: hours: needs a number, and this is true or false: 'true'"
            " (format the column as a number and type it again)"
        ],
    ),
    "words for hours": (
        modules(HEADINGS, ("bread", "Bread", "about 40", 0)),
        ["modules!C2: hours: needs a number: 'about 40' (write it in figures, such as 22.5)"],
    ),
    "a fee of three decimal places": (
        modules(HEADINGS, ("bread", "Bread", 1, 10.125)),
        ["modules!D2: fee: has more than two decimal places: '10.125' (amounts are in dollars and cents)"],
    ),
    "two tables, one below the other": (
        modules(HEADINGS, ROW, (), ("award", "kind", "requires"), ("c", "certificate", "bread")),
        ["modules!A4: a second table begins here: 'award' (put it on a sheet of its own)"],
    ),
    "two tables side by side": (
        modules(("id", "title", None, "id", "title"), ("bread", "Bread", None, "x", "X")),
        [
            "modules!D1: two columns are read as 'id': 'id' (the other is courses.xlsx: modules!A1)",
            "modules!E1: two columns are read as 'title': 'title' (the other is courses.xlsx: modules!B1)",
        ],
    ),
    "a requirement that can mean two things": (
        modules(("id", "title", "requires"), ("a", "A", "b and c")),
        [
            "modules!C2: requires: has 'b and c', which can mean two things: 'b and c'"
            " (write a; b for both, a | b for one of them, 2 of (a; b; c) for two of three)"
        ],
    ),
    "a requirement that is not closed": (
        modules(("id", "title", "requires"), ("a", "A", "2 of (b; c")),
        [
            "modules!C2: requires: has a '(' that is not closed: '2 of (b; c'"
            " (write a; b for both, a | b for one of them, 2 of (a; b; c) for two of three)"
        ],
    ),
    "a mode of no kind": (
        modules(("id", "title", "mode"), ("a", "A", "by post")),
        ["modules!C2: mode: is no mode: 'by post' (one of online, in-person, blended)"],
    ),
    "a row without a name": (modules(HEADINGS, (None, None, 40, 800), ROW), [f"modules!B2: title: {EMPTY}"]),
    "a module without a title": (modules(HEADINGS, ("bread", None, 40, 800)), [f"modules!B2: title: {EMPTY}"]),
    "modules without titles": (modules(("id", "hours"), ("bread", 40)), ["modules, row 1: there is no column 'title'"]),
    "a run without a start": (
        runs(("module", "start", "end"), ("bread", None, "2027-05-01")),
        [f"runs!B2: start: {EMPTY}"],
    ),
    "an end without a start": (
        modules(("id", "title", "start", "end"), ("bread", "Bread", None, "2027-05-01")),
        ["modules!D2: end: there is no start beside it: '2027-05-01'"],
    ),
    "a stack without kind and requirement": (
        xlsx({"modules": [HEADINGS, ROW], "stacks": [("title", "kind", "requires"), ("Baker", None, None)]}),
        [f"stacks!B2: kind: {EMPTY}", f"stacks!C2: requires: {EMPTY}"],
    ),
    "a catalogue's day that can be two": (
        xlsx({"catalogue": [("title", "as of"), ("Mine", "03/04/2026")], "modules": [HEADINGS, ROW]}),
        ["catalogue!B2: as_of: can be two days: '03/04/2026' (write 2026-04-03 or 2026-03-04)"],
    ),
    "several at once": (
        modules(("id", "title", "hours", "mode"), ("a", "A", "x", "y"), ("b", "B", "z", "online")),
        [
            "modules!D2: mode: is no mode: 'y' (one of online, in-person, blended)",
            "modules!C2: hours: needs a number: 'x' (write it in figures, such as 22.5)",
            "modules!C3: hours: needs a number: 'z' (write it in figures, such as 22.5)",
        ],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_at_the_cell(name: str) -> None:
    content, expected = REFUSED[name]
    assert [str(finding) for finding in imported(content).report.errors] == [f"courses.xlsx: {line}" for line in expected]


def far_away(page: Worksheet) -> None:
    page["XFD1048576"] = "x"


UNREADABLE: Mapping[str, tuple[bytes, str]] = {
    "a cell far from the others": (
        sheet(far_away, HEADINGS, ROW),
        "my.xlsx: the sheet 'modules' reaches to the cell XFD1048576 (delete cells far from the others, and save it again)",
    ),
    "no workbook": (b"%PDF-1.7\0\0", "my.xlsx: this is neither a workbook nor a CSV (save it as .xlsx, .ods or .csv)"),
    "a zip of something else": (
        b"PK\x03\x04" + b"\0" * 40,
        "my.xlsx: the workbook cannot be read: ",
    ),
    "an old workbook cut short": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "my.xlsx: the workbook cannot be read: "),
    "another encoding": (
        "id,title\nbread,Brötchen\n".encode("cp1252"),
        "my.xlsx: row 2: byte 0xf6 is not UTF-8 text (save the file as UTF-8: in Excel, 'CSV UTF-8')",
    ),
    "UTF-16 cut short": ("id,title\n".encode("utf-16")[:-1], "my.xlsx: this is not UTF-16 text, as its first bytes say"),
    "a quote that is not closed": (
        b'id,title\nbread,"Bread\n',
        "my.xlsx: row 2: this is no CSV from this row on: unexpected end of data "
        "(close its quotation marks, or save it again as CSV)",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused(name: str) -> None:
    assert_refused(*UNREADABLE[name])


def assert_refused(content: bytes, expected: str) -> None:
    with pytest.raises(UnreadableError) as refusal:
        read_grids("my.xlsx", content)
    assert str(refusal.value.finding).startswith(expected)


def unpacking_to(size: int) -> bytes:
    """A small archive with a part of so many zeros."""
    written = BytesIO()
    with (
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parts,
        parts.open("xl/workbook.xml", "w") as part,
    ):
        for _ in range(size // 1_000_000):
            part.write(bytes(1_000_000))
    return written.getvalue()


def test_a_small_file_that_unpacks_to_a_large_one_is_refused() -> None:
    """It is made here, not as the file is read: that takes seconds, and each process that tests reads all files."""
    large = "my.xlsx: the workbook unpacks to more than 300,000,000 bytes (remove what you do not need)"
    assert_refused(unpacking_to(301_000_000), large)


def test_there_are_more_than_forty() -> None:
    assert len(READABLE) + len(CSV) + len(NAMED) + len(REFUSED) + len(UNREADABLE) > 40
