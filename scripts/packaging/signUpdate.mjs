// @ts-check
/**
 * Signs update manifests on a release machine. The private key stays with whoever releases; the public one goes into
 * src-main/app/updateChannel.ts.
 *
 *     node scripts/packaging/signUpdate.mjs --new-key KEY.pem          makes a key, prints its public half
 *     node scripts/packaging/signUpdate.mjs KEY.pem release/latest*.yml   writes latest-linux.yml.sig and so on
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SIGNATURE_ENDING, signedBytes } from '../../src-main/app/updateSignature.ts';

/** @param {string} file never overwritten @returns {string} the public key */
export function makeKey(file) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  return publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
}

/** @param {string} keyFile @param {readonly string[]} manifests @returns {string} the public key */
export function signManifests(keyFile, manifests) {
  const key = createPrivateKey(readFileSync(keyFile));
  for (const file of manifests) {
    const bytes = signedBytes(basename(file), readFileSync(file, 'utf8'));
    writeFileSync(`${file}${SIGNATURE_ENDING}`, `${sign(null, bytes, key).toString('base64')}\n`);
  }
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [first = '', ...others] = process.argv.slice(2);
  const publicKey = first === '--new-key' ? makeKey(others[0] ?? '') : signManifests(first, others);
  process.stdout.write(`${publicKey}\n`);
}
