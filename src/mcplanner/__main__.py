"""`mcplan` and `python -m mcplanner`: runs a command; whatever goes wrong ends in words and an exit code, never in a traceback.

Floor 11. `MCPLAN_TRACEBACK=1` shows what a defect's report needs.
"""

import os
import sys

DEFECT = 70
"""The exit code of a defect of mcplan itself (EX_SOFTWARE)."""


def main() -> None:
    """Run the command that was typed, and exit."""
    try:
        from mcplanner.cli import app

        app(prog_name="mcplan")
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("MCPLAN_TRACEBACK"):
            raise
        print(f"mcplan: this is a defect of mcplan, not of your input: {type(error).__name__}: {error}", file=sys.stderr)
        print("Please report it with the command you typed and what MCPLAN_TRACEBACK=1 in front of it prints.", file=sys.stderr)
        sys.exit(DEFECT)


if __name__ == "__main__":
    main()
