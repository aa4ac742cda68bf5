"""Catalogues as JSON and CSV: the same entries as in text, what is unknown, and cells that hide and calculate nothing."""

import csv
import io
import json
import os
from functools import partial
from typing import Any
from unittest.mock import patch

import build
import pytest
from consoles import shown
from documents import example_catalogue
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from random_catalogues import requirements
from sample_catalogue import sample_catalogue

from mcplanner.catalogue import shape
from mcplanner.catalogue.filters import (
    Selection,
    TaughtSkill,
    select_awards,
    select_modules,
    select_roles,
    select_skills,
)
from mcplanner.catalogue.model import Catalogue
from mcplanner.catalogue.overview import by_field, by_provider, everything
from mcplanner.export.csv_catalogue import ENTRY_COLUMNS, entry_csv, fields_csv, list_csv
from mcplanner.export.json_catalogue import entry_json, fields_json, list_json, requirement_data
from mcplanner.files.catalogues import load_catalogue
from mcplanner.files.loading import fit
from mcplanner.files.paths import SHIPPED, shipped_catalogue_path
from mcplanner.files.yaml_source import parse_yaml
from mcplanner.ground.shapes import made_of
from mcplanner.terminal.catalogue_view import print_list

CATALOGUE = sample_catalogue()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def listed(catalogue: Catalogue, chosen: Selection) -> Any:
    return json.loads(list_json(catalogue, chosen))


def module_of(**figures: Any) -> Any:
    """A module as JSON."""
    courses = build.catalogue({**build.module("a"), **figures})
    [module] = listed(courses, everything(courses))["modules"]
    return module


def row_of(**figures: Any) -> dict[str, str]:
    """The row of a module."""
    courses = build.catalogue({**build.module("a"), **figures})
    [row] = rows_of(list_csv(everything(courses), of_skills=False))
    return row


# --- the same entries everywhere ----------------------------------------------------------------------------------------------


def shipped(name: str) -> Catalogue:
    catalogue = load_catalogue(shipped_catalogue_path(name)).catalogue
    assert catalogue is not None
    return catalogue


CATALOGUES = {"sample": CATALOGUE, **{name: shipped(name) for name in SHIPPED}}


@st.composite
def selections(draw: st.DrawFn) -> tuple[Catalogue, Selection]:
    """Entries of a catalogue: of a field perhaps, or of those with words of one of the titles."""
    catalogue = CATALOGUES[draw(st.sampled_from(sorted(CATALOGUES)))]
    field = draw(st.none() | st.sampled_from(sorted(catalogue.field_by_id)))
    titles = sorted(entry.title for entry in catalogue.entry_by_id.values())
    search = draw(st.none() | st.sampled_from(titles).flatmap(lambda title: st.sampled_from(title.split())))
    return catalogue, Selection(
        select_modules(catalogue, field=field, search=search),
        select_awards(catalogue, field=field, search=search),
        select_roles(catalogue, field=field, search=search),
        searched=search is not None,
    )


@settings(max_examples=30)
@given(selections())
@patch.dict(os.environ)
def test_json_and_csv_list_what_the_text_lists(drawn: tuple[Catalogue, Selection]) -> None:
    del os.environ["COLUMNS"]  # one entry a line
    catalogue, chosen = drawn
    data = listed(catalogue, chosen)
    ids = [each["id"] for kind in ("modules", "awards", "roles") for each in data[kind]]
    assert [row["id"] for row in rows_of(list_csv(chosen, of_skills=False))] == ids
    text = shown(partial(print_list, catalogue=catalogue, chosen=chosen), 80, terminal=False)
    in_text = [id_ for line in text.splitlines() if (id_ := line.split(" ")[0]) in catalogue.entry_by_id]
    assert in_text == ids if chosen.searched else sorted(in_text) == sorted(ids)
    for each in data["modules"][:5]:
        assert json.loads(entry_json(catalogue, catalogue.module_by_id[each["id"]]))["entry"] == each


@pytest.mark.parametrize("name", CATALOGUES)
def test_what_is_counted_is_what_a_list_lists(name: str) -> None:
    catalogue = CATALOGUES[name]
    whole = everything(catalogue)
    fields = json.loads(fields_json(catalogue))["fields"]
    assert [row["id"] for row in rows_of(fields_csv(catalogue))] == [field["id"] for field in fields]
    for field in fields:
        assert field["modules"] == len(select_modules(catalogue, field=field["id"]))
    for group in by_provider(catalogue, whole):
        assert group.id is not None
        assert group.modules == len(select_modules(catalogue, provider=group.id))
        assert group.awards == len(select_awards(catalogue, provider=group.id))
    for skill in select_skills(catalogue, catalogue.modules):
        assert skill.modules == len(select_modules(catalogue, skill=skill.id))
    for kind in ("modules", "awards", "roles"):
        assert sum(getattr(group, kind) for group in by_field(catalogue, whole)) == len(getattr(whole, kind))


# --- what is unknown ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["hours", "weeks", "intakes", "mode", "sessions", "months", "fee"])
def test_what_nobody_has_published_is_null_and_unknown(key: str) -> None:
    module = module_of(**{key: "unknown"})
    assert module["fee_cents" if key == "fee" else key] is None
    assert module["certainty"][key] == "unknown"
    assert (key in module["not_planned_without"]) == (key in ("hours", "months", "weeks", "intakes"))


def test_a_cell_says_that_something_is_unknown() -> None:
    row = row_of(hours="unknown", months="unknown", intakes="unknown", mode="unknown", fee="unknown")
    assert {name: cell for name, cell in row.items() if cell == "unknown"}.keys() == {
        *("hours", "months_min", "months_max", "hours_per_week_min", "hours_per_week_max", "starts", "mode", "fee")
    }
    assert row["figures"].startswith("mode, hours, length, starts, fee: unknown")


def test_a_free_module_costs_nothing() -> None:
    assert module_of(fee=0)["fee_cents"] == 0
    assert row_of(fee=0)["fee"] == "0.00"


def test_a_module_in_which_starts_differ_has_its_figures_with_its_runs() -> None:
    runs = [{"start": "2027-04-05", "fee": 900}, {"start": "2027-10", "mode": "blended"}]
    module = module_of(fee=1200, mode="online", runs=runs)
    assert (module["fee_cents"], module["mode"], module["intakes"]) == (None, None, None)
    assert module["varies"] == ["mode", "fee"]
    assert [(run["start"], run["fee_cents"], run["mode"]) for run in module["runs"]] == [
        ("2027-04-05", 90_000, "online"),
        ("2027-10", 120_000, "blended"),
    ]
    row = row_of(fee=1200, mode="online", runs=runs)
    assert (row["fee"], row["mode"], row["starts"]) == ("varies", "varies", "2027-04-05; 2027-10")


def test_a_module_that_all_runs_change_alike_has_their_figure() -> None:
    module = module_of(fee=1200, runs=[{"start": "2027-04", "fee": 900}, {"start": "2027-10", "fee": 900}])
    assert (module["fee_cents"], module["varies"]) == (90_000, [])


def test_what_a_figure_rests_on_is_that_of_its_starts() -> None:
    # Nobody knows the module's own fee and mode, which none of its runs has; of the runs, the class times of one are unknown.
    runs = [{"start": "2027-04", "fee": 900}, {"start": "2027-10", "fee": 800, "sessions": "unknown"}]
    facts: dict[str, Any] = {"evidence": "published", "fee": "unknown", "mode": "unknown", "sessions": ["tue 18:00-19:00"]}
    facts["runs"] = [run | {"mode": "online"} for run in runs]
    certainty = module_of(**facts)["certainty"]
    assert (certainty["fee"], certainty["mode"], certainty["sessions"]) == ("published", "published", "unknown")
    assert row_of(**facts)["figures"] == "mode, hours, length, start, fee: published"


def test_a_module_that_starts_in_any_month_says_which() -> None:
    assert len(module_of()["intakes"]) == 12
    assert row_of()["starts"] == "any month"
    assert row_of(intakes=["apr", "oct"])["starts"] == "apr; oct"


# --- requirements and leads ---------------------------------------------------------------------------------------------------


@given(requirements)
def test_a_requirement_is_as_the_catalogue_writes_it(written: Any) -> None:
    assert requirement_data(made_of(TypeAdapter(shape.Requirement).validate_python(written))) == _with_lists_named(written)


def _with_lists_named(written: Any) -> Any:
    match written:
        case list():
            return {"all": [_with_lists_named(part) for part in written]}
        case dict():
            return {
                key: [_with_lists_named(part) for part in value] if isinstance(value, list) else value
                for key, value in written.items()
            }
        case _:
            return written


def test_an_entry_says_what_it_leads_to() -> None:
    data = json.loads(entry_json(CATALOGUE, CATALOGUE.module_by_id["cyb-foundations"]))
    assert [(lead["way"], lead["id"], lead["kind"]) for lead in data["leads_to"]] == [
        ("counts-toward", "cyber-certificate", "certificate"),
        ("counts-toward", "cyber-diploma", "diploma"),
        ("part-of-role", "security-analyst", "role"),
    ]
    assert data["entry"]["requires"] == {"all": ["net-basics", {"any": ["python-1", "java-1"]}]}


def test_a_provider_has_its_entries() -> None:
    provider = CATALOGUE.provider_by_id["raintree"]
    data = json.loads(entry_json(CATALOGUE, provider))
    assert data["entry"] == {"id": "raintree", "title": "Raintree School", "kind": "provider", "venue": None}
    assert [each["id"] for each in data["modules"]] == ["python-1", "java-1", "wound-care"]
    assert [row["id"] for row in rows_of(entry_csv(CATALOGUE, provider))] == ["python-1", "java-1", "wound-care"]


# --- cells --------------------------------------------------------------------------------------------------------------------


def test_columns_are_the_same_for_whatever_is_listed() -> None:
    for chosen in (Selection(), Selection(modules=tuple(CATALOGUE.modules)), Selection(roles=tuple(CATALOGUE.roles))):
        assert list_csv(chosen, of_skills=False).splitlines()[0] == ",".join(ENTRY_COLUMNS)
    assert list_csv(Selection(skills=(TaughtSkill("python", 3),)), of_skills=True) == "skill,modules\npython,3\n"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_no_cell_is_calculated_or_hides_anything(sign: str) -> None:
    row = row_of(title=f"{sign}1+1\u202e\n\x07end", ref=f"{sign}2")
    assert (row["title"], row["ref"]) == (f"'{sign}1+1 end", f"'{sign}2")


def test_the_catalogue_of_the_manual_is_written() -> None:
    written, found = fit(parse_yaml(example_catalogue(), "example"), shape.Catalogue)
    assert written is not None, found
    courses = written.catalogue
    assert len(rows_of(list_csv(everything(courses), of_skills=False))) == len(courses.entry_by_id)
