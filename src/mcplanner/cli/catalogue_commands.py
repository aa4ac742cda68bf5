"""The commands about catalogues themselves: make one from course data, write it as a workbook, compare two of them.

Like `app`, this module declares commands and hands over.
"""

from pathlib import Path
from typing import Annotated

from mcplanner.cli import completion, options
from mcplanner.cli.command_signature import Commands, argument, option

catalogue_app = Commands(
    help="Make a catalogue from workbooks and open data, and compare two of them.", no_args_is_help=True, rich_markup_mode=None
)

Sources = Annotated[
    list[Path],
    argument(
        metavar="SOURCE...",
        readable=False,
        help="Workbooks (.xlsx, .xls, .xlsb, .ods) or CSV: the open data of data.gov.sg, sheets of your own, the Skills"
        " Framework.",
    ),
]
Written = Annotated[Path | None, option("-o", "--output", metavar="FILE", help="The catalogue file to write.")]
Old = Annotated[
    Path,
    argument(
        metavar="OLD",
        readable=False,
        help="The earlier catalogue: a file, or one that is shipped.",
        autocompletion=completion.catalogues,
    ),
]
New = Annotated[Path, argument(metavar="NEW", readable=False, help="The later one.", autocompletion=completion.catalogues)]
KeptPlan = Annotated[
    Path | None, option("--plan", metavar="FILE", readable=False, help="Say what is different for a plan saved as JSON.")
]
Mine = Annotated[
    Path | None,
    option("--mine", metavar="FILE", readable=False, help="Name what your file of amendments amends or hides, and is gone."),
]
DifferenceAsJson = Annotated[bool, option("--json", help="Print the difference as JSON.")]
WrittenWorkbook = Annotated[Path | None, option("-o", "--output", metavar="FILE", help="The workbook to write, a .xlsx file.")]
Quiet = Annotated[bool, option("--quiet", "-q", "--no-progress", help="Show no progress; the answer is the same.")]
ReportAsJson = Annotated[bool, option("--json", help="Print the report as JSON.")]


@catalogue_app.command("import")
def import_catalogue(
    sources: Sources,
    *,
    output: Written = None,
    choices: options.CatalogueImport,
    force: options.Force = False,
    as_json: ReportAsJson = False,
    quiet: Quiet = False,
) -> None:
    """Make a catalogue from course data that you have: open data, sheets of your own, skills of roles.

    Everything that is wrong is named at its cell, all at once, and then nothing is written; ends with 1. The report says what
    was left out, cleaned, derived and assumed, and how many modules can be planned. Data of people are never kept.
    """
    from mcplanner.cli import import_catalogue
    from mcplanner.cli.output_files import named_output

    import_catalogue.import_files(
        sources, import_catalogue.Order(named_output(output, "sg.yaml"), force, choices), as_json, quiet
    )


@catalogue_app.command()
def template(*, output: WrittenWorkbook = None, force: options.Force = False, quiet: options.Quiet = False) -> None:
    """Write an empty workbook to fill in: headings, what each column means, and words to choose from."""
    from mcplanner.cli import catalogue_files
    from mcplanner.cli.output_files import named_output

    catalogue_files.write_template(named_output(output, "my.xlsx"), force, quiet)


@catalogue_app.command()
def export(
    *,
    output: WrittenWorkbook = None,
    whose: options.Whose,
    catalogue: options.CatalogueFiles = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write a catalogue as a workbook, for those who prefer one; to import it again gives the same catalogue."""
    from mcplanner.cli import catalogue_files, own_file
    from mcplanner.cli.output_files import named_output

    path = named_output(output, "mine.xlsx")
    catalogue_files.write_workbook(own_file.read_catalogue_here(catalogue, whose, quiet), path, force, quiet)


@catalogue_app.command()
def diff(
    old: Old,
    new: New,
    *,
    plan: KeptPlan = None,
    mine: Mine = None,
    as_json: DifferenceAsJson = False,
    _quiet: options.QuietReport = False,
) -> None:
    """Say what is different in a later catalogue: what came, went and changed, and which numbers were perhaps renewed.

    With --plan, it also says what of that the plan rests on, and how to plan again.
    """
    from mcplanner.cli import compare_catalogues

    compare_catalogues.show_difference(old, new, plan, mine, as_json)


@catalogue_app.command("list")
def list_catalogues(*, data: options.Data, _quiet: options.QuietReport = False) -> None:
    """List the catalogues that come with mcplan."""
    from mcplanner.cli import catalogue_files
    from mcplanner.cli.output_files import check_data

    check_data(data)
    catalogue_files.list_shipped(data)
