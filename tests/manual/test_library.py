"""The library as other programs see it: names that load late, and clear words for what cannot be asked."""

import subprocess
import sys

import build
import pytest

import mcplanner
from mcplanner import AskedError, Learner, Month, Request, UnderWay, compare, plan
from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.months import parse_month

START = parse_month("2026-12")


@pytest.fixture
def courses() -> Catalogue:
    return build.catalogue(build.module("data-basics"), build.award("data-certificate", ["data-basics"], kind="certificate"))


def begun(module: str, offset: int, months: int | None = None) -> UnderWay:
    return UnderWay(module=module, started=Month(START + offset), months=months)


@pytest.mark.parametrize(
    ("learner", "request_", "words"),
    [
        (Learner(), Request((), START), "give at least one target"),
        (Learner(), Request(("data-basic",), START), "unknown target 'data-basic' (did you mean 'data-basics'?)"),
        (Learner(), Request(("diploma",), START), "unknown target 'diploma'"),
        (Learner(), Request(("certificate",), START, field="art"), "unknown target 'certificate'"),
        (Learner(pins={"x": START}), Request(("data-basics",), START), "unknown module 'x'"),
        (Learner(only_providers=frozenset(["x"])), Request(("data-basics",), START), "unknown provider 'x'"),
        (
            Learner(under_way=(begun("data-basics", -9),)),
            Request(("data-basics",), START),
            "before the plan starts: list it as held",
        ),
        (
            Learner(under_way=(begun("data-basics", 1),)),
            Request(("data-basics",), START),
            "after the plan starts: pin it instead",
        ),
        (
            Learner(under_way=(begun("data-basics", 0, 50),)),
            Request(("data-basics",), START),
            "at a length that it does not have",
        ),
        (Learner(skip=frozenset(["x"])), Request(("data-basics",), START), "unknown module, provider or mode 'x'"),
    ],
)
def test_what_cannot_be_asked_is_said(courses: Catalogue, learner: Learner, request_: Request, words: str) -> None:
    with pytest.raises(AskedError) as refused:
        plan(courses, learner, request_)
    assert words in str(refused.value)


def test_a_kind_of_award_is_known(courses: Catalogue) -> None:
    made = plan(courses, Learner(minutes_per_week=6000), Request(("certificate",), START))
    assert [award.id for award in made.awards] == ["data-certificate"]


def test_importing_the_package_loads_nothing_else() -> None:
    code = (
        "import sys, mcplanner; print([name for name in sys.modules if name.startswith(('mcplanner.', 'pydantic', 'typer'))])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"


def test_a_name_that_is_not_there_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'plam'"):
        _ = mcplanner.plam  # type: ignore[attr-defined]


def test_nothing_cannot_be_compared(courses: Catalogue) -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        compare(courses, [])


def test_a_case_without_hours_is_given_all_hours_there_are(courses: Catalogue) -> None:
    # Both are done as soon, at the same price; four hours a week are fewer than as many as it takes.
    request = Request(("data-basics",), START, by=parse_month("2027-02"))
    rows = compare(courses, [(Learner(), request), (Learner(minutes_per_week=240), request)]).rows
    assert [row.best for row in rows] == [False, True]
