"""Record in the learner file that a module has begun, was passed or was dropped; or undo the last change.

Each function refuses what is impossible, changes the text of the file, makes sure that the new text means exactly what was
recorded, and says in one line what changed. While it does so, no other command changes the file.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import typer

from mcplanner.catalogue.assumptions import assume, examples_for
from mcplanner.catalogue.counting import MonthSpan, expires_for, holds, latest, within
from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.catalogue.start_words import starts_text
from mcplanner.cli.input_files import report_errors, report_learner_errors
from mcplanner.cli.messages import say_unless, tell
from mcplanner.cli.options import KeptFiles
from mcplanner.cli.output_files import STDOUT, refusing
from mcplanner.cli.parsing import parse_word
from mcplanner.cli.read_options import module_id_of, setting_of
from mcplanner.files.checks.learners import Setting
from mcplanner.files.last_change import change, differing_lines, is_as_left, last_change, record_path
from mcplanner.files.loading import check_learner, fit_learner
from mcplanner.files.paths import MOST_BYTES, read_bytes
from mcplanner.files.saving import alone_in_folder_of, real_path
from mcplanner.files.yaml_source import YamlSource, parse_yaml
from mcplanner.ground.characters import one_line, visible
from mcplanner.ground.diagnostics import Diagnostic, Severity
from mcplanner.ground.months import (
    Month,
    day_name,
    format_month,
    month_name,
    month_of_day,
    parse_day_or_month,
    parse_month,
    when_text,
)
from mcplanner.ground.shapes import made_of
from mcplanner.ground.typed_again import for_catalogue, for_file_of_learner, for_learner
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.held import held_by
from mcplanner.learner.model import UnderWay
from mcplanner.learner.yaml_edits import EditError, Plain, with_item, with_list, with_value, without_item, without_key

Item = dict[str, str | int]
When = TypeVar("When", Month, date | Month)


class LearnerFileEditor:
    """Changes a learner file: its text and, side by side, what the text must then mean."""

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        """Read the file; print what is wrong with its text or shape, if anything is, and end the program with 1."""
        today = setting_of(catalogue).today
        self.path = path
        self._before = _read_content(path)
        self._source = parse_yaml(self._before, str(path))
        fitting, found = fit_learner(self._source)
        if fitting is None or self._source.diagnostics:
            raise report_errors([*self._source.diagnostics, *found])
        file: LearnerFile = made_of(fitting)
        self.file = file
        self.catalogue = assume(catalogue, file.assume)
        self.setting = Setting(self.catalogue, today, month_of_day(today))
        self._text = self._before.decode()
        self._data: dict[str, Any] = deepcopy(self._source.data)

    @property
    def now(self) -> Month:
        return self.setting.this_month

    def module(self, module_id: str) -> Module:
        """Return the module with an id or a course number; refuse one that the catalogue does not have."""
        return self.catalogue.module_by_id[module_id_of(self.catalogue, module_id, "MODULE")]

    def holds(self, module: Module) -> bool:
        return module.id in held_by(self.file.learner)

    def refuse_held(self, module: Module, month: Month, is_dated: bool = True) -> None:
        """Refuse a module that is already held in a month, unless it can expire and the new attempt is dated."""
        ends = held_by(self.file.learner).get(module.id, ())
        again = is_dated and any(expires_for(self.catalogue, module.id))
        if any(end is None or end >= month or not again for end in ends):
            raise typer.BadParameter(
                f"{self.already_held(module)}: to record it anew, first {for_learner(f'mcplan drop {module.id}')}",
                param_hint="MODULE",
            )

    def already_held(self, module: Module) -> str:
        """Say that a module is held, and since when if that is known."""
        ended = latest(held_by(self.file.learner)[module.id])
        return f"'{module.id}' is already held" + ("" if ended is None else f", ended {month_name(ended)}")

    def remarks_on(self, module: Module, begun: UnderWay) -> Iterator[str]:
        """What is strange about a module that is begun: that it is held, needs what is not held, or has no start then."""
        if self.holds(module):
            undo = for_file_of_learner("mcplan undo")
            yield f"{self.already_held(module)}: if you do not take it again, {undo} takes this back"
        before = within(held_by(self.file.learner), MonthSpan(last=begun.started - 1))
        if module.requires is not None and not holds(self.catalogue, module.requires, before):
            yield (
                f"'{module.id}' needs other modules first, and {self.path} does not say that you hold them: "
                f"{for_catalogue(f'mcplan show {module.id}')} names them, mcplan done MODULE records them"
            )
        starts = starts_text(module)
        if starts and not module.starts_in(begun.started):
            yield (
                f"'{module.id}' starts in {starts}, not in {month_name(begun.started)}: "
                f"if you meant another month, {for_file_of_learner('mcplan undo')} takes this back"
            )

    def under_way(self, module: Module) -> UnderWay | None:
        return next((entry for entry in self.file.learner.under_way if entry.module == module.id), None)

    def set_value(self, key: str, value: Plain) -> None:
        """Set the value of a key; of hours by month, the usual ones."""
        inside = "usual" if key == "hours" and isinstance(self._data.get(key), dict) else None
        where, name = (self._data, key) if inside is None else (self._data[key], inside)
        where[name] = Decimal(str(value)) if isinstance(value, float) else value
        self._change(lambda text: with_value(text, key, value, inside))

    def set_list(self, key: str, words: list[str]) -> None:
        """Set the list under a key."""
        self._data[key] = words
        self._change(lambda text: with_list(text, key, words))

    def clear(self, key: str) -> None:
        """Remove a key with all that stands under it; refuse one that the file does not have."""
        if key not in self._data:
            raise typer.BadParameter(f"'{key}' is not set in '{self.path}'", param_hint="KEY")
        del self._data[key]
        self._change(lambda text: without_key(text, key))

    def add(self, key: str, item: Item | str) -> None:
        """Add an item to the list under a key."""
        self._data.setdefault(key, []).append(item)
        self._change(lambda text: with_item(text, key, item))

    def remove(self, module: Module, *keys: str) -> None:
        """Remove a module from the lists under some keys, and from what is pinned."""
        for key in keys:
            modules = [entry["module"] for entry in self._data.get(key, ())]
            for position in reversed([position for position, name in enumerate(modules) if name == module.id]):
                del self._data[key][position]
                self._change(partial(without_item, key=key, position=position))
        pins = list(self._data.get("pins", ()))
        if module.id in pins:
            del self._data["pins"][module.id]
            self._change(lambda text: without_item(text, "pins", pins.index(module.id)))

    def hold(self, module: Module, ended: Month | None, evidence: str | None) -> None:
        """Add a module to what is held, and remove it from what is under way and pinned."""
        self.remove(module, "under_way")
        item: Item = {"module": module.id}
        if ended is not None:
            item["ended"] = format_month(ended)
        if evidence is not None:
            item["evidence"] = evidence
        self.add("held", item)

    def add_failed(self, module: Module) -> None:
        """Record that a module was not passed."""
        if module.id not in self._data.get("failed", ()):
            self._data.setdefault("failed", []).append(module.id)
            self._change(lambda text: with_item(text, "failed", module.id))

    def _change(self, edit: Callable[[str], str]) -> None:
        try:
            self._text = edit(self._text)
        except EditError as error:
            raise self._refused(str(error)) from None

    def save(self, words: str, backup: bool) -> None:
        """Write the whole file or nothing; refuse a text that does not mean what it must, or that has new errors.

        Parameters
        ----------
        words
            What was changed, for `mcplan undo` to say.
        """
        changed = parse_yaml(self._text.encode(errors="surrogatepass"), str(self.path))
        if changed.data != self._data or changed.diagnostics:
            raise self._refused("the change cannot be made safely")
        unseen = self._errors(changed) - self._errors(self._source)
        if unseen:
            raise typer.BadParameter("; ".join(sorted(unseen)), param_hint=visible(str(self.path)))
        change(self.path, self._before, self._text.encode(), words, backup=backup)

    def _errors(self, source: YamlSource) -> set[str]:
        """Return the errors without their lines, because lines move."""
        _, diagnostics = check_learner(source, self.setting)
        return {_words_of(found) for found in diagnostics if found.severity is Severity.ERROR}

    def _refused(self, reason: str) -> typer.BadParameter:
        return typer.BadParameter(f"'{self.path}' was not changed: {reason}; edit it by hand", param_hint="--learner")


def _words_of(found: Diagnostic) -> str:
    """Return what a finding says, with its way out if that names no line."""
    return found.message if found.hint is None or found.earlier is not None else f"{found.message} ({found.hint})"


@contextmanager
def editing(path: Path, catalogue: Catalogue) -> Iterator[LearnerFileEditor]:
    """Edit a learner file, which no other command changes until the block ends."""
    with _alone_with(path):
        yield LearnerFileEditor(path, catalogue)


@contextmanager
def _alone_with(path: Path) -> Iterator[None]:
    if path == STDOUT:
        raise typer.BadParameter("standard input cannot be changed: name a file", param_hint="--learner")
    with refusing("--learner"), alone_in_folder_of(real_path(path)):
        yield


def _read_content(path: Path) -> bytes:
    content = read_bytes(path, MOST_BYTES)
    if isinstance(content, Diagnostic):
        raise report_learner_errors(path, [content])
    return content


def record_passed(kept: KeptFiles, catalogue: Catalogue, module_id: str, on: str | None, evidence: str | None) -> None:
    """Record that a module was passed: it is held from its last month of study on."""
    with editing(kept.learner, catalogue) as editor:
        module = editor.module(module_id)
        begun = editor.under_way(module)
        ended = _read_month(on, _expected_end(module, begun, editor.now), editor.setting.today)
        editor.refuse_held(module, ended, is_dated=begun is not None or on is not None)
        if begun is not None and ended < begun.started:
            early = f"'{module.id}' began in {month_name(begun.started)}, so it cannot have ended in {month_name(ended)}"
            raise typer.BadParameter(early, param_hint="--on")
        editor.hold(module, ended, evidence)
        since = f", under way since {month_name(begun.started)}" if begun is not None else ""
        words = f"done: {_named(module)}, ended {month_name(ended)}{since}"
        editor.save(words, kept.backup)
    say_unless(kept.quiet, words)
    if begun is not None and begun.pace(module) is not None and ended < begun.ends(module):
        tell(
            f"'{module.id}' was to run to {month_name(begun.ends(module))}: "
            "if you have not passed it yet, mcplan undo takes this back"
        )


def record_begun(kept: KeptFiles, catalogue: Catalogue, module_id: str, on: str | None, months: int | None) -> None:
    """Record that a module has begun: it is under way."""
    with editing(kept.learner, catalogue) as editor:
        module = editor.module(module_id)
        entry = _read_begun(module, on, months, editor.setting.today)
        editor.refuse_held(module, entry.started)
        begun = editor.under_way(module)
        if begun is not None:
            since = f"'{module.id}' has been under way since {month_name(begun.started)}"
            raise typer.BadParameter(f"{since}: to record it anew, first mcplan drop {module.id}", param_hint="MODULE")
        _refuse_begun(module, entry, editor.setting.today)
        remarks = [*editor.remarks_on(module, entry)]
        editor.remove(module, "under_way")
        item: Item = {"module": module.id, "started": str(entry.day or format_month(entry.started))}
        editor.add("under_way", item if months is None else item | {"months": months})
        ends = day_name(entry.last_day(module) or entry.ends(module))
        words = f"begun: {_named(module)}, from {day_name(entry.day or entry.started)} to {ends}"
        editor.save(words, kept.backup)
    say_unless(kept.quiet, words)
    tell(*remarks)


def _read_begun(module: Module, on: str | None, months: int | None, today: date) -> UnderWay:
    """Return a module as under way since the day or month that was typed, or this month; refuse what names no run, or two."""
    when = month_of_day(today) if on is None else _refuse_future(parse_word(parse_day_or_month, on, "--on"), today, "begun")
    entry = UnderWay(module=module.id, started=month_of_day(when), months=months, day=when if isinstance(when, date) else None)
    days = module.first_days_in(entry.started)
    starts = f"'{module.id}' starts on {' and '.join(map(day_name, days))}"
    if entry.day is None and len(days) > 1:
        raise typer.BadParameter(f"{starts}: say when you began, for example with --on {days[0]}", param_hint="--on")
    if entry.day is not None and days and entry.day not in days:
        raise typer.BadParameter(f"{starts}, not on {day_name(entry.day)}", param_hint="--on")
    return entry


def _refuse_begun(module: Module, entry: UnderWay, today: date) -> None:
    """Refuse a module as under way that cannot take so many months, or has ended by now."""
    offer, months = entry.offer(module), entry.months
    if not offer.paces:
        assumed = ", ".join(examples_for(offer, offer.lacks))
        unknown = f"nobody has published its {' and '.join(map(str, offer.lacks))}"
        raise typer.BadParameter(
            f"{unknown}: add what you expect to the learner file, assume: [{assumed}]", param_hint="MODULE"
        )
    if months is None and offer.self_paced:
        lengths = f"{offer.paces[0].months} to {offer.paces[-1].months}"
        raise typer.BadParameter(f"'{module.id}' can take {lengths} months: say how many", param_hint="--months")
    if entry.pace(module) is None:
        raise typer.BadParameter(f"'{module.id}' cannot take {months} months", param_hint="--months")
    if entry.is_over(module, today):
        ended, month = when_text(entry.last_day(module) or entry.ends(module)), format_month(entry.ends(module))
        done = for_learner(f"mcplan done {module.id} --on {month}")
        over = f"'{module.id}' has ended {ended} then: if you passed it, run {done}"
        raise typer.BadParameter(over, param_hint="--on")


def record_dropped(kept: KeptFiles, catalogue: Catalogue, module_id: str, failed: bool) -> None:
    """Record that a module was given up or not passed: it is no longer under way or pinned, or, if it was neither, held."""
    with editing(kept.learner, catalogue) as editor:
        module = editor.module(module_id)
        where = [
            words
            for words, there in (
                ("under way", editor.under_way(module) is not None),
                ("pinned", module.id in editor.file.pins),
            )
            if there
        ] or ["held"] * editor.holds(module)
        if not where:
            raise typer.BadParameter(f"'{module.id}' is not held, under way or pinned", param_hint="MODULE")
        editor.remove(module, "held" if where == ["held"] else "under_way")
        if failed:
            editor.add_failed(module)
        not_passed = "; recorded as not passed" if failed else ""
        words = f"dropped: {_named(module)}, no longer {' or '.join(where)}{not_passed}"
        editor.save(words, kept.backup)
    say_unless(kept.quiet, words)


def undo_last_change(path: Path, quiet: bool) -> None:
    """Undo the last change to a learner file and say what it was; a second time, make it again."""
    with _alone_with(path):
        now = _read_content(path)
        found = last_change(path, now)
        if found is None or found[1] == now:
            raise typer.BadParameter(f"no change to '{path}' is recorded, so there is nothing to undo", param_hint="--learner")
        last, before = found
        if not is_as_left(last, now):
            raise typer.BadParameter(
                f"'{path}' was changed by something else after \"{one_line(last.words)}\", so nothing was undone; "
                f"the file as it was before is in '{record_path(path)}', below the first line",
                param_hint="--learner",
            )
        change(path, now, before, last.words, undone=not last.undone)
    change_of_file = f'the change "{one_line(last.words)}"'
    lines = [f"  {line}" for line in differing_lines(now, before)]
    say_unless(quiet, f"made {change_of_file} again" if last.undone else f"undid {change_of_file}", *lines)


def _read_month(on: str | None, otherwise: Month, today: date) -> Month:
    """Return the month that was typed, or another one; refuse a future month, in which nothing has ended yet."""
    return otherwise if on is None else _refuse_future(parse_word(parse_month, on, "--on"), today, "ended")


def _refuse_future(when: When, today: date, what: str) -> When:
    """Return a day or month; refuse one in the future, in which nothing has begun or ended yet."""
    if when > today if isinstance(when, date) else when > month_of_day(today):
        raise typer.BadParameter(f"{day_name(when)} is in the future; record a module once it has {what}", param_hint="--on")
    return when


def _expected_end(module: Module, begun: UnderWay | None, now: Month) -> Month:
    return now if begun is None or begun.pace(module) is None else min(now, begun.ends(module))


def _named(module: Module) -> str:
    return f"{module.title} ({module.id})"
