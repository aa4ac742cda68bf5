"""Labels of rows: readable ids stay, opaque ones give way to titles, which are cut at words and stay apart."""

import re
from io import BytesIO
from pathlib import Path

import build
import pytest
from commands import run
from consoles import shown, widest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from mcplanner.export.html_plan import plan_html
from mcplanner.export.ics_plan import plan_ics
from mcplanner.export.md_plan import plan_md
from mcplanner.export.svg_plan import plan_svg
from mcplanner.export.xlsx_plan import plan_xlsx
from mcplanner.plans.labels import is_opaque, row_labels, short_title, short_titles
from mcplanner.terminal.plan_view import print_plan


@pytest.mark.parametrize(
    "name", ["tgs-2024044470", "tp-2023040219", "sctp-20240001", "2024044470", "nyp-it-2401", "prov-9983", "course-2024"]
)
def test_an_id_with_a_long_number_and_no_word_of_its_title_is_opaque(name: str) -> None:
    assert is_opaque(name, "Data Analysis with Java")


@pytest.mark.parametrize("name", ["net-basics", "java-2024", "a", "wsq-1", "data-2023040219", "analytics-2024"])
def test_an_id_with_a_word_of_its_title_can_be_read(name: str) -> None:
    assert not is_opaque(name, "Data Analysis with Java")


@pytest.mark.parametrize(
    ("title", "room", "short"),
    [
        ("Data Ethics", 11, "Data Ethics"),
        ("Governance, Sustainability and Compliance", 30, "Governance, Sustainability…"),
        ("Management & Organisational Behaviour", 14, "Management…"),
        ("Law of the Sea", 11, "Law…"),
        ("Electroencephalography", 10, "Electroen…"),
    ],
)
def test_titles_are_cut_after_a_word_that_can_end_them(title: str, room: int, short: str) -> None:
    assert short_title(title, room) == short


def test_titles_that_would_read_alike_keep_what_tells_them_apart() -> None:
    titles = {"a": "Data Analytics for Finance", "b": "Data Analytics for Healthcare", "c": "Data Law"}
    assert short_titles(titles, 20) == {"a": "…Finance", "b": "…Healthcare", "c": "Data Law"}
    assert short_titles({"a": "Data Law", "b": "Data Law"}, 20) == {"a": "Data Law", "b": "Data Law (2)"}


def test_titles_that_differ_only_in_a_later_word_keep_that_one() -> None:
    titles = {
        name: f"Modular Certificate in {last}"
        for name, last in zip("abc", ("Green Finance", "Green Sourcing", "Law"), strict=True)
    }
    assert short_titles(titles, 20) == {"a": "…Green Finance", "b": "…Green Sourcing", "c": "…Law"}
    assert short_titles(titles, 12) == {"a": "…Finance", "b": "…Sourcing", "c": "…Law"}


def test_one_opaque_id_is_enough_for_titles_everywhere() -> None:
    assert row_labels({"law": "Data Law", "ethics": "Data Ethics"}, {}, 20) == {"law": "law", "ethics": "ethics"}
    assert row_labels({"law": "Data Law", "tgs-2024044470": "Ethics"}, {}, 20) == {
        "law": "Data Law",
        "tgs-2024044470": "Ethics",
    }


@given(st.dictionaries(st.text("abc123-", min_size=1, max_size=9), st.text("ab ,&of", min_size=1, max_size=40), max_size=8))
def test_no_two_labels_are_alike_and_none_is_too_long(titles: dict[str, str]) -> None:
    short = short_titles(titles, 16)
    assert short.keys() == titles.keys()
    assert len(set(short.values())) == len(short)
    assert all(len(label) <= 16 for name, label in short.items() if len(titles[name]) > 16)


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_a_plan_of_opaque_ids_has_titles_in_its_rows(width: int) -> None:
    courses = build.catalogue(
        build.module("tgs-2024044470", title="Data Analytics for Finance"),
        build.module("tgs-2024044471", title="Data Analytics for Healthcare Professionals and Administrators"),
    )
    made = build.planned(courses, build.learner(8), "tgs-2024044470", "tgs-2024044471")
    text = shown(lambda console: print_plan(console, made), width)
    assert widest(text) <= width
    bars = [line for line in text.splitlines() if "█" in line or "━" in line]
    assert not [line for line in bars if "tgs-" in line]
    assert any("Finance" in line for line in text.splitlines())


def test_ids_that_look_alike_when_they_are_cut_give_way_to_titles() -> None:
    modules = {"np-business-fundamentals": "Certificate in Business Fundamentals"}
    awards = {"np-business-fundamentals-certificate": "Certificate in Business Fundamentals"}
    assert row_labels(modules, awards, 40) == {name: name for name in (*modules, *awards)}
    assert list(row_labels(modules, awards, 23).values()) == ["Certificate…", "◆ Certificate…"]


def test_where_an_award_has_the_title_of_a_module_awards_have_a_sign() -> None:
    modules = {"tgs-2024044470": "Certificate in Data", "tgs-2024044471": "Certificate in Law"}
    awards = {"c-data": "Certificate in Data", "d": "Diploma in Data"}
    assert row_labels(modules, awards, 40) == modules | {"c-data": "◆ Certificate in Data", "d": "◆ Diploma in Data"}
    assert row_labels(modules, awards, 19) == modules | {"c-data": "◆ Certificate…", "d": "◆ Diploma in Data"}
    assert row_labels(modules, {"d": "Diploma in Data"}, 40) == modules | {"d": "Diploma in Data"}


def opaque_courses() -> str:
    """A catalogue file of one course with an opaque number, of a provider with one as well."""
    return """
title: Numbers
as_of: 2026-11-01
fields: [{id: it, title: IT}]
providers: [{id: prov-9983, title: The Polytechnic by the Sea of Singapore}]
modules:
  - {id: tgs-2024044470, title: Data Ethics, field: it, provider: prov-9983, mode: online, hours: 52, months: 3, fee: 10,
     sessions: ["tue 18:30-20:00"]}
awards:
  - {id: tgs-2024044471, title: Certificate in Data, kind: certificate, field: it, requires: [tgs-2024044470]}
  - {id: tgs-2024044472, title: Diploma in Data, kind: diploma, field: it, requires: [tgs-2024044471]}
"""


def test_weeks_comparisons_and_lists_say_what_opaque_ids_stand_for(tmp_path: Path) -> None:
    path = tmp_path / "courses.yaml"
    path.write_text(opaque_courses(), "utf-8")
    asked = ["-c", str(path), "--hours", "9", "--start", "2027-01"]
    assert " A Data Ethics\n" in run("plan", *asked, "--target", "tgs-2024044472", "--week", "2027-01", width=120).stdout
    compared = run("compare", *asked, "--target", "tgs-2024044471,tgs-2024044472", width=120).stdout
    assert "★ Diploma in Data (tgs-2024044472) " in compared
    assert "1 on the way: Certificate in Data in Mar 2027" in " ".join(compared.split())
    assert "The Polytechnic…" in run("list", "-c", str(path), "modules", width=120).stdout


def test_modules_of_one_title_have_their_ids_behind_it_in_every_output_for_people() -> None:
    courses = build.catalogue(
        build.module("law-a", title="Data Law"),
        build.module("law-b", title="Data Law", needs="law-a", evidence="published", assumed=["months"]),
        build.award("c", ["law-a"], title="Data Law"),
        build.award("d", ["c", "law-b"], valid_months=60),
    )
    made = build.planned(courses, build.learner(8), "d")
    text = shown(lambda console: print_plan(console, made, why=True), 120)
    words = " ".join(text.split())
    assert "until Mar 2032 Data Law (law-a), 57 months to spare" in words
    assert "the finish hangs on the assumed length of Data Law (law-b)" in words
    book = load_workbook(BytesIO(plan_xlsx(made)))["Modules"]
    cells = {str(cell.value) for row in book.iter_rows() for cell in row}
    for output in (text, plan_md(made), plan_html(made), plan_svg(made), plan_ics(made), cells):
        assert "Data Law (law-b)" in str(output)
    drawn = re.findall(r">([^<]*Data Law[^<]*)</text>", plan_svg(made))
    assert drawn[1:] == ["Data Law (law-a)", "Data Law", "Data Law (law-b)"], "below the heading"
    assert {each.title for each in made.enrolments} == {"Data Law"}, "programs know it by its id"


def test_in_a_picture_an_award_of_the_title_of_a_module_has_a_diamond_before_it() -> None:
    courses = build.catalogue(build.module("a", title="Data Law"), build.award("c", ["a"], title="Data Law"))
    picture = plan_svg(build.planned(courses, build.learner(8), "c"))
    assert picture.count('class="award" d="M5 ') == 1
    assert re.findall(r'<text x="(0|15)"[^>]*>Data Law</text>', picture) == ["0", "0", "15"], "the heading, a bar, an award"


def test_titles_that_stand_in_for_ids_are_not_told_twice() -> None:
    name = "np-applied-business-fundamentals-and-organisational-behaviour-projects"
    courses = build.catalogue(
        build.module(f"{name}-a", title="Certificate in Business Fundamentals"),
        build.module(f"{name}-b", title="Certificate in Organisational Behaviour"),
    )
    made = build.planned(courses, build.learner(8), f"{name}-a", f"{name}-b")
    text = shown(lambda console: print_plan(console, made), 160)
    bars = [line.split("▆")[0].strip() for line in text.splitlines() if "▆" in line]
    assert bars == ["Certificate in Business Fundamentals", "Certificate in Organisational Behaviour"]


@pytest.mark.parametrize("hours", [9, 1], ids=["a-plan", "none"])
def test_targets_of_the_same_title_are_told_apart_by_their_ids(hours: int) -> None:
    twins = build.catalogue(*({**build.module(name), "title": "Knife Skills"} for name in ("a", "b")))
    plan = build.planned(twins, build.learner(hours), "a", "b")
    assert "Knife Skills (a) (module)\nKnife Skills (b) (module)\n" in shown(lambda console: print_plan(console, plan), 100)
    assert plan_md(plan).startswith("# Knife Skills (a), Knife Skills (b)\n")
    assert "Knife Skills (a), Knife Skills (b)" in plan_html(plan)
