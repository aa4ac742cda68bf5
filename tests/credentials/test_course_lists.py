"""Lists of courses as CSV: what spreadsheets write, which columns are read, and at which cell a line is refused."""

from datetime import date
from pathlib import Path

import pytest
from credential_files import VALID, read, told

from mcplanner.credentials.course_list import HEADINGS, read_course_list
from mcplanner.credentials.dates import month_in
from mcplanner.credentials.reading import read_credentials
from mcplanner.credentials.record import RefusedError
from mcplanner.credentials.results import Verdict
from mcplanner.ground.diagnostics import Position


def test_a_list_of_courses() -> None:
    assert [told(record) for record in read(VALID / "courses.csv").records] == [
        (("TGS-2026000001",), None, "2026-05", "list", True),
        ((), "programming in  PYTHON", "2026-03", "list", True),
        (("java-1",), None, "2026-02", "list", False),
        ((), "Certificate for Adeline", "2026-01", "list", True),
        ((), "Diploma in Cybersecurity", None, None, True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "title;ended\r\nA;2026-01\r\n",
        "\ufeffTITLE\tMonth\nA\t2026-01",
        "\n title , date\rA,1/1/2026",
        "sep=;\r\ntitle;ended\r\nA;2026-01",
        "sep=; \r\ntitle;ended\r\nA;2026-01",
        "sep=;;;\r\ntitle;ended\r\nA;2026-01",
        '"sep=|"\ntitle|ended\nA|2026-01',
        "SEP=\t\ntitle\tended\nA\t2026-01",
        ",,\n , \n\ntitle,ended,\nA,2026-01,,",
        'title;ended;"my notes; a, b, c, d"\nA;2026-01;x,y',
        'title;"Date"\n"A";"2026-01"',
        '"Course\ntitle";ended\nA;2026-01',
    ],
)
def test_the_lists_of_many_spreadsheets(text: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(text.encode())
    assert [told(record) for record in read(tmp_path / "list.csv").records] == [((), "A", "2026-01", "list", True)]


def test_a_cell_may_hold_lines_and_separators() -> None:
    (record,), _ = read_course_list('title,note\n"A\u2028, and\nB",x\n')
    assert record.titles == ("A\u2028, and\nB",)
    with pytest.raises(RefusedError) as refused:
        read_course_list('title,date\n"A\nB",soon\n')
    assert refused.value.problems[0].position == Position(3, 4)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("title,result\nPay, Leave and Law,Fail\n", (2, 20), "this line has more cells than there are headings"),
        ("title,ended,result\nA,2026-06,,F\n", (2, 12), "this line has more cells than there are headings"),
        ("title,notes\nPay, Leave\n", (2, 5), "a comma in this title seems to start a new cell"),
        ("title,result,notes\nPay, Leave and Law,Fail,x\n", None, "this line has more cells"),
        ("title,result,notes\nPay, Leave and Law,Fail\n", (2, 5), "a comma in this title seems to start a new cell"),
        ("id,ended,date\na,2026-06,2024-01\n", (2, 11), "two columns of this line give different dates"),
        ("course number,code\nBB102,BB103\n", (2, 7), "two columns of this line give different course numbers"),
        ("title,course\nA,B\n", (2, 3), "two columns of this line give different titles"),
        ("title,expires,expiry\nA,2026-06,2026-07\n", (2, 11), "two columns of this line give different expiry dates"),
        ("title,expires\nA,soon\n", (2, 3), "this date cannot be read in the column 'expires'"),
        ("title,completed\nA,perhaps\n", (2, 3), "this date cannot be read in the column 'completed'"),
        ("title,date\nA,yes\n", (2, 3), "this date cannot be read in the column 'date'"),
        ('title,date\n"A ""x"", b",31/31/2026\n', (2, 14), "this date cannot be read"),
    ],
)
def test_a_line_is_refused_at_its_cell(text: str, place: tuple[int, int] | None, said: str) -> None:
    with pytest.raises(RefusedError) as error:
        read_course_list(text)
    (only,) = error.value.problems
    assert only.message.startswith(said)
    assert place is None or only.position == Position(*place)


@pytest.mark.parametrize(
    "text",
    [
        "id,ended,date\na,2026-06,30/06/2026\n",
        "course number,code\nTGS-1,tgs 1\n",
        "title,result\nA, Pass\n",
        "title,ended\nA, 2026-05\n",
        "title, notes\nA, so so\n",
        'title,notes\n"Pay, Leave",x\n',
        "title,expires\nA,never\n",
        "title,ended\nA,2026-01,,,\n",
    ],
)
def test_a_line_that_is_no_such_case_is_read(text: str) -> None:
    (record,), _ = read_course_list(text)
    assert record.result.is_passed


def test_a_title_that_a_comma_may_have_parted_is_both() -> None:
    def of(text: str) -> tuple[str, ...]:
        return read_course_list(text)[0][0].titles

    assert of("title,notes\nPay,Leave and Law\n") == ("Pay", "Pay, Leave and Law")
    assert of('title,notes\n"Pay",Leave and Law\n') == of("title;notes\nPay;Leave and Law\n") == ("Pay",)
    assert of("notes,title\nx,Pay\n") == ("Pay",)


def test_columns_that_were_not_read_are_named_unless_they_could_name_somebody() -> None:
    _, notes = read_course_list('title,"Notes, mine",Adeline,Final grade,\nA,x,y,B,\n')
    assert notes == [
        "columns not read: 'Notes, mine', column 3, column 5",
        "may be a result, so only a fail in it counts: 'Final grade'; call it 'Result' if it is one",
    ]


def test_when_a_line_expires() -> None:
    records, _ = read_course_list("title,valid until\nA,2026-06\nB,never\nC,\nD,31/12/2026\n")
    assert [record.expires for record in records] == [date(2026, 6, 30), None, None, date(2026, 12, 31)]


@pytest.mark.parametrize(
    "heading", ["Valid to", "Validity", "Valid till", "Expiration", "Expires at", "Expiry (date)", "Expiry (yyyy-mm-dd)"]
)
def test_headings_of_expiry(heading: str) -> None:
    (record,), _ = read_course_list(f"title,{heading}\nA,2026-06-30\n")
    assert record.expires == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("cell", "until"),
    [
        *(
            ("2 years", "2027-01-31"),
            ("24 months", "2027-01-31"),
            ("Valid for 2 years", "2027-01-31"),
            ("two years", "2027-01-31"),
        ),
        *(
            ("2 years from date of issue", "2027-01-31"),
            ("1 yr", "2026-01-31"),
            ("18 mths", "2026-07-31"),
            ("a year", "2026-01-31"),
        ),
        *(("1 month", "2025-02-28"), ("1 year 6 months", "2026-07-31"), ("52 weeks", "2026-01-30"), ("90 days", "2025-05-01")),
        *(("2027-03", "2027-03-31"), ("Lifetime", None), ("No expiry", None), ("permanent", None), ("900 years", "2925-01-31")),
    ],
)
def test_how_long_a_line_is_valid_may_be_told_instead_of_until_when(cell: str, until: str | None) -> None:
    (record,), _ = read_course_list(f"title,date,validity\nA,2025-01-31,{cell}\n")
    assert (record.expires, record.doubts) == (None if until is None else date.fromisoformat(until), ())


def test_a_length_of_time_is_counted_from_the_end_of_the_month_where_no_day_is_told() -> None:
    (record,), _ = read_course_list("title,date,validity\nA,2025-02,1 year\n")
    assert record.expires == date(2026, 2, 28)


def test_a_length_of_time_from_nobody_knows_when_is_asked_about() -> None:
    (record,), _ = read_course_list("title,date,validity\nA,,2 years\n")
    assert (record.expires, record.doubts) == (None, ("it is valid for some time, but there is no date from which to count",))
    (record,), _ = read_course_list("title,validity\nA,lifetime\n")
    assert (record.expires, record.doubts) == (None, ())


@pytest.mark.parametrize(
    "heading", ["Validity (months)", "Validity in months", "validity period (months)", "Valid for (in months)"]
)
def test_the_unit_of_a_length_of_time_may_stand_in_the_heading(heading: str) -> None:
    (record,), _ = read_course_list(f"title,date,{heading}\nA,2025-01-31,6\n")
    assert record.expires == date(2025, 7, 31)
    with pytest.raises(RefusedError):
        read_course_list("title,date,validity\nA,2025-01-31,6\n")


def test_two_columns_may_tell_the_same_expiry_in_two_ways() -> None:
    (record,), _ = read_course_list("title,date,validity,expiry\nA,2025-01-15,2 years,15 Jan 2027\n")
    assert record.expires == date(2027, 1, 15)
    with pytest.raises(RefusedError, match="give different expiry dates"):
        read_course_list("title,date,validity,expiry\nA,2025-01-15,2 years,15 Jan 2028\n")


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be"])
def test_unicode_text_of_spreadsheets_is_read(coding: str, tmp_path: Path) -> None:
    text = "\ufefftitle\tended\tresult\r\nÄ及格\t2026-01\t合格\r\n"
    (tmp_path / "list.txt").write_bytes(text.encode(coding))
    (record,) = read(tmp_path / "list.txt").records
    assert told(record) == ((), "Ä及格", "2026-01", "list", True)


@pytest.mark.parametrize("content", [b"\xff\xfet\x00i", b"\xff\xfe\x00\xd8a\x00", "\ufefftitle\nA\n".encode("utf-32-le")])
def test_what_begins_as_such_text_and_is_none_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes(content)
    found = read_credentials(tmp_path / "list.txt")
    assert isinstance(found, tuple)
    assert [problem.code for problem in found] == ["MC002"]


def test_completed_is_a_date_or_a_result() -> None:
    records, _ = read_course_list("title,Completed\nA,2026-06\nB,Yes\nC,No\n")
    verdicts = [Verdict.NOTHING, Verdict.COMPLETED, Verdict.NOT_PASSED]
    assert [record.result.verdict for record in records] == verdicts
    assert [record.dated_by for record in records] == ["list", None, None]


def test_usual_headings_are_named() -> None:
    _, notes = read_course_list("title,Withdrawal date,Failed,Credits earned\nA,,,\n")
    assert notes == [
        "columns not read: 'Credits earned'",
        "may be a result, so only a fail in it counts: 'Withdrawal date', 'Failed'; call it 'Result' if it is one",
    ]


def test_every_heading_means_one_thing() -> None:
    headings = [heading for each in HEADINGS.values() for heading in each]
    assert len(headings) == len(set(headings))
    assert all(heading == heading.casefold() for heading in headings)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("id,Passed\na,Yes\nb,\n", [True, True]),
        ("id,Passed\na,Yes\nb\n", [True, True]),
        ("id,Passed,Result\na,Yes,Pass\nb,,Pass\n", [True, False]),
        ("id,Passed\na,\nb,\n", [False, False]),  # nobody marked anything
        ("id,Result\na,Pass\nb,\n", [False, False]),
        ("id,Withdrawn\na,2025-01\nb,\n", [True, False]),
        ("id,Remarks\na,Failed\nb,\n", [True, False]),
    ],
)
def test_a_line_without_the_mark_for_a_pass_that_others_have_is_asked_about(text: str, asked: list[bool]) -> None:
    records, _ = read_course_list(text)
    assert [not record.result.is_passed for record in records] == asked


def test_a_date_whose_heading_puts_the_month_before_the_day_is_not_read() -> None:
    (record,), notes = read_course_list("id,Date (MM/DD/YYYY)\na,05/06/2026\n")
    assert record.ended is None
    assert notes[0].startswith("columns not read: ")
    (record,), _ = read_course_list("id,Date (DD/MM/YYYY)\na,05/06/2026\n")
    assert record.ended == month_in("2026-06")
