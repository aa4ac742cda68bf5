#!/usr/bin/env bash
# PyLD 3.3.0 and jsonld 9.0.0, the libraries for Python and JavaScript of one maker, write other canonical statements for the same
# document and the same algorithm (URDNA2015), if a text in it has a control character other than tab, line feed and carriage
# return. jsonld escapes a form feed as \f and a delete as \u007F, as RDF Dataset Canonicalization 1.0 says. PyLD writes them as
# they are. So the hashes differ, and a badge with such a text that was signed with the one is broken for the other.
#
# You would expect the same statements from both. Texts that were pasted from a PDF have form feeds at the ends of pages.
#
# It needs node, npm and python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check "PyLD==3.3.0"
npm install --no-audit --no-fund --ignore-scripts --silent "jsonld@9.0.0"
cat > documents.json <<'JSON'
{
  "no control character": "page one, page two",
  "tab": "page one\tpage two",
  "line feed": "page one\npage two",
  "carriage return": "page one\rpage two",
  "backspace": "page one\bpage two",
  "form feed": "page one\fpage two",
  "vertical tab": "page one\u000bpage two",
  "delete": "page one\u007fpage two"
}
JSON
cat > statements.py <<'PYTHON'
import json

from pyld import jsonld

made = {}
for name, text in json.load(open("documents.json")).items():
    document = {"@id": "urn:x:badge", "https://schema.org/description": text}
    options = {"algorithm": "URDNA2015", "format": "application/n-quads"}
    made[name] = jsonld.normalize(document, options)
print(json.dumps(made))
PYTHON
cat > seen.cjs <<'JAVASCRIPT'
const { readFileSync } = require("node:fs");
const jsonld = require("jsonld");

const byPyld = JSON.parse(readFileSync("pyld.json", "utf-8"));
const alike = new Set(["no control character", "tab", "line feed", "carriage return"]);
(async () => {
  let asSeen = true;
  for (const [name, text] of Object.entries(JSON.parse(readFileSync("documents.json", "utf-8")))) {
    const document = { "@id": "urn:x:badge", "https://schema.org/description": text };
    const byJsonld = await jsonld.canonize(document, { algorithm: "URDNA2015", format: "application/n-quads" });
    const same = byJsonld === byPyld[name];
    const shown = (statements) => JSON.stringify(statements.split('"')[1]).slice(1, -1).replace("\u007f", "\\u007f");
    console.log(`${name}: ${same ? "the same" : "different"}; jsonld writes ${shown(byJsonld)}, PyLD ${shown(byPyld[name])} (as JSON)`);
    asSeen = asSeen && same === alike.has(name);
  }
  process.exit(asSeen ? 0 : 1);
})();
JAVASCRIPT
environment/bin/python statements.py > pyld.json
node seen.cjs
