"""The commands about what a learner holds and does: what is under way, passed or given up, and the file in which that stands.

Floor 10, beneath `cli`, which gives them their places among the others. Declares and hands over, as `cli` does.
"""

import typer

from mcplanner import options
from mcplanner.command_signature import Commands
from mcplanner.months import Month

learner_app = Commands(help="Keep a file of who studies: write one, check it.", no_args_is_help=True, rich_markup_mode=None)


def begin(
    module: options.ModuleId,
    *,
    on: options.BegunOn = None,
    months: options.MonthsTaken = None,
    files: options.KeptFiles,
) -> None:
    """Tell that a module has begun: from now on it is under way."""
    from mcplanner import arguments, keeping

    keeping.begin(files.learner, arguments.read_catalogue(files.catalogue), module, on, months, files.backup)


def done(
    module: options.ModuleId,
    *,
    on: options.DoneOn = None,
    evidence: options.EvidenceText = None,
    files: options.KeptFiles,
) -> None:
    """Tell that a module was passed: from now on it is held."""
    from mcplanner import arguments, keeping

    keeping.done(files.learner, arguments.read_catalogue(files.catalogue), module, on, evidence, files.backup)


def drop(
    module: options.ModuleId,
    *,
    failed: options.Failed = False,
    files: options.KeptFiles,
) -> None:
    """Tell that a module was given up or not passed: it is no longer held, under way or pinned."""
    from mcplanner import arguments, keeping

    keeping.drop(files.learner, arguments.read_catalogue(files.catalogue), module, failed, files.backup)


def undo(learner: options.KeptFile = options.OWN_FILE) -> None:
    """Take back the last change that mcplan made to the learner file, and say what it was. A second undo makes it again."""
    from mcplanner import keeping

    keeping.undo(learner)


def status(
    learner: options.KeptFile = options.OWN_FILE,
    plan: options.EarlierPlan = None,
    *,
    files: options.Files,
    start: options.Start = None,
    by: options.By = None,
    search: options.Search,
) -> None:
    """Show how far you are: what is earned, what runs, what comes next, and what slipped against an earlier plan."""
    from mcplanner.solvers.watch import Watch

    watch = Watch(search.time_limit)  # before the rest is loaded, which takes a fifth of a second
    from mcplanner import answers, arguments, learner_facts, progress
    from mcplanner.files import read_saved_plan, typed_again, with_targets

    courses = arguments.read_catalogue(files.catalogue)
    first = arguments.read_start(start)
    saved = None if plan is None else read_saved_plan(plan, "--plan")
    own = arguments.read_learner_file(learner, courses, [first], with_overdue=True)
    file = with_targets(own, courses, saved)
    late = progress.overdue(courses, file.learner, first, arguments.setting_of(courses).this_month)
    made = None
    if file.wanted:
        who = progress.settled(courses, file.learner, first, late)
        arguments.check_hours(who, by, "--by", f"say hours in {learner}")
        pricing = learner_facts.read_pricing(courses, who, options.Facts(), files.funding)
        request = arguments.read_request(
            file, pricing.learner, file.wanted, first, options.Wishes(by=by), search.time_limit, saved
        )
        made = answers.planned(courses, pricing, request, watch, search.quiet)
    shown = progress.progress(courses, file.learner, Month(first - 1), made, saved, late)
    answers.print_status(shown, file.name, typed_again(learner, files.catalogue))
    raise typer.Exit(0 if made is None else answers.exit_code(made))


def import_credentials(
    files: options.CredentialFiles,
    *,
    records: options.Import,
    catalogue: options.CatalogueFile = None,
    as_json: options.ImportAsJson = False,
) -> None:
    """Read what you hold from files: which modules of the catalogue it is, and since when.

    What was not passed is left out, and what is not sure is asked about. Nothing is written without --write. A file that was
    changed since it was wrapped is refused, and then nothing is taken from any. Nobody's name or number is shown or kept.
    """
    from mcplanner import arguments, importing

    courses = arguments.read_catalogue(catalogue)
    importing.import_files(files, courses, records, as_json)


@learner_app.command("init")
def init_learner(
    file: options.OwnFile = options.OWN_FILE,
    *,
    typed: options.NewLearner,
    catalogue: options.CatalogueFile = None,
    force: options.Force = False,
) -> None:
    """Write a learner file. Asks for what was not typed, where there is a terminal to ask on."""
    from mcplanner import arguments, asking

    asking.init(file, arguments.read_catalogue(catalogue), typed, force)


@learner_app.command("check")
def check_learner(
    file: options.OwnFile = options.OWN_FILE,
    catalogue: options.CatalogueFile = None,
    start: options.Start = None,
    format: options.ReportFormat = "text",
) -> None:
    """Check a learner file: everything that is wrong in it, each at its line. Ends with 1 where there are errors."""
    from mcplanner import answers, arguments
    from mcplanner.loading import load_learner

    first = arguments.read_start(start)
    loaded, diagnostics = load_learner(file, arguments.setting_of(arguments.read_catalogue(catalogue), first))
    answers.print_learner_findings(loaded, diagnostics, format)
    raise typer.Exit(1 if loaded is None else 0)
