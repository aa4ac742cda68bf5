"""Which modules, awards and roles are selected."""

from typing import Any

import pytest
from build import catalogue, module
from msgspec.structs import replace
from sample_catalogue import sample_catalogue

from mcplanner.catalogue.filters import select_awards, select_modules, select_roles

CATALOGUE = sample_catalogue()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["net-basics", "python-1", "java-1", "cyb-foundations", "wound-care"]),
        ({"field": "healthcare"}, ["wound-care"]),
        ({"topic": "networks"}, ["net-basics", "cyb-foundations"]),
        ({"provider": "raintree"}, ["python-1", "java-1", "wound-care"]),
        ({"mode": "blended"}, ["python-1"]),
        ({"skill": "network-security"}, ["net-basics", "cyb-foundations"]),
        ({"recognised": "skills-framework"}, ["cyb-foundations"]),
        ({"search": "PROGRAMMING in"}, ["python-1", "java-1"]),
        ({"search": "analysis threat"}, ["cyb-foundations"]),
        ({"search": "programming cybersecurity"}, []),
        ({"search": "software", "mode": "online"}, ["java-1"]),
        ({"search": "networks"}, ["net-basics", "cyb-foundations"]),
        ({"search": "program"}, ["python-1", "java-1"]),
        ({"search": "TGS-2026000001"}, ["cyb-foundations"]),
        ({"search": "20260000"}, ["cyb-foundations"]),
        ({"search": "伤口"}, ["wound-care"]),
        ({"search": "  "}, ["net-basics", "python-1", "java-1", "cyb-foundations", "wound-care"]),
        ({"field": "law"}, []),
    ],
)
def test_modules(asked: dict[str, Any], found: list[str]) -> None:
    assert [module.id for module in select_modules(CATALOGUE, **asked)] == found


def test_a_module_is_of_the_modes_of_its_runs() -> None:
    online = {"id": "a", "mode": "unknown", "runs": [{"start": "2027-01-11", "mode": "online"}]}
    both = {"id": "b", "mode": "in-person", "runs": [{"start": "2027-01-11"}, {"start": "2027-02-08", "mode": "online"}]}
    made = catalogue(module("a") | online, module("b") | both)
    assert [found.id for found in select_modules(made, mode="online")] == ["a", "b"]
    assert [found.id for found in select_modules(made, mode="in-person")] == ["b"]


def test_a_module_is_not_of_the_modes_of_runs_that_are_over() -> None:
    # Today is 2 November 2026. The only run of c is over, and the catalogue has nothing better to say of it.
    def made(name: str, *starts: str, **more: Any) -> dict[str, Any]:
        runs = [{"start": start, "mode": mode} for start, mode in zip(starts, ["online", "in-person"], strict=False)]
        return {"id": name, "runs": runs, "mode": "blended", **more}

    entries = [made("a", "2026-10-30", "2027-01-11"), made("b", "2026-11", "2027-01"), made("c", "2026-01-05")]
    courses = catalogue(*(module(entry["id"]) | entry for entry in (*entries, made("d", "2026-01-05", then=["jan"]))))
    assert [found.id for found in select_modules(courses, mode="online")] == ["b", "c"]
    assert [found.id for found in select_modules(courses, mode="in-person")] == ["a", "b"]
    assert [found.id for found in select_modules(courses, mode="blended")] == ["d"]


def test_what_counts_as_a_module_shows_its_skills() -> None:
    same = {"net-basics": {"equivalent": ("java-1",)}}
    modules = tuple(replace(module, **same.get(module.id, {})) for module in CATALOGUE.modules)
    found = select_modules(replace(CATALOGUE, modules=modules), skill="network-security")
    assert {module.id for module in found} == {"net-basics", "java-1", "cyb-foundations"}


def test_words_do_not_run_across_texts() -> None:
    assert not select_modules(CATALOGUE, search="basicsnetworking")


def test_awards() -> None:
    assert [award.id for award in select_awards(CATALOGUE)] == ["cyber-certificate", "cyber-diploma"]
    assert [award.id for award in select_awards(CATALOGUE, search="diploma")] == ["cyber-diploma"]
    assert not select_awards(CATALOGUE, field="healthcare")


def test_roles() -> None:
    assert [role.id for role in select_roles(CATALOGUE)] == ["security-analyst", "anyone"]
    assert [role.id for role in select_roles(CATALOGUE, field="information-technology")] == ["security-analyst"]
    assert [role.id for role in select_roles(CATALOGUE, search="threat")] == ["security-analyst"]


def test_a_changed_copy_remembers_nothing_of_the_old_catalogue() -> None:
    assert len(CATALOGUE.module_by_id) > 1
    first = CATALOGUE.modules[0]
    assert list(replace(CATALOGUE, modules=(first,)).module_by_id) == [first.id]
    assert first.paces[0].months != 9
    assert replace(first, months=9).paces[0].months == 9
