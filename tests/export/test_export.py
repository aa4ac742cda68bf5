"""Plans as JSON and CSV, the table of formats, and how files are saved."""

import csv
import errno
import io
import json
import os
import re
import stat
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from sample_plans import diploma_plan, funded_plan, held_plan, impossible_plan, long_plan, odd_plan, resumed_plan, unknown_plan

from mcplanner.export import EXPORTERS
from mcplanner.export.csv_plan import plan_csv
from mcplanner.export.json_plan import plan_json
from mcplanner.files.saving import SavingError, save
from mcplanner.ground.characters import one_line
from mcplanner.ground.months import format_month
from mcplanner.plans.model import OtherPlan, Plan, Status

OBJECTIVE_KEYS = ["finish_months", "unknown_fees", "cost_cents", "minutes_total", "peak_minutes_per_week", "start_months_total"]
ENROLMENT_KEYS = {
    "module", "title", "field", "provider", "start", "end", "months", "hours", "minutes_per_week", "apply_by",
    "fee_cents", "subsidy_cents", "gst_cents", "credit_cents", "payable_cents", "because",
}  # fmt: skip


def test_json_holds_the_plan() -> None:
    plan = diploma_plan()
    text = plan_json(plan)
    data = json.loads(text)
    assert text == plan_json(replace(plan, enrolments=plan.enrolments[::-1], awards=plan.awards[::-1], load=plan.load[::-1]))
    assert text.endswith("}\n")
    assert text.isascii()
    assert list(data)[:2] == ["schema", "status"]
    assert (data["schema"], data["status"]) == ("mcplan.plan/2", "optimal")
    assert data["target"] == {"id": "cyber-diploma", "title": "Part-time Diploma in Cybersecurity", "kind": "diploma"}
    assert "targets" not in data
    assert (data["start"], data["finish"], data["hours_per_week"]) == ("2026-12", "2029-09", 6)
    assert list(data["objective"]) == list(data["bound"])
    assert plan.objective is not None
    figures = {key: getattr(plan.objective, key) for key in OBJECTIVE_KEYS}
    assert data["objective"] == figures | {"cost_at_least_cents": plan.objective.cost_cents}
    assert data["relaxations"] == []
    month = {"dial": "hours in one month", "from": "6", "to": "7.5 in 2029-03", "finish": "2029-08", "proved": True}
    month |= {"finish_hangs_on": [], "cost_hangs_on": [], "to_hangs_on": []}
    assert data["holding_back"][1] == month | {"months_sooner": 1, "cents_less": None}
    assert [(gain["dial"], gain["to"], gain["cents_less"]) for gain in data["holding_back"][3:]] == [
        ("away", "not away in 2027-03", 12_050),
        ("at once", None, None),
    ]
    assert data["awards"][0]["earned"] == "2027-09"
    assert data["alternatives"][1]["finish"] is None
    assert data["warnings"][0]["code"] == "days-off"
    assert [(month["month"], month["minutes_per_week"]) for month in data["load"]] == [
        (format_month(month.month), month.minutes_per_week) for month in plan.load
    ]


def test_json_enrolments_have_every_key_and_count_their_months() -> None:
    plan = diploma_plan()
    by_id = {enrolment.module: enrolment for enrolment in plan.enrolments}
    rows = json.loads(plan_json(plan))["enrolments"]
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)
    for row in rows:
        enrolment = by_id.pop(row["module"])
        assert set(row) >= ENROLMENT_KEYS
        assert row["hours"] == enrolment.hours
        assert (row["start"], row["end"]) == (format_month(enrolment.start), format_month(enrolment.end))
        assert row["months"] == enrolment.end - enrolment.start + 1
        assert row["fee_cents"] == enrolment.fee_cents
        assert [row[key] for key in ("subsidy_cents", "gst_cents", "credit_cents", "payable_cents")] == [None] * 4
        assert row["because"] == [{"code": note.code, "text": note.text} for note in enrolment.because]
    assert not by_id


def test_json_of_several_targets_and_of_no_plan() -> None:
    assert [target["id"] for target in json.loads(plan_json(long_plan()))["targets"]] == ["cyber-diploma", "security-analyst"]
    assert json.loads(plan_json(long_plan()))["hours_per_week"] == 5.75
    data = json.loads(plan_json(impossible_plan()))
    assert (data["status"], data["finish"], data["objective"], data["bound"]) == ("infeasible", None, None, None)
    assert data["reason"].startswith("Cybersecurity Foundations asks")
    assert json.loads(plan_json(held_plan()))["enrolments"] == []


def rows_of(plan: Plan) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(plan_csv(plan), newline="")))


def test_csv_holds_the_enrolments() -> None:
    rows = rows_of(diploma_plan())
    assert rows[1] == {
        "module": "cyb-foundations",
        "title": "Cybersecurity Foundations",
        "field": "information-technology",
        "provider": "harbour",
        "mode": "online",
        "start": "2027-04",
        "end": "2027-09",
        "months": "6",
        "hours": "150",
        "hours_per_week": "5.78",
        "apply_by": "2027-01",
        "fee": "3000.00",
        "award": "cyber-certificate; cyber-diploma",
        "under_way": "no",
        "again": "no",
        "status": "optimal",
        "figures": "",
        "first_day": "",
        "last_day": "",
        "apply_by_day": "",
        "ref": "",
    }
    assert plan_csv(diploma_plan()).count("\n") == 8
    assert "\r" not in plan_csv(diploma_plan())
    assert plan_csv(held_plan()) == plan_csv(diploma_plan()).splitlines(keepends=True)[0]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", " =", "\u200b="])
def test_csv_cells_are_never_formulas(sign: str) -> None:
    title = f'{sign}HYPERLINK("http://x")'
    plan = replace(diploma_plan(), enrolments=(replace(diploma_plan().enrolments[0], title=title),))
    assert rows_of(plan)[0]["title"] == f"'{one_line(title)}"
    assert one_line(title)[1:] == 'HYPERLINK("http://x")'


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), st.decimals(0, 10_000, places=2))
def test_csv_reads_back(title: str, hours: Decimal) -> None:
    first = replace(diploma_plan().enrolments[0], title=title, hours=hours)
    [row] = rows_of(replace(diploma_plan(), enrolments=(first,)))
    assert row["title"].removeprefix("'") == one_line(title).removeprefix("'")
    assert Decimal(row["hours"]) == hours


def test_csv_says_that_a_plan_is_not_proved() -> None:
    assert {row["status"] for row in rows_of(long_plan())} == {"feasible"}


def test_csv_and_json_hold_what_is_known_of_the_money() -> None:
    row = rows_of(funded_plan())[1]
    amounts = [row[name] for name in ("fee", "subsidy", "gst", "credit", "payable")]
    assert amounts == ["3000.00", "2100.00", "81.00", "500.00", "481.00"]
    data = json.loads(plan_json(funded_plan()))["enrolments"][1]
    assert [data[f"{name}_cents"] for name in ("subsidy", "gst", "credit", "payable")] == [210_000, 8_100, 50_000, 48_100]


PLANS = (diploma_plan(), funded_plan(), odd_plan(), resumed_plan(), long_plan(), impossible_plan(), unknown_plan(), held_plan())


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_every_exporter_writes_every_plan(suffix: str) -> None:
    exporter = EXPORTERS[suffix]
    assert suffix == f".{exporter.format}" == suffix.lower()
    assert exporter.name
    for plan in PLANS:
        content = exporter.export(plan)
        assert isinstance(content, str if exporter.text else bytes)
        assert content


READABLE: dict[str, Callable[[Any], str]] = {
    ".html": lambda content: content,
    ".ics": lambda content: content.replace("\r\n ", ""),
    ".csv": lambda content: content,
    ".xlsx": lambda content: zipfile.ZipFile(io.BytesIO(content)).read("xl/sharedStrings.xml").decode(),
    ".md": lambda content: content,
    ".svg": lambda content: content,
    ".json": lambda content: content,
}


@pytest.mark.parametrize("suffix", sorted(set(EXPORTERS) - {".png"}))
def test_every_format_says_whether_the_plan_is_proved(suffix: str) -> None:
    """The picture is the drawing, which says it."""
    for plan in (diploma_plan(), replace(diploma_plan(), status=Status.FEASIBLE, bound=None)):
        said = READABLE[suffix](EXPORTERS[suffix].export(plan))
        open_ = re.search(r"not proved|\bfeasible\b", said, re.IGNORECASE) is not None
        assert open_ == (plan.status is Status.FEASIBLE)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_saving_writes_text_and_bytes_with_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        save(tmp_path / "plan.csv", "ä\n")
    finally:
        os.umask(before)
    save(tmp_path / "plan.bin", b"\xff")
    assert (tmp_path / "plan.csv").read_bytes() == "ä\n".encode()
    assert (tmp_path / "plan.bin").read_bytes() == b"\xff"
    assert names(tmp_path) == ["plan.bin", "plan.csv"]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "plan.csv").stat().st_mode) == 0o640


def test_saving_never_overwrites_unasked(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("old")
    with pytest.raises(SavingError, match="already exists: choose another name, or overwrite it with --force"):
        save(path, "new")
    assert path.read_text() == "old"
    save(path, "new", force=True)
    assert path.read_text() == "new"
    assert names(tmp_path) == ["plan.csv"]


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "no hard links"])
def test_saving_loses_a_race_gracefully(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    """Somebody else creates the file while ours is being written."""
    path = tmp_path / "plan.csv"
    fsync, link = os.fsync, os.link

    def fsync_late(descriptor: int) -> None:
        fsync(descriptor)
        path.write_text("theirs")

    def link_or_not(source: Path, target: Path) -> None:
        if not links:
            raise OSError(errno.EPERM, "no hard links here")
        link(source, target)

    monkeypatch.setattr(os, "fsync", fsync_late)
    monkeypatch.setattr(os, "link", link_or_not)
    with pytest.raises(SavingError, match="exists"):
        save(path, "ours")
    assert path.read_text() == "theirs"
    assert names(tmp_path) == ["plan.csv"]


def test_saving_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_: object) -> None:
        raise OSError(errno.ENOTSUP, "no hard links here")

    monkeypatch.setattr(os, "link", no_link)
    save(tmp_path / "plan.csv", "new")
    assert (tmp_path / "plan.csv").read_text() == "new"
    assert names(tmp_path) == ["plan.csv"]

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(tmp_path / "other.csv", "new")
    assert names(tmp_path) == ["plan.csv"]


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("step", ["fsync", "link"])
@pytest.mark.parametrize("failure", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
def test_saving_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, step: str, force: bool
) -> None:
    path = tmp_path / "plan.csv"

    def fail(*_: object) -> None:
        raise failure

    if step == "link" and force:
        path.write_text("old")
        monkeypatch.setattr(Path, "replace", fail)
    else:
        monkeypatch.setattr(os, step, fail)
    expected = KeyboardInterrupt if isinstance(failure, KeyboardInterrupt) else SavingError
    with pytest.raises(expected):
        save(path, "new", force)
    assert names(tmp_path) == (["plan.csv"] if step == "link" and force else [])


def test_saving_says_what_stands_in_the_way(tmp_path: Path) -> None:
    with pytest.raises(SavingError, match="is a folder: add the name of a file"):
        save(tmp_path, "x", force=True)
    with pytest.raises(SavingError, match="there is no folder"):
        save(tmp_path / "none" / "plan.csv", "x")
    with pytest.raises(SavingError, match="cannot write"):
        save(tmp_path / ("x" * 300), "x")


@pytest.mark.skipif(not Path("/dev/null").is_char_device(), reason="needs a device")
def test_saving_never_replaces_a_device() -> None:
    with pytest.raises(SavingError, match="not an ordinary file"):
        save(Path("/dev/null"), "x", force=True)
    assert Path("/dev/null").is_char_device()


def test_saving_into_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(SavingError, match="Permission denied"):
        save(tmp_path / "plan.csv", "x")


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="the superuser may write anywhere")
def test_saving_into_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SavingError, match="Permission denied"):
        save(tmp_path / "plan.csv", "x")
    tmp_path.chmod(0o700)


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_saving_follows_a_link_only_when_forced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "plan.csv", tmp_path / "link.csv"
    link.symlink_to(target)
    with pytest.raises(SavingError, match="exists"):  # even one that points nowhere yet
        save(link, "x")
    assert not target.exists()
    save(link, "new", force=True)
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert names(tmp_path / "real") == ["plan.csv"]


def test_json_of_other_plans() -> None:
    plan = diploma_plan()
    other = replace(plan, enrolments=plan.enrolments[1:])
    further = OtherPlan(other, months_later=2, cents_more=-100, differences=("does without it",))
    (data,) = json.loads(plan_json(replace(plan, other_plans=(further,), no_further_plan="that is all")))["other_plans"]
    assert (data["months_later"], data["cents_more"], data["differences"]) == (2, -100, ["does without it"])
    assert data["plan"] == json.loads(plan_json(other))
