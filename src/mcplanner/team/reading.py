"""Reads a team file as a team, or says what is wrong, each in its file and at its line.

Brings together the file, the people in it and beside it, and the checks of learner files; prints nothing.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path as FilePath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError

from mcplanner.catalogue.model import UNKNOWN
from mcplanner.catalogue.requirements import Path
from mcplanner.catalogue.start_words import starts_text
from mcplanner.files.checks.findings import Finding, error, warning
from mcplanner.files.checks.learners import LEARNER_CHECKS, Setting, unknown_targets
from mcplanner.files.checks.references import unknown_names
from mcplanner.files.diagnosing import finding_at
from mcplanner.files.file_kinds import TEAM_FILE, another_kind
from mcplanner.files.loading import fit
from mcplanner.files.shape_errors import is_spurious, shape_diagnostic
from mcplanner.files.yaml_source import YamlSource
from mcplanner.ground.diagnostics import Diagnostic, Severity
from mcplanner.ground.money import cents_of
from mcplanner.ground.months import Month, month_name
from mcplanner.ground.shapes import made_of
from mcplanner.learner.cells import OF_ALL
from mcplanner.planning.progress import settle
from mcplanner.pricing.rules import Funding
from mcplanner.team import shape
from mcplanner.team.file import PersonFile, TeamFile
from mcplanner.team.model import Group, Person, Team
from mcplanner.team.people import Written, find_people


class Read(Struct, frozen=True):
    """A person as read, and where each part was written."""

    name: str
    file: PersonFile
    written: Written

    def place(self, path: Path) -> tuple[str, Any]:
        """The place of a value; of what is missing, that of the person."""
        return self.written.place(path, False)


class TeamSetting(Struct, frozen=True):
    """What a team file must agree with; `start` is the first month that was typed, if one was."""

    setting: Setting
    funding: Funding
    folder: FilePath
    start: Month | None = None


def read_team(source: YamlSource, given: TeamSetting) -> tuple[Team | None, tuple[Diagnostic, ...]]:
    """Read a team, None if any problem is an error; and all problems.

    The first month is the one that was typed, else that of the file, else that of the setting.
    """
    another = another_kind(source, TEAM_FILE)
    fitted, found = fit(source, shape.TeamFile) if another is None or "people" in source.data else (None, [another])
    if fitted is None or source.diagnostics:
        return None, (*source.diagnostics, *found)
    file: TeamFile = made_of(fitted)
    setting = replace(given.setting, first=given.start or file.start or given.setting.first)
    people, diagnostics = _read_people(source, given, file)
    everybody = () if diagnostics else people  # whoever could not be read may be in a group, and be paid for
    diagnostics += [finding_at(finding, source.place) for finding in _wrong_in_team(file, setting, everybody)]
    for person in people:
        findings = (*_own_findings(file, setting, given.funding, person), *_learner_findings(setting, person))
        diagnostics += [finding_at(finding, person.place) for finding in findings]
    diagnostics += _repeated_names(people)
    wrong = any(each.severity is Severity.ERROR for each in diagnostics)
    return None if wrong else _team(file, setting, people), tuple(dict.fromkeys(diagnostics))  # what is at the top, once


def _read_people(source: YamlSource, given: TeamSetting, file: TeamFile) -> tuple[list[Read], list[Diagnostic]]:
    of_all = {key: value for key in ("employer", "residency") if (value := getattr(file, key)) is not None}
    written, wrong = find_people(source, file.people, given.folder, of_all)
    people, misshapen = _fitted(written)
    return people, [*wrong, *misshapen]


def _fitted(written: Sequence[Written]) -> tuple[list[Read], list[Diagnostic]]:
    """The people whose data have the right shape, and what is wrong with that of the others."""
    people, diagnostics = list[Read](), list[Diagnostic]()
    for number, own in enumerate(written, start=1):
        try:
            file: PersonFile = made_of(shape.PersonFile.model_validate(dict(own.data)))
        except ValidationError as failed:
            details = [each for each in failed.errors(include_url=False) if not is_spurious(each)]
            for detail in details:
                said = shape_diagnostic(YamlSource("", own.data), shape.PersonFile, detail)
                where, position = own.place(detail["loc"], detail["type"] == "extra_forbidden")
                diagnostics.append(replace(said, file=where, position=position))
        else:
            people.append(Read(file.name or own.label or f"person {number}", file, own))
    return people, diagnostics


def _wrong_in_team(file: TeamFile, setting: Setting, people: Sequence[Read]) -> Iterator[Finding]:
    """MC901: groups and seats are listed once. MC904: seats are of modules. MC905: the employer pays for somebody.

    MC909: a module starts in the month of its seats. MC910: somebody is in each group.
    """
    yield from _listed_twice(file)
    yield from _seats_without_start(file, setting)
    yield from _groups_without_people(file, people)
    named = ((("seats", number, "module"), seats.module) for number, seats in enumerate(file.seats))
    yield from unknown_names("MC904", "unknown module '{}'", named, setting.catalogue.module_by_id)
    given = [key for key in ("budget", "budget_per_year") if getattr(file, key) is not None]
    for key in given if people and not any(person.file.employer for person in people) else ():
        yield error("MC905", f"'{key}' pays for nobody", (key,), "add employer: sme or large, for all or for some")


def _seats_without_start(file: TeamFile, setting: Setting) -> Iterator[Finding]:
    for number, seats in enumerate(file.seats):
        module = setting.catalogue.module_by_id.get(seats.module)
        if module is None or module.intakes is UNKNOWN or seats.start is None or seats.start < setting.first:
            continue
        if not module.starts_in(seats.start):
            message = f"'{module.id}' does not start in {month_name(seats.start)}"
            yield error("MC909", message, ("seats", number, "start"), f"its starts: {starts_text(module)}")


def _groups_without_people(file: TeamFile, people: Sequence[Read]) -> Iterator[Finding]:
    for number, group in enumerate(file.groups):
        if people and not any(group.id in person.file.groups for person in people):
            hint = f"write groups: {group.id} beside those who are"
            yield warning("MC910", f"nobody is in the group '{group.id}'", ("groups", number, "id"), hint)


def _listed_twice(file: TeamFile) -> Iterator[Finding]:
    ids = [group.id for group in file.groups]
    for number, name in enumerate(ids):
        if name in ids[:number]:
            yield error("MC901", f"the group '{name}' is there twice", ("groups", number, "id"))
    for number, seats in enumerate(file.seats):
        if any(seats.of_same(other) for other in file.seats[:number]):
            message, hint = f"the seats of '{seats.module}' are there twice", "add them up, or name the start"
            yield error("MC901", message, ("seats", number), hint)


def _own_findings(file: TeamFile, setting: Setting, funding: Funding, person: Read) -> Iterator[Finding]:
    """What is wrong with what the team says of a person."""
    own, groups = person.file, [group.id for group in file.groups]
    for finding in unknown_names("MC901", "unknown group '{}'", ((("groups",), name) for name in own.groups), groups):
        yield finding if finding.hint else replace(finding, hint="list it under groups")
    yield from _lacking(setting, person)
    yield from _misplaced(own)
    for finding in unknown_targets(setting, replace(own, targets=own.target)):
        yield replace(finding, path=("target",), earlier=None)
    wallets = [wallet.id for wallet in funding.wallets]
    yield from unknown_names("MC904", "unknown wallet '{}'", ((("credit", name), name) for name in own.credit), wallets)


def _lacking(setting: Setting, person: Read) -> Iterator[Finding]:
    """MC902: it is said what a person needs, and in which hours or by when, and that is not over yet."""
    own = person.file
    if not own.needed:
        yield error("MC902", f"nobody says what {person.name} needs", (), "add target")
    if own.hours is None and own.by is None:
        yield error("MC902", f"{person.name} has neither hours nor a date", (), "add hours, or by, or both")
    if own.by is not None and own.by < setting.first:
        message = f"{month_name(own.by)} is before the plans start in {month_name(setting.first)}"
        yield error("MC902", message, ("by",))


def _misplaced(own: PersonFile) -> Iterator[Finding]:
    """MC903: what counts for all stands at the top, and a person is in one file."""
    for key in OF_ALL:
        if getattr(own, key):
            yield error("MC903", f"'{key}' counts for the whole team", (key,), "move it to the top of the team file")
    if own.file is not None and own.from_ is not None:
        yield error("MC903", "a learner file and a sheet at once", ("from",), "leave out file or from")


def _learner_findings(setting: Setting, person: Read) -> Iterator[Finding]:
    """What is wrong in the same way as in a learner file."""
    for check in LEARNER_CHECKS:
        yield from check(setting.assuming(person.file), person.file)


def _repeated_names(people: Sequence[Read]) -> Iterator[Diagnostic]:
    """MC901: no two people have the same name, so that answers tell them apart."""
    seen: set[str] = set()
    for person in people:
        if person.name in seen:
            finding = error("MC901", f"'{person.name}' is there twice", ("name",), "tell them apart by name")
            yield finding_at(finding, person.place)
        seen.add(person.name)


def _team(file: TeamFile, setting: Setting, people: Sequence[Read]) -> Team:
    members = [Person(
        name=own.name,
        learner=settle(setting.assuming(own.file).catalogue, own.file.learner, setting.first),
        targets=own.file.needed,
        by=own.file.by,
        groups=tuple(dict.fromkeys(own.file.groups)),
    ) for own in people]  # fmt: skip
    everybody = Group(id=None, title="the team", members=frozenset(range(len(members))), in_class=file.in_class, off=file.off)
    groups = [
        Group(
            id=group.id,
            title=group.title or group.id,
            members=frozenset(number for number, own in enumerate(members) if group.id in own.groups),
            in_class=group.in_class,
            off=group.off,
        )
        for group in file.groups
    ]
    return Team(
        title=file.title or "",
        start=setting.first,
        people=tuple(members),
        groups=(everybody, *groups),
        seats=file.seats,
        budget_cents=_cents(file.budget),
        budget_per_year_cents=_cents(file.budget_per_year),
    )


def _cents(dollars: Any) -> int | None:
    return None if dollars is None else cents_of(dollars)
