"""`mcplan` as a command, without the search for what holds a plan back: that comes after it, and earlier builds lack it.

With `--own-work` the time limit counts the CPU time of this process, on a machine that does other work too.
"""

import sys
from contextlib import suppress
from time import process_time

from mcplanner.__main__ import main

OWN_WORK = "--own-work"

if __name__ == "__main__":
    if OWN_WORK in sys.argv:
        sys.argv.remove(OWN_WORK)
        from mcplanner.ground import watch

        vars(watch)["monotonic"] = process_time
    with suppress(ImportError):  # the name has moved since the first builds
        from mcplanner.planning import planner

        if hasattr(planner, "what_holds_back"):
            planner.what_holds_back = lambda *_: iter(())
    main()
