"""`mcplan plan` on the terminal: what the plan is and how far it is proved, its picture, its modules, and remarks.

This module knows a plan; not how it was found.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from mcplanner.catalogue.model import FigureName
from mcplanner.ground.money import NOT_KNOWN, format_amount
from mcplanner.ground.months import Month, month_name
from mcplanner.ground.numbers_text import counted, hours_text, kind_text, load_text
from mcplanner.learner.party_words import WORDS
from mcplanner.plans import change_words
from mcplanner.plans.amount_years import years_in_words
from mcplanner.plans.certainty_words import (
    APPLY,
    END,
    START,
    has_marks,
    keys_of_load,
    mark,
    mark_of_all,
    mark_of_awards,
    mark_of_finish,
    marked,
    reason_in_words,
    remarks,
    rests_on_in_words,
)
from mcplanner.plans.labels import short_title
from mcplanner.plans.model import Alternative, Enrolment, Failure, ModuleChange, Plan, Status
from mcplanner.plans.summary import (
    against_the_fastest,
    alternatives_heading,
    apply_text,
    classes_text,
    counting,
    counts_in_words,
    days_off_in_words,
    end_text,
    finish_in_words,
    held_in_words,
    in_order_of_start,
    marked_start,
    mode_text,
    price_in_words,
    proof,
    start_text,
    stop_in_words,
    stops,
    study,
    title_of,
    total_cost,
    why_not,
    yet_to_start,
)
from mcplanner.plans.titles import with_titles_apart
from mcplanner.plans.weeks import time_at_work
from mcplanner.terminal.columns import Cells, Heading, Layout, choose_layout, table
from mcplanner.terminal.console import Console
from mcplanner.terminal.ink import Ink, field_colours
from mcplanner.terminal.notes_view import age_lines, legend_lines, notes_lines
from mcplanner.terminal.other_plans_view import other_plans
from mcplanner.terminal.spending_view import cost_facts, spending_lines
from mcplanner.terminal.timeline import timeline

HEADINGS = {
    "title": Heading("Module"),
    "module": Heading("id"),
    "field": Heading("Field"),
    "provider": Heading("Provider"),
    "mode": Heading("Mode"),
    "details": Heading("id, provider, mode"),
    "classes": Heading("classes"),
    "start": Heading("Start"),
    "end": Heading("End"),
    "hours": Heading("Hours", right=True),
    "load": Heading("a week", right=True),
    "apply": Heading("Apply by"),
    "fee": Heading("Fee", right=True),
}

PROVIDER = 24
"""The cells that the name of a provider may take."""

FIGURES = (("start",), ("end",), ("hours",), ("load",), ("apply",), ("fee",))
LAYOUTS = (
    Layout((("title", "classes"), ("module",), ("field",), ("provider",), ("mode",), *FIGURES), flexible=0, least=30),
    Layout((("title", "field", "classes"), ("module",), ("provider", "mode"), *FIGURES), flexible=0, least=30),
    Layout((("title", "details", "classes"), *FIGURES), flexible=0, least=34),
    Layout((("title", "details", "classes"), ("start", "end"), ("hours", "load"), ("apply",), ("fee",)), flexible=0, least=28),
    Layout((("title", "details", "classes"), ("start", "end"), ("hours", "load"), ("fee", "apply")), flexible=0, least=16),
)
"""From wide to narrow."""


def print_plan(console: Console, plan: Plan, why: bool = False, week: Month | None = None) -> None:
    """Print everything about a plan, or why there is none; `why` adds what stops each module from starting sooner.

    With a month as `week` it adds the classes of that month.
    """
    ink = Ink(console)
    ink.print(plan_lines(plan, ink, why, week))


def plan_lines(plan: Plan, ink: Ink, why: bool = False, week: Month | None = None) -> list[Text]:
    """The lines that `print_plan` prints, none wider than the console."""
    told = with_titles_apart(plan)  # beside its id, a title needs nothing more
    lines = header(told, ink)
    if plan.enrolments:
        colours = field_colours(enrolment.field for enrolment in in_order_of_start(plan))
        lines += [Text(""), *timeline(plan, ink, colours)]
        lines += [*ink.heading("Modules", "in order of start"), *module_table(plan, ink)]
    below = [*(details(told, ink, why, week) if plan.enrolments else []), *outlook(told, ink, why)]
    return [*lines, *legend_lines(ink), *below, *notes_lines(remarks(plan.warnings), ink), *not_advice(plan, ink)]


def outlook(plan: Plan, ink: Ink, why: bool) -> list[Text]:
    """What else could be: a failed module, other wishes, other plans, other awards."""
    return [
        *(failure_lines(plan, plan.failure, ink) if plan.failure is not None else []),
        *ways_out(plan, ink),
        *holding_back(plan, ink, why),
        *other_plans(plan, ink),
        *alternatives(plan, ink),
    ]


def details(plan: Plan, ink: Ink, why: bool, week: Month | None) -> list[Text]:
    """What stands beneath the table of modules, about these."""
    return [
        *(_classes_of_a_week(plan, week, ink) if week is not None else []),
        *what_counts(plan, ink),
        *changes(plan, ink),
        *spending_lines(plan, ink),
        *(reasons(plan, ink) if why else []),
        *early_stops(plan, ink),
    ]


def _classes_of_a_week(plan: Plan, month: Month, ink: Ink) -> list[Text]:
    from mcplanner.terminal.week_view import week_lines

    return week_lines(plan, month, ink)


def not_advice(plan: Plan, ink: Ink) -> list[Text]:
    """The last line, below all figures, of a plan that says what is paid."""
    if plan.spending is None or not plan.enrolments:
        return []
    return [Text(""), *ink.paragraph(ink.text(WORDS[plan.payer].not_advice, "dim"))]


def header(plan: Plan, ink: Ink) -> list[Text]:
    """The targets, then when, how many hours, how much, and how far that is proved."""
    lines = age_lines(plan, ink)
    for target in plan.targets:
        kind = "" if target.is_kind else ink.text(f" ({kind_text(target.kind)})", "dim")
        lines += ink.paragraph(ink.joined(ink.text(target.title, "bold"), kind))
    return [*lines, *ink.facts([*_for_whom(plan, ink), *_finish(plan, ink), *_figures(plan, ink), *_comparisons(plan, ink)])]


def _for_whom(plan: Plan, ink: Ink) -> Iterator[tuple[str, Text]]:
    """For whom the plan is written, and what matters at work."""
    if plan.addressee is not None:
        yield "for", ink.text(plan.addressee, "bold")
    yield from ((label, ink.text(words)) for label, words in time_at_work(plan, ink.signs.marks))


def _finish(plan: Plan, ink: Ink) -> Iterator[tuple[str, Text]]:
    if plan.finish is not None:
        length = counted(plan.finish - plan.start + 1, "month")
        month = ink.text(_finish_text(plan, plan.finish, ink), "bold")
        yield "finish", ink.joined(month, f", {length} from {month_name(plan.start)}")


def _finish_text(plan: Plan, finish: Month, ink: Ink) -> str:
    return f"{month_name(finish)}{mark_of_finish(plan, ink.signs.marks)}"


def _figures(plan: Plan, ink: Ink) -> Iterator[tuple[str, Text]]:
    """The hours, and what is paid, or the fees if that is not known; and of which years the amounts are."""
    if not plan.enrolments:
        return
    yield "study", ink.text(study(plan, ink.signs.marks))
    if plan.days_off and plan.addressee is None:
        yield "days off", ink.text(days_off_in_words(plan, ink.signs.marks))
    if plan.spending is not None:
        yield "cost", ink.text(cost_facts(plan, plan.spending, ink))
        if years := years_in_words(plan.amount_years):
            yield "amounts", ink.text(years)
    elif not plan.without_cost:
        yield "fees", ink.text(_fees(plan, ink))


def _fees(plan: Plan, ink: Ink) -> str:
    """Return what all fees come to that are still to be paid, and of which years they are."""
    fees = marked(total_cost(plan), mark_of_all(plan, yet_to_start(plan), "fee", marks=ink.signs.marks))
    besides = ", not counting what is under way" if any(enrolment.under_way for enrolment in plan.enrolments) else ""
    years = years_in_words(plan.amount_years)
    words = f"{fees}{besides}" if fees == NOT_KNOWN else f"{fees} before GST and subsidy{besides}"
    return f"{words}; {years}" if years else words


def _comparisons(plan: Plan, ink: Ink) -> Iterator[tuple[str, Text]]:
    """The comparison with the fastest plan, the awards that are already held, and the verdict."""
    if fastest := against_the_fastest(plan, ink.signs.marks):
        yield "the fastest", ink.text(fastest)
    if plan.held_awards:
        yield "held", ink.text("; ".join(held_in_words(plan, ink.signs.marks)))
    yield "verdict", ink.text(proof(plan, ink.signs.marks), _PROOF_STYLES[plan.status])
    words = rests_on_in_words(plan)
    if words is not None:
        yield "rests on", ink.text(words)


_PROOF_STYLES = {Status.OPTIMAL: "green", Status.FEASIBLE: "yellow", Status.INFEASIBLE: "red", Status.UNKNOWN: "yellow"}


def module_table(plan: Plan, ink: Ink) -> list[Text]:
    """A row for each enrolment; on a narrow console, values stand under each other and none is left out."""
    enrolments = in_order_of_start(plan)
    colours = field_colours(enrolment.field for enrolment in enrolments)
    rows = [_row(plan, enrolment, ink, colours) for enrolment in enrolments]
    several = len(colours) > 1
    headings = HEADINGS | ({"details": Heading("id, provider, mode, field")} if several else {})
    hidden = [
        *([] if several else ["field"]),
        *([] if any(row["classes"] for row in rows) else ["classes"]),
        *(["fee"] if plan.without_cost else []),
    ]
    layout = choose_layout(ink, headings, rows, [layout.without(hidden) for layout in LAYOUTS])
    return table(ink, headings, rows, layout)


def _row(plan: Plan, enrolment: Enrolment, ink: Ink, colours: dict[str, str]) -> Cells:
    def figure(words: str, *keys: FigureName) -> Text:
        """A figure with its mark, for which room is left where others of the plan have one: so digits stay under each other."""
        return ink.text(f"{words}{mark(plan, enrolment, *keys, marks=ink.signs.marks) or room}")

    room = " " * has_marks(plan)
    provider = short_title(ink.text(enrolment.provider_title or enrolment.provider).plain, PROVIDER, cell_len, ink.signs.cut)
    mode = mode_text(plan, enrolment, ink.signs.marks)
    details = [enrolment.module, provider, mode, *([enrolment.field] if len(colours) > 1 else [])]
    return {
        "title": ink.text(title_of(enrolment), colours[enrolment.field] if len(colours) > 1 else ""),
        "module": ink.text(enrolment.module),
        "field": ink.text(enrolment.field),
        "provider": ink.text(provider),
        "mode": ink.text(mode),
        "details": ink.text(", ".join(details), "dim"),
        "classes": ink.text(classes_text(plan, enrolment, ink.signs.marks), "dim"),
        "start": figure(start_text(enrolment), *START),
        "end": figure(end_text(enrolment), *END),
        "hours": figure(hours_text(enrolment.hours), "hours"),
        "load": figure(load_text(enrolment.minutes_per_week), *keys_of_load(enrolment)),
        "apply": figure(apply_text(enrolment), *APPLY),
        "fee": figure(format_amount(enrolment.fee_cents), "fee"),
    }


def reasons(plan: Plan, ink: Ink) -> list[Text]:
    """The reasons why each module cannot start sooner."""
    lines = ink.heading("Why then", "what stops each module from starting sooner")
    for enrolment in in_order_of_start(plan):
        if not enrolment.because:
            continue
        start = marked_start(plan, enrolment, ink.signs.marks)
        lines += ink.paragraph(ink.joined(f"  {start}  ", ink.text(enrolment.title, "bold")), hanging=12)
        for note in enrolment.because:
            words = reason_in_words(plan, enrolment.module, note, ink.signs.marks)
            lines += ink.paragraph(ink.joined(" " * 12, ink.text(words)), hanging=12)
    return lines


def changes(plan: Plan, ink: Ink) -> list[Text]:
    """The changes to the earlier plan, and why each module that moved cannot start when it did there."""
    if plan.changes is None:
        return []
    if not plan.changes:
        return ink.heading("Against the earlier plan", "nothing changed")
    lines = ink.heading("Against the earlier plan", _how_many_changed(plan.changes))
    for change in plan.changes:
        then, now = ("" if month is None else month_name(month) for month in (change.then, change.now))
        words = f"{then} {ink.signs.change} {now}" if then and now else f"{then}, dropped" if then else f"{now}, new"
        lines += ink.paragraph(ink.joined(f"  {words}  ", ink.text(f"{change.title} ({change.module})", "bold")), hanging=12)
        for note in change.because:
            words = reason_in_words(plan, change.module, note, ink.signs.marks)
            lines += ink.paragraph(ink.joined(" " * 12, ink.text(words)), hanging=12)
    return lines


def _how_many_changed(changes: Sequence[ModuleChange]) -> str:
    """Return as `2 modules moved, 1 new` how many modules changed, and how."""
    numbers = Counter(_way_of_change(change) for change in changes)
    (first, number), *rest = ((way, numbers[way]) for way in ("moved", "dropped", "new") if numbers[way])
    return ", ".join([f"{counted(number, 'module')} {first}", *(f"{number} {way}" for way, number in rest)])


def _way_of_change(change: ModuleChange) -> str:
    if change.then is None:
        return "new"
    return "dropped" if change.now is None else "moved"


def what_counts(plan: Plan, ink: Ink) -> list[Text]:
    """For each award, the modules that count toward it and, if they expire, until when."""
    lines: list[Text] = []
    for award in counting(plan):
        lines += ink.heading(
            f"What counts toward {award.title}",
            f"earned in {month_name(award.earned)}{mark_of_awards(plan, award, marks=ink.signs.marks)}",
        )
        facts = counts_in_words(plan, award, ink.signs.marks)
        if award.valid:
            lines += ink.facts([(until, ink.text(words)) for until, words in facts])
        else:
            lines += ink.paragraph(ink.text(f"  {facts[0][1]}"), hanging=2)
    return lines


def early_stops(plan: Plan, ink: Ink) -> list[Text]:
    """The awards you hold after each month in which you earn one, and what you have studied and paid by then."""
    if not plan.awards:
        return []
    lines = ink.heading("If you stop early", "what you hold by then")
    facts: list[tuple[str, Text]] = []
    for stop in stops(plan):
        held = stop.held
        others = "" if not held else f", with {held[0].title}" if len(held) == 1 else f", with the {len(held)} awards before"
        awards = ink.joined(
            _bold_titles((award.title for award in stop.earned), ink),
            others,
            Text(f"\n{stop_in_words(plan, stop, ink.signs.marks)}", style="dim"),
        )
        less = mark_of_awards(plan, *stop.earned, marks=ink.signs.marks)
        facts.append((f"after {month_name(stop.month)}{less}", awards))
    return [*lines, *ink.facts(facts)]


def failure_lines(plan: Plan, failure: Failure, ink: Ink) -> list[Text]:
    """The consequences of a failed module: what to take then, when everything ends, and what it costs."""
    from mcplanner.plans.other_ways import after_failure, failure_heading

    styles = {"finish": "bold", "verdict": _PROOF_STYLES[failure.then.status]}
    facts = [(label, ink.text(words, styles.get(label, ""))) for label, words in after_failure(plan, failure, ink.signs.marks)]
    return [*ink.heading(*failure_heading(failure)), *ink.facts(facts)]


def _bold_titles(titles: Iterable[str], ink: Ink) -> Text:
    """Titles in bold, separated by commas."""
    return Text(", ").join(ink.text(title, "bold") for title in titles)


def ways_out(plan: Plan, ink: Ink) -> list[Text]:
    """For an impossible request: what is in the way, and for each wish the least change that is enough."""
    lines: list[Text] = []
    if plan.conflict:
        lines += ink.heading(change_words.conflict_heading(plan))
        lines += ink.paragraph(ink.text(f"  {change_words.conflict_in_words(plan)}"), hanging=2)
    if plan.relaxations:
        lines += ink.heading("What would make it possible", change_words.ways_out_heading(plan))
        lines += ink.facts([(line.label, _change(line, ink)) for line in change_words.ways_out(plan, ink.signs.marks)])
    return lines


def holding_back(plan: Plan, ink: Ink, everything: bool = False) -> list[Text]:
    """The best of the changes with which the plan would be sooner or cheaper; or everything that was looked at."""
    shown = change_words.holding_back(plan, everything, ink.signs.marks)
    if not shown:
        return []
    lines = ink.heading("What holds you back", change_words.holding_back_heading(plan))
    lines += ink.facts([(line.label, _change(line, ink)) for line in shown])
    more = len(change_words.helpful_gains(plan)) - len(shown)
    return lines if everything or more <= 0 else [*lines, *ink.paragraph(ink.text(f"  and {more} more: add --why", "dim"))]


def _change(line: change_words.ChangeLine, ink: Ink) -> Text:
    if line.to:
        words = f", {line.words}" if line.words else ""
        return ink.joined(ink.text(f"{line.now} {ink.signs.change} "), ink.text(line.to, "bold"), words)
    return ink.joined(ink.text(line.now), ink.text(f": {line.words}", "dim")) if line.now else ink.text(line.words)


def alternatives(plan: Plan, ink: Ink) -> list[Text]:
    """The other awards of the kind you asked for: when you could hold each, or why not."""
    if not plan.alternatives:
        return []
    lines = ink.heading(alternatives_heading(plan))
    facts = [(finish_in_words(plan, other, ink.signs.marks), _alternative(other, plan, ink)) for other in plan.alternatives]
    return [*lines, *ink.facts(facts)]


def _alternative(other: Alternative, plan: Plan, ink: Ink) -> Text:
    price = price_in_words(plan, other, ink.signs.marks)
    why = why_not(plan, other, ink.signs.marks)
    said = [*([f", {price}"] if price else []), *([f": {why}"] if why else [])]
    return ink.joined(ink.text(other.title), ink.text(f" ({other.id})", "dim"), *said)
