"""The options of the command line: their names, their kinds and their help, each written once, in the groups of commands.

Knows typer and, of the product, the names of the formats; what a value means is read in `read_options`, `learner_facts`
and `output_files`, what Tab offers in `completion`. An option of one group stands there, one that several have before them.
"""

from pathlib import Path
from typing import Annotated

import typer

from mcplanner.cli import completion
from mcplanner.cli.command_signature import Group
from mcplanner.cli.option_kinds import Described, Listed, Preferred, Report, Resident, choice, number, seconds, text
from mcplanner.export import EXPORTERS

# what commands name
OWN_FILE = Path("me.yaml")
"""The learner file, where none is named."""

OwnFile = Annotated[Path, typer.Argument(metavar="FILE", readable=False, help="The learner file.")]
CheckedFile = Annotated[Path | None, typer.Argument(metavar="FILE", readable=False, help="The catalogue to check.")]
CredentialFiles = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        readable=False,
        help="OpenCerts, Open Badges 3.0 as JSON or in a PNG or SVG, a CSV of courses; - for standard input.",
    ),
]
ModuleId = Annotated[
    str,
    typer.Argument(metavar="MODULE", help="The id of a module; see: mcplan list modules.", autocompletion=completion.modules),
]
EntryId = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="The id of a module, award, role, field or provider; see: mcplan list.",
        autocompletion=completion.entries,
    ),
]
CostedEntry = Annotated[
    str,
    typer.Argument(metavar="ID", help="The id of a module or award; see: mcplan list.", autocompletion=completion.costed),
]
SchemaOf = Annotated[Described, typer.Argument(metavar="WHICH", **choice(Described), help="Which file the schema is of.")]
WhatToList = Annotated[Listed, typer.Argument(metavar="WHAT", **choice(Listed), help="What to list.")]

# options of one command, or of several groups
CatalogueFile = Annotated[
    Path | None,
    typer.Option(
        "--catalogue",
        "-c",
        metavar="FILE",
        readable=False,
        help="The catalogue, - for standard input. Default: the one of mcplan.",
    ),
]
FundingFile = Annotated[
    Path | None,
    typer.Option(
        "--funding",
        metavar="FILE",
        readable=False,
        help="The funding rules, - for standard input. Default: the ones of mcplan.",
    ),
]
LearnerPath = Annotated[
    Path | None,
    typer.Option("--learner", "-l", metavar="FILE", readable=False, help="The file of who studies; options go before it."),
]
KeptFile = Annotated[Path, typer.Option("--learner", "-l", metavar="FILE", readable=False, help="The file of who studies.")]
Backup = Annotated[bool, typer.Option("--backup", help="Keep the file as it was, with .bak behind its name.")]
Target = Annotated[
    list[str] | None,
    typer.Option(
        "--target",
        "-t",
        metavar="TARGET",
        help="What you want: an award, role or module by id, or a kind of award such as diploma. Repeatable.",
        autocompletion=completion.targets,
    ),
]
Hours = Annotated[
    str | None,
    text("--hours", "HOURS", "Hours a week you have. With --by and without --hours: the fewest that suffice are sought."),
]
Evenings = Annotated[
    int | None,
    typer.Option(
        "--evenings", parser=number(0, 7), metavar="NUMBER", help="How many evenings a week you can be in class at most."
    ),
]
Born = Annotated[
    int | None,
    typer.Option(
        "--born", parser=number(1900, 2100), metavar="YEAR", help="The year you were born: some rules depend on your age."
    ),
]
Residency = Annotated[
    Resident | None,
    typer.Option("--residency", **choice(Resident), help="Whether you are a citizen, a permanent resident or neither."),
]
Hold = Annotated[
    list[str] | None,
    text(
        "--hold",
        "MODULE[=MONTH]",
        "A module you hold already, and the last month you studied it. Repeatable.",
        completion.modules,
    ),
]
Start = Annotated[str | None, text("--start", "MONTH", "The first month, as 2027-01. Default: next month.")]
By = Annotated[str | None, text("--by", "MONTH", "The month by which everything must have ended.")]
Field = Annotated[str | None, text("--field", "FIELD", "Only this field of study; see: mcplan fields.", completion.fields)]
Force = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]
CostStart = Annotated[
    str | None, text("--start", "MONTH", "The month in which it starts, as 2027-01. Default: its next start.")
]
CostAsJson = Annotated[bool, typer.Option("--json", help="Print the cost as JSON instead of in words.")]
ImportAsJson = Annotated[bool, typer.Option("--json", help="Print what was found as JSON instead of tables.")]
ReportFormat = Annotated[Report, typer.Option("--format", **choice(Report), help="How to write the findings.")]
DoneOn = Annotated[str | None, text("--on", "MONTH", "Its last month of study. Default: when it was to end, or this month.")]
BegunOn = Annotated[str | None, text("--on", "MONTH", "Its first month. Default: this month.")]
MonthsTaken = Annotated[
    int | None, typer.Option("--months", parser=number(1, 60), metavar="NUMBER", help="For how many months, where you choose.")
]
EvidenceText = Annotated[str | None, text("--evidence", "TEXT", "What shows it, such as a certificate's number or a file.")]
Failed = Annotated[bool, typer.Option("--failed", help="It was not passed: remember that the next attempt is a repeat.")]
EarlierPlan = Annotated[
    Path | None,
    typer.Option(
        "--plan", metavar="PLAN.json", readable=False, help="An earlier plan, as -o plan.json wrote it: what slipped?"
    ),
]


class Files(Group, frozen=True):
    """The files that say what there is and what it costs."""

    catalogue: CatalogueFile = None
    funding: FundingFile = None


class KeptFiles(Group, frozen=True):
    """The learner file that is changed, and what it is read with."""

    learner: KeptFile = OWN_FILE
    catalogue: CatalogueFile = None
    backup: Backup = False


class Targets(Group, frozen=True):
    """Who asks, and what for."""

    learner: LearnerPath = None
    target: Target = None
    skill: Annotated[
        list[str] | None,
        text("--skill", "SKILL", "A skill you want, whichever module teaches it. Repeatable.", completion.skills),
    ] = None


class Limits(Group, frozen=True):
    """What the learner can give: time and money."""

    hours: Hours = None
    hours_in: Annotated[
        list[str] | None,
        text("--hours-in", "MONTHS=HOURS", "Other hours a week in some months, as 2027-06..2027-08=3. Repeatable."),
    ] = None
    at_once: Annotated[
        int | None,
        typer.Option(
            "--at-once", parser=number(1, 1000), metavar="NUMBER", help="How many modules may run at the same time at most."
        ),
    ] = None
    evenings: Evenings = None
    busy: Annotated[
        list[str] | None,
        text("--busy", "TIME", "A weekly time in which you cannot be in class, as 'tue 18:00-22:00'. Repeatable."),
    ] = None
    budget: Annotated[
        str | None,
        text("--budget", "DOLLARS", "What all modules together may cost: what you pay with --residency, else their fees."),
    ] = None
    budget_per_year: Annotated[
        str | None,
        text("--budget-per-year", "DOLLARS", "What the modules that start in one calendar year may cost together."),
    ] = None


class Facts(Group, frozen=True):
    """What prices rest on."""

    born: Born = None
    residency: Residency = None
    sme: Annotated[bool, typer.Option("--sme", help="A small or medium enterprise sponsors your courses.")] = False
    sponsored: Annotated[bool, typer.Option("--sponsored", help="A larger employer sponsors your courses.")] = False
    union: Annotated[bool, typer.Option("--union", help="You are a member of a union.")] = False
    not_first: Annotated[
        bool, typer.Option("--not-first-qualification", help="You hold an award of the same level that was subsidised.")
    ] = False
    repeat: Annotated[list[str] | None, text("--repeat", "MODULE", "A module you failed and pay for again. Repeatable.")] = None
    credit: Annotated[str | None, text("--credit", "DOLLARS", "What is left of your opening SkillsFuture Credit.")] = None
    credit_mid_career: Annotated[
        str | None, text("--credit-mid-career", "DOLLARS", "What is left of your SkillsFuture Credit (Mid-Career).")
    ] = None


class Wishes(Group, frozen=True):
    """When it is to be, what comes first, and with which modules."""

    start: Start = None
    by: By = None
    prefer: Annotated[
        Preferred | None,
        typer.Option(
            "--prefer", **choice(Preferred), help="What comes first: an early finish, a low cost, or a low weekly load."
        ),
    ] = None
    away: Annotated[
        list[str] | None, text("--away", "MONTHS", "Months in which nothing may run, as 2027-06..2027-08. Repeatable.")
    ] = None
    hold: Hold = None
    pin: Annotated[
        list[str] | None,
        text("--pin", "MODULE=MONTH", "Start this module in this month. Repeatable.", completion.pinned_modules),
    ] = None
    skip: Annotated[
        list[str] | None,
        text("--skip", "ID", "Do without this module, provider or mode. Repeatable.", completion.what_can_be_skipped),
    ] = None
    mode: Annotated[
        list[str] | None,
        text("--mode", "MODE", "Use only this mode: online, in-person or blended. Repeatable.", completion.modes),
    ] = None
    provider: Annotated[
        list[str] | None, text("--provider", "PROVIDER", "Use only this provider. Repeatable.", completion.providers)
    ] = None
    field: Field = None


class Further(Group, frozen=True):
    """What is asked beside the best plan."""

    what_if_fail: Annotated[
        str | None, text("--what-if-fail", "MODULE", "Show too how it goes on if you fail this module of the plan.")
    ] = None
    keep: Annotated[
        Path | None,
        typer.Option(
            "--keep",
            metavar="PLAN.json",
            readable=False,
            help="An earlier plan, as -o plan.json wrote it: finish as soon as can be, and change as little of it as can be.",
        ),
    ] = None
    why: Annotated[bool, typer.Option("--why", help="Say of each module what stops it from starting sooner.")] = False
    alternatives: Annotated[
        int,
        typer.Option(
            "--alternatives",
            parser=number(0, 9),
            metavar="NUMBER",
            help="Up to so many further plans with other modules, or awards in another order.",
        ),
    ] = 0
    within: Annotated[
        int | None,
        typer.Option(
            "--within",
            parser=number(0, 120),
            metavar="MONTHS",
            help="How many months later the further plans may finish. Default: 6.",
        ),
    ] = None


class Output(Group, frozen=True):
    """Where a plan goes, and in which form."""

    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON instead of a picture.")] = False
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help=f"Write the plan to a file that ends in {', '.join(EXPORTERS)}; - is standard output. Repeatable.",
        ),
    ] = None
    format: Annotated[
        str | None,
        text("--format", "FORMAT", "The format of standard output, or of a file whose ending does not say it: as the endings."),
    ] = None
    force: Force = False


class ComparisonOutput(Group, frozen=True):
    """Where a comparison goes, and in which form."""

    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON instead of a table.")] = False
    output: Annotated[
        list[Path] | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the comparison to a .csv or .json file too. Repeatable."),
    ] = None
    force: Force = False


class Search(Group, frozen=True):
    """How a search goes."""

    quiet: Annotated[bool, typer.Option("--quiet", "-q", "--no-progress", help="Say nothing on the way, only the answer.")] = (
        False
    )
    time_limit: Annotated[
        float,
        typer.Option(
            "--time-limit", parser=seconds, metavar="SECONDS", help="How long to search at most, for everything together."
        ),
    ] = 60.0


class Dials(Group, frozen=True):
    """The options that are read in another way to compare: all but the skills can have several values there."""

    target: Annotated[
        list[str] | None,
        typer.Option(
            "--target",
            "-t",
            metavar="TARGET,…",
            help="What you want, each on its own: an award, role or module by id, or a kind of award such as diploma. "
            "Repeatable.",
            autocompletion=completion.listed_targets,
        ),
    ] = None
    skill: Annotated[
        list[str] | None,
        text(
            "--skill",
            "SKILL",
            "A skill you want beside each target, whichever module teaches it. Repeatable.",
            completion.skills,
        ),
    ] = None
    hours: Annotated[
        list[str] | None,
        text("--hours", "HOURS,…", "Hours a week you have, as 4,6,8. With --by and without --hours: the fewest that suffice."),
    ] = None
    at_once: Annotated[
        list[str] | None, text("--at-once", "NUMBER,…", "How many modules may run at the same time at most, as 1,2,3.")
    ] = None
    start: Annotated[
        list[str] | None, text("--start", "MONTH,…", "The first month, as 2027-01,2027-04. Default: next month.")
    ] = None


class Filters(Group, frozen=True):
    """What the entries that are listed have in common; only modules have what stands between the field and the words."""

    field: Field = None
    topic: Annotated[str | None, text("--topic", "TOPIC", "Only modules on this topic.", completion.topics)] = None
    provider: Annotated[str | None, text("--provider", "PROVIDER", "Only modules of this provider.", completion.providers)] = (
        None
    )
    mode: Annotated[
        str | None, text("--mode", "MODE", "Only modules in this mode: online, in-person or blended.", completion.modes)
    ] = None
    skill: Annotated[str | None, text("--skill", "SKILL", "Only modules that teach this skill.", completion.skills)] = None
    recognised: Annotated[
        str | None, text("--recognised", "MARK", "Only modules with this quality mark.", completion.marks)
    ] = None
    search: Annotated[str | None, text("--search", "WORDS", "Only entries in which all of these words occur.")] = None


class Import(Group, frozen=True):
    """What becomes of the records that are read."""

    take: Annotated[
        list[str] | None, text("--take", "NUMBER=MODULE", "Take the record of this number for this module. Repeatable.")
    ] = None
    failed: Annotated[
        list[int] | None,
        typer.Option(
            "--failed",
            metavar="NUMBER",
            help="Remember that the module of this record was not passed: the next attempt is a repeat. Repeatable.",
        ),
    ] = None
    learner: Annotated[
        Path | None,
        typer.Option(
            "--learner", "-l", metavar="FILE", readable=False, help="The file of who holds it. Default: me.yaml, if it exists."
        ),
    ] = None
    write: Annotated[bool, typer.Option("--write", help="Add what would be added to the learner file.")] = False
    backup: Backup = False


class NewLearner(Group, frozen=True):
    """What a new learner file says, as far as it is typed."""

    name: Annotated[str | None, text("--name", "NAME", "How you want to be called.")] = None
    born: Born = None
    residency: Residency = None
    hours: Hours = None
    evenings: Evenings = None
    target: Target = None
    hold: Hold = None
