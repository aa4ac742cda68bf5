"""The page of plans side by side: what it holds, and what Chromium makes of it when the dial is turned."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import accessible, chromium, show
from commands import OF_SMALL, run
from msgspec.structs import replace
from page_scripts import FAINT, OVERFLOWING
from sample_plans import ODD_TITLES, diploma_plan, impossible_plan, odd_plan, unknown_plan
from selenium.webdriver import Chrome, Keys

from mcplanner.export.html_comparison import comparison_html
from mcplanner.ground.months import Month
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.comparison import Comparison, ComparisonRow, Dial
from mcplanner.plans.model import Note, Plan

WIDTHS = (390, 800, 1400)


def row_of(plan: Plan, hours: int, start: Month | None = None, best: bool = False) -> ComparisonRow:
    request = Request((plan.targets[0].id,), plan.start if start is None else start)
    return ComparisonRow(Learner(minutes_per_week=hours * 60), request, plan, best)


BY_HOURS = Comparison(
    (row_of(impossible_plan(), 3), row_of(unknown_plan(), 4), row_of(odd_plan(), 6), row_of(diploma_plan(), 8, best=True)),
    (Dial.HOURS,),
    warnings=(Note("odd", ODD_TITLES[0]),),
)
AWAY = frozenset({Month(diploma_plan().start + 6), Month(diploma_plan().start + 7)})
BY_AWAY = Comparison(
    tuple(replace(row_of(diploma_plan(), 6), learner=Learner(minutes_per_week=360, away=away)) for away in (frozenset(), AWAY)),
    (Dial.AWAY,),
)
START = diploma_plan().start
BY_START_AND_HOURS = Comparison(
    tuple(row_of(diploma_plan(), hours, Month(START + later)) for later in (0, 2) for hours in (6, 8))[:3],
    (Dial.START, Dial.HOURS),
    not_planned=1,
)


def test_the_same_plans_give_the_same_page_with_one_style_and_one_script_that_its_policy_knows() -> None:
    page = comparison_html(BY_HOURS)
    assert page == comparison_html(BY_HOURS)
    for name, kind in (("style", "style-src"), ("script", "script-src")):
        [content] = re.findall(f"<{name}>(.*?)</{name}>", page, re.S)
        assert f"{kind} 'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'" in page
    assert not re.search(r"""(src|href)=["'](?!#)|url\(|@import| on\w+=| style=""", page)


def test_what_others_wrote_stays_text() -> None:
    page = comparison_html(BY_HOURS)
    assert "<script>alert" not in page
    assert "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_what_several_positions_remark_is_said_once(tmp_path: Path) -> None:
    page = tmp_path / "w.html"
    asked = ["compare", *OF_SMALL, "-t", "cyber-diploma", "--start", "2026-12", "--hours", "7,8,12"]
    run(*asked, "--residency", "citizen", "--born", "1987", "-o", str(page))
    text = page.read_text("utf-8")
    assert text.count("What people pay for polytechnic modules") == 1
    assert "<li>prices: What people pay" in text.partition("Please note")[2]


def test_a_dial_of_thirteen_positions_is_a_small_file_written_by_the_command(tmp_path: Path) -> None:
    """Two hundred kilobytes go into any message."""
    page = tmp_path / "page.html"
    asked = ["compare", *OF_SMALL, "--start", "2026-12", "--target", "cyber-diploma", "--hours", "3-15", "-o", str(page)]
    run(*asked)
    text = page.read_text("utf-8")
    assert text.count('class="case"') == 13
    assert len(text.encode()) < 200_000


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("--hours", "9-3"), "'9-3' runs backwards: write the smaller number first"),
        (("--hours", "1-99"), "'1-99' has 99 values, at most 24 can be compared: give a shorter range"),
        (("--at-once", "0-2"), "--at-once"),
        (("--start", "2027-06..2027-01"), "runs backwards"),
        (("--start", "2027-01..2031-01"), "has 49 values"),
    ],
)
def test_ranges_that_cannot_be_compared(typed: tuple[str, str], words: str) -> None:
    hours = () if typed[0] == "--hours" else ("--hours", "6")
    refused = run("compare", *OF_SMALL, "--target", "cyber-diploma", *hours, *typed, code=2)
    assert words in " ".join(refused.stderr.split())


def test_ranges_are_the_values_between_their_ends() -> None:
    asked = ["compare", *OF_SMALL, "--target", "cyber-diploma"]
    listed = run(*asked, "--hours", "6,7,8", "--start", "2026-12,2027-01", "--json").stdout
    assert run(*asked, "--hours", "6-8", "--start", "2026-12..2027-01", "--json").stdout == listed


# --- In the browser -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with chromium() as page:
        yield page


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name, comparison in (("hours", BY_HOURS), ("both", BY_START_AND_HOURS), ("away", BY_AWAY)):
        (folder / f"{name}.html").write_text(comparison_html(comparison), encoding="utf-8", newline="\n")
    return {name: folder / f"{name}.html" for name in ("hours", "both", "away")}


def shown(browser: Chrome) -> list[str]:
    words = "return [...document.querySelectorAll('.case')].filter(each => each.getClientRects().length).map(each => each.id)"
    found: list[str] = browser.execute_script(words)
    return found


def answer(browser: Chrome) -> str:
    return browser.find_element("id", "answer").text


def follow(browser: Chrome, case: str) -> None:
    """Follow a link within the page, which tells its script of that a moment later."""
    browser.find_element("css selector", f"a[href='#{case}']").click()
    browser.execute_async_script("const told = arguments[0]; requestAnimationFrame(() => setTimeout(told));")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_dial_shows_one_plan_at_a_time(browser: Chrome, pages: dict[str, Path], width: int, scheme: str) -> None:
    show(browser, pages["hours"], width, scheme)
    dial = browser.find_element("id", "dial")
    answers = []
    for place in range(4):
        assert shown(browser) == [f"plan-{place + 1}"]
        assert browser.execute_script(OVERFLOWING) == []
        colours, faint = browser.execute_script(FAINT)
        assert colours >= 4  # the style was applied
        assert faint == []
        assert dial.get_attribute("aria-valuetext") == f"{(3, 4, 6, 8)[place]} h/week"
        marked = browser.execute_script("return [...document.querySelectorAll('.chosen')].map(each => each.dataset.case)")
        assert marked == [f"plan-{place + 1}"] * 3  # a point of each curve, and the row
        answers.append(answer(browser))
        dial.send_keys(Keys.ARROW_RIGHT)
    assert answers[0].startswith("impossible: ")
    assert answers[1].startswith("none found: ")
    assert answers[2].endswith(", not proved")
    assert answers[3] == "done in Sep 2029, fees S$14,775.00, proved"
    assert shown(browser) == ["plan-4"]  # the dial ends there
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0


def test_the_table_turns_the_dial(browser: Chrome, pages: dict[str, Path]) -> None:
    show(browser, pages["hours"], 800)
    follow(browser, "plan-3")
    assert shown(browser) == ["plan-3"]
    assert browser.find_element("id", "dial").get_attribute("value") == "2"
    assert browser.execute_script("return document.activeElement.id") == "plan-3"


def test_with_two_dials_the_other_one_is_a_choice_which_keeps_the_position_where_it_can(
    browser: Chrome, pages: dict[str, Path]
) -> None:
    show(browser, pages["both"], 800)
    dial = browser.find_element("id", "dial")
    dial.send_keys(Keys.ARROW_RIGHT)
    assert shown(browser) == ["plan-2"]
    first, second = browser.find_elements("css selector", "input[type=radio]")
    second.click()
    assert shown(browser) == ["plan-3"]  # the search was stopped before the fourth
    first.click()
    assert shown(browser) == ["plan-1"]
    assert len(browser.find_elements("css selector", ".curves:not([hidden])")) == 1
    follow(browser, "plan-3")
    assert second.is_selected()
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_a_dial_of_words_says_them(browser: Chrome, pages: dict[str, Path]) -> None:
    show(browser, pages["away"], 390)
    dial = browser.find_element("id", "dial")
    said = []
    for _ in range(2):
        said.append(dial.get_attribute("aria-valuetext"))
        assert browser.execute_script(OVERFLOWING) == []
        dial.send_keys(Keys.ARROW_RIGHT)
    assert said == ["not away", "away Jun 2027 to Jul 2027"]
    assert ("slider", "Time away") in accessible(browser)
    assert browser.find_elements("css selector", ".curve") == []  # nothing lies between two words
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_without_script_every_plan_is_there_and_no_dial(browser: Chrome, pages: dict[str, Path], tmp_path: Path) -> None:
    page = tmp_path / "without.html"  # a page whose own policy lets no script run
    page.write_text(re.sub(r" script-src '[^']+';", "", pages["hours"].read_text("utf-8")), encoding="utf-8", newline="\n")
    show(browser, page, 800)
    assert shown(browser) == ["plan-1", "plan-2", "plan-3", "plan-4"]
    assert not browser.find_element("id", "dial").is_displayed()
    (refused,) = browser.get_log("browser")  # type: ignore[no-untyped-call]
    assert "inline script" in refused["message"]


def test_on_paper_there_is_the_plan_that_was_chosen_and_the_table(browser: Chrome, pages: dict[str, Path]) -> None:
    show(browser, pages["hours"], 720, "dark", media="print")
    assert shown(browser) == ["plan-1"]
    assert not browser.find_element("id", "dial").is_displayed()
    assert browser.find_element("css selector", "table").is_displayed()
    assert browser.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_screen_reader_finds_the_dial_and_the_answer(browser: Chrome, pages: dict[str, Path]) -> None:
    show(browser, pages["both"], 800)
    told = accessible(browser)
    assert ("slider", "Hours a week") in told
    assert [name for role, name in told if role == "radio"] == ["from Dec 2026", "from Feb 2027"]
    assert "status" in [role for role, _ in told]
    title = "Part-time Diploma in Cybersecurity, by start and hours a week"
    assert [name for role, name in told if role == "heading"][:2] == [title, "Hours a week"]
    assert [role for role, _ in told if role in ("banner", "main", "contentinfo")] == ["banner", "main", "contentinfo"]
