#!/usr/bin/env bash
# @breejs/later 4.2.0 of npm: looking back, it misses lessons that it finds looking ahead. The evening of a course is the Monday in
# the last days of each month, from the 25th on. On 1 September 2026, `prev` says that the last one was on 27 July. It was on 31
# August, as `next` and `isValid` say. Of the 33 evenings from 2026 to 2028, `next` has all, and `prev` misses three: 31 August
# 2026, 31 May 2027 and 31 January 2028. Who asks which lesson was the last one is told of the one a month before, and no error.
#
# You would expect the same dates both ways. With a list of the days, from 25 to 31, they are the same. The cause: `prev` of "after"
# asks how long the month is that it looks back from, 30 days for September, and goes to that day of the month before. So the last
# days are passed over wherever the month before is longer, and all three evenings are on such days.
#
# The dates that are right are found by trying all days. It needs node and npm. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent "@breejs/later@4.2.0"
cat > seen.cjs <<'JAVASCRIPT'
const later = require("@breejs/later");
later.date.UTC();

const DAY = 86_400_000;
const [begin, end] = [Date.UTC(2026, 0, 1), Date.UTC(2029, 0, 1)];
const iso = (day) => day.toISOString().slice(0, 10);
const days = Array.from({ length: (end - begin) / DAY }, (_, index) => new Date(begin + index * DAY + 19 * 3_600_000));
const right = days.filter((day) => day.getUTCDay() === 1 && day.getUTCDate() >= 25).map(iso);

const monday = (recur) => later.schedule(recur.on(2).dayOfWeek().on(19).hour());
const after = monday(later.parse.recur().after(25).dayOfMonth());
const listed = monday(later.parse.recur().on(25, 26, 27, 28, 29, 30, 31).dayOfMonth());
const ahead = (schedule) => schedule.next(1000, new Date(begin), new Date(end - 1)).map(iso);
const back = (schedule) => schedule.prev(1000, new Date(end - 1), new Date(begin)).map(iso).reverse();
const without = (found) => right.filter((day) => !found.includes(day)).join(" ");

console.log(`@breejs/later ${require("./node_modules/@breejs/later/package.json").version}`);
const september = new Date(Date.UTC(2026, 8, 1));
const before = [after, listed].map((schedule) => iso(schedule.prev(1, september)));
console.log(`before 1 September 2026: ${before[0]}; with a list of days: ${before[1]}`);
const valid = days.filter((day) => after.isValid(day)).map(iso);
console.log(`${right.length} evenings; isValid misses ${without(valid) || "none"}; next ${without(ahead(after)) || "none"}`);
console.log(`prev misses ${without(back(after)) || "none"}; with a list of days: ${without(back(listed)) || "none"}`);
const same = [valid, ahead(after), ahead(listed), back(listed)].every((found) => found.join() === right.join());
const asSeen = same && before.join() === "2026-07-27,2026-08-31" && back(after).every((day) => right.includes(day));
process.exit(asSeen && without(back(after)) === "2026-08-31 2027-05-31 2028-01-31" ? 0 : 1);
JAVASCRIPT
node seen.cjs
