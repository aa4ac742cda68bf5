"""Chooses one option for each of several, or none, within limits that they share: a model of sums of literals alone.

Beside `plan_model`; knows numbers, and nothing of people and plans.
"""

from collections.abc import Callable, Mapping, Sequence

from mcplanner.solvers.cpsat.engine import EngineModel, EngineVerdict, Linearisation, Literal, Term

EFFORT = 20.0
"""The work of each stage, in the engine's deterministic seconds."""

Choice = tuple[int, int]
"""Whose, and which of these."""


SharedLimit = tuple[Mapping[Choice, int], int]
"""What options weigh, and a limit on what those that are chosen weigh together."""


def choose(
    values: Sequence[Sequence[Sequence[int]]], rows: Sequence[SharedLimit], seconds: Callable[[], float]
) -> list[int | None] | None:
    """Choose an option for each, or none: the fewest without one, then the least first value of any, then the least sums.

    Parameters
    ----------
    values
        For each of several, the options, and of these a value for the greatest and the first sum, and one for each further sum.
    seconds
        How much time is left.

    Returns
    -------
    list of int or None
        The position of each one's option; None where nothing was found in time.
    """
    model = _Selection(values, rows)
    found: list[int | None] | None = None
    for number in range(model.stages):
        answer = model.least(number, seconds)
        if answer is None:
            return found
        found = answer
    return found


class _Selection:
    """A selection, and the values to which earlier stages are kept."""

    def __init__(self, values: Sequence[Sequence[Sequence[int]]], rows: Sequence[SharedLimit]) -> None:
        self._values, self._rows = values, rows
        self._kept: list[int] = []
        self.stages = 2 + max((len(own) for options in values for own in options), default=0)

    def least(self, number: int, seconds: Callable[[], float]) -> list[int | None] | None:
        """Minimise one stage, and keep to what is reached in it."""
        model = EngineModel()
        taken = [[model.boolean() for _ in options] for options in self._values]
        left_out = [model.boolean() for _ in taken]
        for own, none in zip(taken, left_out, strict=True):
            model.exactly_one([*own, none])
        for weights, limit in self._rows:
            model.linear([(weight, taken[whose][which]) for (whose, which), weight in weights.items()], 0, limit)
        for stage, value in enumerate(self._kept):
            self._keep(model, taken, left_out, stage, value)
        return self._solved(model, taken, left_out, number, seconds)

    def _solved(
        self,
        model: EngineModel,
        taken: list[list[Literal]],
        left_out: list[Literal],
        number: int,
        seconds: Callable[[], float],
    ) -> list[int | None] | None:
        terms = [(1, self._greatest(model, taken))] if number == 1 else self._terms(taken, left_out, number)
        if terms:
            model.minimise(terms, 0)
        answer = model.solve(EFFORT, Linearisation.LITTLE, lambda: not seconds())
        if answer.verdict not in (EngineVerdict.OPTIMAL, EngineVerdict.FEASIBLE):
            return None
        self._kept.append(sum(weight * answer.values[variable] for weight, variable in terms))
        chosen = ([which for which, literal in enumerate(own) if answer.values[literal]] for own in taken)
        return [own[0] if own else None for own in chosen]

    def _greatest(self, model: EngineModel, taken: list[list[Literal]]) -> int:
        """A variable that is no less than the first value of any option that is taken."""
        greatest = model.integer(0, max((own[0] for options in self._values for own in options), default=0))
        for value, literal in self._sum(taken, 0):
            model.linear([(1, greatest)], value, MOST, when=[literal])
        return greatest

    def _keep(self, model: EngineModel, taken: list[list[Literal]], left_out: list[Literal], stage: int, value: int) -> None:
        if stage == 1:
            for own, literal in self._sum(taken, 0):
                if own > value:
                    model.linear([(1, literal)], 0, 0)
        elif terms := self._terms(taken, left_out, stage):
            model.linear(terms, 0, value)

    def _terms(self, taken: list[list[Literal]], left_out: list[Literal], stage: int) -> list[Term]:
        if stage == 0:
            return [(1, literal) for literal in left_out]
        return [term for term in self._sum(taken, max(0, stage - 2)) if term[0]]

    def _sum(self, taken: list[list[Literal]], position: int) -> list[Term]:
        return [
            (own[position], literal)
            for options, literals in zip(self._values, taken, strict=True)
            for own, literal in zip(options, literals, strict=True)
        ]


MOST = 1 << 40
"""More than any value."""
