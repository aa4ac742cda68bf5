"""The real programmes that come with mcplan: sound, with a source for everything, and plans as their providers publish them."""

from functools import cache

import pytest
from build import month, planned
from commands import run, words_of

from mcplanner.catalogue.model import UNKNOWN, Award, Catalogue, Certainty, Module
from mcplanner.files.catalogues import load_catalogue
from mcplanner.files.paths import shipped_catalogue_path
from mcplanner.learner.model import Learner
from mcplanner.plans.model import Status

FIVE_SEMESTERS = 30
"""Months: two and a half years, as three polytechnics publish for their part-time diplomas."""


@cache
def singapore() -> Catalogue:
    loaded = load_catalogue(shipped_catalogue_path("singapore"))
    assert {each.code for each in loaded.diagnostics} <= {"MC501"}, "only courses that stand without an award are remarked"
    assert loaded.catalogue is not None
    return loaded.catalogue


def entries() -> list[Module | Award]:
    return [*singapore().modules, *singapore().awards]


def test_it_says_what_it_is_and_from_where() -> None:
    text = shipped_catalogue_path("singapore").read_text("utf-8")
    head = text[: text.index("title:")]
    assert "Singapore Open Data Licence" in head
    assert "stand without an award" in head
    assert "illustrative" not in text


def test_every_entry_has_its_source_and_its_number() -> None:
    without_number = {entry.id for entry in entries() if entry.ref is None}
    assert without_number == {"np-business-diploma"}, "the number of the whole is not known"
    assert all(entry.source and entry.evidence == "published" for entry in entries())


def test_nothing_is_filled_in_to_fit() -> None:
    for module in singapore().modules:
        for key in ("hours", "months", "weeks", "fee"):
            assert getattr(module, key) is UNKNOWN or module.certainty(key) in (Certainty.PUBLISHED, Certainty.DERIVED), (
                module.id
            )
        if module.then:
            assert module.certainty("then") is Certainty.ASSUMED
        if module.mode is not UNKNOWN:
            assert module.runs or ", mode:" in (module.source or ""), (
                "only listed runs say the mode, also those that have begun"
            )


def test_runs_are_listed_from_the_day_of_the_catalogue_on() -> None:
    starts = [run.start for module in singapore().modules for run in module.runs or ()]
    assert min(starts) == singapore().as_of


@pytest.mark.parametrize(
    ("module", "first", "last"),
    [
        ("tp-ict-essentials", "2026-06-30", "2026-08-20"),
        ("np-business-operations-governance", "2026-08-17", "2027-03-31"),
        ("nyp-secure-network-management", "2026-07-01", "2026-08-19"),
        ("np-software-testing", "2026-07-06", "2026-09-30"),
        ("rp-understanding-health-across-lifespan", "2026-07-01", "2026-07-30"),
        ("seas-scem-professional-level-wsq-combined", "2026-07-13", "2026-07-15"),
    ],
)
def test_the_first_listed_run_is_there_with_its_mode(module: str, first: str, last: str) -> None:
    entry = singapore().module_by_id[module]
    assert entry.mode == "in-person"
    assert entry.runs is not None
    assert (str(entry.runs[0].start), str(entry.runs[0].end)) == (first, last)


def test_what_belongs_together_is_derived_where_titles_do_not_say_it() -> None:
    """Titles of two polytechnics and a university name no whole: neighbouring numbers do."""
    silent = {"sp", "rp", "sit"}
    wholes = [module for module in singapore().modules if module.covers and module.provider in silent]
    assert len(wholes) == 7
    assert all(module.certainty("covers") is Certainty.DERIVED for module in wholes)
    awards = [award for award in singapore().awards if award.provider in silent]
    assert all(award.certainty("requires") is Certainty.DERIVED for award in awards)


def test_certificates_can_be_taken_whole_or_in_their_modules() -> None:
    wholes = [module for module in singapore().modules if module.covers]
    assert len(wholes) > 50
    for whole in wholes:
        parts = [singapore().module_by_id[name] for name in whole.covers]
        assert whole.known_hours == sum(part.known_hours for part in parts)
        assert whole.fee_cents == sum(part.fee_cents or 0 for part in parts)


@pytest.mark.parametrize("target", ["sp-cyber-diploma", "tp-ict-diploma", "np-full-stack-diploma"])
def test_three_published_diplomas_take_their_five_semesters_at_twelve_hours(target: str) -> None:
    made = planned(singapore(), Learner(minutes_per_week=12 * 60), target, start="2027-01")
    assert made.status is Status.OPTIMAL
    assert made.finish == month("2029-09")
    assert made.finish - min(each.start for each in made.enrolments) + 1 == FIVE_SEMESTERS


def test_six_hours_are_too_few_and_the_least_that_is_enough_is_said() -> None:
    result = run("plan", "-c", "singapore", "--hours", "6", "--target", "sp-cyber-diploma", "--start", "2027-01", code=3)
    text = " ".join(result.stdout.split())
    assert "which needs 12≈ hours a week, more than your 6" in text
    assert "hours a week 6 → 12" in text


def test_modules_that_stand_without_an_award_are_planned_as_they_are() -> None:
    loose = [module.id for module in singapore().modules if module.provider == "ite"]
    assert len(loose) == 3
    made = planned(singapore(), Learner(minutes_per_week=12 * 60), loose[0], start="2027-01")
    assert made.status is Status.OPTIMAL


def test_unknown_starts_are_not_planned() -> None:
    result = run("plan", "-c", "singapore", "--hours", "12", "-t", "sit-sustainability-certificate-x", code=2)
    assert "unknown target" in words_of(result)
    award = next(award.id for award in singapore().awards if award.provider == "sit")
    result = run("plan", "-c", "singapore", "--hours", "12", "-t", award, "--start", "2027-01", code=3)
    assert "nobody has published" in " ".join(result.stdout.split())


def test_the_reason_names_the_whole_where_its_modules_cannot_be_planned() -> None:
    result = run("plan", "-c", "singapore", "--hours", "6", "-t", "np-full-stack-diploma", "--start", "2027-01", code=3)
    text = " ".join(result.stdout.split())
    assert (
        "as a part of Modular Certificate in Computing Fundamentals (np-computing-fundamentals), which needs 12≈ hours" in text
    )


def test_the_day_of_the_figures_stands_first_and_aloud_once_they_are_old(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "ite-solar-photovoltaic-systems"
    commands = {
        "plan": ("plan", "-c", "singapore", "--hours", "12", "-t", name, "--start", "2027-04"),
        "compare": ("compare", "-c", "singapore", "--hours", "6,12", "-t", name, "--start", "2027-04"),
        "list": ("list", "-c", "singapore", "--provider", "ite"),
        "cost": ("cost", "-c", "singapore", name),
    }
    shown = {what: run(*words).stdout for what, words in commands.items()}
    assert {text.splitlines()[0] for text in shown.values()} == {"From Real programmes in Singapore, as of 2026-06-30"}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798700000")  # 31 December 2026
    commands["show"] = ("show", "-c", "singapore", name)
    old = {what: run(*words).stdout for what, words in commands.items()}
    assert {text[:45] for text in old.values()} == {"! The figures are 6 months old (as of 2026-06"}


def test_what_stands_without_an_award_says_so() -> None:
    shown = run("show", "-c", "singapore", "ite-solar-photovoltaic-systems").stdout
    assert "Leads to\nnothing else in this catalogue: it stands without an award\n" in shown
    assert "without an award" not in run("show", "-c", "singapore", "tp-ict-diploma").stdout
