"""The catalogue on the terminal: lists, fields and single entries."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

import pytest
import snapshots
from commands import run
from consoles import shown, widest
from documents import CATALOGUE_PAGE
from msgspec import Struct
from msgspec.structs import replace
from pydantic import TypeAdapter
from sample_catalogue import sample_catalogue

from mcplanner.catalogue import shape
from mcplanner.catalogue.filters import Selection, TaughtSkill
from mcplanner.catalogue.model import Catalogue, MonthBounds, Provider
from mcplanner.catalogue.overview import everything
from mcplanner.catalogue.requirement_words import requirement_size, requirement_text
from mcplanner.catalogue.requirements import Requirement
from mcplanner.files.loading import fit
from mcplanner.files.yaml_source import parse_yaml
from mcplanner.ground.shapes import made_of
from mcplanner.terminal.catalogue_view import print_fields, print_list, print_overview
from mcplanner.terminal.console import Console
from mcplanner.terminal.entry_view import print_entry

WIDTHS = (60, 80, 100, 160)
CATALOGUE = sample_catalogue()
Model = TypeVar("Model", bound=Struct)
ENTRIES = {**CATALOGUE.entry_by_id, **CATALOGUE.field_by_id, **CATALOGUE.provider_by_id}


def changed(model: Model, updates: Mapping[str, object]) -> Model:
    """A model with other values."""
    return replace(model, **updates)


def requirement_of(written: object) -> Requirement:
    requirement: Requirement = made_of(TypeAdapter(shape.Requirement).validate_python(written))
    return requirement


def whole_list(catalogue: Catalogue) -> Callable[[Console], None]:
    return lambda console: print_list(console, catalogue, everything(catalogue))


@pytest.mark.parametrize("width", WIDTHS)
def test_lists_look_as_they_did(width: int) -> None:
    text = shown(whole_list(CATALOGUE), width)
    assert widest(text) <= width
    for heading in ("id", "Module", "Length", "Starts", "Hours", "Hours a week", "ode", "rovider", "Fee", "Kind", "Needs"):
        assert heading in text
    snapshots.check(f"list-{width}", text)


def test_in_a_pipe_a_line_is_an_entry_with_its_id_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS")
    text = shown(whole_list(CATALOGUE), 60, terminal=False)
    snapshots.check("list-pipe", text)
    for entry in CATALOGUE.entry_by_id.values():
        [line] = [line for line in text.splitlines() if line.startswith(f"{entry.id} ")]
        assert entry.title in line


def test_providers_stand_by_their_names_in_full_where_there_is_room_and_no_two_are_alike() -> None:
    names = ("Straits Institute of Computing and Data, North", "Straits Institute of Computing and Data, South")
    providers = tuple(Provider(id=f"s{number}", title=name) for number, name in enumerate(names))
    modules = [changed(CATALOGUE.modules[0], {"id": f"m{number}", "provider": f"s{number}"}) for number in range(2)]
    straits = changed(CATALOGUE, {"providers": providers, "modules": modules, "awards": (), "roles": ()})
    wide, narrow = (shown(whole_list(straits), width) for width in (320, 80))
    assert all(name in wide for name in names)
    assert "…North" in narrow
    assert "…South" in narrow
    assert not any(name in narrow for name in names)


def test_a_width_that_is_asked_for_is_kept_in_a_pipe_too() -> None:
    assert widest(run("list", width=60).stdout) <= 60
    assert widest(run("fields", width=60).stdout) <= 60


def test_nothing_selected_prints_nothing() -> None:
    assert shown(lambda console: print_list(console, CATALOGUE, Selection()), 80) == ""


@pytest.mark.parametrize("width", [60, 160])
def test_fields_look_as_they_did(width: int) -> None:
    text = shown(lambda console: print_fields(console, CATALOGUE), width)
    assert widest(text) <= width
    snapshots.check(f"fields-{width}", text)


WAYS = [("one field", "mcplan list --field information-technology -c my-courses.yaml"), ("all", "mcplan list --all")]


@pytest.mark.parametrize("width", [44, 80])
def test_overviews_look_as_they_did(width: int) -> None:
    text = shown(lambda console: print_overview(console, CATALOGUE, everything(CATALOGUE), WAYS), width)
    assert widest(text) <= width
    snapshots.check(f"overview-{width}", text)


def test_an_overview_names_the_largest_and_says_how_many_more_there_are() -> None:
    providers = tuple(Provider(id=f"p{number}", title=f"School {number}") for number in range(30))
    modules = tuple(
        changed(CATALOGUE.modules[0], {"id": f"m{number}", "provider": f"p{min(number, 29)}"}) for number in range(40)
    )
    many = changed(CATALOGUE, {"providers": providers, "modules": modules, "awards": (), "roles": ()})
    text = shown(lambda console: print_overview(console, many, everything(many), WAYS), 80)
    shown_providers = [line.split()[:2] for line in text.splitlines() if line.startswith("p")]
    assert shown_providers[:2] == [["p29", "11"], ["p0", "1"]]
    assert len(shown_providers) == 20
    assert "Providers, 30" in text
    assert "and 10 providers more" in text
    assert "Fields, 1" in text


def test_an_overview_of_skills_names_the_commonest() -> None:
    skills = Selection(skills=tuple(TaughtSkill(f"skill-{number}", 100 - number) for number in range(50)))
    text = shown(lambda console: print_overview(console, CATALOGUE, skills, WAYS), 60)
    assert "skill-0 " in text
    assert "skill-20" not in text
    assert "and 30 skills more" in text


def test_what_was_searched_is_in_its_order_and_not_by_field() -> None:
    last_first = Selection(modules=tuple(CATALOGUE.modules)[::-1], searched=True)
    text = shown(lambda console: print_list(console, CATALOGUE, last_first), 160)
    assert "(healthcare)" not in text
    assert text.index("wound-care") < text.index("net-basics")


@pytest.mark.parametrize("id_", ENTRIES)
def test_entries_look_as_they_did(id_: str) -> None:
    text = shown(lambda console: print_entry(console, CATALOGUE, ENTRIES[id_]), 80)
    assert widest(text) <= 80
    assert "an illustrative catalogue with fictional providers" in " ".join(text.split())
    snapshots.check(f"show-{id_}", text)


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("id_", ENTRIES)
def test_entries_fit_in_ascii_too(id_: str, width: int) -> None:
    text = shown(lambda console: print_entry(console, CATALOGUE, ENTRIES[id_]), width, encoding="ascii")
    assert widest(text) <= width
    assert not [line for line in text.splitlines() if line.endswith(" ")]


def half_known() -> Catalogue:
    """The manual's catalogue of which much is not known."""
    examples = re.findall(r"^```yaml\n(title: .*?)^```$", CATALOGUE_PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    read, found = fit(parse_yaml(examples[1].encode(), "known.yaml"), shape.Catalogue)
    assert read is not None, found
    return read.catalogue


@pytest.mark.parametrize("width", [40, 80])
def test_entries_say_what_is_not_known(width: int) -> None:
    catalogue = half_known()
    pages = [shown(partial(print_entry, catalogue=catalogue, entry=entry), width) for entry in catalogue.entry_by_id.values()]
    assert all(widest(page) <= width for page in pages)
    snapshots.check(f"show-half-known-{width}", "\n".join(pages))


@pytest.mark.parametrize("width", WIDTHS)
def test_lists_say_what_is_not_known(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS")
    catalogue = half_known()
    text = shown(whole_list(catalogue), width)
    assert widest(text) <= width
    for figure in ("length", "hours", "load", "starts", "fee"):
        assert f"{figure} not known" in text
    assert "varies" in text  # the mode, which one run says and nobody else
    [line] = [line for line in shown(whole_list(catalogue), 60, terminal=False).splitlines() if line.startswith("data-law")]
    assert line.count("not known") == 5


def test_lists_fit_in_ascii_too() -> None:
    snapshots.check("list-80-ascii", shown(whole_list(CATALOGUE), 80, encoding="ascii"))


@pytest.mark.parametrize("id_", ["net-basics", "python-1", "java-1", "wound-care"])
def test_relations_are_told_in_words_on_both_sides(id_: str) -> None:
    relations: dict[str, dict[str, object]] = {
        "net-basics": {"alongside": ("python-1", "wound-care")},
        "python-1": {"equivalent": ("java-1",)},
        "wound-care": {"excludes": ("java-1", "python-1")},
    }
    related = changed(
        CATALOGUE, {"modules": tuple(changed(module, relations.get(module.id, {})) for module in CATALOGUE.modules)}
    )
    text = shown(lambda console: print_entry(console, related, related.module_by_id[id_]), 80)
    assert widest(text) <= 80
    snapshots.check(f"show-related-{id_}", text)


def test_entries_that_need_each_other_end() -> None:
    modules = [changed(CATALOGUE.modules[0], {"id": f"m{index}", "requires": f"m{(index + 1) % 30}"}) for index in range(30)]
    awards = [
        changed(CATALOGUE.awards[0], {"id": f"a{index}", "requires": ("m0", f"a{(index + 1) % 30}")}) for index in range(30)
    ]
    circle = changed(CATALOGUE, {"modules": tuple(modules), "awards": tuple(awards), "roles": ()})
    for entry in (modules[0], awards[0]):
        text = shown(lambda console, entry=entry: print_entry(console, circle, entry), 60)  # type: ignore[misc]
        assert widest(text) <= 60
        assert len(text.splitlines()) < 400


def test_unusual_entries() -> None:
    first = CATALOGUE.modules[0]
    teachers = [changed(first, {"id": f"teacher-{index}", "skills": ("x",)}) for index in range(9)]
    needy = changed(
        CATALOGUE.modules[3],
        {
            "requires": requirement_of([{"skill": "x"}, {"skill": "y"}, "gone"]),
            "intakes": None,
            "months": MonthBounds(min=3, max=3),
            "field": "gone",
            "provider": "gone",
        },
    )
    # A chain of awards deeper than a terminal can hold.
    chain = [
        changed(CATALOGUE.awards[0], {"id": f"a{index}", "requires": f"a{index - 1}" if index else "cyb-foundations"})
        for index in range(20)
    ]
    updates = {"title": "Ours", "modules": (needy, *teachers), "awards": tuple(chain), "roles": ()}
    catalogue = changed(CATALOGUE, updates)
    text = shown(lambda console: print_entry(console, catalogue, needy), 120)
    assert "taught by teacher-0, teacher-1, teacher-2, teacher-3, teacher-4, teacher-5 and 3 more" in text
    assert "the skill y, which no module teaches" in text
    assert "gone" in text
    assert "at least 3 months before it starts" in text
    assert "3 months, as you choose" in text
    assert "and more: mcplan show a6" in text
    assert "fictional" not in text
    assert "mcplan show a12" in shown(lambda console: print_entry(console, catalogue, chain[-1]), 80)


def test_deep_requirements_end_as_a_sentence() -> None:
    written: object = "net-basics"
    for _ in range(12):
        written = {"any": ["java-1", {"all": [written, "python-1"]}]}
    requirement = requirement_of(written)
    deep = changed(CATALOGUE.modules[3], {"requires": requirement})
    text = shown(lambda console: print_entry(console, CATALOGUE, deep), 60)
    assert widest(text) <= 60
    assert "(one of" in text


@pytest.mark.parametrize(
    ("written", "text", "size"),
    [
        ("a", "a", "1 part"),
        (["a"], "a", "1 part"),
        ({"skill": "x"}, "the skill x", "1 part"),
        ({"all": ["a", "b", {"choose": 2, "from": ["c", "d", "e"]}]}, "all of a, b and any 2 of c, d, e", "all of 3"),
        (["a", {"any": ["b", ["c", "d"]]}, "e"], "all of a, (one of b, all of c and d) and e", "all of 3"),
        ({"credits": 10, "from": ["d"]}, "10 credits from d", "10 credits from 1"),
        ({"choose": 1, "from": ["a", {"skill": "x"}]}, "any 1 of a, the skill x", "any 1 of 2"),
    ],
)
def test_requirements_read_as_sentences(written: object, text: str, size: str) -> None:
    requirement = requirement_of(written)
    assert requirement_text(requirement) == text
    assert requirement_size(requirement) == size


@pytest.mark.parametrize(
    ("shares", "words"), [(0, "no module with other awards"), (1, "at most 1 module with other awards"), (None, None)]
)
def test_what_an_award_shares_is_told(shares: int | None, words: str | None) -> None:
    award = changed(CATALOGUE.awards[0], {"shares": shares})
    text = shown(lambda console: print_entry(console, CATALOGUE, award), 80)
    assert (words in text) if words else ("with other awards" not in text)
