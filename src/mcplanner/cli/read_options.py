"""Read what was typed as a catalogue, a learner and a request; or refuse it, with the way out.

This module knows the words of the command line. It plans nothing, and prints only the errors of a file that cannot be used.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, TypeVar, cast

import typer
from msgspec.structs import replace

from mcplanner.catalogue.assumptions import KEY_OF, assume, fills_anything, misfits, parse_assumptions
from mcplanner.catalogue.counting import expires_for
from mcplanner.catalogue.model import KINDS, MODES, Catalogue
from mcplanner.catalogue.requirements import SKILL
from mcplanner.cli import options
from mcplanner.cli.input_files import catalogue_paths, report_errors
from mcplanner.cli.parsing import FEW, decimal_of, parse_dollars, parse_word, refuse_unknown
from mcplanner.files.catalogues import load_catalogue
from mcplanner.ground.diagnostics import did_you_mean
from mcplanner.ground.months import Month, month_after, month_name, parse_month, parse_months
from mcplanner.ground.numbers_text import HOURS_IN_A_WEEK, counted, kind_text, minutes_of
from mcplanner.ground.today import today
from mcplanner.ground.typed_again import for_catalogue
from mcplanner.learner.absence import Away, parse_away
from mcplanner.learner.busy import BusyTime, parse_busy_time
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.model import Held, Learner, LearnerFacts
from mcplanner.learner.request import Request
from mcplanner.learner.stretching import parse_stretch
from mcplanner.pricing.rules import Funding

if TYPE_CHECKING:
    from mcplanner.files.checks.learners import Setting
    from mcplanner.plans.saved import SavedPlan

MOST_HALF_DAYS = 62
"""Nobody takes more days off in a month than it has."""

K = TypeVar("K")
T = TypeVar("T")

Typed = Sequence[str] | None
"""The values that were typed for an option that can be repeated; None if it was not typed."""


def read_catalogue(named: Sequence[Path] | None, funding: Funding | None = None, assumed: Typed = None) -> Catalogue:
    """Read the catalogue that is named, or the shipped one; print all errors in it and end the program with 1.

    With funding rules, each module's funding class must be one of theirs. What is typed with --assume is filled in where
    figures are unknown, before anything else reads the catalogue.
    """
    loaded = load_catalogue(catalogue_paths(named), funding)
    if loaded.catalogue is None:
        raise report_errors(loaded.diagnostics)
    return _assume(loaded.catalogue, assumed or ())


def _assume(catalogue: Catalogue, texts: Sequence[str]) -> Catalogue:
    """Fill in what was typed; refuse what is no assumption, and what nothing in the catalogue is unknown of."""
    texts = [_with_id(catalogue, text) for text in texts]
    for own in parse_word(parse_assumptions, texts, "--assume"):
        if own.module is not None:
            refuse_unknown(own.module, catalogue.module_by_id, "--assume", "module", see_list("modules"))
        if not fills_anything(catalogue, own):
            whose = "no module of this catalogue has" if own.module is None else f"'{own.module}' does not have"
            raise typer.BadParameter(f"{whose} unknown {KEY_OF[own.figure]}: leave it out", param_hint="--assume")
    filled = assume(catalogue, texts)
    for found in misfits(filled) if texts else ():
        raise typer.BadParameter(found.words, param_hint="--assume")
    return filled


def _with_id(catalogue: Catalogue, text: str) -> str:
    """Return an assumption with the id of the module that it names by a course number."""
    module, colon, rest = text.partition(":")
    return f"{id_of(catalogue, module.strip(), '--assume')}{colon}{rest}" if colon else text


def with_assumed_in(file: LearnerFile, catalogue: Catalogue) -> Catalogue:
    """Return the catalogue with what a learner file assumes, where it is still unknown."""
    return assume(catalogue, file.assume)


def setting_of(catalogue: Catalogue, first: Month | None = None) -> "Setting":
    """Return what a learner file is checked against today, for a plan from a first month, by default the next."""
    from mcplanner.files.checks.learners import Setting

    return Setting(catalogue, today(), month_after(today()) if first is None else first)


def read_start(typed: str | None) -> Month:
    """Return the first month that was typed, or the next month."""
    return month_after(today()) if typed is None else parse_word(parse_month, typed, "--start")


def read_week(typed: str | None) -> Month | None:
    """Return the month whose classes are to be shown, if one was typed."""
    return None if typed is None else parse_word(parse_month, typed, "--week")


def read_learner(catalogue: Catalogue, file: LearnerFile, limits: options.Limits, wishes: options.Wishes) -> Learner:
    """Return the learner that a file describes, with what was typed in place of what the file says of the same."""
    refuse_unknown_words(wishes.mode, MODES, "--mode", "mode")
    refuse_unknown_words(wishes.provider, catalogue.provider_by_id, "--provider", "provider")
    facts: LearnerFacts = {
        "pins": _read_pins(catalogue, wishes.pin),
        "held": _read_all_held(catalogue, wishes.hold),
        **_read_limits(limits),
        "away": read_away(wishes.away),
        "only_modes": frozenset(mode for mode in MODES if mode in (wishes.mode or ())),
        "only_providers": frozenset(wishes.provider or ()),
        "skip": frozenset(_read_skipped(catalogue, word) for word in wishes.skip or ()),
    }
    typed = {fact: value for fact, value in facts.items() if value not in NOT_TYPED}
    learner = file.learner.replace(**cast(LearnerFacts, typed))
    _refuse_pins_of_held(catalogue, learner)
    _refuse_pinned_or_held_under_way(learner)
    return learner


def with_held(catalogue: Catalogue, learner: Learner, hold: Typed) -> Learner:
    """Return the learner with the modules that were typed in place of those that the file has as held."""
    held = _read_all_held(catalogue, hold)
    holder = learner.replace(held=held) if held else learner
    _refuse_pinned_or_held_under_way(holder)
    _refuse_held_in_future(holder, month_after(today()))
    return holder


NOT_TYPED: tuple[object, ...] = (None, (), {}, frozenset())
"""The values of facts that were not typed."""


def _read_limits(limits: options.Limits) -> LearnerFacts:
    """Return the hours, the times and the money that were typed."""
    hours = (entry for text in limits.hours_in or () for entry in _read_hours_in(text))
    return {
        "minutes_in": _collect_once(
            hours, lambda month: f"two different hours are given for {month_name(month)}", "--hours-in"
        ),
        "minutes_per_week": None if limits.hours is None else read_hours(limits.hours, "--hours"),
        "cost_limit_cents": _read_budget(limits.budget, "--budget"),
        "cost_limit_per_year_cents": _read_budget(limits.budget_per_year, "--budget-per-year"),
        "stretch": None if limits.stretch is None else parse_word(parse_stretch, limits.stretch, "--stretch"),
        "at_once": limits.at_once,
        "evenings": limits.evenings,
        "half_days_off": None if limits.days_off is None else _read_half_days(limits.days_off),
        "busy": tuple(read_busy_time(text) for text in limits.busy or ()),
    }


def _read_half_days(text: str) -> int:
    """Read days of which there are halves, as a number of these."""
    match = re.fullmatch(r"([0-9]{1,2})(?:\.([05]))?", text, re.ASCII)
    half_days = None if match is None else 2 * int(match[1]) + (match[2] == "5")
    if half_days is None or half_days > MOST_HALF_DAYS:
        message = f"'{text}' is not a number of days from 0 to {MOST_HALF_DAYS // 2}, such as 2 or 1.5"
        raise typer.BadParameter(message, param_hint="--days-off")
    return half_days


def _read_budget(text: str | None, option: str) -> int | None:
    return None if text is None else parse_dollars(text, option)


def _read_skipped(catalogue: Catalogue, word: str) -> str:
    """Read what is to be left out: the id of a module or a provider, a mode, or a course number."""
    skippable = [*catalogue.module_by_id, *catalogue.provider_by_id, *MODES]
    name = word if word in skippable else id_of(catalogue, word, "--skip")
    if name not in skippable and name in catalogue.entry_by_id:
        raise typer.BadParameter(no_module(catalogue, name), param_hint="--skip")
    refuse_unknown(name, skippable, "--skip", "module, provider or mode")
    return name


def read_away(texts: Typed) -> frozenset[Away]:
    """Return the months and the days that were typed."""
    return frozenset(each for text in texts or () for each in parse_word(parse_away, text, "--away"))


def _read_pins(catalogue: Catalogue, texts: Typed) -> dict[str, Month]:
    pins = (_read_pin(catalogue, text) for text in texts or ())
    return _collect_once(pins, lambda module: f"'{module}' is pinned to two months", "--pin")


def _read_all_held(catalogue: Catalogue, texts: Typed) -> tuple[Held, ...]:
    entries = ((entry.module, entry) for entry in (read_held(catalogue, text) for text in texts or ()))
    return tuple(_collect_once(entries, lambda module: f"two last months are given for '{module}'", "--hold").values())


def read_targets(
    catalogue: Catalogue, file: LearnerFile, words: Sequence[str], wanted_skills: Sequence[str], field: str | None
) -> tuple[str, ...]:
    """Return the targets that were typed, or else those of the file: ids, at most one kind of award, and skills.

    What is typed can be a course number.
    """
    words = [id_of(catalogue, word, "--target") for word in words]
    if not words and not wanted_skills:
        words, wanted_skills = file.targets, file.skills
    kinds = _kinds_with_awards(catalogue)
    ways_out = _what_can_be_a_target(catalogue, kinds)
    refuse_unknown_words(() if field is None else (field,), catalogue.field_by_id, "--field", "field")
    for word in words:
        way_out = _way_to_want(catalogue, word) or ways_out
        refuse_unknown(word, [*catalogue.entry_by_id, *kinds], "--target", "target", way_out)
    refuse_unknown_words(wanted_skills, catalogue.modules_by_skill, "--skill", "skill", see_list("skills"))
    _check_kinds(catalogue, words, field)
    if not words and not wanted_skills:
        raise typer.BadParameter(f"say what you want: {ways_out}", param_hint="--target")
    return tuple(dict.fromkeys((*words, *(SKILL + skill for skill in wanted_skills))))


def _kinds_with_awards(catalogue: Catalogue) -> list[str]:
    return [kind for kind in KINDS if kind in catalogue.award_kinds]


def _check_kinds(catalogue: Catalogue, targets: Sequence[str], field: str | None) -> None:
    """Refuse several kinds of award as targets, and a field without a kind or without an award of the kind."""
    wanted = [target for target in targets if target not in catalogue.entry_by_id]
    if len(wanted) > 1:
        raise typer.BadParameter("only one target can be a kind of award: name the others by id", param_hint="--target")
    if field is not None and not wanted:
        raise typer.BadParameter("a field only narrows a target that is a kind of award", param_hint="--field")
    for kind in wanted:
        if field is not None and field not in catalogue.award_kinds[kind]:
            raise typer.BadParameter(f"the field '{field}' has no {kind_text(kind)}", param_hint="--field")


def read_request(
    file: LearnerFile,
    learner: Learner,
    targets: tuple[str, ...],
    first: Month,
    wishes: options.Wishes,
    seconds: float,
    saved: "SavedPlan | None" = None,
) -> Request:
    """Return the request that the options describe.

    Its plan could start, at the earliest, once everything under way has begun and everything held has ended.
    """
    last = parse_word(parse_month, wishes.by, "--by") if wishes.by is not None else None
    if last is not None and last < first:
        raise typer.BadParameter(f"{month_name(last)} is before the plan starts in {month_name(first)}", param_hint="--by")
    check_hours(learner, wishes.by, "--hours", "say how many hours a week you have")
    if learner.stretch is not None and learner.minutes_per_week is None:
        raise typer.BadParameter("say with --hours how many hours a week you usually have", param_hint="--stretch")
    _refuse_pins_before(learner, first)
    _refuse_held_in_future(learner, first)
    return Request(
        targets=targets,
        start=first,
        earliest_start=min(first, _earliest_start(learner)),
        by=last,
        field=wishes.field,
        prefer=wishes.prefer or file.prefer,
        seconds=seconds,
        keep={} if saved is None else {each.module: each.start for each in saved.modules},
    )


def _earliest_start(learner: Learner) -> Month:
    """Return the first month to come by which everything under way has begun and everything held has ended."""
    began = [entry.started for entry in learner.under_way]
    after = [Month(entry.ended + 1) for entry in learner.held if entry.ended is not None]
    return max([month_after(today()), *began, *after])


def check_hours(learner: Learner, by: str | None, option: str, way_out: str) -> None:
    """Refuse a request without hours a week, unless it has a last month."""
    if by is None and learner.minutes_per_week is None:
        raise typer.BadParameter(f"{way_out}, or say with --by when you must be done", param_hint=option)


def with_other_plans(request: Request, others: int, within_months: int | None) -> Request:
    """Return the request for some other plans too, each done at most some months after the best one."""
    if within_months is None:
        return replace(request, others=others)
    if not others:
        raise typer.BadParameter("say how many other plans you want with --alternatives", param_hint="--within")
    return replace(request, others=others, within_months=within_months)


def find_entry(catalogue: Catalogue, word: str) -> Any:
    """Return the module, award, role, field or provider with an id, or the module or award with a course number."""
    named = (catalogue.entry_by_id, catalogue.provider_by_id, catalogue.field_by_id)
    names = [name for entries in reversed(named) for name in entries]
    name = word.lower() if word.lower() in names else id_of(catalogue, word, "ID")
    if name not in names:
        refuse_kind(catalogue, name, "ID")
    refuse_unknown_id(catalogue, name, names, "ID", "id")
    return next(entries[name] for entries in named if name in entries)


def find_award_or_role(catalogue: Catalogue, word: str) -> str:
    """Return the id of the award or role with an id, or of the award with a course number."""
    name = id_of(catalogue, word, "AWARD")
    refuse_kind(catalogue, name, "AWARD")
    if name in catalogue.module_by_id:
        raise typer.BadParameter(f"'{name}' is a module: name an award or a role, {see_list()}", param_hint="AWARD")
    refuse_unknown_id(catalogue, name, [*catalogue.award_by_id, *catalogue.role_by_id], "AWARD", "award or role")
    return name


def id_of(catalogue: Catalogue, word: str, option: str) -> str:
    """Return the id, or the kind of award, that a word is in any case, or the id of the entry that has it as its course number.

    The word itself if it is none of these; refuse a number of several.
    """
    if word.lower() in catalogue.entry_by_id or word.lower() in KINDS:
        return word.lower()
    from mcplanner.catalogue.numbers import numbered

    found = [entry.id for entry in numbered(catalogue, word)]
    if len(found) > 1:
        message = f"the course number '{word}' is that of {', '.join(found)}: name one of these"
        raise typer.BadParameter(message, param_hint=option)
    return found[0] if found else word


def module_id_of(catalogue: Catalogue, word: str, option: str) -> str:
    """Return the id of the module that a word names, by its id or its course number; refuse anything else."""
    name = id_of(catalogue, word, option)
    if name not in catalogue.module_by_id and name in catalogue.entry_by_id:
        raise typer.BadParameter(no_module(catalogue, name), param_hint=option)
    if len(catalogue.modules) <= FEW:
        refuse_unknown(name, catalogue.module_by_id, option, "module")
    refuse_unknown_id(catalogue, name, catalogue.module_by_id, option, "module", "modules")
    return name


def no_module(catalogue: Catalogue, name: str) -> str:
    """Say that an award or a role is no module, and what shows its modules."""
    kind = "an award" if name in catalogue.award_by_id else "a role"
    return f"'{name}' is {kind}, not a module: {for_catalogue(f'mcplan show {name}')} names its modules"


def see_list(what: str = "") -> str:
    """Say which command lists everything, or some kind of it."""
    return f"see: {for_catalogue(f'mcplan list {what}'.rstrip())}"


def check_filters(catalogue: Catalogue, filters: options.Filters) -> None:
    """Refuse a filter that nothing in the catalogue can match."""
    words: dict[str, Callable[[], Iterable[str]]] = {
        "field": lambda: catalogue.field_by_id,
        "provider": lambda: catalogue.provider_by_id,
        "mode": lambda: MODES,
        "topic": lambda: (topic for module in catalogue.modules for topic in module.topics),
        "skill": lambda: catalogue.modules_by_skill,
        "recognised": lambda: (mark for module in catalogue.modules for mark in module.recognised_by),
    }
    for option, names in words.items():
        word = getattr(filters, option)
        if word is not None:
            refuse_unknown(word, sorted(set(names())), f"--{option}", option)


def _way_to_want(catalogue: Catalogue, word: str) -> str | None:
    """Say how to want a skill, or how to find what a word is in; None if it is neither a known id nor in any entry."""
    if not word or word in catalogue.entry_by_id or word in KINDS:
        return None
    if word in catalogue.modules_by_skill:
        return f"it is a skill: --skill {quote(word)}"
    if did_you_mean(word, catalogue.entry_by_id) is not None:
        return None
    return _search_for(catalogue, word)


def refuse_unknown_id(catalogue: Catalogue, word: str, names: Collection[str], option: str, noun: str, what: str = "") -> None:
    """Refuse a word that is none of the names; the refusal says how to find ids, of a kind of entry or of any."""
    if word not in names:
        refuse_unknown(word, names, option, noun, (_search_for(catalogue, word, what) if word else None) or see_list(what))


def _search_for(catalogue: Catalogue, word: str, what: str = "") -> str | None:
    """Say how to find the ids of the entries that a word is in, or a word that is nearly the same; None if it is in none."""
    from mcplanner.catalogue.filters import near_words, select_awards, select_modules, select_roles

    select: Callable[..., Sequence[object]]
    listing = f"mcplan list {what}".rstrip()
    for near in (word, *(() if did_you_mean(word, catalogue.entry_by_id) else near_words(catalogue, word)[:1])):
        for select in (select_modules,) if what else (select_modules, select_awards, select_roles):
            if select(catalogue, search=near):
                return f"find ids: {for_catalogue(f'{listing} --search {quote(near)}')}"
    return None


def refuse_kind(catalogue: Catalogue, word: str, option: str) -> None:
    """Refuse a kind of award where one entry is asked."""
    if word in KINDS and word not in catalogue.entry_by_id:
        raise typer.BadParameter(
            f"'{word}' is a kind of award; name one: {for_catalogue('mcplan list awards')}", param_hint=option
        )


def _what_can_be_a_target(catalogue: Catalogue, kinds: Sequence[str]) -> str:
    awards, roles = counted(len(catalogue.awards), "award"), counted(len(catalogue.roles), "role")
    counts = f"{awards}, {roles} and {counted(len(catalogue.modules), 'module')}"
    kind = f"a kind ({', '.join(kinds)}) or " if kinds else ""
    return f"choose {kind}an id ({counts}; see {for_catalogue('mcplan list')})"


def _collect_once(told: Iterable[tuple[K, T]], complaint: Callable[[K], str], option: str) -> dict[K, T]:
    """Return the value of each key; refuse a key with two different values."""
    found: dict[K, T] = {}
    for key, value in told:
        if found.setdefault(key, value) != value:
            raise typer.BadParameter(complaint(key), param_hint=option)
    return found


def refuse_unknown_words(words: Typed, names: Iterable[str], option: str, noun: str, more: str | None = None) -> None:
    for word in words or ():
        refuse_unknown(word, names, option, noun, more)


def read_hours(text: str, option: str) -> int:
    """Read a number of hours a week, and return it in minutes."""
    hours = decimal_of(text)
    if hours is None or not 0 < hours <= HOURS_IN_A_WEEK or minutes_of(hours) == 0:
        raise typer.BadParameter(f"'{text}' is not a number of hours a week up to 168, such as 6 or 5.5", param_hint=option)
    return minutes_of(hours)


def read_busy_time(text: str) -> BusyTime:
    """Read a time of the week at which there can be no class."""
    time = parse_word(parse_busy_time, text.lower(), "--busy")
    if not time.minutes:
        raise typer.BadParameter(f"'{text}' begins and ends at the same time: a whole day is 00:00-24:00", param_hint="--busy")
    return time


def _read_hours_in(text: str) -> list[tuple[Month, int]]:
    months, separator, hours = text.partition("=")
    if not separator:
        raise typer.BadParameter(f"'{text}' needs months and hours, such as 2027-06..2027-08=3", param_hint="--hours-in")
    minutes = 0 if decimal_of(hours) == 0 else read_hours(hours, "--hours-in")
    return [(month, minutes) for month in parse_word(parse_months, months, "--hours-in")]


def _read_pin(catalogue: Catalogue, text: str) -> tuple[str, Month]:
    module, separator, month = text.partition("=")
    if not separator:
        raise typer.BadParameter(f"'{text}' needs a module and a month, such as {text}=2027-04", param_hint="--pin")
    return module_id_of(catalogue, module, "--pin"), parse_word(parse_month, month, "--pin")


def read_held(catalogue: Catalogue, text: str) -> Held:
    """Read a module that is held, with its last month if that was typed."""
    module, separator, month = text.partition("=")
    name = module_id_of(catalogue, module, "--hold")
    return Held(module=name, ended=parse_word(parse_month, month, "--hold") if separator else None)


def _refuse_pins_of_held(catalogue: Catalogue, learner: Learner) -> None:
    """Refuse to pin a held module, unless it can expire and the pin comes after it ended."""
    for entry in learner.held:
        month = learner.pins.get(entry.module)
        if month is None:
            continue
        held = "is held" if entry.ended is None else f"has been held since {month_name(entry.ended)}"
        if entry.ended is None or not any(expires_for(catalogue, entry.module)):
            way_out = "leave out the pin, or drop the module from what you hold"
            enough = f"'{entry.module}' {held} and does not expire, so it is not taken again: {way_out}"
            raise typer.BadParameter(enough, param_hint="--pin")
        if entry.ended >= month:
            raise typer.BadParameter(f"'{entry.module}' {held}: pin it to a later month", param_hint="--pin")


def _refuse_pinned_or_held_under_way(learner: Learner) -> None:
    """Refuse to pin a module that is under way, and to hold it from its start on."""
    for begun in learner.under_way:
        ends = [entry.ended for entry in learner.held if entry.module == begun.module]
        if begun.module in learner.pins or any(end is None or end >= begun.started for end in ends):
            raise typer.BadParameter(f"'{begun.module}' is under way", param_hint="--pin / --hold")


def _refuse_held_in_future(learner: Learner, first: Month) -> None:
    for entry in learner.held:
        if entry.ended is not None and entry.ended >= max(first, month_after(today())):
            late = f"'{entry.module}' ends in {month_name(entry.ended)}, but the plan starts in {month_name(first)}"
            raise typer.BadParameter(f"{late}: list what still runs under under_way in a learner file", param_hint="--hold")


def _refuse_pins_before(learner: Learner, first: Month) -> None:
    for module, month in learner.pins.items():
        if month < first:
            early = f"'{module}' is pinned to {month_name(month)}, before the plan starts in {month_name(first)}"
            raise typer.BadParameter(early, param_hint="--pin")
