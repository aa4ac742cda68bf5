#!/usr/bin/env bash
# ts-ics 2.4.6 of npm, which reads and writes calendars: `extendByRecurrenceRule` gives wrong dates for three plain rules. Of ten
# lessons, one each working day, it gives eight. Lessons at 9:30 on the second Tuesday of each month are at midnight, without the
# first one, and with one too late in its place. Meetings on the last day of each month are on the day before it: 27 February,
# 30 March.
#
# You would expect what RFC 5545, section 3.3.10, says: days of the week limit a rule of days, and what is left is counted; the
# time of day is that of the start, which is the first one of the count; and -1 is the last day of a month. rrule 2.8.1 gives the
# right dates. So does ts-ics for the same ten lessons as a weekly rule, and for the 15th of each month. The causes: it takes ten
# days first, and of these the working days (`iterateBase`, `iterateBy`); it looks for a Tuesday from the start of the month on,
# which is at midnight (`iterateByDay`); and it sets the day of a date to -1 (`iterateByMonthDay`), but for JavaScript 0 is the
# last day of the month before.
#
# The dates that are right are found by trying all days. It needs node and npm. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent "ts-ics@2.4.6" "rrule@2.8.1"
cat > seen.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import rrule from "rrule";
import { convertIcsRecurrenceRule, extendByRecurrenceRule } from "ts-ics";

const DAY = 86_400_000;
const iso = (time) => time.toISOString().slice(0, 16).replace("T", " ");
const working = (time) => ![0, 6].includes(time.getUTCDay());
const secondTuesday = (time) => time.getUTCDay() === 2 && Math.ceil(time.getUTCDate() / 7) === 2;
const fifteenth = (time) => time.getUTCDate() === 15;
const last = (time) => new Date(time.getTime() + DAY).getUTCDate() === 1;

/** The first times from the start on that are chosen, a day apart, looked at one by one. */
function tried(start, count, chosen) {
  const found = [];
  for (let time = start.getTime(); found.length < count; time += DAY) if (chosen(new Date(time))) found.push(new Date(time));
  return found.map(iso);
}

const END = new Date("2027-01-01T00:00:00Z");
const byTsIcs = (start, value) =>
  extendByRecurrenceRule(convertIcsRecurrenceRule(undefined, { value }), { start, end: END }).map(iso);
const byRrule = (start, value) => {
  const begin = start.toISOString().replace(/[-:]|\.000/g, "");
  return rrule.rrulestr(`DTSTART:${begin}\nRRULE:${value}`).all().map(iso);
};

const cases = [
  ["ten lessons, one each working day", "2026-01-05T09:30:00Z", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=10", 10, working, 2, 0],
  ["the same, as a weekly rule", "2026-01-05T09:30:00Z", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=10", 10, working, 0, 0],
  ["second Tuesday of each month", "2026-01-13T09:30:00Z", "FREQ=MONTHLY;BYDAY=2TU;COUNT=3", 3, secondTuesday, 3, 3],
  ["last day of each month", "2026-01-31T09:30:00Z", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", 3, last, 3, 3],
  ["15th of each month", "2026-01-15T09:30:00Z", "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=3", 3, fifteenth, 0, 0],
];
const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf-8")).version;
console.log(`ts-ics ${version("ts-ics")}, rrule ${version("rrule")}`);
let asSeen = true;
for (const [what, begin, rule, count, chosen, missing, wrong] of cases) {
  const start = new Date(begin);
  const right = tried(start, count, chosen);
  const found = byTsIcs(start, rule);
  const missed = right.filter((time) => !found.includes(time));
  const others = found.filter((time) => !right.includes(time));
  console.log(`${what}: ${found.length} of ${count} by ts-ics`);
  console.log(`  missing: ${missed.join(", ") || "none"}; wrong: ${others.join(", ") || "none"}`);
  asSeen = asSeen && missed.length === missing && others.length === wrong && String(byRrule(start, rule)) === String(right);
}
process.exit(asSeen ? 0 : 1);
JAVASCRIPT
TZ=UTC node seen.mjs
