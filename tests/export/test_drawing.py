"""The drawing and the picture: what stands in them, where, and that everybody can see it."""

import io
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from build import award, catalogue, learner, module
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image
from sample_plans import ODD_TITLES, diploma_plan, funded_plan, held_plan, impossible_plan, long_plan, odd_plan, resumed_plan

from mcplanner.export.drawing import DARK, FIELDS_DARK, FIELDS_LIGHT, LIGHT, NARROW, WIDE, draw
from mcplanner.export.lettering import shorten, text_width, wrap
from mcplanner.export.png_plan import SCALE, plan_png
from mcplanner.export.svg_plan import plan_svg
from mcplanner.ground.characters import one_line
from mcplanner.ground.months import parse_month
from mcplanner.learner.request import Request
from mcplanner.planning.planner import plan
from mcplanner.plans.model import Plan

SVG = "{http://www.w3.org/2000/svg}"
PLANS = {"diploma": diploma_plan(), "funded": funded_plan(), "long": long_plan(), "odd": odd_plan(), "held": held_plan()}


def texts(drawing: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(drawing).iter(f"{SVG}text")]


def bars(drawing: str) -> dict[str, tuple[float, float]]:
    """Where the bar of each module begins and how long it is, by the words that are said of it."""
    found = {}
    for group in ET.fromstring(drawing).iter(f"{SVG}g"):
        for bar in group.findall(f"{SVG}rect"):
            title = group.find(f"{SVG}title")
            assert title is not None
            found[title.text or ""] = (float(bar.get("x", "")), float(bar.get("width", "")))
    return found


def test_bars_stand_in_their_months() -> None:
    """34 months share the breadth; each bar begins where its month does and is as long as its months, less the gap."""
    found = bars(plan_svg(diploma_plan()))
    first, length = found["Managing Small Projects: Dec 2026 – Jan 2027"]
    month = (length + 1) / 2
    begin, length = found["Cybersecurity Foundations: Apr – Sep 2027"]
    assert begin == pytest.approx(first + 4 * month, abs=0.2)
    assert length + 1 == pytest.approx(6 * month, abs=0.2)
    assert sum(found["Ethical Hacking: Apr – Sep 2029"]) + 0.5 == pytest.approx(WIDE - 4, abs=0.2)


def years(drawing: str) -> list[tuple[str, float, float]]:
    """The label of each year with its x and y."""
    found = ET.fromstring(drawing).iter(f"{SVG}text")
    labels = [(each.text or "", float(each.get("x", "")), float(each.get("y", ""))) for each in found]
    return sorted(label for label in labels if label[0].isdecimal() or label[0].startswith("’"))


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("plan", [diploma_plan(), funded_plan(), long_plan(), resumed_plan()])
def test_every_year_has_its_label_and_no_two_overlap(plan: Plan, width: int) -> None:
    labels = years(draw(plan, width))
    first = min([plan.start, *(each.start for each in plan.enrolments)]) // 12
    last = max(each.end for each in plan.enrolments) // 12
    assert [words[-2:] for words, *_ in labels] == [f"{year % 100:02}" for year in range(first, last + 1)]
    spans = sorted((y, x, x + text_width(words, 11)) for words, x, y in labels)
    assert all(end <= begin for (line, _, end), (same, begin, _) in pairwise(spans) if line == same)
    assert all(begin >= 0 and end <= width for _, begin, end in spans)


def test_it_begins_with_what_is_under_way() -> None:
    found = bars(plan_svg(resumed_plan()))
    assert min(found, key=lambda name: found[name]) == "Managing Small Projects: Oct 2026 – Jan 2027"


def test_it_is_a_picture_with_a_title_and_a_description() -> None:
    root = ET.fromstring(plan_svg(diploma_plan()))
    assert root.get("role") == "img"
    by_id = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert by_id[root.get("aria-labelledby")] == "Timeline: Part-time Diploma in Cybersecurity"
    described = by_id[root.get("aria-describedby")] or ""
    assert described.startswith("Managing Small Projects from Dec 2026 to Jan 2027; Cybersecurity Foundations from Apr 2027")
    assert "Part-time Diploma in Cybersecurity earned in Sep 2029. Proved: no plan finishes sooner" in described


def test_who_cannot_see_it_hears_of_the_marks_and_what_they_mean() -> None:
    """The module ends when somebody assumes that it does, and so is the award earned then."""
    courses = catalogue(module("a", 13, 3) | {"evidence": "published", "assumed": ["months"]}, award("x", ["a"]))
    made = plan(courses, learner(10), Request(("x",), parse_month("2027-01")))
    described = next(each.text or "" for each in ET.fromstring(plan_svg(made)).iter() if each.tag.endswith("desc"))
    assert described.startswith("The a from Jan 2027 to Mar 2027?; The x earned in Mar 2027?. Proved for these figures: ")
    assert described.endswith(" ? assumed.")


def test_it_shows_what_the_terminal_shows() -> None:
    shown = texts(plan_svg(funded_plan()))
    for words in (
        "2027",
        "2029",
        "Apr – Sep 2027",
        "Sep 2029",
        "Hours a week",
        "at most 6",
        "5.78",
        "away (Feb 2027 to Mar 2027)",
    ):
        assert words in shown
    assert "Information Technology" in shown
    assert "away (Feb 2027 to Mar 2027)" in shown
    assert "Finish Sep 2029; proved: no plan finishes sooner, and none that finishes then costs less." in shown


@pytest.mark.parametrize("plan", [long_plan(), odd_plan()], ids=["long", "odd"])
def test_it_says_that_a_plan_is_not_proved(plan: Plan) -> None:
    assert "not proved" in " ".join(texts(plan_svg(plan)))
    assert "Not proved" in plan_svg(plan)


def test_a_plan_without_modules_is_words() -> None:
    assert "Nothing is left to study: what you hold is enough." in texts(plan_svg(held_plan()))
    assert "Cybersecurity Foundations asks for 5.8 hours a week" in " ".join(texts(plan_svg(impossible_plan())))


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_nothing_leaves_the_drawing(name: str, width: int) -> None:
    root = ET.fromstring(draw(PLANS[name], width))
    left, top, whole, height = (float(number) for number in root.get("viewBox", "").split())
    for element in root.iter():
        x, y = float(element.get("x", left)), float(element.get("y", top))
        assert left <= x <= left + whole
        assert top <= y <= top + height
        assert x + float(element.get("width", "0").removesuffix("%")) <= left + whole + 0.2 or element is root
        if element.tag == f"{SVG}text":
            size = 19 if "large" in element.get("class", "") else 13 if "plain" in element.get("class", "") else 11
            length = text_width(element.text or "", size)
            begin = x - {"end": length, "middle": length / 2}.get(element.get("text-anchor", ""), 0)
            assert begin >= left - 1
            assert begin + length <= left + whole + 1


def test_rows_do_not_touch() -> None:
    for width in (NARROW, WIDE):
        root = ET.fromstring(draw(diploma_plan(), width, heading=False))
        lines = sorted({float(group.find(f"{SVG}text").get("y", "0")) for group in root.iter(f"{SVG}g")})  # type: ignore[union-attr]
        assert len(lines) == 10
        assert all(after - before >= 36 for before, after in pairwise(lines))


def test_odd_titles_stay_text() -> None:
    drawing = plan_svg(odd_plan())
    titles = [element.text or "" for element in ET.fromstring(drawing).iter(f"{SVG}title")]
    for title in ODD_TITLES:
        assert any(shown.startswith(one_line(title)) for shown in titles)
    assert ET.fromstring(drawing).find(f".//{SVG}script") is None


@given(st.text(), st.integers(20, 400))
def test_what_is_shortened_fits(text: str, width: int) -> None:
    assert text_width(shorten(one_line(text), width, 13), 13) <= max(width, text_width("…", 13))
    assert len(wrap(one_line(text), width, 13, 2)) <= 2


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("colours", "fields"), [(LIGHT, FIELDS_LIGHT), (DARK, FIELDS_DARK)], ids=["light", "dark"])
def test_everything_can_be_seen(colours: dict[str, str], fields: tuple[str, ...]) -> None:
    """WCAG 2.2: 4.5 to 1 for text, 3 to 1 for what has a meaning."""
    for ground in ("surface", "away"):
        assert contrast(colours["ink"], colours[ground]) >= 4.5
        assert contrast(colours["quiet"], colours[ground]) >= 4.5
    for colour in (*fields, colours["load"], colours["budget"], colours["award"]):
        assert contrast(colour, colours["surface"]) >= 3
    assert contrast(colours["load"], colours["free"]) >= 3
    assert len(set(fields)) == len(fields)


def test_the_drawing_has_dark_colours_too() -> None:
    assert f"@media screen and (prefers-color-scheme:dark){{\n.mc .surface{{fill:{DARK['surface']}}}" in plan_svg(
        diploma_plan()
    )


# --- The picture --------------------------------------------------------------------------------------------------------------


def test_the_picture_is_the_drawing_in_light_colours() -> None:
    plan = replace(diploma_plan(), enrolments=diploma_plan().enrolments[:2], awards=(), load=())
    root = ET.fromstring(draw(plan))
    with Image.open(io.BytesIO(plan_png(plan))) as picture:
        assert picture.format == "PNG"
        assert picture.size == (int(root.get("width", "")) * SCALE, round(float(root.get("height", "")) * SCALE))
        found = picture.convert("RGB").getcolors(1 << 24)
    assert found is not None
    colours = {"#" + bytes(colour).hex() for _, colour in found if isinstance(colour, tuple)}
    assert colours >= {LIGHT["surface"], *FIELDS_LIGHT[:2], LIGHT["ink"]}  # two fields, and letters
    assert DARK["surface"] not in colours


@pytest.mark.parametrize("plan", [long_plan(), odd_plan(), held_plan()], ids=["long", "odd", "held"])
def test_every_plan_has_a_picture_and_always_the_same(plan: Plan) -> None:
    assert plan_png(plan) == plan_png(plan)
