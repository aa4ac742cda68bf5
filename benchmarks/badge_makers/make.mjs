// Makes signed badges with @digitalbazaar/vc (proofs) and did-jwt-vc (tokens). It reads the contexts and the badges to sign as JSON
// from standard input, and writes what it made as one JSON object: a name, and the signed badge. The keys are made anew each time.

import { readFileSync } from 'node:fs';
import * as Ec from '@digitalbazaar/ecdsa-multikey';
import * as Ed from '@digitalbazaar/ed25519-multikey';
import { cryptosuite as ecdsa } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import { cryptosuite as eddsa } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as vc from '@digitalbazaar/vc';
import { ES256Signer, EdDSASigner } from 'did-jwt';
import { createVerifiableCredentialJwt, createVerifiablePresentationJwt } from 'did-jwt-vc';

const { contexts, badge, older, record } = JSON.parse(readFileSync(0, 'utf-8'));
const ELSEWHERE = 'https://harbour.example.sg/issuer';

async function documentLoader(url) {
  if (url in contexts) return { contextUrl: null, documentUrl: url, document: contexts[url] };
  return vc.defaultDocumentLoader(url);
}

const MAKERS = {
  'eddsa': [() => Ed.generate(), eddsa],
  'ecdsa-p256': [() => Ec.generate({ curve: 'P-256' }), ecdsa],
  'ecdsa-p384': [() => Ec.generate({ curve: 'P-384' }), ecdsa],
};

async function keyAt(name, controller) {
  const key = await MAKERS[name][0]();
  key.controller = controller ?? `did:key:${key.publicKeyMultibase}`;
  key.id = `${key.controller}#${key.publicKeyMultibase}`;
  return key;
}

async function prove(document, name, controller) {
  const key = await keyAt(name, controller);
  const suite = new DataIntegrityProof({ signer: key.signer(), date: '2026-10-01T08:00:00Z', cryptosuite: MAKERS[name][1] });
  return vc.issue({ credential: { ...document, issuer: { ...document.issuer, id: key.controller } }, suite, documentLoader });
}

async function together(document, names) {
  const made = await Promise.all(names.map(name => prove(document, name, ELSEWHERE)));
  return { ...made[0], proof: made.map(each => each.proof) };
}

async function tokenIssuer(algorithm) {
  const name = algorithm === 'ES256' ? 'ecdsa-p256' : 'eddsa';
  const key = await MAKERS[name][0]();
  const did = `did:key:${key.publicKeyMultibase}`;
  const module = algorithm === 'ES256' ? Ec : Ed;
  const jwk = await module.toJwk({ keyPair: key, secretKey: true });
  const secret = Buffer.from(jwk.d, 'base64url').subarray(0, 32);
  const signer = algorithm === 'ES256' ? ES256Signer(secret) : EdDSASigner(secret);
  return { did, alg: algorithm, signer };
}

async function token(document, algorithm, isNamed = false) {
  const { id, issuer, issuanceDate, ...inner } = document;
  const payload = { sub: inner.credentialSubject.id, jti: id, nbf: Date.parse(issuanceDate) / 1000, vc: inner };
  const signing = await tokenIssuer(algorithm);
  const kid = `${signing.did}#${signing.did.slice('did:key:'.length)}`;
  return createVerifiableCredentialJwt(payload, signing, isNamed ? { header: { kid } } : {});
}

async function presented(tokens) {
  const payload = { vp: { '@context': ['https://www.w3.org/2018/credentials/v1'], type: ['VerifiablePresentation'], verifiableCredential: tokens } };
  return createVerifiablePresentationJwt(payload, await tokenIssuer('EdDSA'));
}

const member = await token(older, 'ES256');
const made = {
  'eddsa.json': await prove(badge, 'eddsa'),
  'eddsa-data-model-1.json': await prove(older, 'eddsa'),
  'eddsa-address.json': await prove(badge, 'eddsa', ELSEWHERE),
  'eddsa-did-web.json': await prove(badge, 'eddsa', 'did:web:harbour.example.sg'),
  'ecdsa-p256.json': await prove(badge, 'ecdsa-p256'),
  'ecdsa-p256-data-model-1.json': await prove(older, 'ecdsa-p256'),
  'ecdsa-p256-address.json': await prove(badge, 'ecdsa-p256', ELSEWHERE),
  'ecdsa-p384.json': await prove(badge, 'ecdsa-p384'),
  'set.json': await together(badge, ['eddsa', 'ecdsa-p256', 'ecdsa-p384']),
  'learner-record.json': await prove(record, 'eddsa'),
  'eddsa.jwt': await token(older, 'EdDSA'),
  'es256.jwt': await token(older, 'ES256'),
  'es256-key.jwt': await token(older, 'ES256', true),
  'presentation.jwt': await presented([member, member]),
};
process.stdout.write(JSON.stringify(made));
