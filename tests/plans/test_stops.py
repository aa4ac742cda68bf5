"""What is paid by the months after which one can stop early."""

import pytest
from build import Data, all_of, award, catalogue, learner, module, planned

from mcplanner.plans.summary import stops


def with_run(name: str, fee: int, start: str, end: str) -> Data:
    return module(name, 26, runs={}, fee=fee) | {"runs": [{"start": start, "end": end}]}


FIRST = with_run("a", 100, "2027-01-04", "2027-03-12")
"""It ends on 12 March, and the certificate e is earned with it."""


@pytest.mark.parametrize(
    ("second", "paid"),
    [
        (with_run("b", 40, "2027-03-15", "2027-05-28"), 100_00),
        (with_run("b", 40, "2027-03-08", "2027-05-28"), 140_00),
        (module("b", 26, 3, runs={"2027-04": None}, fee=40), 100_00),
        (module("b", 26, 3, runs={"2027-03": None}, fee=40), 100_00),
        (module("b", 26, 3, runs={"2027-02": None}, fee=40), 140_00),
    ],
    ids=[
        "begins after it",
        "begins before it ends",
        "begins in the next month",
        "begins in its last month, no day known",
        "begins in the month before",
    ],
)
def test_a_run_that_begins_after_what_is_earned_need_not_be_paid_for(second: Data, paid: int) -> None:
    courses = catalogue(FIRST, second, award("e", all_of("a")), award("d", all_of("e", "b")))
    assert [stop.paid.cents for stop in stops(planned(courses, learner(100), "d"))] == [paid, 140_00]
