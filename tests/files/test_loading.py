"""Files to catalogues: the invalid ones beside their expected output, clean ones, schema, reports, and text gone wild."""

import io
import json
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from shlex import quote
from typing import Any

import pytest
import snapshots
from commands import DATA, INVALID, SMALL
from documents import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import mcplanner
from mcplanner.catalogue import shape
from mcplanner.cli.app import app
from mcplanner.cli.schemas import schema_of
from mcplanner.export.diagnostic_reports import format_diagnostics
from mcplanner.files import catalogues, diagnosing, loading, paths
from mcplanner.files.catalogues import Loaded, load_catalogue
from mcplanner.files.funding import load_funding
from mcplanner.files.loading import fit
from mcplanner.files.paths import shipped_catalogue_path, shipped_funding_path
from mcplanner.files.yaml_source import YamlSource, parse_yaml
from mcplanner.ground.diagnostics import Diagnostic, Position, Severity
from mcplanner.pricing.shape import Funding

EXPECTED = sorted(INVALID.glob("*.expected"))
EXPECTED_OF_FUNDING = sorted(INVALID.glob("funding/*.expected"))
TODAY = date(2026, 11, 24)
"""The day on which the invalid funding rules are read."""
SOURCES = sorted(Path(mcplanner.__file__).parent.rglob("*.py"))
READABLE = [path for path in EXPECTED if " MC0" not in path.read_text("utf-8")]
"""Those whose text is sound: text that is not read at all has no shape."""

SHAPE_CODES = re.compile(r" MC2[0-9]{2} ")


def plain(value: Any) -> Any:
    """Data of a YAML file as JSON has it."""
    match value:
        case Decimal():
            return float(value)
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
        case _:
            return value


# --- Invalid catalogues, each beside its complete output ---------------------------------------------------------------------


def test_there_are_invalid_catalogues_each_with_its_expected_output() -> None:
    assert len(EXPECTED) > 30
    without_text = {path.stem for path in EXPECTED} - {path.stem for path in INVALID.glob("*.yaml")}
    assert without_text == {"no-such-file"}
    assert {path.stem for path in INVALID.glob("*.yaml")} <= {path.stem for path in EXPECTED}
    assert len(EXPECTED_OF_FUNDING) > 8
    assert {path.stem for path in INVALID.glob("funding/*.yaml")} == {path.stem for path in EXPECTED_OF_FUNDING}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_an_invalid_catalogue_gives_exactly_its_expected_output(expected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(INVALID)
    loaded = load_catalogue(f"{expected.stem}.yaml", load_funding(shipped_funding_path())[0])
    assert loaded.diagnostics
    snapshots.check_file(expected, format_diagnostics(loaded.diagnostics))
    assert (loaded.catalogue is None) == any(item.severity is Severity.ERROR for item in loaded.diagnostics)


@pytest.mark.parametrize("expected", EXPECTED_OF_FUNDING, ids=lambda path: path.stem)
def test_invalid_funding_rules_give_exactly_their_expected_output(expected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(expected.parent)
    funding, diagnostics = load_funding(f"{expected.stem}.yaml", TODAY)
    assert diagnostics
    snapshots.check_file(expected, format_diagnostics(diagnostics))
    assert (funding is None) == any(item.severity is Severity.ERROR for item in diagnostics)


DIAGNOSTIC = re.compile(r"^\S+?:\d+:\d+: (MC\d{3} .+)$", re.MULTILINE)
EXAMPLES = re.compile(r"'[^']*'|[\w-]+(?: -> [\w-]+)+|\b[A-Z][a-z]{2} \d{4}\b|\d[\d.,-]*\d|\d")
"""What differs between two messages that say the same: what is quoted, circles, months and numbers."""


def forms_of_messages(text: str) -> dict[str, str]:
    """The diagnostics in a text, each by its code and its message without the examples in it."""
    return {EXAMPLES.sub("…", message): message for message in DIAGNOSTIC.findall(text)}


def test_the_manual_quotes_messages_as_they_are() -> None:
    given = forms_of_messages("".join(path.read_text("utf-8") for path in DATA.rglob("*.expected")))
    quoted = forms_of_messages((ROOT / "docs" / "errors.md").read_text("utf-8"))
    assert len(quoted) > 80
    assert [message for form, message in quoted.items() if form not in given] == []


def test_every_code_is_documented_used_and_shown() -> None:
    documented = re.findall(r"^### (MC\d{3})\b", (ROOT / "docs" / "errors.md").read_text("utf-8"), re.MULTILINE)
    used = {code for path in SOURCES for code in re.findall(r'"(MC\d{3})"', path.read_text("utf-8"))}
    folders = ("invalid_learners", "invalid_credentials", "invalid_layers", "invalid_teams")
    elsewhere = [path for folder in folders for path in DATA.glob(f"{folder}/*.expected")]
    expected = (*EXPECTED, *EXPECTED_OF_FUNDING, *elsewhere)
    shown = {code for path in expected for code in re.findall(r" (MC\d{3}) ", path.read_text("utf-8"))}
    assert documented == sorted(set(documented))
    assert set(documented) == used
    assert shown == used


# --- Catalogues that load ----------------------------------------------------------------------------------------------------


def test_sheets_are_no_catalogue_yet(tmp_path: Path) -> None:
    for name, content in (
        ("good.xlsx", b"PK\x03\x04"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("my list.csv", b"id\n"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        for named in (path, [SMALL, path]):
            (only,) = load_catalogue(named).diagnostics
            assert only.code == "MC015"
            assert f"mcplan catalogue import {quote(str(path))} -o my-courses.yaml" in str(only)


def test_the_small_catalogue_is_clean() -> None:
    loaded = load_catalogue(SMALL)
    assert loaded.diagnostics == ()
    assert loaded.catalogue is not None
    assert loaded.catalogue.module_by_id["python-1"].fee == Decimal("850.50")
    assert len(loaded.catalogue.modules) == 10


def test_the_shipped_catalogue_is_clean() -> None:
    path = shipped_catalogue_path()
    if not path.exists():
        pytest.skip("the shipped catalogue is not written yet")
    assert format_diagnostics(load_catalogue(path).diagnostics) == ""


def test_of_the_shipped_funding_rules_only_announced_days_have_passed_on_the_day_they_were_looked_at() -> None:
    """Union assistance was known until 2025, and two agencies were to become one in the third quarter of 2026."""
    funding, diagnostics = load_funding(shipped_funding_path(), date(2026, 11, 1))
    assert [(finding.code, finding.message.split("'")[1]) for finding in diagnostics] == [
        ("MC610", "utap-after-2025"),
        ("MC610", "agency-merger"),
    ]
    assert load_funding(shipped_funding_path(), date(2025, 12, 31))[1] == ()
    assert funding is not None
    assert load_catalogue(shipped_catalogue_path(), funding).diagnostics == ()


def test_every_rule_in_force_warns_half_a_year_later() -> None:
    funding, diagnostics = load_funding(shipped_funding_path(), date(2027, 5, 1))
    assert funding is not None
    assert {finding.code for finding in diagnostics} == {"MC608", "MC610"}


def test_the_package_brings_its_own_catalogue(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "src" / "mcplanner"
    (package / "data").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(package / "files" / "paths.py"))
    assert shipped_catalogue_path() == tmp_path / "data" / "courses.yaml"
    (package / "data" / "courses.yaml").touch()
    assert shipped_catalogue_path() == package / "data" / "courses.yaml"
    assert shipped_funding_path() == tmp_path / "data" / "funding.yaml"
    (package / "data" / "funding.yaml").touch()
    assert shipped_funding_path() == package / "data" / "funding.yaml"


def test_warnings_leave_the_catalogue_usable() -> None:
    loaded = load_catalogue(INVALID / "hygiene.yaml")
    assert loaded.catalogue is not None
    assert {diagnostic.severity for diagnostic in loaded.diagnostics} == {Severity.WARNING}


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SMALL.read_bytes())))
    assert load_catalogue("-").catalogue is not None
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a: [")))
    assert str(load_catalogue("-").diagnostics[0]).startswith("<stdin>:1:5: MC005 ")


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "it is a folder, not a file" in str(load_catalogue(tmp_path).diagnostics[0])
    assert "null byte" in str(load_catalogue("a\0b").diagnostics[0])
    assert "too long" in str(load_catalogue("a" * 5000).diagnostics[0])
    monkeypatch.setattr(catalogues, "MOST_BYTES", 1_000_000)
    assert "MC014 the file is too large: mcplan reads at most 1,000,000 bytes" in str(
        load_catalogue("/dev/zero").diagnostics[0]
    )

    def refuse(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "no permission" in str(load_catalogue("secret.yaml").diagnostics[0])


def test_a_file_that_is_too_large_is_told_its_size_and_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "large.yaml").write_text("title: too much")
    monkeypatch.setattr(catalogues, "MOST_BYTES", 14)
    [found] = load_catalogue(tmp_path / "large.yaml").diagnostics
    said = "MC014 the file is too large: it has 15 bytes, and mcplan reads at most 14 bytes (remove what you do not need)"
    assert str(found) == f"{tmp_path}/large.yaml:1:1: {said}"


@pytest.mark.parametrize("load", [load_catalogue, load_funding], ids=["catalogue", "funding"])
def test_a_bad_byte_after_a_byte_order_mark_is_found(load: Any, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(b"\xef\xbb\xbftitle: Caf\xe9")
    loaded = load(tmp_path / "f.yaml")
    [found] = loaded.diagnostics if isinstance(loaded, Loaded) else loaded[1]
    assert str(found).endswith("f.yaml:1:11: MC002 byte 0xe9 is not UTF-8 text (save the file as UTF-8)")


@pytest.mark.parametrize("wrong", ["1", "{}", "{id: a}"])
def test_where_very_much_is_wrong_the_first_is_listed(wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MOST_FINDINGS", 20)
    monkeypatch.setattr(loading, "FIRST", 2)
    head = SMALL.read_text("utf-8").partition("modules:")[0]
    (tmp_path / "wrong.yaml").write_text(f"{head}modules: [{', '.join([wrong] * 30)}]\n", encoding="utf-8")
    loaded = load_catalogue(tmp_path / "wrong.yaml")
    assert loaded.catalogue is None
    *listed, last = loaded.diagnostics
    assert {found.position.column for found in listed} == {11, 13 + len(wrong)}
    assert (last.code, last.message) == ("MC014", "many more errors are not listed")


def test_of_very_many_warnings_the_first_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosing, "MOST_WARNINGS", 3)
    text = SMALL.read_text("utf-8").replace("[networking]", "[a, a, a, a, a, a]", 1)
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    loaded = load_catalogue(tmp_path / "small.yaml")
    assert loaded.catalogue is not None
    assert [found.code for found in loaded.diagnostics] == ["MC503", "MC503", "MC503", "MC014"]
    assert loaded.diagnostics[-1].message == "2 more warnings are not listed"


def test_a_plain_catalogue_is_checked_without_pydantic_or_a_reader_of_yaml(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "catalogues.py", "curriculum", "10", "4", "1"],
        capture_output=True,
        text=True,
        check=True,
    )
    (tmp_path / "made.yaml").write_text(made.stdout, "utf-8")
    program = (
        "import sys, mcplanner.files.catalogues as own; "
        "print(len(own.load_catalogue(sys.argv[1]).catalogue.modules), 'pydantic' in sys.modules, 'yaml' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program, tmp_path / "made.yaml"], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "10 False False"


def test_loading_imports_neither_terminal_nor_solver() -> None:
    program = (
        "import sys, mcplanner.files.loading; "
        "print([name for name in ('rich', 'typer', 'ortools', 'numpy', 'jinja2') if name in sys.modules])"
    )
    completed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert completed.stdout.strip() == "[]"


# --- The schema for editors --------------------------------------------------------------------------------------------------

VALIDATOR = Draft202012Validator(schema_of("catalogue"), format_checker=Draft202012Validator.FORMAT_CHECKER)


def accepts(data: Any) -> bool:
    return bool(VALIDATOR.is_valid(plain(data)))


def test_the_schema_is_one() -> None:
    schema = schema_of("catalogue")
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in schema
    assert json.loads(json.dumps(schema)) == schema


def test_the_schema_beside_the_catalogue_is_the_one_that_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        app(["schema"])
    shipped = shipped_catalogue_path().with_suffix(".schema.json")
    assert capsys.readouterr().out == shipped.read_text("utf-8"), "run: mcplan schema > data/courses.schema.json"


@pytest.mark.parametrize("path", [SMALL, shipped_catalogue_path()], ids=["small", "shipped"])
def test_the_schema_accepts_what_loads(path: Path) -> None:
    if not path.exists():
        pytest.skip("the shipped catalogue is not written yet")
    assert list(VALIDATOR.iter_errors(plain(parse_yaml(path.read_bytes(), "f.yaml").data))) == []


@pytest.mark.parametrize("expected", READABLE, ids=lambda path: path.stem)
def test_the_schema_refuses_what_has_a_wrong_shape_and_nothing_else(expected: Path) -> None:
    text = expected.read_text("utf-8")
    data = parse_yaml(expected.with_suffix(".yaml").read_bytes(), "f.yaml").data
    assert accepts(data) == (SHAPE_CODES.search(text) is None)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("hours", 0),
        ("hours", 10_001),
        ("hours", "60"),
        ("hours", True),
        ("hours", Decimal("22.5")),
        ("fee", -1),
        ("fee", 1_000_001),
        ("weeks", 0),
        ("weeks", 301),
        ("weeks", None),
        ("days", 0),
        ("days", 401),
        ("months", 0),
        ("months", 61),
        ("months", {"min": 1, "max": 61}),
        ("months", {"min": 1}),
        ("months", [1]),
        ("months", None),
        ("title", None),
        ("title", ""),
        ("topics", None),
        ("field", "Any Text"),
        ("field", ""),
        ("id", "a--b"),
        ("id", "a" * 81),
        ("requires", None),
        ("requires", []),
        ("requires", "x" * 81),
        ("requires", {"all": ["a"], "any": ["a"]}),
        ("requires", {"choose": 0, "from": ["a"]}),
        ("requires", {"credits": 1, "from": [["a"]]}),
        ("requires", [{"any": [{"skill": "A"}]}]),
        ("requires", {}),
        ("requires", 3),
        ("runs", [{"start": "2027-13"}]),
        ("sessions", ["tue 18:30-24:00"]),
        ("alongside", "a"),
        ("alongside", [""]),
        ("equivalent", ["x" * 81]),
        ("excludes", [{"any": ["a"]}]),
        ("excludes", None),
        ("excludes", []),
    ],
)
def test_schema_and_loader_agree(key: str, value: Any) -> None:
    module = {"id": "a", "title": "A", "field": "it", "provider": "p", "mode": "online", "hours": 60, "months": 3}
    entry = {"id": "it", "title": "T"}
    data = {"title": "T", "as_of": "2026-11-01", "fields": [entry], "providers": [entry], "modules": [module | {key: value}]}
    loaded, diagnostics = fit(YamlSource("f.yaml", data), shape.Catalogue)
    assert (loaded is None) == bool(diagnostics)
    assert accepts(data) == (loaded is not None)
    assert len(diagnostics) <= 1, "one slip, one message"


OF_FUNDING = Draft202012Validator(schema_of("funding"), format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_the_schema_beside_the_funding_rules_is_the_one_that_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        app(["schema", "funding"])
    Draft202012Validator.check_schema(schema_of("funding"))
    shipped = shipped_funding_path().with_suffix(".schema.json")
    assert capsys.readouterr().out == shipped.read_text("utf-8"), "run: mcplan schema funding > data/funding.schema.json"
    assert list(OF_FUNDING.iter_errors(plain(parse_yaml(shipped_funding_path().read_bytes(), "f.yaml").data))) == []


@pytest.mark.parametrize("expected", EXPECTED_OF_FUNDING, ids=lambda path: path.stem)
def test_the_schema_of_funding_refuses_what_has_a_wrong_shape_and_nothing_else(expected: Path) -> None:
    data = parse_yaml(expected.with_suffix(".yaml").read_bytes(), "f.yaml").data
    assert OF_FUNDING.is_valid(plain(data)) == (SHAPE_CODES.search(expected.read_text("utf-8")) is None)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("rate", 0),
        ("rate", 1),
        ("rate", Decimal("0.05")),
        ("rate", Decimal("1.01")),
        ("rate", Decimal("-0.01")),
        ("rate", "17/20"),
        ("rate", "0.85"),
        ("rate", True),
        ("rate", None),
        ("rate", [1]),
        ("part", "extra"),
        ("classes", []),
        ("residency", []),
        ("residency", ["foreigner"]),
        ("from_age", 0),
        ("from_age", 121),
        ("from_age", None),
        ("first_attempt", 1),
        ("effective_to", "2026-13-01"),
        ("effective_to", None),
        ("confidence", "sure"),
        ("note", ""),
    ],
)
def test_the_schema_of_funding_and_the_loader_agree(key: str, value: Any) -> None:
    known = {"source": "s", "as_of": "2026-11-01", "confidence": "seen"}
    rule = {"id": "a", "title": "A", "classes": ["m"], "rate": Decimal("0.5"), "effective_from": "2026-01-01", **known}
    classes = [{"id": "m", "title": "M"}]
    head = {"title": "T", "as_of": "2026-11-01", "age": {"counted": "calendar-year", **known}, "classes": classes}
    data = head | {"subsidies": [rule | {key: value}]}
    loaded, diagnostics = fit(YamlSource("f.yaml", data), Funding)
    assert (loaded is None) == bool(diagnostics)
    assert OF_FUNDING.is_valid(plain(data)) == (loaded is not None)
    assert len(diagnostics) <= 1, "one slip, one message"


# --- Reports -----------------------------------------------------------------------------------------------------------------

DIAGNOSTICS = (
    Diagnostic("MC103", Severity.ERROR, "unknown prerequisite '50%'", "a,b:c.yaml", Position(4, 7), "did you mean\n'x'?"),
    Diagnostic("MC502", Severity.WARNING, "unusual", "f.yaml", Position(1, 2)),
)


def test_reports_for_people() -> None:
    assert format_diagnostics(DIAGNOSTICS[1:], "text") == "f.yaml:1:2: MC502 warning: unusual\n"
    assert format_diagnostics((), "text") == ""


def test_what_repeats_is_one_line_for_people_and_each_for_tools() -> None:
    alike = [
        Diagnostic("MC501", Severity.WARNING, f"no award needs 'm{n}'", "f.yaml", Position(n, 3), "so") for n in range(1, 9)
    ]
    other = Diagnostic("MC501", Severity.WARNING, "something else", "f.yaml", Position(4, 1))
    given = [*alike[:4], other, *alike[4:]]
    assert format_diagnostics(given) == (
        "f.yaml:1:3: MC501 warning: no award needs 'm1'; and 7 more like this, in lines 2, 3, 4, 5, … (so)\n"
        "f.yaml:4:1: MC501 warning: something else\n"
    )
    assert format_diagnostics(alike[:5]).count("\n") == 5
    assert len(json.loads(format_diagnostics(given, "json"))) == 9
    assert format_diagnostics(given, "github").count("\n") == 9


def test_single_courses_of_a_large_catalogue_are_one_line(tmp_path: Path) -> None:
    """12,000 courses that no award needs, and one that is needed: nobody is told to remove them."""
    head, _, _ = SMALL.read_text("utf-8").partition("modules:")
    shape = "title: T, field: information-technology, provider: harbour, mode: online, hours: 60, months: 3"
    courses = "".join(f"  - {{id: single-{number}, {shape}}}\n" for number in range(12_000))
    award = "awards: [{id: a, title: A, kind: certificate, field: information-technology, requires: [single-7]}]\n"
    (tmp_path / "f.yaml").write_text(f"{head}modules:\n{courses}{award}", encoding="utf-8")
    loaded = load_catalogue(tmp_path / "f.yaml")
    assert loaded.catalogue is not None
    assert len(loaded.diagnostics) == 11_999
    text = format_diagnostics(loaded.diagnostics)
    assert text.count("\n") == 1
    assert "and 11,998 more like this" in text
    assert "remove" not in text


def test_reports_for_tools() -> None:
    first, second = json.loads(format_diagnostics(DIAGNOSTICS, "json"))
    assert first == {
        "file": "a,b:c.yaml",
        "line": 4,
        "column": 7,
        "code": "MC103",
        "severity": "error",
        "message": "unknown prerequisite '50%'",
        "hint": "did you mean\n'x'?",
    }
    assert second["hint"] is None
    assert json.loads(format_diagnostics((), "json")) == []


def test_reports_for_github() -> None:
    assert format_diagnostics(DIAGNOSTICS, "github").splitlines() == [
        "::error file=a%2Cb%3Ac.yaml,line=4,col=7,title=MC103::unknown prerequisite '50%25' (did you mean\\x0a'x'?)",
        "::warning file=f.yaml,line=1,col=2,title=MC502::unusual",
    ]


# --- Text gone wild ----------------------------------------------------------------------------------------------------------


def assert_loads_or_says_why(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    loaded = load_catalogue(path)
    assert loaded.catalogue is not None or loaded.diagnostics
    text = content.decode("utf-8-sig", errors="replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for diagnostic in loaded.diagnostics:
        assert 1 <= diagnostic.position.line <= len(lines)
        assert 1 <= diagnostic.position.column <= len(lines[diagnostic.position.line - 1]) + 1
        assert len(str(diagnostic)) < 1000
    assert list(loaded.diagnostics) == sorted(loaded.diagnostics, key=lambda diagnostic: diagnostic.position)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wild") / "wild.yaml"


@given(content=st.binary() | st.text().map(lambda text: text.encode("utf-8", errors="surrogatepass")))
@example(content=b"")
@example(content=b"\xef\xbb\xbf")
def test_any_content(file: Path, content: bytes) -> None:
    assert_loads_or_says_why(content, file)


SMALL_TEXT = SMALL.read_text("utf-8")
SPLICES = ("", " ", "\n", ":", "{", "}", "[", "]", "'", '"', "*a", "&a ", "!t ", "- ", "#", "\t", "9" * 40, "~", "0", "x: 1, ")
WORDS = sorted(set(re.findall(r"[\w.-]+", SMALL_TEXT)))
EDIT = st.tuples(st.integers(0, len(SMALL_TEXT)), st.integers(0, 12), st.sampled_from((*SPLICES, *WORDS)))
"""Where, how many characters go, and what comes instead."""


@settings(max_examples=300)
@given(
    edits=st.lists(
        st.tuples(st.integers(0, len(SMALL_TEXT)), st.integers(0, 12), st.sampled_from((*SPLICES, *WORDS))),
        min_size=1,
        max_size=4,
    )
)
def test_a_catalogue_with_slips(file: Path, edits: list[tuple[int, int, str]]) -> None:
    text = SMALL_TEXT
    for start, removed, put in edits:
        text = text[:start] + put + text[start + removed :]
    assert_loads_or_says_why(text.encode(), file)


@settings(max_examples=200)
@given(data=st.data())
def test_a_catalogue_with_words_exchanged(file: Path, data: st.DataObject) -> None:
    """The text stays YAML, so that shape and meaning are reached."""
    text = SMALL_TEXT
    for _ in range(data.draw(st.integers(1, 5))):
        word, other = data.draw(st.sampled_from(WORDS)), data.draw(st.sampled_from(WORDS))
        text = re.sub(rf"(?<![\w.-]){re.escape(word)}(?![\w.-])", other, text, count=data.draw(st.integers(0, 2)))
    assert_loads_or_says_why(text.encode(), file)
