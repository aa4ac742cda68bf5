"""`mcplan` as a command, without the search for what holds a plan back: that comes after it, and earlier builds lack it.

With `OWN_WORK` in the environment, time limits count the CPU time of this process, for a machine that does other work too.
"""

import os
from contextlib import suppress
from time import process_time

from mcplanner.__main__ import main

if __name__ == "__main__":
    with suppress(ImportError):  # the names have moved since the first builds
        from mcplanner.ground import watch

        if "OWN_WORK" in os.environ:
            vars(watch)["monotonic"] = process_time
    with suppress(ImportError):
        from mcplanner.planning import planner

        if hasattr(planner, "what_holds_back"):
            planner.what_holds_back = lambda *_: iter(())
    main()
