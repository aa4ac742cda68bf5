"""`mcplan` as a command, without the search for what holds a plan back: that comes after it, and earlier builds lack it."""

from contextlib import suppress

from mcplanner.__main__ import main

if __name__ == "__main__":
    with suppress(ImportError):  # the name has moved since the first builds
        from mcplanner.planning import planner

        if hasattr(planner, "what_holds_back"):
            planner.what_holds_back = lambda *_: iter(())
    main()
