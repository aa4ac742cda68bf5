"""Entries that nobody can ever start or earn, because they wait for one another (MC301 to MC303, MC308, MC312).

Knows requirements as a graph over the whole catalogue; nothing of starts.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from mcplanner.catalogue.model import Award, Catalogue, Module, MonthBounds
from mcplanner.catalogue.requirements import (
    AnyOf,
    Choose,
    Credits,
    Path,
    Requirement,
    Skill,
    compulsory,
    halves,
    ids,
    parts,
    skills,
    walk,
)
from mcplanner.files.checks.findings import Finding, entries, error, warning
from mcplanner.files.checks.references import repeated_ids
from mcplanner.files.checks.trees import credits_of

_Edges = dict[str, list[str]]
"""For each entry, those that it waits for or names."""

_Place = tuple[str, bool]
"""A place of a search: an entry, and True if a step on the way there was `after`."""

MOST_ROUNDS = 30
"""Rounds in which what leads to no circle is left out: each takes a look at all that is left, and few chains are longer."""

MOST_SHOWN = 8
"""Entries of a cycle that a message shows; of longer ones it leaves out the middle."""


def cycles(catalogue: Catalogue) -> Iterator[Finding]:
    """MC301, MC302, MC303, MC312: nothing waits for itself.

    A cycle of entries that nobody can ever reach is an error, MC312 if a module would have to go alongside something that comes
    after it. A cycle of awards is always one (MC303): what an award is earned by cannot be the award itself. If alternatives
    lead to every entry of another cycle, it is a warning (MC302). A cycle through a skill that other modules teach too does not
    count.
    """
    if any(repeated_ids(catalogue)):
        return  # an id with two meanings would join requirements into circles that nobody wrote
    if not _goes_round(catalogue):
        return
    paths = {entry.id: path for path, entry in entries(catalogue) if path[0] != "roles"}
    reached = _reachable(catalogue)
    after, beside = _waits(catalogue, paths.keys(), reached)
    shown: set[str] = set()
    for cycle in _cycles(after):
        shown.update(cycle)
        yield _without_a_way(catalogue, cycle, (*paths[cycle[0]], "requires"))
    for name, steps in _late_companions(after, beside, shown):
        message = f"'{name}' can never start: {_shorten(steps, ', ')}"
        yield error("MC312", message, (*paths[name], "alongside"), "remove one of these steps")
    yield from _with_alternatives(catalogue, paths, _references(catalogue, paths.keys(), reached), shown)


def _without_a_way(catalogue: Catalogue, cycle: Sequence[str], path: Path) -> Finding:
    """A cycle of entries that nobody can ever reach."""
    if all(name in catalogue.award_by_id for name in cycle):
        return error("MC303", f"the award '{cycle[0]}' needs itself: {_arrows(cycle)}", path, "break the circle")
    return error("MC301", f"'{cycle[0]}' must come before itself: {_arrows(cycle)}", path, "break the circle")


def _with_alternatives(
    catalogue: Catalogue, paths: Mapping[str, Path], references: _Edges, shown: set[str]
) -> Iterator[Finding]:
    """Cycles that alternatives avoid, without those that have something in common with what was shown before."""
    for cycle in _cycles(_among_awards(catalogue, references)):
        shown.update(cycle)
        message = f"the award '{cycle[0]}' may need itself: {_arrows(cycle)}"
        yield error("MC303", message, (*paths[cycle[0]], "requires"), "an award counts toward no award that it needs itself")
    for cycle in _cycles(references):
        if not shown.isdisjoint(cycle):
            continue
        message = f"'{cycle[0]}' may have to come before itself: {_arrows(cycle)}"
        yield warning("MC302", message, (*paths[cycle[0]], "requires"), "only an alternative avoids it")


def _goes_round(catalogue: Catalogue) -> bool:
    """Return whether an entry names itself on any way; in nearly every catalogue none does, so nothing is looked for."""
    left = [
        _Naming(entry.id, _counting_as(catalogue, ids + beside), skills) for entry, ids, skills, beside in catalogue.requiring
    ]
    teaching = [_Naming("", _counting_as(catalogue, (module.id,)), module.skills) for module in catalogue.modules]
    names: set[str] = set()
    for _ in range(MOST_ROUNDS):
        names = {own.name for own in left}
        teaching = [own for own in teaching if not names.isdisjoint(own.named)]
        shown = {skill for own in teaching for skill in own.skills}
        fewer = [own for own in left if not (names.isdisjoint(own.named) and shown.isdisjoint(own.skills))]
        if len(fewer) == len(left):
            break
        left = fewer
    return _is_round(left, teaching, names)


class _Naming(NamedTuple):
    """An entry with everything that counts as what it names, and the skills that it names."""

    name: str
    named: Collection[str]
    skills: Collection[str]


def _is_round(entries_left: Iterable[_Naming], teaching: Iterable[_Naming], names: set[str]) -> bool:
    """Return whether there is a circle among some entries and the skills that modules teach."""
    edges: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for own in entries_left:
        edges[own.name].update(names.intersection(own.named), (("skill", skill) for skill in own.skills))
    for own in teaching:
        for skill in own.skills:
            edges["skill", skill].update(names.intersection(own.named))
    try:
        TopologicalSorter(edges).prepare()
    except CycleError:
        return True
    return False


def _counting_as(catalogue: Catalogue, names: tuple[str, ...]) -> Collection[str]:
    """Everything that counts as one of some entries, themselves included."""
    return frozenset().union(*(_same(catalogue, name) for name in names)) if catalogue.exclusions else names


def _waits(catalogue: Catalogue, names: Collection[str], reached: Container[Hashable]) -> tuple[_Edges, _Edges]:
    """What the entries that nobody can reach wait for: what must come before them, and what must go alongside them."""

    def unreached(wanted: Iterable[str]) -> list[str]:
        """Everything that counts as one of the names, unless some of it can be reached."""
        own = (name for name in wanted if _key(catalogue, name) not in reached)
        return [other for name in own for other in sorted(catalogue.places.unit(name)) if other in names]

    stuck = [catalogue.entry_by_id[name] for name in names if name not in reached]
    after = {entry.id: unreached(_needed_first(catalogue, entry.requires)) for entry in stuck if entry.requires is not None}
    beside = {entry.id: unreached(entry.alongside) for entry in stuck if isinstance(entry, Module) and entry.alongside}
    return after, beside


def _needed_first(catalogue: Catalogue, requirement: Requirement) -> Iterator[str]:
    """What a requirement names, and all modules that teach its skills."""
    yield from ids(requirement)
    for skill in skills(requirement):
        yield from (module.id for module in catalogue.modules_by_skill.get(skill, ()))


def _references(catalogue: Catalogue, names: Iterable[str], reached: Container[Hashable]) -> _Edges:
    """For each entry that can be reached, those that its requirement names and that can be reached too."""
    own = {name: catalogue.entry_by_id[name].requires for name in names if name in reached}
    return {name: [other for other in ids(needs) if other in reached] for name, needs in own.items() if needs is not None}


def _among_awards(catalogue: Catalogue, references: Mapping[str, Sequence[str]]) -> _Edges:
    """Of what entries name, only the awards that awards name."""
    awards = catalogue.award_by_id
    return {name: [other for other in named if other in awards] for name, named in references.items() if name in awards}


def validity_too_short(catalogue: Catalogue) -> Iterator[Finding]:
    """MC308: an award's `valid_months` outlasts each compulsory module that must follow another compulsory one.

    The earlier of two such modules has ended before the later begins. So when the later ends, the earlier is at least as old
    as the later is long. This is a warning: what a learner already holds may count by other dates.
    """
    longest = max(map(_shortest, catalogue.modules), default=0)
    for index, award in enumerate(catalogue.awards):
        if award.valid_months is None or award.valid_months >= longest:
            continue
        for earlier, module in _compulsory_in_a_row(catalogue, award):
            shortest = _shortest(module) if module.paces else 0
            if shortest > award.valid_months:
                message = f"'{earlier}' expires before '{module.id}' ends, which follows it and takes {shortest} months"
                yield warning("MC308", message, ("awards", index, "valid_months"), f"valid_months must be at least {shortest}")


def _shortest(module: Module) -> int:
    """The fewest months that a module takes, 0 if they are unknown."""
    match module.months:
        case int():
            return module.months
        case MonthBounds():
            return module.months.min
        case _:
            return 0


def _compulsory_in_a_row(catalogue: Catalogue, award: Award) -> Iterator[tuple[str, Module]]:
    """Compulsory modules of an award that another compulsory one must precede, each after that one's id.

    A module that another counts as is left out: the other may be shorter, or need nothing first.
    """
    needed = dict.fromkeys(name for _, name in compulsory(award.requires, ()) if name in catalogue.module_by_id)
    for name in needed:
        module = catalogue.module_by_id[name]
        earlier = next((other for _, other in compulsory(module.requires, ()) if other in needed), None)
        if earlier is not None and len(_same(catalogue, name)) == 1:
            yield earlier, module


def _reachable(catalogue: Catalogue) -> set[Hashable]:
    """The ids of everything that somebody can ever start or earn: the least set closed under the requirements.

    Every node of every requirement counts down what it lacks, and passes the word on when nothing is left: this is linear in
    the size of the file. Unknown ids, untaught skills and sums that are too small have findings of their own and count as
    reached; so whatever remains waits for itself. Modules that lack only each other alongside start together.
    """
    lacking, waiting = _lacking(catalogue)
    ready = [key for key, count in lacking.items() if count <= 0]
    beside: set[str] = set()
    reached: set[Hashable] = set()
    together: set[str] = set()
    while ready:
        key = ready.pop()
        if key not in reached and _has_companions(catalogue, key) and key not in together:
            beside.add(str(key))
        elif key not in reached:
            reached.add(key)
            ready += _satisfied_with(key, lacking, waiting)
        if not ready:
            together = _together(catalogue, beside, reached)
            beside -= together
            ready += sorted(together)
    return reached


def _satisfied_with(
    key: Hashable, lacking: dict[Hashable, int], waiting: Mapping[Hashable, Sequence[tuple[Hashable, int]]]
) -> Iterator[Hashable]:
    """Count down what lacks something that is now reached, and yield whatever then lacks nothing more."""
    for waiter, weight in waiting[key]:
        lacking[waiter] -= weight
        if lacking[waiter] <= 0:
            yield waiter


def _lacking(catalogue: Catalogue) -> tuple[dict[Hashable, int], defaultdict[Hashable, list[tuple[Hashable, int]]]]:
    """How much every id, skill and node lacks at first; and what waits for each of them, and how much that gets from it."""
    lacking: dict[Hashable, int] = {}
    waiting: defaultdict[Hashable, list[tuple[Hashable, int]]] = defaultdict(list)
    for name, same in _counting(catalogue):
        lacking[same] = 1
        waiting[name].append((same, 1))
    for path, entry in entries(catalogue):
        if not isinstance(entry, Module | Award):
            continue
        lacking[entry.id] = 0
        if isinstance(entry, Module):
            for skill in entry.skills:
                lacking["skill", skill] = 1
                waiting[_key(catalogue, entry.id)].append((("skill", skill), 1))
        if entry.requires is not None:
            root = (*path, "requires")
            lacking[entry.id] = 1
            waiting[root].append((entry.id, 1))
            for node_path, node in walk(entry.requires, root):
                lacking[node_path], needs = _needs(catalogue, node_path, node)
                for need, weight in needs:
                    waiting[need].append((node_path, weight))
    return lacking, waiting


def _counting(catalogue: Catalogue) -> Iterator[tuple[str, frozenset[str]]]:
    """The sets of modules of which each counts as one module, with each of their modules."""
    sets = dict.fromkeys(_same(catalogue, module.id) for module in catalogue.modules)
    return ((name, same) for same in sets if len(same) > 1 for name in sorted(same))


def _has_companions(catalogue: Catalogue, key: Hashable) -> bool:
    return isinstance(key, str) and key in catalogue.module_by_id and bool(catalogue.module_by_id[key].alongside)


def _together(catalogue: Catalogue, names: Collection[str], reached: Container[Hashable]) -> set[str]:
    """The most of some modules that can start together: each has all that it needs alongside, among them or already reached."""
    together = set(names)
    asked_by: defaultdict[Hashable, list[str]] = defaultdict(list)
    for name in names:
        for other in catalogue.module_by_id[name].alongside:
            asked_by[_key(catalogue, other)].append(name)
    doubtful = list(asked_by)
    while doubtful:
        key = doubtful.pop()
        members = key if isinstance(key, frozenset) else (key,)
        # An unknown id has a finding of its own.
        if key in reached or not together.isdisjoint(members) or catalogue.module_by_id.keys().isdisjoint(members):
            continue
        for name in asked_by[key]:
            if name in together:
                together.remove(name)
                doubtful.append(_key(catalogue, name))
    return together


def _same(catalogue: Catalogue, name: str) -> frozenset[str]:
    """Everything that counts as an entry, itself included."""
    return catalogue.places.counting_as(name)


def _key(catalogue: Catalogue, name: str) -> Hashable:
    """The key under which a name counts as reached: the name, or the set of everything that counts as it."""
    same = _same(catalogue, name)
    return same if len(same) > 1 else name


def _needs(catalogue: Catalogue, path: Path, node: Requirement) -> tuple[int, Sequence[tuple[Hashable, int]]]:
    """How much a node lacks at first, and what gives it how much of that."""
    match node:
        case str():
            known = node in catalogue.module_by_id or node in catalogue.award_by_id
            return (1, [(_key(catalogue, node), 1)]) if known else (0, ())
        case Skill():
            return (1, [(("skill", node.skill), 1)]) if node.skill in catalogue.modules_by_skill else (0, ())
        case Credits():
            worth = {name: halves(credits_of(catalogue, name)) for name in node.from_}
            return min(halves(node.credits), sum(worth.values())), [(_key(catalogue, name), own) for name, own in worth.items()]
        case _:
            return _needs_of_parts(path, node)


def _needs_of_parts(path: Path, node: Requirement) -> tuple[int, Sequence[tuple[Hashable, int]]]:
    below = [(path + step, 1) for step, _ in parts(node)]
    match node:
        case AnyOf():
            return 1, below
        case Choose():
            return min(node.choose, len(below)), below
        case _:
            return len(below), below


def _cycles(edges: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Cycles without a node in common, at least one from each part of the graph that has any; depth first, no recursion."""
    done: set[str] = set()
    shown: set[str] = set()
    for start in edges:
        trail = {start: iter(edges[start])} if start not in done else {}
        while trail:
            node = next(reversed(trail))
            following = next(trail[node], None)
            if following is None:
                done.add(node)
                del trail[node]
            elif following in shown:
                continue
            elif following in trail:
                names = list(trail)
                cycle = names[names.index(following) :]
                if shown.isdisjoint(cycle):
                    shown.update(cycle)
                    yield tuple(cycle)
            elif following not in done:
                trail[following] = iter(edges.get(following, ()))


def _late_companions(
    after: Mapping[str, list[str]], beside: Mapping[str, list[str]], shown: set[str]
) -> Iterator[tuple[str, list[str]]]:
    """Modules with something alongside that can only come after them, each with the shortest way round, as steps in words.

    A way that shares a module with an earlier one, or with what is `shown` already, is left out.
    """
    names = _between_circles({name: (*after.get(name, ()), *beside.get(name, ())) for name in (*after, *beside)}, shown)
    after, beside = _among(names, after), _among(names, beside)
    for name in beside:
        for other in beside[name]:
            steps = _way_back(name, other, after, beside, shown)
            if steps:
                shown.update(node for node, _, _ in steps)
                yield name, [f"'{node}' {word} '{following}'" for node, word, following in steps]


def _between_circles(edges: Mapping[str, Sequence[str]], without: Collection[str]) -> set[str]:
    """The entries on circles and between two of them: neither those that only lead to a circle, nor those that only follow."""
    leading = _without_dead_ends(_among(edges.keys() - without, edges))
    return _without_dead_ends(_reversed(_among(leading, edges)))


def _among(names: Collection[str], edges: Mapping[str, Sequence[str]]) -> _Edges:
    """The edges between some entries."""
    return {name: [other for other in edges[name] if other in names] for name in edges if name in names}


def _reversed(edges: _Edges) -> _Edges:
    """The edges, each the other way."""
    back: _Edges = {name: [] for name in edges}
    for name, others in edges.items():
        for other in others:
            back[other].append(name)
    return back


def _without_dead_ends(edges: _Edges) -> set[str]:
    """The entries from which the edges lead on and on, and so into a circle."""
    back = _reversed(edges)
    left = {name: len(others) for name, others in edges.items()}
    ends = [name for name, count in left.items() if not count]
    while ends:
        end = ends.pop()
        del left[end]
        for name in back[end]:
            left[name] -= 1
            if not left[name]:
                ends.append(name)
    return set(left)


def _way_back(
    name: str, other: str, after: Mapping[str, list[str]], beside: Mapping[str, list[str]], without: Collection[str]
) -> list[tuple[str, str, str]]:
    """The steps from a module to what goes alongside it and back to itself, at least one of them being `after`; or none."""
    if name in without or other in without:
        return []
    came_from = _ways_from(other, name, after, beside, without)
    steps: deque[tuple[str, str, str]] = deque()
    state = (name, True)
    while state in came_from:
        previous, word = came_from[state]
        steps.appendleft((previous[0], word, state[0]))
        state = previous
    return [(name, "alongside", other), *steps] if steps else []


def _ways_from(
    start: str, goal: str, after: Mapping[str, list[str]], beside: Mapping[str, list[str]], without: Collection[str]
) -> dict[_Place, tuple[_Place, str]]:
    """A breadth-first search up to the goal: the place before each place that it reached, and the step from there."""
    came_from: dict[_Place, tuple[_Place, str]] = {}
    waiting = deque([(start, False)])
    while waiting and (goal, True) not in came_from:
        node, strict = state = waiting.popleft()
        for word, edges in (("after", after), ("alongside", beside)):
            for following in edges.get(node, ()):
                reached = (following, strict or word == "after")
                if following not in without and reached not in came_from and reached != (start, False):
                    came_from[reached] = state, word
                    waiting.append(reached)
    return came_from


def _arrows(cycle: Sequence[str]) -> str:
    return _shorten([*cycle, cycle[0]], " -> ")


def _shorten(parts_of_cycle: Sequence[str], between: str) -> str:
    shown = parts_of_cycle
    if len(shown) > MOST_SHOWN:
        shown = [*shown[: MOST_SHOWN - 2], "…", *shown[-2:]]
    return between.join(shown)
