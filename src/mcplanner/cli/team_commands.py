"""The command about a team; like `app`, this module declares it and hands over."""

from mcplanner.cli import options


def team(
    file: options.TeamFile,
    *,
    start: options.Start = None,
    files: options.Files,
    output: options.TeamOutput,
    search: options.Search,
) -> None:
    """Plan for people who share limits: who is in class or off work at one time, a training budget, seats.

    As many people as possible are served; then the last of them is ready as early as possible, then all together, and then all
    costs the least. Ends with 0 if everybody is served, 3 if it is proved that not everybody can be, 4 if that is not proved.
    """
    from mcplanner.ground.watch import Watch

    watch = Watch(search.time_limit)  # before the rest is loaded, which takes a fifth of a second
    from mcplanner.cli import run_team

    run_team.run(file, start, files, output, search.quiet, watch)
