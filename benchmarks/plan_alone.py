"""`mcplan` as a command, without the search for what holds a plan back: that comes after it, and earlier builds lack it."""

from mcplanner.__main__ import main
from mcplanner.planning import planner

if __name__ == "__main__":
    if hasattr(planner, "what_holds_back"):
        planner.what_holds_back = lambda *_: iter(())
    main()
