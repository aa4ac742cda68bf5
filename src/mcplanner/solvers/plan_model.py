"""The variables of a planning problem in CP-SAT, and when a requirement is satisfied in their terms.

Floor 7. The rules that bind them stand in `cpsat`. For each candidate there are variables for whether it is enrolled, its start
(its intakes are the domain) and, where it has several paces, which one.
"""

from dataclasses import dataclass

from mcplanner.credit import Payment
from mcplanner.problem import Candidate, Option, PlanningProblem
from mcplanner.solvers.counted import CountedOnce
from mcplanner.solvers.demands import demands, plain_demands
from mcplanner.solvers.engine import Affine, Literal, Model
from mcplanner.thresholds import Held, Node, Threshold, ends_within, held_ends

LONG_AGO = 1 << 20
"""Months; nothing that counts ended longer ago."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The variables of one candidate: enrolled or not, its start, its exclusive end, and a literal for each option."""

    enrolled: Literal
    start: int
    end: Affine
    options: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """R9: what counts toward an award ended at most so many months before the offset, a variable, at which it is earned."""

    earned: int
    valid_months: int


class PlanModel:
    """A model and its variables; `finish` is at least every end, `peak`, where it is sought, at least every month's load.

    Either `intervals` holds an interval for each candidate and option, or, in a model by month, `starts` each candidate's
    literals with the start and the option they stand for. `payments` are those of `money`, once they are asked for.
    """

    def __init__(self, problem: PlanningProblem, compulsory: frozenset[int], seeks_peak: bool) -> None:
        self.problem = problem
        self.compulsory = compulsory
        self.model = Model()
        self.yes = self.model.constant(1)
        self.finish = self.model.integer(0, problem.horizon)
        self.peak = self.model.integer(0, max(problem.budget, default=0)) if seeks_peak else None
        self.taken = [self._take(index, candidate) for index, candidate in enumerate(problem.candidates)]
        self.demands = plain_demands(problem) if seeks_peak else demands(problem)
        self.intervals: list[list[int]] = []
        self.starts: list[list[tuple[Literal, int, Option]]] = []
        self.payments: list[tuple[Payment, Literal]] | None = None
        self._satisfied: dict[tuple[int, tuple[Window, ...]], Literal] = {}

    def _take(self, index: int, candidate: Candidate) -> Taken:
        """R2 and R3: at most once, at one pace, in a month in which that pace may start."""
        model = self.model
        enrolled = self.yes if index in self.compulsory else model.boolean()
        starts = sorted({start for option in candidate.options for start in option.starts})
        start = model.member(starts)
        if len(candidate.options) == 1:
            months = candidate.options[0].months
            return Taken(enrolled, start, Affine(start, months), (enrolled,))
        literals = tuple(model.boolean() for _ in candidate.options)
        model.linear([(1, literal) for literal in literals] + [(-1, enrolled)], 0, 0)
        end = model.integer(0, self.problem.horizon)
        for literal, option in zip(literals, candidate.options, strict=True):
            if len(option.starts) < len(starts):
                model.among(start, option.starts, (literal,))
            model.linear(((1, end), (-1, start)), option.months, option.months, (literal,))
        return Taken(enrolled, start, Affine(end), literals)

    def holds(self, node: Node, windows: tuple[Window, ...] = ()) -> Literal:
        """A literal that implies the node is satisfied by what is enrolled and held, and counts within the windows."""
        match node:
            case int():
                return self._counted(node, windows) if windows else self.taken[node].enrolled
            case Held():
                return self._held(node, windows)
            case Threshold() if node.once:
                key = id(node), windows
                if key not in self._satisfied:
                    self._satisfied[key] = CountedOnce(self.model, self.holds, self._windows_within).holds(node, windows)
                return self._satisfied[key]
            case Threshold():
                key = id(node), windows
                if key not in self._satisfied:
                    inner = self._windows_within(node, windows)
                    literal = self.model.boolean()
                    parts = [(weight, self.holds(part, inner)) for weight, part in node.parts]
                    self.model.linear(parts, node.need, weight_of_all(node), (literal,))
                    self._satisfied[key] = literal
                return self._satisfied[key]

    def holds_before(self, node: Node, index: int, windows: tuple[Window, ...] = ()) -> Literal:
        """The same for what ended before a candidate starts."""
        match node:
            case int():
                literal = self._counted(node, windows)
                self._require_ended(node, index, (literal,))
                return literal
            case Held():
                literal = self._held(node, windows)
                return literal if node.end is None or node.end <= 0 else self._held_in_time(node.end, literal, index)
            case Threshold() if node.once:
                return CountedOnce(
                    self.model, lambda part, within: self.holds_before(part, index, within), self._windows_within
                ).holds(node, windows)
            case Threshold():
                inner = self._windows_within(node, windows)
                literal = self.model.boolean()
                parts = [(weight, self.holds_before(part, index, inner)) for weight, part in node.parts]
                self.model.linear(parts, node.need, weight_of_all(node), (literal,))
                return literal

    def require_before(self, node: Node, index: int, when: tuple[Literal, ...]) -> None:
        """When the literals hold, the node is satisfied by what ended before the candidate starts, or was held."""
        match node:
            case int():
                self._require_ended(node, index, when)
            case Held():
                self.model.linear(
                    ((1, self.taken[index].start),), max(0, node.end or 0), max(self.problem.horizon, node.end or 0), when
                )
            case Threshold() if (
                not node.once
                and not self._can_expire(node)
                and all(weight_of_all(node) - weight < node.need for weight, _ in node.parts)
            ):
                for _, part in node.parts:
                    self.require_before(part, index, when)
            case Threshold():
                self.model.linear(((1, self.holds_before(node, index)),), 1, 1, when)

    def require_alongside(self, node: Node, index: int, when: tuple[Literal, ...]) -> None:
        """When the literals hold, what the node needs has started by the time the candidate starts, or is held."""
        match node:
            case int():
                self.model.linear(((1, self.taken[node].enrolled),), 1, 1, when)
                terms = ((1, self.taken[index].start), (-1, self.taken[node].start))
                self.model.linear(terms, 0, self.problem.horizon, when)
            case Threshold():
                literals = []
                for weight, part in node.parts:
                    if isinstance(part, Held):
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
        literal = self.model.boolean()
        match node:
            case int():
                taken, late = self.taken[node], self.model.boolean()
                assert taken.end.variable is not None
                self.model.linear(((1, late), (-1, taken.enrolled)), 0, 1, (literal,))
                self.model.linear(((1, taken.end.variable), (-1, month)), 1 - taken.end.offset, self.problem.horizon, (late,))
            case Held(end) if end is not None and end > 0:
                self.model.linear(((1, month),), 0, end - 1, (literal,))
            case Held():
                self.model.linear(((1, literal),), 0, 0)
            case Threshold():
                parts = [(weight, self._lacks(part, month)) for weight, part in node.parts]
                total = weight_of_all(node)
                self.model.linear(parts, total - node.need + 1, max(total, total - node.need + 1), (literal,))
        return literal

    def _held_in_time(self, end: int, held: Literal, index: int) -> Literal:
        """A literal that implies another, and that a candidate starts once what is held but still under way has ended."""
        literal = self.model.boolean()
        self.model.linear(((1, held),), 1, 1, (literal,))
        self.model.linear(((1, self.taken[index].start),), end, max(end, self.problem.horizon), (literal,))
        return literal

    def _require_ended(self, needed: int, index: int, when: tuple[Literal, ...]) -> None:
        self.model.linear(((1, self.taken[needed].enrolled),), 1, 1, when)
        end = self.taken[needed].end
        assert end.variable is not None
        self.model.linear(((1, self.taken[index].start), (-1, end.variable)), end.offset, self.problem.horizon, when)

    def _windows_within(self, node: Threshold, windows: tuple[Window, ...]) -> tuple[Window, ...]:
        """R9: the windows with the one of an award added, where its modules could expire."""
        if node.valid_months is None or not self._can_expire(node):
            return windows
        earliest = min((0, *held_ends(node)))
        return (*windows, Window(self.model.integer(earliest, self.problem.horizon), node.valid_months))

    def _can_expire(self, node: Threshold) -> bool:
        return node.valid_months is not None and not ends_within(node, self.problem.horizon)

    def _counted(self, index: int, windows: tuple[Window, ...]) -> Literal:
        """A literal that implies a candidate is enrolled and its end lies within the windows."""
        taken = self.taken[index]
        literal = self.model.boolean()
        self.model.linear(((1, taken.enrolled),), 1, 1, (literal,))
        assert taken.end.variable is not None
        for window in windows:
            terms = ((1, window.earned), (-1, taken.end.variable))
            self.model.linear(terms, taken.end.offset, taken.end.offset + window.valid_months, (literal,))
        return literal

    def _held(self, held: Held, windows: tuple[Window, ...]) -> Literal:
        if held.end is None or not windows:
            return self.yes
        literal = self.model.boolean()
        for window in windows:
            self.model.linear(((1, window.earned),), held.end, held.end + window.valid_months, (literal,))
        return literal


def weight_of_all(node: Threshold) -> int:
    """The sum of a threshold's weights."""
    return sum(weight for weight, _ in node.parts)
