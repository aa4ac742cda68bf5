"""The options of the command line: their names, their kinds and their help, each written once.

Floor 10. Knows typer and, of the product, the names of the formats; what a value means is read in `arguments` and `outputs`,
what Tab offers in `completion`.
"""

from collections.abc import Callable
from enum import StrEnum
from math import nan
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from mcplanner import completion
from mcplanner.export import EXPORTERS
from mcplanner.words import known

LEAST_SECONDS = 0.1

Word = TypeVar("Word", bound=StrEnum)


class Listed(StrEnum):
    """What `mcplan list` can be narrowed to."""

    EVERYTHING = "everything"
    MODULES = "modules"
    AWARDS = "awards"
    ROLES = "roles"


class Preferred(StrEnum):
    """What a plan is judged by first."""

    FINISH = "finish"
    COST = "cost"
    LOAD = "load"


class Described(StrEnum):
    """The files of which there is a schema."""

    CATALOGUE = "catalogue"
    FUNDING = "funding"
    LEARNER = "learner"


class Report(StrEnum):
    """How `mcplan check` writes its findings."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class Resident(StrEnum):
    """What decides on most subsidies."""

    CITIZEN = "citizen"
    PERMANENT_RESIDENT = "permanent-resident"
    OTHER = "other"


def _text(name: str, metavar: str, help: str, complete: completion.Complete | None = None) -> object:
    return typer.Option(name, metavar=metavar, help=help, autocompletion=complete)


def _number(least: int, most: int) -> Callable[[str | int], int]:
    """What reads a whole number in a range; a default is one already."""

    def read(typed: str | int) -> int:
        text = str(typed)
        if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
            raise typer.BadParameter(f"'{text}' is not a whole number from {least} to {most}")
        return int(text)

    return read


def _one_of(words: type[Word]) -> Callable[[str], Word]:
    """What reads one of a few words; a default is one already."""

    def read(typed: str) -> Word:
        known(typed, words, None, "word")
        return words(typed)

    return read


def _choice(words: type[StrEnum]) -> dict[str, Any]:
    """How an option or argument is read that is one of a few words, and what the Tab key offers for it."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return {"parser": _one_of(words), "autocompletion": complete}


def _seconds(typed: str | float) -> float:
    """What reads a time limit; a default is one already."""
    try:
        seconds = float(typed)
    except ValueError:
        seconds = nan
    if not seconds >= LEAST_SECONDS:
        raise typer.BadParameter(f"'{typed}' is not a number of seconds from {LEAST_SECONDS} on")
    return seconds


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
OWN_FILE = Path("me.yaml")
"""The learner file, where none is named."""

OwnFile = Annotated[Path, typer.Argument(metavar="FILE", readable=False, help="The learner file.")]
LearnerPath = Annotated[
    Path | None,
    typer.Option("--learner", "-l", metavar="FILE", readable=False, help="The file of who studies; options go before it."),
]
KeptFile = Annotated[Path, typer.Option("--learner", "-l", metavar="FILE", readable=False, help="The file of who studies.")]
ModuleId = Annotated[
    str,
    typer.Argument(metavar="MODULE", help="The id of a module; see: mcplan list modules.", autocompletion=completion.modules),
]
CheckedFile = Annotated[Path | None, typer.Argument(metavar="FILE", readable=False, help="The catalogue to check.")]
FundingFile = Annotated[
    Path | None,
    typer.Option(
        "--funding",
        metavar="FILE",
        readable=False,
        help="The funding rules, - for standard input. Default: the ones of mcplan.",
    ),
]
EntryId = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="The id of a module, award, role, field or provider; see: mcplan list.",
        autocompletion=completion.entries,
    ),
]
Field = Annotated[str | None, _text("--field", "FIELD", "Only this field of study; see: mcplan fields.", completion.fields)]
SchemaOf = Annotated[Described, typer.Argument(metavar="WHICH", **_choice(Described), help="Which file the schema is of.")]
ReportFormat = Annotated[Report, typer.Option("--format", **_choice(Report), help="How to write the findings.")]
WhatToList = Annotated[Listed, typer.Argument(metavar="WHAT", **_choice(Listed), help="What to list.")]

# what prices rest on
Born = Annotated[
    int | None,
    typer.Option(
        "--born", parser=_number(1900, 2100), metavar="YEAR", help="The year you were born: some rules depend on your age."
    ),
]
Residency = Annotated[
    Resident | None,
    typer.Option("--residency", **_choice(Resident), help="Whether you are a citizen, a permanent resident or neither."),
]
Sme = Annotated[bool, typer.Option("--sme", help="A small or medium enterprise sponsors your courses.")]
Sponsored = Annotated[bool, typer.Option("--sponsored", help="A larger employer sponsors your courses.")]
Union = Annotated[bool, typer.Option("--union", help="You are a member of a union.")]
NotFirst = Annotated[
    bool, typer.Option("--not-first-qualification", help="You hold an award of the same level that was subsidised.")
]
Repeat = Annotated[list[str] | None, _text("--repeat", "MODULE", "A module you failed and pay for again. Repeatable.")]
Credit = Annotated[str | None, _text("--credit", "DOLLARS", "What is left of your opening SkillsFuture Credit.")]
CreditMidCareer = Annotated[
    str | None, _text("--credit-mid-career", "DOLLARS", "What is left of your SkillsFuture Credit (Mid-Career).")
]

# to cost
CostedEntry = Annotated[
    str,
    typer.Argument(metavar="ID", help="The id of a module or award; see: mcplan list.", autocompletion=completion.costed),
]
CostStart = Annotated[
    str | None, _text("--start", "MONTH", "The month in which it starts, as 2027-01. Default: its next start.")
]
CostAsJson = Annotated[bool, typer.Option("--json", help="Print the cost as JSON instead of in words.")]

# to plan
Targets = Annotated[
    list[str] | None,
    typer.Option(
        "--target",
        "-t",
        metavar="TARGET",
        help="What you want: an award, role or module by id, or a kind of award such as diploma. Repeatable.",
        autocompletion=completion.targets,
    ),
]
Skills = Annotated[
    list[str] | None, _text("--skill", "SKILL", "A skill you want, whichever module teaches it. Repeatable.", completion.skills)
]
Prefer = Annotated[
    Preferred | None,
    typer.Option("--prefer", **_choice(Preferred), help="What comes first: an early finish, a low cost, or a low weekly load."),
]
Hours = Annotated[
    str | None,
    _text("--hours", "HOURS", "Hours a week you have. With --by and without --hours: the fewest that suffice are sought."),
]
HoursIn = Annotated[
    list[str] | None,
    _text("--hours-in", "MONTHS=HOURS", "Other hours a week in some months, as 2027-06..2027-08=3. Repeatable."),
]
AtOnce = Annotated[
    int | None,
    typer.Option(
        "--at-once", parser=_number(1, 1000), metavar="NUMBER", help="How many modules may run at the same time at most."
    ),
]
Busy = Annotated[
    list[str] | None,
    _text("--busy", "TIME", "A weekly time in which you cannot be in class, as 'tue 18:00-22:00'. Repeatable."),
]
Evenings = Annotated[
    int | None,
    typer.Option(
        "--evenings", parser=_number(0, 7), metavar="NUMBER", help="How many evenings a week you can be in class at most."
    ),
]
Budget = Annotated[
    str | None,
    _text("--budget", "DOLLARS", "What all modules together may cost: what you pay with --residency, else their fees."),
]
BudgetPerYear = Annotated[
    str | None, _text("--budget-per-year", "DOLLARS", "What the modules that start in one calendar year may cost together.")
]
WhatIfFail = Annotated[
    str | None, _text("--what-if-fail", "MODULE", "Show too how it goes on if you fail this module of the plan.")
]
Start = Annotated[str | None, _text("--start", "MONTH", "The first month, as 2027-01. Default: next month.")]
By = Annotated[str | None, _text("--by", "MONTH", "The month by which everything must have ended.")]
Away = Annotated[
    list[str] | None, _text("--away", "MONTHS", "Months in which nothing may run, as 2027-06..2027-08. Repeatable.")
]
Hold = Annotated[
    list[str] | None,
    _text(
        "--hold",
        "MODULE[=MONTH]",
        "A module you hold already, and the last month you studied it. Repeatable.",
        completion.modules,
    ),
]
Pin = Annotated[
    list[str] | None, _text("--pin", "MODULE=MONTH", "Start this module in this month. Repeatable.", completion.pinned_modules)
]
Skip = Annotated[
    list[str] | None,
    _text("--skip", "ID", "Do without this module, provider or mode. Repeatable.", completion.what_can_be_skipped),
]
Modes = Annotated[
    list[str] | None, _text("--mode", "MODE", "Use only this mode: online, in-person or blended. Repeatable.", completion.modes)
]
Providers = Annotated[
    list[str] | None, _text("--provider", "PROVIDER", "Use only this provider. Repeatable.", completion.providers)
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", "--no-progress", help="Say nothing on the way, only the answer.")]
Why = Annotated[bool, typer.Option("--why", help="Say of each module what stops it from starting sooner.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the plan as JSON instead of a picture.")]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help=f"Write the plan to a file that ends in {', '.join(EXPORTERS)}; - is standard output. Repeatable.",
    ),
]
Format = Annotated[
    str | None,
    _text("--format", "FORMAT", "The format of standard output, or of a file whose ending does not say it: as the endings."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]
TimeLimit = Annotated[
    float,
    typer.Option(
        "--time-limit", parser=_seconds, metavar="SECONDS", help="How long to search at most, for everything together."
    ),
]
OtherPlans = Annotated[
    int,
    typer.Option(
        "--alternatives",
        parser=_number(0, 9),
        metavar="NUMBER",
        help="Up to so many further plans with other modules, or awards in another order.",
    ),
]
Within = Annotated[
    int | None,
    typer.Option(
        "--within",
        parser=_number(0, 120),
        metavar="MONTHS",
        help="How many months later the further plans may finish. Default: 6.",
    ),
]

# to compare
TargetsToCompare = Annotated[
    list[str] | None,
    typer.Option(
        "--target",
        "-t",
        metavar="TARGET,…",
        help="What you want, each on its own: an award, role or module by id, or a kind of award such as diploma. Repeatable.",
        autocompletion=completion.listed_targets,
    ),
]
HoursToCompare = Annotated[
    list[str] | None,
    _text("--hours", "HOURS,…", "Hours a week you have, as 4,6,8. With --by and without --hours: the fewest that suffice."),
]
StartsToCompare = Annotated[
    list[str] | None, _text("--start", "MONTH,…", "The first month, as 2027-01,2027-04. Default: next month.")
]
AtOnceToCompare = Annotated[
    list[str] | None,
    _text("--at-once", "NUMBER,…", "How many modules may run at the same time at most, as 1,2,3."),
]
SkillsInAll = Annotated[
    list[str] | None,
    _text(
        "--skill", "SKILL", "A skill you want beside each target, whichever module teaches it. Repeatable.", completion.skills
    ),
]
ComparisonAsJson = Annotated[bool, typer.Option("--json", help="Print the comparison as JSON instead of a table.")]
ComparisonOutputs = Annotated[
    list[Path] | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write the comparison to a .csv or .json file too. Repeatable."),
]

# to keep
DoneOn = Annotated[str | None, _text("--on", "MONTH", "Its last month of study. Default: when it was to end, or this month.")]
BegunOn = Annotated[str | None, _text("--on", "MONTH", "Its first month. Default: this month.")]
MonthsTaken = Annotated[
    int | None, typer.Option("--months", parser=_number(1, 60), metavar="NUMBER", help="For how many months, where you choose.")
]
EvidenceText = Annotated[str | None, _text("--evidence", "TEXT", "What shows it, such as a certificate's number or a file.")]
Failed = Annotated[bool, typer.Option("--failed", help="It was not passed: remember that the next attempt is a repeat.")]
EarlierPlan = Annotated[
    Path | None,
    typer.Option(
        "--plan", metavar="PLAN.json", readable=False, help="An earlier plan, as -o plan.json wrote it: what slipped?"
    ),
]
Name = Annotated[str | None, _text("--name", "NAME", "How you want to be called.")]
Keep = Annotated[
    Path | None,
    typer.Option(
        "--keep",
        metavar="PLAN.json",
        readable=False,
        help="An earlier plan, as -o plan.json wrote it: finish as soon as can be, and change as little of it as can be.",
    ),
]
Backup = Annotated[bool, typer.Option("--backup", help="Keep the file as it was, with .bak behind its name.")]

# to list
Topic = Annotated[str | None, _text("--topic", "TOPIC", "Only modules on this topic.", completion.topics)]
Provider = Annotated[str | None, _text("--provider", "PROVIDER", "Only modules of this provider.", completion.providers)]
Mode = Annotated[
    str | None, _text("--mode", "MODE", "Only modules in this mode: online, in-person or blended.", completion.modes)
]
Skill = Annotated[str | None, _text("--skill", "SKILL", "Only modules that teach this skill.", completion.skills)]
Recognised = Annotated[str | None, _text("--recognised", "MARK", "Only modules with this quality mark.", completion.marks)]
Search = Annotated[str | None, _text("--search", "WORDS", "Only entries in which all of these words occur.")]

# to import
CredentialFiles = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        readable=False,
        help="OpenCerts, Open Badges 3.0 as JSON or in a PNG or SVG, a CSV of courses; - for standard input.",
    ),
]
Takes = Annotated[
    list[str] | None,
    _text("--take", "NUMBER=MODULE", "Take the record of this number for this module. Repeatable."),
]
FailedRecords = Annotated[
    list[int] | None,
    typer.Option(
        "--failed",
        metavar="NUMBER",
        help="Remember that the module of this record was not passed: the next attempt is a repeat. Repeatable.",
    ),
]
HolderFile = Annotated[
    Path | None,
    typer.Option(
        "--learner", "-l", metavar="FILE", readable=False, help="The file of who holds it. Default with --write: me.yaml."
    ),
]
Write = Annotated[bool, typer.Option("--write", help="Add what would be added to the learner file.")]
ImportAsJson = Annotated[bool, typer.Option("--json", help="Print what was found as JSON instead of tables.")]
