#!/usr/bin/env bash
# @govtechsg/open-attestation 6.9.7, the library that wraps OpenCerts: if a holder hides one element of a list, the document
# verifies in memory, but not after it was saved as JSON and read again. If a holder hides every value of an object, one by one,
# the document does not verify at all. Hiding the whole list or the whole object works.
#
# You would expect a certificate to verify whatever its holder may hide, saved or not. But a hidden element leaves a hole in the
# list. JSON saves the hole as null, a value that nobody hashed. And an object without values is hashed as a value of its own.
#
# The script makes the document, which names nobody. It needs node and npm. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent "@govtechsg/open-attestation@6.9.7"
cat > seen.js <<'JAVASCRIPT'
const { wrapDocument, obfuscateDocument, verifySignature } = require("@govtechsg/open-attestation");
const whole = wrapDocument({
  issuers: [{ name: "Example Polytechnic", certificateStore: "0x0000000000000000000000000000000000000000" }],
  name: "Certificate of courses",
  courses: ["Networking", "Databases", "Statistics"],
  place: { street: "Example Road", town: "Singapore" },
});
const cases = [
  ["nothing hidden", [], true, true],
  ["its name hidden", ["name"], true, true],
  ["all courses hidden", ["courses"], true, true],
  ["one course hidden", ["courses.1"], true, false],
  ["the place hidden", ["place"], true, true],
  ["street and town hidden", ["place.street", "place.town"], false, false],
];
console.log(`@govtechsg/open-attestation ${require("@govtechsg/open-attestation/package.json").version}`);
let asSeen = true;
for (const [what, hidden, inMemory, saved] of cases) {
  const document = hidden.length ? obfuscateDocument(whole, hidden) : whole;
  const verdicts = [verifySignature(document), verifySignature(JSON.parse(JSON.stringify(document)))];
  console.log(`${what}: verifies in memory ${verdicts[0]}, saved and read again ${verdicts[1]}`);
  asSeen = asSeen && verdicts[0] === inMemory && verdicts[1] === saved;
}
process.exit(asSeen ? 0 : 1);
JAVASCRIPT
node seen.js
