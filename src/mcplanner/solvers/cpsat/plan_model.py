"""A planning problem in CP-SAT, as far as it does not matter how starts are written down: when requirements are satisfied.

Each candidate has a literal for whether it is enrolled. Its start is written in one of two ways, and with it whatever
compares starts or adds up hours: `interval_model` or `monthly_model`. The rules themselves stand in `rules`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Hashable, Sequence
from functools import partial
from typing import TypeVar

from msgspec import Struct

from mcplanner.ground.recursion import resolve
from mcplanner.pricing.credit import Payment
from mcplanner.problem.model import PlanningProblem, Schedule
from mcplanner.problem.requirement_nodes import HeldNode, Node, Threshold, ends_within, held_ends
from mcplanner.solvers.bounds.lifted_demands import Demands, demands
from mcplanner.solvers.cpsat.counting_once import CountedOnce
from mcplanner.solvers.cpsat.engine import Affine, EngineModel, Literal, Term

LONG_AGO = 1 << 20
"""Months; nothing that counts ended longer ago."""

T = TypeVar("T", bound=Hashable)


class Window(Struct, frozen=True):
    """R9: what counts toward an award ended at most so many months before the offset, a variable, at which it is earned."""

    earned: int
    valid_months: int


_NodeInWindows = tuple[Node, tuple[Window, ...]]
"""The question whether a node is satisfied by what counts within windows."""


class PlanModel(ABC):
    """A model and its variables.

    Attributes
    ----------
    enrolled
        For each candidate the literal that says whether it is enrolled; `yes` where it is in every plan.
    payments
        Those of `money`, once they are asked for.
    """

    def __init__(self, problem: PlanningProblem, compulsory: frozenset[int]) -> None:
        self.problem = problem
        self.compulsory = compulsory
        self.model = EngineModel()
        self.yes = self.model.constant(1)
        self.demands = demands(problem)
        self.enrolled: list[Literal] = []
        self.payments: list[tuple[Payment, Literal]] | None = None
        self._satisfied: dict[_NodeInWindows, Literal] = {}

    @abstractmethod
    def end(self, index: int) -> Affine:
        """The exclusive end of a candidate, if it is enrolled."""

    @abstractmethod
    def literals_by(self, index: int, of_start: Callable[[int], T]) -> list[tuple[T, Literal]]:
        """The values of a function of the start, with literals of which one holds where a candidate is enrolled."""

    @abstractmethod
    def require_ended(self, needed: int, index: int, when: tuple[Literal, ...]) -> None:
        """When the literals hold and a candidate is enrolled, so is the one it needs, and that has ended by then."""

    @abstractmethod
    def require_begun(self, needed: int, index: int, when: tuple[Literal, ...]) -> None:
        """When the literals hold and a candidate is enrolled, so is the one it needs, and that has started by then."""

    @abstractmethod
    def require_start(self, index: int, first: int, when: tuple[Literal, ...]) -> None:
        """When the literals hold, a candidate does not start before an offset."""

    @abstractmethod
    def share(self, demands: Demands, capacity: Sequence[int]) -> None:
        """Modules that run in a month need together at most the month's capacity."""

    @abstractmethod
    def sum_of_starts(self) -> list[Term]:
        """The starts of all that is enrolled, or something that is least where these are."""

    @abstractmethod
    def shift(self, index: int, old: int) -> list[Term]:
        """The months between a candidate's start and an earlier one, if it is enrolled; or something least where these are."""

    @abstractmethod
    def schedule(self, values: Sequence[int]) -> Schedule:
        """The schedule that a solution stands for."""

    def only_if(self, index: int) -> tuple[Literal, ...]:
        """The literals that a constraint on a candidate depends on: none, if it is in every plan."""
        return () if self.enrolled[index] == self.yes else (self.enrolled[index],)

    def holds(self, node: Node, windows: tuple[Window, ...] = ()) -> Literal:
        """A literal that implies the node is satisfied by what is enrolled and held, and counts within the windows."""
        return resolve((node, windows), self._holding, self._satisfied)

    def _holding(self, question: _NodeInWindows) -> Generator[_NodeInWindows, Literal, Literal]:
        node, windows = question
        match node:
            case int():
                return self._counted(node, windows) if windows else self.enrolled[node]
            case HeldNode():
                return self._held(node, windows)
            case Threshold() if node.once:
                return CountedOnce(self.model, self.holds, self._windows_within).holds(node, windows)
            case Threshold():
                return (yield from self._parts_hold(node, windows))

    def _parts_hold(self, node: Threshold, windows: tuple[Window, ...]) -> Generator[_NodeInWindows, Literal, Literal]:
        inner = self._windows_within(node, windows)
        literal = self.model.boolean()
        parts = []
        for weight, part in node.parts:
            parts.append((weight, (yield part, inner)))
        self.model.linear(parts, node.need, weight_of_all(node), (literal,))
        return literal

    def require_before(self, node: Threshold, index: int, when: tuple[Literal, ...]) -> None:
        """When the literals hold, the node is satisfied by what ended before the candidate starts, or was held."""
        seen: set[Node] = set()
        waiting: list[Node] = [node]
        while waiting:
            part = waiting.pop()
            if part in seen:
                continue
            seen.add(part)
            match part:
                case int():
                    self.require_ended(part, index, when)
                case HeldNode():
                    if part.end is not None and part.end > 0:
                        self.require_start(index, part.end, when)
                case Threshold() if self._needs_all_its_parts(part):
                    waiting += (each for _, each in reversed(part.parts))
                case Threshold():
                    self.model.linear(((1, self._holds_before(part, index)),), 1, 1, when)

    def _needs_all_its_parts(self, node: Threshold) -> bool:
        """Return whether a node is satisfied where each of its parts is, and not otherwise."""
        all_needed = all(weight_of_all(node) - weight < node.need for weight, _ in node.parts)
        return all_needed and not node.once and not self._can_expire(node)

    def require_alongside(self, node: Node, index: int, when: tuple[Literal, ...]) -> None:
        """When the literals hold, what the node needs has started by the time the candidate starts, or is held.

        Such a node names modules, or what counts as one of them: it is never deep.
        """
        match node:
            case int():
                self.require_begun(node, index, when)
            case Threshold():
                literals = []
                for weight, part in node.parts:
                    if isinstance(part, HeldNode):
                        literals.append((weight, self.yes))
                    else:
                        literals.append((weight, self.model.boolean()))
                        self.require_alongside(part, index, (literals[-1][1],))
                self.model.linear(literals, node.need, weight_of_all(node), when)

    def earned_before(self, first: Threshold, second: Threshold) -> Literal:
        """A literal that implies the first node is satisfied by what ended by some month, and the second is not yet."""
        month = self.model.integer(0, self.problem.horizon)
        literal = self.model.boolean()
        for part in (self.holds(first, (Window(month, LONG_AGO),)), self._lacks(second, month)):
            self.model.linear(((1, part),), 1, 1, (literal,))
        return literal

    def _lacks(self, node: Node, month: int) -> Literal:
        """A literal that implies the node is not satisfied by what ended by a month, which is a variable."""
        return resolve(node, partial(self._lacking, month), {})

    def _lacking(self, month: int, node: Node) -> Generator[Node, Literal, Literal]:
        literal = self.model.boolean()
        match node:
            case int():
                end, late = self.end(node), self.model.boolean()
                assert end.variable is not None
                self.model.linear(((1, late), (-1, self.enrolled[node])), 0, 1, (literal,))
                self.model.linear(((1, end.variable), (-1, month)), 1 - end.offset, self.problem.horizon, (late,))
            case HeldNode(end) if end is not None and end > 0:
                self.model.linear(((1, month),), 0, end - 1, (literal,))
            case HeldNode():
                self.model.linear(((1, literal),), 0, 0)
            case Threshold():
                parts = []
                for weight, part in node.parts:
                    parts.append((weight, (yield part)))
                total = weight_of_all(node)
                self.model.linear(parts, total - node.need + 1, max(total, total - node.need + 1), (literal,))
        return literal

    def _holds_before(self, node: Node, index: int, windows: tuple[Window, ...] = ()) -> Literal:
        """A literal that implies the node is satisfied by what ended before a candidate starts, if that is enrolled."""
        return resolve((node, windows), partial(self._holding_before, index), {})

    def _holding_before(self, index: int, question: _NodeInWindows) -> Generator[_NodeInWindows, Literal, Literal]:
        node, windows = question
        match node:
            case int():
                literal = self._counted(node, windows)
                self.require_ended(node, index, (literal,))
                return literal
            case HeldNode():
                literal = self._held(node, windows)
                return literal if node.end is None or node.end <= 0 else self._held_in_time(node.end, literal, index)
            case Threshold() if node.once:
                return CountedOnce(
                    self.model, lambda part, within: self._holds_before(part, index, within), self._windows_within
                ).holds(node, windows)
            case Threshold():
                return (yield from self._parts_hold(node, windows))

    def _held_in_time(self, end: int, held: Literal, index: int) -> Literal:
        """A literal that implies another, and that a candidate starts once what is held but still under way has ended."""
        literal = self.model.boolean()
        self.model.linear(((1, held),), 1, 1, (literal,))
        self.require_start(index, end, (literal,))
        return literal

    def _windows_within(self, node: Threshold, windows: tuple[Window, ...]) -> tuple[Window, ...]:
        """R9: the windows with the one of an award added, where its modules could expire."""
        if node.valid_months is None or not self._can_expire(node):
            return windows
        ends = (0, self.problem.horizon, *held_ends(node))
        return (*windows, Window(self.model.integer(min(ends), max(ends)), node.valid_months))

    def _can_expire(self, node: Threshold) -> bool:
        return node.valid_months is not None and not ends_within(self.problem.horizon, node)

    def _counted(self, index: int, windows: tuple[Window, ...]) -> Literal:
        """A literal that implies a candidate is enrolled and its end lies within the windows."""
        literal = self.model.boolean()
        self.model.linear(((1, self.enrolled[index]),), 1, 1, (literal,))
        for window in windows:
            end = self.end(index)
            assert end.variable is not None
            terms = ((1, window.earned), (-1, end.variable))
            self.model.linear(terms, end.offset, end.offset + window.valid_months, (literal,))
        return literal

    def _held(self, held: HeldNode, windows: tuple[Window, ...]) -> Literal:
        if held.end is None or not windows:
            return self.yes
        literal = self.model.boolean()
        for window in windows:
            self.model.linear(((1, window.earned),), held.end, held.end + window.valid_months, (literal,))
        return literal


def weight_of_all(node: Threshold) -> int:
    """The sum of a threshold's weights."""
    return sum(weight for weight, _ in node.parts)
