"""A catalogue that is written as a workbook and imported again is the same; written twice, it has the same bytes."""

from typing import Any

import documents
import pytest
from build import catalogue, module
from commands import SMALL
from course_workbooks import AS_OF, imported
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from random_catalogues import catalogues, requirements, texts

from mcplanner.catalogue import shape
from mcplanner.catalogue.model import Catalogue
from mcplanner.course_data.importing import date_in, import_grids, title_of
from mcplanner.course_data.requirement_cells import read_requirement, write_requirement
from mcplanner.course_data.workbooks import read_grids
from mcplanner.course_data.write_workbook import TooLongError, catalogue_xlsx
from mcplanner.course_data.write_yaml import catalogue_lines, to_text
from mcplanner.files.catalogues import load_catalogue
from mcplanner.files.paths import shipped_catalogue_path
from mcplanner.files.yaml_source import parse_yaml
from mcplanner.ground.shapes import made_of


def again(catalogue: Catalogue) -> Catalogue:
    grids, left_out = read_grids("mine.xlsx", catalogue_xlsx(catalogue))
    day = date_in(grids)
    assert day is not None
    made = import_grids(grids, day, left_out)
    assert [str(finding) for finding in made.report.findings] == []
    source = parse_yaml(to_text(made.lines(title_of(grids), day)), "made.yaml")
    assert source.diagnostics == ()
    return shape.Catalogue.model_validate(source.data).catalogue


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(catalogues())
def test_export_and_import_again_give_the_same_catalogue(catalogue: Catalogue) -> None:
    assert again(catalogue) == catalogue


@pytest.mark.parametrize("path", [SMALL, shipped_catalogue_path()], ids=lambda path: path.name)
def test_catalogues_of_people_come_back(path: Any) -> None:
    catalogue = load_catalogue(path).catalogue
    assert catalogue is not None
    assert again(catalogue) == catalogue
    assert catalogue_xlsx(catalogue) == catalogue_xlsx(catalogue)


def test_the_example_of_the_manual_comes_back() -> None:
    catalogue = shape.Catalogue.model_validate(parse_yaml(documents.example_catalogue(), "example").data).catalogue
    assert again(catalogue) == catalogue


@given(requirements)
def test_a_requirement_in_a_cell_comes_back(data: Any) -> None:
    requirement = made_of(
        shape.Module.model_validate(
            {
                "id": "a",
                "title": "A",
                "field": "a",
                "provider": "a",
                "mode": "online",
                "hours": 1,
                "months": 1,
                "requires": data,
            }
        )
    ).requires
    assert requirement is not None
    assert read_requirement(write_requirement(requirement), lambda name: name) == data


@given(texts, texts)
def test_any_text_is_written_so_that_it_is_read_as_itself(title: str, source: str) -> None:
    head = {"title": title, "as_of": "2026-06-15"}
    module = {"id": "a", "title": source, "derived": {"fee": title}, "refs": [title, source], "requires": {"any": [source]}}
    read = parse_yaml(to_text(catalogue_lines(head, {"modules": [module], "fields": [{"id": source, "title": title}]})), "made")
    assert read.diagnostics == ()
    assert read.data == {**head, "fields": [{"id": source, "title": title}], "modules": [module]}


def test_values_are_counted_as_the_reader_of_catalogues_counts_them(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = load_catalogue(SMALL).catalogue
    assert catalogue is not None
    made = imported(catalogue_xlsx(catalogue))
    text = to_text(made.lines("Small", AS_OF))
    for most, findings in ((made.count_values(), 0), (made.count_values() - 1, 1)):
        monkeypatch.setattr("mcplanner.files.yaml_source.MAX_VALUES", most)
        assert len(parse_yaml(text, "made.yaml").diagnostics) == findings
    monkeypatch.undo()
    for most, findings in ((made.count_items(), 0), (made.count_items() - 1, 1)):
        monkeypatch.setattr("mcplanner.files.yaml_source.MAX_ITEMS", most)
        assert len(parse_yaml(text, "made.yaml").diagnostics) == findings


def test_a_text_that_no_cell_can_hold_is_refused() -> None:
    catalogue = load_catalogue(SMALL).catalogue
    assert catalogue is not None
    long = replace(catalogue.modules[0], entry="x" * 32_768)
    with pytest.raises(TooLongError, match="a text of 32,768 characters does not fit into a cell: 'xxx"):
        catalogue_xlsx(replace(catalogue, modules=(long,)))


def test_nothing_of_an_empty_workbook_is_a_module() -> None:
    made = imported(b"id,title,hours\n", name="modules.csv")
    assert [str(finding) for finding in made.report.errors] == [
        "modules.csv: no module was found in the files (a sheet needs headings such as 'id', 'title' and 'hours';"
        " mcplan catalogue template writes an empty one)"
    ]


def test_a_topic_called_as_if_there_were_none_comes_back() -> None:
    courses = catalogue(module("a", topics=["na"], skills="nil"))
    assert again(courses) == courses
