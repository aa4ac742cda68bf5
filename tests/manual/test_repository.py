"""What surrounds the program: exact versions, the hook for repositories with a catalogue, and the Pythons that are tried."""

import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import documents
import pytest
import yaml
from commands import run
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import mcplanner

CONSTRAINTS = documents.ROOT / "constraints.txt"
SETTINGS = tomllib.loads((documents.ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = SETTINGS["project"]


def loaded(name: str) -> Any:
    return yaml.safe_load((documents.ROOT / name).read_text("utf-8"))


def pinned() -> Iterator[Requirement]:
    for line in CONSTRAINTS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield Requirement(line.strip())


def needed(name: str, extras: frozenset[str], seen: set[tuple[str, frozenset[str]]]) -> Iterator[str]:
    """The names of all distributions that one needs here, with all that these need."""
    if (name, extras) in seen:
        return
    seen.add((name, extras))
    for line in importlib.metadata.requires(name) or ():
        requirement = Requirement(line)
        if any(requirement.marker is None or requirement.marker.evaluate({"extra": extra}) for extra in {"", *extras}):
            own = canonicalize_name(requirement.name)
            yield own
            yield from needed(own, frozenset(requirement.extras), seen)


def test_everything_that_tests_need_has_one_exact_version() -> None:
    exact = {canonicalize_name(one.name) for one in pinned() if one.marker is None or one.marker.evaluate()}
    assert set(needed("mcplanner", frozenset({"test"}), set())) - {"mcplanner"} <= exact
    assert all(re.fullmatch(r"==[\w.]+", str(one.specifier)) for one in pinned())


def test_no_address_is_among_the_versions() -> None:
    assert not re.search(r"://|^-|@", CONSTRAINTS.read_text("utf-8"), re.MULTILINE)


def test_the_newest_release_of_the_changelog_is_this_version() -> None:
    changelog = (documents.ROOT / "CHANGELOG.md").read_text("utf-8")
    unreleased, newest, *earlier = re.findall(r"^## \[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$", changelog, re.MULTILINE)
    assert unreleased == ("Unreleased", "")
    assert newest[0] == mcplanner.__version__
    assert [day for _, day in (newest, *earlier)] == sorted((day for _, day in (newest, *earlier)), reverse=True)
    assert run("--version").stdout == f"mcplan {newest[0]}\n"


def test_every_python_that_is_promised_is_tried() -> None:
    promised = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert loaded(".github/workflows/tests.yml")["jobs"]["tests"]["strategy"]["matrix"]["python"] == promised
    assert PROJECT["requires-python"] == f">={promised[0]}"
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in promised


def test_one_kernel_is_for_every_python_that_is_promised() -> None:
    minor = int(PROJECT["requires-python"].removeprefix(">=3."))
    source = (documents.ROOT / "src/mcplanner/solvers/packing/_kernel.c").read_text("utf-8")
    assert f"#define Py_LIMITED_API 0x03{minor:02x}0000" in source
    assert f'OLDEST = "cp3{minor}"' in (documents.ROOT / "hatch_build.py").read_text("utf-8")
    assert SETTINGS["tool"]["cibuildwheel"]["build"] == f"cp3{minor}-*"


def test_hooks_run_the_tools_that_check_runs() -> None:
    (repository,) = loaded(".pre-commit-config.yaml")["repos"]
    checks = (documents.ROOT / "check.py").read_text("utf-8")
    for hook in repository["hooks"]:
        assert f'BIN / "{Path(hook["entry"].split()[0]).name}"' in checks


@pytest.mark.parametrize(("fee", "code", "says"), [("100", 0, "0 errors"), ("[100]", 1, "courses.yaml:")])
def test_the_hook_checks_a_catalogue(fee: str, code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (hook,) = loaded(".pre-commit-hooks.yaml")
    program, *words = hook["entry"].split()
    assert program in PROJECT["scripts"]
    catalogue = documents.example_catalogue()
    (tmp_path / "courses.yaml").write_text(re.sub(r"fee: \d+", f"fee: {fee}", catalogue, count=1), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = run(*words, *hook["args"], code=code)
    assert says in result.stdout + result.stderr


def test_forms_of_the_code_host_can_be_read() -> None:
    for form in (documents.ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"):
        if form.name != "config.yml":
            assert {"name", "description", "body"} <= loaded(str(form)).keys()
