"""Are badges that other programs sign read as signed, and refused once one sign of them is changed?

`python benchmarks/badges.py` has npm install @digitalbazaar/vc and did-jwt-vc in a temporary folder, as
`badge_makers/package.json` names them, and has them sign the badges of the tests with keys of their own. Then mcplan reads each
one, as it is, and a hundred times with one letter or figure of it changed. It prints the verdicts, and ends with 1 where a
signed badge is not read as such, or a changed one is. A change of the key's name or of the context leaves a proof unchecked.
`--write FOLDER` keeps what was made, as the tests have it in `tests/data/made_badges`. It needs node, npm, the network for npm,
and the extra `test`.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from mcplanner.credentials.reading import read_credentials
from mcplanner.credentials.record import CredentialFile

ROOT = Path(__file__).parents[1]
MAKERS = ROOT / "benchmarks/badge_makers"
OLDER = "https://www.w3.org/2018/credentials/v1"
BETWEEN = "https://w3id.org/security/data-integrity/v2"


def given() -> dict[str, Any]:
    """The badges to sign, and the contexts that the makers do not have."""
    sys.path.insert(0, str(ROOT / "tests/support"))
    import signed_badges

    context = signed_badges.CONTEXT
    older = signed_badges.badge(**{"@context": [OLDER, BETWEEN, context]}, validFrom=None, issuanceDate="2026-09-30T08:00:00Z")
    known = (context, BETWEEN)
    return {
        "contexts": {address: signed_badges.load(address, None)["document"] for address in known},
        "badge": signed_badges.badge(),
        "older": older,
        "record": signed_badges.learner_record(signed_badges.badge()),
    }


def make(folder: Path) -> dict[str, Any]:
    """Have the makers sign the badges."""
    for name in ("package.json", "make.mjs"):
        shutil.copy(MAKERS / name, folder)
    install = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--silent"]
    subprocess.run(install, cwd=folder, check=True)
    done = subprocess.run(
        ["node", "make.mjs"],
        cwd=folder,
        input=json.dumps(given()),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def verdict(path: Path) -> str:
    """What mcplan says of a file, in short."""
    found = read_credentials(path, ROOT / "tests/data/contexts")
    if not isinstance(found, CredentialFile):
        return f"refused, {found[0].code}"
    return ", ".join(dict.fromkeys(f"{record.integrity.value} {record.unchecked}".strip() for record in found.records))


def changed(text: str, random: Random) -> str:
    """A text with one letter or figure exchanged."""
    at = random.choice([at for at, sign in enumerate(text) if sign.isalnum() and sign.isascii()])
    other = random.choice([sign for sign in "23456789abcdefghABCDEFGH" if sign != text[at]])
    return f"{text[:at]}{other}{text[at + 1 :]}"


def text_of(made: Any) -> str:
    return made if isinstance(made, str) else json.dumps(made, indent=1) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--changes", type=int, default=100, help="how many changes of each badge are tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    words = parser.parse_args()
    random, is_well = Random(words.seed), True
    with tempfile.TemporaryDirectory() as name:
        made = make(Path(name))
        path = Path(name) / "badge"
        for title, document in made.items():
            path.write_text(text_of(document), "utf-8")
            told = verdict(path)
            tried: Counter[str] = Counter()
            for _ in range(words.changes):
                path.write_text(changed(text_of(document), random), "utf-8")
                tried[verdict(path)] += 1
            is_well = is_well and told == "signature intact" and "signature intact" not in tried
            print(f"{title}: {told}; changed:", "; ".join(f"{count} {each}" for each, count in tried.most_common()))
    if words.write is not None:
        words.write.mkdir(exist_ok=True)
        for title, document in made.items():
            (words.write / title).write_text(text_of(document), "utf-8")
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
