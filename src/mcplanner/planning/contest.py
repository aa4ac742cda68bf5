"""The awards that a kind can stand for, against each other: which is held soonest, then cheapest, and how far that is proved.

Knows the answers about each award; searches for none.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.model import Award
from mcplanner.ground.stages import KEEPING_STAGES, Stage, heaviest
from mcplanner.planning.question import Question
from mcplanner.plans.build import objective_of
from mcplanner.plans.model import Plan, StageProof, Status
from mcplanner.solvers.search import Solution

AFTER_THE_FINISH = (*KEEPING_STAGES, Stage.UNKNOWN_FEES, Stage.COST)
"""The stages that decide between awards that are held equally soon."""

Entry = tuple[Award, Question]
"""An award and the question about it."""


class Contest(Struct, frozen=True):
    """Every award of a kind with its answer as far as the finish."""

    entries: Sequence[Entry]

    @property
    def reachable(self) -> list[Entry]:
        """The awards for which there is a schedule."""
        return [entry for entry in self.entries if entry[1].solution.schedule is not None]

    @property
    def until_finish(self) -> tuple[Stage, ...]:
        """The stages through the finish, which are the same for each award."""
        stages = self.reachable[0][1].problem.stages
        return stages[: stages.index(Stage.FINISH) + 1]

    @property
    def soonest(self) -> tuple[int, ...]:
        """The best values of these stages."""
        stages = self.until_finish
        return min(outline.values(stages) for _, outline in self.reachable)

    def in_question(self, many: int) -> list[int]:
        """The places of the awards of whose finish more has to be known, in their order.

        These are all that may be held as soon as the soonest, those with the least bound first; then the soonest of all, and so
        many that come next; then those of which no plan was found, though there may be one.
        """
        outlines = [outline for _, outline in self.entries]
        found = [place for place, outline in enumerate(outlines) if outline.solution.schedule is not None]
        open_ = [place for place, own in enumerate(outlines) if own.solution.schedule is None and not own.solution.proved]
        if not found:
            return open_
        stages, soonest = self.until_finish, self.soonest
        by_bound = sorted(found, key=lambda place: outlines[place].least_values(stages))
        by_plan = sorted(found, key=lambda place: outlines[place].values(stages))
        rivals = [place for place in by_bound if outlines[place].least_values(stages) <= soonest]
        return [*rivals, *by_plan[: many + 1], *open_]

    def tied(self) -> list[Entry]:
        """The awards with these best values, in the catalogue's order."""
        stages, soonest = self.until_finish, self.soonest
        return [entry for entry in self.reachable if entry[1].values(stages) == soonest]

    def judge(self, made: Plan, winner: Question, finalists: Sequence[Entry]) -> Plan:
        """The winner's plan with what is proved about it against all other awards.

        Parameters
        ----------
        finalists
            Those that tied, with their answers through the cost.
        """
        rivals = dict.fromkeys(self.until_finish, tuple(outline.solution for _, outline in self.entries))
        rivals |= dict.fromkeys(AFTER_THE_FINISH, tuple(answer.solution for _, answer in finalists))
        made = replace(made, proof=tuple(_proof_against(rivals, each) for each in made.proof))
        threats = [*self._perhaps_sooner(), *_perhaps_better(winner, finalists)]
        if not threats or made.bound is None:
            return made
        bounds = dict(winner.solution.bounds)
        for least in threats:
            bounds |= {stage: min(bounds[stage], value) for stage, value in least.items()}
        proof = tuple(_lowered(each, bounds) for each in made.proof)
        return replace(made, status=Status.FEASIBLE, bound=objective_of(bounds.__getitem__), proof=proof)

    def _perhaps_sooner(self) -> list[dict[Stage, int]]:
        """The least values through the finish of each award that may be held as soon as the winner."""
        stages, soonest = self.until_finish, self.soonest
        unproved = [outline for _, outline in self.entries if not outline.solution.proved]
        least = [outline.least_values(stages) for outline in unproved]
        return [dict(zip(stages, values, strict=True)) for values in least if values <= soonest]


def equal_to(winner: Question, finalists: Sequence[Entry]) -> list[Award]:
    """The other finalists with the same values after the finish."""
    best = winner.values(AFTER_THE_FINISH)
    return [award for award, answer in finalists if answer is not winner and answer.values(AFTER_THE_FINISH) == best]


def _perhaps_better(winner: Question, finalists: Sequence[Entry]) -> list[dict[Stage, int]]:
    """The least values after the finish of each finalist that may be better than the winner."""
    unproved = [answer for _, answer in finalists if answer is not winner and not answer.solution.proved]
    least = [answer.least_values(AFTER_THE_FINISH) for answer in unproved]
    best = winner.values(AFTER_THE_FINISH)
    return [dict(zip(AFTER_THE_FINISH, values, strict=True)) for values in least if values < best]


def _proof_against(rivals: Mapping[Stage, Sequence[Solution]], proof: StageProof) -> StageProof:
    """What a proof rests on together with the proofs that no rival is worth less in the stage."""
    assert proof.stage is not None, "a plan is proved stage by stage"
    bases = [own.impossible_by if own.schedule is None else own.bases.get(proof.stage) for own in rivals.get(proof.stage, ())]
    return replace(proof, by=heaviest([proof.by, *(basis for basis in bases if basis is not None)]))


def _lowered(proof: StageProof, bounds: Mapping[Stage, int]) -> StageProof:
    """A proof that is no longer settled where a rival may be worth less."""
    if proof.stage is None or bounds[proof.stage] == proof.value:
        return proof
    return replace(proof, value=bounds[proof.stage], settled=False)
