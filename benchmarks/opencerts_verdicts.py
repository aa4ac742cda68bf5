"""Is an OpenCerts document intact? Compares mcplan's answer with that of the issuers' own library for JavaScript.

`python benchmarks/opencerts_verdicts.py` has npm install `@govtechsg/open-attestation` in a temporary folder, has the library
wrap documents and hide parts of them, changes some, and asks both. It needs node, npm and the network for npm, so it is no
test. It prints how often each verdict was given, and every document on which the two differ; it ends with 1 where there is one.

The documents are made from a seed, and hold whatever JSON can: several scripts, escapes, empty lists, numbers, nothing.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from mcplanner.credentials.opencerts import read_wrapped
from mcplanner.credentials.parsing import parse_json
from mcplanner.credentials.record import RefusedError

LIBRARY = "@govtechsg/open-attestation@6.9.7"

WRAP = """
const oa = require("@govtechsg/open-attestation");
const cases = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const made = ({ batch, hidden }) => {
  const [first] = oa.wrapDocuments(batch);
  return hidden.length ? oa.obfuscateDocument(first, hidden) : first;
};
process.stdout.write(JSON.stringify(cases.map(made)));
"""

VERIFY = """
const oa = require("@govtechsg/open-attestation");
const texts = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const verdict = (text) => { try { return oa.verifySignature(JSON.parse(text)); } catch (error) { return false; } };
process.stdout.write(JSON.stringify(texts.map(verdict)));
"""

ISSUER = {
    "name": "Harbour Polytechnic",
    "documentStore": "0x8Fc57204c35fb9317D91285eF52D6b892EC08cD3",
    "identityProof": {"type": "DNS-TXT", "location": "harbour.example.sg"},
}
TEXTS = (
    "Networking Basics",
    "网络基础",
    "José \u0301",
    'a "quoted" \\ text',
    "line\nbreak\t",
    "",
    " ",
    "a:b:c",
    "தமிழ்",
    "😀",
    "\u2028",
    "\x7f",
)

Document = dict[str, Any]


def value(random: Random, depth: int = 0) -> Any:
    """Any value that JSON can hold."""
    kind = random.randrange(8 if depth < 3 else 6)
    match kind:
        case 0 | 1 | 2:
            return random.choice(TEXTS)
        case 3:
            return random.choice((0, -1, 3.5, 1e21, 10**15, 0.1))
        case 4:
            return random.choice((True, False))
        case 5:
            return None
        case 6:
            return [value(random, depth + 1) for _ in range(random.randrange(4))]
        case _:
            return {
                random.choice(("a", "b c", "é", '"', "名", "x-1")): value(random, depth + 1) for _ in range(random.randrange(4))
            }


def document(random: Random) -> Document:
    """A transcript with an invented person."""
    lines = [
        {
            "name": random.choice(TEXTS),
            "courseCode": f"HP{line}",
            "grade": random.choice(("A", "F", "Pass")),
            "more": value(random),
        }
        for line in range(random.randrange(1, 5))
    ]
    person = {"name": random.choice(TEXTS), "nric": "S0000000X", "more": value(random)}
    return {
        "id": "1",
        "name": "Transcript",
        "issuers": [ISSUER],
        "recipient": person,
        "transcript": lines,
        "more": value(random),
    }


def hidden(random: Random) -> list[str]:
    """The paths that the holder hides, a whole line of the transcript among them."""
    paths = (
        "recipient",
        "recipient.nric",
        "transcript.0.grade",
        "transcript.0",
        "transcript",
        "more",
        "id",
        "transcript.0.more",
    )
    return random.sample(paths, random.choice((0, 0, 1, 1, 2, 3)))


def _of_text(change: Callable[[str], str]) -> Callable[[Document, Random], None]:
    def apply(document: Document, _: Random) -> None:
        name = "name" if "name" in document["data"] else next(iter(document["data"]))
        if isinstance(document["data"][name], str):
            document["data"][name] = change(document["data"][name])

    return apply


def _hash(key: str) -> Callable[[Document, Random], None]:
    def apply(document: Document, random: Random) -> None:
        text = document["signature"][key]
        place = random.randrange(len(text))
        document["signature"][key] = f"{text[:place]}{'0' if text[place] != '0' else '1'}{text[place + 1 :]}"

    return apply


def _add(document: Document, _: Random) -> None:
    document["data"]["added"] = "00000000-0000-4000-8000-000000000000:string:x"


def _remove(document: Document, random: Random) -> None:
    document["data"].pop(random.choice(sorted(document["data"])))


def _one_hash_less(document: Document, _: Random) -> None:
    hashes = document.get("privacy", {}).get("obfuscatedData", [])
    (hashes or document["signature"]["proof"] or [None]).pop()


def _turn_lines(document: Document, _: Random) -> None:
    lines = document["data"].get("transcript")
    if isinstance(lines, list):
        lines.reverse()


def _upper_hash(document: Document, random: Random) -> None:
    key = random.choice(("targetHash", "merkleRoot"))
    document["signature"][key] = document["signature"][key].upper()


CHANGES: tuple[Callable[[Document, Random], None], ...] = (
    _of_text(lambda text: text + "x"),
    _of_text(lambda text: text.replace("string", "number")),
    _of_text(str.upper),
    _hash("targetHash"),
    _hash("merkleRoot"),
    _add,
    _remove,
    _one_hash_less,
    _turn_lines,
    _upper_hash,
)


def node(folder: Path, script: str, given: Any) -> Any:
    """Return what a script makes of JSON on its standard input."""
    text = json.dumps(given)
    done = subprocess.run(
        ["node", "-e", script], cwd=folder, input=text, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return json.loads(done.stdout)


def is_intact(text: str) -> bool:
    """Return mcplan's verdict: whether it reads the document or refuses it."""
    try:
        read_wrapped(parse_json(text))
    except RefusedError:
        return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    random = Random(words.seed)
    cases = [
        {"batch": [document(random) for _ in range(random.randrange(1, 6))], "hidden": hidden(random)}
        for _ in range(words.documents)
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", LIBRARY]
        subprocess.run(install, cwd=folder, check=True)
        made = node(folder, WRAP, cases)
        for each in made:
            if random.random() < 0.5:
                random.choice(CHANGES)(each, random)
        texts = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in made]
        theirs = node(folder, VERIFY, texts)
        ours = [is_intact(text) for text in texts]
    for verdict, count in sorted(Counter(zip(theirs, ours, strict=True)).items(), reverse=True):
        print(f"{count:4} documents: the library says intact {verdict[0]}, mcplan {verdict[1]}")
    differ = [text for text, one, other in zip(texts, theirs, ours, strict=True) if one != other]
    print(*differ, sep="\n", end="\n" if differ else "")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
