#!/usr/bin/env bash
# ical-generator 10.2.0 of npm, which writes calendars: whole days that repeat until a last day lose that day for those who read
# the file, east of Greenwich. Study days in Singapore, each Monday from 5 to 26 January: ical.js 2.2.1, recurring-ical-events
# 3.8.2 and ical 14.3.1 of PyPI read 5, 12 and 19 January. If one is moved from 12 to 13 January, ical.js keeps it at its old
# day, and ical has it on both.
#
# You would expect all four Mondays, and one day for one that is moved. The cause: for whole days, RFC 5545 asks for the last
# day (UNTIL, section 3.3.10) and the day that is moved (RECURRENCE-ID, section 3.8.4.4) to be written as days, as DTSTART is.
# It writes a time for both, and for the last day that of its beginning in UTC, which is on the 25th. Days that are left out
# (EXDATE) are written as days, and read rightly by all three, and so is a lesson with a time of day that is moved.
#
# The days that are right are written by hand. It needs node, npm and python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check "recurring-ical-events==3.8.2" "icalendar==7.3.2" "ical==14.3.1"
npm install --no-audit --no-fund --ignore-scripts --silent "ical-generator@10.2.0" "luxon@3.7.2" "ical.js@2.2.1"
cat > days.py <<'PYTHON'
import json
import sys
from datetime import UTC, datetime

import icalendar
import recurring_ical_events
from ical.calendar_stream import IcsCalendarStream

FROM, TO = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
text = sys.stdin.read()
read = {
    "recurring-ical-events": [
        event["DTSTART"].dt for event in recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(FROM, TO)
    ],
    "ical": [event.dtstart for event in IcsCalendarStream.calendar_from_ics(text).timeline_tz(UTC).overlapping(FROM, TO)],
}
print(json.dumps({name: sorted(day.day for day in days) for name, days in read.items()}))
PYTHON
cat > seen.mjs <<'JAVASCRIPT'
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import ical from "ical-generator";
import { DateTime } from "luxon";

const at = (day, hour) => DateTime.fromISO(`2026-01-${String(day).padStart(2, "0")}T${hour}:00`, { zone: "Asia/Singapore" });

function calendar(allDay, repeating, moved) {
  const hour = allDay ? "00" : "09";
  const timezone = "Asia/Singapore";
  const days = ical({ name: "Study days" });
  const rule = { freq: "WEEKLY", ...repeating };
  for (const key of ["until", "exclude"]) if (rule[key]) rule[key] = at(rule[key], hour);
  const event = (day, more) => days.createEvent({ id: "study", summary: "Study", timezone, allDay, start: at(day, hour), ...more });
  event(5, { repeating: rule });
  if (moved) event(moved[1], { recurrenceId: at(moved[0], hour) });
  return days.toString();
}

function byIcalJs(text) {
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((part) => new ICAL.Event(part));
  const first = events.find((event) => !event.isRecurrenceException());
  for (const event of events) if (event !== first && !first.exceptions[event.recurrenceId]) first.relateException(event);
  const [days, dates] = [[], first.iterator()];
  for (let next = dates.next(); next; next = dates.next()) days.push(first.getOccurrenceDetails(next).startDate.day);
  return days;
}

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf-8")).version;
console.log(`ical-generator ${version("ical-generator")}, ical.js ${version("ical.js")}; days of January`);
let asSeen = true;
for (const [what, allDay, repeating, moved, right, seen] of [
  ["until the 26th, whole days", true, { until: 26 }, undefined, [5, 12, 19, 26], [[5, 12, 19], [5, 12, 19], [5, 12, 19]]],
  ["without the 12th, whole days", true, { count: 4, exclude: 12 }, undefined, [5, 19, 26], []],
  ["12 moved to 13, whole days", true, { count: 3 }, [12, 13], [5, 13, 19], [[5, 12, 19], [5, 13, 19], [5, 12, 13, 19]]],
  ["12 moved to 13, at 9", false, { count: 3 }, [12, 13], [5, 13, 19], []],
]) {
  const text = calendar(allDay, repeating, moved);
  const python = JSON.parse(execFileSync("environment/bin/python", ["days.py"], { input: text, encoding: "utf-8" }));
  const found = { "ical.js": byIcalJs(text), ...python };
  console.log(`${what}: right ${right}; ${Object.entries(found).map(([name, days]) => `${name} ${days}`).join("; ")}`);
  asSeen = asSeen && Object.values(found).every((days, index) => String(days) === String(seen[index] ?? right));
}
process.exit(asSeen ? 0 : 1);
JAVASCRIPT
node seen.mjs
