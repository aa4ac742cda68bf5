#!/usr/bin/env bash
# ical 14.3.1 of PyPI, which Home Assistant reads calendars with: if the times are in UTC, a lesson that was moved is given
# twice, at its old time and at its new one. Of three lessons a week apart, the second is moved by a day, and the timeline has
# four. And of three lessons that are listed one by one (RDATE), the first is left out, in any time zone.
#
# You would expect three lessons each time. By RFC 5545, a lesson with a RECURRENCE-ID stands for the one at that time (section
# 3.8.4.4), and DTSTART is the first of the recurring lessons (section 3.8.5.2). With times of a time zone, times without one
# and whole days, the moved lesson is right, and so is a list beside a weekly rule. recurring-ical-events 3.8.2 is right each
# time. The causes: the two times are compared as texts, of which one has the Z of UTC and the other had it cut off
# (`_recurrence_id_for`); and what is listed is taken for the whole set, without the start (`_ruleset`).
#
# The lessons that are right are written by hand. The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check "ical==14.3.1" "recurring-ical-events==3.8.2" "icalendar==7.3.2"
cat > seen.py <<'PYTHON'
import sys
from datetime import UTC, date, datetime
from importlib.metadata import version

import icalendar
import recurring_ical_events
from ical.calendar_stream import IcsCalendarStream

FROM, TO = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)


def calendar(*events: list[str]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN"]
    for event in events:
        lines += ["BEGIN:VEVENT", "UID:lesson@example.org", "DTSTAMP:20260101T000000Z", "SUMMARY:Lesson", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def lesson(zone: str, day: int) -> list[str]:
    if zone == ";VALUE=DATE":
        return [f"DTSTART{zone}:202601{day:02}"]
    end = "Z" if zone == "Z" else ""
    parameter = "" if zone == "Z" else zone
    return [f"DTSTART{parameter}:202601{day:02}T090000{end}", f"DTEND{parameter}:202601{day:02}T100000{end}"]


def also_on(name: str, zone: str, *days: int) -> str:
    """The property of that name with those days, written as the start of a lesson on the first of them is."""
    parameter, _, start = lesson(zone, 1)[0].removeprefix("DTSTART").partition(":")
    return f"{name}{parameter}:{','.join(f'202601{day:02}{start[8:]}' for day in days)}"


def moved(zone: str) -> str:
    weekly = [*lesson(zone, 5), "RRULE:FREQ=WEEKLY;COUNT=3"]
    return calendar(weekly, [also_on("RECURRENCE-ID", zone, 12), *lesson(zone, 13)])


def by_ical(text: str) -> list[date]:
    timeline = IcsCalendarStream.calendar_from_ics(text).timeline_tz(UTC)
    return [event.dtstart for event in timeline.overlapping(FROM, TO)]


def by_other(text: str) -> list[date]:
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(FROM, TO)
    return [event["DTSTART"].dt for event in events]


print(f"ical {version('ical')}, recurring-ical-events {version('recurring-ical-events')}; days of January")
SINGAPORE = ";TZID=Asia/Singapore"
as_seen = True
for what, text, right, expected in (
    ("the second moved, UTC", moved("Z"), [5, 13, 19], [5, 12, 13, 19]),
    ("the second moved, Singapore", moved(SINGAPORE), [5, 13, 19], [5, 13, 19]),
    ("the second moved, no time zone", moved(""), [5, 13, 19], [5, 13, 19]),
    ("the second moved, whole days", moved(";VALUE=DATE"), [5, 13, 19], [5, 13, 19]),
    ("listed, UTC", calendar([*lesson("Z", 5), also_on("RDATE", "Z", 7, 9)]), [5, 7, 9], [7, 9]),
    ("listed, Singapore", calendar([*lesson(SINGAPORE, 5), also_on("RDATE", SINGAPORE, 7, 9)]), [5, 7, 9], [7, 9]),
    (
        "listed beside a rule, UTC",
        calendar([*lesson("Z", 5), "RRULE:FREQ=WEEKLY;COUNT=2", also_on("RDATE", "Z", 7)]),
        [5, 7, 12],
        [5, 7, 12],
    ),
):
    found, other = (sorted(day.day for day in read(text)) for read in (by_ical, by_other))
    print(f"{what}: ical {found}, recurring-ical-events {other}{'' if found == right else ', which is right'}")
    as_seen = as_seen and found == expected and other == right
sys.exit(0 if as_seen else 1)
PYTHON
environment/bin/python seen.py
