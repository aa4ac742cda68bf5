"""Groups of options: a command gets each option in its group, and no value takes the place of another silently."""

from collections.abc import Iterator
from shlex import split
from typing import Annotated, Any

import pytest
import typer
from commands import CERTIFICATE, OF_SMALL, every_command, run, words_of
from typer.core import TyperCommand, TyperOption
from typer.testing import CliRunner

from mcplanner.cli import command_signature as declare
from mcplanner.cli.app import app
from mcplanner.cli.command_signature import Commands, OptionGroup

# --- groups -------------------------------------------------------------------------------------------------------------------


class Size(OptionGroup, frozen=True):
    width: Annotated[int, declare.option("--width", help="How wide.")] = 1
    height: Annotated[int, declare.option("--height", help="How high.")] = 2


class Sizes(OptionGroup, frozen=True):
    width: Annotated[list[int] | None, declare.option("--width", help="How wide, one or several.")] = None


def drawing(*words: str) -> tuple[list[Any], str]:
    """What a command with groups is called with, and what it prints."""
    app, calls = drawing_program()
    return calls, CliRunner().invoke(app, words, env={"COLUMNS": "200"}).output


def drawing_program() -> tuple[Commands, list[Any]]:
    """A program of commands with groups, and what they are called with."""
    app = Commands(rich_markup_mode=None)
    calls: list[Any] = []

    @app.callback()
    def program() -> None:
        """Draw."""

    @app.command("one")
    def one(name: Annotated[str, declare.argument()], *, size: Size, bold: bool = False) -> None:
        """Draw one."""
        calls.append((name, size, bold))

    @app.command("several")
    def several(size: Size, sizes: Sizes) -> None:
        """Draw several."""
        calls.append((size, sizes))

    return app, calls


def test_a_command_gets_what_was_typed_in_its_groups() -> None:
    assert drawing("one", "house", "--height", "5", "--bold")[0] == [("house", Size(width=1, height=5), True)]
    assert drawing("one", "house")[0] == [("house", Size(), False)]


def test_the_options_of_a_group_stand_where_the_group_stands() -> None:
    _, told = drawing("one", "--help")
    assert "Draw one." in told
    assert told.index("--width") < told.index("--height") < told.index("--bold")


def test_an_option_of_a_later_group_stands_in_the_place_of_its_namesake() -> None:
    assert drawing("several", "--width", "3", "--height", "5", "--width", "4")[0] == [(Size(height=5), Sizes(width=[3, 4]))]
    _, told = drawing("several", "--help")
    assert told.index("How wide, one or several.") < told.index("How high.")
    assert told.count("--width") == 1


# --- only what is asked for ---------------------------------------------------------------------------------------------------


def commands_of(app: Commands) -> list[str]:
    """The commands that help lists, and whether those of a group are made, too."""
    made: Any = typer.main.get_command(app)
    return [f"{name} {' '.join(getattr(command, 'commands', ()))}".strip() for name, command in made.commands.items()]


def test_a_command_or_a_group_is_made_alone() -> None:
    assert commands_of(app.with_only("plan")) == ["plan"]
    assert commands_of(app.with_only("catalogue")) == ["catalogue import template export diff list"]
    assert commands_of(app.with_only("no-such-command")) == commands_of(app)


def test_an_option_is_made_by_whichever_name_it_is_typed() -> None:
    tried = 0
    for words, command in every_command():
        for option in command.params if len(words) == 1 and isinstance(command, TyperCommand) else ():
            for name in option.opts if isinstance(option, TyperOption) else ():
                for typed in (name, f"{name}=value" if name.startswith("--") else f"-x{name[1:]}value"):
                    made: Any = typer.main.get_command(app.with_only(words[0], [typed]))
                    assert option.name in {each.name for each in made.commands[words[0]].params}, (words, typed)
                    tried += 1
    assert tried > 400


def test_what_is_not_typed_has_its_default_and_is_not_made() -> None:
    program, calls = drawing_program()
    for words in (["one", "house", "--height", "5"], ["one", "house", "--bold"], ["several", "--height=5", "--width", "3"]):
        with pytest.raises(SystemExit):
            program.run(words, "draw")
    assert calls == [
        ("house", Size(height=5), False),
        ("house", Size(), True),
        (Size(height=5), Sizes(width=[3])),
    ]
    made: Any = typer.main.get_command(app.with_only("plan", ["--hours", "6"]))
    assert [option.name for option in made.commands["plan"].params] == ["hours"]


def test_help_of_a_command_tells_of_all_its_options() -> None:
    whole: Any = typer.main.get_command(app.with_only("plan"))
    for words in (["--help"], ["--hours", "6", "-h"], ["-qh"]):
        made: Any = typer.main.get_command(app.with_only("plan", words))
        assert len(made.commands["plan"].params) == len(whole.commands["plan"].params)


def test_help_that_lists_commands_is_the_same_without_their_options() -> None:
    outline: Any = typer.main.get_command(app.in_outline())
    assert all(not command.params for command in outline.commands.values())
    helps = [CliRunner().invoke(each, ["--help"], prog_name="mcplan").output for each in (app, app.in_outline())]
    assert helps[0] == helps[1]
    assert helps[0].count("Plan which module to take when.") == 1


# --- an option given twice ----------------------------------------------------------------------------------------------------

VALUES = {
    "--alternatives": "2",
    "--at-once": "2",
    "--born": "1990",
    "--evenings": "2",
    "--months": "2",
    "--prefer": "cost",
    "--residency": "citizen",
    "--time-limit": "5",
    "--workers": "2",
    "--within": "2",
    "--without": "cost",
}
"""For options that read their value at once; to the others any word will do."""


def options_with_one_value() -> Iterator[tuple[tuple[str, ...], TyperOption]]:
    """Each, with a command that has it and what that needs besides."""
    for words, command in every_command():
        needed = ["text" for each in command.params if each.param_type_name == "argument" and each.required]
        for option in command.params:
            if words and isinstance(option, TyperOption) and not (option.multiple or option.is_flag):
                yield (*words, *needed), option


ONE_VALUE = list(options_with_one_value())


@pytest.mark.parametrize(("words", "option"), ONE_VALUE, ids=[f"{words[0]}{option.opts[0]}" for words, option in ONE_VALUE])
def test_an_option_with_one_value_is_given_once(words: tuple[str, ...], option: TyperOption) -> None:
    value = VALUES.get(option.opts[0], "text")
    first, *_, last = option.opts if len(option.opts) > 1 else option.opts * 2
    refused = words_of(run(*words, first, value, f"{first}={value}" if first.startswith("--") else f"{last}={value}", code=2))
    assert f"Invalid value for {option.opts[0]}: it takes one value, but 2 were given" in refused


def test_all_options_with_one_value_are_tried() -> None:
    tried = {option.opts[0] for _, option in ONE_VALUE}
    assert {"--learner", "--hours", "--start", *VALUES} <= tried


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("plan --hours x", "Invalid value for --hours: 'x' is not"),
        ("plan --born x", "Invalid value for --born: 'x' is not"),
        ("plan --hours", "Option --hours requires an argument."),
        ("plan --why=yes", "Option --why does not take a value."),
        ("cost ''", "Invalid value for ID: unknown module or award ''"),
        ("list no-such-thing", "Invalid value for WHAT: unknown word 'no-such-thing'"),
        ("show", "Missing argument ID."),
        ("import", "Missing argument FILE."),
    ],
)
def test_a_refusal_quotes_what_was_typed_and_not_the_name_of_the_option(words: str, says: str) -> None:
    assert says in words_of(run(*split(words), code=2))


@pytest.mark.parametrize("command", ["plan", "compare", "learner"])
def test_help_comes_before_any_refusal(command: str) -> None:
    words = ["learner", "init"] if command == "learner" else [command]
    assert "Usage: mcplan" in run(*words, "--born", "1990", "--born", "1991", "--help").stdout


def test_other_options_may_be_given_again() -> None:
    once = run(*CERTIFICATE, "--away", "2027-01", "--why").stdout
    assert run(*CERTIFICATE, "--away", "2027-01", "--away", "2027-01", "--why", "--why").stdout == once
    several = run("compare", *OF_SMALL, "--start", "2026-12", "-t", "python-1", "--hours", "6", "--hours", "8")
    assert several.stderr == ""
