"""What titles suggest about stacking: a file to edit, and nothing that is taken by itself."""

import pytest
from course_workbooks import catalogue_of, imported, run_file, values_of

from mcplanner.course_data.stacks import NamedPart, kind_of, part_of, suggest_stacks
from mcplanner.files.yaml_source import parse_yaml

POLY = ("T08GB0000X", "Harbour Polytechnic")


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("Baking - Part of Diploma in Food (DF1)", NamedPart("Baking", "Diploma in Food", "DF1", False)),
        ("Baking (part of Diploma in Food (Science))", NamedPart("Baking", "Diploma in Food (Science)", "", False)),
        ("Baking (Part of Certificate in Food) - PCM", NamedPart("Baking", "Certificate in Food", "PCM", False)),
        (
            "Baking (part of Advanced Diploma in Food (Bread))-ADF1",
            NamedPart("Baking", "Advanced Diploma in Food (Bread)", "ADF1", False),
        ),
        ("Baking (part of the MC4 of Diploma in Food (Bread))", NamedPart("Baking", "Diploma in Food (Bread)", "", False)),
        ("Baking - Part of Certificate in Food (Elective)(DF1)", NamedPart("Baking", "Certificate in Food", "DF1", True)),
        (
            "Baking - Part of the Certificate in Food (CIF) (Synchronous e-Learning)",
            NamedPart("Baking", "Certificate in Food", "CIF", False),
        ),
        ("Baking (Part of SCTP)", None),
        ("Baking and the part of yeast", None),
        ("Baking", None),
    ],
)
def test_a_title_says_what_it_is_part_of(title: str, part: NamedPart | None) -> None:
    assert part_of(title) == part


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Specialist Diploma in Food", "specialist-diploma"),
        ("Diploma (Conversion) in Food", "diploma-conversion"),
        ("Post-Diploma Certificate in Food", "certificate"),
        ("Modular Certificate in Food", "certificate"),
        ("Bachelor of Food", "degree"),
    ],
)
def test_a_title_tells_the_kind(title: str, kind: str) -> None:
    assert kind_of(title) == kind


def test_suggestions_are_a_file_of_awards_and_of_courses_that_cover_others() -> None:
    titles = (
        "Dough - Part of Certificate in Bread (DF1)",
        "Ovens - Part of Certificate in Bread (DF1)",
        "Flour - Part of Certificate in Bread (Elective)(DF1)",
        "Certificate in Bread - Part of Diploma in Food (DF1)",
        "Certificate in Cake - Part of Diploma in Food (DF1)",
        "Certificate in Bread - Part of Diploma in Other Things (DO1)",
        "Alone - Part of Diploma in Solitude",
    )
    rows = [(f"TGS-202600000{number}", title, *POLY, "", "", "") for number, title in enumerate(titles, 1)]
    made = imported(run_file(*rows))
    assert catalogue_of(made).awards == ()
    text = suggest_stacks(values_of(made))
    data = parse_yaml(text, "stacks.yaml").data
    bread, food = data["awards"]
    assert (bread["title"], bread["kind"], bread["evidence"]) == ("Certificate in Bread", "certificate", "assumed")
    one, two, three, four, five = (f"tgs-202600000{number}" for number in range(1, 6))
    assert bread["requires"] == [one, two, {"choose": 1, "from": [three]}]
    # whoever takes the parts of a part holds its award; nothing is known of the parts of the other certificate
    assert food["requires"] == [bread["id"], five]
    # of the two courses that are called Certificate in Bread, the one with the diploma's code is meant
    assert data["amend"] == [{"id": four, "was": titles[3], "covers": [one, two, three]}]
    assert text.startswith("# What titles suggest")


def test_the_same_title_of_two_providers_makes_two_awards() -> None:
    rows = [
        (f"TGS-202600000{number}", f"Dough {number} - Part of Certificate in Bread", uen, uen, "", "", "")
        for number, uen in enumerate(("A1", "A1", "B1", "B1"))
    ]
    data = parse_yaml(suggest_stacks(values_of(imported(run_file(*rows)))), "stacks.yaml").data
    assert [award["provider"] for award in data["awards"]] == ["a1", "b1"]
    assert len({award["id"] for award in data["awards"]}) == 2
