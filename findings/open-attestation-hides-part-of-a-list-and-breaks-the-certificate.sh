#!/usr/bin/env bash
# @govtechsg/open-attestation 6.9.7, the library that wraps OpenCerts: a holder who hides one element of a list gets a document
# that verifies in memory, and no longer once it was saved as JSON and read again; one who hides every value of an object, one
# by one, gets a document that does not verify at all. To hide the whole list or the whole object works.
#
# One would have guessed that whatever a holder may hide stays a certificate that verifies, saved or not. What happens: the hidden
# element leaves a hole in the list, which JSON saves as null, a value that nobody hashed; and an object without values is hashed
# as a value of its own.
#
# The document is made here and names nobody. Needs node and npm. Ends with 1 if that is no longer so.
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
