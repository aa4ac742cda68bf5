#!/usr/bin/env bash
# PyJobShop 0.0.9 with OR-Tools 9.15.6755: two machines that have to take their tasks in the same order take them in opposite orders
# if a task has two modes on the first machine. Two courses have a lecture in a hall and then a lab in a room, in the same order.
# The best plan ends at 7. If the first lecture may also take longer, which no plan needs, PyJobShop calls a plan optimal that ends
# at 10, and has the labs in the order in which the lectures are not.
#
# You would expect a choice that nobody has to use not to make the best plan worse, and the same order to be the same. The cause: if
# `add_same_sequence` is not told the tasks, each machine's tasks are listed from its modes (`_same_sequence_constraints`), so the
# lecture comes twice, and the pairs of the two machines no longer match. If the same tasks are named, the plan ends at 7 again.
#
# The earliest end is found by trying all orders. The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pyjobshop==0.0.9" "ortools==9.15.6755"
cat > "$folder/seen.py" <<'PYTHON'
import sys
from importlib.metadata import version
from itertools import permutations, product

from pyjobshop import Model

LECTURES, LABS = ((2,), (3,)), (3, 2)
WITH_CHOICE = ((2, 4), (3,))


def earliest(lectures: tuple[tuple[int, ...], ...]) -> int:
    """The earliest end, found by trying all orders and all lengths of the lectures."""
    ends = []
    for order, lengths in product(permutations((0, 1)), product(*lectures)):
        hall, room = 0, 0
        for course in order:
            hall += lengths[course]
            room = max(hall, room) + LABS[course]
        ends.append(room)
    return min(ends)


def solved(lectures: tuple[tuple[int, ...], ...], named: bool) -> tuple[str, int, list[int], list[int]]:
    """The verdict, the end of the plan, and the order of the courses in the hall and in the room."""
    model = Model()
    hall, room = model.add_machine(name="hall"), model.add_machine(name="room")
    in_hall, in_room = [], []
    for lengths, lab_length in zip(lectures, LABS, strict=True):
        lecture, lab = model.add_task(), model.add_task()
        for length in lengths:
            model.add_mode(lecture, hall, duration=length)
        model.add_mode(lab, room, duration=lab_length)
        model.add_end_before_start(lecture, lab)
        in_hall.append(lecture)
        in_room.append(lab)
    model.add_same_sequence(hall, room, in_hall if named else None, in_room if named else None)
    result = model.solve(display=False, num_workers=1)
    starts = [task.start for task in result.best.tasks]
    orders = [sorted((0, 1), key=starts[first::2].__getitem__) for first in (0, 1)]
    return result.status.value, int(result.objective), *orders


print(f"PyJobShop {version('pyjobshop')}, OR-Tools {version('ortools')}")
as_seen = True
for what, lectures, named, expected in (
    ("one mode each", LECTURES, False, ("Optimal", 7, [0, 1], [0, 1])),
    ("two modes for the first lecture", WITH_CHOICE, False, ("Optimal", 10, [0, 1], [1, 0])),
    ("two modes, and the tasks are named", WITH_CHOICE, True, ("Optimal", 7, [0, 1], [0, 1])),
):
    verdict, end, lecture_order, lab_order = seen = solved(lectures, named)
    best = earliest(lectures)
    print(f"{what}: {verdict}, ends at {end} (by trying all: {best}); lectures in the order {lecture_order}, labs {lab_order}")
    as_seen = as_seen and seen == expected and best == 7
sys.exit(0 if as_seen else 1)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py"
