// @ts-check
/** Reads from the machine what plan.mjs decides on. Cheap: files only, no process is started. */
import { existsSync, mkdirSync, readFileSync, renameSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configFolder, findOnPath } from '../launch/paths.mjs';
import { parseChoice } from './plan.mjs';

/** The compilers tried, in order; `CXX` goes first. */
export const COMPILERS = ['g++', 'c++', 'clang++'];

/** @param {Record<string, string | undefined>} [environment] */
export function findCompiler(environment = process.env) {
  const named = environment['CXX'];
  if (named !== undefined && named !== '') {
    return existsSync(named) ? named : findOnPath([named], environment);
  }
  return findOnPath(COMPILERS, environment);
}

/** @returns {readonly [number, number] | undefined} */
export function glibcVersion() {
  if (process.platform !== 'linux') return undefined;
  // Without this the report looks up every connection's host name.
  if (process.report !== undefined) Object.assign(process.report, { excludeNetwork: true });
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } } | undefined} */ (
    process.report?.getReport()
  );
  const version = report?.header?.glibcVersionRuntime;
  if (version === undefined) return undefined;
  const [major, minor] = version.split('.').map(Number);
  return [major ?? 0, minor ?? 0];
}

/** A loaded driver; under WSL it lives in the Windows host and shows as a library. */
export function hasNvidia() {
  return existsSync('/proc/driver/nvidia/version') || existsSync('/usr/lib/wsl/lib/libcuda.so.1');
}

/** @param {string} folder @returns {number | undefined} */
export function freeBytes(folder) {
  let existing = folder;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  try {
    const figures = statfsSync(existing);
    return figures.bavail * figures.bsize;
  } catch {
    return undefined;
  }
}

function choicePath() {
  return join(configFolder(), 'compute.json');
}

/**
 * `STUDIO_TENSORFLOW`, else the setting kept by `npm run doctor -- --use`, else auto.
 * @param {Record<string, string | undefined>} [environment]
 * @returns {import('./plan.mjs').Choice}
 */
export function readChoice(environment = process.env) {
  const chosen = parseChoice(environment['STUDIO_TENSORFLOW']);
  if (chosen !== undefined) return chosen;
  try {
    return parseChoice(JSON.parse(readFileSync(choicePath(), 'utf8')).tensorflow) ?? 'auto';
  } catch {
    return 'auto';
  }
}

/** @param {import('./plan.mjs').Choice} choice */
export function writeChoice(choice) {
  const path = choicePath();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify({ tensorflow: choice })}\n`);
  renameSync(`${path}.new`, path);
}

/**
 * @param {{ cache: string, choice?: import('./plan.mjs').Choice, addonIsReady?: boolean }} options
 * @returns {import('./plan.mjs').MachineFacts}
 */
export function readFacts({ cache, choice = readChoice(), addonIsReady = false }) {
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: glibcVersion(),
    nvidia: hasNvidia(),
    canBuild: addonIsReady || findCompiler() !== undefined,
    freeBytes: freeBytes(cache),
    choice,
  };
}
