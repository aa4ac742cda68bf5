"""The commands of `mcplan`: options in, what was asked for on standard output, words on standard error, an exit code.

Floor 10. Declares and hands over. What a command needs is imported when it runs, so that help costs no more than typer's own.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from mcplanner import learner_commands, options
from mcplanner.characters import visible


@contextmanager
def _refusing_visibly() -> Iterator[None]:
    """Whatever was typed or read stands in a refusal as one line in which everything can be seen."""
    try:
        yield
    except TyperException as refusal:
        refusal.message = visible(refusal.message)
        raise


class _Commands(TyperGroup):
    """The commands, with refusals that can be printed."""

    def make_context(self, *words: Any, **named: Any) -> Any:
        with _refusing_visibly():
            return super().make_context(*words, **named)

    def invoke(self, ctx: Any) -> Any:
        with _refusing_visibly():
            return super().invoke(ctx)


app = typer.Typer(
    name="mcplan",
    cls=_Commands,
    help="Plan a qualification from micro-credentials, month by month, within the hours you have, and prove the plan.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(learner_commands.learner_app, name="learner")


def _version(wanted: bool) -> None:
    if wanted:
        from mcplanner import __version__

        typer.echo(f"mcplan {__version__}")
        raise typer.Exit


@app.callback()
def mcplan(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    pass


@app.command()
def plan(
    learner: options.LearnerPath = None,
    target: options.Targets = None,
    skill: options.Skills = None,
    hours: options.Hours = None,
    hours_in: options.HoursIn = None,
    at_once: options.AtOnce = None,
    evenings: options.Evenings = None,
    busy: options.Busy = None,
    budget: options.Budget = None,
    budget_per_year: options.BudgetPerYear = None,
    born: options.Born = None,
    residency: options.Residency = None,
    sme: options.Sme = False,
    sponsored: options.Sponsored = False,
    union: options.Union = False,
    not_first: options.NotFirst = False,
    repeat: options.Repeat = None,
    credit: options.Credit = None,
    credit_mid_career: options.CreditMidCareer = None,
    start: options.Start = None,
    by: options.By = None,
    prefer: options.Prefer = None,
    away: options.Away = None,
    hold: options.Hold = None,
    pin: options.Pin = None,
    skip: options.Skip = None,
    mode: options.Modes = None,
    provider: options.Providers = None,
    field: options.Field = None,
    catalogue: options.CatalogueFile = None,
    funding: options.FundingFile = None,
    what_if_fail: options.WhatIfFail = None,
    keep: options.Keep = None,
    why: options.Why = False,
    alternatives: options.OtherPlans = 0,
    within: options.Within = None,
    as_json: options.AsJson = False,
    output: options.Outputs = None,
    format: options.Format = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
    time_limit: options.TimeLimit = 60.0,
) -> None:
    """Plan when to take which module.

    The plan finishes as soon as can be, then costs the least, then asks the fewest hours, then starts the earliest. With --keep
    it changes as little as can be of an earlier plan once the finish is the best. Ends with 0 where there is a plan, 3 where it
    is proved that there is none, 4 where time ran out before one was found.
    """
    from mcplanner.solvers.watch import Watch

    watch = Watch(time_limit)  # before the rest is loaded, which takes a fifth of a second
    from mcplanner import answers, arguments, files, learner_facts
    from mcplanner.outputs import read_outputs
    from mcplanner.planner import plan as make_plan
    from mcplanner.telling import tell

    outputs = read_outputs(output or (), format, as_json, force)
    courses = arguments.read_catalogue(catalogue)
    limits = arguments.Limits(hours=hours, at_once=at_once, evenings=evenings, budget=budget, budget_per_year=budget_per_year)
    lists = arguments.Lists(
        hours_in=hours_in, busy=busy, away=away, hold=hold, pin=pin, skip=skip, mode=mode, provider=provider
    )
    first = arguments.read_start(start)
    saved = None if keep is None else files.read_saved_plan(keep, "--keep")
    file = files.with_targets(arguments.read_learner_file(learner, courses, [first]), courses, saved)
    facts = learner_facts.Facts(
        born=born, residency=residency, sme=sme, sponsored=sponsored, union=union, not_first=not_first, repeat=repeat,
        credit=credit, credit_mid_career=credit_mid_career,
    )  # fmt: skip
    who = arguments.read_learner(courses, file, limits, lists)
    pricing = learner_facts.read_pricing(courses, who, facts, funding)
    who = pricing.learner
    targets = arguments.read_targets(courses, file, target or (), skill or (), field)
    preference = prefer.value if prefer else file.prefer
    request = arguments.read_request(who, targets, first, by, field, preference, time_limit, saved)
    request = arguments.with_other_plans(request, alternatives, within)
    with answers.Progress(not quiet) as progress, watch.heeding_ctrl_c():
        listener = progress.of_plan(request.start)
        own = watch.share(1 if what_if_fail is None else 2)
        made = make_plan(courses, who, request, pricing=pricing, listener=listener, watch=own)
        if what_if_fail is not None:
            made = answers.with_failure(courses, request, pricing, made, what_if_fail, listener, watch)
    lines = answers.save_answer(made, outputs, force)
    answers.print_answer(made, as_json, why, outputs)
    tell(*lines)
    raise typer.Exit(answers.exit_code(made))


@app.command()
def compare(
    learner: options.LearnerPath = None,
    target: options.TargetsToCompare = None,
    skill: options.SkillsInAll = None,
    hours: options.HoursToCompare = None,
    hours_in: options.HoursIn = None,
    at_once: options.AtOnceToCompare = None,
    evenings: options.Evenings = None,
    busy: options.Busy = None,
    budget: options.Budget = None,
    budget_per_year: options.BudgetPerYear = None,
    born: options.Born = None,
    residency: options.Residency = None,
    sme: options.Sme = False,
    sponsored: options.Sponsored = False,
    union: options.Union = False,
    not_first: options.NotFirst = False,
    repeat: options.Repeat = None,
    credit: options.Credit = None,
    credit_mid_career: options.CreditMidCareer = None,
    start: options.StartsToCompare = None,
    by: options.By = None,
    prefer: options.Prefer = None,
    away: options.Away = None,
    hold: options.Hold = None,
    pin: options.Pin = None,
    skip: options.Skip = None,
    mode: options.Modes = None,
    provider: options.Providers = None,
    field: options.Field = None,
    catalogue: options.CatalogueFile = None,
    funding: options.FundingFile = None,
    as_json: options.ComparisonAsJson = False,
    output: options.ComparisonOutputs = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
    time_limit: options.TimeLimit = 60.0,
) -> None:
    """Compare plans: several values, with commas between them, for one or two of --hours, --start, --target and --at-once.

    Each combination, at most 24, is planned as by mcplan plan. Ends with 0 where at least one has a plan, 3 where it is proved
    that none has, 4 where time ran out.
    """
    from mcplanner.solvers.watch import Watch

    watch = Watch(time_limit)  # before the rest is loaded, which takes a fifth of a second
    from mcplanner import answers, arguments, learner_facts
    from mcplanner.comparison import compare as compare_plans
    from mcplanner.outputs import read_comparison_outputs
    from mcplanner.telling import tell

    outputs = read_comparison_outputs(output or (), force)
    courses = arguments.read_catalogue(catalogue)
    dials = arguments.Dials(target=target, start=start, at_once=at_once, hours=hours)
    limits = arguments.Limits(evenings=evenings, budget=budget, budget_per_year=budget_per_year)
    lists = arguments.Lists(
        hours_in=hours_in, busy=busy, away=away, hold=hold, pin=pin, skip=skip, mode=mode, provider=provider
    )
    file = arguments.read_learner_file(learner, courses, arguments.read_starts(start))
    who = arguments.read_learner(courses, file, limits, lists)
    facts = learner_facts.Facts(
        born=born, residency=residency, sme=sme, sponsored=sponsored, union=union, not_first=not_first, repeat=repeat,
        credit=credit, credit_mid_career=credit_mid_career,
    )  # fmt: skip
    pricing = learner_facts.read_pricing(courses, who, facts, funding)
    who = pricing.learner
    preference = prefer.value if prefer else file.prefer
    cases = arguments.read_cases(courses, file, who, dials, skill or (), by, field, preference, time_limit)
    with answers.Progress(not quiet) as progress:
        made = compare_plans(courses, cases, pricing.funding, progress.of_rows(len(cases)), watch)
    lines = answers.save_comparison(made, outputs, force)
    answers.print_comparison(made, as_json)
    tell(*lines)
    raise typer.Exit(answers.comparison_exit_code(made))


for command in (
    learner_commands.begin,
    learner_commands.done,
    learner_commands.drop,
    learner_commands.undo,
    learner_commands.status,
):
    app.command()(command)


@app.command()
def cost(
    entry: options.CostedEntry,
    learner: options.LearnerPath = None,
    born: options.Born = None,
    residency: options.Residency = None,
    sme: options.Sme = False,
    sponsored: options.Sponsored = False,
    union: options.Union = False,
    not_first: options.NotFirst = False,
    repeat: options.Repeat = None,
    credit: options.Credit = None,
    credit_mid_career: options.CreditMidCareer = None,
    start: options.CostStart = None,
    catalogue: options.CatalogueFile = None,
    funding: options.FundingFile = None,
    as_json: options.CostAsJson = False,
) -> None:
    """Explain what a module or an award costs you: fee, subsidy, GST and credit, each with its rule and source.

    Without --residency it is the price of whoever has no subsidy. Not financial advice.
    """
    from mcplanner import answers, arguments, files, learner_facts, words

    rules = files.read_funding(funding)
    courses = arguments.read_catalogue(catalogue, rules)
    facts = learner_facts.Facts(
        born=born, residency=residency, sme=sme, sponsored=sponsored, union=union, not_first=not_first, repeat=repeat,
        credit=credit, credit_mid_career=credit_mid_career,
    )  # fmt: skip
    file = arguments.read_learner_file(learner, courses, [arguments.read_start(start)], with_overdue=True)
    typed = learner_facts.read_facts(courses, rules, facts)
    who = learner_facts.with_facts(file.learner, typed)
    learner_facts.check_facts(who, typed, rules)
    answers.print_cost(learner_facts.read_quote(courses, rules, who, entry, start), words.today(), as_json)


app.command("import")(learner_commands.import_credentials)


@app.command("list")
def list_entries(
    what: options.WhatToList = options.Listed.EVERYTHING,
    field: options.Field = None,
    topic: options.Topic = None,
    provider: options.Provider = None,
    mode: options.Mode = None,
    skill: options.Skill = None,
    recognised: options.Recognised = None,
    search: options.Search = None,
    catalogue: options.CatalogueFile = None,
) -> None:
    """List modules by field, then awards and roles."""
    from mcplanner import answers, arguments

    courses = arguments.read_catalogue(catalogue)
    of_modules = {"topic": topic, "provider": provider, "mode": mode, "skill": skill, "recognised": recognised}
    arguments.check_filters(courses, {"field": field, **of_modules})
    answers.print_listing(courses, what, field, search, of_modules)


@app.command()
def show(entry: options.EntryId, catalogue: options.CatalogueFile = None) -> None:
    """Show everything about one entry: what it needs, what it leads to, how certain its figures are."""
    from mcplanner import arguments
    from mcplanner.render.console import make_console
    from mcplanner.render.entry_view import print_entry

    courses = arguments.read_catalogue(catalogue)
    print_entry(make_console(), courses, arguments.find_entry(courses, entry))


@app.command()
def fields(catalogue: options.CatalogueFile = None) -> None:
    """List the fields of study and their topics."""
    from mcplanner import arguments
    from mcplanner.render.catalogue_view import print_fields
    from mcplanner.render.console import make_console

    print_fields(make_console(), arguments.read_catalogue(catalogue))


@app.command()
def check(
    file: options.CheckedFile = None,
    funding: options.FundingFile = None,
    format: options.ReportFormat = options.Report.TEXT,
) -> None:
    """Check a catalogue, funding rules or both: everything that is wrong, each at its line. Ends with 1 where there are errors.

    With neither named, what comes with mcplan is checked. The funding classes of a catalogue must be those of the rules.
    """
    from mcplanner import answers, files

    courses, rules = files.load_files(file, funding)
    answers.print_findings(courses, rules, format.value)
    raise typer.Exit(1 if (courses and courses.catalogue is None) or (rules and rules[0] is None) else 0)


@app.command()
def schema(of: options.SchemaOf = options.Described.CATALOGUE) -> None:
    """Print the JSON Schema of a catalogue, of funding rules or of a learner file, for editors."""
    import json

    from mcplanner.loading import schema_of

    typer.echo(json.dumps(schema_of(of.value), indent=2, ensure_ascii=False))


def run() -> None:
    """Run the command that was typed.

    If the first word names one, only that is made: to make them all takes typer 25 ms.
    """
    program = copy(app)
    typed = [command for command in app.registered_commands if [_name_of(command)] == sys.argv[1:2]]
    if typed:
        program.registered_commands, program.registered_groups = typed, []
    program(prog_name="mcplan")


def _name_of(command: typer.models.CommandInfo) -> str:
    assert command.callback is not None, "every command is a function"
    return command.name or command.callback.__name__
