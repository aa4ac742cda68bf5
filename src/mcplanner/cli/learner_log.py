"""What a learner tells of progress, kept in the learner file: begun, done, dropped, or the last change taken back.

Above `read_options`. Refuses what cannot be, changes the file's text, makes sure that it means what was told and nothing
else, and says in one line what changed. While a file is read and changed, no other command changes it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any

import typer

from mcplanner.catalogue.counting import expires_for
from mcplanner.catalogue.model import Catalogue, Module
from mcplanner.cli.input_files import told
from mcplanner.cli.messages import say
from mcplanner.cli.output_files import STDOUT, refusing
from mcplanner.cli.parsing import known, parsed
from mcplanner.cli.read_options import setting_of
from mcplanner.files.checks.learners import Setting
from mcplanner.files.last_change import change, differing_lines, is_as_left, last_change, record_path
from mcplanner.files.loading import MOST_BYTES, check_learner, fit, read_bytes
from mcplanner.files.saving import alone_in_folder_of, real_path
from mcplanner.files.yaml_source import Source, parse_yaml
from mcplanner.ground.characters import one_line, visible
from mcplanner.ground.diagnostics import Diagnostic, Severity
from mcplanner.ground.months import Month, format_month, month_name, parse_month
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.held import held_by
from mcplanner.learner.model import UnderWay
from mcplanner.learner.yaml_edits import EditError, with_item, without_item

Item = dict[str, str | int]


class Kept:
    """A learner file that is being changed: its text and, side by side, what it must then mean."""

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        """Read the file; where its text or shape is wrong, that is printed and the program ends with 1."""
        now = setting_of(catalogue).this_month
        self.path = path
        self.catalogue = catalogue
        self.setting = Setting(catalogue, now, now)
        self._before = _content(path)
        self._source = parse_yaml(self._before, str(path))
        file, found = fit(self._source, LearnerFile)
        if file is None or self._source.diagnostics:
            raise told([*self._source.diagnostics, *found])
        self.file = file
        self._text = self._before.decode()
        self._data: dict[str, Any] = deepcopy(self._source.data)

    @property
    def now(self) -> Month:
        return self.setting.this_month

    def module(self, module_id: str) -> Module:
        """A module that the catalogue has."""
        known(module_id, self.catalogue.module_by_id, "MODULE", "module")
        return self.catalogue.module_by_id[module_id]

    def holds(self, module: Module) -> bool:
        return module.id in held_by(self.file.learner)

    def refuse_held(self, module: Module, month: Month, told_when: bool = True) -> None:
        """Refuse what is held already in a month, unless it can expire, so that it may be taken again, and it is told when."""
        ends = held_by(self.file.learner).get(module.id, ())
        again = told_when and any(expires_for(self.catalogue, module.id))
        if any(end is None or end >= month or not again for end in ends):
            raise typer.BadParameter(f"'{module.id}' is held already", param_hint="MODULE")

    def under_way(self, module: Module) -> UnderWay | None:
        return next((entry for entry in self.file.learner.under_way if entry.module == module.id), None)

    def add(self, key: str, item: Item) -> None:
        """Add an item to the list under a key."""
        self._data.setdefault(key, []).append(item)
        self._change(lambda text: with_item(text, key, item))

    def remove(self, module: Module, *keys: str) -> None:
        """Take a module out of the lists under some keys, and out of what is pinned."""
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
        """Add a module to what is held, and take it from what is under way and pinned."""
        self.remove(module, "under_way")
        item: Item = {"module": module.id}
        if ended is not None:
            item["ended"] = format_month(ended)
        if evidence is not None:
            item["evidence"] = evidence
        self.add("held", item)

    def add_failed(self, module: Module) -> None:
        """Remember that a module was not passed."""
        if module.id not in self._data.get("failed", ()):
            self._data.setdefault("failed", []).append(module.id)
            self._change(lambda text: with_item(text, "failed", module.id))

    def _change(self, edit: Callable[[str], str]) -> None:
        try:
            self._text = edit(self._text)
        except EditError as error:
            raise self._refused(str(error)) from None

    def save(self, words: str, backup: bool) -> None:
        """Write the file, whole or not at all; refuse a text that does not mean what it must, or brings something wrong.

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

    def _errors(self, source: Source) -> set[str]:
        """What is wrong, without the lines, which move."""
        _, diagnostics = check_learner(source, self.setting)
        return {found.message for found in diagnostics if found.severity is Severity.ERROR}

    def _refused(self, reason: str) -> typer.BadParameter:
        return typer.BadParameter(f"'{self.path}' was left as it was: {reason}; edit it by hand", param_hint="--learner")


@contextmanager
def changing(path: Path, catalogue: Catalogue) -> Iterator[Kept]:
    """A learner file that no other command changes until the block ends."""
    with _alone_with(path):
        yield Kept(path, catalogue)


@contextmanager
def _alone_with(path: Path) -> Iterator[None]:
    if path == STDOUT:
        raise typer.BadParameter("what comes from standard input cannot be changed: name a file", param_hint="--learner")
    with refusing("--learner"), alone_in_folder_of(real_path(path)):
        yield


def _content(path: Path) -> bytes:
    content = read_bytes(path, MOST_BYTES)
    if isinstance(content, Diagnostic):
        raise told([content])
    return content


def done(path: Path, catalogue: Catalogue, module_id: str, on: str | None, evidence: str | None, backup: bool) -> None:
    """A module was passed: it is held from its last month of study on."""
    with changing(path, catalogue) as kept:
        module = kept.module(module_id)
        begun = kept.under_way(module)
        ended = _month(on, _expected_end(module, begun, kept.now), kept.now)
        kept.refuse_held(module, ended, told_when=begun is not None or on is not None)
        if begun is not None and ended < begun.started:
            early = f"'{module.id}' began in {month_name(begun.started)}, after {month_name(ended)}"
            raise typer.BadParameter(early, param_hint="--on")
        kept.hold(module, ended, evidence)
        since = f", under way since {month_name(begun.started)}" if begun is not None else ""
        words = f"done: {_named(module)}, ended {month_name(ended)}{since}"
        kept.save(words, backup)
    say(words)


def begin(path: Path, catalogue: Catalogue, module_id: str, on: str | None, months: int | None, backup: bool) -> None:
    """A module has begun: it is under way."""
    with changing(path, catalogue) as kept:
        module = kept.module(module_id)
        began = _month(on, kept.now, kept.now)
        kept.refuse_held(module, began)
        begun = kept.under_way(module)
        if begun is not None:
            raise typer.BadParameter(f"'{module.id}' is under way since {month_name(begun.started)}", param_hint="MODULE")
        entry = _as_begun(module, began, months, kept.now)
        kept.remove(module, "under_way")
        item: Item = {"module": module.id, "started": format_month(entry.started)}
        kept.add("under_way", item if months is None else item | {"months": months})
        words = f"begun: {_named(module)}, from {month_name(entry.started)} to {month_name(entry.ends(module))}"
        kept.save(words, backup)
    say(words)


def _as_begun(module: Module, started: Month, months: int | None, now: Month) -> UnderWay:
    """A module that began in a month and runs still; refused where it cannot."""
    if months is None and module.self_paced:
        lengths = f"{module.paces[0].months} to {module.paces[-1].months}"
        raise typer.BadParameter(f"'{module.id}' can take {lengths} months: say how many", param_hint="--months")
    entry = UnderWay(module=module.id, started=started, months=months)
    if entry.pace(module) is None:
        raise typer.BadParameter(f"'{module.id}' cannot take {months} months", param_hint="--months")
    if entry.ends(module) < now:
        over = f"'{module.id}' ended in {month_name(entry.ends(module))}: say mcplan done {module.id} if it was passed"
        raise typer.BadParameter(over, param_hint="--on")
    return entry


def drop(path: Path, catalogue: Catalogue, module_id: str, failed: bool, backup: bool) -> None:
    """A module is given up, or was not passed: it is no longer under way or pinned; where it is neither, no longer held."""
    with changing(path, catalogue) as kept:
        module = kept.module(module_id)
        where = [
            words
            for words, there in (
                ("under way", kept.under_way(module) is not None),
                ("pinned", module.id in kept.file.pins),
            )
            if there
        ] or ["held"] * kept.holds(module)
        if not where:
            raise typer.BadParameter(f"'{module.id}' is neither held nor under way nor pinned", param_hint="MODULE")
        kept.remove(module, "held" if where == ["held"] else "under_way")
        if failed:
            kept.add_failed(module)
        remembered = "; remembered as not passed" if failed else ""
        words = f"dropped: {_named(module)}, no longer {' or '.join(where)}{remembered}"
        kept.save(words, backup)
    say(words)


def undo(path: Path) -> None:
    """Take back the last change to a learner file and say what it was; a second time, make it again."""
    with _alone_with(path):
        now = _content(path)
        found = last_change(path, now)
        if found is None or found[1] == now:
            raise typer.BadParameter(
                f"no change to '{path}' is recorded: there is nothing to take back", param_hint="--learner"
            )
        last, before = found
        if not is_as_left(last, now):
            raise typer.BadParameter(
                f"'{path}' was changed in another way since \"{one_line(last.words)}\", so nothing was taken back; "
                f"the file as it was before that is in '{record_path(path)}', below the first line",
                param_hint="--learner",
            )
        change(path, now, before, last.words, undone=not last.undone)
    say(f"{'made again' if last.undone else 'taken back'}: {one_line(last.words)}")
    for line in differing_lines(now, before):
        say(f"  {line}")


def _month(on: str | None, otherwise: Month, now: Month) -> Month:
    if on is None:
        return otherwise
    month = parsed(parse_month, on, "--on")
    if month > now:
        raise typer.BadParameter(f"{month_name(month)} is to come: only what was can be told", param_hint="--on")
    return month


def _expected_end(module: Module, begun: UnderWay | None, now: Month) -> Month:
    return now if begun is None or begun.pace(module) is None else min(now, begun.ends(module))


def _named(module: Module) -> str:
    return f"{module.title} ({module.id})"
