"""One request over one catalogue for one learner: its problem stated, solved, written as a plan and verified.

Knows no solver's inside, no terminal and no file; nor what else is said of a plan once it is there (see `planner`).
"""

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from mcplanner.explain.no_plan import why_impossible
from mcplanner.explain.obstacles import ToldReason
from mcplanner.ground.numbers_text import kind_text
from mcplanner.ground.stages import Stage
from mcplanner.planning.inquiry import Inquiry
from mcplanner.planning.kind_of_award import KindOfAward, reason_of_kind
from mcplanner.planning.plan_writer import PlanWriter, RefusedPlanError
from mcplanner.planning.question import Question
from mcplanner.plans.differences import differs
from mcplanner.plans.model import Plan, Status
from mcplanner.problem.build import with_prices
from mcplanner.verify import Violation


class Planning(Inquiry, frozen=True, dict=True):
    """One request that is planned."""

    @property
    def writer(self) -> PlanWriter:
        """Writes its answers as plans."""
        return PlanWriter(self)

    @property
    def kind_of_award(self) -> KindOfAward:
        """Its kind of award, if it is for one."""
        return KindOfAward(self, self.writer)

    def plan(self, through: Stage | None = None, brief: bool = False) -> Plan:
        """Return the verified plan, sought through a stage at least, or to the end; or one that says why there is none.

        A brief one gives no reasons.
        """
        kind = self.kind
        if kind is not None:
            return self.kind_of_award.soonest(kind, through, brief)
        outline = self.outlines.get(self.request.targets) or self.ask(self.request.targets)
        write = self.writer.write_briefly if brief else self.writer.write
        return write(self.answer(outline, through))

    def some(self) -> Plan:
        """Return the verified plan that is found first, without reasons; or one that does not say why there is none."""
        answers = list(self.first_answers())
        told = answers[-1]
        if told.solution.schedule is None:
            return self.writer.write_briefly(min(answers, key=lambda answer: answer.solution.proved))
        return self.writer.write_briefly(replace(told, solution=self.leave_out_needless(told, told.solution)))

    def plan_unlike(self, plans: Sequence[Plan]) -> Plan:
        """Return the best plan that differs from all those given."""
        made = self.writer.write(self.answer(self.ask_unlike(plans)), reason=False, others=plans)
        if made.objective is not None:
            same = [earlier for earlier in plans if not differs(made, earlier)]
            if same:
                raise RefusedPlanError((Violation("other", "the plan is an earlier one, only in other months"),))
        return made

    def plan_at_own_prices(self, found: Question) -> Plan:
        """Return the verified plan, given the answer as if everything were free."""
        own = with_prices(found.problem, self.catalogue, self.pricing)
        if own is None:
            return self.plan()
        ways = (with_prices(way, self.catalogue, self.pricing) for way in found.solution.ways)
        solution = replace(found.solution, ways=tuple(way for way in ways if way is not None))
        return self.writer.write(self.answer(replace(found, stated=own, solution=solution)))

    def told_along(self, made: Plan, way: Plan) -> Plan:
        """The answer that there is no plan, told of the award and the choices of a plan that there is without some wishes."""
        targets = tuple(target.id for target in way.targets)
        why = self._obstacle_along(targets, [each.module for each in way.enrolments])
        said = {} if why is None else {"reason": why[0], "reason_figures": why[1]}
        if not made.alternatives:
            return replace(made, **said)
        others = tuple(replace(own, **said) if own.id in targets else own for own in made.alternatives)
        example = next(own for own in others if own.id in targets)
        return replace(
            made,
            alternatives=others,
            reason=reason_of_kind(kind_text(made.targets[0].id), others, example, made.status is Status.INFEASIBLE),
            reason_figures=example.reason_figures,
        )

    def _obstacle_along(self, targets: tuple[str, ...], modules: Collection[str]) -> ToldReason | None:
        """What stands in the way whenever all is to end, if no order of modules would help, told of a plan's modules."""
        question = (self if self.request.by is None else self.later).ask(targets)
        if question.stated is None or question.problem.goal is not None:
            return None
        asked = self.catalogue, self.learner, self.pricing, targets
        return why_impossible(*asked, question.problem, self.watch.share(2), self.request.by, modules)
