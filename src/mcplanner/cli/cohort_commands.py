"""The command about many learners; like `app`, this module declares it and hands over."""

from mcplanner.cli import options


def cohort(
    learners: options.LearnersFile,
    *,
    start: options.Start = None,
    files: options.Files,
    output: options.CohortFiles,
    work: options.CohortWork,
) -> None:
    """Plan for any number of learners, each by a row of a file, and forecast the seats that they need.

    Equal questions are planned once. A run that was stopped goes on with --resume. Ends with 1 if rows were refused; all
    others are answered then, too.
    """
    from mcplanner.cli import run_cohort

    run_cohort.run(learners, start, files, output, work)
