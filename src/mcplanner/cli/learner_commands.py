"""The commands about one learner: what is under way, passed or given up, and the learner file that says so.

`app` gives them their places among the other commands. Like `app`, this module declares commands and hands over.
"""

import typer

from mcplanner.cli import options
from mcplanner.cli.command_signature import Commands
from mcplanner.ground.months import Month

learner_app = Commands(help="Keep a learner file: write one, check it.", no_args_is_help=True, rich_markup_mode=None)


def begin(
    module: options.ModuleId,
    *,
    on: options.BegunOn = None,
    months: options.MonthsTaken = None,
    files: options.KeptFiles,
) -> None:
    """Record that you have begun a module: from now on it is under way."""
    from mcplanner.cli import learner_log, read_options

    learner_log.record_begun(files.learner, read_options.read_catalogue(files.catalogue), module, on, months, files.backup)


def done(
    module: options.ModuleId,
    *,
    on: options.DoneOn = None,
    evidence: options.EvidenceText = None,
    files: options.KeptFiles,
) -> None:
    """Record that you have passed a module: from now on you hold it."""
    from mcplanner.cli import learner_log, read_options

    learner_log.record_passed(files.learner, read_options.read_catalogue(files.catalogue), module, on, evidence, files.backup)


def drop(
    module: options.ModuleId,
    *,
    failed: options.Failed = False,
    files: options.KeptFiles,
) -> None:
    """Record that you gave a module up or did not pass it: it is no longer held, under way or pinned."""
    from mcplanner.cli import learner_log, read_options

    learner_log.record_dropped(files.learner, read_options.read_catalogue(files.catalogue), module, failed, files.backup)


def undo(learner: options.KeptFile = options.OWN_FILE) -> None:
    """Undo the last change that mcplan made to the learner file, and say what it was. A second undo makes the change again."""
    from mcplanner.cli import learner_log

    learner_log.undo_last_change(learner)


def status(
    learner: options.KeptFile = options.OWN_FILE,
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
    from mcplanner.cli import print_answers, read_options, read_prices
    from mcplanner.cli.input_files import read_saved_plan, typed_again, with_targets
    from mcplanner.cli.output_files import check_data
    from mcplanner.planning import progress

    check_data(data)
    courses = read_options.read_catalogue(files.catalogue, assumed=files.assume)
    first = read_options.read_start(start)
    saved = None if plan is None else read_saved_plan(plan, "--plan")
    own = read_options.read_learner_file(learner, courses, [first], with_overdue=True)
    courses = read_options.with_assumed_in(own, courses)
    file = with_targets(own, courses, saved)
    late = progress.overdue(courses, file.learner, first, read_options.setting_of(courses).today)
    made = None
    if file.wanted:
        who = progress.settle(courses, file.learner, first, late)
        read_options.check_hours(who, by, "--by", f"say hours in {learner}")
        pricing = read_prices.read_pricing(courses, who, options.Facts(), files.funding)
        request = read_options.read_request(
            file, pricing.learner, file.wanted, first, options.Wishes(by=by), search.time_limit, saved
        )
        made = print_answers.plan_without_advice(courses, pricing, request, watch, search.quiet)
    shown = progress.progress(courses, file.learner, Month(first - 1), made, saved, late)
    print_answers.print_status(shown, file.name, typed_again(learner, files.catalogue), data)
    raise typer.Exit(0 if made is None else print_answers.exit_code(made))


def audit(
    award: options.AuditedEntry,
    *,
    learner: options.LearnerPath = None,
    hold: options.Hold = None,
    plan: options.PlannedFile = None,
    catalogue: options.CatalogueFiles = None,
    data: options.Data,
    output: options.AuditFiles = None,
    force: options.Force = False,
) -> None:
    """Show how far you are with an award or a role: what of it you hold, what is under way or planned, and what is missing.

    A module that has expired, or that already counts in another place, is told apart from what counts.
    """
    from mcplanner.cli import print_answers, read_options
    from mcplanner.cli.input_files import read_saved_plan
    from mcplanner.cli.messages import tell
    from mcplanner.cli.output_files import check_data, read_audit_outputs
    from mcplanner.planning.audit import audit as look_at

    check_data(data)
    outputs = read_audit_outputs(output, force)
    courses = read_options.read_catalogue(catalogue)
    saved = None if plan is None else read_saved_plan(plan, "--plan")
    today = read_options.setting_of(courses).today
    file = read_options.read_learner_file(learner, courses, [read_options.read_start(None)], with_overdue=True)
    courses = read_options.with_assumed_in(file, courses)
    who = read_options.with_held(courses, file.learner, hold)
    found = look_at(courses, who, read_options.find_award_or_role(courses, award), today, saved)
    lines = print_answers.save_audit(found, file.name, outputs, force)
    print_answers.print_audit(found, file.name, data)
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
    was changed after it was wrapped, mcplan refuses it and takes nothing from any file. It shows and keeps no name or number.
    """
    from mcplanner.cli import import_credentials, read_options

    courses = read_options.read_catalogue(catalogue)
    import_credentials.import_files(files, courses, records, as_json)


@learner_app.command("init")
def init_learner(
    file: options.OwnFile = options.OWN_FILE,
    *,
    typed: options.NewLearner,
    catalogue: options.CatalogueFiles = None,
    force: options.Force = False,
) -> None:
    """Write a learner file. On a terminal, mcplan asks for what you did not type."""
    from mcplanner.cli import learner_init, read_options

    learner_init.write_learner_file(file, read_options.read_catalogue(catalogue), typed, force)


@learner_app.command("check")
def check_learner(
    file: options.OwnFile = options.OWN_FILE,
    catalogue: options.CatalogueFiles = None,
    start: options.Start = None,
    format: options.ReportFormat = "text",
) -> None:
    """Check a learner file: find everything that is wrong, line by line. Ends with 1 if there are errors."""
    from mcplanner.cli import print_answers, read_options
    from mcplanner.files.loading import load_learner

    first = read_options.read_start(start)
    loaded, diagnostics = load_learner(file, read_options.setting_of(read_options.read_catalogue(catalogue), first))
    print_answers.print_learner_findings(loaded, diagnostics, format)
    raise typer.Exit(1 if loaded is None else 0)
