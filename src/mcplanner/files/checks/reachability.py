"""What can never be started or earned because entries wait for one another (MC301 to MC303, MC308, MC312).

Knows requirements as a graph over the whole catalogue; not when anything starts.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Container, Hashable, Iterable, Iterator, Mapping, Sequence

from mcplanner.catalogue.model import Award, Catalogue, Module
from mcplanner.catalogue.requirements import (
    AnyOf,
    Choose,
    Credits,
    Path,
    Requirement,
    Skill,
    compulsory,
    ids,
    parts,
    skills,
    walk,
)
from mcplanner.files.checks.findings import Finding, entries, error, warning
from mcplanner.files.checks.references import repeated_ids
from mcplanner.files.checks.trees import credits_of

_Edges = dict[str, list[str]]
"""For each entry those that it leads to."""

MOST_SHOWN = 8
"""Entries of a cycle that a message prints before it leaves out the middle."""


def cycles(catalogue: Catalogue) -> Iterator[Finding]:
    """MC301, MC302, MC303, MC312: nothing waits for itself.

    A cycle among entries that can never be had is an error; MC303 where only awards take part, MC312 where a module would have
    to go alongside what comes after it. Where every entry of a cycle can be had by an alternative, the cycle is a warning
    (MC302). A cycle through a skill that others teach too is none at all.
    """
    if any(repeated_ids(catalogue)):
        return  # an id that stands for two things would join their requirements into circles that nobody wrote
    paths = {entry.id: path for path, entry in entries(catalogue) if path[0] != "roles"}
    after, beside, free = _waiting(catalogue, paths.keys())
    shown: set[str] = set()
    for cycle in _cycles(after):
        shown.update(cycle)
        path = (*paths[cycle[0]], "requires")
        if all(name in catalogue.award_by_id for name in cycle):
            yield error("MC303", f"the award '{cycle[0]}' needs itself: {_arrows(cycle)}", path, "break the circle")
        else:
            yield error("MC301", f"'{cycle[0]}' must come before itself: {_arrows(cycle)}", path, "break the circle")
    for name, steps in _late_companions(after, beside, shown):
        message = f"'{name}' can never start: {_shortened(steps, ', ')}"
        yield error("MC312", message, (*paths[name], "alongside"), "remove one of these")
    for cycle in _cycles(free):
        message = f"'{cycle[0]}' may have to come before itself: {_arrows(cycle)}"
        yield warning("MC302", message, (*paths[cycle[0]], "requires"), "only an alternative avoids it")


def _waiting(catalogue: Catalogue, names: Collection[str]) -> tuple[_Edges, _Edges, _Edges]:
    """What entries that can never be had wait for, to come after it and alongside it; and what those name that can be had."""
    reached = _reachable(catalogue)
    after: _Edges = {}
    beside: _Edges = {}
    free: _Edges = {}

    def unreached(wanted: Iterable[str]) -> list[str]:
        """What may stand for the names, unless some of it can be had."""
        own = (name for name in wanted if _key(catalogue, name) not in reached)
        return [other for name in own for other in sorted(_same(catalogue, name)) if other in names]

    for name in names:
        entry = catalogue.entry_by_id[name]
        if name not in reached and isinstance(entry, Module) and entry.alongside:
            beside[name] = unreached(entry.alongside)
        if entry.requires is None:
            continue
        if name in reached:
            free[name] = [other for other in ids(entry.requires) if other in reached]
        else:
            teachers = (module.id for skill in skills(entry.requires) for module in catalogue.modules_by_skill.get(skill, ()))
            after[name] = unreached((*ids(entry.requires), *teachers))
    return after, beside, free


def validity_too_short(catalogue: Catalogue) -> Iterator[Finding]:
    """MC308: an award's `valid_months` outlasts each compulsory module that must follow another compulsory one.

    Of two such modules the earlier has ended before the later begins, so when the later ends it is already as old as the later
    is long. A warning: what a learner already holds may count by other dates.
    """
    for index, award in enumerate(catalogue.awards):
        if award.valid_months is None:
            continue
        needed = dict.fromkeys(name for _, name in compulsory(award.requires, ()) if name in catalogue.module_by_id)
        for name in needed:
            if name in catalogue.equivalents:
                continue  # another may stand for it that is shorter, or needs nothing first
            module = catalogue.module_by_id[name]
            earlier = next((other for _, other in compulsory(module.requires, ()) if other in needed), None)
            shortest = module.months if isinstance(module.months, int) else module.months.min
            if earlier is not None and shortest > award.valid_months:
                message = f"'{earlier}' is no longer valid when '{name}', which takes {shortest} months after it, ends"
                yield warning("MC308", message, ("awards", index, "valid_months"), f"at least {shortest}")


def _reachable(catalogue: Catalogue) -> set[Hashable]:
    """The ids of what can ever be started or earned: the least set closed under the requirements.

    Every node of every tree counts down what it lacks, and tells those who wait for it when nothing is left: linear in the size
    of the file. Unknown ids, untaught skills and sums that are too small have findings of their own and are taken as had, so
    that what remains outside waits for itself. Modules that lack nothing but each other alongside start together.
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
            for waiter, weight in waiting[key]:
                lacking[waiter] -= weight
                if lacking[waiter] <= 0:
                    ready.append(waiter)
        if not ready:
            together = _together(catalogue, beside, reached)
            beside -= together
            ready += sorted(together)
    return reached


def _lacking(catalogue: Catalogue) -> tuple[dict[Hashable, int], defaultdict[Hashable, list[tuple[Hashable, int]]]]:
    """How much every id, skill and node lacks at first; and for each who waits for it, and how much it gives them."""
    lacking: dict[Hashable, int] = {}
    waiting: defaultdict[Hashable, list[tuple[Hashable, int]]] = defaultdict(list)
    for name, same in catalogue.equivalents.items():
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


def _has_companions(catalogue: Catalogue, key: Hashable) -> bool:
    return isinstance(key, str) and key in catalogue.module_by_id and bool(catalogue.module_by_id[key].alongside)


def _together(catalogue: Catalogue, names: Collection[str], reached: Container[Hashable]) -> set[str]:
    """The most of some modules of which each has alongside it, among them or reached, all that it asks for."""
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
    return catalogue.equivalents.get(name, frozenset((name,)))


def _key(catalogue: Catalogue, name: str) -> Hashable:
    """What is reached where a name is satisfied: itself, or all that counts as it."""
    return catalogue.equivalents.get(name, name)


def _needs(catalogue: Catalogue, path: Path, node: Requirement) -> tuple[int, Sequence[tuple[Hashable, int]]]:
    """How much a node lacks at first, and what gives how much of it."""
    match node:
        case str():
            known = node in catalogue.module_by_id or node in catalogue.award_by_id
            return (1, [(_key(catalogue, node), 1)]) if known else (0, ())
        case Skill():
            return (1, [(("skill", node.skill), 1)]) if node.skill in catalogue.modules_by_skill else (0, ())
        case Credits():
            worth = {name: credits_of(catalogue, name) for name in node.from_}
            return min(node.credits, sum(worth.values())), [(_key(catalogue, name), own) for name, own in worth.items()]
    below = [(path + step, 1) for step, _ in parts(node)]
    match node:
        case AnyOf():
            return 1, below
        case Choose():
            return min(node.choose, len(below)), below
        case _:
            return len(below), below


def _cycles(edges: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Cycles that share no node, at least one in every part of the graph that has any; depth first, without recursion."""
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

    Ways that share a module with another, or with what is `shown` already, are left out.
    """
    names = _between_circles({name: (*after.get(name, ()), *beside.get(name, ())) for name in (*after, *beside)}, shown)
    after, beside = (
        {name: [other for other in edges[name] if other in names] for name in edges if name in names}
        for edges in (after, beside)
    )
    for name in beside:
        for other in beside[name]:
            steps = _way_back(name, other, after, beside, shown)
            if steps:
                shown.update(node for node, _, _ in steps)
                yield name, [f"'{node}' {word} '{following}'" for node, word, following in steps]


def _between_circles(edges: Mapping[str, Sequence[str]], without: Collection[str]) -> set[str]:
    """What lies on circles or between two of them: nothing that only leads to them, nor what they only lead to."""
    names = edges.keys() - without
    for forward in (True, False):
        steps: defaultdict[str, list[str]] = defaultdict(list)
        back: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            for other in edges[name]:
                if other in names:
                    here, there = (name, other) if forward else (other, name)
                    steps[here].append(there)
                    back[there].append(here)
        left = {name: len(steps[name]) for name in names}
        ends = [name for name in names if not left[name]]
        while ends:
            end = ends.pop()
            del left[end]
            for name in back[end]:
                left[name] -= 1
                if not left[name]:
                    ends.append(name)
        names = set(left)
    return names


def _way_back(
    name: str, other: str, after: Mapping[str, list[str]], beside: Mapping[str, list[str]], without: Collection[str]
) -> list[tuple[str, str, str]]:
    """The steps from a module to what goes alongside it and back to itself, at least one of them being `after`; or none."""
    if name in without or other in without:
        return []
    came_from: dict[tuple[str, bool], tuple[tuple[str, bool], str]] = {}
    waiting = deque([(other, False)])
    while waiting and (name, True) not in came_from:
        node, strict = state = waiting.popleft()
        for word, edges in (("after", after), ("alongside", beside)):
            for following in edges.get(node, ()):
                reached = (following, strict or word == "after")
                if following not in without and reached not in came_from and reached != (other, False):
                    came_from[reached] = state, word
                    waiting.append(reached)
    steps: deque[tuple[str, str, str]] = deque()
    state = (name, True)
    while state in came_from:
        previous, word = came_from[state]
        steps.appendleft((previous[0], word, state[0]))
        state = previous
    return [(name, "alongside", other), *steps] if steps else []


def _arrows(cycle: Sequence[str]) -> str:
    return _shortened([*cycle, cycle[0]], " -> ")


def _shortened(parts_of_cycle: Sequence[str], between: str) -> str:
    shown = parts_of_cycle
    if len(shown) > MOST_SHOWN:
        shown = [*shown[: MOST_SHOWN - 2], "…", *shown[-2:]]
    return between.join(shown)
