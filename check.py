"""Everything that must hold before a change lands: style, types, layers, tests. Stops at the first that fails.

Run it with the Python of an environment that has the `test` extra: `.venv/bin/python check.py`.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent
BIN = Path(sys.executable).parent
SLIPCOVER = sys.executable, "-m", "slipcover"
REACHED = ".slipcover.json"
"""The lines and branches that tests reached. A second command judges them, for SlipCover 1.1 drops them in judging a run."""

CHECKS = (
    [str(BIN / "ruff"), "check", "."],
    [str(BIN / "ruff"), "format", "--check", "."],
    [str(BIN / "mypy")],
    [str(BIN / "lint-imports")],
    [*SLIPCOVER, "--json", "--out", REACHED, "-m", "pytest", "--numprocesses", "auto", "--dist", "worksteal"],
    [*SLIPCOVER, "--merge", REACHED, "--out", REACHED, "--skip-covered", "--fail-under", "98"],
)


def main() -> int:
    """Run the checks in order; the exit code of the first that fails, or 0."""
    for check in CHECKS:
        print("==>", Path(check[0]).name, *check[1:], flush=True)
        code = subprocess.run(check, cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
