"""OR-Tools CP-SAT, the light way: a model filled in directly, solved by one worker, answered in integers.

Beside `clp` the only file that imports ortools; knows nothing of modules or plans.

Why not `cp_model`: that layer imports numpy and pandas, and costs several times what solving a learner's problem does. It is
itself a layer over the `cp_model_helper` used here, whose version `pyproject.toml` pins.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from enum import Enum
from itertools import pairwise
from math import gcd
from threading import Thread
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from ortools.sat.python import cp_model_helper

from mcplanner.ground.time_limit import checkpoint

Literal = int
"""A variable that is 0 or 1, by its index."""

Term = tuple[int, int]
"""A coefficient and a variable."""


class Affine(Struct, frozen=True):
    """`variable + offset`, or the constant `offset` where there is no variable."""

    variable: int | None
    offset: int = 0

    def plus(self, months: int) -> "Affine":
        return Affine(self.variable, self.offset + months)


class EngineVerdict(Enum):
    """The engine's finding; for a model with intervals never more than that it is feasible."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


ROUNDS_OF_CUTS = 20
"""The rounds of cuts before the first guess where everything is relaxed at once: they often decide the matter there."""


class Linearisation(Enum):
    """Settings of the engine that say how far constraints are relaxed into a linear program.

    The engine's own presolve stays out of what is relaxed: it drops rows that follow from others in integers, but not in the
    relaxation, which they were there for. Ten seconds with it did not rule out what falls in a tenth of one without it.
    """

    NOTHING = MappingProxyType({"linearization_level": 0, "cp_model_presolve": False})
    """For models so small that they are searched in less time than it takes to prepare them."""

    LITTLE = MappingProxyType({"linearization_level": 1})
    """What propagates well is left to propagation: for a model without a row for each month."""

    AS_NEEDED = MappingProxyType({"linearization_level": 2, "cp_model_presolve": False, "use_objective_lb_search": True})
    """Rows join the linear program where its solution breaks them: the quicker way to the least of something."""

    AT_ONCE = MappingProxyType(
        {
            "linearization_level": 2,
            "cp_model_presolve": False,
            "add_lp_constraints_lazily": False,
            "max_cut_rounds_at_level_zero": ROUNDS_OF_CUTS,
        }
    )
    """All rows, and cuts, before the first guess: the quicker way to rule something out."""


class EngineAnswer(Struct, frozen=True):
    """A verdict, the value of every variable (none without a solution), and the proved bound on the objective, if any.

    A model with intervals proves nothing: its solutions count, and what the engine says beyond them is left out.
    """

    verdict: EngineVerdict
    values: tuple[int, ...]
    bound: int | None


class EngineModel:
    """A CP-SAT model under construction: thin names over the fields of its protocol buffer."""

    def __init__(self) -> None:
        self._engine: Any = cp_model_helper
        self._proto = self._engine.CpModelProto()
        self._count = 0
        self._unit = 1
        self._has_intervals = False

    def integer(self, low: int, high: int) -> int:
        """A new variable in `low..high`."""
        return self._variable((low, high))

    def member(self, ascending: Sequence[int]) -> int:
        """A new variable that takes one of the values."""
        return self._variable(_ranges(ascending))

    def boolean(self) -> Literal:
        """A new variable that is 0 or 1."""
        return self._variable((0, 1))

    def constant(self, value: int) -> int:
        """A variable that can only be `value`."""
        return self._variable((value, value))

    def _variable(self, domain: Sequence[int]) -> int:
        checkpoint()
        self._proto.variables.add().domain.extend(domain)
        self._count += 1
        return self._count - 1

    def linear(self, terms: Iterable[Term], low: int, high: int, when: Sequence[Literal] = ()) -> None:
        """`low <= sum of terms <= high`, imposed only when all the given literals hold."""
        checkpoint()
        constraint = self._proto.constraints.add()
        constraint.enforcement_literal.extend(when)
        for coefficient, variable in terms:
            constraint.linear.vars.append(variable)
            constraint.linear.coeffs.append(coefficient)
        constraint.linear.domain.extend((low, high))

    def negated(self, literal: Literal) -> Literal:
        """The literal that holds where the other does not; for `exactly_one` only."""
        return -literal - 1

    def exactly_one(self, literals: Iterable[Literal]) -> None:
        """One of the literals holds."""
        self._proto.constraints.add().exactly_one.literals.extend(literals)

    def implies(self, first: Literal, second: Literal) -> None:
        """Where the first holds, so does the second."""
        constraint = self._proto.constraints.add()
        constraint.enforcement_literal.append(first)
        constraint.bool_and.literals.append(second)

    def among(self, variable: int, ascending: Sequence[int], when: Sequence[Literal]) -> None:
        """The variable takes one of the values, imposed only when all the given literals hold."""
        constraint = self._proto.constraints.add()
        constraint.enforcement_literal.extend(when)
        constraint.linear.vars.append(variable)
        constraint.linear.coeffs.append(1)
        constraint.linear.domain.extend(_ranges(ascending))

    def interval(self, start: Affine, months: int, when: Sequence[Literal] = ()) -> int:
        """An interval of fixed length, present only when all the given literals hold."""
        constraint = self._proto.constraints.add()
        constraint.enforcement_literal.extend(when)
        _fill(constraint.interval.start, start)
        _fill(constraint.interval.end, start.plus(months))
        constraint.interval.size.offset = months
        self._has_intervals = True
        return len(self._proto.constraints) - 1

    def cumulative(self, demands: Iterable[tuple[int, int]], capacity: Affine) -> None:
        """At every moment the demands of the intervals present add up to at most the capacity; (interval, demand) each."""
        constraint = self._proto.constraints.add().cumulative
        for interval, demand in demands:
            constraint.intervals.append(interval)
            constraint.demands.add().offset = demand
        _fill(constraint.capacity, capacity)

    def minimise(self, terms: Iterable[Term], low: int) -> None:
        """Seek the least sum of terms, which is known not to be under a value.

        The engine is given the sum in units of what all coefficients are multiples of: it rounds bounds up to whole ones.
        """
        listed = list(terms)
        self._unit = gcd(*(coefficient for coefficient, _ in listed)) or 1
        objective = self._proto.objective
        for coefficient, variable in listed:
            objective.vars.append(variable)
            objective.coeffs.append(coefficient // self._unit)
        objective.scaling_factor = self._unit
        objective.domain.extend((-(-low // self._unit), MOST))

    def solve(self, effort: float, relaxation: Linearisation, is_over: Callable[[], bool] = lambda: False) -> EngineAnswer:
        """Search with one worker, so that the answer does not depend on the machine.

        Parameters
        ----------
        effort
            When to stop, in the engine's deterministic time: the same work on every machine, about a second on a fast one.
        relaxation
            How far to relax constraints into a linear program too: dearer at each step, and far better bounds where many things
            compete for few months.
        is_over
            Whether to stop, since no time is left or Ctrl-C was pressed; asked `CHECKS_A_SECOND` times a second.

        Raises
        ------
        ValueError
            The model is not a valid one: a defect of whoever filled it.
        """
        settings = self._engine.SatParameters()
        settings.num_workers = 1
        settings.max_deterministic_time = effort
        settings.catch_sigint_signal = False
        for name, value in (CAREFUL_SETTINGS | relaxation.value).items():
            setattr(settings, name, value)
        search = self._engine.SolveWrapper()
        search.set_parameters(settings)
        response = _response(search, self._proto, is_over)
        if response is None:
            return EngineAnswer(EngineVerdict.UNKNOWN, (), None)
        if response.status.name == "MODEL_INVALID":
            raise ValueError(f"the engine refused the model: {response.solution_info}")
        values = tuple(response.solution)
        if self._has_intervals:
            return EngineAnswer(EngineVerdict.FEASIBLE if values else EngineVerdict.UNKNOWN, values, None)
        verdict = _VERDICTS.get(response.status.name, EngineVerdict.UNKNOWN)
        bound = None if verdict is EngineVerdict.INFEASIBLE else response.inner_objective_lower_bound * self._unit
        return EngineAnswer(verdict, values, bound)


MOST = 1 << 60
"""Beyond every objective, within what the engine counts with."""

CAREFUL_SETTINGS = {"cp_model_probing_level": 0, "use_disjunctive_constraint_in_cumulative": False}
"""Switched off because OR-Tools 9.15 misses plans with them that it finds without, at no cost in time that we could measure.

They make nothing sound. The engine calls feasible models infeasible where intervals on one resource exclude each other in
pairs: in one family of such models because of these settings, in another with its defaults as well (see the engine's tests,
and or-tools issues 3407 and 5274, which look like it). So a model with intervals is never believed.
"""

_VERDICTS = {"OPTIMAL": EngineVerdict.OPTIMAL, "FEASIBLE": EngineVerdict.FEASIBLE, "INFEASIBLE": EngineVerdict.INFEASIBLE}


CHECKS_A_SECOND = 20
"""Each takes some microseconds."""


def _response(search: Any, proto: Any, is_over: Callable[[], bool]) -> Any:
    """The engine's response, None where it failed; from a thread: a signal only reaches Python code, and that waits here."""
    responses: list[Any] = []

    def solve() -> None:
        # OR-Tools 9.15 rarely fails with an IndexError of its own, from a map in C++: then nothing is found and nothing proved.
        with suppress(Exception):
            responses.append(search.solve(proto))

    thread = Thread(target=solve, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(1 / CHECKS_A_SECOND)
        if is_over():
            search.stop_search()
    return responses[0] if responses else None


def _fill(field: Any, expression: Affine) -> None:
    if expression.variable is not None:
        field.vars.append(expression.variable)
        field.coeffs.append(1)
    field.offset = expression.offset


def _ranges(ascending: Sequence[int]) -> list[int]:
    """The values as a flat list of closed ranges, the form in which the engine takes domains."""
    flat = [ascending[0]]
    for previous, value in pairwise(ascending):
        if value != previous + 1:
            flat += [previous, value]
    flat.append(ascending[-1])
    return flat
