"""Changes of several wishes that only together make an impossible request possible: as few wishes as can be, each the least.

Beside `relaxations`, for requests in which no wish alone is to blame. Knows the table of wishes; no solver and no clock.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.explain.least_change import LeastChange, Search, least_change_for_a_plan
from mcplanner.explain.relaxations import Asking, standing
from mcplanner.explain.smallest_sets import smallest_set
from mcplanner.explain.wish import Asked, Changes, EarliestFinish, GivingUp, OneOf, Steps, Wish
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.plans.model import Plan, Relaxation, Status

Standing = tuple[Wish, str]
"""A wish, and how it stands."""


def joint_change(
    catalogue: Catalogue, learner: Learner, request: Request, alone: Sequence[Relaxation], asking: Asking
) -> tuple[Relaxation, ...]:
    """The changes of a smallest set of wishes that work together, each with the finish of the plan with all of them.

    It is a single change where that of a wish alone works after all, though that was not settled when it was sought alone.

    One after another, in the order of the table, each is changed as little as the wishes after it allow at most; the last
    month comes last, so that it is the earliest finish. Empty if even all together do not help, or no plan was found in time.
    `alone` are the least changes of each wish alone: what is proved not to help is not asked about again.
    """
    asked = Asked(learner, request)
    return _Together(catalogue, asked, frozenset(each.dial for each in alone if each.proved), asking).least()


class _Together(Struct, frozen=True):
    """Changes several wishes at once; `helpless` are the names of those that are proved to be no help alone."""

    catalogue: Catalogue
    asked: Asked
    helpless: frozenset[str]
    asking: Asking

    def least(self) -> tuple[Relaxation, ...]:
        """The changes of a smallest set."""
        found = smallest_set(standing(self.asked), self._possible_with)
        if found.items is None or len(found.items) < 2:
            return ()
        in_order = sorted(found.items, key=lambda own: isinstance(self._changes(own[0], self.asked), EarliestFinish))
        return self._changed(in_order, found.proved)

    def _possible_with(self, wishes: Sequence[Standing]) -> bool | None:
        """Return whether there is a plan if these wishes are given up as far as they can be."""
        if len(wishes) == 1 and wishes[0][0].name in self.helpless:
            return False
        return self._is_possible(self._most(self.asked, wishes))

    def _changed(self, wishes: Sequence[Standing], smallest: bool) -> tuple[Relaxation, ...]:
        """Each wish changed as little as possible, while those after it are given up.

        Unless the set is known to be `smallest`, one that need not change then is left as it is.
        """
        asked, proved, soonest = self.asked, smallest, None
        to: dict[str, str] = {}
        for place, (wish, _) in enumerate(wishes):
            after = wishes[place + 1 :]
            if not smallest and self._is_possible(self._most(asked, after)):
                continue
            changes = self._changes(wish, asked)
            if isinstance(changes, EarliestFinish):
                soonest = self._soonest(changes.without)
                found = _earliest(changes, soonest)
            else:
                found = self._least_of(changes, after)
            if found.changed is None:
                return ()
            to[wish.name], asked = found.changed
            proved &= found.proved
        return self._told(to, soonest or self._soonest(asked), proved)

    def _told(self, to: Mapping[str, str], made: Plan, proved: bool) -> tuple[Relaxation, ...]:
        """Some wishes with what each is changed to, and the plan with all of these changes."""
        if made.objective is None:
            return ()
        in_table_order = [own for own in standing(self.asked) if own[0].name in to]
        return tuple(wish.changed(now, to[wish.name], made, proved) for wish, now in in_table_order)

    def _least_of(self, changes: Search, given_up: Sequence[Standing]) -> LeastChange:
        """The least change of a wish with which there is a plan if others are given up; the greatest is known to be enough."""
        if isinstance(changes, Steps):
            changes = replace(changes, last_works=True, alike=None)  # other wishes may make any step matter
        return least_change_for_a_plan(
            changes,
            lambda changed: self._is_possible(self._most(changed, given_up)),
            lambda changed: self._some(self._most(changed, given_up)),
        )

    def _most(self, asked: Asked, wishes: Sequence[Standing]) -> Asked:
        """What is asked if wishes are given up as far as they can be."""
        for wish, _ in wishes:
            match self._changes(wish, asked):
                case Steps() as steps:
                    asked = steps.changed(steps.count - 1)[1] if steps.count > 0 else asked
                case OneOf() as one_of:
                    asked = one_of.together(range(len(one_of.kinds)), one_of.longest)
                case GivingUp() as several:
                    asked = several.changed(several.items)[1]
                case EarliestFinish() as earliest:
                    asked = earliest.without
        return asked

    def _changes(self, wish: Wish, asked: Asked) -> Changes:
        return wish.changes(asked, self.catalogue)

    def _soonest(self, asked: Asked) -> Plan:
        return self.asking.attempt(asked.learner, asked.request)

    def _some(self, asked: Asked) -> Plan:
        return self.asking.some(asked.learner, asked.request)

    def _is_possible(self, asked: Asked) -> bool | None:
        return self.asking.possible(asked.learner, asked.request)


def _earliest(changes: EarliestFinish, soonest: Plan) -> LeastChange:
    """The month in which the soonest plan finishes, as the last one."""
    if soonest.finish is None:
        return LeastChange(None, proved=False)
    return LeastChange(changes.changed(soonest.finish), soonest.status is Status.OPTIMAL)
