#!/usr/bin/env bash
# javascript-lp-solver 1.0.3: one of three modules must be taken, which is written as "at most -1" of its negative (`-x <= -1`). The
# plan is the best one, but its `result` is the worth of the other modules alone: 4 instead of 9. If the others have no room, it is
# 0 instead of 5. So who compares two plans by their results takes the wrong one.
#
# You would expect the result to be the objective of the plan. It is with `presolve: false`, with "at least 1" (`x >= 1`), which is
# the same rule, and with YALPS 0.6.4 in each case. The documentation says of presolve only that it is preprocessing. The cause:
# presolve finds that the variable can have one value only, and sets its cost to 0 (`applyPresolveReductions`), but keeps it in the
# model and adds its cost nowhere else. From "at least 1" it concludes nothing.
#
# What is right is found by trying all. The script needs node and npm. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent "javascript-lp-solver@1.0.3" "yalps@0.6.4"
cat > seen.mjs <<'JAVASCRIPT'
import { createRequire } from "node:module";
import { solve } from "yalps";
const require = createRequire(import.meta.url);
const solver = require("javascript-lp-solver");

const modules = { networks: { worth: 5, hours: 20 }, statistics: { worth: 4, hours: 10 }, ethics: { worth: 3, hours: 10 } };
const names = Object.keys(modules);
const sumOf = (what, taken) => taken.reduce((sum, name) => sum + modules[name][what], 0);

/** The most worth, found by trying all choices of modules. */
function most(hours, must) {
  const choices = [...Array(2 ** names.length).keys()].map((bits) => names.filter((_, index) => bits & (2 ** index)));
  const allowed = choices.filter((taken) => sumOf("hours", taken) <= hours && (!must || taken.includes("networks")));
  return Math.max(...allowed.map((taken) => sumOf("worth", taken)));
}

function model(hours, coefficient, rule) {
  const variables = structuredClone(modules);
  variables.networks.must = coefficient;
  return { variables, constraints: { hours: { max: hours }, must: rule } };
}

function byJavascript(hours, coefficient, rule, presolve) {
  const binaries = Object.fromEntries(names.map((name) => [name, 1]));
  const options = presolve ? {} : { options: { presolve: false } };
  const found = solver.Solve({ optimize: "worth", opType: "max", ...model(hours, coefficient, rule), binaries, ...options });
  return [found.feasible, found.result, sumOf("worth", names.filter((name) => found[name]))];
}

const byYalps = (hours, coefficient, rule) =>
  solve({ direction: "maximize", objective: "worth", ...model(hours, coefficient, rule), binaries: names }).result;

const [javascript, yalps] = ["javascript-lp-solver", "yalps"].map((name) => require(`./node_modules/${name}/package.json`).version);
console.log(`javascript-lp-solver ${javascript}, YALPS ${yalps}`);
let asSeen = true;
for (const [what, hours, coefficient, rule, expected] of [
  ["networks may be taken, 30 hours", 30, -1, { max: 0 }, 9],
  ["-networks <= -1, 30 hours", 30, -1, { max: -1 }, 4],
  ["-networks <= -1, 20 hours", 20, -1, { max: -1 }, 0],
  ["networks >= 1, 30 hours", 30, 1, { min: 1 }, 9],
  ["networks >= 1, 20 hours", 20, 1, { min: 1 }, 5],
]) {
  const right = most(hours, rule.max !== 0);
  const [feasible, result, worth] = byJavascript(hours, coefficient, rule, true);
  const plain = byJavascript(hours, coefficient, rule, false);
  const other = byYalps(hours, coefficient, rule);
  const others = `without presolve ${plain[1]}, YALPS ${other}`;
  console.log(`${what}: the most is ${right}; result ${result}, its plan is worth ${worth}; ${others}`);
  asSeen = asSeen && feasible && result === expected && [worth, plain[1], plain[2], other].every((number) => number === right);
}
process.exit(asSeen ? 0 : 1);
JAVASCRIPT
node seen.mjs
