"""Checks of what a learner file means: its ids are in the catalogue, and its months are possible (MC7xx).

A check takes the setting and the file, and yields findings; like all checks it raises nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from mcplanner.catalogue.assumptions import assume, begun_in_words, misfits, parse_assumption
from mcplanner.catalogue.counting import Ends, earned_at, expires_for, latest
from mcplanner.catalogue.model import KINDS, MODES, Catalogue
from mcplanner.catalogue.requirements import Path
from mcplanner.files.checks.findings import Finding, error, warning
from mcplanner.files.checks.references import UNTAUGHT, unknown_names
from mcplanner.ground.months import Month, day_name, month_name, month_of_day, when_text
from mcplanner.learner.busy import parse_busy_time
from mcplanner.learner.file import HoursByMonth, LearnerFile
from mcplanner.learner.held import held_by


class Setting(Struct, frozen=True):
    """What a learner file must agree with.

    Attributes
    ----------
    catalogue, today, first
        A catalogue, the day it is, and the first month of the plan.
    wallets
        Those of the funding rules; None where whoever prices a plan looks at them.
    """

    catalogue: Catalogue
    today: date
    first: Month
    wallets: Collection[str] | None = None

    @property
    def this_month(self) -> Month:
        """The month of today."""
        return month_of_day(self.today)

    def assuming(self, file: LearnerFile) -> "Setting":
        """The same with what the file assumes filled into the catalogue."""
        return replace(self, catalogue=assume(self.catalogue, file.assume)) if file.assume else self


LearnerCheck = Callable[[Setting, LearnerFile], Iterable[Finding]]


def unknown_modules(setting: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC701: everything held, under way, failed, pinned or assumed something of is a module."""
    assumed = ((("assume", index), own.module) for index, own in enumerate(map(parse_assumption, file.assume)) if own.module)
    named = [*_named_modules(file), *assumed]
    return unknown_names("MC701", "unknown module '{}'", named, setting.catalogue.module_by_id)


def unknown_targets(setting: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC702: each target is an id or a kind of award, and at most one is a kind."""
    if all(name in setting.catalogue.entry_by_id for name in file.targets):
        return
    kinds = sorted({award.kind for award in setting.catalogue.awards}, key=KINDS.index)
    known = [*setting.catalogue.entry_by_id, *kinds]
    named = [(("targets", index), name) for index, name in enumerate(file.targets)]
    yield from unknown_names("MC702", "unknown target '{}'", named, known)
    of_kind = [(path, name) for path, name in named if name in kinds and name not in setting.catalogue.entry_by_id]
    for path, name in of_kind[1:]:
        message = f"'{name}' is a second kind of award, and only one target can be a kind"
        yield error("MC702", message, path, earlier=of_kind[0][0])


def unknown_skills(setting: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC703: some module teaches each skill that the learner wants."""
    named = ((("skills", index), name) for index, name in enumerate(file.skills))
    return unknown_names("MC703", UNTAUGHT, named, setting.catalogue.modules_by_skill)


def unknown_choices(setting: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC704: `providers` lists providers, and `skip` modules, providers or modes."""
    providers = ((("providers", index), name) for index, name in enumerate(file.providers))
    yield from unknown_names("MC704", "unknown provider '{}'", providers, setting.catalogue.provider_by_id)
    skipped = ((("skip", index), name) for index, name in enumerate(file.skip))
    known = [*setting.catalogue.module_by_id, *setting.catalogue.provider_by_id, *MODES] if file.skip else ()
    yield from unknown_names("MC704", "unknown module, provider or mode '{}'", skipped, known)


def unknown_wallets(setting: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC717: the funding rules have each wallet of the learner's credit."""
    if setting.wallets is not None:
        named = ((("credit", name), name) for name in file.credit)
        yield from unknown_names("MC717", "unknown wallet '{}'", named, setting.wallets)


def repeated_modules(setting: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC705: a module is held, under way or pinned, only one of them and only once; but it can be passed again years later.

    A module that is held and can expire may be pinned, to be taken again.
    """
    listed: dict[str, list[tuple[Path, Month | None]]] = {}
    begun = (entry.under_way.started for entry in file.under_way)
    months = [*(entry.ended for entry in file.held), *begun, *file.pins.values()]
    named = [(path, name) for path, name in _named_modules(file) if path[0] != "failed"]
    for (path, name), month in zip(named, months, strict=True):
        earlier = listed.setdefault(name, [])
        for other, then in earlier:
            if not _is_another_time(other, then, path, month) or (path[0] == "pins" and not _can_expire(setting, name)):
                yield error("MC705", f"'{name}' is already listed under {other[0]}", path, earlier=other)
                break
        earlier.append((path, month))


def _is_another_time(first: Path, ended: Month | None, second: Path, month: Month | None) -> bool:
    """Return whether a module was passed once, and passed again in another month or begun again in a later one."""
    if first[0] != "held" or ended is None or month is None:
        return False
    return month != ended if second[0] == "held" else month > ended


def _can_expire(setting: Setting, module: str) -> bool:
    return module in setting.catalogue.module_by_id and any(expires_for(setting.catalogue, module))


def repeated_hours(_: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC706: the hours of a month are given once."""
    if not isinstance(file.hours, HoursByMonth):
        return
    first: dict[Month, Path] = {}
    for index, other in enumerate(file.hours.except_):
        path = ("hours", "except", index, "months")
        again = [month for month in other.months if first.setdefault(month, path) != path]
        if again:
            yield error("MC706", f"the hours of {month_name(again[0])} are given twice", path, earlier=first[again[0]])


def not_yet_held(setting: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC707: each module that is held has ended."""
    for index, entry in enumerate(file.held):
        if entry.ended is not None and entry.ended > setting.this_month:
            message = f"'{entry.module}' has not ended yet: {month_name(entry.ended)} is in the future"
            yield error("MC707", message, ("held", index, "ended"), "if it has begun, list it under under_way until then")


def no_longer_counts(setting: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC714: each module that is held still counts toward the awards that are wanted, or toward all awards if none is."""
    held = held_by(file.learner)
    if not held.keys() <= setting.catalogue.module_by_id.keys():
        return
    wanted = setting.catalogue.places.within(frozenset(setting.catalogue.award_by_id.keys() & set(file.targets)))
    for index, entry in enumerate(file.held):
        if entry.ended is None or entry.ended != latest(held[entry.module]):
            continue
        for award, until in _expired_for(setting, entry.module, entry.ended, held):
            if not wanted or award in wanted:
                message = f"'{entry.module}' counted toward '{award}' only until {month_name(until)}"
                yield warning("MC714", message, ("held", index, "ended"), "a plan retakes it if it must")
                break


def _expired_for(setting: Setting, module: str, ended: Month, held: Ends) -> Iterator[tuple[str, Month]]:
    """The awards that are not earned, and for which a module has expired before the plan; each with its last month."""
    for award, months in expires_for(setting.catalogue, module):
        until = Month(ended + months)
        if until < setting.first and not earned_at(setting.catalogue, award, held)[0]:
            yield award.id, until


def not_yet_begun(setting: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC708: each module that is under way has begun, and no later than the plan."""
    for index, entry in enumerate(entry.under_way for entry in file.under_way):
        path = ("under_way", index, "started")
        if entry.begins_after(setting.today):
            message = f"'{entry.module}' has not begun yet: {day_name(entry.day or entry.started)} is in the future"
            yield error("MC708", message, path, "to start it in that month, list it under pins")
        elif entry.started > setting.first:
            message = f"'{entry.module}' began in {month_name(entry.started)}, after the plan starts"
            yield error("MC708", message, path, f"the plan starts in {month_name(setting.first)}")


def over_by_now(setting: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC709: no module that is under way has ended by now; one that will end before a later plan is no error."""
    for index, entry in enumerate(file.under_way):
        module = setting.catalogue.module_by_id.get(entry.module)
        own = entry.under_way
        if module is None or own.pace(module) is None or (own.offer(module).self_paced and own.months is None):
            continue
        if own.is_over(module, setting.today) and own.ends(module) < setting.first:
            ended = when_text(own.last_day(module) or own.ends(module))
            message = f"'{entry.module}' ended {ended}, before the plan starts in {month_name(setting.first)}"
            yield error("MC709", message, ("under_way", index, "started"), "record how it went with mcplan done or mcplan drop")


def no_such_pace(setting: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC710: each module that is under way can take so many months, and the file says how many if there is a choice."""
    for index, entry in enumerate(file.under_way):
        module = setting.catalogue.module_by_id.get(entry.module)
        if module is None:
            continue
        offer = entry.under_way.offer(module)
        if not offer.paces:
            yield error("MC710", f"'{entry.module}' is under way, and {begun_in_words(offer)}", ("under_way", index))
            continue
        lengths = f"{offer.paces[0].months}" + (f" to {offer.paces[-1].months}" if offer.self_paced else "")
        if entry.months is None and offer.self_paced:
            message = f"'{entry.module}' can take {lengths} months, and the file does not say how many"
            yield error("MC710", message, ("under_way", index), "add months")
        elif entry.under_way.pace(module) is None:
            yield error(
                "MC710",
                f"'{entry.module}' cannot take {entry.months} months",
                ("under_way", index, "months"),
                f"it takes {lengths}",
            )


def no_such_run(setting: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC715: what is under way says in which of the runs of its month it is, and there is such a run."""
    for index, entry in enumerate(entry.under_way for entry in file.under_way):
        module = setting.catalogue.module_by_id.get(entry.module)
        days = () if module is None else module.first_days_in(entry.started)
        if entry.day in days or len(days) < 1 + (entry.day is None):
            continue
        path = ("under_way", index, "started")
        if entry.day is not None:
            hint = f"in that month it starts on {' and '.join(map(day_name, days))}"
            yield error("MC715", f"no run of '{entry.module}' starts on {day_name(entry.day)}", path, hint)
        else:
            message = f"'{entry.module}' has {len(days)} runs that start in {month_name(entry.started)}; the first is meant"
            yield warning("MC715", message, path, f"write the day, {' or '.join(map(str, days))}")


def pinned_to_the_past(setting: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC711: no module is pinned to a month before the plan."""
    for name, month in file.pins.items():
        if month < setting.first:
            message = f"'{name}' is pinned to {month_name(month)}, before the plan starts in {month_name(setting.first)}"
            yield error("MC711", message, ("pins", name), "record with mcplan begin that it has begun, or remove the pin")


def busy_for_no_time(_: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC712: a busy time takes some time."""
    for index, text in enumerate(file.busy):
        if not parse_busy_time(text).minutes:
            message = f"'{text}' begins and ends at the same time"
            yield error("MC712", message, ("busy", index), "a whole day is 00:00-24:00")


def without_residency(_: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC713: a file with facts that matter for prices has the residency, without which none of them counts."""
    facts = {
        "born": file.born is not None,
        "employer": file.employer is not None,
        "union": file.union,
        "first_qualification": not file.first_qualification,
        "credit": bool(file.credit),
    }
    for key in (key for key, is_given in facts.items() if is_given and file.residency is None):
        yield warning("MC713", f"'{key}' changes no price without residency", (key,), "add residency: citizen, for example")


def assumed_misfits(setting: Setting, file: LearnerFile) -> Iterator[Finding]:
    """MC716: what is assumed contradicts nothing that is known of a module."""
    assumed = list(enumerate(map(parse_assumption, file.assume)))
    for found in misfits(setting.catalogue) if assumed else ():
        of_it = (
            number for number, own in reversed(assumed) if own.figure == found.figure and own.module in (None, found.module.id)
        )
        yield error("MC716", found.words, ("assume", next(of_it, 0)))


def _named_modules(file: LearnerFile) -> Iterator[tuple[Path, str]]:
    for index, held in enumerate(file.held):
        yield ("held", index, "module"), held.module
    for index, begun in enumerate(file.under_way):
        yield ("under_way", index, "module"), begun.module
    for index, name in enumerate(file.failed):
        yield ("failed", index), name
    for name in file.pins:
        yield ("pins", name), name


LEARNER_CHECKS: tuple[LearnerCheck, ...] = (
    unknown_modules,
    unknown_targets,
    unknown_skills,
    unknown_choices,
    repeated_modules,
    repeated_hours,
    not_yet_held,
    no_longer_counts,
    not_yet_begun,
    over_by_now,
    no_such_pace,
    no_such_run,
    pinned_to_the_past,
    busy_for_no_time,
    without_residency,
    assumed_misfits,
    unknown_wallets,
)

WARNING_CHECKS: tuple[LearnerCheck, ...] = (no_longer_counts, without_residency)
"""The checks that find nothing that would refuse a learner."""

OVERDUE_CHECKS: tuple[LearnerCheck, ...] = (over_by_now, pinned_to_the_past)
"""The checks whose findings go away once the learner records what has happened since."""
