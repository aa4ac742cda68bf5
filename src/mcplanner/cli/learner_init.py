"""Write a learner file from answers: typed as options, or asked for one by one on a terminal.

Every answer is checked before anything is written.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import typer
from msgspec import Struct

from mcplanner.catalogue.model import Catalogue
from mcplanner.cli.input_files import report_errors
from mcplanner.cli.messages import say, tell
from mcplanner.cli.options import NewLearner
from mcplanner.cli.output_files import STDOUT, refusing, write
from mcplanner.cli.parsing import refuse_unknown
from mcplanner.cli.read_options import read_held, read_hours, read_targets, setting_of
from mcplanner.files.last_change import change
from mcplanner.files.loading import check_learner
from mcplanner.files.saving import alone_in_folder_of, check_path, real_path
from mcplanner.files.yaml_source import parse_yaml
from mcplanner.ground.months import format_month
from mcplanner.ground.today import today
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.model import Residency
from mcplanner.learner.yaml_edits import with_item, with_value

HEADING = "# Who studies, and for what. All keys: docs/learner-file.md\n"


class Prompt(Struct, frozen=True):
    """Something to know: its key in the file, its option, its words, and how to turn an answer into a value of the file.

    `read` raises `typer.BadParameter` for an impossible answer. Commas separate answers if there can be several.
    """

    key: str
    option: str
    words: str
    read: Callable[[Catalogue, str], Any]
    needed: bool = False
    several: bool = False


def _read_name(_: Catalogue, text: str) -> str:
    return text


def _read_born(_: Catalogue, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1900 <= int(text[:5]) <= today().year):
        raise typer.BadParameter(f"'{text}' is not the year of your birth, such as 1985", param_hint="--born")
    return int(text)


def _read_residency(_: Catalogue, text: str) -> str:
    refuse_unknown(text, get_args(Residency), "--residency", "residency")
    return text


def _read_hours(_: Catalogue, text: str) -> int | float:
    read_hours(text, "--hours")
    return float(text) if "." in text else int(text)


def _read_evenings(_: Catalogue, text: str) -> int:
    if text not in tuple("01234567"):
        raise typer.BadParameter(f"'{text}' is not a number of evenings from 0 to 7", param_hint="--evenings")
    return int(text)


def _read_target(catalogue: Catalogue, text: str) -> str:
    read_targets(catalogue, LearnerFile(), [text], (), None)
    return text


def _read_held(catalogue: Catalogue, text: str) -> dict[str, str]:
    entry = read_held(catalogue, text)
    ended = {} if entry.ended is None else {"ended": format_month(entry.ended)}
    return {"module": entry.module, **ended}


QUESTIONS = (
    Prompt("name", "--name", "Your name", _read_name),
    Prompt("born", "--born", "The year you were born", _read_born),
    Prompt("residency", "--residency", "Are you a citizen, a permanent-resident or other", _read_residency),
    Prompt("hours", "--hours", "Hours a week you have", _read_hours, needed=True),
    Prompt("evenings", "--evenings", "How many evenings a week you can be in class", _read_evenings),
    Prompt("targets", "--target", "What you want: ids, or a kind such as diploma", _read_target, needed=True, several=True),
    Prompt("held", "--hold", "Modules you hold, such as net-basics=2026-04", _read_held, several=True),
)
"""The questions, in the order of asking; the keys of the file stand in the same order."""


def write_learner_file(path: Path, catalogue: Catalogue, typed: NewLearner, force: bool) -> None:
    """Write a learner file, or its text to standard output, from what was typed and what is answered."""
    if path != STDOUT:
        with refusing("FILE"):
            check_path(path, force)
    can_ask = sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
    if not can_ask:
        _refuse_missing(typed)
    _save(path, _compose(catalogue, typed, can_ask), catalogue, force)


def _compose(catalogue: Catalogue, typed: NewLearner, can_ask: bool) -> str:
    """Return the text of a learner file; ask for what was not typed, if mcplan can ask."""
    text = HEADING
    for question in QUESTIONS:
        values = [question.read(catalogue, each) for each in _typed_answers(typed, question)]
        if not values and can_ask:
            values = _ask(question, catalogue)
        for value in values:
            text = with_item(text, question.key, value) if question.several else with_value(text, question.key, value)
    return text


def _refuse_missing(typed: NewLearner) -> None:
    """Refuse to go on without the answers that are needed."""
    missing = [question.option for question in QUESTIONS if question.needed and not _typed_answers(typed, question)]
    if missing:
        raise typer.BadParameter("there is no terminal to ask you on: add what is missing", param_hint=" / ".join(missing))


def _typed_answers(typed: NewLearner, question: Prompt) -> list[str]:
    """Return what was typed in answer to a question."""
    value = getattr(typed, question.option.removeprefix("--"))
    return [] if value is None else [str(each) for each in (value if question.several else [value])]


def _ask(question: Prompt, catalogue: Catalogue) -> list[Any]:
    """Ask a question until the answers are possible, and return them; none if it may be left open."""
    words = question.words + HINTS[question.several, question.needed]
    while True:
        texts = _split_answer(_prompt(words), question.several)
        if not texts and question.needed:
            tell("this one is needed")
            continue
        try:
            return [question.read(catalogue, text) for text in texts]
        except typer.BadParameter as error:
            tell(error.message)


HINTS = {
    (False, False): " (or nothing)",
    (False, True): "",
    (True, False): " (separated by commas, or nothing)",
    (True, True): " (separated by commas)",
}
"""The hint behind a question, by whether it can have several answers and needs one."""


def _prompt(words: str) -> str:
    """Show words and return the line that is typed; Ctrl-C ends the program, not the question."""
    try:
        return str(typer.prompt(words, default="", show_default=False, err=True))
    except typer.Abort:
        raise KeyboardInterrupt from None


def _split_answer(answer: str, several: bool) -> list[str]:
    """Return the texts in an answer, without those that are empty."""
    texts = answer.split(",") if several else [answer]
    return [text.strip() for text in texts if text.strip()]


def _save(path: Path, text: str, catalogue: Catalogue, force: bool) -> None:
    file, diagnostics = check_learner(parse_yaml(text.encode(errors="surrogatepass"), str(path)), setting_of(catalogue))
    if file is None:
        raise report_errors(diagnostics)
    if path == STDOUT or not path.exists():
        write(path, text, force, "FILE")
    else:
        _replace(path, text)
    if path == STDOUT:
        return
    say(f"wrote {path}; now run: mcplan plan --learner {path}")


def _replace(path: Path, text: str) -> None:
    """Overwrite a file that exists, so that `mcplan undo` can undo it."""
    with refusing("FILE"), alone_in_folder_of(real_path(path)):
        change(path, path.read_bytes(), text.encode(), f"overwrote {path}")
