#!/usr/bin/env bash
# minizinc 4.5.1 of npm, which has MiniZinc 2.10.0 with its solvers: Gecode keeps room for a module that takes no time. Of three
# modules the first is left out, so its length is 0; it would take 4 hours a week, the others 2 and 1. The fewest hours a week
# are 2, and Chuffed, HiGHS and CBC find them. Gecode calls 4 optimal. With a limit of 3 hours a week, Gecode says that there is
# no plan.
#
# You would expect a module that takes no time to need none. The documentation of `cumulative` asks that the tasks never need
# more than the limit at any one time, and allows lengths of 0. MiniZinc says so itself where no two of the modules fit beside
# each other: there it asks for a length of 0 or enough hours, and Gecode finds the plan. The cause: otherwise it hands the
# lists to Gecode's own `cumulatives`, where each task seems to have to be within the limit, however long it is.
#
# The fewest hours are found by trying all begins. The package is for browsers; here, node stands in for one. The script needs
# node and npm. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent "minizinc@4.5.1"
cat > run.cjs <<'JAVASCRIPT'
// Runs MiniZinc once, as the worker of the package does: node run.cjs SOLVER MODEL
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { runInThisContext } = require("node:vm");

const dist = join(__dirname, "node_modules/minizinc/dist");
const worker = join(dist, "minizinc-worker.js");
const [solver, model] = process.argv.slice(2);
const said = [];
let handle;
Object.assign(globalThis, { require, __dirname: dist, __filename: worker });
globalThis.addEventListener = (_, handler) => {
  handle = (data) => handler({ data });
};
globalThis.postMessage = (message) => {
  said.push(message);
  if (message.type === "ready") handle({ files: { "m.mzn": model }, args: ["--solver", solver, "m.mzn"], jsonStream: true });
  if (message.type !== "exit") return;
  const solution = said.filter(({ type }) => type === "solution").at(-1);
  const status = said.find(({ type }) => type === "status");
  console.log(status?.status ?? "SATISFIED", solution?.output.default ?? "");
  process.exit(message.code);
};
runInThisContext(readFileSync(worker, "utf-8"), { filename: worker });
handle({ wasmURL: join(dist, "minizinc.wasm"), dataURL: join(dist, "minizinc.data") });
JAVASCRIPT
cat > seen.mjs <<'JAVASCRIPT'
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const SOLVERS = ["gecode", "chuffed", "highs", "coin-bc"];
const [WEEKS, LENGTHS] = [6, [0, 2, 2]];
const byMinizinc = (solver, model) =>
  execFileSync("node", ["run.cjs", solver, model], { encoding: "utf-8" }).replace("\n", "");

/** The fewest hours a week, found by trying all begins. */
function fewest(hours) {
  const numbers = (below) => [...Array(below).keys()];
  const begins = numbers(WEEKS ** LENGTHS.length).map((n) => LENGTHS.map((_, i) => Math.floor(n / WEEKS ** i) % WEEKS));
  const under = (begin, week) => hours.filter((_, i) => begin[i] <= week && week < begin[i] + LENGTHS[i]);
  const sum = (list) => list.reduce((total, n) => total + n, 0);
  return Math.min(...begins.map((begin) => Math.max(...numbers(WEEKS + 2).map((week) => sum(under(begin, week))))));
}

const rule = (hours, limit) => `include "cumulative.mzn"; array[1..3] of var 0..${WEEKS - 1}: begin; var 0..9: most;
constraint cumulative(begin, [${LENGTHS}], [${hours}], ${limit});`;
const { version } = JSON.parse(readFileSync("node_modules/minizinc/package.json", "utf-8"));
console.log(`minizinc ${version} of npm`);
let asSeen = true;
const least = 'solve minimize most; output ["\\(most)"];';
const any = 'solve satisfy; output ["a plan"];';
for (const [what, hours, limit, end, expected, byGecode] of [
  ["the fewest hours a week", [4, 2, 1], "most", least, "OPTIMAL_SOLUTION 2", "OPTIMAL_SOLUTION 4"],
  ["at most 3 hours a week", [4, 2, 1], 3, any, "SATISFIED a plan", "UNSATISFIABLE "],
  ["at most 3, of modules of 4, 2 and 2", [4, 2, 2], 3, any, "SATISFIED a plan", "SATISFIED a plan"],
]) {
  const found = SOLVERS.map((solver) => [solver, byMinizinc(solver, rule(hours, limit) + end)]);
  console.log(`${what}: ${fewest(hours)} by trying all; ${found.map((answer) => answer.join(": ")).join(", ")}`);
  const right = found.every(([solver, answer]) => answer === (solver === "gecode" ? byGecode : expected));
  asSeen = asSeen && right && fewest(hours) === 2;
}
process.exit(asSeen ? 0 : 1);
JAVASCRIPT
node seen.mjs
