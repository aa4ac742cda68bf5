"""A learner file from answers: typed as options, or asked for one after another on a terminal.

Above `read_options`. Asks only where there is a terminal to ask on; an answer is checked before anything is written.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import typer
from msgspec import Struct

from mcplanner.catalogue.model import Catalogue
from mcplanner.cli.input_files import told
from mcplanner.cli.messages import say, tell
from mcplanner.cli.options import NewLearner
from mcplanner.cli.output_files import STDOUT, refusing, write
from mcplanner.cli.parsing import known, today
from mcplanner.cli.read_options import minutes_of, read_held, read_targets, setting_of
from mcplanner.files.last_change import change
from mcplanner.files.loading import check_learner
from mcplanner.files.saving import alone_in_folder_of, check_path, real_path
from mcplanner.files.yaml_source import parse_yaml
from mcplanner.ground.months import format_month
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.model import Residency
from mcplanner.learner.yaml_edits import with_item, with_value

HEADING = "# Who studies, and what for. Every key: docs/learner-file.md\n"


class Question(Struct, frozen=True):
    """Something to know: its key in the file, its option, its words, and how an answer becomes what stands in the file.

    `read` raises `typer.BadParameter` for an answer that cannot be. Several answers stand between commas, where there can be
    several.
    """

    key: str
    option: str
    words: str
    read: Callable[[Catalogue, str], Any]
    needed: bool = False
    several: bool = False


def _name(_: Catalogue, text: str) -> str:
    return text


def _born(_: Catalogue, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1900 <= int(text[:5]) <= today().year):
        raise typer.BadParameter(f"'{text}' is not the year of your birth, such as 1985", param_hint="--born")
    return int(text)


def _residency(_: Catalogue, text: str) -> str:
    known(text, get_args(Residency), "--residency", "residency")
    return text


def _hours(_: Catalogue, text: str) -> int | float:
    minutes_of(text, "--hours")
    return float(text) if "." in text else int(text)


def _evenings(_: Catalogue, text: str) -> int:
    if text not in tuple("01234567"):
        raise typer.BadParameter(f"'{text}' is not a number of evenings from 0 to 7", param_hint="--evenings")
    return int(text)


def _target(catalogue: Catalogue, text: str) -> str:
    read_targets(catalogue, LearnerFile(), [text], (), None)
    return text


def _held(catalogue: Catalogue, text: str) -> dict[str, str]:
    entry = read_held(catalogue, text)
    ended = {} if entry.ended is None else {"ended": format_month(entry.ended)}
    return {"module": entry.module, **ended}


QUESTIONS = (
    Question("name", "--name", "Your name", _name),
    Question("born", "--born", "The year you were born", _born),
    Question("residency", "--residency", "Are you a citizen, a permanent-resident or other", _residency),
    Question("hours", "--hours", "Hours a week you have", _hours, needed=True),
    Question("evenings", "--evenings", "How many evenings a week you can be in class", _evenings),
    Question("targets", "--target", "What you want: ids, or a kind such as diploma", _target, needed=True, several=True),
    Question("held", "--hold", "Modules you hold, as net-basics=2026-04", _held, several=True),
)
"""In the order in which they are asked; the file has its keys in the same order."""


def init(path: Path, catalogue: Catalogue, typed: NewLearner, force: bool) -> None:
    """Write a learner file, or the same on standard output, from what was typed and what is answered to the rest."""
    if path != STDOUT:
        with refusing("FILE"):
            check_path(path, force)
    can_ask = sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
    missing = [question.option for question in QUESTIONS if question.needed and not _typed(typed, question)]
    if missing and not can_ask:
        raise typer.BadParameter("there is no terminal to ask on: add what is missing", param_hint=" / ".join(missing))
    text = HEADING
    for question in QUESTIONS:
        values = [question.read(catalogue, each) for each in _typed(typed, question)]
        if not values and can_ask:
            values = _asked(question, catalogue)
        for value in values:
            text = with_item(text, question.key, value) if question.several else with_value(text, question.key, value)
    _save(path, text, catalogue, force)


def _typed(typed: NewLearner, question: Question) -> list[str]:
    """What was typed in answer to a question."""
    value = getattr(typed, question.option.removeprefix("--"))
    return [] if value is None else [str(each) for each in (value if question.several else [value])]


def _asked(question: Question, catalogue: Catalogue) -> list[Any]:
    """The answers to a question, asked again until they can be; none where it may be left open."""
    more = f" (with commas between them{'' if question.needed else ', or nothing'})" if question.several else ""
    words = question.words + (more or ("" if question.needed else " (or nothing)"))
    while True:
        try:
            answer = typer.prompt(words, default="", show_default=False, err=True).strip()
        except typer.Abort:
            raise KeyboardInterrupt from None
        texts = [text for each in (answer.split(",") if question.several else [answer]) if (text := each.strip())]
        if not texts and question.needed:
            tell("this one is needed")
            continue
        try:
            return [question.read(catalogue, text) for text in texts]
        except typer.BadParameter as error:
            tell(error.message)


def _save(path: Path, text: str, catalogue: Catalogue, force: bool) -> None:
    file, diagnostics = check_learner(parse_yaml(text.encode(errors="surrogatepass"), str(path)), setting_of(catalogue))
    if file is None:
        raise told(diagnostics)
    if path == STDOUT or not path.exists():
        write(path, text, force, "FILE")
    else:
        _replace(path, text)
    if path == STDOUT:
        return
    say(f"wrote {path}: now type mcplan plan --learner {path}")


def _replace(path: Path, text: str) -> None:
    """Write over a file that exists, in a way that can be taken back."""
    with refusing("FILE"), alone_in_folder_of(real_path(path)):
        change(path, path.read_bytes(), text.encode(), f"written anew: {path}")
