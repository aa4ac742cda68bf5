"""The commands about what a learner holds and does: what is under way, passed or given up, and the file in which that stands.

Floor 10, beneath `cli`, which gives them their places among the others. Declares and hands over, as `cli` does.
"""

import typer

from mcplanner import options
from mcplanner.months import Month

learner_app = typer.Typer(help="Keep a file of who studies: write one, check it.", no_args_is_help=True, rich_markup_mode=None)


def begin(
    module: options.ModuleId,
    on: options.BegunOn = None,
    months: options.MonthsTaken = None,
    learner: options.KeptFile = options.OWN_FILE,
    catalogue: options.CatalogueFile = None,
    backup: options.Backup = False,
) -> None:
    """Tell that a module has begun: from now on it is under way."""
    from mcplanner import arguments, keeping

    keeping.begin(learner, arguments.read_catalogue(catalogue), module, on, months, backup)


def done(
    module: options.ModuleId,
    on: options.DoneOn = None,
    evidence: options.EvidenceText = None,
    learner: options.KeptFile = options.OWN_FILE,
    catalogue: options.CatalogueFile = None,
    backup: options.Backup = False,
) -> None:
    """Tell that a module was passed: from now on it is held."""
    from mcplanner import arguments, keeping

    keeping.done(learner, arguments.read_catalogue(catalogue), module, on, evidence, backup)


def drop(
    module: options.ModuleId,
    failed: options.Failed = False,
    learner: options.KeptFile = options.OWN_FILE,
    catalogue: options.CatalogueFile = None,
    backup: options.Backup = False,
) -> None:
    """Tell that a module was given up or not passed: it is no longer held, under way or pinned."""
    from mcplanner import arguments, keeping

    keeping.drop(learner, arguments.read_catalogue(catalogue), module, failed, backup)


def undo(learner: options.KeptFile = options.OWN_FILE) -> None:
    """Take back the last change that mcplan made to the learner file, and say what it was. A second undo makes it again."""
    from mcplanner import keeping

    keeping.undo(learner)


def status(
    learner: options.KeptFile = options.OWN_FILE,
    plan: options.EarlierPlan = None,
    catalogue: options.CatalogueFile = None,
    funding: options.FundingFile = None,
    start: options.Start = None,
    by: options.By = None,
    quiet: options.Quiet = False,
    time_limit: options.TimeLimit = 60.0,
) -> None:
    """Show how far you are: what is earned, what runs, what comes next, and what slipped against an earlier plan."""
    from mcplanner.solvers.watch import Watch

    watch = Watch(time_limit)  # before the rest is loaded, which takes a fifth of a second
    from mcplanner import answers, arguments, files, learner_facts, progress

    courses = arguments.read_catalogue(catalogue)
    first = arguments.read_start(start)
    saved = None if plan is None else files.read_saved_plan(plan, "--plan")
    own = arguments.read_learner_file(learner, courses, [first], with_overdue=True)
    file = files.with_targets(own, courses, saved)
    late = progress.overdue(courses, file.learner, first, arguments.setting_of(courses).this_month)
    made = None
    if file.wanted:
        who = progress.settled(courses, file.learner, first, late)
        arguments.check_hours(who, by, "--by", f"say hours in {learner}")
        pricing = learner_facts.read_pricing(courses, who, learner_facts.Facts(), funding)
        request = arguments.read_request(pricing.learner, file.wanted, first, by, None, file.prefer, time_limit, saved)
        made = answers.planned(courses, pricing, request, watch, quiet)
    shown = progress.progress(courses, file.learner, Month(first - 1), made, saved, late)
    answers.print_status(shown, file.name, files.typed_again(learner, catalogue))
    raise typer.Exit(0 if made is None else answers.exit_code(made))


def import_credentials(
    files: options.CredentialFiles,
    take: options.Takes = None,
    failed: options.FailedRecords = None,
    learner: options.HolderFile = None,
    write: options.Write = False,
    backup: options.Backup = False,
    catalogue: options.CatalogueFile = None,
    as_json: options.ImportAsJson = False,
) -> None:
    """Read what you hold from files: which modules of the catalogue it is, and since when.

    What was not passed is left out, and what is not sure is asked about. Nothing is written without --write. A file that was
    changed since it was wrapped is refused, and then nothing is taken from any. Nobody's name or number is shown or kept.
    """
    from mcplanner import arguments, importing

    courses = arguments.read_catalogue(catalogue)
    importing.import_files(files, courses, take or (), failed or (), learner, write, backup, as_json)


@learner_app.command("init")
def init_learner(
    file: options.OwnFile = options.OWN_FILE,
    name: options.Name = None,
    born: options.Born = None,
    residency: options.Residency = None,
    hours: options.Hours = None,
    evenings: options.Evenings = None,
    target: options.Targets = None,
    hold: options.Hold = None,
    catalogue: options.CatalogueFile = None,
    force: options.Force = False,
) -> None:
    """Write a learner file. Asks for what was not typed, where there is a terminal to ask on."""
    from mcplanner import arguments, asking

    single = {"name": name, "born": born, "residency": residency, "hours": hours, "evenings": evenings}
    typed = {key: () if value is None else (str(value),) for key, value in single.items()}
    several = {"targets": tuple(target or ()), "held": tuple(hold or ())}
    asking.init(file, arguments.read_catalogue(catalogue), {**typed, **several}, force)


@learner_app.command("check")
def check_learner(
    file: options.OwnFile = options.OWN_FILE,
    catalogue: options.CatalogueFile = None,
    start: options.Start = None,
    format: options.ReportFormat = options.Report.TEXT,
) -> None:
    """Check a learner file: everything that is wrong in it, each at its line. Ends with 1 where there are errors."""
    from mcplanner import answers, arguments
    from mcplanner.loading import load_learner

    first = arguments.read_start(start)
    loaded, diagnostics = load_learner(file, arguments.setting_of(arguments.read_catalogue(catalogue), first))
    answers.print_learner_findings(loaded, diagnostics, format.value)
    raise typer.Exit(1 if loaded is None else 0)
