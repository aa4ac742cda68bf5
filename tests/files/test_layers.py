"""Several catalogue files as one: what a later one adds, amends and hides, and where each mistake is reported."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import snapshots
from commands import DATA, SMALL, run

from mcplanner.catalogue.model import Catalogue
from mcplanner.files.catalogues import load_catalogue
from mcplanner.files.paths import SHIPPED, catalogue_path, shipped_catalogue_path

LAYERS = DATA / "invalid_layers"
BASE = (LAYERS / "base.yaml").read_text("utf-8")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.yaml"
    path.write_text(BASE, "utf-8")
    return path


def over(base: Path, text: str) -> tuple[Catalogue | None, list[str]]:
    """The base with a file over it, and what is wrong, without the folder's name."""
    mine = base.with_name("mine.yaml")
    mine.write_text(text, "utf-8")
    loaded = load_catalogue([base, mine])
    return loaded.catalogue, [str(each).replace(f"{base.parent}/", "") for each in loaded.diagnostics]


def test_a_later_file_adds_entries_and_may_use_what_the_earlier_one_has(base: Path) -> None:
    catalogue, wrong = over(
        base,
        "title: Mine\nas_of: 2026-03-01\n"
        "providers: [{id: own, title: My Own}, {id: harbour, title: Another Name}]\n"
        "modules: [{id: data, title: Data, field: it, provider: own, mode: online, hours: 30, months: 1, requires: nets}]\n"
        "awards: [{id: more, title: More, kind: diploma, field: it, requires: [cert, data]}]\n",
    )
    assert not wrong
    assert catalogue is not None
    assert [module.id for module in catalogue.modules] == ["nets", "cloud", "data"]
    assert catalogue.title == "Base + Mine"
    assert catalogue.as_of == date(2026, 3, 1), "the whole is as old as its oldest part"
    assert catalogue.provider_by_id["harbour"].title == "Harbour", "a field or provider that is there already stands"


def test_an_amendment_changes_the_keys_it_names_and_no_others(base: Path) -> None:
    catalogue, wrong = over(base, "amend: [{id: cloud, fee: 2100, requires: {any: [nets]}}, {id: cert, valid_months: 24}]")
    assert not wrong
    assert catalogue is not None
    assert catalogue.module_by_id["cloud"].fee == Decimal(2100)
    assert catalogue.module_by_id["cloud"].hours == Decimal(60)
    assert catalogue.award_by_id["cert"].valid_months == 24


def test_amendments_of_one_entry_are_put_over_one_another(base: Path) -> None:
    catalogue, _ = over(base, "amend: [{id: cloud, fee: 1, hours: 50}, {id: cloud, fee: 2}]")
    assert catalogue is not None
    cloud = catalogue.module_by_id["cloud"]
    assert (cloud.fee, cloud.hours) == (Decimal(2), Decimal(50))


def test_what_is_hidden_is_gone_and_its_id_is_free_again(base: Path) -> None:
    catalogue, wrong = over(
        base,
        "hide: [cloud, cert]\nmodules:\n"
        "  - {id: cloud, title: My Cloud, field: it, provider: harbour, mode: online, hours: 1, months: 1, requires: nets}\n"
        "awards: [{id: own, title: Own, kind: diploma, field: it, requires: cloud}]\n",
    )
    assert not wrong
    assert catalogue is not None
    assert catalogue.module_by_id["cloud"].title == "My Cloud"
    assert "cert" not in catalogue.award_by_id


WRONG = [
    (
        "amend: [{id: clouds, was: Cloud Computing, fee: 3}]",
        ["mine.yaml:1:14: MC121 warning: 'clouds' (Cloud Computing) is not there to be amended (did you mean 'cloud'?)"],
    ),
    (
        "hide: [storage]",
        ["mine.yaml:1:8: MC121 warning: 'storage' is not there to be hidden (remove this, or name another entry)"],
    ),
    (
        "hide: [nets]",
        ["mine.yaml:1:8: MC122 'nets' is hidden, but 'cloud' and 1 other still name it (hide 'cloud' too, or amend it)"],
    ),
    (  # beneath a choice, and alongside
        "hide: [nets]\nawards: [{id: own, title: Own, kind: diploma, field: it, requires: {any: [nets, cloud]}}]\nmodules:\n"
        "  - {id: lab, title: Lab, field: it, provider: harbour, mode: online, hours: 1, months: 1, alongside: [nets]}\n",
        ["mine.yaml:1:8: MC122 'nets' is hidden, but 'cloud' and 3 others still name it (hide 'cloud' too, or amend it)"],
    ),
    (
        "amend: [{id: cloud, fee: free}]",
        ["mine.yaml:1:26: MC203 fee needs a plain number such as 150 or 22.5, not 'free'"],
    ),
    ("amend: [{id: cloud, feee: 3}]", ["mine.yaml:1:21: MC201 unknown key 'feee' (did you mean 'fee'?)"]),
    ("amend: [{id: cloud}]", ["mine.yaml:1:9: MC208 an item of amend changes nothing (name the keys that change)"]),
    ("amend: [{id: cloud, requires: netz}]", ["mine.yaml:1:31: MC103 unknown prerequisite 'netz' (did you mean 'nets'?)"]),
    (
        "awards: [{id: cert, title: Another, kind: diploma, field: it, requires: cloud}]",
        ["mine.yaml:1:15: MC106 the id 'cert' is already used under awards (in base.yaml, line 9)"],
    ),
    ("modules: none", ["mine.yaml:1:10: MC203 modules needs a list, not 'none'"]),
]


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_what_is_wrong_is_reported_where_it_was_written(base: Path, text: str, expected: list[str]) -> None:
    catalogue, wrong = over(base, text)
    assert wrong == expected
    assert (catalogue is None) == (" warning: " not in expected[0])


@pytest.mark.parametrize("name", ["mine", "needed"])
def test_the_findings_of_files_over_a_base_are_the_expected_ones(name: str) -> None:
    found = load_catalogue([LAYERS / "base.yaml", LAYERS / f"{name}.yaml"]).diagnostics
    told = "".join(f"{each}\n".replace(f"{LAYERS}/", "") for each in found)
    snapshots.check_file(LAYERS / f"{name}.expected", told)


@pytest.mark.parametrize(
    ("change", "told"), [("intakes: [apr]", "mine.yaml:1:29: MC403"), ("hours: 80", "mine.yaml:1:27: MC411")]
)
def test_an_amendment_that_contradicts_a_key_of_the_base_is_at_fault(base: Path, change: str, told: str) -> None:
    """The base has the runs, and the days; both are right there."""
    workshop = "id: nets, days: 1, runs: [{start: 2027-04}], "
    base.write_text(
        BASE.replace("id: nets, ", workshop).replace("hours: 60", "hours: 8").replace("fee: 900", "fee: 90"), "utf-8"
    )
    assert load_catalogue([base]).catalogue is not None
    (found,) = over(base, f"amend: [{{id: nets, {change}}}]")[1]
    assert found.startswith(told)


def test_a_first_file_cannot_amend(base: Path) -> None:
    base.write_text(BASE + "amend: [{id: nets, fee: 1}]\n", "utf-8")
    (only,) = load_catalogue(base).diagnostics
    assert "MC201 unknown key 'amend'" in str(only)


@pytest.mark.parametrize(
    "text",
    [
        "amend: [{id: nets, fee: 1}]\n",
        "title: Mine\nhide: [nets]\n",
        "modules: [{id: own, title: Own, field: it, provider: harbour, mode: online, hours: 1, months: 1}]\n",
    ],
    ids=["amends", "hides", "adds"],
)
def test_a_file_that_changes_a_catalogue_is_told_to_go_after_one(text: str, base: Path) -> None:
    mine = base.with_name("mine.yaml")
    mine.write_text(text, "utf-8")
    for first in ([mine], [mine, base]):
        found = [each for each in load_catalogue(first).diagnostics if each.file == str(mine)]
        assert [each.code for each in found] == ["MC123"]
        assert (found[0].hint or "").endswith(f"-c base.yaml -c {mine}")


def test_each_file_is_reported_in_its_own_order(base: Path) -> None:
    base.write_text(BASE.replace("hours: 60, months: 3, fee: 900", "hours: sixty, months: 3"), "utf-8")
    catalogue, wrong = over(base, "hide: [1]\nfields: 7\n")
    assert catalogue is None
    assert [line.split(":")[:2] for line in wrong] == [["base.yaml", "6"], ["mine.yaml", "1"], ["mine.yaml", "2"]]


def test_a_shipped_catalogue_is_found_by_its_name_unless_a_file_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in SHIPPED:
        assert catalogue_path(name) == shipped_catalogue_path(name)
        assert shipped_catalogue_path(name).exists()
    (tmp_path / "example").write_text(BASE, "utf-8")
    assert catalogue_path("example") == Path("example")
    assert catalogue_path("elsewhere") == Path("elsewhere")


def test_commands_read_several_files(base: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("amend: [{id: cloud, fee: 21}]", "utf-8")
    shown = run("show", "cloud", "-c", str(base), "-c", str(mine))
    assert "S$21.00" in shown.stdout
    checked = run("check", str(SMALL), str(mine))
    assert "MC121" in checked.stdout
