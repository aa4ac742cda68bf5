"""Where an answer goes: files by their ending, files without one, and standard output; and what a format costs to load."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import CERTIFICATE, PLAN_SMALL, imported_by, process, run, words_of

from mcplanner.cli import output_files, print_answers
from mcplanner.cli.options import Output
from mcplanner.export import EXPORTERS
from mcplanner.planning import inquiry
from mcplanner.solvers.search import UNSOLVED

FORMATS = [exporter.format for exporter in EXPORTERS.values()]
LIBRARIES = {"jinja2", "icalendar", "xlsxwriter", "resvg_py", "font_lato"}


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_and_standard_output_get_the_same_bytes(format: str, tmp_path: Path) -> None:
    path = tmp_path / f"plan.{format}"
    result = run(*CERTIFICATE, "-o", str(path), "-o", "-", "--format", format)
    assert result.stdout_bytes == path.read_bytes()
    assert result.stderr == f"wrote {path} ({EXPORTERS[f'.{format}'].name})\n"
    assert run(*CERTIFICATE, "--format", format.upper()).stdout_bytes == path.read_bytes()


def test_the_real_program_writes_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "plan.png"
    done = process("-m", "mcplanner", *CERTIFICATE, "-o", str(path), "-o", "-", "--format", "md")
    assert (done.returncode, done.stderr) == (0, f"wrote {path} (picture)\n")
    assert done.stdout.startswith("# Certificate in Cybersecurity\n")
    assert path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.skipif(os.name != "posix", reason="pipes are others elsewhere")
@pytest.mark.parametrize(
    ("words", "code"), [(CERTIFICATE, 0), ([*CERTIFICATE, "--by", "2027-01"], 3), (["list"], 0), (["no-such-command"], 2)]
)
def test_a_pipe_that_nobody_reads_costs_nothing(words: list[str], code: int, tmp_path: Path) -> None:
    """As with `mcplan … 2>&1 | head -0`, but that the reader is gone before the program begins."""
    reading, writing = os.pipe()
    os.close(reading)
    saved = ["-o", "plan.json"] if words[0] == "plan" else []
    command = [sys.executable, "-m", "mcplanner", *words, *saved]
    done = subprocess.run(command, cwd=tmp_path, stdout=writing, stderr=writing, check=False)
    os.close(writing)
    assert done.returncode == code
    assert (tmp_path / "plan.json").exists() == (words == CERTIFICATE)


def test_files_are_written_before_anything_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.json"
    there = []
    monkeypatch.setattr(print_answers, "print_answer", lambda *_: there.append(path.exists()))
    run(*CERTIFICATE, "-o", str(path))
    assert there == [True]


def test_an_ending_is_stronger_than_the_format_that_is_named(tmp_path: Path) -> None:
    plain, csv = tmp_path / "plan", tmp_path / "plan.CSV"
    result = run(*CERTIFICATE, "-o", str(plain), "-o", str(csv), "--format", "md")
    assert plain.read_text("utf-8").startswith("# ")
    assert csv.read_text("utf-8").startswith("module,")
    assert "verdict" in result.stdout  # nothing but the picture asks for standard output


def test_the_format_alone_is_for_standard_output(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    result = run(*CERTIFICATE, "-o", str(path), "--format", "md")
    assert result.stdout.startswith("# ")
    assert path.read_text("utf-8").startswith("module,")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("-o -", ["standard output needs a format, such as: -o - --format md"]),
        ("--format docx", ["unknown format 'docx'", "choose from: html, ics, csv"]),
        ("--format htm", ["did you mean 'html'?"]),
        ("--json --format md", ["standard output can take only one answer"]),
        ("-o plan.docx", ["'plan.docx' must end in one of .html, .ics"]),
        ("--format md -o missing/plan", ["there is no folder 'missing'"]),
    ],
)
def test_what_was_typed_wrong_and_the_way_out(typed: str, expected: list[str]) -> None:
    said = words_of(run(*CERTIFICATE, *typed.split(), code=2))
    for words in expected:
        assert words in said


def test_a_terminal_gets_no_picture_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Terminal(io.BytesIO()))
    with pytest.raises(Exception, match=r"a terminal cannot show png: name a file, such as -o plan\.png"):
        output_files.read_outputs(Output(format="png"))
    assert output_files.read_outputs(Output(format="svg")) == [(output_files.STDOUT, EXPORTERS[".svg"])]


def test_without_a_plan_standard_output_stays_empty_and_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(*PLAN_SMALL, "--hours", "1", "--target", "cyber-certificate", "--format", "csv", code=3)
    assert result.stdout == ""
    assert "impossible for these figures:" in result.stderr
    assert result.stderr.endswith("standard output was not written: there is no plan to write\n")
    monkeypatch.setattr(inquiry, "solve", lambda *_: UNSOLVED)
    result = run(*CERTIFICATE, "-o", "-", "--format", "html", code=4)
    assert (result.stdout, "none found" in result.stderr) == ("", True)


def test_a_plan_carries_what_a_calendar_needs() -> None:
    calendar = run(*CERTIFICATE, "--format", "ics").stdout
    assert "DTSTAMP:20261101T000000Z" in calendar
    assert "RRULE:FREQ=WEEKLY" in calendar
    page = run(*CERTIFICATE, "--format", "html").stdout
    assert "Harbour Polytechnic" in page
    assert json.loads(run(*CERTIFICATE, "--json").stdout)["status"] == "optimal"


def test_a_format_loads_its_library_only_when_it_is_written() -> None:
    assert imported_by(*CERTIFICATE).isdisjoint(LIBRARIES)
    assert imported_by("plan", "--help").isdisjoint(LIBRARIES)
    assert imported_by(*CERTIFICATE, "--format", "html") & LIBRARIES == {"jinja2"}
    assert imported_by(*CERTIFICATE, "--format", "ics") & LIBRARIES == {"icalendar"}
