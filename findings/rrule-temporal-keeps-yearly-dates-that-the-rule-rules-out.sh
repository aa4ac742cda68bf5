#!/usr/bin/env bash
# rrule-temporal 2.2.8, which says that it complies fully with RFC 5545: yearly rules give dates that the rule rules out. "1
# January, if it is a working day" gives it each year, also on a Saturday or Sunday. "The first of 1, 2 and 3 January that is a
# working day" gives Saturday, 1 January 2028, for Monday, 3 January. "The 53rd Friday of each year" gives a Friday of January
# 2029 for 2028, which has 52. So who plans the first day of a term gets a day without lessons, and no error.
#
# You would expect what RFC 5545, section 3.3.10, says: in a yearly rule with days of the year (BYYEARDAY), weekdays (BYDAY)
# limit them, and days that there are not are left out. rrule 2.8.1 gives the dates that are right. So does rrule-temporal
# itself if 1 January is written as a month and a day of the month, or if the Friday is the fifth of a month.
#
# The dates that are right are found by trying all days. It needs node and npm. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent "rrule-temporal@2.2.8" "rrule@2.8.1"
cat > seen.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import rrule from "rrule";
import { RRuleTemporal } from "rrule-temporal";

const UNTIL = "UNTIL=20331231T090000Z";
const working = (day) => ![0, 6].includes(day.getUTCDay());
const dayOfYear = (day) => (day - Date.UTC(day.getUTCFullYear(), 0, 1)) / 86_400_000 + 1;
const iso = (day) => day.toISOString().slice(0, 10);

/** The days from the start to the end of 2033 that are chosen, looked at one by one. */
function tried(start, chosen) {
  const days = [];
  for (let time = Date.parse(start); time <= Date.UTC(2033, 11, 31); time += 86_400_000) days.push(new Date(time));
  return days.filter(chosen).map(iso);
}

const byTemporal = (start, rule) =>
  new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:${start.replaceAll("-", "")}T090000\nRRULE:${rule};${UNTIL}` })
    .all()
    .map((day) => day.toString().slice(0, 10));
const byRrule = (start, rule) =>
  rrule.rrulestr(`DTSTART:${start.replaceAll("-", "")}T090000Z\nRRULE:${rule};${UNTIL}`).all().map(iso);

const first = (day) => [1, 2, 3].map((date) => new Date(Date.UTC(day.getUTCFullYear(), 0, date))).find(working);
const days = "BYDAY=MO,TU,WE,TH,FR";
const cases = [
  ["1 January, if it is a working day", "2027-01-01", `BYYEARDAY=1;${days}`, (day) => dayOfYear(day) === 1 && working(day), 2],
  ["the same as a day of the month", "2027-01-01", `BYMONTH=1;BYMONTHDAY=1;${days}`, (day) => dayOfYear(day) === 1 && working(day), 0],
  ["the first of 1 to 3 January", "2027-01-01", `BYYEARDAY=1,2,3;${days};BYSETPOS=1`, (day) => iso(day) === iso(first(day)), 2],
  ["the 53rd Friday", "2027-12-31", "BYDAY=53FR", (day) => day.getUTCDay() === 5 && dayOfYear(day) > 7 * 52, 4],
  ["the fifth Friday of January", "2027-01-29", "BYMONTH=1;BYDAY=5FR",
    (day) => day.getUTCDay() === 5 && day.getUTCMonth() === 0 && day.getUTCDate() > 28, 0],
];
const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf-8")).version;
console.log(`rrule-temporal ${version("rrule-temporal")}, rrule ${version("rrule")}`);
let asSeen = true;
for (const [what, start, rule, chosen, wrongs] of cases) {
  const right = tried(start, chosen);
  const found = byTemporal(start, `FREQ=YEARLY;${rule}`);
  const other = byRrule(start, `FREQ=YEARLY;${rule}`);
  const wrong = found.filter((day) => !right.includes(day));
  const missing = right.filter((day) => !found.includes(day));
  const [surplus, lost] = [wrong, missing].map((list) => list.join(" ") || "none");
  console.log(`${what}: right ${right.join(" ")}; wrong by rrule-temporal: ${surplus}; missing: ${lost}`);
  asSeen = asSeen && wrong.length === wrongs && String(other) === String(right);
}
process.exit(asSeen ? 0 : 1);
JAVASCRIPT
node seen.mjs
