"""The calendar, read back with another library than the one that wrote it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import build
import pytest
import vobject
from msgspec.structs import replace
from sample_plans import ODD_TITLES, diploma_plan, funded_plan, held_plan, impossible_plan, long_plan, odd_plan, resumed_plan

from mcplanner.export.ics_plan import plan_ics
from mcplanner.ground.characters import one_line
from mcplanner.ground.money import Amount
from mcplanner.ground.months import Month
from mcplanner.plans.model import Plan, WalletUse
from mcplanner.plans.titles import with_titles_apart

SINGAPORE = timedelta(hours=8)


def calendar(plan: Plan) -> Any:
    return vobject.readOne(plan_ics(plan))


def events(plan: Plan, summary: str) -> list[Any]:
    return [event for event in calendar(plan).contents.get("vevent", []) if event.summary.value == summary]


def tasks(plan: Plan, summary: str) -> list[Any]:
    return [task for task in calendar(plan).contents.get("vtodo", []) if task.summary.value == summary]


def entries(plan: Plan) -> Iterator[Any]:
    read = calendar(plan)
    yield from (*read.contents.get("vevent", []), *read.contents.get("vtodo", []))


def test_a_run_is_one_event_over_whole_months() -> None:
    [run] = events(funded_plan(), "Network Security")
    assert (run.dtstart.value, run.dtend.value) == (date(2027, 10, 1), date(2028, 4, 1))  # the end is not part of it
    assert run.transp.value == "TRANSPARENT"
    assert run.location.value == "Lifelong Learning Institute, Paya Lebar"
    for words in ("120 hours, 4.62 a week", "Harbour Polytechnic, blended", "Apply by Jul 2027", "To pay S$784.80"):
        assert words in run.description.value
    assert "not proved" not in run.description.value
    assert not hasattr(events(funded_plan(), "Ethical Hacking")[0], "location")  # it is taught online
    assert "Fee S$3,000.00 before GST and subsidy" in events(diploma_plan(), "Ethical Hacking")[0].description.value


def test_classes_repeat_weekly_in_singapore_through_the_last_month() -> None:
    """Tuesdays from 5 October 2027 to 28 March 2028 are 26, Saturdays from 2 October to 25 March too."""
    evening, morning = events(funded_plan(), "Class: Network Security")
    assert evening.dtstart.value.replace(tzinfo=None) == datetime(2027, 10, 5, 18, 30)
    assert evening.dtend.value.replace(tzinfo=None) == datetime(2027, 10, 5, 21, 30)
    assert evening.dtstart.value.utcoffset() == SINGAPORE
    assert morning.dtstart.value.replace(tzinfo=None) == datetime(2027, 10, 2, 9, 0)
    assert evening.rrule.value == "FREQ=WEEKLY;UNTIL=20280331T155959Z"  # 23:59:59 in Singapore
    for event, last in ((evening, datetime(2028, 3, 28, 18, 30)), (morning, datetime(2028, 3, 25, 9, 0))):
        times = [time.replace(tzinfo=None) for time in event.getrruleset(addRDate=True)]
        assert (len(times), times[-1]) == (26, last)


def test_a_class_past_midnight_ends_on_the_next_day() -> None:
    courses = build.catalogue(build.module("a", sessions=["fri 22:00-24:00", "sun 22:00-01:00"]))
    friday, sunday = events(build.planned(courses, build.learner(4), "a"), "Class: The a")
    assert friday.dtstart.value.replace(tzinfo=None) == datetime(2027, 1, 1, 22, 0)
    assert friday.dtend.value.replace(tzinfo=None) == datetime(2027, 1, 2, 0, 0)
    assert sunday.dtend.value.replace(tzinfo=None) == datetime(2027, 1, 4, 1, 0)


def test_the_time_zone_is_explained_in_the_file() -> None:
    text = plan_ics(funded_plan())
    [zone] = re.findall(r"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n", text, re.DOTALL)
    assert "TZID:Asia/Singapore\r\n" in zone
    assert "TZOFFSETTO:+0800\r\n" in zone
    assert "DTSTART;TZID=Asia/Singapore:20271005T183000\r\n" in text


def test_deadlines_are_tasks_and_days_for_calendars_without_tasks_both_with_alarms() -> None:
    [task] = tasks(funded_plan(), "Apply: Network Security")
    assert task.due.value == date(2027, 7, 31)
    assert "the start in Oct 2027" in task.description.value
    alarms = task.contents["valarm"]
    assert [alarm.trigger.value for alarm in alarms] == [timedelta(days=-28), timedelta(days=-7)]
    assert {alarm.trigger.params["RELATED"][0] for alarm in alarms} == {"END"}
    [day] = events(funded_plan(), "Apply: Network Security")
    assert (day.dtstart.value, day.dtend.value) == (date(2027, 7, 31), date(2027, 8, 1))
    assert [alarm.trigger.value for alarm in day.contents["valarm"]] == [timedelta(days=-28), timedelta(days=-7)]


def test_a_deadline_is_never_after_the_first_day_of_study() -> None:
    """One can apply for it in the month in which it starts."""
    [task] = tasks(funded_plan(), "Apply: Managing Small Projects")
    assert task.due.value == date(2026, 12, 1)


def test_a_deadline_that_nobody_has_published_says_so() -> None:
    courses = build.catalogue({**build.module("a"), "intakes": "unknown"})
    plan = build.planned(courses, build.learner(9).replace(assume=("starts=feb",)), "a")
    words = "You assumed the start in Feb 2027. Until when to apply is not known, and may be sooner: ask the provider early."
    assert [found.description.value for found in (*tasks(plan, "Apply: The a"), *events(plan, "Apply: The a"))] == [words] * 2


def test_credit_is_claimed_from_60_days_before_the_start_until_the_day_before() -> None:
    """60 days before 1 April 2027 is 31 January: 28 days of February, 31 of March, and one more."""
    [task] = tasks(funded_plan(), "Claim credit: Cybersecurity Foundations")
    assert (task.dtstart.value, task.due.value) == (date(2027, 1, 31), date(2027, 3, 31))
    assert task.description.value.startswith("S$500.00. Claims open 60 days before")
    assert [alarm.trigger.params["RELATED"][0] for alarm in task.contents["valarm"]] == ["START", "END"]
    assert not [task for task in entries(diploma_plan()) if task.summary.value.startswith("Claim")]
    assert len([task for task in entries(funded_plan()) if task.summary.value.startswith("Claim")]) == 1


@pytest.mark.parametrize(("days", "opens"), [(30, date(2027, 3, 2)), (None, None)])
def test_credit_is_claimed_when_its_wallet_says(days: int | None, opens: date | None) -> None:
    plan = funded_plan()
    assert plan.spending is not None
    (wallet,) = plan.spending.wallets
    unused = WalletUse("other", "Other credit", 10_000, Amount(), claim_days_before=7)
    spending = replace(plan.spending, wallets=(replace(wallet, claim_days_before=days), unused))
    found = [entry for entry in entries(replace(plan, spending=spending)) if entry.summary.value.startswith("Claim")]
    assert [entry.dtstart.value for entry in found] == ([opens] if opens else [])


def test_what_is_under_way_has_a_run_and_no_deadline() -> None:
    [run] = events(resumed_plan(), "Managing Small Projects")
    assert run.dtstart.value == date(2026, 10, 1)
    assert "Under way" in run.description.value
    assert not [entry for entry in entries(resumed_plan()) if entry.summary.value == "Apply: Managing Small Projects"]


def test_what_was_applied_for_before_the_plan_has_no_deadline() -> None:
    plan = funded_plan()
    applied = replace(plan, enrolments=tuple(replace(item, apply_by=Month(plan.start - 1)) for item in plan.enrolments))
    assert not [entry for entry in entries(applied) if entry.summary.value.startswith("Apply")]


def test_awards_are_days() -> None:
    [award] = events(funded_plan(), "Earned: Certificate in Cybersecurity")
    assert award.dtstart.value == date(2027, 9, 30)


def test_ids_are_stable_and_stamps_are_the_catalogue_s() -> None:
    found = list(entries(funded_plan()))
    ids = [entry.uid.value for entry in found]
    assert len(set(ids)) == len(ids)
    assert {UUID(each).version for each in ids} == {5}
    assert {entry.dtstamp.value for entry in found} == {datetime(2026, 11, 1, tzinfo=UTC)}
    plan = funded_plan()
    later = replace(plan, enrolments=tuple(replace(item, start=item.start + 6, end=item.end + 6) for item in plan.enrolments))
    assert [entry.uid.value for entry in entries(later)] == ids
    assert plan_ics(plan) == plan_ics(plan)
    assert {entry.dtstamp.value for entry in entries(diploma_plan())} == {datetime(2026, 12, 1, tzinfo=UTC)}


def test_every_run_says_that_the_plan_is_not_proved() -> None:
    titles = {one_line(item.title) for item in with_titles_apart(long_plan()).enrolments}
    runs = [event for event in calendar(long_plan()).contents["vevent"] if event.summary.value in titles]
    assert len(runs) == len(long_plan().enrolments)
    for run in runs:
        assert "This plan is not proved to be the best: no plan can finish before" in run.description.value
    assert "X-WR-CALDESC:not proved" in plan_ics(long_plan())


def test_odd_titles_come_back_as_they_were() -> None:
    titles = {entry.summary.value for entry in entries(odd_plan())}
    for title in ODD_TITLES:
        assert one_line(title) in titles
        assert f"Class: {one_line(title)}" in titles
    assert {one_line(title) for title in ODD_TITLES} == {
        event.location.value for event in calendar(odd_plan()).contents["vevent"] if hasattr(event, "location")
    }


@pytest.mark.parametrize("plan", [odd_plan(), funded_plan()], ids=["odd", "funded"])
def test_lines_are_as_the_standard_wants_them(plan: Plan) -> None:
    text = plan_ics(plan)
    assert text.count("\n") == text.count("\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert text.endswith("END:VCALENDAR\r\n")


def test_without_modules_it_is_empty() -> None:
    for plan in (held_plan(), impossible_plan()):
        assert list(entries(plan)) == []
