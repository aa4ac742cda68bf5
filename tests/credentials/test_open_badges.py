"""Open Badges: names, dates, results and expiry of a badge, and what stands in a bundle."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import wrapping
from credential_files import NO_PROOF, NOT_CHECKED, UNSIGNED, VALID, assert_nobody_is_named, read, refused, told

from mcplanner.credentials.open_badges import read_badge
from mcplanner.credentials.record import Record
from mcplanner.credentials.results import Verdict
from mcplanner.export.diagnostic_reports import format_diagnostics
from mcplanner.ground.months import format_month


def test_a_badge() -> None:
    (record,) = read(VALID / "badge.json").records
    assert told(record) == (("TGS-2026000002",), "Cybersecurity Foundations", "2026-09", "activity", True)
    assert record.integrity is NOT_CHECKED
    assert record.evidence == "Open Badge, proof not checked, issuer not checked"


def test_a_bundle_of_badges() -> None:
    found = read(VALID / "badges.json")
    assert [told(record) for record in found.records] == [
        (("python-1",), "Programming in Python", "2026-01", "issue", True),
        ((), "Programming in Java", "2026-01", "issue", False),
        (("TGS-2026000002",), "Cybersecurity Foundations", "2026-09", "activity", True),
    ]
    assert [record.integrity for record in found.records] == [NO_PROOF, NO_PROOF, NOT_CHECKED]
    assert found.records[0].evidence == "Open Badge, no proof"


def badge(subject: dict[str, Any] | None = None, achievement: dict[str, Any] | None = None, **more: Any) -> Record:
    """The record of a badge with little in it."""
    about = {"achievement": {"name": "Python", **(achievement or {})}, **(subject or {})}
    (record,) = read_badge({"credentialSubject": about, **more}, UNSIGNED)
    return record


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Python", ["Python"]),
        ({"fr": "Serpent", "en-SG": "Python"}, ["Python", "Serpent"]),
        ({"ms": "Ular", "@none": "Python"}, ["Python", "Ular"]),
        ({"en": ["Python", "Snake"]}, ["Python", "Snake"]),
        ([{"@value": "Serpent", "@language": "fr"}, {"@value": "Python", "@language": "en"}], ["Python", "Serpent"]),
        ({"@value": "Python", "@language": "en", "@direction": "ltr"}, ["Python"]),
        ({"en": {"@value": "Python"}, "zh-Hans": "蟒蛇"}, ["Python", "蟒蛇"]),
        (["Python", "Ular", "Python"], ["Python", "Ular"]),
        ([{"en": "Python"}, {"value": "Ular", "language": "ms"}], ["Python", "Ular"]),
        ({"type": "Python", "x": 1}, []),
        (None, []),
    ],
)
def test_names_in_several_languages(name: Any, found: list[str]) -> None:
    """English first, then what has no language, then the others."""
    assert list(badge(achievement={"name": name}).titles) == found


def test_which_date_of_a_badge_counts() -> None:
    def dated(**more: Any) -> tuple[Any, ...]:
        record = badge(**more)
        return None if record.ended is None else format_month(record.ended), record.dated_by, record.doubts, record.remarks

    proof = {"proof": [{"created": "2026-06-30T16:00:00Z"}]}
    assert dated(**proof) == ("2026-07", "proof", (), ())
    assert dated(validFrom="2026-05-01", **proof) == ("2026-05", "issue", (), ())
    assert dated() == (None, None, (), ())
    assert dated(validFrom="soon") == (None, None, ("the date on which it ended cannot be read",), ())
    assert dated(validFrom="soon", **proof) == ("2026-07", "proof", (), ("another date in it cannot be read",))
    assert dated(validFrom={"@value": "2026-05-31T00:00:00Z"})[:2] == ("2026-05", "issue")
    assert dated(validFrom=5)[2] == ("the date on which it ended cannot be read",)


def test_when_a_badge_expires() -> None:
    assert badge(validUntil="2026-08-01T00:00:00Z").expires == date(2026, 8, 1)
    assert badge(expirationDate="2026-07-31T16:00:00Z", expires="2030-01-01").expires == date(2026, 8, 1)
    assert badge(validUntil="9999-12-31T23:59:59Z").expires == date.max
    day = date(2026, 8, 1)
    assert badge(expiresOn="2026-08-01").expires == badge({"validUntil": "2026-08-01"}).expires == day
    assert badge(achievement={"validUntil": "2026-08-01"}).expires == badge(proof={"expires": "2026-08-01"}).expires == day
    assert badge(validUntil="soon").doubts == ("its expiry date cannot be read",)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ({"status": "InProgress"}, Verdict.NOT_PASSED),
        ({"status": ["Completed", "Failed"]}, Verdict.NOT_PASSED),
        ([{"status": "Completed"}, {"value": "F"}], Verdict.NOT_PASSED),
        ("Withdrew", Verdict.NOT_PASSED),
        ({"value": "35", "resultDescription": "urn:r"}, Verdict.NOT_PASSED),
        ({"value": ["50", "49"], "resultDescription": "urn:r"}, Verdict.NOT_PASSED),
        ({"value": "50", "resultDescription": "urn:r"}, Verdict.PASSED),
        ({"value": "35"}, Verdict.UNKNOWN),
        ({"value": "B"}, Verdict.UNKNOWN),
        ({"value": "B", "resultDescription": "urn:none"}, Verdict.UNKNOWN),
        ({"value": "F"}, Verdict.NOT_PASSED),
        ({"value": {"x": 1}}, Verdict.UNKNOWN),
        ({"grade": "Fail"}, Verdict.NOT_PASSED),
        ({"achievedLevel": "urn:low"}, Verdict.NOT_PASSED),
        ({"achievedLevel": "urn:high", "resultDescription": "urn:r"}, Verdict.PASSED),
        ({"achievedLevel": 3}, Verdict.UNKNOWN),
        ({"value": "A", "resultDescription": "urn:p"}, Verdict.UNKNOWN),
        ({"resultDescription": "urn:r"}, Verdict.UNKNOWN),
        ({"value": "D", "passingGrade": "C"}, Verdict.NOT_PASSED),
        ({"resultDescription": "urn:l", "status": "Completed"}, Verdict.UNKNOWN),
        ({"status": "Completed"}, Verdict.COMPLETED),
        (None, Verdict.NOTHING),
    ],
)
def test_the_results_of_a_badge(result: Any, expected: Verdict) -> None:
    levels = [{"id": "urn:low", "name": "Low"}, {"id": "urn:high", "name": "High"}]
    scales = [
        {"id": "urn:r", "resultType": "Percent", "requiredValue": "50"},
        {"id": "urn:l", "requiredLevel": "urn:high", "rubricCriterionLevel": levels},
        {"id": "urn:p", "resultType": "PredictedScore"},
    ]
    assert badge({"result": result}, {"resultDescription": scales}).result.verdict is expected


def test_numbers_of_a_badge_as_values_and_lists() -> None:
    achievement = {"humanCode": {"@value": "BB102"}, "otherIdentifier": {"identifier": ["x", {"@value": "y"}]}}
    assert badge(achievement=achievement).codes == ("BB102", "x", "y")
    assert badge(achievement={"humanCode": ["BB102", "BB103"]}).codes == ("BB102", "BB103")


def test_a_result_counts_wherever_it_stands() -> None:
    assert badge({"status": "Withdrew"}).result.verdict is Verdict.NOT_PASSED
    assert badge(achievement={"result": {"status": "Failed"}}).result.verdict is Verdict.NOT_PASSED
    assert badge(status="Failed").result.verdict is Verdict.NOT_PASSED
    assert badge(result=[{"value": "F"}]).result.verdict is Verdict.NOT_PASSED
    assert badge(revoked="True").result.verdict is Verdict.UNKNOWN
    assert badge({"creditsEarned": "0"}, {"creditsAvailable": "3"}).result.verdict is Verdict.UNKNOWN
    assert badge({"creditsEarned": "3"}, {"creditsAvailable": "3"}).result.verdict is Verdict.NOTHING
    assert badge({"activityStartDate": "2026-01-01", "term": "Autumn"}).result.verdict is Verdict.NOTHING


def test_a_figure_of_json_is_read_as_it_is_written(tmp_path: Path) -> None:
    scale = '{"id": "r", "requiredValue": 50}'
    (tmp_path / "a.json").write_text(
        '{"type": "OpenBadgeCredential", "credentialSubject": {"achievement": {"name": "A", "resultDescription": '
        f'{scale}}}, "result": {{"resultDescription": "r", "value": 49.5}}}}}}'
    )
    assert read(tmp_path / "a.json").records[0].result.verdict is Verdict.NOT_PASSED


def test_parts_of_a_bundle_that_are_no_badges_are_named_and_left_out(tmp_path: Path) -> None:
    parts = [
        {"type": ["VerifiableCredential", "EndorsementCredential"], "credentialSubject": {"endorsementComment": "Wei Ming"}},
        {"type": "EnvelopedVerifiableCredential", "id": "data:application/vc+jwt,eyJ"},
        json.loads((VALID / "badge.json").read_text("utf-8")),
        "eyJhbGciOiJub25lIn0.e30.",
        {"type": ["VerifiableCredential", "OpenBadgeCredential"], "credentialSubject": "did:example:adeline-0815"},
        "Tan Wei Ming",
    ]
    bundle = {"type": "ClrCredential", "credentialSubject": {"verifiableCredential": parts}}
    (tmp_path / "all.json").write_text(json.dumps(bundle))
    found = read(tmp_path / "all.json")
    assert [record.place for record in found.records] == ["part 3"]
    assert [note.split(":")[0] for note in found.notes] == [f"part {number} was left out" for number in (1, 2, 4, 5, 6)]
    assert_nobody_is_named(" ".join(found.notes))
    (document,) = wrapping.wrap({"name": "A"})
    document["data"]["name"] += "x"
    (tmp_path / "all.json").write_text(json.dumps([*parts, document]))
    assert "MC804" in format_diagnostics(refused(tmp_path / "all.json")), (
        "what was changed is refused, whatever stands beside it"
    )
    (tmp_path / "all.json").write_text(json.dumps(parts[:2]))
    assert "this is an endorsement" in format_diagnostics(refused(tmp_path / "all.json"))


@pytest.mark.parametrize(
    "where",
    [
        {"requiredValue": "50"},
        {"passMark": "50"},
        {"criteria": {"narrative": "An examination", "requiredValue": "50"}},
        {"criteria": {"resultDescription": [{"id": "urn:r", "resultType": "Percent", "requiredValue": "50"}]}},
    ],
)
def test_a_pass_mark_counts_wherever_the_achievement_states_it(where: dict[str, Any]) -> None:
    for value, expected in (("35", Verdict.NOT_PASSED), ("65", Verdict.PASSED), ("Good", Verdict.UNKNOWN)):
        assert badge({"result": {"value": value}}, where).result.verdict is expected
    assert badge({"result": "35"}, {"requiredValue": "50"}).result.verdict is Verdict.NOT_PASSED
    # The mark on the result's own scale goes before that of the whole.
    own = {"requiredValue": "50", "resultDescription": [{"id": "urn:r", "requiredValue": "30"}]}
    assert badge({"result": {"value": "35"}}, own).result.verdict is Verdict.PASSED
    # Where no result is told, none is compared.
    assert badge({}, where).result.verdict is Verdict.NOTHING


@pytest.mark.parametrize(
    ("required", "expected"),
    [
        (["B"], Verdict.NOT_PASSED),
        (["D", "B"], Verdict.NOT_PASSED),
        (["B", "D"], Verdict.NOT_PASSED),
        (["D", "E"], Verdict.PASSED),
        ({"@value": "B"}, Verdict.UNKNOWN),
        (["D", {"@value": "B"}], Verdict.UNKNOWN),
        (" ", Verdict.PASSED),
    ],
)
def test_all_that_is_required_counts_however_it_is_written(required: Any, expected: Verdict) -> None:
    assert badge({"result": {"value": "C"}}, {"requiredValue": required}).result.verdict is expected


def test_a_level_that_cannot_be_read_is_required_all_the_same() -> None:
    levels = [{"id": "urn:low", "name": "Pass"}]
    for required in ({"id": "urn:high"}, ["urn:low", "urn:high"]):
        scale = {"requiredLevel": required, "rubricCriterionLevel": levels}
        assert badge({"result": {"achievedLevel": "urn:low"}}, {"resultDescription": scale}).result.verdict is Verdict.UNKNOWN


def test_what_is_in_a_list_is_read_and_tags_are_not() -> None:
    assert badge({"creditsEarned": ["0"]}).result.verdict is Verdict.UNKNOWN
    assert badge({"creditsEarned": ["3", "0"]}).result.verdict is Verdict.UNKNOWN
    assert badge({}, {"tag": ["Failed", "exams"]}).result.verdict is Verdict.NOTHING
