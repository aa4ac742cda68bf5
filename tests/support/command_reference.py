"""The command reference, docs/commands.md, as the program itself tells it: every command with its arguments and options."""

import re
from collections.abc import Iterable, Iterator

import documents
import typer
import typer.main

from mcplanner.cli.app import app

INTRODUCTION = """\
# Commands

Made from the program itself: what `mcplan COMMAND --help` says, on one page. The [first steps](../README.md) show the
most important ones at work. Every command also has `-h, --help`.
"""

README_SECTION = re.compile(r"^## Exit codes\n.*?(?=^## )", re.MULTILINE | re.DOTALL)


def command_reference() -> str:
    """The whole page."""
    program = typer.Context(typer.main.get_command(app), info_name="mcplan", terminal_width=80)
    exit_codes = README_SECTION.search((documents.ROOT / "README.md").read_text("utf-8"))
    assert exit_codes is not None
    return "\n".join([INTRODUCTION, *_sections(program), exit_codes[0].strip(), ""])


def _sections(context: typer.Context) -> Iterator[str]:
    """A command and the commands below it."""
    command = context.command
    yield f"## {context.command_path}\n"
    yield f"```text\n{command.get_usage(context).removeprefix('Usage: ')}\n```\n"
    for paragraph in re.split(r"\n{2,}", command.help or ""):
        yield _prose(paragraph) + "\n"
    records = [(parameter.param_type_name, parameter.get_help_record(context)) for parameter in command.params]
    for kind in ("argument", "option"):
        told = [record for name, record in records if name == kind and record is not None]
        if told:
            yield f"**{kind.capitalize()}s**\n"
            yield _list(told)
    for name, below in getattr(command, "commands", {}).items():
        yield from _sections(typer.Context(below, info_name=name, parent=context))


def _list(records: Iterable[tuple[str, str]]) -> str:
    """Names with what they are for, without the kinds that only programmers know."""
    return "".join(f"- `{re.sub(r' <(str|path)>$', '', name)}`: {_prose(text)}\n" for name, text in records)


def _prose(text: str) -> str:
    """Help as Markdown: on one line, with options as code."""
    return re.sub(r"(?<![\w-])--[a-z][a-z-]*", r"`\g<0>`", " ".join(text.split()))
