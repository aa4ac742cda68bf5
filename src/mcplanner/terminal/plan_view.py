"""`mcplan plan` on the terminal: what the plan is and how far it is proved, its picture, its modules, and what else to know.

Knows a plan; not how it was found.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace
from rich.console import Console
from rich.text import Text

from mcplanner.ground.money import format_cents
from mcplanner.ground.months import month_name
from mcplanner.ground.numbers_text import counted, hours_text, load_text
from mcplanner.plans.model import Alternative, Enrolment, Failure, ModuleChange, Plan, Relaxation, Status
from mcplanner.plans.summary import (
    NOT_ADVICE,
    against_the_fastest,
    alternatives_heading,
    counting,
    counts_in_words,
    finish_in_words,
    held_in_words,
    in_order_of_start,
    known_cost,
    proof,
    stop_in_words,
    stops,
    study,
    title_of,
)
from mcplanner.terminal.columns import Heading, Layout, Row, choose_layout, table
from mcplanner.terminal.ink import Ink, field_colours
from mcplanner.terminal.notes_view import to_mind
from mcplanner.terminal.other_plans_view import later, other_plans
from mcplanner.terminal.spending_view import cost_facts, spending_lines
from mcplanner.terminal.timeline import timeline

HEADINGS = {
    "title": Heading("Module"),
    "module": Heading("id"),
    "field": Heading("Field"),
    "provider": Heading("Provider"),
    "mode": Heading("Mode"),
    "details": Heading("id, provider, mode"),
    "start": Heading("Start"),
    "end": Heading("End"),
    "hours": Heading("Hours", right=True),
    "load": Heading("a week", right=True),
    "apply": Heading("Apply by"),
    "fee": Heading("Fee", right=True),
}

FIGURES = (("start",), ("end",), ("hours",), ("load",), ("apply",), ("fee",))
LAYOUTS = (
    Layout((("title",), ("module",), ("field",), ("provider",), ("mode",), *FIGURES), flexible=0, least=30),
    Layout((("title", "field"), ("module",), ("provider", "mode"), *FIGURES), flexible=0, least=30),
    Layout((("title", "details"), *FIGURES), flexible=0, least=34),
    Layout((("title", "details"), ("start", "end"), ("hours", "load"), ("apply",), ("fee",)), flexible=0, least=28),
    Layout((("title", "details"), ("start", "end"), ("hours", "load"), ("fee", "apply")), flexible=0, least=16),
)
"""From roomy to narrow."""

ONE_FIELD_LAYOUTS = tuple(
    replace(
        layout,
        columns=tuple(stack for column in layout.columns if (stack := tuple(name for name in column if name != "field"))),
    )
    for layout in LAYOUTS
)
"""Where all modules are of one field, it need not be said of each."""


def print_plan(console: Console, plan: Plan, why: bool = False) -> None:
    """Print everything about a plan, or why there is none; `why` adds what holds each module in its month."""
    ink = Ink(console)
    ink.print(plan_lines(plan, ink, why))


def plan_lines(plan: Plan, ink: Ink, why: bool = False) -> list[Text]:
    """The lines that `print_plan` prints, none wider than the console."""
    lines = header(plan, ink)
    if plan.enrolments:
        colours = field_colours(enrolment.field for enrolment in in_order_of_start(plan))
        lines += [Text(""), *timeline(plan, ink, colours)]
        lines += [*ink.heading("Modules", "in order of start"), *module_table(plan, ink)]
        lines += what_counts(plan, ink)
        lines += changes(plan, ink)
        lines += spending_lines(plan, ink)
        if why:
            lines += reasons(plan, ink)
        lines += early_stops(plan, ink)
    if plan.failure is not None:
        lines += failure_lines(plan, plan.failure, ink)
    lines += [*ways_out(plan, ink), *other_plans(plan, ink), *alternatives(plan, ink), *to_mind(plan.warnings, ink)]
    return [*lines, *not_advice(plan, ink)]


def not_advice(plan: Plan, ink: Ink) -> list[Text]:
    """The last word, under every figure, where the plan says what is paid."""
    return [] if plan.spending is None or not plan.enrolments else [Text(""), *ink.paragraph(ink.text(NOT_ADVICE, "dim"))]


def header(plan: Plan, ink: Ink) -> list[Text]:
    """The targets, then when, how many hours, how much, and how far that is proved."""
    lines: list[Text] = []
    for target in plan.targets:
        kind = ink.text(f" ({target.kind.replace('-', ' ')})", "dim")
        lines += ink.paragraph(ink.joined(ink.text(target.title, "bold"), kind))
    facts: list[tuple[str, Text]] = []
    if plan.finish is not None:
        length = counted(plan.finish - plan.start + 1, "month")
        facts.append(
            ("finish", ink.joined(ink.text(month_name(plan.finish), "bold"), f", {length} from {month_name(plan.start)}"))
        )
    if plan.enrolments:
        facts.append(("study", ink.text(study(plan))))
        if plan.spending is not None:
            facts.append(("cost", ink.text(cost_facts(plan.spending))))
        else:
            fees = sum(enrolment.fee_cents for enrolment in plan.enrolments if not enrolment.under_way)
            besides = ", besides what is under way" if any(enrolment.under_way for enrolment in plan.enrolments) else ""
            facts.append(("fees", ink.text(f"{format_cents(fees)} before GST and subsidy{besides}")))
    if plan.fastest is not None and plan.objective is not None and plan.finish is not None:
        facts.append(("the fastest", ink.text(against_the_fastest(plan.fastest, plan.objective.cost_cents, plan.finish))))
    if plan.held_awards:
        facts.append(("held", ink.text("; ".join(held_in_words(plan)))))
    facts.append(("verdict", ink.text(proof(plan), _PROOF_STYLES[plan.status])))
    return [*lines, *ink.facts(facts)]


_PROOF_STYLES = {Status.OPTIMAL: "green", Status.FEASIBLE: "yellow", Status.INFEASIBLE: "red", Status.UNKNOWN: "yellow"}


def module_table(plan: Plan, ink: Ink) -> list[Text]:
    """A row for each enrolment; where the console is narrow, values stand under each other and none is left out."""
    enrolments = in_order_of_start(plan)
    colours = field_colours(enrolment.field for enrolment in enrolments)
    rows = [_row(enrolment, ink, colours) for enrolment in enrolments]
    several = len(colours) > 1
    headings = HEADINGS | ({"details": Heading("id, provider, mode, field")} if several else {})
    layout = choose_layout(ink, headings, rows, LAYOUTS if several else ONE_FIELD_LAYOUTS)
    return table(ink, headings, rows, layout)


def _row(enrolment: Enrolment, ink: Ink, colours: dict[str, str]) -> Row:
    details = [enrolment.module, enrolment.provider, enrolment.mode, *([enrolment.field] if len(colours) > 1 else [])]
    return {
        "title": ink.text(title_of(enrolment), colours[enrolment.field] if len(colours) > 1 else ""),
        "module": ink.text(enrolment.module),
        "field": ink.text(enrolment.field),
        "provider": ink.text(enrolment.provider),
        "mode": ink.text(enrolment.mode),
        "details": ink.text(", ".join(details), "dim"),
        "start": ink.text(month_name(enrolment.start)),
        "end": ink.text(month_name(enrolment.end)),
        "hours": ink.text(hours_text(enrolment.hours)),
        "load": ink.text(load_text(enrolment.minutes_per_week)),
        "apply": ink.text("under way" if enrolment.under_way else month_name(enrolment.apply_by)),
        "fee": ink.text(format_cents(enrolment.fee_cents)),
    }


def reasons(plan: Plan, ink: Ink) -> list[Text]:
    """What holds each module in its month."""
    lines = ink.heading("Why then", "what keeps each module from starting sooner")
    for enrolment in in_order_of_start(plan):
        if not enrolment.because:
            continue
        lines += ink.paragraph(ink.joined(f"  {month_name(enrolment.start)}  ", ink.text(enrolment.title, "bold")), hanging=12)
        for note in enrolment.because:
            lines += ink.paragraph(ink.joined(" " * 12, ink.text(note.text)), hanging=12)
    return lines


def changes(plan: Plan, ink: Ink) -> list[Text]:
    """What is other than in the earlier plan, and what keeps each module that moved from starting when it did there."""
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
            lines += ink.paragraph(ink.joined(" " * 12, ink.text(note.text)), hanging=12)
    return lines


def _how_many_changed(changes: Sequence[ModuleChange]) -> str:
    """As `2 modules moved, 1 new`."""
    ways = {
        "moved": [change for change in changes if change.then is not None and change.now is not None],
        "dropped": [change for change in changes if change.now is None],
        "new": [change for change in changes if change.then is None],
    }
    (first, own), *rest = ((way, found) for way, found in ways.items() if found)
    return ", ".join([f"{counted(len(own), 'module')} {first}", *(f"{len(found)} {way}" for way, found in rest)])


def what_counts(plan: Plan, ink: Ink) -> list[Text]:
    """For each award which modules count toward it, and where these expire until when."""
    lines: list[Text] = []
    for award in counting(plan):
        lines += ink.heading(f"What counts toward {award.title}", f"earned in {month_name(award.earned)}")
        facts = counts_in_words(award)
        if award.valid:
            lines += ink.facts([(until, ink.text(words)) for until, words in facts])
        else:
            lines += ink.paragraph(ink.text(f"  {facts[0][1]}"), hanging=2)
    return lines


def early_stops(plan: Plan, ink: Ink) -> list[Text]:
    """The awards in hand after each month in which something is earned, and what was studied and paid by then."""
    if not plan.awards:
        return []
    lines = ink.heading("If you stop early", "what you hold by then")
    facts: list[tuple[str, Text]] = []
    for stop in stops(plan):
        held = stop.held
        others = "" if not held else f", with {held[0].title}" if len(held) == 1 else f", with the {len(held)} awards before"
        awards = ink.joined(
            _listed((award.title for award in stop.earned), ink), others, Text(f"\n{stop_in_words(plan, stop)}", style="dim")
        )
        facts.append((f"after {month_name(stop.month)}", awards))
    return [*lines, *ink.facts(facts)]


def failure_lines(plan: Plan, failure: Failure, ink: Ink) -> list[Text]:
    """How it goes on if a module is failed: what comes then, when everything ends, and what it comes to."""
    lines = ink.heading(f"If you fail {failure.title}", f"in {month_name(failure.month)}, at its end")
    then = failure.then
    if then.objective is None or then.finish is None or failure.cost_cents is None or plan.finish is None:
        return [*lines, *ink.facts([("then", ink.text(proof(then)))])]
    facts: list[tuple[str, Text]] = []
    if failure.again is not None:
        cost = format_cents(known_cost(failure.again))
        again = f"{month_name(failure.again.start)} to {month_name(failure.again.end)}, for {cost}"
        facts.append(("again", ink.text(again)))
    known = {enrolment.module for enrolment in plan.enrolments}
    instead = [each for each in then.enrolments if each.module not in known]
    facts += [("instead", ink.text(f"{each.title}, from {month_name(each.start)}")) for each in instead]
    when = f"{later(then.finish - plan.finish)}{' as without it' if then.finish == plan.finish else ''}"
    facts.append(("finish", ink.joined(ink.text(month_name(then.finish), "bold"), f", {when}")))
    before = sum(known_cost(each) for each in plan.enrolments if not each.under_way)
    difference = failure.cost_cents - before
    more = f"{format_cents(abs(difference))} {'more' if difference >= 0 else 'less'}"
    facts.append(("cost", ink.text(f"{format_cents(failure.cost_cents)} in all, {more}")))
    facts.append(("verdict", ink.text(proof(then), _PROOF_STYLES[then.status])))
    return [*lines, *ink.facts(facts)]


def _listed(titles: Iterable[str], ink: Ink) -> Text:
    """Titles in bold, with commas between them."""
    return Text(", ").join(ink.text(title, "bold") for title in titles)


def ways_out(plan: Plan, ink: Ink) -> list[Text]:
    """For an impossible request: what conflicts, and for each dial alone the least change that helps."""
    lines: list[Text] = []
    if plan.conflict:
        lines += ink.heading("What cannot be had together")
        lines += ink.paragraph(ink.text(f"  {plan.conflict}"), hanging=2)
    if plan.relaxations:
        lines += ink.heading("What would make it possible", "each change alone")
        lines += ink.facts([(entry.dial, _way_out(entry, ink)) for entry in plan.relaxations])
    return lines


def _way_out(entry: Relaxation, ink: Ink) -> Text:
    if entry.to is None:
        found = "no change of this alone helps" if entry.proved else "time ran out before a change of this alone was found"
        return ink.joined(ink.text(entry.now), ink.text(f": {found}", "dim"))
    done = "nothing is left to study" if entry.finish is None else f"done by {month_name(entry.finish)}"
    less = "" if entry.proved else "; perhaps less would do: not proved"
    return ink.joined(ink.text(f"{entry.now} {ink.signs.change} "), ink.text(entry.to, "bold"), f", {done}{less}")


def alternatives(plan: Plan, ink: Ink) -> list[Text]:
    """The other awards of the kind asked for: when each could be held, or why not."""
    if not plan.alternatives:
        return []
    lines = ink.heading(alternatives_heading(plan))
    return [*lines, *ink.facts([(finish_in_words(other), _alternative(other, ink)) for other in plan.alternatives])]


def _alternative(other: Alternative, ink: Ink) -> Text:
    reason = f": {other.reason}" if other.reason else ""
    return ink.joined(ink.text(other.title), ink.text(f" ({other.id})", "dim"), reason)
