"""The pages under `docs/` and beside them: links lead somewhere, commands run, examples load, and figures are true."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import build
import documents
import pytest
import snapshots
from command_reference import command_reference
from library_reference import library_reference
from sample_plans import funded_plan

import mcplanner
from mcplanner import __version__
from mcplanner.catalogue.model import KINDS
from mcplanner.catalogue.shape import SHAPES, Award, Catalogue, Module, Provider, Role, Run, Sourced, Subject
from mcplanner.export import EXPORTERS
from mcplanner.export.csv_catalogue import ENTRY_COLUMNS
from mcplanner.export.csv_plan import plan_csv
from mcplanner.export.svg_plan import plan_svg
from mcplanner.files.catalogues import load_catalogue
from mcplanner.files.funding import load_funding
from mcplanner.files.paths import shipped_catalogue_path, shipped_funding_path
from mcplanner.ground.months import Month, format_month, parse_month
from mcplanner.learner.model import Learner
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.pricing.shape import (
    CountedAge,
    FeeClass,
    Funding,
    GstBasis,
    GstRate,
    OpenQuestion,
    Reimbursement,
    Subsidy,
    Wallet,
)
from mcplanner.problem.build import build_problem
from mcplanner.solvers.bounds.calendar_patterns import pattern_views
from mcplanner.verify import RULES

DOCS = documents.ROOT / "docs"
CONTRIBUTING = documents.ROOT / "CONTRIBUTING.md"


@pytest.mark.parametrize("page", documents.PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    assert documents.dead_links(page) == []


@pytest.mark.parametrize("page", documents.PAGES, ids=lambda page: page.name)
def test_prose_fits_the_width_of_the_code(page: Path) -> None:
    if page.name not in ("commands.md", "library-reference.md"):  # which are made from the source
        blocks = re.sub(r"(?ms)^ *```.*?^ *```$", "", page.read_text("utf-8")).splitlines()
        assert [line for line in blocks if len(line) > 128 and not line.startswith(("|", "!["))] == []


def test_every_page_can_be_reached_from_the_index() -> None:
    index = (DOCS / "index.md").read_text("utf-8")
    assert [page.name for page in documents.PAGES if page.name != "index.md" and f"{page.name})" not in index] == []


@pytest.mark.parametrize("page", [page for page in documents.PAGES if page.name != "README.md"], ids=lambda page: page.name)
def test_commands_do_what_is_shown(page: Path, tmp_path: Path) -> None:
    if page.name != "tutorial.md":  # which begins with nothing
        documents.save_examples(tmp_path)
    if page.name != "CONTRIBUTING.md":  # its commands work on the checkout itself
        documents.check_commands(page, tmp_path)


def test_the_example_catalogue_is_clean_and_shows_every_shape(tmp_path: Path) -> None:
    example = documents.example_catalogue()
    (tmp_path / "my-courses.yaml").write_text(example, encoding="utf-8")
    loaded = load_catalogue(tmp_path / "my-courses.yaml")
    assert loaded.diagnostics == ()
    assert loaded.catalogue is not None
    for shape in SHAPES:
        assert f"{{{shape}: " in example


def test_the_example_of_what_is_not_known_is_clean_and_has_every_key(tmp_path: Path) -> None:
    page = documents.CATALOGUE_PAGE.read_text("utf-8")
    example = re.findall(r"^```yaml\n(title: .*?)^```$", page, re.MULTILINE | re.DOTALL)[1]
    (tmp_path / "known.yaml").write_text(example, encoding="utf-8")
    loaded = load_catalogue(tmp_path / "known.yaml")
    assert loaded.diagnostics == ()
    keys = {*Run.model_fields, *Sourced.model_fields, "then", "evenings", "covers"}
    assert {key for key in keys if f"{key}: " not in example} == set()


def test_every_kind_of_award_is_named() -> None:
    page = documents.CATALOGUE_PAGE.read_text("utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in page] == []


def test_every_field_of_the_catalogue_is_explained() -> None:
    page = documents.CATALOGUE_PAGE.read_text("utf-8")
    explained = set(re.findall(r"^\| `([a-z_]+)`", page, re.MULTILINE))
    models = (Catalogue, Subject, Provider, Module, Run, Award, Role)
    assert {field.alias or name for model in models for name, field in model.model_fields.items()} == explained


def test_every_key_of_funding_rules_is_explained() -> None:
    page = (DOCS / "funding.md").read_text("utf-8")
    explained = set(re.findall(r"^\| `([a-z_]+)` \|", page, re.MULTILINE))
    models = (Funding, FeeClass, CountedAge, Subsidy, GstRate, GstBasis, Wallet, Reimbursement, OpenQuestion)
    assert {name for model in models for name in model.model_fields} == explained - {"none"}


def test_each_class_of_the_funding_rules_has_its_line() -> None:
    page = (DOCS / "funding.md").read_text("utf-8")
    funding, _ = load_funding(shipped_funding_path())
    assert funding is not None
    assert set(re.findall(r"^\| `([a-z-]+)` \| (?:[0-9]|nothing)", page, re.MULTILINE)) == set(funding.class_by_id)


def test_every_format_is_explained() -> None:
    page = (DOCS / "exports.md").read_text("utf-8")
    assert re.findall(r"^\| `(\.[a-z]+)` \|", page, re.MULTILINE) == list(EXPORTERS)
    of_plans, _, of_catalogues = page.partition("## The catalogue as data")
    assert columns_in(of_plans) == plan_csv(funded_plan()).splitlines()[0].split(",")
    assert sorted(columns_in(of_catalogues)) == sorted(ENTRY_COLUMNS)


def columns_in(page: str) -> list[str]:
    """The names in the first cells of a page's tables."""
    cells = re.findall(r"^\| ((?:`[a-z_]+`(?:, )?)+) \|", page, re.MULTILINE)
    return [name.strip("`") for cell in cells for name in cell.split(", ")]


def test_the_drawing_is_what_is_drawn_now() -> None:
    catalogue = load_catalogue(shipped_catalogue_path()).catalogue
    assert catalogue is not None
    made = plan(catalogue, Learner(minutes_per_week=360), Request(("cyber-diploma",), parse_month("2026-12")))
    snapshots.check_file(DOCS / "drawing.svg", plan_svg(made))


def test_every_rule_is_explained() -> None:
    explained = re.findall(r"^\| R(\d+) \|", (DOCS / "rules.md").read_text("utf-8"), re.MULTILINE)
    assert explained == re.findall(r"\br(\d+)_", " ".join(rule.__name__ for rule in RULES))


def test_the_rooms_drawn_are_those_that_are_held() -> None:
    drawn = next(block.text for block in documents.blocks(CONTRIBUTING.read_text("utf-8"), "text"))
    held = tomllib.loads((documents.ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]
    assert [re.split(r" {2,}", line)[0] for line in drawn.splitlines()] == held["layers"]


def test_every_file_of_the_solvers_is_on_their_map() -> None:
    page = (DOCS / "solvers.md").read_text("utf-8")
    package = documents.ROOT / "src" / "mcplanner" / "solvers"
    for folder in (package, *(path.parent for path in package.glob("*/__init__.py"))):
        part = page if folder == package else page.split(f"\n## {folder.name}: ")[1].split("\n## ")[0]
        drawn = set(re.findall(r"^\| `(\w+\.py)` \|", part, re.MULTILINE))
        assert {path.name for path in folder.glob("*.py")} - {"__init__.py"} <= drawn, folder
        assert folder == package or drawn == {path.name for path in folder.glob("*.py")} - {"__init__.py"}


def test_every_room_says_what_lives_there() -> None:
    package = documents.ROOT / "src" / "mcplanner"
    for folder in {path.parent for path in package.rglob("*.py")} - {package}:
        assert (folder / "__init__.py").read_text("utf-8").startswith('"""'), folder


def test_the_command_reference_is_what_the_program_says() -> None:
    snapshots.check_file(DOCS / "commands.md", command_reference())


def test_every_command_is_shown_at_work() -> None:
    pages = (page.read_text("utf-8") for page in documents.PAGES)
    shown = "".join(block.text for page in pages for block in documents.blocks(page, "sh"))
    described = re.findall(r"^## (mcplan .*)$", (DOCS / "commands.md").read_text("utf-8"), re.MULTILINE)
    assert len(described) > 5
    assert [command for command in described if f"{command} " not in shown and f"{command}\n" not in shown] == []


def test_the_library_reference_is_what_the_source_says() -> None:
    snapshots.check_file(DOCS / "library-reference.md", library_reference())


def test_the_examples_of_the_library_pass_strict_checks_of_types(tmp_path: Path) -> None:
    """Seen from outside the checkout, where the package must say itself that it is typed."""
    kept = documents.ROOT / ".mypy_cache" / "examples"
    examples = [block for block in documents.blocks((DOCS / "library.md").read_text("utf-8"), "python") if block.file]
    assert examples
    for block in examples:
        (tmp_path / str(block.file)).write_text(block.text, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(kept), "--python-executable"]
    checked = subprocess.run(
        [*command, sys.executable, *(str(block.file) for block in examples)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stdout.startswith("Success"), checked.stdout + checked.stderr


def test_every_public_name_is_there_and_known_to_type_checkers() -> None:
    source = (documents.ROOT / "src" / "mcplanner" / "__init__.py").read_text("utf-8")
    typed = re.findall(r"^    from mcplanner\.([\w.]+) import (\w+) as \2$", source, re.MULTILINE)
    assert sorted(typed) == sorted((home, name) for home, names in mcplanner.HOMES.items() for name in names)
    for name in mcplanner.__all__:
        assert getattr(mcplanner, name) is not None
    assert set(mcplanner.__all__) <= set(dir(mcplanner))
    assert not hasattr(mcplanner, "plam")


def test_the_changelog_knows_this_version() -> None:
    changelog = (documents.ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## \[(.*?)\]", changelog, re.MULTILINE)[:2] == ["Unreleased", __version__]


# --- The worked examples of how-proofs-work.md -------------------------------------------------------------------------------


def proved(finish: str, *modules: build.Data) -> str:
    """The month before which the hours alone allow no finish; the plan, 6 hours a week from December 2026, ends in `finish`."""
    wanted = [module["id"] for module in modules]
    courses = build.catalogue(*modules, build.award("goal", wanted))
    build.best(courses, build.learner(6), "goal", start="2026-12", finish=finish)
    first = build.month("2026-12")
    problem = build_problem(courses, build.learner(6), ("goal",), first)
    every_month = next(iter(pattern_views(problem, frozenset(range(len(modules))))))
    return format_month(Month(first + every_month.end_with(sum(every_month.needs)) - 1))


def test_terms_that_all_meet_in_april_and_october() -> None:
    """3 hours a week each: two at a time. 44 module-months fill 22 months from April 2027; five intakes are needed."""
    short = [build.module(f"short-{number}", hours=52, months=4, intakes="apr oct") for number in range(8)]
    long = [build.module(f"long-{number}", hours=78, months=6, intakes="apr oct") for number in range(2)]
    assert proved("2029-07", *short, *long) == "2029-01"
