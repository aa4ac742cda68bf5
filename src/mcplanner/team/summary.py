"""The plans of a team summed up: who is in which class, what is spent in which year, the next deadlines, the verdict.

Knows plans; not how they were found, and not where the words go.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from mcplanner.catalogue.class_times import WEEKDAYS, parse_class_time
from mcplanner.catalogue.model import Certainty
from mcplanner.ground.characters import one_line
from mcplanner.ground.money import Amount, format_amount, format_cents
from mcplanner.ground.months import Month, last_day, month_name, month_of_day
from mcplanner.ground.numbers_text import counted
from mcplanner.plans.certainty_words import uses_less
from mcplanner.plans.change_words import led_to
from mcplanner.plans.model import Enrolment, Plan, Relaxation, Status
from mcplanner.plans.summary import FOR_THESE, PROVED, apply_text, cost_of, weighs_unknown_fees, yet_to_start
from mcplanner.team.model import Group, Member, TeamPlan, TeamProof, TeamStage

OPEN = "open, as what counts before is not proved"
"""What is said of goals of which nothing is known yet."""


class SharedClass(Struct, frozen=True):
    """A module that starts on a day or in a month, and who is in it; the plan and the enrolment are those of the first."""

    plan: Plan
    enrolment: Enrolment
    names: tuple[str, ...]


class YearSpent(Struct, frozen=True):
    """What the employer pays for what starts in a calendar year, and apart what may be paid back to it at most, and as what.

    `enrolments` are what it pays for.
    """

    year: int
    paid: Amount
    back: Amount
    back_as: tuple[str, ...] = ()
    enrolments: tuple[Enrolment, ...] = ()


def classes(made: TeamPlan) -> list[SharedClass]:
    """Everything that somebody takes, by its days, with all who take it together."""
    together: dict[tuple[tuple[date, date], str, int], list[tuple[Plan, Enrolment, str]]] = {}
    for member in made.served:
        for each in enrolments(member):
            if member.plan is not None:
                entry = member.plan, each, member.person.name
                together.setdefault((each.span, each.module, each.offer), []).append(entry)
    in_order = (together[key] for key in sorted(together))
    return [SharedClass(own[0][0], own[0][1], tuple(name for _, _, name in own)) for own in in_order]


def enrolments(member: Member) -> Sequence[Enrolment]:
    """What somebody takes; nothing where nobody has a plan."""
    return () if member.plan is None else member.plan.enrolments


NOT_PUBLISHED = len(WEEKDAYS)
"""The place of evenings whose days are not published, behind those of the week."""


class Evenings(Struct, frozen=True):
    """How many of a group are in class on the evenings of a week: the most on any Monday, and so on.

    `spans` are the first and the last of months that are alike, with these numbers, and last how many have evenings whose days
    are not published: each day may be one of these.
    """

    group: Group
    spans: tuple[tuple[Month, Month, tuple[int, ...]], ...]

    @property
    def some_not_published(self) -> bool:
        """Return whether somebody has evenings whose days are not published."""
        return any(numbers[NOT_PUBLISHED] for _, _, numbers in self.spans)


def evenings(made: TeamPlan) -> list[Evenings]:
    """The evenings of each group of which somebody is in class; of all together, if there are no groups with a limit."""
    groups = [group for group in made.team.groups if group.in_class is not None] or list(made.team.groups[:1])
    found = [Evenings(group, _evenings_of(made, group)) for group in groups]
    return [each for each in found if each.spans]


def _evenings_of(made: TeamPlan, group: Group) -> tuple[tuple[Month, Month, tuple[int, ...]], ...]:
    in_class: dict[tuple[date, int], set[int]] = {}
    for person in group.members:
        for each in enrolments(made.members[person]):
            for place in _class_evenings(each):
                in_class.setdefault(place, set()).add(person)
    most: dict[Month, list[int]] = {}
    for (day, column), people in in_class.items():
        row = most.setdefault(month_of_day(day), [0] * (NOT_PUBLISHED + 1))
        row[column] = max(row[column], len(people))
    found: list[tuple[Month, Month, tuple[int, ...]]] = []
    for month in sorted(most):
        if found and found[-1][1:] == (month - 1, tuple(most[month])):
            found[-1] = (found[-1][0], month, found[-1][2])
        else:
            found.append((month, month, tuple(most[month])))
    return tuple(found)


def in_class(made: TeamPlan, group: Group, first: Month, last: Month, column: int) -> list[Enrolment]:
    """What people of a group take that is in some months in class on the evenings of a column."""
    taken = (each for person in sorted(group.members) for each in enrolments(made.members[person]))
    return [
        each
        for each in taken
        if any(place == column and first <= month_of_day(day) <= last for day, place in _class_evenings(each))
    ]


def _class_evenings(enrolment: Enrolment) -> Iterator[tuple[date, int]]:
    """The days on the evenings of which a module has class, each with its day of the week.

    Where that is not published, all of its days with `NOT_PUBLISHED`.
    """
    weekdays = {parse_class_time(session).evening for session in enrolment.sessions}
    first, last = enrolment.span
    for day in (first + timedelta(days=number) for number in range((last - first).days + 1)):
        if day.weekday() in weekdays:
            yield day, day.weekday()
        if enrolment.evenings:
            yield day, NOT_PUBLISHED


def spent(made: TeamPlan) -> list[YearSpent]:
    """What the employer pays year by year, for those whose modules it pays."""
    paid: dict[int, list[Enrolment]] = {}
    back: dict[int, list[int | None]] = {}
    titles: dict[int, dict[str, None]] = {}
    for member in made.served:
        plan = member.plan
        if plan is None or not member.person.paid_by_employer:
            continue
        for each in yet_to_start(plan):
            paid.setdefault(each.start // 12, []).append(each)
        for year, cents, title in _paid_back(plan):
            back.setdefault(year, []).append(cents)
            titles.setdefault(year, {})[title] = None
    return [
        YearSpent(year, Amount.of(map(cost_of, own)), Amount.of(back.get(year, ())), tuple(titles.get(year, ())), tuple(own))
        for year, own in sorted(paid.items())
    ]


def _paid_back(plan: Plan) -> Iterator[tuple[int, int | None, str]]:
    """What may be paid back to the employer for each module, with the year in which that starts, and as what."""
    years = {each.module: each.start // 12 for each in plan.enrolments}
    for later in () if plan.spending is None else plan.spending.later:
        if later.to == "employer":
            yield from ((years[module], cents, later.title) for module, cents in later.by_module)


def back_in_words(year: YearSpent) -> str:
    """`at most S$2,880.00 may be paid back (Absentee payroll funding)`; empty where nothing may."""
    return f"at most {format_amount(year.back)} may be paid back ({', '.join(year.back_as)})" if year.back else ""


def next_deadline(member: Member) -> Enrolment | None:
    """What somebody has to apply for first."""
    starting = [] if member.plan is None else yet_to_start(member.plan)
    return min(starting, key=lambda each: (_last_day_to_apply(each), each.module), default=None)


def _last_day_to_apply(enrolment: Enrolment) -> date:
    return enrolment.apply_by_day or last_day(enrolment.apply_by)


def deadline_in_words(enrolment: Enrolment, mark: str = "") -> str:
    """`Jan 2027: Cybersecurity Foundations`."""
    return f"{apply_text(enrolment)}{mark}: {one_line(enrolment.title)}"


def targets_in_words(member: Member) -> str:
    """What somebody needs, by title: of a kind of award, the one that is planned."""
    targets = member.wanted if member.plan is None else member.plan.targets
    return ", ".join(one_line(target.title) for target in targets)


def later_in_words(member: Member) -> str:
    """How much later somebody finishes than alone; empty where that is not so."""
    plan = member.plan
    if plan is None or plan.finish is None or member.alone is None or plan.finish <= member.alone:
        return ""
    return f"{counted(plan.finish - member.alone, 'month')} later than alone"


def ways_in_words(member: Member, arrow: str, mark_of: Callable[[Iterable[Certainty]], str] = lambda _: "") -> list[str]:
    """What would help, each enough: `by 2028-06 → 2029-03, done by Mar 2029`; what helps only together is one of them.

    `mark_of` gives the mark of what rests on some certainties.
    """

    def changed(change: Relaxation) -> str:
        return f"{change.dial} {change.now} {arrow} {change.to}{mark_of(change.to_hangs_on)}"

    alone = [f"{changed(change)}, {led_to(change, mark_of(change.finish_hangs_on))}" for change in member.changes]
    if alone or not member.joint_change:
        return alone
    first, together = member.joint_change[0], " and ".join(map(changed, member.joint_change))
    return [f"{together} together, {led_to(first, mark_of(first.finish_hangs_on))}"]


def latest(made: TeamPlan) -> Month | None:
    """The month in which the last of all is ready."""
    return max((member.plan.finish for member in made.served if member.plan and member.plan.finish is not None), default=None)


def verdict(made: TeamPlan) -> str:
    """Say how far the plans are proved, in a sentence."""
    served, people = len(made.served), len(made.members)
    match made.status:
        case Status.UNKNOWN:
            return "none found: the search ended before anybody was planned"
        case Status.INFEASIBLE:
            return "impossible: it is proved that nobody can be served"
        case Status.OPTIMAL:
            uses = any(uses_less(member.plan) for member in made.served if member.plan is not None)
            proved = f"{PROVED}{FOR_THESE if uses else ''}"
            more = "" if served == people else "no more people can be served, "
            return f"{proved}: {more}the last cannot finish sooner, nor all together, and all that {_costs_no_less(made)}"
        case Status.FEASIBLE:
            return f"not proved: {_first_gap(made)}"


def _costs_no_less(made: TeamPlan) -> str:
    """What is proved of the cost, in words: of known fees alone, where some are unknown."""
    unknown = next((proof.value for proof in made.proof if proof.stage is TeamStage.UNKNOWN_FEES), 0)
    if not unknown:
        others = any(weighs_unknown_fees(member.plan) for member in made.served if member.plan is not None)
        return "costs no less with all fees known" if others else "costs no less"
    return f"has no fewer unknown fees ({counted(unknown, 'fee')} unknown; of the known ones, it costs no less)"


def _first_gap(made: TeamPlan) -> str:
    """The first stage in which something may be better, and by how much at most."""
    for proof in made.proof:
        if not proof.settled:
            return gap_in_words(proof, made)
    return "fewer hours may be enough for somebody who gave none"


def gaps(made: TeamPlan) -> list[tuple[str, str]]:
    """The stages in which something may be better, each with how much; those of which that is not known yet are one entry."""
    if made.status is not Status.FEASIBLE:
        return []
    found = [proof for proof in made.proof if not proof.settled]
    told = [(proof.stage.value, gap_in_words(proof, made)) for proof in found if proof.bound is not None]
    later = ", ".join(proof.stage.value for proof in found if proof.bound is None)
    return [*told, (later, OPEN)] if later else told


def gap_in_words(proof: TeamProof, made: TeamPlan) -> str:
    """How much better something may be in a stage."""
    bound = proof.bound
    if bound is None:
        return OPEN
    match proof.stage:
        case TeamStage.UNSERVED:
            return f"up to {proof.value - bound} more may be served"
        case TeamStage.LATEST:
            return f"the last may finish sooner, but not before {month_name(Month(made.team.start + bound - 1))}"
        case TeamStage.FINISHES:
            return f"all together may finish up to {counted(proof.value - bound, 'month')} sooner"
        case TeamStage.UNKNOWN_FEES:
            return f"fewer fees may be unknown than {proof.value}"
        case TeamStage.COST:
            return f"it may cost less, but no less than {format_cents(bound)}"
