"""A plan's cost in a CP-SAT model: prices by start, credit, and the limits on both (rule R11).

Beside `rules`; knows prices and wallets as the problem states them, nothing of the funding rules behind them.

Credit is one variable: whatever can flow from the wallets to the payments is bounded by each set of wallets that could be cut
(see `credit`), and so a row for each set says it all.
"""

from mcplanner.pricing.credit import Payment, wallet_sets
from mcplanner.solvers.cpsat.engine import Literal, Term
from mcplanner.solvers.cpsat.plan_model import PlanModel


def r11_money(plan: PlanModel) -> None:
    """The net cost of each calendar year stays within the limit; so does that of all years, a limit on a total (`rules`)."""
    if plan.problem.cost_limit_per_year_cents is not None:
        _within_each_year(plan, plan.problem.cost_limit_per_year_cents)


def cost(plan: PlanModel) -> list[Term]:
    """The cost of all that is enrolled, credit taken off, as a linear expression."""
    paid = [(payment.cents, literal) for payment, literal in _payments(plan)]
    wallets = plan.problem.wallets
    if not any(wallets):
        return paid
    credit = plan.model.integer(0, sum(wallets))
    for chosen, cents in wallet_sets(wallets):
        beyond = [(-payment.cents, literal) for payment, literal in _payments(plan) if not payment.paid_within(chosen)]
        plan.model.linear([(1, credit), *beyond], -sum(payment.cents for payment, _ in _payments(plan)), cents)
    return [*paid, (-1, credit)]


def _within_each_year(plan: PlanModel, limit: int) -> None:
    """Whatever the years cost beyond their limits, a set of wallets must hold."""
    payments = _payments(plan)
    for chosen, cents in wallet_sets(plan.problem.wallets):
        by_year: dict[int, list[Term]] = {}
        for payment, literal in payments:
            if payment.paid_within(chosen):
                by_year.setdefault(payment.year, []).append((payment.cents, literal))
        beyond = []
        for terms in by_year.values():
            most = sum(amount for amount, _ in terms)
            if most > limit:
                beyond.append((1, plan.model.integer(0, most - limit)))
                plan.model.linear([*terms, (-1, beyond[-1][1])], 0, limit)
        plan.model.linear(beyond, 0, cents)


def _payments(plan: PlanModel) -> list[tuple[Payment, Literal]]:
    """Each payment that may be due, with the literal that says so; made once for a model."""
    if plan.payments is None:
        plan.payments = [entry for index in range(len(plan.problem.candidates)) for entry in _payments_of(plan, index)]
    return plan.payments


def _payments_of(plan: PlanModel, index: int) -> list[tuple[Payment, Literal]]:
    candidate = plan.problem.candidates[index]
    if len(candidate.prices) == 1:
        return [(candidate.prices[0].payment, plan.enrolled[index])]
    return plan.literals_by(index, candidate.payment)
