"""The compiled kernel of packing, if it was built."""

import os
from typing import Any

KERNEL: Any = None
if os.environ.get("MCPLAN_KERNEL") != "off":
    try:
        from mcplanner.solvers.packing import _kernel as KERNEL
    except ImportError:
        KERNEL = None
