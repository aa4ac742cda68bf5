"""The kernel of packing that was compiled from `_kernel.c`, where there is one.

Whoever uses it does the same in Python where there is none: the answers are the same, and only the time differs.
"""

import os
from types import ModuleType


def load_kernel() -> ModuleType | None:
    """The compiled kernel, as `_kernel.pyi` describes it; None where none was built, or `MCPLAN_KERNEL` is `off`."""
    if os.environ.get("MCPLAN_KERNEL") == "off":
        return None
    try:
        from mcplanner.solvers.packing import _kernel
    except ImportError:
        return None
    return _kernel


KERNEL = load_kernel()
"""The compiled kernel, or None."""
