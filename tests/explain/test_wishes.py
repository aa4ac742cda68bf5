"""The table of wishes: what each says, and that the command line, the learner file and the documents have the same."""

import re
from collections.abc import Iterator

import build
import documents
import pytest

from mcplanner.explain.wish import Asked, Wish
from mcplanner.explain.wishes import HOURS, WISHES
from mcplanner.ground.months import Month, parse_month
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request

START = parse_month("2027-01")

ALL = Asked(
    build.learner(
        6,
        hours_in={"2027-06": 3},
        away="2027-12 2028-01",
        at_once=2,
        evenings=1,
        busy="tue 18:00-22:00, sat 09:00-12:00",
        cost_limit=5000,
        skip="in-person harbour",
        modes="online",
        providers="school",
        pins={"a": "2027-04"},
    ).replace(cost_limit_per_year_cents=250_000, half_days_off=5),
    Request(("a",), START, by=parse_month("2028-12"), earliest_start=Month(START - 1)),
)


def test_how_each_wish_stands_and_what_is_asked_by_it() -> None:
    said = {wish.name: (wish.now(ALL), [demand.words for demand in wish.demands(ALL)]) for wish in WISHES}
    assert said == {
        "hours a week": ("6", ["with 6 hours a week"]),
        "other hours a week": ("3 in 2027-06", ["with other hours a week (3 in Jun 2027)"]),
        "by": ("2028-12", ["done by Dec 2028"]),
        "start": ("2027-01", ["starting in Jan 2027"]),
        "away": ("2027-12..2028-01", ["away in Dec 2027 to Jan 2028"]),
        "at once": ("2", ["at most 2 modules at once"]),
        "evenings": ("1", ["at most 1 evening a week"]),
        "days off": ("2.5", ["at most 2.5 days off a month"]),
        "busy times": ("tue 18:00-22:00, sat 09:00-12:00", ["busy tue 18:00-22:00", "busy sat 09:00-12:00"]),
        "budget": ("S$5,000.00", ["for at most S$5,000.00"]),
        "budget a year": ("S$2,500.00", ["for at most S$2,500.00 a year"]),
        "ruled out": (
            "harbour, in-person, only online, only with school",
            ["without harbour", "without in-person", "only online", "only with school"],
        ),
        "pins": ("a=2027-04", ["a pinned to Apr 2027"]),
    }


def test_where_nothing_is_wished_for_nothing_is_said() -> None:
    nothing = Asked(Learner(), Request(("a",), START))
    assert [(wish.now(nothing), list(wish.demands(nothing))) for wish in WISHES] == [(None, [])] * len(WISHES)


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.name)
def test_a_wish_of_which_everything_is_dropped_asks_nothing_any_more(wish: Wish) -> None:
    changed = ALL
    for demand in wish.demands(ALL):
        changed = demand.dropped(changed)
    left = "168" if wish is HOURS else None  # all hours that a week has
    assert wish.now(changed) == left


def explained() -> Iterator[tuple[str, str]]:
    """The lines of the learner file's page that say which option overrides which key."""
    page = (documents.ROOT / "docs" / "learner-file.md").read_text("utf-8")
    table = page.split("## What overrides what")[1].split("\n## ")[0]
    for options, keys in re.findall(r"^\| (`--.*?) \| (.*?) \|$", table, re.MULTILINE):
        names = re.findall(r"`(--[a-z-]+)`", options)
        told = re.findall(r"`([a-z_]+)`", keys)
        for position, option in enumerate(names):
            yield option, told[position] if len(names) == len(told) else keys


def test_the_page_of_the_learner_file_says_which_key_each_option_overrides() -> None:
    page = dict(explained())
    for option, key in ((option, key) for wish in WISHES for option, key in wish.options.items()):
        assert key is None or key in page[option], option
        assert key is not None or option not in page
        assert key is None or key in LearnerFile.__struct_fields__


def test_every_option_is_one_of_the_command_and_explained() -> None:
    commands = (documents.ROOT / "docs" / "commands.md").read_text("utf-8")
    of_plan = commands.split("## mcplan plan")[1].split("\n## ")[0]
    page = (documents.ROOT / "docs" / "options.md").read_text("utf-8")
    for option in (option for wish in WISHES for option in wish.options):
        assert f"`{option}" in of_plan
        assert f"| `{option}` |" in page
