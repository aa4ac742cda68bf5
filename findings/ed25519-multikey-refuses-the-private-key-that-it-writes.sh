#!/usr/bin/env bash
# @digitalbazaar/ed25519-multikey 1.3.1, which makes the keys of signed badges: it writes a private key as a JSON Web Key (JWK) that
# it refuses to read back, with "Invalid secret key size (64); expected 32". `d` has 64 bytes: the private key, and the public key
# behind it. It does so with keys that `generate` made; a key that was read from a JWK of 32 bytes is written with 32 again.
#
# You would expect `fromJwk` to read what `toJwk` writes, and other programs to read it, too: by RFC 8037, `d` is the private key,
# and that of Ed25519 has 32 bytes. node refuses the key as "Invalid JWK data". With the first 32 bytes alone, both read it, and
# it belongs to the same public key. @digitalbazaar/ecdsa-multikey 1.8.0 writes keys of P-256 that both read.
#
# The keys are made anew, and used for nothing. It needs node and npm. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent "@digitalbazaar/ed25519-multikey@1.3.1" "@digitalbazaar/ecdsa-multikey@1.8.0"
cat > seen.mjs <<'JAVASCRIPT'
import { createPrivateKey, createPublicKey } from "node:crypto";
import * as Ec from "@digitalbazaar/ecdsa-multikey";
import * as Ed from "@digitalbazaar/ed25519-multikey";

const bytesOf = (jwk) => Buffer.from(jwk.d, "base64url").length;
const short = (jwk) => ({ ...jwk, d: Buffer.from(jwk.d, "base64url").subarray(0, 32).toString("base64url") });

async function byItself(library, jwk) {
  try {
    const key = await library.fromJwk({ jwk, secretKey: true });
    return (await library.toJwk({ keyPair: key })).x === jwk.x ? "read" : "another key";
  } catch (error) {
    return `refused: ${error.message}`;
  }
}

function byNode(jwk) {
  try {
    const key = createPrivateKey({ key: jwk, format: "jwk" });
    return createPublicKey(key).export({ format: "jwk" }).x === jwk.x ? "read" : "another key";
  } catch (error) {
    return `refused: ${error.message}`;
  }
}

const written = await Ed.toJwk({ keyPair: await Ed.generate(), secretKey: true });
const again = await Ed.toJwk({ keyPair: await Ed.fromJwk({ jwk: short(written), secretKey: true }), secretKey: true });
const other = await Ec.toJwk({ keyPair: await Ec.generate({ curve: "P-256" }), secretKey: true });
const cases = [
  ["Ed25519, as it was written", Ed, written, 64, false],
  ["Ed25519, the first 32 bytes of d", Ed, short(written), 32, true],
  ["Ed25519, these read and written again", Ed, again, 32, true],
  ["P-256, as it was written", Ec, other, 32, true],
];
let asSeen = true;
for (const [what, library, jwk, bytes, isRead] of cases) {
  const verdicts = [await byItself(library, jwk), byNode(jwk)];
  console.log(`${what}: d has ${bytesOf(jwk)} bytes; its own library: ${verdicts[0]}; node: ${verdicts[1]}`);
  asSeen = asSeen && bytesOf(jwk) === bytes && verdicts.every((verdict) => (verdict === "read") === isRead);
}
process.exit(asSeen ? 0 : 1);
JAVASCRIPT
node seen.mjs
