"""What can never be started or earned because entries wait for one another (MC301 to MC303, MC308).

Floor 2. Knows requirements as a graph over the whole catalogue; not when anything starts.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence

from mcplanner.catalogue import Award, Catalogue, Module
from mcplanner.checks.findings import Finding, entries, error, warning
from mcplanner.checks.references import repeated_ids
from mcplanner.checks.trees import credits_of
from mcplanner.requirements import AllOf, AnyOf, Choose, Credits, Path, Requirement, Skill, ids, parts, skills, walk

MOST_SHOWN = 8
"""Entries of a cycle that a message prints before it leaves out the middle."""


def cycles(catalogue: Catalogue) -> Iterator[Finding]:
    """MC301, MC302, MC303: nothing waits for itself.

    A cycle among entries that can never be had is an error; MC303 where only awards take part. Where every entry of a cycle
    can be had by an alternative, the cycle is a warning (MC302). A cycle through a skill that others teach too is none at all.
    """
    if any(repeated_ids(catalogue)):
        return  # an id that stands for two things would join their requirements into circles that nobody wrote
    reached = _reachable(catalogue)
    paths = {entry.id: path for path, entry in entries(catalogue) if path[0] != "roles"}
    stuck: dict[str, list[str]] = {}
    free: dict[str, list[str]] = {}
    for name in paths:
        entry = catalogue.entry_by_id[name]
        if entry.requires is None:
            continue
        if name in reached:
            free[name] = [other for other in ids(entry.requires) if other in reached]
        else:
            teachers = (module.id for skill in skills(entry.requires) for module in catalogue.modules_by_skill.get(skill, ()))
            stuck[name] = [other for other in (*ids(entry.requires), *teachers) if other in paths and other not in reached]
    for cycle in _cycles(stuck):
        path = (*paths[cycle[0]], "requires")
        if all(name in catalogue.award_by_id for name in cycle):
            yield error("MC303", f"the award '{cycle[0]}' needs itself: {_arrows(cycle)}", path, "break the circle")
        else:
            yield error("MC301", f"'{cycle[0]}' must come before itself: {_arrows(cycle)}", path, "break the circle")
    for cycle in _cycles(free):
        message = f"'{cycle[0]}' may have to come before itself: {_arrows(cycle)}"
        yield warning("MC302", message, (*paths[cycle[0]], "requires"), "only an alternative avoids it")


def validity_too_short(catalogue: Catalogue) -> Iterator[Finding]:
    """MC308: an award's `valid_months` outlasts each compulsory module that must follow another compulsory one.

    Of two such modules the earlier has ended before the later begins, so when the later ends it is already as old as the later
    is long. A warning: what a learner already holds may count by other dates.
    """
    for index, award in enumerate(catalogue.awards):
        if award.valid_months is None:
            continue
        needed = dict.fromkeys(name for name in _compulsory(award.requires) if name in catalogue.module_by_id)
        for name in needed:
            module = catalogue.module_by_id[name]
            earlier = next((other for other in _compulsory(module.requires) if other in needed), None)
            shortest = module.months if isinstance(module.months, int) else module.months.min
            if earlier is not None and shortest > award.valid_months:
                message = f"'{earlier}' is no longer valid when '{name}', which takes {shortest} months after it, ends"
                yield warning("MC308", message, ("awards", index, "valid_months"), f"at least {shortest}")


def _compulsory(requirement: Requirement | None) -> Iterator[str]:
    """The ids without which the tree cannot be satisfied, as far as its `all` nodes tell."""
    match requirement:
        case str():
            yield requirement
        case AllOf() | tuple():
            for _, part in parts(requirement):
                yield from _compulsory(part)


def _reachable(catalogue: Catalogue) -> set[Hashable]:
    """The ids of what can ever be started or earned: the least set closed under the requirements.

    Every node of every tree counts down what it lacks, and tells those who wait for it when nothing is left: linear in the size
    of the file. Unknown ids, untaught skills and sums that are too small have findings of their own and are taken as had, so
    that what remains outside waits for itself.
    """
    lacking: dict[Hashable, int] = {}
    waiting: defaultdict[Hashable, list[tuple[Hashable, int]]] = defaultdict(list)
    for path, entry in entries(catalogue):
        if not isinstance(entry, Module | Award):
            continue
        lacking[entry.id] = 0
        if isinstance(entry, Module):
            for skill in entry.skills:
                lacking["skill", skill] = 1
                waiting[entry.id].append((("skill", skill), 1))
        if entry.requires is not None:
            root = (*path, "requires")
            lacking[entry.id] = 1
            waiting[root].append((entry.id, 1))
            for node_path, node in walk(entry.requires, root):
                lacking[node_path], needs = _needs(catalogue, node_path, node)
                for need, weight in needs:
                    waiting[need].append((node_path, weight))
    ready = [key for key, count in lacking.items() if count <= 0]
    reached: set[Hashable] = set()
    while ready:
        key = ready.pop()
        if key in reached:
            continue
        reached.add(key)
        for waiter, weight in waiting[key]:
            lacking[waiter] -= weight
            if lacking[waiter] <= 0:
                ready.append(waiter)
    return reached


def _needs(catalogue: Catalogue, path: Path, node: Requirement) -> tuple[int, Sequence[tuple[Hashable, int]]]:
    """How much a node lacks at first, and what gives how much of it."""
    match node:
        case str():
            known = node in catalogue.module_by_id or node in catalogue.award_by_id
            return (1, [(node, 1)]) if known else (0, ())
        case Skill():
            return (1, [(("skill", node.skill), 1)]) if node.skill in catalogue.modules_by_skill else (0, ())
        case Credits():
            worth = {name: credits_of(catalogue, name) for name in node.from_}
            return min(node.credits, sum(worth.values())), list(worth.items())
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


def _arrows(cycle: Sequence[str]) -> str:
    names = [*cycle, cycle[0]]
    if len(names) > MOST_SHOWN:
        names = [*names[: MOST_SHOWN - 2], "…", names[-2], names[-1]]
    return " -> ".join(names)
