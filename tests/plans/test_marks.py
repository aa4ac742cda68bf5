"""Every figure that a plan shows has the mark of what it rests on in every output, and every legend explains what is written.

Of the modules here, each figure but one is published.
"""

import html
import json
import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from build import Data, award, catalogue, learner, module, planned
from consoles import shown, widest
from openpyxl import load_workbook

from mcplanner import Learner, Pricing, Request, load_funding, parse_month, plan, shipped_funding_path
from mcplanner.catalogue.model import Certainty, FigureName
from mcplanner.catalogue.overview import everything
from mcplanner.export import EXPORTERS
from mcplanner.export.html_comparison import comparison_html
from mcplanner.export.xlsx_plan import plan_xlsx
from mcplanner.planning.comparison import compare
from mcplanner.plans.certainty_words import ASCII_MARKS, MARKS, MEANINGS, NAMES
from mcplanner.plans.change_words import ways_out
from mcplanner.plans.model import Plan
from mcplanner.plans.summary import proof
from mcplanner.terminal.catalogue_view import print_list
from mcplanner.terminal.comparison_view import print_comparison
from mcplanner.terminal.plan_view import print_plan

FIGURES: Mapping[FigureName, Data] = {
    "hours": {},
    "months": {},
    "weeks": {"weeks": 12},
    "intakes": {"intakes": "jan jul"},
    "runs": {"runs": {"2027-01": None}},
    "then": {"runs": {"2026-10": None}, "then": ["jan"]},
    "apply_months_before": {"apply": 1},
    "fee": {},
    "funding": {},
    "mode": {},
    "sessions": {"sessions": ["tue 18:30-20:00"]},
    "evenings": {"evenings": 2},
    "days": {"days": 2, "months": 1},
}
"""For each figure, what a module needs to have it."""

NOT_DRAWN: tuple[FigureName, ...] = ("fee", "funding", "sessions", "evenings")
"""The figures that the picture has no place for; its heading says in words what the plan rests on."""


def made(**facts: Any) -> Plan:
    """The plan of a citizen for a module with some facts, and one of which all is published."""
    same: Data = {"fee": 100, "funding": "poly-modular", "evidence": "published"}
    courses = catalogue(module("a", **(same | facts)), module("b", **same), award("d", ["a", "b"]))
    who = Learner(minutes_per_week=600, residency="citizen", born=2000)
    pricing = Pricing(who, load_funding(shipped_funding_path())[0])
    return plan(courses, who, Request(("d",), parse_month("2027-01")), pricing=pricing)


def less_than_published(key: FigureName) -> tuple[Plan, Certainty]:
    """The plan where one figure is derived or assumed, by turns, and which of both it is."""
    if list(FIGURES).index(key) % 2:
        return made(**FIGURES[key], assumed=[key]), Certainty.ASSUMED
    return made(**FIGURES[key], derived={key: "so it is"}), Certainty.DERIVED


def text_of(page: str) -> str:
    """What people read on a page or in a drawing."""
    return html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<style.*?</style>", "", page)))


def cells_of(book: bytes) -> str:
    """The cells of a workbook as they are shown, as far as their marks go."""
    cells = (cell for sheet in load_workbook(BytesIO(book)) for row in sheet.iter_rows() for cell in row if cell.value)
    marks = ((str(cell.value), re.search(r'"(.)"$', cell.number_format)) for cell in cells)
    return "\n".join(f"{words}{'' if mark is None else mark[1]}" for words, mark in marks)


def outputs(made: Plan) -> dict[str, str]:
    """The text of each output that has marks; of a page, the drawings in it are left out."""
    page = re.sub(r"(?s)<svg xmlns.*?</svg>", "", str(EXPORTERS[".html"].export(made)))
    return {
        **{f"{width} columns": on_terminal(made, width) for width in (40, 60, 80, 120, 160)},
        "Markdown": str(EXPORTERS[".md"].export(made)),
        "page": text_of(page),
        "picture": text_of(str(EXPORTERS[".svg"].export(made))),
        "workbook": cells_of(plan_xlsx(made)),
    }


@pytest.mark.parametrize("suffix", sorted(set(EXPORTERS) - {".png"}))
@pytest.mark.parametrize("key", FIGURES)
def test_every_format_says_that_a_figure_is_less_than_published(key: FigureName, suffix: str) -> None:
    found, certainty = less_than_published(key)
    content = EXPORTERS[suffix].export(found)
    text = cells_of(content) if isinstance(content, bytes) else content
    assert certainty.value in text or (suffix, key) == (".svg", "evenings"), "a drawing has no evenings"


def on_terminal(made: Plan, width: int, encoding: str = "utf-8") -> str:
    text = shown(lambda console: print_plan(console, made, why=True, week=made.start), width, encoding=encoding)
    assert widest(text) <= width
    return re.sub(r"(?m)^ *! ", "", text)  # the sign of a remark, not of a figure


def marks_in(text: str, marks: Mapping[Certainty, str] = MARKS) -> set[Certainty]:
    """The marks that stand behind figures, or words."""
    legend = {f"{mark} {MEANINGS[certainty]}": "" for certainty, mark in marks.items()}
    for words in legend:
        text = re.sub(re.escape(words).replace(r"\ ", r"\s+"), "", text)
    return {certainty for certainty, mark in marks.items() if re.search(rf"(?<=\w){re.escape(mark)}(?!\w)", text)}


def explained_in(text: str, marks: Mapping[Certainty, str] = MARKS) -> set[Certainty]:
    """The marks that a legend explains."""
    words = " ".join(text.split())
    return {certainty for certainty, mark in marks.items() if f"{mark} {MEANINGS[certainty]}" in words}


@pytest.mark.parametrize("key", FIGURES)
def test_each_output_marks_and_explains_each_figure(key: FigureName) -> None:
    found, certainty = less_than_published(key)
    for name, text in outputs(found).items():
        expected = set() if name == "picture" and key in NOT_DRAWN else {certainty}
        assert (name, marks_in(text)) == (name, expected)
        assert (name, explained_in(text)) == (name, expected)
    in_ascii = on_terminal(found, 80, encoding="ascii")
    assert explained_in(in_ascii, ASCII_MARKS) == {certainty}
    data = next(each for each in json.loads(str(EXPORTERS[".json"].export(found)))["enrolments"] if each["module"] == "a")
    assert (data["certainty"] | data["only_shown"])[key] == certainty
    assert data["only_shown"].keys().isdisjoint(data["certainty"])
    for ending in (".csv", ".ics"):
        assert f"{NAMES.get(key, key)}: {certainty}" in str(EXPORTERS[ending].export(found)).replace("\r\n ", "")


def test_where_all_is_published_nothing_is_marked() -> None:
    for text in outputs(made()).values():
        assert (marks_in(text), explained_in(text)) == (set(), set())


def test_what_is_only_shown_is_not_counted_among_what_a_plan_rests_on() -> None:
    found = made(assumed=["mode"])
    assert found.rests_on is not None
    assert found.rests_on.number(Certainty.ASSUMED) == 0
    assert proof(found).startswith("proved: no plan finishes sooner")


def test_what_nobody_has_published_is_said_in_words() -> None:
    for name, text in outputs(made(mode="unknown", sessions="unknown", fee="unknown")).items():
        assert "mode not known" in text
        if name != "picture":
            assert "class times not known" in " ".join(text.split())
        assert (marks_in(text), explained_in(text)) == (set(), set())


def test_a_mark_that_hides_behind_a_lesser_one_is_not_explained() -> None:
    # What is to be paid follows from the fee, which is made up, and from the funding class, which is assumed.
    found = made(evidence="illustrative", derived={"funding": "so it is"})
    for text in outputs(found).values():
        assert marks_in(text) == explained_in(text) == {Certainty.ILLUSTRATIVE}


def test_marks_stand_behind_their_figures() -> None:
    found = made(sessions=["tue 18:30-20:00", "thu 18:30-20:00"], assumed=["sessions", "mode"])
    row = "| The a | School | online? | Jan – Mar 2027 | Tue 18:30–20:00?, Thu 18:30–20:00? | 26 | 2 | Jan 2027 |"
    assert row in str(EXPORTERS[".md"].export(found))
    text = on_terminal(found, 160)
    assert "School    online?  Jan 2027" in text
    assert "A  The a (a), Jan – Mar 2027: Tue 18:30–20:00?, Thu 18:30–20:00?" in text
    assert "School , online?, Tue 18:30–20:00? , Thu 18:30–20:00?" in " ".join(
        text_of(str(EXPORTERS[".html"].export(found))).split()
    )
    assert "2? evenings, days not published" in on_terminal(made(evenings=2, assumed=["evenings"]), 80)


def test_entries_of_a_calendar_say_what_their_times_and_amounts_rest_on() -> None:
    found = made(sessions=["tue 18:30-20:00"], intakes="jan", assumed=["sessions", "intakes"])
    calendar = str(EXPORTERS[".ics"].export(found)).replace("\r\n ", "")
    assert calendar.count("Its class times are assumed.") == 1
    assert calendar.count("That follows from what is assumed.") == 3, "a task and an event, and the day of the award"


@pytest.mark.parametrize(
    ("key", "is_marked"), [("hours", True), ("fee", True), ("days", True), ("sessions", False), ("funding", False)]
)
def test_a_comparison_and_a_list_explain_the_marks_that_they_write(key: FigureName, is_marked: bool) -> None:
    # Without a residency, no price follows from the funding class; no row says when classes are.
    same: Data = {"fee": 100, "funding": "poly-modular", "evidence": "published"}
    courses = catalogue(module("a", **same, **FIGURES[key], assumed=[key]), module("b", **same))
    requests = (Request((name,), parse_month("2027-01")) for name in "ab")
    compared = compare(courses, [(learner(9), request) for request in requests])
    outputs = [
        shown(lambda console: print_comparison(console, compared), 120),
        text_of(comparison_html(compared)),
        shown(lambda console: print_list(console, courses, everything(courses)), 120),
    ]
    for text in outputs:
        expected = {Certainty.ASSUMED} if is_marked else set()
        assert marks_in(text) == explained_in(text) == expected


def test_a_list_marks_no_published_run_for_a_start_that_is_presumed_after_it() -> None:
    dated: Data = {"runs": [{"start": "2027-01-05", "end": "2027-03-20", "fee": 100, "mode": "online"}]}
    courses = catalogue(
        module("a", evidence="published", then=["jul"]) | dated,
        module("b", evidence="published", assumed=["months", "fee", "mode"]) | dated,
        module("c", evidence="published", assumed=["runs"]) | dated,
        module("d", evidence="published", assumed=["intakes"]),
    )
    listed = shown(lambda console: print_list(console, courses, everything(courses)), 160)
    rows = {line.split()[0]: re.split(r" {2,}", line) for line in listed.splitlines() if re.match("[abcd] ", line)}
    assert {name: [word for word in row if word.endswith("?")] for name, row in rows.items()} == {
        "a": [],
        "b": [],
        "c": ["3 months?", "2 h/week?", "1 run from 5 Jan 2027?"],
        "d": ["any month?"],
    }


def test_no_mark_is_the_sign_of_a_text_that_is_cut() -> None:
    found = made(title="A Title That Does Not Fit", derived={"mode": "so it is"}, sessions=["tue 18:30-20:00"])
    in_ascii = on_terminal(found, 40, encoding="ascii")
    assert "online^" in in_ascii
    assert "^ derived from what is published" in in_ascii
    assert not {*ASCII_MARKS.values()} & set("~-=o*:x._#")


def test_what_is_under_way_shows_its_mode_and_its_fee() -> None:
    courses = catalogue(module("a", fee=100, evidence="published", assumed=["fee", "mode"]), module("b", evidence="published"))
    found = planned(courses, learner(9, under_way={"a": "2026-12"}), "b")
    begun = next(each for each in found.enrolments if each.under_way)
    assert dict(begun.only_shown) == {"mode": Certainty.ASSUMED, "fee": Certainty.ASSUMED}
    assert "S$100.00?" in on_terminal(found, 100)


def test_a_reason_has_the_mark_of_the_figures_that_it_speaks_of() -> None:
    # b follows a, whose length is assumed; at 3 hours a week c waits for b, whose hours are derived.
    courses = catalogue(
        module("a", evidence="published", assumed=["months"]),
        module("b", evidence="published", derived={"hours": "so it is"}, needs="a"),
        module("c", evidence="published", needs="a"),
        award("d", ["b", "c"]),
    )
    found = planned(courses, learner(3), "d")
    for text in (on_terminal(found, 120), str(EXPORTERS[".md"].export(found)), text_of(str(EXPORTERS[".html"].export(found)))):
        words = " ".join(text.replace("\\", "").split())
        assert "it needs The a (a) first, which ends in Mar 2027?" in words
        assert re.search(r"The [bc] \([bc]\) takes 2 of your 3 hours a week in \w+ 2027≈", words)
    assert found.enrolments[0].because[0].text == "it starts in the plan's first month", "no mark is part of a reason itself"


def test_other_awards_are_marked_as_the_plan_that_reaches_them() -> None:
    courses = catalogue(
        module("a", fee=100, evidence="published"),
        module("b", fee=100, months=4, evidence="published", assumed=["months"]),
        module("c", fee=100, months=5, evidence="published", derived={"fee": "so it is"}),
        *(award(f"of-{name}", [name]) for name in "abc"),
    )
    found = planned(courses, learner(9), "diploma")
    assert [(other.id, other.finish_hangs_on) for other in found.alternatives] == [
        ("of-b", (Certainty.PUBLISHED, Certainty.ASSUMED)),
        ("of-c", (Certainty.PUBLISHED,)),
    ]
    text = on_terminal(found, 120)
    assert "Apr 2027? The of-b (of-b), S$100.00 in fees" in " ".join(text.split())
    assert "May 2027 The of-c (of-c), S$100.00≈ in fees" in " ".join(text.split())
    assert explained_in(text) == {Certainty.ASSUMED, Certainty.DERIVED}
    page = " ".join(text_of(str(EXPORTERS[".html"].export(found))).split())
    assert "Apr 2027?" in page
    assert explained_in(page) == {Certainty.ASSUMED, Certainty.DERIVED}
    assert "**Apr 2027?:** The of" in str(EXPORTERS[".md"].export(found))


def test_what_would_help_is_marked_and_what_is_impossible_is_so_for_these_figures() -> None:
    def refused(**facts: Any) -> Plan:
        return planned(catalogue(module("a", evidence="published", **facts)), learner(1), "a")

    known, assumed = refused(), refused(assumed=["hours"])
    assert proof(known).startswith("impossible: it needs 2 hours a week")
    assert proof(assumed) == "impossible for these figures: it needs 2? hours a week, more than your 1"
    assert "1 → 2, done by Mar 2027\n" in on_terminal(known, 120)
    text = on_terminal(assumed, 120)
    assert "1 → 2?, done by Mar 2027?\n" in text
    assert explained_in(text) == {Certainty.ASSUMED}
    data = json.loads(str(EXPORTERS[".json"].export(assumed)))
    assert (data["for_these_figures"], data["relaxations"][0]["finish_hangs_on"]) == (True, ["assumed", "published"])


def test_another_plan_of_which_all_is_assumed_says_so_beside_one_of_which_all_is_published() -> None:
    courses = catalogue(
        module("a", evidence="published"), module("b", months=4, evidence="assumed"), award("d", {"any": ["a", "b"]})
    )
    found = plan(courses, learner(9), Request(("d",), parse_month("2027-01"), others=1))
    assert len(found.other_plans) == 1
    assert "all its figures are assumed" in " ".join(on_terminal(found, 120).split())


def test_another_award_hangs_on_by_what_it_is_earned_too() -> None:
    """All of its modules are published; that it needs b is assumed, and so is until when this counts."""
    courses = catalogue(
        module("a", evidence="published"),
        module("b", months=4, evidence="published"),
        award("of-a", ["a"]),
        award("of-b", ["b"], evidence="published", assumed=["requires"]),
    )
    found = planned(courses, learner(9), "diploma")
    (other,) = found.alternatives
    assert (other.id, other.finish_hangs_on) == ("of-b", (Certainty.PUBLISHED, Certainty.ASSUMED))
    assert "Apr 2027? The of-b" in " ".join(on_terminal(found, 120).split())


def test_the_earliest_finish_of_what_is_impossible_has_its_mark_in_every_output() -> None:
    # The first ends in March if it takes three months, and the second three months later; "of-b" alone is published.
    assumed: Data = {"evidence": "published", "assumed": ["months"]}
    courses = catalogue(
        module("a", **assumed), module("b", needs="a", **assumed), module("c", 26, 4, evidence="published"),
        award("of-b", ["b"]), award("of-c", ["c"]),
    )  # fmt: skip
    found = planned(courses, learner(9), "b", by="2027-02")
    said = "the earliest finish is Jun 2027?, after Feb 2027"
    for name, text in outputs(found).items():
        if name != "picture":
            assert said in " ".join(text.replace("\\", "").split()), name
            assert explained_in(text) == {Certainty.ASSUMED}, name
    assert found.reason == "the earliest finish is Jun 2027, after Feb 2027", "no mark is part of a reason itself"
    text = on_terminal(planned(courses, learner(9), "diploma", by="2027-02"), 120)
    assert f"The of-b, for example: {said}" in " ".join(text.split())
    assert "of-c (of-c): the earliest finish is Apr 2027, after Feb 2027" in " ".join(text.split())


def test_bars_awards_on_the_way_and_rows_without_a_plan_are_marked_in_a_comparison() -> None:
    courses = catalogue(
        module("a", evidence="published", assumed=["months"]), module("b", evidence="published", needs="a"),
        award("of-a", ["a"], "certificate"), award("of-both", ["of-a", "b"]),
    )  # fmt: skip
    by, starts = parse_month("2027-06"), ("2027-01", "2027-02", "2027-03")
    requests = [(learner(9), Request(("of-both",), parse_month(start), by)) for start in starts]
    compared = compare(courses, requests[:2])
    text = shown(lambda console: print_comparison(console, compared), 120)
    assert re.search(r"◆ Jun 2027\?$", text, re.MULTILINE)
    assert "1: The of-a in Mar 2027?" in text or "1: of-a in Mar 2027?" in text
    without = "impossible for these figures: the earliest finish is Jul 2027?, after Jun 2027"
    assert without in " ".join(text.split())
    assert "the earliest finish is Jul 2027?, after" in text_of(comparison_html(compared))
    alone = shown(lambda console: print_comparison(console, compare(courses, requests[1:])), 120)
    assert explained_in(alone) == {Certainty.ASSUMED}


def test_the_fastest_plan_beside_the_cheapest_has_the_mark_of_its_own_figures() -> None:
    quick = module("a", months=2, fee=900, evidence="published", assumed=["months"])
    slow = module("b", months=4, fee=100, evidence="published", derived={"fee": "so it is"})
    found = planned(catalogue(quick, slow, award("d", {"any": ["a", "b"]})), learner(9), "d", prefer="cost")
    text = " ".join(on_terminal(found, 160).split())
    assert "would finish in Feb 2027?: this one is 2 months later and costs S$800.00≈ less" in text


@pytest.mark.parametrize(
    ("facts", "wishes", "words"),
    [
        ({"assumed": ["hours"]}, {}, "needs 2? hours a week, more than your 1"),
        ({"assumed": ["weeks"], "weeks": 13}, {}, "needs 2? hours a week, more than your 1"),
        (
            {"derived": {"months": "so"}},
            {"hours_in": {"2027-02": 2}},
            "needs 2≈ hours a week for 3≈ months, which you never have",
        ),
        (
            {"sessions": ["tue 18:30-20:00"], "assumed": ["sessions"]},
            {"busy": "tue 18:00-19:00"},
            "has classes (tue 18:30-20:00?) when you are busy",
        ),
        (
            {"evenings": 3, "hours": 90, "derived": {"evenings": "so"}},
            {"evenings": 2},
            "has classes on 3≈ evenings a week, more",
        ),
        ({"intakes": "apr oct", "assumed": ["intakes"]}, {"pins": {"a": "2027-02"}}, "(it starts in Apr and Oct?)"),
        (
            {"runs": {"2027-01": None, "2027-03": None}, "then": ["apr", "oct"]},
            {"pins": {"a": "2027-02"}},
            "(it starts in Jan 2027, Mar 2027, after that probably in Apr and Oct?)",
        ),
    ],
)
def test_what_stands_in_the_way_is_marked_where_it_is_told(facts: Data, wishes: Data, words: str) -> None:
    who = learner(1 if words.startswith("needs") else 9, **wishes)
    published: Data = {"evidence": "published"}
    found = planned(catalogue(module("a", **(published | facts))), who, "a")
    assert words in proof(found)
    for text in (on_terminal(found, 120), str(EXPORTERS[".md"].export(found)), text_of(str(EXPORTERS[".html"].export(found)))):
        assert words in " ".join(text.replace(chr(92), "").split())
        assert explained_in(text) == marks_in(text)


def test_validity_and_a_limit_of_sharing_in_a_reason_are_marked() -> None:
    # a is not offered any more, and what is held of it expires before b, which needs three months, has ended.
    gone, b = module("a", evidence="published", runs={"2026-05": None}), module("b", evidence="published")
    lasting = award("d", ["a", "b"], valid_months=2, assumed=["valid_months"])
    told = proof(planned(catalogue(gone, b, lasting), learner(9, held={"a": "2026-05"}), "d"))
    assert "a module counts toward The d (d) for 2? months after its end" in told
    assert "The a (a), which you hold, counts until Jul 2026? and cannot be taken again" in told
    sharing = (award("d", ["b"]), award("e", ["b"], shares=0, derived={"shares": "so it is"}))
    told = proof(planned(catalogue(b, *sharing), learner(9), "d", "e"))
    assert "The e (e) shares no modules≈ with other awards" in told


def test_how_long_modules_count_is_marked() -> None:
    courses = catalogue(
        module("a", evidence="published", derived={"months": "so it is"}),
        module("b", evidence="published"),
        award("d", ["a", "b"], valid_months=9, assumed=["valid_months"]),
        award("e", ["a", "b"], valid_months=12),
    )
    found = planned(courses, learner(9), "d", "e")
    for text in (on_terminal(found, 100), str(EXPORTERS[".md"].export(found)), text_of(str(EXPORTERS[".html"].export(found)))):
        words = " ".join(text.replace("\\", "").replace(":", "").split())
        assert "until Dec 2027? The a, 9 months to spare?" in words
        assert "until Dec 2027? The b, 9 months to spare?" in words
        assert "until Mar 2028≈ The a, 12 months to spare≈" in words
        assert "until Mar 2028 The b, 12 months to spare≈" in words, "the award is earned when a ends"


def test_an_award_is_earned_as_what_a_whole_is_said_to_cover() -> None:
    whole = module("w", evidence="published", covers=["a", "b"], assumed=["covers"])
    gone = (module(name, evidence="published", runs={"2026-05": None}) for name in "ab")
    found = planned(catalogue(whole, *gone, award("inner", ["a"]), award("d", ["inner", "b"])), learner(9), "d")
    assert [(each.id, list(map(str, each.hangs_on))) for each in found.awards] == [
        ("inner", ["assumed", "published"]),
        ("d", ["assumed", "published"]),
    ]
    assert "What counts toward The inner (earned in Mar 2027?)" in on_terminal(found, 120)


def test_a_number_that_would_help_is_marked_and_a_choice_is_not() -> None:
    facts: Data = {"evidence": "published", "assumed": ["hours", "fee"], "fee": 100, "sessions": ["tue 18:30-20:00"]}
    courses = catalogue(module("a", **facts))

    def ways(who: Learner) -> list[tuple[str, str]]:
        return [(line.label, line.to) for line in ways_out(planned(courses, who, "a")) if line.to]

    assert ways(learner(1)) == [("hours a week", "2?")]
    assert ways(learner(9, cost_limit=50)) == [("budget", "S$100.00?")]
    assert ways(learner(9, busy="tue 19:00-20:00")) == [("busy times", "free tue 19:00-20:00")]


def test_a_list_marks_what_an_award_is_said_to_need() -> None:
    said = award("d", ["a", "b"], derived={"requires": "a leaflet"})
    courses = catalogue(module("a", evidence="published"), module("b", evidence="published"), said, award("e", ["a"]))
    listed = shown(lambda console: print_list(console, courses, everything(courses)), 100)
    assert "all of 2≈" in listed
    assert marks_in(listed) == explained_in(listed) == {Certainty.DERIVED}
    assert "1 part " in listed
