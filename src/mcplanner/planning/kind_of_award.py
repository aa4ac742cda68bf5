"""The award of a kind that is held soonest, with what the others would take.

Knows no solver's inside.
"""

from collections.abc import Iterable, Sequence
from itertools import starmap

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Award
from mcplanner.ground.money import Amount
from mcplanner.ground.months import Month
from mcplanner.ground.numbers_text import counted, kind_text
from mcplanner.ground.stages import Stage
from mcplanner.planning.contest import AFTER_THE_FINISH, Contest, equal_to
from mcplanner.planning.inquiry import Inquiry, awards_of_kind
from mcplanner.planning.plan_writer import PlanWriter, no_plan_by, target_of
from mcplanner.planning.question import Question
from mcplanner.plans.model import NOTHING_LEFT, Alternative, Note, Plan, Status
from mcplanner.plans.remarks import remarks_without_plan

MOST_TIED = 3
"""Awards that are named as tied; of more, it is said how many there are."""

NEXT = 12
"""Of so many awards of a kind that come next, the finish is settled and the cost sought; of all others arithmetic is enough."""


class KindOfAward(Struct, frozen=True):
    """One request for a kind of award: which is held soonest, and what is to be said of the others."""

    asked: Inquiry
    writer: PlanWriter

    def soonest(self, kind: str, through: Stage | None, brief: bool = False) -> Plan:
        """The plan for the award of a kind that is earned soonest, then cheapest, then first in the file; the others named.

        Only those that tie are planned to the end. A brief plan names no others, and gives no reasons.
        """
        contest = self._contest(kind, 0 if brief else NEXT)
        if not contest.reachable:
            outlines = [outline for _, outline in contest.entries]
            return self._none_of_kind(kind, tuple(starmap(self._alternative, contest.entries)), outlines)
        tied = contest.tied()
        finalists = [
            (award, self.asked.answer(outline, through, searches=len(tied) - position))
            for position, (award, outline) in enumerate(tied)
        ]
        award, answer = min(finalists, key=lambda entry: entry[1].values(AFTER_THE_FINISH))
        if brief:
            return contest.judge(self.writer.write_briefly(answer), answer, finalists)
        others = (self._alternative(*entry) for entry in contest.entries if entry[0] is not award)
        made = replace(self.writer.write(answer), alternatives=_by_finish(others))
        equal = equal_to(answer, finalists)
        if made.objective is not None and equal:
            made = replace(made, warnings=(*made.warnings, _tied(equal)))
        return contest.judge(made, answer, finalists)

    def _contest(self, kind: str, many: int) -> Contest:
        """The awards of a kind against each other: settled are those that may be the soonest, and so many that come next.

        Each has a good plan first, and a bound by arithmetic. So the soonest plan rules most others out.
        """
        asked = self.asked
        awards, choices = awards_of_kind(asked.catalogue, kind, asked.request.field), asked.choices
        outlines = asked.outlines
        for position, targets in enumerate(choices):
            if targets not in outlines:
                outlines[targets] = asked.at_a_glance(asked.ask(targets), len(choices) - position + 1)
        settled = set[int]()
        while True:
            contest = Contest([(award, outlines[targets]) for award, targets in zip(awards, choices, strict=True)])
            left = [place for place in contest.in_question(many) if place not in settled]
            if not left:
                return contest
            targets = choices[left[0]]
            outlines[targets] = asked.answer(outlines[targets], Stage.FINISH, searches=len(left) + 1)
            settled.add(left[0])

    def with_prices(self, made: Plan) -> Plan:
        """The plan with what the awards of its kind cost that come next, each planned for a moment as far as its cost."""
        watch = self.asked.watch
        reachable = [other.id for other in made.alternatives if other.finish is not None and watch.seconds_left][:NEXT]
        places = {award: position for position, award in enumerate(reachable)}
        others = (
            self._with_price(other, len(reachable) - places[other.id]) if other.id in places else other
            for other in made.alternatives
        )
        return replace(made, alternatives=_by_finish(others))

    def _with_price(self, other: Alternative, searches: int) -> Alternative:
        """Another award with what its plan costs, and whether it is proved that none that finishes then costs less."""
        asked = self.asked
        targets = asked.targets_with(other.id)
        question = asked.outlines[targets] = asked.priced(asked.outlines[targets], searches)
        unknown, cents = question.values((Stage.UNKNOWN_FEES, Stage.COST))
        cheapest = question.least_values((Stage.COST,)) == (cents,)
        return replace(self._hanging(other, question), cost=Amount(cents, unknown), cheapest=cheapest)

    def _hanging(self, other: Alternative, question: Question) -> Alternative:
        """Another award with what its finish and its cost hang on."""
        finish, cost = self.writer.hangs_on(question)
        return replace(other, finish_hangs_on=finish, cost_hangs_on=cost)

    def _none_of_kind(self, kind: str, others: tuple[Alternative, ...], outlines: Sequence[Question]) -> Plan:
        """The answer where no award of a kind can be reached, with the reason for each."""
        asked = self.asked
        words, solutions = kind_text(kind), [outline.solution for outline in outlines]
        proved = all(solution.proved for solution in solutions)
        return replace(
            self.writer.frame(outlines[0]),
            status=Status.INFEASIBLE if proved else Status.UNKNOWN,
            targets=(target_of(asked.catalogue, kind),),
            warnings=remarks_without_plan(asked.catalogue, asked.request.start),
            alternatives=others,
            reason=reason_of_kind(words, others, others[0], proved),
            reason_figures=others[0].reason_figures,
            for_these_figures=proved and self.writer.may_hang_on_less(outlines),
            proof=no_plan_by([solution.impossible_by for solution in solutions]),
        )

    def _alternative(self, award: Award, outline: Question) -> Alternative:
        if outline.solution.schedule is None:
            proved = outline.solution.proved
            depends = proved and self.writer.may_hang_on_less([outline])
            why, told = self.writer.reason(outline)
            return Alternative(award.id, award.title, None, why, proved, for_these_figures=depends, reason_figures=told)
        (months,) = outline.values((Stage.FINISH,))
        if months == 0:
            return Alternative(award.id, award.title, None, NOTHING_LEFT)
        finish = Month(self.asked.request.start + months - 1)
        proved = outline.solution.proved
        found = Alternative(award.id, award.title, finish, None if proved else "perhaps sooner: not proved", proved)
        return self._hanging(found, outline)


def _by_finish(others: Iterable[Alternative]) -> tuple[Alternative, ...]:
    """The awards by finish, of these the cheaper first; then those that cannot be held, in the catalogue's order."""

    def place(other: Alternative) -> tuple[bool, int, int, int]:
        cost = other.cost or Amount()
        return other.finish is None, other.finish or 0, cost.unknown, cost.cents

    return tuple(sorted(others, key=place))


def _tied(others: Sequence[Award]) -> Note:
    """A remark on awards that are earned as soon as the one that was planned, at the same cost."""
    named = [f"{award.title} ({award.id})" for award in others[:MOST_TIED]]
    more = len(others) - len(named)
    names = ", ".join(named) + (f" and {counted(more, 'other')}" if more else "")
    return Note("tied", f"as soon and at the same cost: {names}; of these, the first in the catalogue was planned")


def reason_of_kind(words: str, others: tuple[Alternative, ...], example: Alternative, proved: bool) -> str:
    """Why no award of a kind is reached: what all have in common, else what is in the way of an example."""
    reasons = {other.reason for other in others}
    if len(others) == 1:
        return f"{example.title}: {example.reason}"
    if len(reasons) == 1:
        return f"no {words} can be reached: {reasons.pop()}"
    if not proved:
        return f"no {words} was found, and time ran out for some of them"
    return f"no {words} can be reached; {example.title}, for example: {example.reason}"
