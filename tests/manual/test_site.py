"""The manual as a website: it builds without a warning, its links lead somewhere, and it loads nothing from the network."""

import re
import subprocess
import sys
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import documents
import pytest

pytest.importorskip("furo", reason="the manual is built with the docs extra: pip install '.[docs]'")

LOADING = {"src", "srcset", "poster", "data"}
"""Attributes from which a browser loads without being asked to."""

ELSEWHERE = re.compile(r"^(https?:)?//")
IN_STYLE = re.compile(r"url\(\s*['\"]?(?P<url>[^'\")]+)|@import\s+['\"](?P<sheet>[^'\"]+)")


class Page(HTMLParser):
    """One page of the site: what it loads, where it leads, and the places in it that can be led to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.loads: set[str] = set()
        self.leads: set[str] = set()
        self.places = {"", "top"}
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value for name, value in attrs if value is not None}
        self.places |= {values[name] for name in ("id", "name") if name in values}
        self.loads |= {value for name, value in values.items() if name in LOADING and tag != "meta"}
        if "href" in values:
            (self.leads if tag == "a" else self.loads).add(values["href"])

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style":
            self.loads |= in_style(data)


def in_style(text: str) -> set[str]:
    """What a style sheet loads."""
    return {match["url"] or match["sheet"] for match in IN_STYLE.finditer(text)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    folder = tmp_path_factory.mktemp("site")
    strictly = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", str(folder / "kept")]
    built = subprocess.run(
        [*strictly, ".", str(folder / "site")], cwd=documents.ROOT, capture_output=True, text=True, check=False
    )
    assert (built.returncode, built.stderr) == (0, "")
    return folder / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in sorted(site.rglob("*.html"))}


def test_every_page_is_there_and_in_the_sidebar(site: Path, pages: dict[Path, Page]) -> None:
    entry = site / "docs" / "index.html"
    for source in documents.PAGES:
        page = site / source.relative_to(documents.ROOT).with_suffix(".html")
        assert page in pages
        if page != entry:
            assert any((entry.parent / link).resolve() == page.resolve() for link in pages[entry].leads)


def test_links_lead_to_places(site: Path, pages: dict[Path, Page]) -> None:
    dead = defaultdict(set)
    for path, page in pages.items():
        for link in page.leads:
            if re.match(r"[a-z]+:", link):
                continue
            name, _, place = unquote(link).partition("#")
            target = (path.parent / name).resolve() if name else path
            if not target.is_file() or (target in pages and place not in pages[target].places):
                dead[path.relative_to(site)].add(link)
    assert not dead


def test_nothing_is_loaded_from_the_network(site: Path, pages: dict[Path, Page]) -> None:
    loads = {path: page.loads for path, page in pages.items()}
    loads |= {path: in_style(path.read_text("utf-8")) for path in site.rglob("*") if path.suffix in {".css", ".svg"}}
    assert any(loads.values())
    assert [(path.name, url) for path, urls in loads.items() for url in urls if ELSEWHERE.match(url)] == []
