"""The commands about one learner: what is under way, passed or given up, and the learner file that says so.

`app` gives them their places among the other commands. Like `app`, this module declares commands and hands over.
"""

from typing import TYPE_CHECKING

import typer
from msgspec.structs import replace

from mcplanner.cli import options
from mcplanner.cli.command_signature import Commands
from mcplanner.files.paths import OWN_FILE
from mcplanner.ground.months import Month

if TYPE_CHECKING:
    from mcplanner.catalogue.model import Catalogue

learner_app = Commands(help="Keep a learner file: write one, change it, check it.", no_args_is_help=True, rich_markup_mode=None)


def _catalogue_of(files: options.KeptFiles) -> "Catalogue":
    from mcplanner.cli import own_file
    from mcplanner.files.own_file import open_existing

    return own_file.read_catalogue(files.catalogue, open_existing(files.learner))


def begin(
    module: options.ModuleId,
    *,
    on: options.BegunOn = None,
    months: options.MonthsTaken = None,
    files: options.KeptFiles,
) -> None:
    """Record that you have begun a module: from now on it is under way."""
    from mcplanner.cli import learner_log

    learner_log.record_begun(files, _catalogue_of(files), module, on, months)


def done(
    module: options.ModuleId,
    *,
    on: options.DoneOn = None,
    evidence: options.EvidenceText = None,
    files: options.KeptFiles,
) -> None:
    """Record that you have passed a module: from now on you hold it."""
    from mcplanner.cli import learner_log

    learner_log.record_passed(files, _catalogue_of(files), module, on, evidence)


def drop(
    module: options.ModuleId,
    *,
    failed: options.Failed = False,
    files: options.KeptFiles,
) -> None:
    """Record that you gave a module up or did not pass it: it is no longer held, under way or pinned."""
    from mcplanner.cli import learner_log

    learner_log.record_dropped(files, _catalogue_of(files), module, failed)


def undo(learner: options.KeptFile = OWN_FILE, quiet: options.QuietChange = False) -> None:
    """Undo the last change that mcplan made to the learner file, and say what it was. A second undo makes the change again."""
    from mcplanner.cli import learner_log

    learner_log.undo_last_change(learner, quiet)


def status(
    learner: options.KeptFile = OWN_FILE,
    plan: options.EarlierPlan = None,
    *,
    files: options.Files,
    start: options.Start = None,
    by: options.By = None,
    data: options.Data,
    search: options.Search,
) -> None:
    """Show how far you are: what you have earned, what is under way, what comes next, and what slipped from an earlier plan."""
    from mcplanner.ground.watch import Watch

    watch = Watch(search.time_limit)  # before the rest is loaded, which takes a fifth of a second
    from mcplanner.cli import own_file, print_answers, read_options, read_prices
    from mcplanner.cli.input_files import read_saved_plan, with_targets
    from mcplanner.cli.output_files import check_data
    from mcplanner.planning import progress

    check_data(data)
    own = own_file.open_kept(learner, search.quiet)
    used = own_file.with_named_funding(files, own)
    courses = own_file.read_catalogue(files.catalogue, own, assumed=used.assume)
    first = read_options.read_start(start)
    saved = None if plan is None else read_saved_plan(plan, "--plan")
    kept = own_file.read_learner_file(own, courses, [first], with_overdue=True)
    courses = read_options.with_assumed_in(kept, courses)
    file = with_targets(kept, courses, saved)
    late = progress.overdue(courses, file.learner, first, read_options.setting_of(courses).today)
    made = None
    if file.wanted:
        who = progress.settle(courses, file.learner, first, late)
        read_options.check_hours(who, by, "--by", f"say hours in {learner}")
        pricing = read_prices.read_pricing(courses, who, options.Facts(), used.funding)
        request = read_options.read_request(
            file, pricing.learner, file.wanted, first, options.Wishes(by=by), search.time_limit, saved
        )
        made = print_answers.plan_without_advice(courses, pricing, request, watch, search.quiet)
    shown = progress.progress(courses, file.learner, Month(first - 1), made, saved, late)
    print_answers.print_status(shown, file.name, data)
    raise typer.Exit(0 if made is None else print_answers.exit_code(made))


def audit(
    award: options.AuditedEntry,
    *,
    whose: options.Whose,
    hold: options.Hold = None,
    plan: options.PlannedFile = None,
    catalogue: options.CatalogueFiles = None,
    assume: options.Assume = None,
    output: options.AuditOutput,
) -> None:
    """Show how far you are with an award or a role: what of it you hold, what is under way or planned, and what is missing.

    A module that has expired, or that already counts in another place, is told apart from what counts.
    """
    from mcplanner.cli import own_file, print_answers, read_options
    from mcplanner.cli.input_files import read_saved_plan
    from mcplanner.cli.messages import tell
    from mcplanner.cli.output_files import check_data, read_audit_outputs
    from mcplanner.planning.audit import audit as look_at

    check_data(output)
    outputs = read_audit_outputs(output)
    own = own_file.find_file(whose, output.quiet)
    courses = own_file.read_catalogue(catalogue, own, assumed=assume)
    saved = None if plan is None else read_saved_plan(plan, "--plan")
    today = read_options.setting_of(courses).today
    file = own_file.read_learner_file(own, courses, [read_options.read_start(None)], with_overdue=True)
    courses = read_options.with_assumed_in(file, courses)
    who = read_options.with_held(courses, file.learner, hold)
    found = look_at(courses, who, read_options.find_award_or_role(courses, award), today, saved)
    lines = print_answers.save_audit(found, file.name, outputs, output.force, output.quiet)
    print_answers.print_audit(found, file.name, output)
    tell(*lines)


def import_credentials(
    files: options.CredentialFiles,
    *,
    records: options.Import,
    catalogue: options.CatalogueFiles = None,
    as_json: options.ImportAsJson = False,
) -> None:
    """Read from files which modules of the catalogue you hold, and since when.

    What you did not pass is left out. Where mcplan is not sure, it asks. It writes nothing without --write. If a file
    was changed after it was issued, mcplan refuses it and takes nothing from any file. It shows and keeps no name or number.
    """
    from mcplanner.cli import import_credentials, own_file
    from mcplanner.files.own_file import open_existing

    courses = own_file.read_catalogue(catalogue, open_existing(records.learner or OWN_FILE))
    import_credentials.import_files(files, courses, records, as_json)


@learner_app.command("init")
def init_learner(
    file: options.OwnFile = OWN_FILE,
    *,
    typed: options.NewLearner,
    catalogue: options.CatalogueFiles = None,
    force: options.Force = False,
    quiet: options.QuietChange = False,
) -> None:
    """Write a learner file. On a terminal, mcplan asks for what you did not type."""
    from mcplanner.cli import learner_init, own_file

    learner_init.write_learner_file(file, own_file.read_catalogue(catalogue, None), catalogue or (), typed, force, quiet)


@learner_app.command("set")
def set_key(key: options.KeyToSet, values: options.ValuesToSet, *, files: options.KeptFiles) -> None:
    """Set a key of the learner file, such as: mcplan learner set hours 6. Several values make a list."""
    from mcplanner.cli import learner_set

    named = learner_set.read_named_files(files.learner, key, values)
    learner_set.set_key(files, named or _catalogue_of(files), key, values)


@learner_app.command("unset")
def unset_key(key: options.KeyToSet, *, files: options.KeptFiles) -> None:
    """Remove a key from the learner file, such as: mcplan learner unset busy."""
    from mcplanner.cli import learner_set, read_options

    courses = read_options.read_catalogue(files.catalogue) if key == "catalogue" else _catalogue_of(files)
    learner_set.unset_key(files, courses, key)


@learner_app.command()
def away(months: options.MonthsAway, *, files: options.KeptFiles) -> None:
    """Add months or days on which you are away, such as: mcplan learner away 2027-06..2027-08."""
    from mcplanner.cli import learner_set

    learner_set.add_away(files, _catalogue_of(files), months)


@learner_app.command("check")
def check_learner_file(
    file: options.OwnFile = OWN_FILE,
    catalogue: options.CatalogueFiles = None,
    start: options.Start = None,
    format: options.ReportFormat = "text",
    as_json: options.ReportAsJson = False,
    quiet: options.QuietReport = False,
) -> None:
    """Check a learner file: find everything that is wrong, line by line. Ends with 1 if there are errors."""
    from mcplanner.cli import input_files, own_file, print_answers, read_options
    from mcplanner.files.loading import check_learner
    from mcplanner.files.own_file import open_file

    first = read_options.read_start(start)
    own = open_file(file)
    courses = own_file.read_catalogue(catalogue, own)
    setting = replace(read_options.setting_of(courses, first), wallets=own_file.wallets_for(own))
    loaded, diagnostics = check_learner(own.source, setting)
    print_answers.print_learner_findings(loaded, diagnostics, "json" if as_json else format)
    if not quiet:
        input_files.tell_which_catalogue(courses, diagnostics)
    input_files.tell_how_to_write(file)
    raise typer.Exit(1 if loaded is None else 0)
