"""Set or remove a key of the learner file, or add months away; everything else in the file stays.

It refuses what the file could not say, and says in one line what changed.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from mcplanner.catalogue.model import Catalogue
from mcplanner.cli.input_files import read_funding
from mcplanner.cli.learner_log import editing
from mcplanner.cli.messages import say_unless
from mcplanner.cli.options import KeptFiles
from mcplanner.cli.parsing import decimal_of, parse_word, refuse_unknown
from mcplanner.cli.read_options import id_of, read_catalogue
from mcplanner.files.paths import catalogue_path
from mcplanner.ground.characters import one_line
from mcplanner.learner.absence import parse_away
from mcplanner.learner.keys import ASKED_EACH_TIME, LISTS, NUMBERS, PLAIN, TEXTS, TRUTHS


def read_named_files(path: Path, key: str, words: Sequence[str]) -> Catalogue | None:
    """Return the catalogue that the file is to name, if that is what is set; print the errors of a file and end with 1.

    What the file names so far is not read then: it may be what is to be mended.
    """
    if key == "funding":
        read_funding(path.parent / words[0])
    return read_catalogue([catalogue_path(word, path.parent) for word in words]) if key == "catalogue" else None


def set_key(kept: KeptFiles, catalogue: Catalogue, key: str, words: Sequence[str]) -> None:
    """Set a key to a value; a list to one or more."""
    key = key.replace("-", "_")
    _refuse_key(key, RECORDED)
    if key not in LISTS and len(words) > 1:
        raise typer.BadParameter(f"'{key}' has one value, but {len(words)} were given", param_hint="VALUE")
    if words[0] == "none" and key not in TEXTS:
        raise typer.BadParameter(f"to set no {key}: mcplan learner unset {key}", param_hint="VALUE")
    with editing(kept.learner, catalogue) as editor:
        if key in LISTS:
            editor.set_list(key, [id_of(catalogue, word, "VALUE") if key == "targets" else word for word in words])
        else:
            editor.set_value(key, _read_value(key, words[0]))
        change = one_line(f"set: {key} to {', '.join(words)}")
        editor.save(change, kept.backup)
    say_unless(kept.quiet, change)


def unset_key(kept: KeptFiles, catalogue: Catalogue, key: str) -> None:
    """Remove a key, so that the file says nothing of it any more."""
    key = key.replace("-", "_")
    _refuse_key(key, TAKEN_OUT)
    with editing(kept.learner, catalogue) as editor:
        editor.clear(key)
        change = f"unset: {key}"
        editor.save(change, kept.backup)
    say_unless(kept.quiet, change)


def _refuse_key(key: str, instead: Mapping[str, str]) -> None:
    """Refuse what is no key that has plain values, with what to do instead, if there is something."""
    if key in instead:
        raise typer.BadParameter(f"'{key}' has entries of its own: {instead[key]}", param_hint="KEY")
    if key in ASKED_EACH_TIME:
        raise typer.BadParameter(f"'{key}' is no key of a learner file: {ASKED_EACH_TIME[key]}", param_hint="KEY")
    refuse_unknown(key, PLAIN, "KEY", "key")


RECORDED = {
    "held": "say mcplan done MODULE, or read certificates with mcplan import",
    "under_way": "say mcplan begin MODULE, or mcplan drop MODULE",
    "pins": "write MODULE: MONTH under pins in the file, or plan with --pin MODULE=MONTH",
    "credit": "write opening: DOLLARS under credit in the file, or plan with --credit DOLLARS",
}
"""The keys whose values have a form of their own, each with what changes it."""

TAKEN_OUT = {
    "held": "say mcplan drop MODULE",
    "under_way": "say mcplan drop MODULE",
    "pins": "say mcplan drop MODULE",
    "credit": "remove it in the file, or plan with --credit 0",
}
"""The same keys, each with what takes an entry out."""


def _read_value(key: str, word: str) -> str | int | float | bool:
    """Read a value as the file has it: text, a number, or true or false."""
    if key in TRUTHS:
        refuse_unknown(word, ("true", "false"), "VALUE", "word")
        return word == "true"
    if key not in NUMBERS:
        return word
    if decimal_of(word) is None:
        raise typer.BadParameter(f"'{word}' is not a number such as 6 or 5.5", param_hint="VALUE")
    return float(word) if "." in word else int(word)


def add_away(kept: KeptFiles, catalogue: Catalogue, words: Sequence[str]) -> None:
    """Add months and days on which the learner is away."""
    with editing(kept.learner, catalogue) as editor:
        known = editor.file.learner.away
        for word in words:
            if known.issuperset(parse_word(parse_away, word, "MONTHS")):
                raise typer.BadParameter(f"'{word}' is in the file already", param_hint="MONTHS")
            editor.add("away", word)
        change = f"away: {', '.join(words)}"
        editor.save(change, kept.backup)
    say_unless(kept.quiet, change)
