#!/usr/bin/env bash
# ical.js 2.2.1, which Thunderbird reads calendars with: yearly rules give dates that the rule does not name. "The last day of
# January and of February, each year" gives 28 January. "The 31st of May and of September, each year" gives 1 October, as
# September has no 31st. "The 20th Monday of each year", an example of RFC 5545 itself, gives the next Mondays, too.
#
# You would expect what RFC 5545 says: a day that its month does not have is left out, -1 is the last day of the month (section
# 3.3.10), and the example goes on with 18 May 1998 (section 3.8.5.3). The first two rules with MONTHLY for YEARLY mean the same,
# and are right. Terms begin and end on such days: who reads a calendar of terms gets wrong dates, and no error.
#
# The dates that are expected are worked out by hand. It needs node and npm. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent "ical.js@2.2.1"
cat > seen.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

function dates(start, rule, howMany) {
  const event = ["UID:term@example.org", "DTSTAMP:20260101T000000Z", `DTSTART;VALUE=DATE:${start}`, `RRULE:${rule}`];
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", "BEGIN:VEVENT", ...event, "END:VEVENT", "END:VCALENDAR", ""];
  const text = lines.join("\r\n");
  const days = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent")).iterator();
  return Array.from({ length: howMany }, () => days.next().toString()).join(" ");
}

const terms = "2026-05-31 2027-05-31 2028-05-31 2029-05-31";
const ends = "2026-01-31 2026-02-28 2027-01-31 2027-02-28";
const cases = [
  ["20260131", "FREQ=YEARLY;BYMONTH=1,2;BYMONTHDAY=-1", ends, "2026-02-28 2027-01-28 2027-02-28 2028-01-29"],
  ["20260131", "FREQ=MONTHLY;BYMONTH=1,2;BYMONTHDAY=-1", ends, ends],
  ["20260531", "FREQ=YEARLY;BYMONTH=5,9;BYMONTHDAY=31", terms, "2026-05-31 2026-10-01 2027-05-31 2027-10-01"],
  ["20260531", "FREQ=MONTHLY;BYMONTH=5,9;BYMONTHDAY=31", terms, terms],
  ["19970519", "FREQ=YEARLY;BYDAY=20MO", "1997-05-19 1998-05-18 1999-05-17", "1997-05-19 1997-05-26 1997-06-02"],
];
console.log(`ical.js ${JSON.parse(readFileSync("node_modules/ical.js/package.json", "utf-8")).version}`);
let asSeen = true;
for (const [start, rule, right, asBefore] of cases) {
  const found = dates(start, rule, right.split(" ").length);
  console.log(`${rule}: ${found}${found === right ? "" : `; by RFC 5545: ${right}`}`);
  asSeen = asSeen && found === asBefore;
}
process.exit(asSeen ? 0 : 1);
JAVASCRIPT
node seen.mjs
