"""The options of the command line: their names, their kinds and their help, each written once, in the groups of commands.

It knows typer's settings and, of the product, only the names of the formats. `read_options`, `read_prices` and `output_files`
read what a value means; `completion` says what Tab offers. An option of one group stands in the group; options of several stand
first.
"""

from pathlib import Path
from typing import Annotated, Literal

from mcplanner.cli import completion
from mcplanner.cli.command_signature import OptionGroup, argument, option
from mcplanner.cli.option_kinds import Described, Listed, Preferred, Report, Resident, choice, seconds, text, whole_number
from mcplanner.export import EXPORTERS
from mcplanner.files.paths import OWN_FILE

MOST_LISTED = 500
"""The most entries that a terminal lists unasked; of more, it shows how many there are of each field and provider."""

MOST_FOUND = 100
"""The most entries of each kind that a search lists unasked."""

OwnFile = Annotated[Path, argument(metavar="FILE", readable=False, help="The learner file.")]
CheckedFiles = Annotated[
    list[Path] | None,
    argument(metavar="[FILE...]", readable=False, help="The catalogue to check; a later file changes those before."),
]
CredentialFiles = Annotated[
    list[Path],
    argument(
        metavar="FILE...",
        readable=False,
        help="OpenCerts, Open Badges (JSON, tokens, PNG or SVG) or a CSV of courses; - is standard input.",
    ),
]
ModuleId = Annotated[
    str,
    argument(
        metavar="MODULE",
        help="The id or course number of a module; see: mcplan list modules.",
        autocompletion=completion.modules,
    ),
]
EntryId = Annotated[
    str,
    argument(
        metavar="ID",
        help="The id of a module, award, role, field or provider, or a course number; see: mcplan list.",
        autocompletion=completion.entries,
    ),
]
CostedEntry = Annotated[
    str,
    argument(
        metavar="ID", help="The id or course number of a module or award; see: mcplan list.", autocompletion=completion.costed
    ),
]
AuditedEntry = Annotated[
    str,
    argument(
        metavar="AWARD",
        help="The id or course number of an award, or the id of a role; see: mcplan list.",
        autocompletion=completion.audited,
    ),
]
LearnersFile = Annotated[
    Path,
    argument(metavar="FILE", readable=False, help="The learners: a CSV, a Parquet, or a .jsonl with a learner a line."),
]
TeamFile = Annotated[
    Path, argument(metavar="FILE", readable=False, help="The team file: people, groups and the limits they share.")
]
KeyToSet = Annotated[str, argument(metavar="KEY", help="The key, such as hours.", autocompletion=completion.keys)]
ValuesToSet = Annotated[list[str], argument(metavar="VALUE...", help="Its value; several for a key that has a list.")]
MonthsAway = Annotated[
    list[str],
    argument(metavar="MONTHS...", help="Months, such as 2027-06 or 2027-06..2027-08, or days, such as 2027-06-10..2027-06-20."),
]
SchemaOf = Annotated[
    Described,
    argument(**choice(Described, "WHICH"), help="The kind of file to describe: catalogue, funding, learner or team."),
]
WhatToList = Annotated[
    Listed,
    argument(
        **choice(Listed, "WHAT", "to find others: --search"), help="What to list: everything, modules, awards, roles or skills."
    ),
]

# options of one command, or of several groups
CatalogueFiles = Annotated[
    list[Path] | None,
    option(
        "--catalogue",
        "-c",
        metavar="FILE",
        readable=False,
        help="The catalogue: a file, example or singapore; - is standard input. Repeatable: a later one changes those before.",
        autocompletion=completion.catalogues,
    ),
]
FundingFile = Annotated[
    Path | None,
    option(
        "--funding",
        metavar="FILE",
        readable=False,
        help="The funding rules; - is standard input. Default: those that come with mcplan.",
    ),
]
Assume = Annotated[
    list[str] | None,
    text(
        "--assume",
        "KEY=VALUE",
        "Fill in what nobody has published: hours, weeks, months, starts or fee, such as hours=40, for all modules "
        "or, as ID:hours=40, for one. Repeatable.",
    ),
]
KeptFile = Annotated[Path, option("--learner", "-l", metavar="FILE", readable=False, help="The learner file.")]
QuietChange = Annotated[bool, option("--quiet", "-q", help="Do not say what was changed, unless something is odd.")]
QuietReport = Annotated[bool, option("--quiet", "-q", help="Show no remarks; the answer is the same.")]
Backup = Annotated[bool, option("--backup", help="Keep a copy of the old file, with .bak added to its name.")]
Target = Annotated[
    list[str] | None,
    option(
        "--target",
        "-t",
        metavar="TARGET",
        help="What you want: an award, role or module by id, or a kind of award such as diploma. Repeatable.",
        autocompletion=completion.targets,
    ),
]
Hours = Annotated[
    str | None,
    text("--hours", "HOURS", "Hours a week you have. With --by and no --hours, mcplan finds the fewest needed."),
]
Stretch = Annotated[
    str | None,
    text("--stretch", "HOURS/MONTHS", "Hours a week more in so many months of a year, such as 1/2: an hour in 2 months."),
]
Evenings = Annotated[
    int | None,
    option("--evenings", parser=whole_number(0, 7), metavar="NUMBER", help="The most evenings a week you can be in class."),
]
Busy = Annotated[
    list[str] | None,
    text(
        "--busy",
        "TIME",
        "When you cannot be in class, such as 'mon-fri 08:00-17:00', 'tue 18:00-22:00 in 2027-01..2027-06' or "
        "'sat 08:00-20:00 every other week from 2027-01-04'. Repeatable.",
    ),
]
Away = Annotated[
    list[str] | None,
    text(
        "--away",
        "MONTHS",
        "When you are away: months in which no module may run, such as 2027-06..2027-08, or days, such as "
        "2027-06-10..2027-06-20. Repeatable.",
    ),
]
Credit = Annotated[str | None, text("--credit", "DOLLARS", "What is left of your opening SkillsFuture Credit.")]
Born = Annotated[
    int | None,
    option(
        "--born", parser=whole_number(1900, 2100), metavar="YEAR", help="The year you were born; some rules depend on your age."
    ),
]
Residency = Annotated[
    Resident | None,
    option(
        "--residency",
        **choice(Resident, "STATUS"),
        help="Your residency status, which decides your subsidies: citizen, permanent-resident or other.",
    ),
]
Hold = Annotated[
    list[str] | None,
    text(
        "--hold",
        "MODULE[=MONTH]",
        "A module you already hold and, if you know it, the last month you studied it. Repeatable.",
        completion.modules,
    ),
]
Start = Annotated[str | None, text("--start", "MONTH", "The first month, such as 2027-01. Default: next month.")]
By = Annotated[str | None, text("--by", "MONTH", "The month by which you must be done.")]
Field = Annotated[str | None, text("--field", "FIELD", "Only this field of study; see: mcplan fields.", completion.fields)]
Force = Annotated[bool, option("--force", help="Overwrite files that exist.")]
Quiet = Annotated[
    bool,
    option("--quiet", "-q", "--no-progress", help="Show no progress, and do not say which files are used and written."),
]
CostStart = Annotated[str | None, text("--start", "MONTH", "The month it starts in, such as 2027-01. Default: its next start.")]
ImportAsJson = Annotated[bool, option("--json", help="Print what was found as JSON instead of tables.")]
ListAll = Annotated[
    bool,
    option(
        "--all",
        help=f"List more than {MOST_LISTED} entries, too, which a terminal otherwise only counts, and all that --search finds,"
        f" not the best {MOST_FOUND} of each kind; page by page on a terminal.",
    ),
]
ReportAsJson = Annotated[bool, option("--json", help="The same as --format json.")]
ReportFormat = Annotated[Report, option("--format", **choice(Report), help="How to write the findings.")]
DoneOn = Annotated[
    str | None, text("--on", "MONTH", "Its last month of study. Default: when it was due to end, or this month.")
]
BegunOn = Annotated[str | None, text("--on", "DAY", "Its first day, or its first month. Default: this month.")]
MonthsTaken = Annotated[
    int | None,
    option("--months", parser=whole_number(1, 60), metavar="NUMBER", help="How many months it takes, if you can choose."),
]
EvidenceText = Annotated[str | None, text("--evidence", "TEXT", "Your evidence, such as a certificate number or a file.")]
Failed = Annotated[bool, option("--failed", help="You did not pass it; the next attempt is a repeat.")]
EarlierPlan = Annotated[
    Path | None,
    option(
        "--plan", metavar="PLAN.json", readable=False, help="An earlier plan, written with -o plan.json, to see what slipped."
    ),
]

PlannedFile = Annotated[
    Path | None,
    option(
        "--plan", metavar="PLAN.json", readable=False, help="A plan, written with -o plan.json: its modules count as planned."
    ),
]


class Files(OptionGroup, frozen=True):
    """The files that say what can be studied and what it costs, and what is assumed where they say that it is unknown."""

    catalogue: CatalogueFiles = None
    funding: FundingFile = None
    assume: Assume = None


class Whose(OptionGroup, frozen=True):
    """The learner file to go by."""

    learner: Annotated[
        Path | None,
        option(
            "--learner",
            "-l",
            metavar="FILE",
            readable=False,
            help="The learner file; options override it. Default: me.yaml, if it exists.",
        ),
    ] = None
    no_learner: Annotated[bool, option("--no-learner", help="Use no learner file, not even me.yaml.")] = False


class KeptFiles(OptionGroup, frozen=True):
    """The learner file to change, and the catalogue to read it with."""

    learner: KeptFile = OWN_FILE
    catalogue: CatalogueFiles = None
    backup: Backup = False
    quiet: QuietChange = False


class Targets(Whose, frozen=True):
    """The learner file, and the targets and skills that are wanted."""

    target: Target = None
    skill: Annotated[
        list[str] | None,
        text("--skill", "SKILL", "A skill you want, whichever module teaches it. Repeatable.", completion.skills),
    ] = None


class Limits(OptionGroup, frozen=True):
    """The learner's limits in time and money."""

    hours: Hours = None
    hours_in: Annotated[
        list[str] | None,
        text("--hours-in", "MONTHS=HOURS", "Different hours a week in some months, such as 2027-06..2027-08=3. Repeatable."),
    ] = None
    stretch: Stretch = None
    at_once: Annotated[
        int | None,
        option(
            "--at-once", parser=whole_number(1, 1000), metavar="NUMBER", help="The most modules that may run at the same time."
        ),
    ] = None
    evenings: Evenings = None
    days_off: Annotated[
        str | None,
        text("--days-off", "DAYS", "The most days off work a month that you can take for classes by day, such as 2 or 1.5."),
    ] = None
    busy: Busy = None
    budget: Annotated[
        str | None,
        text(
            "--budget",
            "DOLLARS",
            "The most that all modules may cost: what you, or your employer, pay; or their fees without --residency.",
        ),
    ] = None
    budget_per_year: Annotated[
        str | None,
        text("--budget-per-year", "DOLLARS", "The most that the modules that start in one calendar year may cost together."),
    ] = None


class Facts(OptionGroup, frozen=True):
    """The facts about the learner that prices depend on."""

    born: Born = None
    residency: Residency = None
    sme: Annotated[bool, option("--sme", help="Your employer, a small or medium enterprise, sponsors your courses.")] = False
    sponsored: Annotated[bool, option("--sponsored", help="A larger employer sponsors your courses.")] = False
    union: Annotated[bool, option("--union", help="You are a member of a union.")] = False
    not_first: Annotated[bool, option("--not-first-qualification", help="You hold a subsidised award of the same level.")] = (
        False
    )
    repeat: Annotated[
        list[str] | None, text("--repeat", "MODULE", "A module you failed and will pay for again. Repeatable.")
    ] = None
    credit: Credit = None
    credit_mid_career: Annotated[
        str | None, text("--credit-mid-career", "DOLLARS", "What is left of your SkillsFuture Credit (Mid-Career).")
    ] = None


class Wishes(OptionGroup, frozen=True):
    """When to study, what matters most, and with which modules."""

    start: Start = None
    by: By = None
    prefer: Annotated[
        Preferred | None,
        option("--prefer", **choice(Preferred), help="What matters most: an early finish, a low cost or a low weekly load."),
    ] = None
    away: Away = None
    hold: Hold = None
    pin: Annotated[
        list[str] | None,
        text("--pin", "MODULE=MONTH", "Start this module in this month. Repeatable.", completion.pinned_modules),
    ] = None
    skip: Annotated[
        list[str] | None,
        text("--skip", "ID", "Leave out this module, provider or mode. Repeatable.", completion.what_can_be_skipped),
    ] = None
    mode: Annotated[
        list[str] | None,
        text("--mode", "MODE", "Use only this mode: online, in-person or blended. Repeatable.", completion.modes),
    ] = None
    provider: Annotated[
        list[str] | None, text("--provider", "PROVIDER", "Use only this provider. Repeatable.", completion.providers)
    ] = None
    field: Field = None


class Further(OptionGroup, frozen=True):
    """Further questions about the best plan."""

    what_if_fail: Annotated[
        str | None, text("--what-if-fail", "MODULE", "Also show what happens if you fail this module of the plan.")
    ] = None
    keep: Annotated[
        Path | None,
        option(
            "--keep",
            metavar="PLAN.json",
            readable=False,
            help="An earlier plan, written with -o plan.json: finish as early as possible, and change as little as possible.",
        ),
    ] = None
    why: Annotated[
        bool, option("--why", help="Say what stops each module from starting sooner, and all that holds you back.")
    ] = False
    week: Annotated[
        str | None, text("--week", "MONTH", "Show the classes of a week in this month, such as 2027-03, with your busy times.")
    ] = None
    alternatives: Annotated[
        int,
        option(
            "--alternatives",
            parser=whole_number(0, 9),
            metavar="NUMBER",
            help="Show up to this many other plans, with other modules or awards in another order.",
        ),
    ] = 0
    within: Annotated[
        int | None,
        option(
            "--within",
            parser=whole_number(0, 120),
            metavar="MONTHS",
            help="How many months later the other plans may finish. Default: 6.",
        ),
    ] = None


class Data(OptionGroup, frozen=True):
    """The forms in which programs and spreadsheets take an answer."""

    as_json: Annotated[bool, option("--json", help="Print JSON, for programs.")] = False
    as_csv: Annotated[bool, option("--csv", help="Print CSV, for spreadsheets.")] = False


Omitted = Literal["cost"]
"""What a plan can be shown without."""

Without = Annotated[
    Omitted | None,
    option("--without", **choice(Omitted), help="Leave out every amount of money, on the terminal and in all files."),
]


class Output(Data, frozen=True):
    """For whom a plan is written, its form, and the files to write it to."""

    addressee: Annotated[
        str | None,
        text(
            "--for", "NAME", "For whom the plan is, such as 'Harbour Clinic': named on top, with days off and evenings first."
        ),
    ] = None
    without: Without = None
    output: Annotated[
        list[Path] | None,
        option(
            "-o",
            "--output",
            metavar="FILE",
            help=f"Write the plan to a file that ends in {', '.join(EXPORTERS)}; - is standard output. Repeatable.",
        ),
    ] = None
    format: Annotated[
        str | None,
        text("--format", "FORMAT", "The format, such as md, of standard output or of a file whose ending does not show it."),
    ] = None
    force: Force = False


class ComparisonOutput(Data, frozen=True):
    """The form of a comparison, and the files to write it to."""

    without: Without = None
    output: Annotated[
        list[Path] | None,
        option("-o", "--output", metavar="FILE", help="Also write it to a .html, .csv, .xlsx or .json file. Repeatable."),
    ] = None
    force: Force = False


class AuditOutput(Data, frozen=True):
    """The form of an audit, and the files to write it to."""

    output: Annotated[
        list[Path] | None,
        option("-o", "--output", metavar="FILE", help="Also write the audit to a .html, .md, .csv or .json file. Repeatable."),
    ] = None
    force: Force = False
    quiet: Quiet = False


class Search(OptionGroup, frozen=True):
    """The limits of a search, and whether it says what it does."""

    quiet: Quiet = False
    time_limit: Annotated[
        float,
        option("--time-limit", parser=seconds, metavar="SECONDS", help="Stop searching after this many seconds in all."),
    ] = 60.0


class Dials(OptionGroup, frozen=True):
    """The options that `mcplan compare` reads in its own way: all but the skills may have several values."""

    target: Annotated[
        list[str] | None,
        option(
            "--target",
            "-t",
            metavar="TARGET,…",
            help="What you want, each planned on its own: an award, role or module by id, or a kind of award such as diploma. "
            "Repeatable.",
            autocompletion=completion.listed_targets,
        ),
    ] = None
    skill: Annotated[
        list[str] | None,
        text(
            "--skill",
            "SKILL",
            "A skill you want besides each target, whichever module teaches it. Repeatable.",
            completion.skills,
        ),
    ] = None
    hours: Annotated[
        list[str] | None,
        text("--hours", "HOURS,…", "Hours a week, such as 4,6,8 or 3-15. With --by and no --hours, the fewest needed."),
    ] = None
    at_once: Annotated[
        list[str] | None, text("--at-once", "NUMBER,…", "The most modules that may run at the same time, such as 1,2,3 or 1-3.")
    ] = None
    start: Annotated[
        list[str] | None,
        text("--start", "MONTH,…", "The first month, such as 2027-01,2027-04 or 2027-01..2027-06."),
    ] = None
    prefer: Annotated[
        list[str] | None,
        text("--prefer", "finish,…", "What matters most, such as finish,cost,load.", completion.preferences),
    ] = None
    away: Annotated[
        list[str] | None,
        text(
            "--away",
            "MONTHS,…",
            "When you are away, such as none,2027-06..2027-08,2027-06+2027-12-20; + adds to one value.",
        ),
    ] = None
    mode: Annotated[
        list[str] | None,
        text("--mode", "MODE,…", "The modes to use, such as any,online,online+blended.", completion.listed_modes),
    ] = None
    provider: Annotated[
        list[str] | None,
        text(
            "--provider",
            "PROVIDER,…",
            "The providers to use, such as any,harbour,harbour+foundry.",
            completion.listed_providers,
        ),
    ] = None


class Filters(OptionGroup, frozen=True):
    """The filters of a list; all but the field, the provider and the words are for modules only."""

    field: Field = None
    topic: Annotated[str | None, text("--topic", "TOPIC", "Only modules on this topic.", completion.topics)] = None
    provider: Annotated[
        str | None, text("--provider", "PROVIDER", "Only modules and awards of this provider.", completion.providers)
    ] = None
    mode: Annotated[
        str | None, text("--mode", "MODE", "Only modules in this mode: online, in-person or blended.", completion.modes)
    ] = None
    skill: Annotated[str | None, text("--skill", "SKILL", "Only modules that teach this skill.", completion.skills)] = None
    recognised: Annotated[
        str | None, text("--recognised", "MARK", "Only modules with this quality mark.", completion.marks)
    ] = None
    search: Annotated[
        str | None,
        text(
            "--search",
            "WORDS",
            "Only entries with all of these words, in any form, or a number or kind; the best matches first.",
        ),
    ] = None


class Import(OptionGroup, frozen=True):
    """The choices about records that are imported."""

    take: Annotated[
        list[str] | None, text("--take", "NUMBER=MODULE", "Take the record with this number as this module. Repeatable.")
    ] = None
    failed: Annotated[
        list[int] | None,
        option(
            "--failed",
            metavar="NUMBER",
            help="Note that the module in this record was not passed; the next attempt is a repeat. Repeatable.",
        ),
    ] = None
    learner: Annotated[
        Path | None,
        option(
            "--learner", "-l", metavar="FILE", readable=False, help="The holder's learner file. Default: me.yaml, if it exists."
        ),
    ] = None
    contexts: Annotated[
        Path | None,
        option(
            "--contexts",
            metavar="FOLDER",
            readable=False,
            help="A folder with the JSON-LD contexts that proofs need, each at its address.",
        ),
    ] = None
    write: Annotated[bool, option("--write", help="Add the modules to the learner file.")] = False
    backup: Backup = False
    quiet: QuietReport = False


class CatalogueImport(OptionGroup, frozen=True):
    """What an import of course data makes of its files."""

    as_of: Annotated[str | None, text("--as-of", "DATE", "The day on which the files were right, such as 2026-06-15.")] = None
    title: Annotated[str | None, text("--title", "TITLE", "The name of the catalogue.")] = None
    search: Annotated[
        str, text("--search", "WORDS", "Take only the modules whose title or provider contains all of these words.")
    ] = ""
    suggest_stacks: Annotated[
        Path | None,
        option(
            "--suggest-stacks",
            metavar="FILE",
            help="Write what titles suggest about stacking ('Part of …') to a file to edit; nothing of it is taken.",
        ),
    ] = None


class CohortFiles(OptionGroup, frozen=True):
    """The files that a cohort is written to, and what becomes of those of an earlier run."""

    output: Annotated[
        Path | None,
        option("-o", "--output", metavar="FILE", help="The file to write the answers to: .csv, .jsonl or .parquet."),
    ] = None
    refused: Annotated[
        Path | None,
        option("--refused", metavar="FILE", help="Where refused rows go, with the reasons. Default: beside the answers."),
    ] = None
    forecast: Annotated[
        Path | None,
        option("--forecast", metavar="FILE", help="Also write how many seats each run would need, month by month."),
    ] = None
    against: Annotated[
        list[Path] | None,
        option(
            "--against",
            metavar="FILE",
            readable=False,
            help="Another catalogue: the forecast also says what it would change. Repeatable, as --catalogue is.",
            autocompletion=completion.catalogues,
        ),
    ] = None
    resume: Annotated[bool, option("--resume", help="Go on with a run that was stopped.")] = False
    force: Force = False


class CohortWork(OptionGroup, frozen=True):
    """Who does the work for a cohort, and how long each learner's plan may take."""

    workers: Annotated[
        int | None,
        option("--workers", parser=whole_number(1, 256), metavar="NUMBER", help="How many processes plan. Default: 1."),
    ] = None
    cluster: Annotated[
        str | None,
        option(
            "--cluster",
            metavar="ADDRESS",
            help="Plan on a dask cluster: tcp://HOST:PORT of its scheduler, or local to start one with --workers processes.",
        ),
    ] = None
    time_limit: Annotated[
        float,
        option("--time-limit", parser=seconds, metavar="SECONDS", help="Stop a learner's search after so many seconds."),
    ] = 10.0
    quiet: Quiet = False


class TeamOutput(Data, frozen=True):
    """The form of a team's plans, and the files to write them to."""

    output: Annotated[
        list[Path] | None,
        option(
            "-o",
            "--output",
            metavar="FILE",
            help="Also write them to a .html, .ics, .csv, .xlsx or .json file. Repeatable.",
        ),
    ] = None
    force: Force = False


class NewLearner(OptionGroup, frozen=True):
    """The answers for a new learner file."""

    name: Annotated[str | None, text("--name", "NAME", "What you want to be called.")] = None
    born: Born = None
    residency: Residency = None
    credit: Credit = None
    hours: Hours = None
    evenings: Evenings = None
    busy: Busy = None
    away: Away = None
    target: Target = None
    hold: Hold = None
