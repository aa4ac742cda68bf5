"""A reader that goes away, as `head` does, costs neither a file nor the exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from shlex import split

import pytest
from commands import DATA, SMALL, every_command, process

PLAN = ("plan", "--hours", "6", "--target", "cyber-diploma", "--start", "2026-12", "-o", "plan.json")


@pytest.mark.skipif(os.name != "posix", reason="a pipe that nobody reads")
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    "words",
    [("list",), ("list", "--field", "healthcare"), ("list", "--json"), ("list", "--csv", "--all"), PLAN],
    ids=["list", "field", "json", "csv", "plan"],
)
def test_nobody_reads_what_is_printed(words: tuple[str, ...], unbuffered: str, tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-m", "mcplanner", *words],
        cwd=tmp_path,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        stdout=write_end,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    os.close(write_end)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert (tmp_path / "plan.json").exists() == (words == PLAN)


EVERY_COMMAND = f"""
--help
plan -l me.yaml -c {SMALL} --start 2026-12 -o plan.json -o plan.ics
compare -l me.yaml -c {SMALL} --start 2026-12 --hours 6,8 -o side-by-side.csv
status -l me.yaml -c {SMALL}
audit cyber-certificate -l me.yaml -c {SMALL} -o audit.html
cost cyber-certificate -c {SMALL} --residency citizen
list -c {SMALL}
show cyber-certificate -c {SMALL}
fields -c {SMALL}
check {SMALL}
schema
import {DATA / "credentials" / "courses.csv"} -c {SMALL}
begin python-1 -l begun.yaml -c {SMALL} --on 2026-10 --months 3
done python-1 -l begun.yaml -c {SMALL} --on 2026-11
drop python-1 -l begun.yaml -c {SMALL}
undo -l begun.yaml
learner set hours 7 -l begun.yaml -c {SMALL}
learner away 2027-06 -l begun.yaml -c {SMALL}
learner unset away -l begun.yaml -c {SMALL}
learner init new.yaml -c {SMALL} --hours 6 --target diploma
learner check me.yaml -c {SMALL}
catalogue template -o template.xlsx
catalogue export -c {SMALL} -o small.xlsx
catalogue import small.xlsx -o imported.yaml
catalogue diff {SMALL} imported.yaml
catalogue list
team team.yaml -c {SMALL} --start 2027-01 -o team.json
cohort learners.csv -o plans.csv --forecast seats.xlsx -c {SMALL} --start 2027-01
"""
"""Each command that prints, in an order in which each finds what it needs."""

FILES = (
    "plan.json",
    "plan.ics",
    "side-by-side.csv",
    "audit.html",
    "new.yaml",
    "template.xlsx",
    "small.xlsx",
    "imported.yaml",
    "team.json",
    "plans.csv",
    "seats.xlsx",
)
"""What these commands write."""

READ_ONE_LINE = """
import json, os, sys
import mcplanner.__main__, mcplanner.cli.app, mcplanner.cli.learner_log, mcplanner.cli.read_prices, mcplanner.planning.planner
import mcplanner.catalogue.shape, mcplanner.solvers.cpsat.engine, mcplanner.terminal.plan_view
ends = {}
for words in json.load(sys.stdin):
    read_end, write_end = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(write_end, 1)
        os.close(read_end), os.close(write_end)
        sys.argv = ["mcplan", *words]
        mcplanner.__main__.main()
        os._exit(0)
    os.close(write_end)
    with open(read_end) as reader:
        reader.readline()
    ends[" ".join(words)] = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(json.dumps(ends))
"""
"""Runs commands, each with a reader that goes away after one line, and prints how each ended."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes that fork")
def test_every_command_ends_well_and_writes_its_files_for_a_reader_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "me.yaml").write_text("hours: 8\ntargets: [cyber-certificate]\n")
    (tmp_path / "team.yaml").write_text("people: [{file: me.yaml}]\n")
    (tmp_path / "learners.csv").write_text("id,targets,hours\nA,cyber-certificate,8\n")
    (tmp_path / "begun.yaml").write_text("hours: 8\ntargets: [cyber-certificate]\n")
    commands = [split(line) for line in EVERY_COMMAND.strip().splitlines()]
    done = process("-c", READ_ONE_LINE, typed=json.dumps(commands), folder=tmp_path)
    assert json.loads(done.stdout) == {" ".join(words): 0 for words in commands}, done.stderr
    assert "Traceback" not in done.stderr
    assert [name for name in FILES if not (tmp_path / name).stat().st_size] == []
    tried = {tuple(words[: len(name)]) for words in commands for name, _ in every_command()}
    assert {words for words, command in every_command() if words and not hasattr(command, "commands")} <= tried


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file on a full disk")
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    "words", [("list",), ("catalogue", "list"), ("--version",), (*PLAN[:-2],)], ids=["list", "catalogue", "version", "plan"]
)
def test_a_full_disk_is_said_in_one_line(words: tuple[str, ...], unbuffered: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mcplanner", *words],
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "mcplan: cannot read or write: No space left on device\n")


@pytest.mark.skipif(os.name == "nt", reason="the shell closes the stream")
def test_where_errors_go_nowhere_the_exit_code_tells_all_the_same() -> None:
    """`2>&-` closes the stream for errors, as some schedulers of jobs do."""
    for words, code, said in ((("--version",), 0, "mcplan 0."), (("plan", "--hours", "6", "--target", "nothing"), 2, "")):
        command = ["sh", "-c", 'exec "$@" 2>&-', "sh", sys.executable, "-m", "mcplanner", *words]
        done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=False)
        assert done.returncode == code
        assert done.stdout.startswith(said)
