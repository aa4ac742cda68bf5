"""The repository's documents as tests see them: their code blocks, what their commands print, and their links.

A block of commands is fenced as `sh`, and run. A `text` block right behind it is what its commands print on a terminal of 80
columns; where its first or last line is `…`, there is more. Commands that do not end with 0 stand after `<!-- ends with 3 -->`.
A block of any language after `<!-- saved as my_plan.py -->` is a file that the commands below it find.
`MCPLAN_UPDATE_SNAPSHOTS=1` rewrites what is shown, to be read before kept.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from commands import STOPPED_CLOCK, read_terminal
from msgspec import Struct

ROOT = Path(__file__).parents[2]
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
CATALOGUE_PAGE = ROOT / "docs" / "catalogue-format.md"

SET_UP = "python3 -m venv "
"""How the lines begin that set up an environment; a test already runs in one."""

MORE = "…"

_BLOCK = re.compile(
    r"(?:^<!-- (?:ends with (?P<code>\d+)|saved as (?P<file>[\w.-]+)) -->\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"\[[^\]]*\]\((?P<to>[^)\s]+)\)")
_HEADING = re.compile(r"^#+ (?P<title>.*)$", re.MULTILINE)


class Block(Struct, frozen=True):
    """A fenced block: its language, its text and where that stands in the page.

    Attributes
    ----------
    code
        The exit code that its commands end with.
    file
        The name of the file that it is, if it is one.
    """

    language: str
    text: str
    span: tuple[int, int]
    code: int
    file: str | None


def blocks(page: str, language: str | None = None) -> list[Block]:
    """The fenced blocks of a page, in order; those of one language, if it is given."""
    found = (
        Block(match["language"], match["text"], match.span("text"), int(match["code"] or 0), match["file"])
        for match in _BLOCK.finditer(page)
    )
    return [block for block in found if language in (None, block.language)]


def example_catalogue() -> str:
    """The complete catalogue that the page on its format shows."""
    return next(block.text for block in blocks(CATALOGUE_PAGE.read_text("utf-8"), "yaml") if block.text.startswith("title:"))


def save_examples(folder: Path) -> None:
    """The complete files that the documents show, under the names that their commands use."""
    (folder / "my-courses.yaml").write_text(example_catalogue(), encoding="utf-8")
    (folder / "my-funding.yaml").write_text(example_funding(), encoding="utf-8")


def example_funding() -> str:
    """The funding rules that the page on them shows."""
    page = (ROOT / "docs" / "funding.md").read_text("utf-8")
    return next(block.text for block in blocks(page, "yaml"))


def check_commands(path: Path, folder: Path) -> list[str]:
    """Run a page's commands in order in a folder, compare what they print with what is shown, and return them."""
    page = path.read_text("utf-8")
    ran, shown = [], []
    printed, end = "", 0
    for block in blocks(page):
        if block.file is not None:
            (folder / block.file).write_text(block.text, encoding="utf-8")
        elif block.language == "sh" and not block.text.startswith(SET_UP):
            printed, end = run(block, folder), block.span[1]
            ran.append(block.text)
        elif block.language == "text" and re.fullmatch(r"```\s*```text\n", page[end : block.span[0]]):
            shown.append((block, _as_much(printed, block.text)))
    if os.environ.get("MCPLAN_UPDATE_SNAPSHOTS") == "1":
        for block, text in reversed(shown):
            page = page[: block.span[0]] + text + page[block.span[1] :]
        path.write_text(page, encoding="utf-8", newline="\n")
    else:
        for block, text in shown:
            assert text == block.text
    return ran


def run(block: Block, folder: Path) -> str:
    """What a block's commands print on a terminal of 80 columns, after asserting their exit code.

    The first command with a catalogue checks it; the others of all pages read it as it was kept, and must say the same.
    """
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = os.environ | {"PATH": path, "COLUMNS": "80", "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
    environment |= {"PYTHONPATH": STOPPED_CLOCK, "MCPLAN_CACHE": str(folder.parent / "kept")}
    ours, theirs = os.openpty()
    with subprocess.Popen(
        ["bash", "-c", block.text], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        printed = b"".join(read_terminal(ours)).decode()
    os.close(ours)
    assert process.returncode == block.code, f"{block.text}{printed}"
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


def _as_much(printed: str, shown: str) -> str:
    """As many lines of what was printed as are shown, where the first or the last one shown says that there is more."""
    lines, wanted = printed.splitlines(keepends=True), shown.splitlines()
    if MORE not in (wanted[:1] + wanted[-1:]):
        return printed
    count = len(wanted) - 1
    assert len(lines) > count, "nothing is left out: show the line instead of the dots"
    dots = f"{MORE}\n"
    return "".join([dots, *lines[-count:]] if wanted[0] == MORE else [*lines[:count], dots])


def dead_links(path: Path) -> list[str]:
    """Links of a page to files of the repository, or to headings in them, that are not there."""
    prose = _BLOCK.sub("", path.read_text("utf-8"))
    return [link for match in _LINK.finditer(prose) if not _leads_somewhere(path, link := match["to"])]


def _leads_somewhere(path: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return True
    name, _, fragment = link.partition("#")
    target = path.parent / name if name else path
    return target.is_file() and (not fragment or fragment in _anchors(target))


def _anchors(path: Path) -> set[str]:
    titles = (match["title"] for match in _HEADING.finditer(_BLOCK.sub("", path.read_text("utf-8"))))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
