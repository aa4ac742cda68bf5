"""Which module of the catalogue a record of credentials stands for: exact matches, near ones, and what is left open."""

from datetime import date

import pytest
from commands import small_catalogue
from msgspec.structs import replace

from mcplanner.credentials.dates import last_day_in, month_in
from mcplanner.credentials.matching import Match, Outcome, match_records
from mcplanner.credentials.record import CredentialFile, Integrity, Record
from mcplanner.credentials.results import read_result

SMALL = small_catalogue()
TODAY = date(2026, 11, 15)
INTACT, SIGNED = Integrity.INTACT, Integrity.SIGNED
NOT_CHECKED, NO_PROOF = Integrity.NOT_CHECKED, Integrity.NO_PROOF


def record(
    *codes: str,
    title: str | tuple[str, ...] = (),
    ended: str | None = None,
    result: str | None = None,
    expires: str | None = None,
    proof: Integrity = NO_PROOF,
) -> Record:
    titles = (title,) if isinstance(title, str) else title
    read = read_result(result)
    return Record("list", proof, "line 2", codes, titles, ended=month_in(ended), result=read, expires=last_day_in(expires))


def match(
    *records: Record, chosen: dict[int, str] | None = None, held: dict[str, str | None] | None = None
) -> tuple[Match, ...]:
    ends = {module: (month_in(end),) for module, end in (held or {}).items()}
    return match_records(SMALL, [CredentialFile("a.csv", records)], chosen or {}, ends, TODAY)


def matched(each: Match) -> tuple[Outcome, str | None, str | None]:
    return each.outcome, None if each.module is None else each.module.id, each.matched_by


def test_exact_matches_by_number_then_id_then_title() -> None:
    """A title that names another module does not matter where the number names one."""
    found = match(
        record(" tgs-2026000001 ", title="Programming in Java"),
        record("Python-1", title="Networking Basics"),
        record("HP1", title="programming  in JAVA"),
    )
    assert [matched(each) for each in found] == [
        (Outcome.ADD, "net-basics", "course number"),
        (Outcome.ADD, "python-1", "id"),
        (Outcome.ADD, "java-1", "title"),
    ]


def test_near_matches_are_offered_and_never_taken() -> None:
    found = match(
        record(title="Cyber Security Foundation"),
        record("cyb-foundation"),
        record(title="WSQ Programming in Python (online)"),
        record(title="Pottery"),
        record("TGS-2026000003"),
    )
    assert [matched(each)[0] for each in found] == [Outcome.NEAR] * 3 + [Outcome.UNKNOWN] * 2
    assert [[module.id for module in each.offers][:1] for each in found] == [
        ["cyb-foundations"],
        ["cyb-foundations"],
        ["python-1"],
        [],
        [],
    ]
    assert all(each.module is None for each in found)
    (taken, *_) = match(record(title="Cyber Security Foundation"), chosen={1: "cyb-foundations"})
    assert matched(taken) == (Outcome.ADD, "cyb-foundations", "choice")


def test_a_title_of_two_modules_is_offered_for_both() -> None:
    other = replace(SMALL.module_by_id["python-1"], id="python-2", provider="harbour")
    twins = replace(SMALL, modules=(*SMALL.modules, other))
    (found,) = match_records(twins, [CredentialFile("a", (record(title="Programming in Python"),))], {}, {}, TODAY)
    assert (found.outcome, [module.id for module in found.offers]) == (Outcome.NEAR, ["python-1", "python-2"])


def test_a_choice_goes_before_what_the_file_says() -> None:
    (found,) = match(record("python-1", result="F"), chosen={1: "java-1"})
    assert matched(found) == (Outcome.ADD, "java-1", "choice")


def test_what_was_not_passed_is_left_out() -> None:
    found = match(record("python-1", result="F"), record(title="Programing in Python", result="F"))
    assert [matched(each) for each in found] == [(Outcome.NOT_PASSED, "python-1", "id"), (Outcome.NOT_PASSED, None, None)]


def test_what_is_held_stays_as_it_is() -> None:
    assert [each.outcome for each in match(record("python-1"), record("java-1"), held={"python-1": None})] == [
        Outcome.HELD,
        Outcome.ADD,
    ]


def test_what_is_held_and_counts_no_longer_is_added_again_where_it_was_passed_later() -> None:
    """`net-basics` counts for 60 months toward the certificate."""

    def becomes(ended: str | None, held: str | None, module: str = "net-basics") -> Outcome:
        (found,) = match(record(module, ended=ended), held={module: held})
        return found.outcome

    assert becomes("2025-06", "2021-01") is Outcome.ADD
    assert becomes("2025-06", "2024-01") is Outcome.HELD, "a badge may be issued some months later"
    assert becomes("2020-06", "2021-01") is becomes(None, "2021-01") is becomes("2025-06", None) is Outcome.HELD
    assert becomes("2025-06", "2015-01", "ward-basics") is Outcome.HELD, "it never expires"


def test_nothing_is_asked_about_what_is_held() -> None:
    found = match(record("python-1", result="Attended"), record("python-1", expires="2020-01"), held={"python-1": None})
    assert [(each.outcome, each.offers) for each in found] == [(Outcome.HELD, ())] * 2


def test_of_two_records_of_a_module_the_later_counts_then_the_better_proved() -> None:
    def added(*records: Record) -> list[int]:
        return [each.number for each in match(*records) if each.outcome is Outcome.ADD]

    first, last = record("python-1", ended="2025-01"), record("python-1", ended="2026-01")
    assert added(first, last) == added(record("python-1"), last) == [2]
    assert added(last, first) == added(last, last) == [1]
    for proof in (INTACT, SIGNED):
        assert added(last, record("python-1", ended="2026-01", proof=proof)) == [2]
    assert match(first, last)[0].outcome is Outcome.AGAIN


def test_an_award_is_told_as_one() -> None:
    """Even where a module is called nearly so."""
    (found,) = match(record(title="part-time diploma in CYBERSECURITY"))
    assert (found.outcome, found.award) == (Outcome.UNKNOWN, "Part-time Diploma in Cybersecurity")


def test_records_are_numbered_over_all_files() -> None:
    files = [CredentialFile("a", (record("x"), record("y"))), CredentialFile("b", (record("java-1"),))]
    found = match_records(SMALL, files, {3: "python-1"}, {}, TODAY)
    assert [(each.number, each.file) for each in found] == [(1, "a"), (2, "a"), (3, "b")]
    assert matched(found[2]) == (Outcome.ADD, "python-1", "choice")


@pytest.mark.parametrize(
    "number", ["TGS-2026000001", "tgs2026000001", "TGS 2026 000001", "TGS‑2026000001", "TGS–2026000001", "TGS-2026\u200b000001"]
)
def test_how_a_course_number_is_typed_does_not_matter(number: str) -> None:
    assert matched(match(record(number))[0]) == (Outcome.ADD, "net-basics", "course number")


def test_any_of_the_titles_matches() -> None:
    (found,) = match(record(title=("Asas Rangkaian", "Networking Basics")))
    assert matched(found) == (Outcome.ADD, "net-basics", "title")


def test_what_is_not_sure_is_asked_about_and_offered() -> None:
    unsure, near = match(record("python-1", result="Attended"), record(title="Programing in Python", result="72"))
    assert matched(unsure) == (Outcome.UNSURE, "python-1", "id")
    assert unsure.reason == "its result is not one that mcplan knows"
    assert matched(near) == (Outcome.NEAR, None, None)
    assert near.reason == "near matches only; its result is a figure without a pass mark"
    assert [module.id for each in (unsure, near) for module in each.offers] == ["python-1", "python-1"]
    (taken,) = match(record("python-1", result="Attended"), chosen={1: "python-1"})
    assert matched(taken) == (Outcome.ADD, "python-1", "choice")


def test_what_has_expired_is_asked_about_and_what_expires_later_is_taken() -> None:
    """A day is over at its end, a month at the end of its last day."""
    past, last_day, month = match(
        record("python-1", expires="2026-11-14"),
        record("java-1", expires="2026-11-15"),
        record("net-basics", expires="2026-11"),
    )
    assert (past.outcome, past.reason) == (Outcome.EXPIRED, "expired: it was valid until 14 Nov 2026")
    assert (last_day.outcome, month.outcome) == (Outcome.ADD, Outcome.ADD)


def test_a_later_fail_takes_no_earlier_pass_away() -> None:
    first, last = record("python-1", ended="2025-06", result="B"), record("python-1", ended="2026-06", result="Withdrew (late)")
    for records in ((first, last), (last, first)):
        added = [each.record for each in match(*records) if each.outcome is Outcome.ADD]
        assert added == [first]


def test_what_may_be_shown_is_the_modules_title_or_words_of_courses() -> None:
    found = match(
        record("TGS-2026000001", title="Adeline Tan"), record(title="Cyber Security Foundation"), record(title="Adeline Tan")
    )
    assert [each.label for each in found] == ["Networking Basics", "Cyber Security Foundation", None]
