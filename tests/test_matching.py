"""Which module of the catalogue a record of credentials stands for: exact matches, near ones, and what is left open."""

import build
from commands import small_catalogue

from mcplanner.credentials.dates import month_in
from mcplanner.credentials.matching import Match, Outcome, match_records
from mcplanner.credentials.record import CredentialFile, Integrity, Record

SMALL = small_catalogue()
INTACT, NOT_CHECKED, NO_PROOF = Integrity.INTACT, Integrity.NOT_CHECKED, Integrity.NO_PROOF


def record(
    *codes: str, title: str | None = None, ended: str | None = None, passed: bool = True, proof: Integrity = NO_PROOF
) -> Record:
    return Record("list", proof, codes, title, title, month_in(ended), None, passed)


def match(*records: Record, chosen: dict[int, str] | None = None, held: tuple[str, ...] = ()) -> tuple[Match, ...]:
    return match_records(SMALL, [CredentialFile("a.csv", records)], chosen or {}, held, build.month("2026-11"))


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
    twins = SMALL.model_copy(
        update={
            "modules": (
                *SMALL.modules,
                SMALL.module_by_id["python-1"].model_copy(update={"id": "python-2", "provider": "harbour"}),
            )
        }
    )
    (found,) = match_records(
        twins, [CredentialFile("a", (record(title="Programming in Python"),))], {}, (), build.month("2026-11")
    )
    assert (found.outcome, [module.id for module in found.offers]) == (Outcome.NEAR, ["python-1", "python-2"])


def test_a_choice_goes_before_what_the_file_says() -> None:
    (found,) = match(record("python-1", passed=False), chosen={1: "java-1"})
    assert matched(found) == (Outcome.ADD, "java-1", "choice")


def test_what_was_not_passed_is_left_out() -> None:
    found = match(record("python-1", passed=False), record(title="Programing in Python", passed=False))
    assert [matched(each) for each in found] == [(Outcome.NOT_PASSED, "python-1", "id"), (Outcome.NOT_PASSED, None, None)]


def test_what_is_held_stays_as_it_is() -> None:
    assert [each.outcome for each in match(record("python-1"), record("java-1"), held=("python-1",))] == [
        Outcome.HELD,
        Outcome.ADD,
    ]


def test_of_two_records_of_a_module_the_later_counts_then_the_better_proved() -> None:
    def added(*records: Record) -> list[int]:
        return [each.number for each in match(*records) if each.outcome is Outcome.ADD]

    first, last = record("python-1", ended="2025-01"), record("python-1", ended="2026-01")
    assert added(first, last) == added(record("python-1"), last) == [2]
    assert added(last, first) == added(last, last) == [1]
    assert added(last, record("python-1", ended="2026-01", proof=INTACT)) == [2]
    assert match(first, last)[0].outcome is Outcome.AGAIN


def test_an_award_is_told_as_one() -> None:
    """Even where a module is called nearly so."""
    (found,) = match(record(title="part-time diploma in CYBERSECURITY"))
    assert (found.outcome, found.award) == (Outcome.UNKNOWN, "Part-time Diploma in Cybersecurity")


def test_records_are_numbered_over_all_files() -> None:
    files = [CredentialFile("a", (record("x"), record("y"))), CredentialFile("b", (record("java-1"),))]
    found = match_records(SMALL, files, {3: "python-1"}, (), build.month("2026-11"))
    assert [(each.number, each.file) for each in found] == [(1, "a"), (2, "a"), (3, "b")]
    assert matched(found[2]) == (Outcome.ADD, "python-1", "choice")
