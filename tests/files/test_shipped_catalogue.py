"""The catalogue that mcplan brings along: that it is sound, as large as promised, and holds the documentation's cases."""

from functools import cache

from mcplanner.catalogue.earned_awards import modules_toward
from mcplanner.catalogue.model import Award, Catalogue
from mcplanner.catalogue.requirements import Choose, Credits, ids, walk
from mcplanner.files.catalogues import load_catalogue
from mcplanner.files.paths import shipped_catalogue_path


@cache
def shipped() -> Catalogue:
    loaded = load_catalogue(shipped_catalogue_path())
    assert loaded.diagnostics == ()
    assert loaded.catalogue is not None
    return loaded.catalogue


def awards_within(award: Award) -> list[Award]:
    return [shipped().award_by_id[name] for name in ids(award.requires) if name in shipped().award_by_id]


def test_it_loads_without_a_single_finding() -> None:
    assert shipped().modules


def test_its_first_line_names_its_schema_for_editors() -> None:
    first = shipped_catalogue_path().read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=courses.schema.json"


def test_its_title_says_that_it_is_illustrative() -> None:
    assert "illustrative" in shipped().title


def test_it_is_as_large_as_promised() -> None:
    courses = shipped()
    assert len(courses.modules) >= 90
    assert len(courses.awards) >= 25
    assert len(courses.roles) >= 8
    assert len(courses.providers) >= 6
    assert len(courses.fields) >= 6
    assert {module.mode for module in courses.modules} == {"online", "in-person", "blended"}
    assert {award.kind for award in courses.awards} >= {"certificate", "diploma", "specialist-diploma", "advanced-diploma"}
    assert len({topic for module in courses.modules for topic in module.topics}) >= 15


def test_every_field_has_modules_and_an_award_and_every_provider_teaches() -> None:
    courses = shipped()
    assert {module.field for module in courses.modules} == set(courses.field_by_id)
    assert {award.field for award in courses.awards} == set(courses.field_by_id)
    assert {module.provider for module in courses.modules} == set(courses.provider_by_id)


def test_it_uses_every_way_to_take_a_module() -> None:
    modules = shipped().modules
    assert any(module.self_paced for module in modules)
    assert any(module.runs for module in modules)
    assert any(module.intakes for module in modules)
    assert any(module.apply_months_before for module in modules)
    assert any(module.days for module in modules)
    assert any(module.sessions for module in modules)
    assert any(module.requires for module in modules)
    assert all(module.evidence for module in modules)
    assert all(module.source for module in modules if module.evidence == "published")


def test_a_provider_is_at_the_lifelong_learning_institute() -> None:
    venues = [provider.venue for provider in shipped().providers]
    assert "Lifelong Learning Institute, Paya Lebar" in venues


def test_the_classic_case_is_five_modules_of_150_hours_over_26_weeks() -> None:
    courses = shipped()
    diploma = courses.award_by_id["cyber-diploma"]
    assert diploma.kind == "diploma"
    choices = [node for _, node in walk(diploma.requires) if isinstance(node, Choose)]
    compulsory = set(ids(diploma.requires)) - {name for node in choices for name in ids(node)}
    assert len(compulsory) + sum(node.choose for node in choices) == 5
    for module in (courses.module_by_id[name] for name in modules_toward(courses, diploma.id)):
        assert module.hours == 150
        assert module.months == 6
        assert module.weeks == 26
        assert module.intakes == ("apr", "oct")
        assert module.paces[0].minutes_per_week == 347


def test_a_diploma_is_impossible_at_6_hours_a_week() -> None:
    courses = shipped()
    manufacturing = courses.award_by_id["manufacturing-diploma"]
    compulsory = [courses.module_by_id[name] for name in ids(manufacturing.requires)]
    assert any(min(pace.minutes_per_week for pace in module.paces) > 360 for module in compulsory)


def test_awards_stack() -> None:
    assert any(within.kind == "certificate" for award in shipped().awards for within in awards_within(award))
    assert any(
        award.kind != "diploma" and within.kind == "diploma" for award in shipped().awards for within in awards_within(award)
    )


def test_an_award_stacks_across_two_providers() -> None:
    courses = shipped()
    counts = [
        len({courses.module_by_id[name].provider for name in modules_toward(courses, award.id)}) for award in courses.awards
    ]
    assert max(counts) >= 2
    assert 2 in counts


def test_there_are_electives_and_credits() -> None:
    nodes = [node for award in shipped().awards for _, node in walk(award.requires)]
    assert sum(isinstance(node, Choose) for node in nodes) >= 3
    assert any(isinstance(node, Credits) for node in nodes)
