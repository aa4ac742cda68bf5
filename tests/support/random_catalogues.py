"""Random catalogues of valid shape, with everything that a catalogue can say; their parts need not fit together."""

from datetime import date
from decimal import Decimal
from typing import Any, get_args

from hypothesis import strategies as st

from mcplanner.catalogue import shape
from mcplanner.catalogue.class_times import WEEKDAYS
from mcplanner.catalogue.model import KINDS, MODES, Catalogue, Evidence, FigureName
from mcplanner.ground.months import CALENDAR

Data = dict[str, Any]

words = st.text(st.sampled_from("abcXYZ 019-_.,:;|&'\"#()[]{}!?%@*é–语文Ω😀/\\$=+`~<>^"), min_size=1, max_size=24)
texts = words.map(lambda text: " ".join(text.split())).filter(lambda text: text and "&#" not in text)
titles = texts.map(lambda text: f"{text} Ω")
"""No title is an id or a number, for a reference that names nothing could then mean it."""
ids = st.from_regex(r"[a-z0-9]{0,4}[a-z](-[a-z0-9]{1,4}){0,2}", fullmatch=True)
numbers = st.from_regex(r"[A-Z]{2}/[0-9A-Z]{3,8}|0[0-9]{3}|[0-9]{8}", fullmatch=True)
days = st.dates(date(1950, 1, 1), date(2199, 12, 31)).map(date.isoformat)
some_days = days | days.map(lambda day: day[:7])
intakes = st.lists(st.sampled_from(CALENDAR), min_size=1, max_size=3, unique=True)
modes = st.sampled_from((*MODES, "unknown"))


def _decimal(hundredths: int) -> Decimal:
    return Decimal(hundredths) / 100


cents = st.integers(0, 100_000_000).map(_decimal)
hundredths = st.integers(1, 39_999).map(_decimal)
fees = cents | st.just("unknown")
clock = st.tuples(st.integers(0, 22), st.integers(0, 59)).map(lambda time: f"{time[0]:02}:{time[1]:02}")
sessions = st.lists(
    st.tuples(st.sampled_from(WEEKDAYS), clock).map(lambda parts: f"{parts[0]} {parts[1]}-23:00"), max_size=2
) | st.just("unknown")  # fmt: skip
some_ids = st.lists(ids, min_size=1, max_size=3)


def _bigger(part: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(part, min_size=1, max_size=3)
    return st.one_of(
        several,
        several.map(lambda parts: {"all": parts}),
        several.map(lambda parts: {"any": parts}),
        st.builds(lambda number, parts: {"choose": number, "from": parts}, st.integers(1, 3), several),
    )


halves = st.integers(1, 60).map(lambda number: _decimal(number * 50))
requirements = st.recursive(
    st.one_of(
        ids,
        ids.map(lambda name: {"skill": name}),
        st.builds(lambda number, parts: {"credits": number, "from": parts}, halves, some_ids),
    ),
    _bigger,
    max_leaves=8,
)
figures = st.sampled_from(get_args(FigureName))
json_values = texts | st.integers(-9, 9) | st.booleans() | st.lists(texts, max_size=2)
said = {
    "ref": numbers,
    "refs": st.lists(numbers, min_size=1, max_size=3),
    "url": st.just("https://example.edu.sg/a?b=c;d"),
    "language": texts,
    "entry": texts,
    "evidence": st.sampled_from(get_args(Evidence)),
    "derived": st.dictionaries(figures, texts, min_size=1, max_size=2),
    "assumed": st.lists(figures, min_size=1, max_size=3),
    "source": texts,
    "as_of": days,
    "extra": st.dictionaries(texts, json_values, min_size=1, max_size=2),
}
runs = st.lists(
    st.fixed_dictionaries(
        {"start": some_days},
        optional={
            "end": some_days,
            "apply_from": some_days,
            "apply_by": some_days,
            "mode": modes,
            "sessions": sessions,
            "fee": fees,
            "ref": numbers,
            "seats": st.integers(1, 99),
        },
    ),
    min_size=1,
    max_size=3,
)
bounds = st.tuples(st.integers(1, 60), st.integers(1, 60)).map(lambda pair: {"min": pair[0], "max": pair[1]})


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """A catalogue of a few modules, awards and roles."""
    names = draw(st.lists(ids, min_size=3, max_size=9, unique=True))
    modules, rest = names[: max(1, len(names) // 2)], names[max(1, len(names) // 2) :]
    fields, providers = (draw(st.lists(ids, min_size=1, max_size=3, unique=True)) for _ in range(2))
    titled = {"title": titles, "field": st.sampled_from(fields)}
    module = {
        **titled,
        "provider": st.sampled_from(providers),
        "mode": modes,
        "hours": hundredths | st.integers(1, 500) | st.just("unknown"),
        "months": st.integers(1, 60) | bounds | st.just("unknown"),
    }
    optional = {
        **said,
        "topics": some_ids,
        "weeks": st.just("unknown") | st.integers(1, 52) | hundredths.filter(lambda weeks: weeks <= 300),
        "then": intakes,
        "apply_months_before": st.integers(1, 24),
        "sessions": sessions,
        "evenings": st.integers(0, 7),
        "days": hundredths,
        "requires": requirements,
        "alongside": some_ids,
        "equivalent": some_ids,
        "excludes": some_ids,
        "covers": some_ids,
        "credits": halves,
        "fee": fees,
        "funding": ids,
        "skills": some_ids,
        "recognised_by": some_ids,
    }
    award = {**titled, "kind": st.sampled_from(KINDS), "requires": requirements}
    of_awards = {**said, "provider": st.sampled_from(providers), "fee": fees, "valid_months": st.integers(1, 600)}
    of_awards |= {"shares": st.integers(0, 9) | st.just(False), "recognised_by": some_ids}
    starts: st.SearchStrategy[Data] = st.one_of(
        st.just({}),
        intakes.map(lambda months: {"intakes": months}),
        st.just({"intakes": "unknown"}),
        runs.map(lambda found: {"runs": found}),
    )
    data: Data = {
        "title": draw(titles),
        "as_of": draw(days),
        "fields": [{"id": name, "title": draw(titles)} for name in fields],
        "providers": [{"id": name, "title": draw(titles), **draw(_maybe("venue", texts))} for name in providers],
        "modules": [{"id": name, **draw(st.fixed_dictionaries(module, optional=optional)), **draw(starts)} for name in modules],
        "awards": [{"id": name, **draw(st.fixed_dictionaries(award, optional=of_awards))} for name in rest[::2]],
        "roles": [
            {
                "id": name,
                "title": draw(titles),
                "requires": draw(requirements),
                **draw(_maybe("field", st.sampled_from(fields))),
            }
            for name in rest[1::2]
        ],
    }
    return shape.Catalogue.model_validate(data).catalogue


def _maybe(key: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    return st.fixed_dictionaries({}, optional={key: values})
