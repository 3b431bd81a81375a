// @ts-check
/**
 * Which Node runs the studio: the one that npm put into node_modules (Linux), else the running one where it is new enough.
 * better-sqlite3 13 needs 22, the build tools 22.12; from 22.18 on Node reads TypeScript without being asked.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { modulesFolder } from './paths.mjs';

/** @param {string} version @returns {[number, number]} */
export function parseVersion(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return [major, minor];
}

/** @param {string} version @param {number} major @param {number} minor */
export function isAtLeast(version, major, minor) {
  const [foundMajor, foundMinor] = parseVersion(version);
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
}

/** As src-main/engine/memoryFlags.ts has it, which this file cannot import on an old Node; a test holds the two together. */
const ALWAYS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8'];

/**
 * @param {{ version: string, execPath: string, bundled: string | undefined }} options
 *   `bundled` is the path of the project's own Node where it is installed
 * @returns {{ path: string, flags: string[] } | undefined} undefined where no Node here is new enough
 */
export function chooseNode({ version, execPath, bundled }) {
  if (bundled !== undefined) return { path: bundled, flags: [...ALWAYS] };
  if (!isAtLeast(version, 22, 12)) return undefined;
  const flags = isAtLeast(version, 22, 18) ? [] : ['--experimental-strip-types'];
  return { path: execPath, flags: [...flags, ...ALWAYS] };
}

/** @param {string} [modules] */
export function bundledNode(modules = modulesFolder) {
  const path = join(modules, `node-linux-${process.arch}`, 'bin', 'node');
  return process.platform === 'linux' && existsSync(path) ? path : undefined;
}

export function studioNode() {
  return chooseNode({ version: process.version, execPath: process.execPath, bundled: bundledNode() });
}
