"""Write a learner file from answers: typed as options, or asked for one by one on a terminal.

Every answer is checked before anything is written.
"""

import sys
from collections.abc import Callable, Sequence
from os.path import relpath
from pathlib import Path
from shlex import quote
from typing import Any, get_args

import typer
from msgspec import Struct

from mcplanner.catalogue.filters import select_awards, select_modules, select_roles
from mcplanner.catalogue.model import Award, Catalogue, Module, Role
from mcplanner.cli.input_files import report_errors
from mcplanner.cli.messages import say_unless, tell
from mcplanner.cli.options import NewLearner
from mcplanner.cli.output_files import STDOUT, refusing, write
from mcplanner.cli.parsing import parse_dollars, parse_word, refuse_unknown
from mcplanner.cli.read_options import read_busy_time, read_held, read_hours, read_targets, setting_of
from mcplanner.cli.read_prices import OPENING
from mcplanner.files.last_change import change
from mcplanner.files.loading import check_learner
from mcplanner.files.paths import OWN_FILE, SHIPPED
from mcplanner.files.saving import alone_in_folder_of, check_path, real_path
from mcplanner.files.yaml_source import parse_yaml
from mcplanner.ground.diagnostics import Severity
from mcplanner.ground.months import format_month
from mcplanner.ground.today import today
from mcplanner.ground.typed_again import for_catalogue
from mcplanner.learner.absence import parse_away
from mcplanner.learner.file import LearnerFile
from mcplanner.learner.model import Residency
from mcplanner.learner.yaml_edits import with_item, with_list, with_value

EMPTY = "MC004"
"""The code of the finding that there is no answer yet."""

MOST_FOUND = 9
"""So many matches of words are listed."""

EXAMPLES = {"--hours": "6", "--target": "diploma"}
"""An answer to each question that needs one."""

HEADING = "# Who studies, and for what. All keys: docs/learner-file.md\n"


Similar = Callable[[Catalogue, str], Sequence[str]]


def _nothing_similar(_: Catalogue, __: str) -> Sequence[str]:
    return ()


class Prompt(Struct, frozen=True):
    """Something to know: its key in the file, its option, its words, and how to turn an answer into a value of the file.

    `read` raises `typer.BadParameter` for an impossible answer; `similar` then lists possible ones, if an answer was words to
    search for. Commas separate answers if there can be several.
    """

    key: str
    option: str
    words: str
    read: Callable[[Catalogue, str], Any]
    needed: bool = False
    several: bool = False
    similar: Similar = _nothing_similar


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


def _read_credit(_: Catalogue, text: str) -> dict[str, int | float]:
    cents = parse_dollars(text, "--credit")
    return {OPENING: cents // 100 if cents % 100 == 0 else cents / 100}


def _read_busy(_: Catalogue, text: str) -> str:
    read_busy_time(text)
    return text


def _read_away(_: Catalogue, text: str) -> str:
    parse_word(parse_away, text, "--away")
    return text


def _find_targets(catalogue: Catalogue, typed: str) -> Sequence[str]:
    """Return lines with the awards, roles and modules that words match, the best first."""
    found: tuple[Award | Role | Module, ...] = (
        *select_awards(catalogue, search=typed),
        *select_roles(catalogue, search=typed),
        *select_modules(catalogue, search=typed),
    )
    lines = [f"  {entry.id}: {entry.title}" for entry in found[:MOST_FOUND]]
    if len(found) > MOST_FOUND:
        see = for_catalogue(f"mcplan list --search {quote(typed)}")
        lines.append(f"  and {len(found) - MOST_FOUND} more: type more words, or see {see}")
    return lines


def _read_target(catalogue: Catalogue, text: str) -> str:
    (target,) = read_targets(catalogue, LearnerFile(), [text], (), None)
    return target


def _read_held(catalogue: Catalogue, text: str) -> dict[str, str]:
    entry = read_held(catalogue, text)
    ended = {} if entry.ended is None else {"ended": format_month(entry.ended)}
    return {"module": entry.module, **ended}


QUESTIONS = (
    Prompt("name", "--name", "Your name", _read_name),
    Prompt("born", "--born", "The year you were born", _read_born),
    Prompt("residency", "--residency", "Are you a citizen, a permanent-resident or other", _read_residency),
    Prompt("credit", "--credit", "What is left of your SkillsFuture Credit, in dollars", _read_credit),
    Prompt("hours", "--hours", "Hours a week you have", _read_hours, needed=True),
    Prompt("evenings", "--evenings", "How many evenings a week you can be in class", _read_evenings),
    Prompt("busy", "--busy", "Times when you are at work or busy, such as tue 18:00-22:00", _read_busy, several=True),
    Prompt("away", "--away", "Months or days without study, such as 2027-06..2027-08", _read_away, several=True),
    Prompt(
        "targets",
        "--target",
        "What you want: ids, a kind such as diploma, or words to search for",
        _read_target,
        needed=True,
        several=True,
        similar=_find_targets,
    ),
    Prompt("held", "--hold", "Modules you hold, such as net-basics=2026-04", _read_held, several=True),
)
"""The questions, in the order of asking; the keys of the file stand in the same order."""


def write_learner_file(
    path: Path, catalogue: Catalogue, named: Sequence[Path], typed: NewLearner, force: bool, quiet: bool
) -> None:
    """Write a learner file, or its text to standard output, from what was typed and what is answered.

    Parameters
    ----------
    named
        The catalogue files that were named; the learner file names them, too.
    """
    if path != STDOUT:
        with refusing("FILE"):
            check_path(path, force)
    can_ask = _can_ask()
    if not can_ask:
        _refuse_missing(typed)
    text = _compose(catalogue, typed, can_ask)
    if named and STDOUT not in named:
        text = with_list(text, "catalogue", [_named_from(path.parent, each) for each in named])
    _save(path, text, catalogue, force, quiet)


def _can_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _named_from(folder: Path, catalogue: Path) -> str:
    """Return the name of a catalogue file as seen from a folder; one that comes with mcplan keeps its name."""
    is_shipped = str(catalogue) in SHIPPED and not catalogue.exists()
    return str(catalogue) if is_shipped or catalogue.is_absolute() else relpath(catalogue, folder)


def _compose(catalogue: Catalogue, typed: NewLearner, can_ask: bool) -> str:
    """Return the text of a learner file; ask for what was not typed, if mcplan can ask."""
    text = HEADING
    for question in QUESTIONS:
        values = [question.read(catalogue, each) for each in _typed_answers(typed, question)]
        text = _with_answers(text, question, values) if values or not can_ask else _ask(text, question, catalogue)
    return text


def _with_answers(text: str, question: Prompt, values: Sequence[Any]) -> str:
    for value in values:
        text = with_item(text, question.key, value) if question.several else with_value(text, question.key, value)
    return text


def _refuse_missing(typed: NewLearner) -> None:
    """Refuse to go on without the answers that are needed."""
    missing = [question.option for question in QUESTIONS if question.needed and not _typed_answers(typed, question)]
    if missing:
        examples = " ".join(f"{option} {EXAMPLES[option]}" for option in missing)
        raise typer.BadParameter(
            f"mcplan can only ask on a terminal, and this is a pipe or a file: run it on a terminal, or add {examples}, "
            "with your own values",
            param_hint=" / ".join(missing),
        )


def _typed_answers(typed: NewLearner, question: Prompt) -> list[str]:
    """Return what was typed in answer to a question."""
    value = getattr(typed, question.option.removeprefix("--"))
    return [] if value is None else [str(each) for each in (value if question.several else [value])]


def _ask(text: str, question: Prompt, catalogue: Catalogue) -> str:
    """Ask a question until the answers are possible, and return the text with them."""
    words = question.words + HINTS[question.several, question.needed]
    while True:
        answers = _split_answer(_prompt(words), question.several)
        if not answers and question.needed:
            tell("this one is needed")
            continue
        values = _read_answers(question, catalogue, answers)
        if values is None:
            continue
        answered = _with_answers(text, question, values)
        wrong = _errors_in(answered, catalogue)
        if not wrong:
            return answered
        tell(*wrong)


def _read_answers(question: Prompt, catalogue: Catalogue, answers: Sequence[str]) -> list[Any] | None:
    """Return the values of some answers; if one is impossible, say why, or what is similar, and return None."""
    values = []
    for answer in answers:
        try:
            values.append(question.read(catalogue, answer))
        except typer.BadParameter as error:
            similar = question.similar(catalogue, answer)
            tell(*([f"'{answer}' finds these; type the id of one:", *similar] if similar else [error.message]))
            return None
    return values


def _errors_in(text: str, catalogue: Catalogue) -> list[str]:
    """Return what is wrong with the answers so far, such as a module that ended in the future."""
    _, diagnostics = check_learner(parse_yaml(text.encode(errors="surrogatepass"), "answers"), setting_of(catalogue))
    return [found.message for found in diagnostics if found.severity is Severity.ERROR and found.code != EMPTY]


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
        print(file=sys.stderr)  # so that what is said next begins a line
        raise KeyboardInterrupt from None


def _split_answer(answer: str, several: bool) -> list[str]:
    """Return the texts in an answer, without those that are empty."""
    texts = answer.split(",") if several else [answer]
    return [text.strip() for text in texts if text.strip()]


def _save(path: Path, text: str, catalogue: Catalogue, force: bool, quiet: bool) -> None:
    file, diagnostics = check_learner(parse_yaml(text.encode(errors="surrogatepass"), str(path)), setting_of(catalogue))
    if file is None:
        raise report_errors(diagnostics)
    if path == STDOUT or not path.exists():
        write(path, text, force, "FILE")
    else:
        _replace(path, text)
    if path == STDOUT:
        return
    named = "" if path == OWN_FILE else f" --learner {quote(str(path))}"
    say_unless(quiet, f"wrote {path}; now run: mcplan plan{named}")


def _replace(path: Path, text: str) -> None:
    """Overwrite a file that exists, so that `mcplan undo` can undo it."""
    with refusing("FILE"), alone_in_folder_of(real_path(path)):
        change(path, path.read_bytes(), text.encode(), f"overwrote {path}")
