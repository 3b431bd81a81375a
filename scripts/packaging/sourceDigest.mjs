// @ts-check
/** A digest of everything that the main side's numbers follow from: its sources, and the versions of its packages. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['src-main', 'shared'];
const FILES = ['package-lock.json'];
const SOURCE = /\.(ts|mjs|json)$/;

/** @param {string} root of the sources @returns {string} sixteen hexadecimal digits, the same on every platform */
export function sourceDigest(root) {
  const found = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => SOURCE.test(name))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  );
  const hash = createHash('sha256');
  for (const name of [...found, ...FILES].sort()) {
    // A checkout may have other line ends than another's.
    const text = readFileSync(join(root, name), 'utf8').replaceAll('\r\n', '\n');
    hash.update(`${name}\0${text}\0`);
  }
  return hash.digest('hex').slice(0, 16);
}
