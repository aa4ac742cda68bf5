"""The page in Markdown: tables as GitHub reads them, and a Gantt chart in Mermaid's grammar."""

import re
from datetime import date

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace
from sample_plans import ODD_TITLES, diploma_plan, funded_plan, held_plan, impossible_plan, long_plan, odd_plan, resumed_plan

from mcplanner.export.md_plan import plan_md
from mcplanner.ground.characters import one_line
from mcplanner.plans.model import Plan


def tokens(plan: Plan) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(plan_md(plan))


def words(token: Token) -> str:
    """The text of a line of Markdown as it is shown; anything but text and emphasis fails."""
    for child in token.children or []:
        assert child.type in ("text", "strong_open", "strong_close"), child
    return "".join(child.content for child in token.children or [])


def table(plan: Plan) -> list[list[str]]:
    rows: list[list[str]] = []
    for token, inner in zip(tokens(plan), tokens(plan)[1:], strict=False):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            rows[-1].append(words(inner))
    return rows


def test_the_table_holds_the_modules() -> None:
    assert table(diploma_plan())[0] == ["Module", "Provider", "Mode", "When", "Hours", "A week", "Apply by", "Fee"]
    assert table(diploma_plan())[2] == [
        "Cybersecurity Foundations", "harbour", "online", "Apr – Sep 2027", "150", "5.78", "Jan 2027", "S$3,000.00",
    ]  # fmt: skip
    assert table(funded_plan())[0][8:] == ["Fee", "Subsidy", "GST", "Credit", "To pay"]
    assert table(funded_plan())[2][8:] == ["S$3,000.00", "S$2,100.00", "S$81.00", "S$500.00", "S$481.00"]


def test_it_says_what_the_plan_is() -> None:
    text = plan_md(funded_plan())
    for line in (
        "# Part-time Diploma in Cybersecurity",
        "- **Finish:** Sep 2029, from Dec 2026",
        "- **Verdict:** proved: no plan finishes sooner, and none that finishes then costs less",
        "- **Managing Small Projects**, Dec 2026: it starts in the first month you can act in",
        "- **Certificate in Cybersecurity**, Sep 2027",
        r"  - First Steps \& More, Cybersecurity Foundations, Managing Small Projects",
        "  - until Sep 2032: Cybersecurity Foundations, 36 months to spare",
        r"  - always: First Steps \& More",
        "- after Sep 2027: **Certificate in Cybersecurity** (2 of 7 modules done, S$642.86 paid by then)",
    ):
        assert f"{line}\n" in text
    assert "as of 2026-11-01" in text
    assert "- **Verdict:** not proved: no plan can finish before" in plan_md(long_plan())
    assert "nothing is left to study" in plan_md(held_plan())
    assert "impossible: Cybersecurity Foundations" in plan_md(impossible_plan())
    assert plan_md(odd_plan()) == plan_md(odd_plan())


def test_what_is_under_way_is_paid_for() -> None:
    """14,775.00 less 495.00."""
    assert table(resumed_plan())[1][:7] == [
        "Managing Small Projects",
        "raintree",
        "online",
        "Oct 2026 – Jan 2027",
        "24",
        "2.78",
        "under way",
    ]
    assert "- **Fee:** S$14,280.00\n" in plan_md(resumed_plan())
    assert "2 of 7 modules done, S$3,000.00 in fees by then" in plan_md(resumed_plan())


def test_odd_titles_stay_text() -> None:
    rows = table(odd_plan())
    assert [row[0] for row in rows[1:]] == [one_line(title) for title in ODD_TITLES]
    assert [row[1] for row in rows[1:]] == [one_line(title) for title in ODD_TITLES]
    items = [words(token) for token in tokens(odd_plan()) if token.type == "inline"]
    assert items[0] == one_line(ODD_TITLES[0])
    assert [item for item in items if item in {one_line(title) for title in ODD_TITLES}][-len(ODD_TITLES) :] == [
        one_line(title) for title in ODD_TITLES
    ]  # the warnings


# --- The chart ----------------------------------------------------------------------------------------------------------------

DAY = r"\d{4}-\d\d-\d\d"
NAME = r"[^:;#%\s][^:;#%\n]*?"
KEYWORD = re.compile(
    rf"({DAY}|(title|section|dateFormat|axisFormat|tickInterval|todayMarker|excludes|includes|weekday|weekend|click|accTitle"
    r"|accDescr|gantt|topAxis|inclusiveEndDates|call|href)\b)",
    re.IGNORECASE,
)


def chart(plan: Plan) -> list[str]:
    [fence] = [token for token in tokens(plan) if token.type == "fence"]
    assert fence.info == "mermaid"
    return fence.content.splitlines()


def tasks(plan: Plan) -> dict[str, tuple[str, date, date | None]]:
    """The tasks by id, from a chart that is read more strictly than Mermaid does: each line must be of a known kind."""
    lines = chart(plan)
    assert lines[0] == "gantt"
    assert re.fullmatch(rf"    title {NAME}", lines[1])
    assert lines[2:4] == ["    dateFormat YYYY-MM-DD", "    axisFormat %b %Y"]
    assert re.fullmatch(r"    tickInterval \d+month", lines[4])
    assert lines[5] == "    todayMarker off"
    found: dict[str, tuple[str, date, date | None]] = {}
    for line in lines[6:]:
        if line in ("    section Modules", "    section Awards"):
            continue
        match = re.fullmatch(rf"    ({NAME}) :(milestone, )?([am]\d+), ({DAY}), ({DAY}|0d)", line)
        assert match is not None, line
        name, milestone, key, begin, end = match.groups()
        assert KEYWORD.match(name) is None, line
        assert key not in found
        assert (milestone is not None) == (end == "0d") == key.startswith("a")
        found[key] = (name, date.fromisoformat(begin), None if end == "0d" else date.fromisoformat(end))
    return found


def test_the_chart_has_bars_for_modules_and_diamonds_for_awards() -> None:
    found = tasks(diploma_plan())
    assert found["m2"] == ("Cybersecurity Foundations", date(2027, 4, 1), date(2027, 10, 1))
    assert found["a3"] == ("Part-time Diploma in Cybersecurity", date(2029, 10, 1), None)
    assert len(found) == 10
    assert len(tasks(long_plan())) == 31


def test_odd_titles_do_not_break_the_chart() -> None:
    names = [name for name, _, _ in tasks(odd_plan()).values()]
    assert names[3:6] == ["“Section leadership 1 of 100 comments”", "“title of a chart”", "“2027-01-01 is a date”"]
    assert names[9].startswith("أمن المعلومات")


@pytest.mark.parametrize("title", ["", ":;#%", "\n", "Gantt charts", "href", "Click here", "excludes: weekends"])
def test_any_title_is_a_task(title: str) -> None:
    plan = replace(diploma_plan(), enrolments=(replace(diploma_plan().enrolments[0], title=title),))
    assert tasks(plan)["m1"][0]
