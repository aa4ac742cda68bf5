#!/usr/bin/env bash
# CPMpy 1.1.1 with pychoco 0.4.0: asked whether two classes can clash, Choco finds a clash where there is none. One class begins at
# 0 and takes 1 or 2, the other begins at 3 and takes 2. "There is a clash if and only if they overlap" has an answer with a clash,
# and CPMpy itself says of that answer that they don't overlap. With OR-Tools 9.15.6755, and with Choco if each length is fixed,
# there is no clash, as you would expect. For starts from 0 to 3, Choco has 32 ways to overlap, of which 15 are none.
#
# The cause seems to be the ends that Choco needs if a length is open: "not" then applies to "start + length = end" as well, and a
# wrong end counts as an overlap. Who asks whether a plan can fail is told that it can, and who counts clashes counts too many.
#
# The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "cpmpy==1.1.1" "pychoco==0.4.0" "ortools==9.15.6755"
cat > "$folder/seen.py" <<'PYTHON'
import sys
from importlib.metadata import version

import cpmpy


def clash(solver: str, longest: int) -> tuple[bool, bool]:
    """Whether a clash is found, and if so, whether CPMpy says that the classes of the answer overlap."""
    starts = cpmpy.intvar(0, 5, shape=2, name="starts")
    length = cpmpy.intvar(1, longest, name="length")
    apart, clashes = cpmpy.NoOverlap(starts, [length if longest > 1 else 1, 2]), cpmpy.boolvar(name="clashes")
    model = cpmpy.Model(starts[0] == 0, starts[1] == 3, length >= 1, clashes == ~apart, clashes)
    found = model.solve(solver=solver)
    return found, found and not apart.value()


def ways(solver: str) -> tuple[int, int]:
    """How many ways to overlap there are, and of how many CPMpy says that they are none."""
    starts, length = cpmpy.intvar(0, 3, shape=2, name="starts"), cpmpy.intvar(1, 2, name="length")
    apart, found = cpmpy.NoOverlap(starts, [length, 2]), {}

    def keep() -> None:
        found[*starts.value(), length.value()] = apart.value()

    cpmpy.Model(~apart).solveAll(solver=solver, display=keep)
    return len(found), sum(found.values())


print(f"CPMpy {version('cpmpy')}, pychoco {version('pychoco')}, OR-Tools {version('ortools')}")
as_seen = True
expected = {"ortools": ((False, False), (False, False), (17, 0)), "choco": ((False, False), (True, False), (32, 15))}
for solver, right in expected.items():
    fixed, free, counted = seen = clash(solver, 1), clash(solver, 2), ways(solver)
    for lengths, (found, overlap) in (("1", fixed), ("1 or 2", free)):
        answer = "no clash" if not found else "a clash" if overlap else "a clash, but they do not overlap"
        print(f"{solver}, length {lengths}: {answer}")
    print(f"{solver}, starts from 0 to 3: {counted[0]} ways to overlap, of which {counted[1]} do not")
    as_seen = as_seen and seen == right
sys.exit(0 if as_seen else 1)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py"
