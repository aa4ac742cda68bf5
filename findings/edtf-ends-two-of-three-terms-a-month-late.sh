#!/usr/bin/env bash
# edtf 4.11.1 of npm, which reads extended dates (EDTF): two of the three terms of a year end a month late. "2026-37", the first
# four months, lasts until 31 May, and "2026-38", the next four, until 30 September. So `covers` has a day in May in the first and
# the second term, and one in September in the second and the third: a course that ends in May seems to be within the first term.
#
# You would expect terms of four months that don't overlap, as EDTF defines 37 to 39 as the thirds of a year. Quarters (33 to 36) and
# halves (40, 41) are right, and edtf 5.0.2 of PyPI, another library, ends these terms with April and August. The cause: `max` of a
# season ends before months 5 and 9, which are June and October there, as months count from 0; `min` is right.
#
# It needs node, npm and python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check "edtf==5.0.2"
npm install --no-audit --no-fund --ignore-scripts --silent "edtf@4.11.1"
cat > months.py <<'PYTHON'
import json

from edtf import parse_edtf

parts = {code: parse_edtf(f"2026-{code}") for code in range(33, 42)}
print(json.dumps({code: [part.lower_strict().tm_mon, part.upper_strict().tm_mon] for code, part in parts.items()}))
PYTHON
cat > seen.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import edtf from "edtf";

const byPython = JSON.parse(readFileSync("months.json", "utf-8"));
const lengths = [[33, 3, 4], [37, 4, 3], [40, 6, 2]].flatMap(([first, months, number]) =>
  [...Array(number).keys()].map((index) => [first + index, [index * months + 1, (index + 1) * months]]),
);
const { version } = JSON.parse(readFileSync("node_modules/edtf/package.json", "utf-8"));
console.log(`edtf ${version} of npm, edtf 5.0.2 of PyPI; the first and the last month of each part of a year`);
const late = { 37: 5, 38: 9 };
let asSeen = true;
for (const [code, right] of lengths) {
  const part = edtf(`2026-${code}`);
  const covered = [...Array(12).keys()].map((month) => month + 1);
  const months = covered.filter((month) => part.covers(edtf(`2026-${String(month).padStart(2, "0")}-15`)));
  const seen = [months[0], months.at(-1)];
  console.log(`2026-${code}: should be ${right}; npm ${seen}${late[code] ? ", which is wrong" : ""}; PyPI ${byPython[code]}`);
  asSeen = asSeen && String(byPython[code]) === String(right) && String(seen) === String([right[0], late[code] ?? right[1]]);
}
process.exit(asSeen ? 0 : 1);
JAVASCRIPT
environment/bin/python months.py > months.json
node seen.mjs
