"""What was typed, as a catalogue, a learner and a request; or what is wrong with it and the way out.

Knows the words of the command line; plans nothing, and prints nothing but the findings of a file that cannot be used.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import typer
from msgspec.structs import replace

from mcplanner.catalogue.counting import expires_for
from mcplanner.catalogue.model import KINDS, MODES, Catalogue, ClassTime, parse_class_time
from mcplanner.catalogue.requirements import SKILL
from mcplanner.cli import options
from mcplanner.cli.input_files import told
from mcplanner.cli.parsing import dollars, known, number, parsed, today
from mcplanner.files.checks.learners import LEARNER_CHECKS, OVERDUE_CHECKS, Setting
from mcplanner.files.loading import check_learner, load_catalogue, read, shipped_catalogue_path
from mcplanner.ground.months import Month, month_after, month_name, parse_month, parse_months
from mcplanner.ground.numbers_text import HOURS_IN_A_WEEK, counted
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.model import Held, Learner, LearnerFacts
from mcplanner.learner.request import Request
from mcplanner.pricing.rules import Funding

if TYPE_CHECKING:
    from mcplanner.plans.saved import SavedPlan

Key = TypeVar("Key")
Value = TypeVar("Value")

Typed = Sequence[str] | None
"""What was typed for an option that can be repeated; None where it was not typed."""


def read_catalogue(path: Path | None, funding: Funding | None = None) -> Catalogue:
    """The catalogue at a path, or the shipped one; with errors in it, all are printed and the program ends with 1.

    With funding rules, each module's class must be one of theirs.
    """
    loaded = load_catalogue(path if path is not None else shipped_catalogue_path(), funding)
    if loaded.catalogue is None:
        raise told(loaded.diagnostics)
    return loaded.catalogue


def read_learner_file(
    path: Path | None, catalogue: Catalogue, firsts: Sequence[Month], with_overdue: bool = False
) -> LearnerFile:
    """The learner file at a path, sound for plans that start in any of some months; without a path one that says nothing.

    With errors in it, all are printed and the program ends with 1.

    Parameters
    ----------
    with_overdue
        Whether the file may have modules whose end or start is overdue, which no plan can take as they are.
    """
    if path is None:
        return LearnerFile()
    source = read(path)
    checks = [check for check in LEARNER_CHECKS if not (with_overdue and check in OVERDUE_CHECKS)]
    for first in firsts:
        file, diagnostics = check_learner(source, setting_of(catalogue, first), checks)
        if file is None:
            raise told(diagnostics)
    assert file is not None, "there is at least one first month"
    return file


def setting_of(catalogue: Catalogue, first: Month | None = None) -> Setting:
    """What a learner file is judged by today, for a plan from a first month, or from the next."""
    following = month_after(today())
    return Setting(catalogue, Month(following - 1), following if first is None else first)


def read_start(typed: str | None) -> Month:
    """The first month that was typed, or the next one."""
    return month_after(today()) if typed is None else parsed(parse_month, typed, "--start")


def read_starts(typed: Typed) -> list[Month]:
    """The first months that were typed, with commas between them, or the next one."""
    return _listed(typed, read_start) or [read_start(None)]


def read_learner(catalogue: Catalogue, file: LearnerFile, limits: options.Limits, wishes: options.Wishes) -> Learner:
    """The learner that a file describes, with what was typed in the place of what the file says of the same."""
    _all_known(wishes.mode, MODES, "--mode", "mode")
    _all_known(wishes.provider, catalogue.provider_by_id, "--provider", "provider")
    skippable = [*catalogue.module_by_id, *catalogue.provider_by_id, *MODES]
    _all_known(wishes.skip, skippable, "--skip", "module, provider or mode")
    read_pins = (_pin(catalogue, text) for text in wishes.pin or ())
    pins = _told_once(read_pins, lambda module: f"'{module}' is pinned to two months", "--pin")
    entries = (read_held(catalogue, text) for text in wishes.hold or ())
    held = _told_once(
        ((entry.module, entry) for entry in entries), lambda module: f"when '{module}' ended is told twice", "--hold"
    )
    months = (entry for text in limits.hours_in or () for entry in _minutes_in(text))
    minutes_in = _told_once(months, lambda month: f"the hours of {month_name(month)} are told twice", "--hours-in")
    one_value: LearnerFacts = {
        "minutes_per_week": None if limits.hours is None else minutes_of(limits.hours, "--hours"),
        "cost_limit_cents": None if limits.budget is None else dollars(limits.budget, "--budget"),
        "cost_limit_per_year_cents": (
            None if limits.budget_per_year is None else dollars(limits.budget_per_year, "--budget-per-year")
        ),
        "at_once": limits.at_once,
        "evenings": limits.evenings,
    }
    several: LearnerFacts = {
        "minutes_in": minutes_in,
        "busy": tuple(_busy(text) for text in limits.busy or ()),
        "away": frozenset(month for text in wishes.away or () for month in parsed(parse_months, text, "--away")),
        "held": tuple(held.values()),
        "only_modes": frozenset(mode for mode in MODES if mode in (wishes.mode or ())),
        "only_providers": frozenset(wishes.provider or ()),
        "skip": frozenset(wishes.skip or ()),
        "pins": pins,
    }
    typed = {fact: value for fact, value in one_value.items() if value is not None}
    typed |= {fact: values for fact, values in several.items() if values}
    learner = file.learner.replace(**cast(LearnerFacts, typed))
    _pins_again(catalogue, learner)
    for begun in learner.under_way:
        ends = [entry.ended for entry in learner.held if entry.module == begun.module]
        if begun.module in learner.pins or any(end is None or end >= begun.started for end in ends):
            raise typer.BadParameter(f"'{begun.module}' is under way", param_hint="--pin / --hold")
    return learner


def read_targets(
    catalogue: Catalogue, file: LearnerFile, words: Sequence[str], wanted_skills: Sequence[str], field: str | None
) -> tuple[str, ...]:
    """The targets that were typed, or else those of the file: ids, at most one kind of award, and skills."""
    from mcplanner.planning.single_request import awards_of_kind

    if not words and not wanted_skills:
        words, wanted_skills = file.targets, file.skills
    kinds = [kind for kind in KINDS if awards_of_kind(catalogue, kind, None)]
    if field is not None:
        known(field, catalogue.field_by_id, "--field", "field")
    for word in words:
        known(word, [*catalogue.entry_by_id, *kinds], "--target", "target", _what_there_is(catalogue, kinds))
    for skill in wanted_skills:
        known(skill, catalogue.modules_by_skill, "--skill", "skill", "see: mcplan list --skill")
    wanted_kinds = [word for word in words if word in kinds and word not in catalogue.entry_by_id]
    if len(wanted_kinds) > 1:
        raise typer.BadParameter("only one target can be a kind of award: name the others by id", param_hint="--target")
    if field is not None and not wanted_kinds:
        raise typer.BadParameter("a field only narrows a target that is a kind of award", param_hint="--field")
    for kind in wanted_kinds:
        if not awards_of_kind(catalogue, kind, field):
            raise typer.BadParameter(f"no {kind} is in the field '{field}'", param_hint="--field")
    if not words and not wanted_skills:
        raise typer.BadParameter(f"say what you want; {_what_there_is(catalogue, kinds)}", param_hint="--target")
    return tuple(dict.fromkeys((*words, *(SKILL + skill for skill in wanted_skills))))


def read_request(
    file: LearnerFile,
    learner: Learner,
    targets: tuple[str, ...],
    first: Month,
    wishes: options.Wishes,
    seconds: float,
    saved: "SavedPlan | None" = None,
) -> Request:
    """The request that the options describe; it could start once what is under way had begun and what is held had ended."""
    began = [entry.started for entry in learner.under_way]
    after = [Month(entry.ended + 1) for entry in learner.held if entry.ended is not None]
    earliest = max([month_after(today()), *began, *after])
    last = parsed(parse_month, wishes.by, "--by") if wishes.by is not None else None
    if last is not None and last < first:
        raise typer.BadParameter(f"{month_name(last)} is before the plan starts, in {month_name(first)}", param_hint="--by")
    check_hours(learner, wishes.by, "--hours", "say how many hours a week you have")
    _pins_in_time(learner, first)
    _held_in_time(learner, first)
    return Request(
        targets=targets,
        start=first,
        earliest_start=min(first, earliest),
        by=last,
        field=wishes.field,
        prefer=wishes.prefer or file.prefer,
        seconds=seconds,
        keep={} if saved is None else {each.module: each.start for each in saved.modules},
    )


def check_hours(learner: Learner, by: str | None, option: str, way_out: str) -> None:
    """Refuse to plan for as many hours a week as it takes, unless there is a last month."""
    if by is None and learner.minutes_per_week is None:
        raise typer.BadParameter(f"{way_out}, or with --by when it must be done", param_hint=option)


def with_other_plans(request: Request, others: int, within_months: int | None) -> Request:
    """The request with so many further plans, each done at most so many months after the first."""
    if within_months is None:
        return replace(request, others=others)
    if not others:
        raise typer.BadParameter("say with --alternatives how many further plans you want", param_hint="--within")
    return replace(request, others=others, within_months=within_months)


def read_cases(
    catalogue: Catalogue,
    file: LearnerFile,
    learner: Learner,
    dials: options.Dials,
    wishes: options.Wishes,
    seconds: float,
) -> list[tuple[Learner, Request]]:
    """Each combination of what is to be compared, as the learner and the request that `mcplan plan` would make of it.

    Parameters
    ----------
    learner
        The learner, with the file's hours and its limit of modules at once.
    """
    from mcplanner.planning.progress import settle

    words = _listed(dials.target, str)
    starts = read_starts(dials.start)
    at_once = _listed(dials.at_once, _modules_at_once)
    minutes = _listed(dials.hours, lambda text: minutes_of(text, "--hours"))
    _check_size({"--target": len(words), "--start": len(starts), "--at-once": len(at_once), "--hours": len(minutes)})
    skills = dials.skill or ()  # wanted in every case
    targets = [read_targets(catalogue, file, typed, skills, wishes.field) for typed in ([[word] for word in words] or [[]])]
    limits: list[int | None] = [*at_once] or [learner.at_once]
    budgets: list[int | None] = [*minutes] or [learner.minutes_per_week]
    cases = []
    for wanted, first, limit, budget in product(targets, starts, limits, budgets):
        own = settle(catalogue, learner, first).replace(at_once=limit, minutes_per_week=budget)
        cases.append((own, read_request(file, own, wanted, first, wishes, seconds)))
    return cases


def _listed(typed: Typed, parse: Callable[[str], Value]) -> list[Value]:
    """What stands between the commas of one option and of its repetitions, each value once."""
    return list(dict.fromkeys(parse(word.strip()) for text in typed or () for word in text.split(",")))


def _check_size(lengths: Mapping[str, int]) -> None:
    """Refuse a comparison of nothing, of more than can be told apart, and of more than can be waited for."""
    from mcplanner.planning.comparison import MOST_DIALS, MOST_ROWS

    varied = {option: length for option, length in lengths.items() if length > 1}
    dials = " / ".join(varied or lengths)
    if not varied:
        raise typer.BadParameter(
            "there is nothing to compare: give one or two of these several values, as --hours 4,6,8", param_hint=dials
        )
    if len(varied) > MOST_DIALS:
        raise typer.BadParameter(
            f"at most {MOST_DIALS} of these can have several values: give the others one value each", param_hint=dials
        )
    if prod(varied.values()) > MOST_ROWS:
        sizes = " × ".join(map(str, varied.values()))
        rows = f"{sizes} = {prod(varied.values())}" if len(varied) > 1 else sizes
        raise typer.BadParameter(
            f"{rows} plans are more than the {MOST_ROWS} that can be compared: give fewer values", param_hint=dials
        )


def find_entry(catalogue: Catalogue, word: str) -> Any:
    """The module, award, role, field or provider with an id."""
    entries = {**catalogue.field_by_id, **catalogue.provider_by_id, **catalogue.entry_by_id}
    known(word, entries, "ID", "id", "see: mcplan list")
    return entries[word]


def check_filters(catalogue: Catalogue, filters: options.Filters) -> None:
    """Refuse a filter whose word nothing in the catalogue has."""
    words: dict[str, Iterable[str]] = {
        "field": catalogue.field_by_id,
        "provider": catalogue.provider_by_id,
        "mode": MODES,
        "topic": (topic for module in catalogue.modules for topic in module.topics),
        "skill": catalogue.modules_by_skill,
        "recognised": (mark for module in catalogue.modules for mark in module.recognised_by),
    }
    for option, names in words.items():
        word = getattr(filters, option)
        if word is not None:
            known(word, sorted(set(names)), f"--{option}", option)


def _what_there_is(catalogue: Catalogue, kinds: Sequence[str]) -> str:
    awards, roles = counted(len(catalogue.awards), "award"), counted(len(catalogue.roles), "role")
    counts = f"{awards}, {roles} and {counted(len(catalogue.modules), 'module')}"
    return f"there are the kinds {', '.join(kinds)}, and {counts} by id: see mcplan list"


def _told_once(told: Iterable[tuple[Key, Value]], complaint: Callable[[Key], str], option: str) -> dict[Key, Value]:
    """What was told of each, which may be told again but not in another way."""
    found: dict[Key, Value] = {}
    for key, value in told:
        if found.setdefault(key, value) != value:
            raise typer.BadParameter(complaint(key), param_hint=option)
    return found


def _all_known(words: Typed, names: Iterable[str], option: str, noun: str) -> None:
    for word in words or ():
        known(word, names, option, noun)


def minutes_of(text: str, option: str) -> int:
    """A number of hours a week, in minutes."""
    hours = number(text)
    if hours is None or not 0 < hours <= HOURS_IN_A_WEEK or hours * 60 < 1:
        raise typer.BadParameter(f"'{text}' is not a number of hours a week up to 168, such as 6 or 5.5", param_hint=option)
    return int(hours * 60)


def _modules_at_once(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) > 0):
        raise typer.BadParameter(f"'{text}' is not a number of modules, such as 2", param_hint="--at-once")
    return int(text)


def _busy(text: str) -> ClassTime:
    time = parsed(parse_class_time, text.lower(), "--busy")
    if time.end_minute <= time.start_minute:
        raise typer.BadParameter(f"'{text}' ends before it starts: write each day alone", param_hint="--busy")
    return time


def _minutes_in(text: str) -> list[tuple[Month, int]]:
    months, separator, hours = text.partition("=")
    if not separator:
        raise typer.BadParameter(f"'{text}' needs months and hours, as 2027-06..2027-08=3", param_hint="--hours-in")
    minutes = 0 if number(hours) == 0 else minutes_of(hours, "--hours-in")
    return [(month, minutes) for month in parsed(parse_months, months, "--hours-in")]


def _pin(catalogue: Catalogue, text: str) -> tuple[str, Month]:
    module, separator, month = text.partition("=")
    if not separator:
        raise typer.BadParameter(f"'{text}' needs a module and its month, as {text}=2027-04", param_hint="--pin")
    known(module, catalogue.module_by_id, "--pin", "module")
    return module, parsed(parse_month, month, "--pin")


def read_held(catalogue: Catalogue, text: str) -> Held:
    """A module that is held, with its last month if that was typed."""
    module, separator, month = text.partition("=")
    known(module, catalogue.module_by_id, "--hold", "module")
    return Held(module=module, ended=parsed(parse_month, month, "--hold") if separator else None)


def _pins_again(catalogue: Catalogue, learner: Learner) -> None:
    """Refuse to pin what is held, unless it can expire, so that it may be taken again, and after it has ended."""
    for entry in learner.held:
        month = learner.pins.get(entry.module)
        if month is None:
            continue
        since = "" if entry.ended is None else f" since {month_name(entry.ended)}"
        if entry.ended is None or not any(expires_for(catalogue, entry.module)):
            way_out = "leave out the pin, or drop the module from what you hold"
            enough = f"'{entry.module}' is held{since} and does not expire, so that it is not taken again: {way_out}"
            raise typer.BadParameter(enough, param_hint="--pin")
        if entry.ended >= month:
            raise typer.BadParameter(f"'{entry.module}' is held{since}: pin it to a later month", param_hint="--pin")


def _held_in_time(learner: Learner, first: Month) -> None:
    for entry in learner.held:
        if entry.ended is not None and entry.ended >= max(first, month_after(today())):
            late = f"'{entry.module}' ends in {month_name(entry.ended)}, and the plan starts in {month_name(first)}"
            raise typer.BadParameter(f"{late}: what runs then stands in a learner file, under under_way", param_hint="--hold")


def _pins_in_time(learner: Learner, first: Month) -> None:
    for module, month in learner.pins.items():
        if month < first:
            early = f"'{module}' is pinned to {month_name(month)}, before the plan starts, in {month_name(first)}"
            raise typer.BadParameter(early, param_hint="--pin")
