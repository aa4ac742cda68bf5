"""What a plan rests on, in words and as marks beside figures that are less than published.

Knows a plan; not where the words go.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from mcplanner.catalogue.model import Award, Certainty, FigureName, Module
from mcplanner.ground.characters import one_line
from mcplanner.ground.money import NOT_KNOWN, Amount, format_amount
from mcplanner.ground.months import month_name
from mcplanner.ground.numbers_text import counted
from mcplanner.plans.model import (
    CHEAPER_LATER,
    OLD_FIGURES,
    EarnedAward,
    Enrolment,
    Figure,
    HeldAward,
    Note,
    Plan,
    ToldFigure,
)

Marks = Mapping[Certainty, str]
"""The signs beside figures that are less than published."""

MARKS: Marks = MappingProxyType(
    {Certainty.DERIVED: "≈", Certainty.ASSUMED: "?", Certainty.ILLUSTRATIVE: "°", Certainty.LEARNER: "!"}
)
"""What stands beside a figure that is less than published. An unknown one has no value to stand beside."""

ASCII_MARKS: Mapping[Certainty, str] = MappingProxyType(
    {Certainty.DERIVED: "^", Certainty.ASSUMED: "?", Certainty.ILLUSTRATIVE: "'", Certainty.LEARNER: "!"}
)
"""The same where only these characters can be written; a text that is cut ends in `~` there."""

MEANINGS: Mapping[Certainty, str] = MappingProxyType(
    {
        Certainty.DERIVED: "derived from what is published",
        Certainty.ASSUMED: "assumed",
        Certainty.ILLUSTRATIVE: "made up as an illustration",
        Certainty.LEARNER: "assumed by you",
    }
)

NAMES: Mapping[FigureName, str] = MappingProxyType(
    {
        "months": "length",
        "weeks": "teaching weeks",
        "intakes": "starts",
        "runs": "start",
        "then": "presumed start",
        "apply_months_before": "time to apply",
        "sessions": "class times",
        "days": "full days",
        "funding": "funding class",
        "requires": "needs",
        "alongside": "modules alongside",
        "equivalent": "equivalents",
        "excludes": "exclusions",
        "covers": "parts",
        "valid_months": "validity",
        "shares": "limit of sharing",
    }
)
"""What the keys of figures are called, where that is not what they are."""

ORDER = (
    Certainty.PUBLISHED,
    Certainty.DERIVED,
    Certainty.ASSUMED,
    Certainty.LEARNER,
    Certainty.ILLUSTRATIVE,
    Certainty.UNKNOWN,
    Certainty.UNSTATED,
)
PAID = ("subsidy", "gst", "credit", "payable")
"""The amounts that follow from a fee, by the rules of prices."""

STARTS: Mapping[FigureName | None, str] = MappingProxyType(
    {"runs": "in its run of", "then": "in its presumed start of", "intakes": "in its intake of"}
)
"""What a start is called that is not the one taken, by the key that lets a module start then."""

MOST_NAMED = 2
"""Figures on which something hangs that are named one by one; of more, it is said how many there are."""


START: tuple[FigureName, ...] = ("intakes", "runs", "then")
"""The keys of which one gives the months in which a module starts."""

END: tuple[FigureName, ...] = (*START, "months")
"""The keys from which the month follows in which a module ends."""

LOAD: tuple[FigureName, ...] = ("hours", "months", "weeks")
"""The keys from which the hours a week follow."""

APPLY: tuple[FigureName, ...] = (*START, "apply_months_before")
"""The keys from which the last month to apply follows."""


STRUCTURE: tuple[FigureName, ...] = ("requires", "alongside", "equivalent", "excludes", "covers", "credits", "skills")
"""The keys that say what a module needs, and as what it counts; they are figures where an entry says what they rest on."""

COUNTING: tuple[FigureName, ...] = ("equivalent", "covers", "credits", "skills")
"""Those of them that say as what a module counts toward an award."""

OF_AWARDS: tuple[FigureName, ...] = ("requires", "valid_months", "shares")
"""The keys by which an award is earned; they are figures where the award says what they rest on."""

FEE: tuple[FigureName, ...] = ("fee",)

PRICE: tuple[FigureName, ...] = (*FEE, "funding")
"""The keys from which the price follows."""

OF_REASONS: Mapping[str, tuple[FigureName, ...]] = MappingProxyType(
    {
        "under-way": START,
        "no-intake": START,
        "closed": APPLY,
        "away": ("months",),
        "busy": ("months", "sessions"),
        "ruled-out": ("mode",),
        "prerequisite": (*END, "requires"),
        "alongside": (*START, "alongside"),
        "at-once": END,
        "hours": LOAD,
        "load": LOAD,
        "clash": ("sessions",),
        "evenings": ("sessions", "evenings"),
        "days-off": ("days", "sessions"),
        "finish": ("months",),
        "too-late": ("months",),
        "valid": ("months",),
        "cost": PRICE,
        "budget": PRICE,
    }
)
"""For the code of a reason why a module starts no sooner, the keys of the figures that it speaks of."""

OF_OTHERS = ("prerequisite", "alongside", "at-once")
"""The codes of reasons that speak of other modules alone; others speak of the module itself, too."""

OF_AMOUNTS: Mapping[str, tuple[FigureName, ...]] = MappingProxyType({"fee": FEE} | dict.fromkeys(PAID, PRICE))
"""The keys from which each amount follows that is paid for a module."""


def old_figures(notes: Iterable[Note]) -> str | None:
    """That figures are old, which is said before all else; None where no note says so."""
    return next((one_line(note.text) for note in notes if note.code == OLD_FIGURES), None)


def remarks(notes: Iterable[Note]) -> list[Note]:
    """The warnings but for the one that is said before all else."""
    return [note for note in notes if note.code != OLD_FIGURES]


def remarks_for_others(plan: Plan) -> list[Note]:
    """The remarks of a file that is made to be shown to others, whom the learner's age does not concern."""
    return [note for note in remarks(plan.warnings) if note.code != CHEAPER_LATER]


def is_less(certainty: Certainty) -> bool:
    """Return whether a figure is known to rest on less than what is published."""
    return certainty in MARKS or certainty is Certainty.UNKNOWN


def uses_less(plan: Plan) -> bool:
    """Return whether a plan uses figures that are less than published; of unknown fees its verdict speaks itself.

    It does not of those on which the finish hangs, since no budget lets them be paid. Where there is no plan: whether such
    figures may have a part in that.
    """
    return plan.for_these_figures or (
        plan.rests_on is not None
        and any(
            figure.certainty in MARKS
            or (figure.certainty is Certainty.UNKNOWN and (figure.key != "fee" or figure in plan.rests_on.finish))
            for figure in plan.rests_on.figures
        )
    )


def _all_alike(plan: Plan) -> bool:
    """Return whether all figures that a plan uses rest on the same."""
    return plan.rests_on is not None and len({figure.certainty for figure in plan.rests_on.figures}) == 1


def alike_in_words(plan: Plan, beside: Plan) -> str:
    """What all figures of a plan rest on, so that none is marked, and which it is told beside another; empty if both do."""
    if plan.rests_on is None or not _all_alike(plan):
        return ""
    certainty = plan.rests_on.figures[0].certainty
    said = certainty not in MEANINGS or _all_are(beside, certainty)
    return "" if said else f"all its figures are {MEANINGS[certainty]}"


def _all_are(plan: Plan, certainty: Certainty) -> bool:
    """Return whether there are figures that a plan uses, and all of them rest on the same."""
    return plan.rests_on is not None and {figure.certainty for figure in plan.rests_on.figures} == {certainty}


def has_marks(plan: Plan) -> bool:
    """Return whether some figures of a plan are marked; if all rest on the same, it is said once."""
    if plan.rests_on is None:
        return False
    shown = {certainty for each in plan.enrolments for _, certainty in each.only_shown} - {Certainty.UNKNOWN}
    return tells_apart(shown.union(figure.certainty for figure in plan.rests_on.figures))


def tells_apart(certainties: AbstractSet[Certainty]) -> bool:
    """Return whether marks tell figures apart that rest on some certainties; what all rest on is said once."""
    return len(certainties) > 1 and not certainties.isdisjoint(MARKS)


def mark(plan: Plan, enrolment: Enrolment, *keys: FigureName, marks: Mapping[Certainty, str] = MARKS) -> str:
    """The mark beside what some figures of an enrolment give: that of the least certain; empty for none."""
    return mark_of_all(plan, (enrolment,), *keys, marks=marks)


def mark_of_all(plan: Plan, enrolments: Iterable[Enrolment], *keys: FigureName, marks: Mapping[Certainty, str] = MARKS) -> str:
    """The mark beside what some figures of several enrolments give together: that of the least certain; empty for none."""
    return mark_of(certainties_of(enrolments, *keys), marks) if has_marks(plan) else ""


def certainties_of_load(enrolments: Iterable[Enrolment]) -> Iterator[Certainty]:
    """On what the hours a week of several enrolments rest: what is taught in full days takes none, whatever its hours."""
    return (certainty for each in enrolments for certainty in certainties_of([each], *keys_of_load(each)))


def keys_of_load(taught: Enrolment | Module) -> tuple[FigureName, ...]:
    """The keys from which the hours a week of a module follow."""
    return LOAD if taught.days is None else ("days",)


def mark_of_load(plan: Plan, enrolments: Iterable[Enrolment], marks: Mapping[Certainty, str] = MARKS) -> str:
    """The mark beside the hours a week of several enrolments together: that of the least certain; empty for none."""
    return mark_of(certainties_of_load(enrolments), marks) if has_marks(plan) else ""


def mark_of_finish(plan: Plan, marks: Mapping[Certainty, str] = MARKS) -> str:
    """The mark beside the finish: that of the least certain figure on which it hangs; empty for none."""
    finish = plan.rests_on.finish if plan.rests_on is not None and has_marks(plan) else ()
    return mark_of((figure.certainty for figure in finish), marks)


def mark_beside(plan: Plan, certainties: Iterable[Certainty], marks: Mapping[Certainty, str] = MARKS) -> str:
    """The mark of what is told beside a plan: that of the least of some certainties; empty for none, and if it is said once."""
    least = _least_of(certainties)
    if least is None or (not has_marks(plan) and _all_are(plan, least)):
        return ""
    return marks[least]


def sentence_in_words(sentence: str, figures: Iterable[ToldFigure], marks: Mapping[Certainty, str] = MARKS) -> str:
    """A sentence with the marks of the figures that it tells; of those with the same words, each comes after the one before."""
    marked: dict[int, str] = {}
    for each in figures:
        ends = (found.end() for found in re.finditer(re.escape(each.words), sentence))
        end = next((end for end in ends if end not in marked), None)
        if end is not None:
            marked[end] = mark_of(each.hangs_on, marks)
    for end in sorted(marked, reverse=True):
        sentence = f"{sentence[:end]}{marked[end]}{sentence[end:]}"
    return sentence


def reason_in_words(plan: Plan, module: str, note: Note, marks: Mapping[Certainty, str] = MARKS) -> str:
    """A reason why a module starts no sooner, and behind it the mark of the least certain figure that it speaks of."""
    if plan.rests_on is None or not has_marks(plan):
        return note.text
    keys, whose = OF_REASONS.get(note.code, ()), {*note.modules, *(() if note.code in OF_OTHERS else (module,))}
    spoken = (figure.certainty for figure in plan.rests_on.figures if figure.module in whose and figure.key in keys)
    return f"{note.text}{mark_of(spoken, marks)}"


def mark_of_awards(plan: Plan, *awards: EarnedAward | HeldAward, marks: Mapping[Certainty, str] = MARKS) -> str:
    """The mark beside the month in which awards are earned: that of the least certain figure on which it hangs."""
    return mark_beside(plan, (certainty for award in awards for certainty in award.hangs_on), marks)


def validity_rests_on(award: EarnedAward) -> list[Certainty]:
    """On what it rests for how long modules count toward an award; empty where it says nothing of that itself."""
    return [certainty for key, certainty in award.certainty if key == "valid_months"]


def certainties_of(enrolments: Iterable[Enrolment], *keys: FigureName) -> Iterator[Certainty]:
    """On what some figures of several enrolments rest."""
    return (certainty for each in enrolments for key, certainty in each.certainty_of_all if key in keys)


def mark_of_amount(
    plan: Plan, enrolments: Iterable[Enrolment], name: str, amount: Amount | int | None, marks: Mapping[Certainty, str] = MARKS
) -> str:
    """The mark beside an amount of some enrolments; where nothing is taken off or added, that rests on no fee.

    No mark stands beside an amount of which nothing is known.
    """
    if format_amount(amount) == NOT_KNOWN:
        return ""
    resting = (each for each in enrolments if name in ("fee", "payable") or getattr(each, f"{name}_cents") != 0)
    return mark_of_all(plan, resting, *OF_AMOUNTS[name], marks=marks)


def marked(amount: Amount | int | None, mark: str) -> str:
    """An amount with its mark; none stands beside one that is not known at all."""
    words = format_amount(amount)
    return words if words == NOT_KNOWN else f"{words}{mark}"


def mark_of(certainties: Iterable[Certainty], marks: Mapping[Certainty, str] = MARKS) -> str:
    """The mark of the least of some certainties; empty where all are published, unknown or unstated."""
    least = _least_of(each for each in certainties if each in marks)
    return "" if least is None else marks[least]


def _least_of(certainties: Iterable[Certainty]) -> Certainty | None:
    """The least of some certainties that has a mark; None where none has."""
    return max((each for each in certainties if each in MARKS), key=ORDER.index, default=None)


def least_certain(certainties: Iterable[Certainty]) -> str:
    """The least of some certainties, `assumed`; what is known to be less goes before what nobody has stated. Empty for none."""
    return str(max(certainties, key=lambda each: (is_less(each), ORDER.index(each)), default=""))


def least_in_words(certainties: Iterable[Certainty]) -> str:
    """What the least of some certainties is, `assumed`; empty where none is less than published, or not known."""
    least = _least_of(certainties)
    return "" if least is None else MEANINGS[least]


def resting_in_brackets(certainties: Iterable[Certainty]) -> str:
    """The same behind a figure, where no mark can stand: ` (assumed)`."""
    words = least_in_words(certainties)
    return f" ({words})" if words else ""


def of_offers(entry: Module | Award, key: FigureName) -> Certainty:
    """What a figure of an entry rests on; of a module that starts in several ways, the least certain of them."""
    offers = entry.offers if isinstance(entry, Module) else (entry,)
    return max((offer.certainty(key) for offer in offers), key=ORDER.index)


class UsedMarks(Mapping[Certainty, str]):
    """Marks that remember which of them an output has written: its legend explains these, and no others."""

    def __init__(self, marks: Mapping[Certainty, str] = MARKS) -> None:
        self._marks = marks
        self._used: set[Certainty] = set()

    def __getitem__(self, certainty: Certainty) -> str:
        self._used.add(certainty)
        return self._marks[certainty]

    def __contains__(self, certainty: object) -> bool:
        return certainty in self._marks

    def __iter__(self) -> Iterator[Certainty]:
        return iter(self._marks)

    def __len__(self) -> int:
        return len(self._marks)

    def legend(self) -> list[str]:
        """The marks that were written, each with its meaning."""
        return legend_of(self._used, self._marks)


def legend_of(certainties: Iterable[Certainty], marks: Mapping[Certainty, str] = MARKS) -> list[str]:
    """The marks of some certainties, each with its meaning."""
    used = set(certainties)
    return [f"{marks[certainty]} {MEANINGS[certainty]}" for certainty in ORDER if certainty in marks and certainty in used]


def rests_on_in_words(plan: Plan) -> str | None:
    """How many figures a plan rests on, by certainty, and on which its finish and its cost hang; None if nothing is stated."""
    found = plan.rests_on
    return None if found is None else resting_in_words(found.figures, {"finish": found.finish, "cost": found.cost})


def resting_in_words(figures: Sequence[Figure], decisive: Mapping[str, Sequence[Figure]]) -> str | None:
    """How many figures rest on what, and on which of them each of some answers hangs; None if nothing is stated."""
    certainties = {figure.certainty for figure in figures}
    if certainties <= {Certainty.UNSTATED}:
        return None
    if len(certainties) == 1:
        certainty = figures[0].certainty
        what = MEANINGS[certainty] if certainty is Certainty.ILLUSTRATIVE else _adjective(certainty)
        return f"{counted(len(figures), 'figure')}, all of them {what}"
    hangs = [f"the {what} hangs on {words}" for what, which in decisive.items() if (words := _less_in_words(which))]
    return "; ".join([f"{counts_in_words(figure.certainty for figure in figures)} figures", *hangs])


def counts_in_words(certainties: Iterable[Certainty]) -> str:
    """`12 published, 3 derived and 2 assumed`."""
    numbers = Counter(certainties)
    words = [f"{numbers[certainty]} {_adjective(certainty)}" for certainty in ORDER if numbers[certainty]]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _less_in_words(figures: Sequence[Figure]) -> str:
    """Figures that are less than published, by their names if they are few; empty for none."""
    less = [figure for figure in figures if is_less(figure.certainty)]
    if len(less) <= MOST_NAMED:
        return " and ".join(f"the {_in_words(figure)} of {_whose(figure)}" for figure in less)
    keys = {figure.key for figure in less}
    return f"{counts_in_words(figure.certainty for figure in less)} {'fees' if keys == {'fee'} else 'figures'}"


def _in_words(figure: Figure) -> str:
    """`assumed hours`. What is presumed is assumed, and what the learner assumes is not presumed by others."""
    if figure.key == "then" and figure.certainty in (Certainty.ASSUMED, Certainty.LEARNER):
        return NAMES["then"] if figure.certainty is Certainty.ASSUMED else f"{_adjective(figure.certainty)} start"
    return f"{_adjective(figure.certainty)} {NAMES.get(figure.key, figure.key)}"


def _whose(figure: Figure) -> str:
    """The module of a figure, and the start of it, where that is not the one taken."""
    title = one_line(figure.title)
    if figure.start is None:
        return title
    return f"{title} {STARTS[figure.starts_by]} {month_name(figure.start)}"


def _adjective(certainty: Certainty) -> str:
    return "self-assumed" if certainty is Certainty.LEARNER else str(certainty)


def certainty_in_words(figures: Iterable[tuple[FigureName, Certainty]]) -> str:
    """What figures rest on, the most certain first: `hours, fee: published; length: assumed`; empty for none."""
    names: dict[Certainty, list[str]] = {}
    for key, certainty in figures:
        names.setdefault(certainty, []).append(NAMES.get(key, key))
    return "; ".join(f"{', '.join(names[certainty])}: {certainty}" for certainty in ORDER if certainty in names)
