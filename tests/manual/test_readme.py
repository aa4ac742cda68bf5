"""The README: what it says to type is run, and what it shows is what is printed; options, which it and a page explain."""

import re
from collections.abc import Iterator
from pathlib import Path

import documents
import pytest
import snapshots
from commands import every_command
from terminal_picture import plan_svg

from mcplanner.export import EXPORTERS
from mcplanner.files.catalogues import load_catalogue
from mcplanner.files.paths import shipped_catalogue_path
from mcplanner.ground.months import parse_month
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan

README = documents.ROOT / "README.md"
OPTIONS = documents.ROOT / "docs" / "options.md"
TIMELINE = documents.ROOT / "docs" / "timeline.svg"
PICTURED = "mcplan plan --hours 6 --target diploma --start 2026-12"

OWN_OPTIONS = {"--help", "--version", "--install-completion", "--show-completion"}
"""Those that say themselves what they do."""


def text() -> str:
    return README.read_text("utf-8")


def options() -> Iterator[list[str]]:
    """Every option of every command: its names, the one to explain first."""
    for _, command in every_command():
        for parameter in command.params:
            if parameter.param_type_name == "option":
                yield [name for name in parameter.opts if name.startswith("--")]


def test_set_up_is_two_lines() -> None:
    """`.ci/run` looks for the second; a newcomer copies the first."""
    lines = [block.text for block in documents.blocks(text(), "sh") if block.text.startswith(documents.SET_UP)]
    assert [line.count("\n") for line in lines] == [1, 1]
    first, second = lines
    assert first.endswith(".venv/bin/mcplan plan --hours 6 --target diploma\n")
    assert re.findall(r"^python3 -m venv .*check\.py$", text(), re.MULTILINE) == [second.strip()]


def test_commands_do_what_is_shown(tmp_path: Path) -> None:
    """The README's own commands write the learner file that they use."""
    documents.save_examples(tmp_path)
    commands = "".join(documents.check_commands(README, tmp_path))
    assert PICTURED in commands
    assert (tmp_path / "plan.csv").read_text("utf-8").startswith("module,title,")


def test_the_picture_is_what_is_drawn_now() -> None:
    catalogue = load_catalogue(shipped_catalogue_path()).catalogue
    assert catalogue is not None
    made = plan(catalogue, Learner(minutes_per_week=360), Request(("diploma",), parse_month("2026-12")))
    snapshots.check_file(TIMELINE, plan_svg(made, PICTURED))
    assert "docs/timeline.svg" in text()


def test_every_option_is_explained_in_its_page() -> None:
    rows = re.findall(r"^\| (`.*?`) \| [a-z].{10,} \|$", OPTIONS.read_text("utf-8"), re.MULTILINE | re.IGNORECASE)
    explained = {name for row in rows for name in re.findall(r"`(--[a-z-]+)", row)}
    assert {names[0] for names in options()} - OWN_OPTIONS == explained


@pytest.mark.parametrize("page", [README, OPTIONS], ids=lambda page: page.name)
def test_no_option_is_named_that_there_is_not(page: Path) -> None:
    named = set(re.findall(r"`(--[a-z-]+)", page.read_text("utf-8")))
    assert named <= {name for names in options() for name in names} | OWN_OPTIONS


def test_every_format_is_named() -> None:
    for ending in EXPORTERS:
        assert f"`{ending}`" in text()
