#!/usr/bin/env bash
# date-holidays 3.37.0 of npm: where Hari Raya is on a Sunday, the Monday after it is no holiday in Singapore. In 2022, Hari
# Raya Haji was on Sunday, 10 July, and the library says so, but not that Monday, 11 July, was a holiday as well. So are 12
# August 2019 and 25 May 2020 missing. For each other holiday on a Sunday from 2018 to 2027, the library has the Monday after
# it.
#
# You would expect one rule for all, as the Holidays Act has it: a public holiday on a Sunday makes the Monday one. The Ministry
# of Manpower said in October 2021 that Hari Raya Haji on 10 July makes Monday, 11 July 2022, a public holiday. holidays 0.109
# of PyPI has all these Mondays. The library warns that dates of the Islamic calendar may be off by the sighting of the moon;
# the dates of 2019, 2020 and 2022 are right. The cause: its list for Singapore asks for the Monday (`substitute`) of the other
# holidays only.
#
# The script needs node, npm and python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check "holidays==0.109"
npm install --no-audit --no-fund --ignore-scripts --silent "date-holidays@3.37.0"
cat > days.py <<'PYTHON'
import json

import holidays

print(json.dumps(sorted(map(str, holidays.SG(years=range(2018, 2028))))))
PYTHON
cat > seen.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import Holidays from "date-holidays";

const byPython = JSON.parse(readFileSync("days.json", "utf-8"));
const { version } = JSON.parse(readFileSync("node_modules/date-holidays/package.json", "utf-8"));
const library = new Holidays("SG");
const years = [...Array(10).keys()].map((index) => 2018 + index);
const days = years.flatMap((year) => library.getHolidays(year)).filter(({ type }) => type === "public");
const dates = days.map(({ date }) => date.slice(0, 10));
console.log(`date-holidays ${version} of npm, holidays 0.109 of PyPI`);
const seen = [];
for (const { date, name } of days) {
  const sunday = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  if (sunday.getUTCDay() !== 0 || !byPython.includes(date.slice(0, 10))) continue;
  const monday = new Date(sunday.getTime() + 86_400_000).toISOString().slice(0, 10);
  const [here, there] = [dates, byPython].map((list) => list.includes(monday));
  console.log(`${name}, Sunday ${date.slice(0, 10)}: the Monday is ${here ? "" : "not "}in npm's, ${there ? "" : "not "}in PyPI's`);
  seen.push([monday, name.startsWith("Hari Raya"), here, there]);
}
const missing = seen.filter(([, , here]) => !here).map(([monday]) => monday);
const asSeen = seen.length > 8 && seen.every(([, hariRaya, here, there]) => here !== hariRaya && there);
process.exit(asSeen && ["2019-08-12", "2020-05-25", "2022-07-11"].every((monday) => missing.includes(monday)) ? 0 : 1);
JAVASCRIPT
environment/bin/python days.py > days.json
node seen.mjs
