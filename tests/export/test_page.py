"""The page: what it holds, and what Chromium makes of it on a telephone, a tablet and a desk, in light and dark."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browser import accessible, chromium, show
from build import award, catalogue, learner, module, planned
from msgspec.structs import replace
from page_scripts import FAINT, OVERFLOWING
from sample_plans import ODD_TITLES, funded_plan, held_plan, impossible_plan, long_plan, odd_plan, resumed_plan
from selenium.webdriver import Chrome, Keys

from mcplanner.export.html_plan import plan_html
from mcplanner.ground.characters import one_line
from mcplanner.plans.model import Plan
from mcplanner.plans.without_cost import without_cost

PLANS = {
    "funded": funded_plan(),
    "long": long_plan(),
    "odd": odd_plan(),
    "employer": without_cost(replace(funded_plan(), addressee=ODD_TITLES[0])),
}
WIDTHS = (390, 800, 1400)
ACTIVE = ("src", "srcset", "style", "action")


class Elements(HTMLParser):
    """Every element with its attributes, and all the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.text += " "

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("name", PLANS)
def test_the_page_needs_nothing_else_and_runs_nothing(name: str) -> None:
    page = plan_html(PLANS[name])
    found = Elements(page).elements
    assert {tag for tag, _ in found}.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "form", "base"})
    for tag, attributes in found:
        assert not any(attribute.startswith("on") or attribute in ACTIVE for attribute in attributes), (tag, attributes)
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(" not in page
    assert "@import" not in page


def test_tables_that_become_cards_say_that_they_are_tables() -> None:
    """Some browsers forget it of tables that are not laid out as such."""
    page = plan_html(funded_plan())
    for table in re.findall(r"<table class=\"stack.*?</table>", page, re.DOTALL):
        found = Elements(table).elements
        parts = [attributes for tag, attributes in found if tag in ("table", "thead", "tbody", "tr", "th", "td")]
        assert all("role" in attributes for attributes in parts)
        assert {attributes.get("role") for tag, attributes in found if tag == "th"} == {"columnheader", "rowheader"}


def test_the_policy_allows_the_page_s_own_style_alone() -> None:
    page = plan_html(funded_plan())
    [style] = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    wanted = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    metas = [attributes for _, attributes in Elements(page).elements if "http-equiv" in attributes]
    [policy] = [attributes["content"] for attributes in metas if attributes["http-equiv"] == "Content-Security-Policy"]
    assert policy == f"default-src 'none'; style-src 'sha256-{wanted}'; base-uri 'none'; form-action 'none'"


def test_what_others_wrote_stays_text() -> None:
    page = plan_html(odd_plan())
    text = " ".join(Elements(page).text.split())
    for title in ODD_TITLES:
        assert one_line(title) in text
    assert "<script" not in page
    assert "<b>tags" not in page
    assert "\x1b" not in page


def test_the_page_says_what_the_plan_is() -> None:
    text = " ".join(Elements(plan_html(funded_plan())).text.split())
    for words in (
        "Proved no plan finishes sooner",
        "Sep 2029",
        "Tue 18:30–21:30",
        "5.8 of your 6 hours are taken until Sep 2028",  # why
        "Certificate in Cyber Defence Mar 2029 First Steps & More, Network Security, Incident",  # what counts toward it
        "until Sep 2032: Cybersecurity Foundations, 36 months to spare",
        "always: First Steps & More",
        "2 of 7 modules done",  # if you stop early
        "Part-time Diploma in Nursing",  # other diplomas
        "ask for days off in time",  # mind
        "What you pay, and when",
        "To pay",
        "The fastest plan: would finish in Mar 2029: this one is 6 months later and costs",
        "S$500.00 used of S$600.00: SkillsFuture Credit, opening S$100.00 left",
        "S$250.00 Union training support to you",
        "S$642.86 Certificate in Cybersecurity",
        "as of 2026-11-01",
    ):
        assert words in text
    # Fees of 3,000.00, less 2,100.00, with 9 % GST on 900.00, less 500.00 of credit.
    assert "S$3,000.00 S$2,100.00 S$81.00 S$500.00 S$481.00" in " ".join(re.findall(r"S\$[\d,.]+", text))
    assert "Not proved no plan can finish before" in " ".join(Elements(plan_html(long_plan())).text.split())
    assert "Fees, and when they are due" in plan_html(long_plan())
    assert "nothing is left to study" in plan_html(held_plan())
    assert "Cybersecurity Foundations asks for" in plan_html(impossible_plan())
    assert plan_html(funded_plan()) == plan_html(funded_plan())


def test_the_page_says_everything_that_holds_the_plan_back() -> None:
    text = Elements(plan_html(funded_plan())).text.partition("What holds you back")[2]
    for words in ("Each change alone, the least that helps.", "hours a week 6 →  11.6 done by Sep 2028: 12 months sooner"):
        assert words in text
    assert "S$120.50 less, done by Sep 2029" in text
    assert "changing only this does not help" in text


def test_what_is_under_way_is_paid_for() -> None:
    text = " ".join(Elements(plan_html(resumed_plan())).text.split())
    assert "Fees S$14,280.00 before GST and subsidy, not counting what is under way" in text
    assert "Oct 2026 – Jan 2027 under way" in text
    assert "Dec 2026 Managing Small Projects" not in text


# --- In the browser -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with chromium() as page:
        yield page


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name, plan in PLANS.items():
        (folder / f"{name}.html").write_text(plan_html(plan), encoding="utf-8", newline="\n")
    return {name: folder / f"{name}.html" for name in PLANS}


SCROLLED = """
return [...document.querySelectorAll('.scroll')].filter(box => box.scrollWidth > box.clientWidth + 1)
  .map(box => box.getAttribute('aria-labelledby'));
"""

CUT = """
return [...document.querySelectorAll('figure svg')].filter(svg => svg.getBoundingClientRect().width > 0).flatMap(svg =>
  [...svg.querySelectorAll('text')].filter(text => {
    const box = text.getBBox(), view = svg.viewBox.baseVal;
    return box.x < view.x - 2 || box.x + box.width > view.x + view.width + 1 || box.y + box.height > view.y + view.height + 1;
  }).map(text => [text.textContent, text.getBBox().x, text.getBBox().width]));
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PLANS)
def test_the_page_fits_and_can_be_read(browser: Chrome, pages: dict[str, Path], name: str, width: int, scheme: str) -> None:
    show(browser, pages[name], width, scheme)
    assert browser.execute_script(OVERFLOWING) == []
    assert browser.execute_script(CUT) == []
    colours, faint = browser.execute_script(FAINT)
    assert colours >= 4  # the style was applied
    assert faint == []
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    dark = browser.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(15, 17, 20)"
    assert dark == (scheme == "dark")


def half_known_plan() -> Plan:
    """A plan with figures of every certainty, sums that lack a part, and class times that nobody knows."""
    entries = [
        module("a", fee=12_345, evidence="illustrative", sessions=["tue 18:30-20:00", "fri 22:00-24:00"], hours=80),
        module("b", fee="unknown", evidence="published", assumed=["evenings"], evenings=3, days=2),
        module("c", fee=700, evidence="published", derived={"mode": "so it is"}, sessions="unknown"),
    ]
    return planned(catalogue(*entries, award("d", ["a", "b", "c"])), learner(9), "d")


def test_the_month_of_an_award_is_marked_where_it_is_pointed_at() -> None:
    assert re.search(r": earned in \w+ \d{4}°</title>", plan_html(half_known_plan()))


def test_sums_that_lack_a_part_fit_a_telephone(browser: Chrome, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(plan_html(half_known_plan()), encoding="utf-8", newline="\n")
    show(browser, page, 360)
    browser.execute_script("for (const part of document.querySelectorAll('details')) part.open = true;")
    assert browser.execute_script(OVERFLOWING) == []
    assert browser.execute_script(CUT) == []


def test_tables_fit_a_telephone(browser: Chrome, pages: dict[str, Path]) -> None:
    show(browser, pages["funded"], 390)
    assert browser.execute_script(SCROLLED) == ["amounts"]  # six columns of amounts scroll in a frame of their own
    show(browser, pages["funded"], 800)
    assert browser.execute_script(SCROLLED) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_weeks_are_tables_of_days_that_fit(browser: Chrome, pages: dict[str, Path], width: int) -> None:
    show(browser, pages["funded"], width)
    browser.execute_script("for (const part of document.querySelectorAll('details')) part.open = true;")
    assert browser.execute_script(OVERFLOWING) == []
    assert browser.execute_script(FAINT)[1] == []
    told = accessible(browser)
    weeks = [name for role, name in told if role == "table" and name.startswith("Classes in a week, ")]
    assert weeks
    assert [name for role, name in told if role == "columnheader"].count("Mon") == len(weeks)
    assert ("rowheader", "18:30–21:30") in told
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_paper_is_light_and_shows_everything(browser: Chrome, pages: dict[str, Path]) -> None:
    show(browser, pages["funded"], 720, "dark", media="print")
    colour = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(255, 255, 255)"
    assert browser.execute_script("return document.querySelector('details td').getClientRects().length") == 1
    assert browser.execute_script(FAINT)[1] == []


def test_the_keyboard_reaches_everything_that_can_be_used(browser: Chrome, pages: dict[str, Path]) -> None:
    show(browser, pages["funded"], 390)
    reached: list[Any] = []
    for _ in range(6):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        words = "const at = document.activeElement; return [at.tagName, at.getAttribute('aria-labelledby') || at.className]"
        reached.append(browser.execute_script(words))
        if len(reached) == 1:
            assert browser.execute_script("return document.activeElement.getBoundingClientRect().left") >= 0
        assert browser.execute_script("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert reached[:2] == [["A", "skip"], ["SUMMARY", ""]]
    assert reached[2:] == [["DIV", "modules"], ["SUMMARY", ""], ["DIV", "money"], ["DIV", "amounts"]]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_screen_reader_finds_its_way(browser: Chrome, pages: dict[str, Path], width: int) -> None:
    show(browser, pages["funded"], width)
    told = accessible(browser)
    roles = [role for role, _ in told]
    assert [roles.count(role) for role in ("banner", "main", "contentinfo")] == [1, 1, 1]
    assert told[0] == ("RootWebArea", "Part-time Diploma in Cybersecurity: study plan")
    headings = "return [...document.querySelectorAll('h1, h2, h3')].map(heading => Number(heading.tagName[1]))"
    levels = browser.execute_script(headings)
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert levels.count(1) == 1
    tables = [name for role, name in told if role == "table"]
    assert len(tables) == 3  # the fourth waits in the part that is not yet open
    assert all(tables)
    # As cards, too, a table stays a table: seven rows and a heading, each with a heading of its own.
    assert roles.count("rowheader") == 7 + 7 + 8
    assert roles.count("columnheader") >= 4 + 3 + 6
    [picture] = [name for role, name in told if role in ("image", "img")]
    assert picture == "Timeline: Part-time Diploma in Cybersecurity"
