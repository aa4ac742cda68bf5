"""The commands of `mcplan`: options in; the answer on standard output, remarks on standard error, and an exit code.

This module declares commands and hands over. Each command imports what it needs when it runs, so help starts fast.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from mcplanner.cli import catalogue_commands, cohort_commands, learner_commands, options, team_commands
from mcplanner.cli.command_signature import HELP, CommandGroup, Commands
from mcplanner.ground.characters import visible


@contextmanager
def _refusing_in_one_way() -> Iterator[None]:
    """Put each refusal on one line in which every character can be seen; options are named without quotes, as typed."""
    try:
        yield
    except TyperException as refusal:
        if type(refusal).__name__ != "NoArgsIsHelpError":  # that is help, in lines of its own; typer does not export the class
            refusal.message = visible(_without_quotes(refusal))
        if isinstance(refusal, typer.BadParameter) and refusal.param is not None and refusal.ctx is not None:
            refusal.param_hint = refusal.param_hint or refusal.param.get_error_hint(refusal.ctx).split()[0].strip("'.")
        raise


def _without_quotes(refusal: TyperException) -> str:
    """Return what a refusal says, with the option that typer's parser complains about in no quotes."""
    option = getattr(refusal, "option_name", None)
    return refusal.message if option is None else refusal.message.replace(repr(option), option)


class _Commands(CommandGroup):
    """The group of commands; all refusals pass through it."""

    def make_context(self, *words: Any, **named: Any) -> Any:
        with _refusing_in_one_way():
            return super().make_context(*words, **named)

    def invoke(self, ctx: Any) -> Any:
        with _refusing_in_one_way():
            return super().invoke(ctx)


app = Commands(
    name="mcplan",
    cls=_Commands,
    help="Plan a qualification from micro-credentials, month by month, within the hours you have, and prove the plan.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": [*HELP]},
)

app.add_typer(learner_commands.learner_app, name="learner")
app.add_typer(catalogue_commands.catalogue_app, name="catalogue")


def _print_version(wanted: bool) -> None:
    if wanted:
        from mcplanner import __version__

        typer.echo(f"mcplan {__version__}")
        raise typer.Exit


@app.callback()
def mcplan(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command()
def plan(
    targets: options.Targets,
    limits: options.Limits,
    facts: options.Facts,
    wishes: options.Wishes,
    files: options.Files,
    further: options.Further,
    output: options.Output,
    search: options.Search,
) -> None:
    """Plan which module to take when.

    The plan finishes as early as possible; of all such plans, it costs the least, then needs the fewest hours, then starts the
    earliest. With --keep, it changes as little of an earlier plan as possible, once the finish is the best. Ends with 0 if
    there is a plan, 3 if it is proved that there is none, 4 if time ran out before one was found.
    """
    from mcplanner.ground.watch import Watch

    watch = Watch(search.time_limit)  # before the rest is loaded, which takes a fifth of a second
    from mcplanner.cli import own_file, print_answers, read_options, read_prices
    from mcplanner.cli.input_files import read_saved_plan, with_targets
    from mcplanner.cli.messages import tell
    from mcplanner.cli.output_files import check_data, read_addressee, read_outputs
    from mcplanner.planning import progress as how_far
    from mcplanner.planning.planner import plan as make_plan
    from mcplanner.terminal.progress_line import ProgressLine

    check_data(output)
    outputs, addressee = read_outputs(output), read_addressee(output.addressee)
    own = own_file.find_file(targets, search.quiet)
    files = own_file.with_named_funding(files, own)
    courses = own_file.read_catalogue(files.catalogue, own, assumed=files.assume)
    first = read_options.read_start(wishes.start)
    saved = None if further.keep is None else read_saved_plan(further.keep, "--keep")
    file = with_targets(own_file.read_learner_file(own, courses, [first]), courses, saved)
    courses = read_options.with_assumed_in(file, courses)
    learner = read_options.read_learner(courses, file, limits, wishes)
    pricing = read_prices.read_pricing(courses, how_far.settle(courses, learner, first), facts, files.funding)
    who = pricing.learner
    wanted = read_options.read_targets(courses, file, targets.target or (), targets.skill or (), wishes.field)
    request = read_options.read_request(file, who, wanted, first, wishes, search.time_limit, saved)
    request = read_options.with_other_plans(request, further.alternatives, further.within)
    week = read_options.read_week(further.week)
    with ProgressLine(not search.quiet) as progress, watch.heeding_ctrl_c():
        listener = progress.of_plan(request.start)
        part = watch.share(1 if further.what_if_fail is None else 2)
        made = make_plan(courses, who, request, pricing=pricing, listener=listener, watch=part)
        if further.what_if_fail is not None:
            made = print_answers.with_failure(courses, request, pricing, made, further.what_if_fail, listener, watch)
    made = print_answers.with_notes(made, how_far.taken_as_passed(courses, learner, first))
    made = print_answers.as_shown(made, addressee, output.without)
    lines = print_answers.save_answer(made, outputs, output.force, search.quiet)
    print_answers.print_answer(made, output.as_json, further.why, outputs, week)
    tell(*lines)
    raise typer.Exit(print_answers.exit_code(made))


@app.command()
def compare(
    targets: options.Targets,
    limits: options.Limits,
    facts: options.Facts,
    wishes: options.Wishes,
    files: options.Files,
    output: options.ComparisonOutput,
    search: options.Search,
    dials: options.Dials,
) -> None:
    """Compare plans: give one or two options several values, separated by commas, such as --hours 4,6,8.

    These can have several: --target, --hours, --at-once, --start, --prefer, --away, --mode and --provider. Each combination,
    at most 24, is planned as mcplan plan does. Ends with 0 if at least one has a plan, 3 if it is proved that none has, 4 if
    time ran out.
    """
    from mcplanner.ground.watch import Watch

    watch = Watch(search.time_limit)  # before the rest is loaded, which takes a fifth of a second
    from mcplanner.cli import own_file, print_answers, read_cases, read_options, read_prices
    from mcplanner.cli.messages import tell
    from mcplanner.cli.output_files import check_data, read_comparison_outputs
    from mcplanner.planning import progress as how_far
    from mcplanner.planning.comparison import compare as compare_plans
    from mcplanner.terminal.progress_line import ProgressLine

    check_data(output)
    outputs = read_comparison_outputs(output)
    own = own_file.find_file(targets, search.quiet)
    files = own_file.with_named_funding(files, own)
    courses = own_file.read_catalogue(files.catalogue, own, assumed=files.assume)
    file = own_file.read_learner_file(own, courses, read_cases.read_starts(dials.start))
    courses = read_options.with_assumed_in(file, courses)
    who = read_options.read_learner(courses, file, limits, wishes)
    pricing = read_prices.read_pricing(courses, who, facts, files.funding)
    cases = read_cases.read_cases(courses, file, pricing.learner, dials, wishes, search.time_limit)
    with ProgressLine(not search.quiet) as progress:
        made = compare_plans(courses, cases, pricing.funding, progress.of_rows(len(cases)), watch, without=output.without)
    last = max(request.start for _, request in cases)
    made = print_answers.with_notes(made, how_far.taken_as_passed(courses, who, last))
    lines = print_answers.save_comparison(made, outputs, output.force, search.quiet)
    print_answers.print_comparison(made, output)
    tell(*lines)
    raise typer.Exit(print_answers.comparison_exit_code(made))


app.command()(team_commands.team)
app.command()(cohort_commands.cohort)

for command in (
    learner_commands.begin,
    learner_commands.done,
    learner_commands.drop,
    learner_commands.undo,
    learner_commands.status,
    learner_commands.audit,
):
    app.command()(command)


@app.command()
def cost(
    entry: options.CostedEntry,
    *,
    whose: options.Whose,
    facts: options.Facts,
    start: options.CostStart = None,
    files: options.Files,
    data: options.Data,
    quiet: options.Quiet = False,
) -> None:
    """Explain what a module or an award costs you: fee, subsidy, GST and credit, each with its rule and source.

    Without --residency, it shows the price without any subsidy. Not financial advice.
    """
    from mcplanner.cli import own_file, print_answers, read_options, read_prices
    from mcplanner.cli.input_files import read_funding
    from mcplanner.cli.output_files import check_data
    from mcplanner.ground.today import today

    check_data(data)
    own = own_file.find_file(whose, quiet)
    files = own_file.with_named_funding(files, own)
    rules = read_funding(files.funding)
    courses = own_file.read_catalogue(files.catalogue, own, rules, files.assume)
    file = own_file.read_learner_file(own, courses, [read_options.read_start(start)], with_overdue=True)
    courses = read_options.with_assumed_in(file, courses)
    typed = read_prices.read_facts(courses, rules, facts)
    who = read_prices.with_facts(file.learner, typed)
    read_prices.check_facts(who, typed, rules)
    print_answers.print_cost(read_prices.read_quote(courses, rules, who, entry, start), today(), data)


app.command("import")(learner_commands.import_credentials)


@app.command("list")
def list_entries(
    what: options.WhatToList = "everything",
    *,
    filters: options.Filters,
    every: options.ListAll = False,
    data: options.Data,
    whose: options.Whose,
    catalogue: options.CatalogueFiles = None,
    quiet: options.Quiet = False,
) -> None:
    """List modules by field, then awards and roles; or skills, with how many modules teach each.

    A terminal only counts very many entries, by field and provider, unless --all is given; a pipe gets them all.
    """
    from mcplanner.cli import own_file, print_catalogue, read_options
    from mcplanner.cli.output_files import check_data

    check_data(data)
    courses = own_file.read_catalogue_here(catalogue, whose, quiet)
    read_options.check_filters(courses, filters)
    asked = print_catalogue.ListQuery(what, filters, every, catalogue)
    print_catalogue.print_listing(courses, asked, data)


@app.command()
def show(
    entry: options.EntryId,
    *,
    data: options.Data,
    whose: options.Whose,
    catalogue: options.CatalogueFiles = None,
    quiet: options.Quiet = False,
) -> None:
    """Show everything about one entry: what it needs, what it leads to, and how certain its figures are."""
    from mcplanner.cli import own_file, print_catalogue, read_options
    from mcplanner.cli.output_files import check_data

    check_data(data)
    courses = own_file.read_catalogue_here(catalogue, whose, quiet)
    print_catalogue.print_entry(courses, read_options.find_entry(courses, entry), data)


@app.command()
def fields(
    *,
    data: options.Data,
    whose: options.Whose,
    catalogue: options.CatalogueFiles = None,
    quiet: options.Quiet = False,
) -> None:
    """List the fields of study and their topics."""
    from mcplanner.cli import own_file, print_catalogue
    from mcplanner.cli.output_files import check_data

    check_data(data)
    print_catalogue.print_fields(own_file.read_catalogue_here(catalogue, whose, quiet), data)


@app.command()
def check(
    file: options.CheckedFiles = None,
    funding: options.FundingFile = None,
    format: options.ReportFormat = "text",
    as_json: options.ReportAsJson = False,
    _quiet: options.QuietReport = False,
) -> None:
    """Check a catalogue, funding rules or both: find everything that is wrong, line by line. Ends with 1 if there are errors.

    If you name neither, mcplan checks the files that come with it. The rules must have the funding classes of the catalogue.
    """
    from mcplanner.cli import input_files, print_answers

    courses, rules = input_files.load_files(file, funding)
    print_answers.print_findings(courses, rules, "json" if as_json else format)
    raise typer.Exit(1 if (courses and courses.catalogue is None) or (rules and rules[0] is None) else 0)


@app.command()
def schema(of: options.SchemaOf = "catalogue", _quiet: options.QuietReport = False) -> None:
    """Print the JSON Schema of a catalogue, of funding rules, of a learner file or of a team file, for editors."""
    import json

    from mcplanner.cli.schemas import schema_of

    typer.echo(json.dumps(schema_of(of), indent=2, ensure_ascii=False))


def run() -> None:
    """Run the command that was typed."""
    app.run(sys.argv[1:], "mcplan")
