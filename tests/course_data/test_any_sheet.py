"""Whatever stands in the cells: nothing is raised, and what is written can be read as YAML, without data of people."""

from datetime import date, datetime, time, timedelta
from typing import Any

from course_workbooks import AS_OF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcplanner.course_data.columns import KINDS_OF_SHEETS
from mcplanner.course_data.importing import date_in, import_grids, title_of
from mcplanner.course_data.open_data import DIRECTORY_COLUMNS, RUN_COLUMNS
from mcplanner.course_data.workbooks import Cell, Grid, UnreadableError, read_grids
from mcplanner.course_data.write_yaml import to_text
from mcplanner.files.yaml_source import parse_yaml
from mcplanner.ground.characters import visible

WORDS = st.sampled_from(
    (
        *(
            "",
            " ",
            "a",
            "b;",
            "a | b",
            "2 of (a; b)",
            "((a)",
            "unknown",
            "any",
            "none",
            "2 to 4",
            "apr; oct",
            "tue 18:30-21:30",
        ),
        *(
            "S$1,200",
            "free",
            "2027-04",
            "01/05/2027",
            "TGS-2026000001",
            "skill: x",
            "Total",
            "# note",
            "hours: how",
            "{}",
            "\x00",
        ),
        *(
            "10 credits of (a)",
            "30:15",
            "PT",
            "-3",
            "1e3",
            "\u200b",
            "\ufffd",
            "&#0;",
            "_x0000_",
            "_xD800_",
            "9" * 30,
            "online",
        ),
    )
)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    WORDS,
    st.text(max_size=8),
    st.booleans(),
    st.integers(-5, 60),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from((date(1900, 1, 1), datetime(1899, 12, 31, 7), time(23, 59), timedelta(days=-1))),
)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """A sheet of some kind, or of the open data, with random cells beneath some of its headings."""
    kind = draw(st.sampled_from(KINDS_OF_SHEETS))
    own: Any = draw(st.sampled_from((sorted(kind.synonyms), RUN_COLUMNS, DIRECTORY_COLUMNS, ("Job Role", "TSC_CCS Title"))))
    headings = (
        list(own) if own[0] in ("Job Role", RUN_COLUMNS[0]) else draw(st.lists(st.sampled_from(own), min_size=2, max_size=8))
    )
    rows = draw(st.lists(st.lists(CELLS, max_size=len(headings) + 1), max_size=4))
    above = draw(st.lists(st.lists(CELLS, max_size=2), max_size=2))
    merged = draw(st.sampled_from(((), (((1, 0), (2, 0)),), (((0, 0), (0, 3)),), (((9, 9), (12, 12)),))))
    return Grid("any.xlsx", draw(st.sampled_from((kind.name, "Sheet1", "modules"))), [*above, headings, *rows], merged)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(grids(), min_size=1, max_size=3))
def test_nothing_is_raised_whatever_the_cells_hold(sheets: list[Grid]) -> None:
    made = import_grids(sheets, date_in(sheets) or AS_OF)
    assert all(visible(str(finding)) == str(finding) for finding in made.report.findings)
    read = parse_yaml(to_text(made.lines(title_of(sheets), AS_OF)), "made.yaml")
    assert [str(each) for each in read.diagnostics] == []


@settings(max_examples=200)
@given(
    st.binary(max_size=300) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from((b"", b"PK\x03\x04", b"\xff\xfe")),
)
def test_any_bytes_are_read_or_refused(content: bytes, first: bytes) -> None:
    try:
        sheets, _ = read_grids("any.csv", first + content)
    except UnreadableError:
        return
    import_grids(sheets, AS_OF)
