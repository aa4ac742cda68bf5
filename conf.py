"""The manual as a website: `python -m sphinx -W . site`, with the `docs` extra; then open `site/index.html`.

The pages are plain Markdown that reads as well on a code host; what stands in the sidebar, and in which order, is what
`docs/index.md` links to. Nothing in the site is loaded from the network.
"""

import re
import sys
from pathlib import Path

from sphinx.application import Sphinx

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "src"))

from mcplanner import __version__  # noqa: E402

project = "mcplan"
project_copyright = "the mcplan founders"
release = __version__
language = "en"

extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = ["*.md", "docs/*.md"]
exclude_patterns = [".*", "benchmarks", "build", "data", "dist", "site", "src", "tests"]

myst_heading_anchors = 4
nitpicky = True
smartquotes = False  # would make dashes of --options

html_theme = "furo"
html_title = "mcplan"
html_static_path = ["docs/site/manual.css"]
html_css_files = ["manual.css"]
html_extra_path = ["docs/site/index.html"]
html_copy_source = False
html_use_index = False
html_show_sphinx = False

SECTION = re.compile(r"^## (?P<caption>.+)$", re.MULTILINE)
PAGE_LINK = re.compile(r"\[(?P<title>[^\]]+)\]\((?P<page>[\w./-]+)\.md\)")


def add_navigation(_: Sphinx, docname: str, content: list[str]) -> None:
    """Give the entry page a hidden table of contents for each of its sections: the pages that the section links to."""
    if docname != root_doc:
        return
    _, *sections = SECTION.split(content[0])
    for caption, text in zip(sections[::2], sections[1::2], strict=True):
        pages = "\n".join(f"{match['title']} <{match['page']}>" for match in PAGE_LINK.finditer(text))
        content[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{pages}\n```\n"


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", add_navigation)
