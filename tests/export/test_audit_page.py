"""The page of an audit: what it holds, and what Chromium makes of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from browser import accessible, chromium, show
from build import award, catalogue, choose, credits, learner, module, skill
from page_scripts import FAINT, OVERFLOWING
from selenium.webdriver import Chrome

from mcplanner.export.html_audit import audit_html
from mcplanner.export.md_audit import audit_md
from mcplanner.planning.audit import audit

LONG = "Foundations-of-Everything-that-nobody-can-break-into-two-lines-however-narrow-the-telephone"

COURSES = catalogue(
    module("a", title="<script>alert(1)</script> & **stars**"),
    module("b", title=LONG),
    module("c", credits=2.5, needs="b"),
    module("d", skills="sewing", credits=3),
    module("old"),
    award("cert", ["a", "b"], "certificate"),
    award("other", ["old"], "certificate", shares=False),
    award("x", ["cert", choose(1, "a", "c"), credits(5, "c", "d"), skill("sewing"), "old"], valid_months=36, title="Ω & Sons"),
)
WHO = learner(held={"a": "2026-03", "old": "2020-01"}, under_way={"b": "2026-10"})
FOUND = audit(COURSES, WHO, "x", date(2026, 11, 20))


def test_what_others_wrote_stays_text() -> None:
    page = audit_html(FOUND, "<b>Mei</b>")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; **stars** (a)" in page
    assert "<bdi>&lt;b&gt;Mei&lt;/b&gt;</bdi> in Nov 2026" in page
    assert audit_html(FOUND, None) == audit_html(FOUND, None)
    assert r"- \<script\>alert(1)\</script\> \& \*\*stars\*\* (a): **held**; ended Mar 2026" in audit_md(FOUND, None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with chromium() as page:
        yield page


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("audit") / "audit.html"
    path.write_text(audit_html(FOUND, "Mei"), encoding="utf-8", newline="\n")
    return path


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (800, "dark"), (1400, "light")])
def test_the_page_fits_and_can_be_read(browser: Chrome, page: Path, width: int, scheme: str) -> None:
    show(browser, page, width, scheme)
    assert browser.execute_script(OVERFLOWING) == []
    colours, faint = browser.execute_script(FAINT)
    assert colours >= 4  # the style was applied
    assert faint == []
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0


def test_a_screen_reader_finds_lists_within_lists(browser: Chrome, page: Path) -> None:
    show(browser, page, 390)
    told = accessible(browser)
    assert told[0] == ("RootWebArea", "Ω & Sons: how far")
    roles = [role for role, _ in told]
    assert [roles.count(role) for role in ("banner", "main", "contentinfo")] == [1, 1, 1]
    # All of these: five parts, of which three have two parts each; and one note.
    assert (roles.count("list"), roles.count("listitem")) == (4 + 1, 5 + 3 * 2 + 1)
    assert [name for role, name in told if role == "heading"] == ["Ω & Sons", "What it asks for", "Please note"]
    standings = [name for role, name in told if role == "StaticText" and name in ("held", "under way", "missing", "not needed")]
    assert standings.count("missing") >= 3
