"""The open data of courses: two files of a register, joined by number, with what is wrong in real ones."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from course_workbooks import catalogue_of, directory, imported, run_file, said, text_of, values_of, xlsx

from mcplanner.catalogue import shape
from mcplanner.catalogue.model import UNKNOWN, Module
from mcplanner.course_data.open_data import ADDRESS, NO_HOURS, RUN_COLUMNS, UNKNOWN_MODE
from mcplanner.course_data.texts import clean
from mcplanner.ground.shapes import made_of

POLY = ("T08GB0000X", "Harbour Polytechnic")
ONE = "TGS-2026000001"
TWO = "TGS-2026000002"


def course(number: str = ONE, title: str = "Baking", **values: Any) -> dict[str, Any]:
    named = {"coursereferencenumber": number, "coursetitle": title}
    return named | {"trainingprovideruen": POLY[0], "trainingprovideralias": POLY[1]} | values


def figures(module: Module, *keys: str) -> list[object]:
    return [getattr(module, key) for key in keys]


def test_a_course_with_figures_and_runs_can_be_planned() -> None:
    made = imported(
        directory(course(full_course_fee=1698, course_fee_after_subsidies=849, number_of_hours=60.0, conducted_in="English")),
        run_file((ONE, "Baking", *POLY, date(2026, 10, 19), date(2027, 3, 12), "Classroom")),
    )
    (module,) = catalogue_of(made).modules
    assert (module.id, module.title, module.ref, module.provider) == ("tgs-2026000001", "Baking", ONE, "t08gb0000x")
    assert figures(module, "mode", "hours", "fee", "months") == ["in-person", 60, 1698, 5]
    assert module.runs == (made_of(shape.Run.model_validate({"start": "2026-10-19", "end": "2027-03-12"})),)
    assert module.funding == "ssg-certifiable"
    # 145 days are 20.71 weeks
    assert module.weeks == Decimal("20.71")
    assert module.derived == {"months": "a run of 145 days", "weeks": "a run of 145 days", "funding": module.derived["funding"]}
    assert made.report.can_be_planned == 1
    assert made.report.lacking == ()


@pytest.mark.parametrize(
    ("last", "months"), [(date(2027, 4, 18), 6), (date(2027, 4, 19), 7), (date(2026, 10, 19), 1), (date(2026, 12, 1), 2)]
)
def test_the_months_of_a_run_are_counted_from_its_first_day_as_in_catalogues(last: date, months: int) -> None:
    made = imported(run_file((ONE, "Baking", *POLY, date(2026, 10, 19), last, "Classroom")))
    (module,) = catalogue_of(made).modules
    assert module.runs is not None
    assert (module.months, module.runs[0].months) == (months, months)


def test_a_run_file_alone_gives_starts_and_modes_but_no_hours_and_no_fee() -> None:
    made = imported(run_file((ONE, "Baking", *POLY, date(2026, 10, 19), date(2026, 10, 20), "Synchronous eLearning")))
    (module,) = catalogue_of(made).modules
    assert figures(module, "hours", "fee", "mode", "months") == [UNKNOWN, UNKNOWN, "online", 1]
    assert [(lack.key, lack.file) for lack in made.report.lacking] == [
        ("hours", "the Course Directory of data.gov.sg"),
        ("fee", "the Course Directory of data.gov.sg"),
    ]


def test_of_a_number_that_stands_twice_in_a_directory_the_first_row_is_taken_whole() -> None:
    rows = course(number_of_hours=8, full_course_fee=100), course(title="Other", number_of_hours=99, full_course_fee=900)
    made = imported(directory(*rows))
    (module,) = catalogue_of(made).modules
    assert (module.title, figures(module, "hours", "fee")) == ("Baking", [8, 100])
    assert [finding for finding in said(made) if "row above" in finding] == [
        f"courses.xlsx: Sheet1!A3: the number stands in a row above, which was taken: '{ONE}'"
    ]


def test_a_directory_alone_gives_no_starts() -> None:
    made = imported(directory(course(number_of_hours=8, full_course_fee=0)))
    (module,) = catalogue_of(made).modules
    assert figures(module, "hours", "fee", "intakes", "months", "mode") == [8, 0, UNKNOWN, UNKNOWN, UNKNOWN]
    assert {lack.key: lack.file for lack in made.report.lacking} == dict.fromkeys(
        ("months", "intakes", "mode"), "the Course Run file of data.gov.sg"
    )


def test_runs_that_began_before_the_day_tell_the_length_but_no_start() -> None:
    made = imported(run_file((ONE, "Baking", *POLY, date(2026, 6, 14), date(2026, 8, 1), "Classroom")))
    (module,) = catalogue_of(made).modules
    assert (module.months, module.intakes, module.runs) == (2, UNKNOWN, None)


def test_two_full_days_take_days_and_an_evening_course_takes_weeks() -> None:
    runs = run_file(
        (ONE, "Baking", *POLY, date(2026, 10, 19), date(2026, 10, 20), "Classroom"),
        (TWO, "Knitting", *POLY, date(2026, 10, 1), date(2026, 10, 28), "Classroom"),
    )
    made = imported(directory(course(number_of_hours=16), course(TWO, "Knitting", number_of_hours=12)), runs)
    two_days, evenings = catalogue_of(made).modules
    assert figures(two_days, "days", "weeks") == [2, None]
    assert figures(evenings, "days", "weeks") == [None, 4]


def test_the_usual_length_is_the_modules_and_each_run_has_its_own() -> None:
    made = imported(
        run_file(
            (ONE, "Baking", *POLY, date(2026, 10, 1), date(2026, 10, 2), "Classroom"),
            (ONE, "Baking", *POLY, date(2026, 10, 8), date(2026, 10, 9), "Synchronous eLearning"),
            (ONE, "Baking", *POLY, date(2026, 11, 1), date(2027, 1, 31), "Classroom"),
            (ONE, "Baking", *POLY, date(2026, 11, 1), date(2027, 1, 31), "Classroom"),
        )
    )
    (values,) = values_of(made)
    assert (values["months"], values["mode"]) == (1, "in-person")
    assert values["runs"] == [
        {"start": "2026-10-01", "end": "2026-10-02"},
        {"start": "2026-10-08", "end": "2026-10-09", "mode": "online"},
        {"start": "2026-11-01", "end": "2027-01-31"},
    ]


def test_delivery_variants_of_equal_hours_and_fee_are_one_module_with_several_numbers() -> None:
    figures = {"number_of_hours": 16, "full_course_fee": 500, "course_fee_after_subsidies": 250}
    made = imported(
        directory(
            course(TWO, "Baking (Synchronous e-learning)", **figures),
            course(ONE, "Baking", **figures),
            course("TGS-2026000003", "Baking (Classroom & Asynchronous)", **figures | {"full_course_fee": 600}),
            course("TGS-2026000004", "Baking (Advanced)", **figures),
        ),
        run_file((TWO, "Baking (Synchronous e-learning)", *POLY, date(2026, 9, 1), date(2026, 9, 2), "Classroom")),
    )
    joined, dearer, other = values_of(made)
    assert (joined["id"], joined["title"], joined["ref"], joined["refs"]) == ("tgs-2026000001", "Baking", ONE, [TWO])
    assert joined["runs"] == [{"start": "2026-09-01", "end": "2026-09-02", "ref": TWO}]
    assert (dearer["id"], other["title"]) == ("tgs-2026000003", "Baking (Advanced)")
    assert made.report.numbers_joined == 1
    catalogue_of(made)


def test_courses_of_unknown_hours_are_not_taken_for_one() -> None:
    made = imported(directory(course(), course(TWO, "Baking (Synchronous e-learning)")))
    assert len(values_of(made)) == 2


@pytest.mark.parametrize(
    ("fee", "net", "funding"),
    [
        (1000, 300, "cet-centre"),
        (1000, 500, "ssg-certifiable"),
        (1000, 500.01, None),
        (1000, 1000, None),
        (0, 0, None),
        (500, "", None),
    ],
)
def test_only_an_exact_share_tells_the_funding_class(fee: float, net: Any, funding: str | None) -> None:
    made = imported(directory(course(full_course_fee=fee, course_fee_after_subsidies=net)))
    assert values_of(made)[0].get("funding") == funding


@pytest.mark.parametrize(
    ("hours", "read"), [(13.333333333, Decimal("13.33")), (7, 7), (0, "unknown"), ("22.5", Decimal("22.5"))]
)
def test_hours_in_thirds_are_rounded(hours: Any, read: Any) -> None:
    assert values_of(imported(directory(course(number_of_hours=hours))))[0]["hours"] == read


def test_an_unknown_mode_and_hours_of_none_are_taken_as_unknown_and_named() -> None:
    day = date(2026, 10, 1)
    made = imported(directory(course(number_of_hours=0)), run_file((ONE, "Baking", *POLY, day, day, "Telepathy")))
    assert [str(each.place) for each in made.report.findings if each.message in (NO_HOURS, UNKNOWN_MODE)] == [
        "courses.xlsx: Sheet1!G2",
        "1-courses.xlsx: Sheet1!G2",
    ]
    (values,) = values_of(made)
    assert (values["hours"], values["mode"]) == ("unknown", "unknown")


def test_broken_rows_are_left_out_and_named() -> None:
    made = imported(
        run_file(
            (",T08GB0000X,Harbour Polytechnic,,,", "", "", "", "", "", ""),
            (ONE, "", *POLY, "", "", ""),
            (TWO, "Knitting", *POLY, date(2026, 10, 2), date(2026, 10, 1), "Classroom"),
            (TWO, "Knitting", *POLY, "soon", "", "Classroom"),
            (TWO, "Knitting", *POLY, "2026-10-02", "03/04/2027", "Classroom"),
            (TWO, "Knitting", *POLY, datetime(2026, 10, 2, 16), "", "Classroom"),
            (TWO, "Knitting", *POLY, date(2026, 10, 2), "", "Classroom"),
            ("", "", "", "", "", "", ""),
        )
    )
    assert said(made) == [
        "courses.xlsx: Sheet1!A2: the course number does not have the form TGS-2026000001:"
        " ',T08GB0000X,Harbour Polytechnic,,,'",
        "courses.xlsx: Sheet1!B3: the course has no title: 'TGS-2026000001'",
        "courses.xlsx: Sheet1!F4: the run ends before it starts: '2026-10-02 to 2026-10-01'",
        "courses.xlsx: Sheet1!E5: the run's date needs a date: 'soon' (write 2027-04-19, or 2027-04 if the day is not known)",
        "courses.xlsx: Sheet1!F6: the run's date can be two days: '03/04/2027' (write 2027-04-03 or 2027-03-04)",
        "courses.xlsx: Sheet1!E7: the run's date needs a day, and this is 2026-10-02 16:00:00: '2026-10-02 16:00:00'"
        " (another program may have moved it by a time zone: write the day alone)",
        "courses.xlsx: Sheet1!F8: a run without a last day was left out: '2026-10-02'",
    ]
    (module,) = values_of(made)
    assert "runs" not in module


def test_data_of_people_are_not_kept_and_only_the_heading_is_said() -> None:
    columns = (*RUN_COLUMNS, "Trainer Name", "remarks")
    made = imported(xlsx({"Sheet1": [columns, (ONE, "Baking", *POLY, "", "", "", "Tan Ah Kow", "good")]}))
    assert said(made) == [
        "courses.xlsx: Sheet1!H1: a column with data of people was not kept: 'trainer name'",
        "courses.xlsx: Sheet1!I1: a column was not used: 'remarks'",
    ]
    assert "Tan" not in text_of(made)
    assert "good" not in text_of(made)


def test_an_address_within_a_text_is_not_kept() -> None:
    made = imported(directory(course(minimum_entry_requirement="Write to tan.ah.kow@harbour.example.sg first")))
    assert values_of(made)[0]["entry"] == "Write to … first"
    assert [str(each) for each in made.report.findings if each.message == ADDRESS] == [
        "courses.xlsx: Sheet1!I2: an e-mail address was not kept"
    ]


def test_one_provider_has_its_most_frequent_name() -> None:
    names = ("HARBOUR POLY", "Harbour Polytechnic", "Harbour Polytechnic")
    rows = [(f"TGS-202600000{number}", "Baking", POLY[0], name, "", "", "") for number, name in enumerate(names)]
    made = imported(run_file(*rows))
    assert values_of(made, "providers") == [{"id": "t08gb0000x", "title": "Harbour Polytechnic"}]
    assert "one provider has several names" in said(made)[0]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("  Baking\u00a0 for\tbeginners ", "Baking for beginners"),
        ("\u200bBaking\u200b", "Baking"),
        ("Bread &amp;amp; Butter_x000D_\n", "Bread & Butter"),
        ("\u6c49\u8bed".encode().decode("cp1252", "replace"), None),
        ("Caf\u00e9-style Breads", "Caf\u00e9-style Breads"),
        ("\u00e6\u00b1\u2030\u00e8\u00af\u00ad\u00e8\u00a8\u20ac", "\u6c49\u8bed\u8a00"),
        ("Don\u00c3\u00a2\u00e2\u201a\u00ac\u00e2\u201e\u00a2t", "Don\u2019t"),
        ("AT&T and R&D; Tom &Jerry", "AT&T and R&D; Tom &Jerry"),
        ("\u9752\u5c11\u5e74", "\u9752\u5c11\u5e74"),
        ("a\u0085b", "a b"),
    ],
)
def test_text_comes_out_as_it_was_meant(written: str, meant: str | None) -> None:
    assert meant is None or clean(written)[0] == meant
    again = clean(clean(written)[0])
    assert again[0] == clean(written)[0]
    assert (written == meant) <= (again[1] == ())


def test_titles_that_lost_signs_are_named() -> None:
    made = imported(run_file((ONE, "Breads \ufffd Basics", *POLY, "", "", "")))
    assert said(made) == [
        "courses.xlsx: Sheet1!B2: the text was wrongly decoded, and signs are lost (\ufffd): 'Breads \ufffd Basics'"
    ]


def test_the_same_files_give_the_same_bytes_and_say_whose_data_they_are() -> None:
    files = (directory(course(number_of_hours=3)), run_file((ONE, "Baking", *POLY, date(2026, 10, 1), date(2026, 10, 1), "")))
    assert text_of(imported(*files)) == text_of(imported(*files))
    assert text_of(imported(*files)).startswith("# Contains information from the data sets MySkillsFuture Course Directory")


def test_prose_of_admission_is_text_and_no_requirement() -> None:
    (module,) = catalogue_of(imported(directory(course(minimum_entry_requirement="3 O levels_x000D_\nor work.  Ask!")))).modules
    assert (module.entry, module.requires) == ("3 O levels or work. Ask!", None)
