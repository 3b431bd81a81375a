/**
 * Which studio this is, to the letter: a digest of its sources. Two machines compute the same runs only where it is alike; a
 * version number stays the same over many of them. A bundle has the digest of what it was built from (electron.config.ts).
 */
import { sourceDigest } from '../../scripts/packaging/sourceDigest.mjs';
import { repositoryFolder } from '../../scripts/launch/paths.mjs';

declare const SOURCE_DIGEST: string | undefined;

let known: string | undefined;

/** Sixteen letters and digits. */
export function buildHash(): string {
  known ??= typeof SOURCE_DIGEST === 'string' ? SOURCE_DIGEST : sourceDigest(repositoryFolder);
  return known;
}
