"""The proof that what an award must count cannot all end in time: window after window, each as long as it stays valid.

What an award counts ends within the months of its validity, from the first end on. That is a window. Within it nothing expires,
and it has few months, so that bounds and dual values see far. A window in which no month has more room than in another, and
nothing more can start, needs no look of its own: as a rule, the windows of one year are all there are.

What an award counts is a part of a plan, and keeps its rules by itself. Only what it needs first, and does not count in any
case, may have come before the window: that is taken as held.
"""

from collections.abc import Iterator, Sequence
from itertools import starmap
from operator import le

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.ground.months import Month
from mcplanner.ground.time_limit import checkpoint
from mcplanner.ground.watch import Watch
from mcplanner.problem.model import Option, PlanningProblem
from mcplanner.problem.requirement_nodes import HeldNode, Node, Threshold, candidates_of, rewriting
from mcplanner.solvers.bounds.bits import as_bits, members
from mcplanner.solvers.bounds.bounds import Bounds
from mcplanner.solvers.bounds.time_windows import compulsory_candidates, needed_alone, needed_beneath

LIMITED_BY_MONTH = ("budget", "at_once", "evenings", "half_days_off")
"""What a problem limits month by month."""


def no_award_in_time(problem: PlanningProblem, watch: Watch) -> bool:
    """Return whether arithmetic proves of an award that every plan earns that what it must count cannot all end in time.

    Of modules whose months depend on the run nothing is proved.
    """
    if any(option.days or option.half_days_of for own in problem.candidates for option in own.options):
        return False
    return any(_is_never_in_time(problem, award, watch) for award in _awards_of_all_plans(problem))


def _awards_of_all_plans(problem: PlanningProblem) -> Iterator[Threshold]:
    """The awards for which modules expire, and which every plan earns."""
    assert problem.goal is not None, "what has no goal has no plan"
    needs = (problem.candidates[index].before for index in compulsory_candidates(problem))
    for node in needed_beneath(problem.goal, *needs):
        if isinstance(node, Threshold) and node.valid_months is not None:
            yield node


def _is_never_in_time(problem: PlanningProblem, award: Threshold, watch: Watch) -> bool:
    assert award.valid_months is not None, "only such awards are asked about"
    alone = _earned_alone(problem, award)
    options = [(option, as_bits(option.starts)) for own in alone.candidates for option in own.options]
    if not options:
        return False
    ruled_out: list[_Window] = []
    for first in range(max(0, alone.horizon - award.valid_months), -1, -1):  # those that begin later are parts of the last one
        checkpoint()
        window = _Window.of(alone, options, first, award.valid_months)
        if any(map(window.is_part_of, ruled_out)):
            continue
        if not _is_ruled_out(window.problem(alone), watch):
            return False
        ruled_out.append(window)
    return True


def _is_ruled_out(problem: PlanningProblem | None, watch: Watch) -> bool:
    """Return whether arithmetic, with dual values if need be, proves that there is no plan."""
    if problem is None:
        return True
    from mcplanner.solvers.lp.dual_bounds import dual_bound

    bounds = Bounds(problem)
    return bounds.refuted or dual_bound(bounds, watch).refuted


def _earned_alone(problem: PlanningProblem, award: Threshold) -> PlanningProblem:
    """The problem to earn one award with nothing but what it can count; nothing expires."""
    counting, sure = frozenset(candidates_of(award)), frozenset(needed_alone(award))

    def freed(node: Threshold, parts: tuple[tuple[int, Node], ...]) -> Threshold:
        return replace(node, parts=parts, valid_months=None, once=False, shares=None)

    def before(node: Threshold, parts: tuple[tuple[int, Node], ...]) -> Threshold:
        free = ((weight, HeldNode(None) if isinstance(part, int) and part not in sure else part) for weight, part in parts)
        return freed(node, tuple(free))

    free_need, free_award = rewriting(before), rewriting(freed)
    candidates = tuple(
        replace(
            own,
            before=free_need(own.before),
            alongside=free_need(own.alongside),
            options=own.options if index in counting else (),
        )
        for index, own in enumerate(problem.candidates)
    )
    return PlanningProblem(
        first_month=problem.first_month,
        horizon=problem.horizon,
        budget=problem.budget,
        candidates=candidates,
        goal=free_award(award),
        pinned=(),
        exclusive=problem.exclusive,
        stages=problem.stages,
        obstacles={},
        at_once=problem.at_once,
        evenings=problem.evenings,
        half_days_off=problem.half_days_off,
    )


class _Window(Struct, frozen=True):
    """The months in which what ends in some months can run.

    Attributes
    ----------
    begin
        The first of them, which may be before the plan begins.
    room
        What each of them has, of each thing that is limited by month.
    starts
        For each option, candidate by candidate, the months from there on in which it may start, as bits.
    """

    begin: int
    room: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, problem: PlanningProblem, options: Sequence[tuple[Option, int]], first: int, valid: int) -> "_Window":
        """The window of what ends in a month or while that still counts, given all options with their starts as bits."""
        longest = max(option.months for option, _ in options)
        begin, months = first - longest, longest + valid

        def starts_of(option: Option, starts: int) -> int:
            in_time = ((1 << valid + 1) - 1) << longest - option.months
            return (starts >> begin if begin > 0 else starts << -begin) & in_time

        limits = (getattr(problem, name) for name in LIMITED_BY_MONTH)
        return cls(
            begin, tuple(_cut(own, begin, months) for own in limits if own is not None), tuple(starmap(starts_of, options))
        )

    def is_part_of(self, other: "_Window") -> bool:
        """Return whether another one has as much room in each month, and all the starts of this."""
        return not any(own & ~more for own, more in zip(self.starts, other.starts, strict=True)) and all(
            all(map(le, own, more)) for own, more in zip(self.room, other.room, strict=True)
        )

    def problem(self, whole: PlanningProblem) -> PlanningProblem | None:
        """A problem within the window; None where that leaves it without a plan."""
        months = len(self.room[0])
        limits = {name: _cut(own, self.begin, months) for name in LIMITED_BY_MONTH if (own := getattr(whole, name)) is not None}
        starts = iter(self.starts)
        options = [[replace(option, starts=tuple(members(next(starts)))) for option in own.options] for own in whole.candidates]
        return replace(whole, first_month=Month(whole.first_month + self.begin), horizon=months, **limits).with_options(
            [tuple(option for option in own if option.starts) for own in options]
        )


def _cut(by_month: Sequence[int], begin: int, months: int) -> tuple[int, ...]:
    """So many months from one on; nothing in those that are not in the plan."""
    return tuple(by_month[month] if 0 <= month < len(by_month) else 0 for month in range(begin, begin + months))
