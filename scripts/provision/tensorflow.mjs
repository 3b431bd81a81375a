// @ts-check
/**
 * Brings TensorFlow's C library to this machine and builds tfjs-node's addon against it, in the cache:
 *
 *     tensorflow/<variant-version-platform>/deps/lib        the libraries
 *                                          /deps/include    the few headers the addon includes
 *                                          /addons/<key>/lib/napi-v8/tfjs_binding.node, deps -> ../../deps   a "home"
 *                                                       /addon.json    the addon's SHA-256 (libraryLists.mjs)
 *
 * Every step is written to another name and renamed when whole, so it can be interrupted anywhere and run again.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { withLock } from '../launch/lock.mjs';
import { ADDON_PATH, addonKey, buildAddon, readyAddonKey } from './addon.mjs';
import { fetchWheel } from './download.mjs';
import { hashFile } from './libraryCheck.mjs';
import { readAddonNote, writeAddonNote } from './libraryLists.mjs';
import { planKey, planTensorFlow } from './plan.mjs';
import { extractEntry, listZip } from './zip.mjs';

/**
 * @typedef {import('./plan.mjs').Plan} Plan
 *
 * @typedef {{ stage: 'download' | 'unpack', name: string, doneBytes: number, totalBytes: number }
 *   | { stage: 'build' | 'check' | 'script' | 'wait' }} ProvisionProgress
 *
 * @typedef {{ plan: Plan, detail: string }} FailedPlan
 *
 * @typedef {{ kind: 'ready', variant: 'cpu' | 'cuda', home: string, failed: FailedPlan[] }
 *   | { kind: 'packageScript', failed: FailedPlan[] }
 *   | { kind: 'wasm', reason: import('./plan.mjs').WasmReason, failed: FailedPlan[] }} Provisioned
 *
 * @typedef {object} HomeOptions
 * @property {string} cache
 * @property {string} bindingPackage
 * @property {string} arch
 * @property {string} [readyAddons]
 *
 * @typedef {object} ProvisionOptions
 * @property {string} cache
 * @property {string} bindingPackage the folder of tfjs-node-gpu
 * @property {import('./plan.mjs').MachineFacts} facts
 * @property {(progress: ProvisionProgress) => void} onProgress
 * @property {string} node for the package's install script and the check below
 * @property {(home: string) => Promise<void>} [checkHome] throws where the addon does not load; a process of its own
 * @property {string} [readyAddons] a folder of addons built before, `<variant>/tfjs_binding.node`; then nothing is built
 * @property {(bindingPackage: string, node: string) => Promise<void>} [runPackageScript]
 * @property {Record<string, string | undefined>} [environment]
 * @property {AbortSignal} [signal]
 */

/** What the libraries take once unpacked: the CPU's measured, CUDA's from the sizes its wheels list. */
export const UNPACKED_BYTES = { cpu: 860_000_000, cuda: 6_000_000_000 };

/** Libraries of TensorFlow and CUDA, and the headers that the addon's two sources reach (found by `g++ -M`). */
const LIBRARY = /^(tensorflow|nvidia\/[^/]+\/lib)\/(lib[^/]+\.so[.\d]*)$/;
const TENSORFLOW_LIBRARY = /^libtensorflow(_cc|_framework)\.so\.2$/;
const HEADER =
  /^tensorflow\/include\/((tensorflow\/c\/|tsl\/platform\/ctstring|tensorflow\/core\/platform\/ctstring|xla\/tsl\/c\/)[^:]*\.h)$/;

/** Where an entry of a wheel goes below `deps`, undefined where it is not needed. @param {string} name */
export function placeEntry(name) {
  const library = LIBRARY.exec(name);
  if (library !== null) {
    const [, folder, file = ''] = library;
    return folder !== 'tensorflow' || TENSORFLOW_LIBRARY.test(file) ? join('lib', file) : undefined;
  }
  const header = HEADER.exec(name);
  return header === null ? undefined : join('include', header[1] ?? '');
}

/**
 * The first plan that works on this machine.
 * @param {ProvisionOptions} options
 * @returns {Promise<Provisioned>}
 * @throws the signal's reason where it is aborted
 */
export async function provisionTensorFlow(options) {
  /** @type {FailedPlan[]} */
  const failed = [];
  for (const plan of planTensorFlow(options.facts)) {
    try {
      if (plan.kind === 'wasm') return { kind: 'wasm', reason: plan.reason, failed };
      if (plan.kind === 'packageScript') {
        options.onProgress({ stage: 'script' });
        await (options.runPackageScript ?? runPackageScript)(options.bindingPackage, options.node);
        return { kind: 'packageScript', failed };
      }
      const home = await provisionWheels(plan, options);
      return { kind: 'ready', variant: plan.variant, home, failed };
    } catch (error) {
      options.signal?.throwIfAborted();
      failed.push({ plan, detail: error instanceof Error ? error.message : String(error) });
    }
  }
  return { kind: 'wasm', reason: 'failed', failed };
}

/** @param {string} readyAddons @param {'cpu' | 'cuda'} variant */
const readyAddon = (readyAddons, variant) => join(readyAddons, variant, 'tfjs_binding.node');

/**
 * Where a plan's home is or will be.
 * @param {Extract<Plan, { kind: 'wheels' }>} plan
 * @param {HomeOptions} options
 */
function homeFolder(plan, { cache, bindingPackage, arch, readyAddons }) {
  const key =
    readyAddons === undefined
      ? addonKey(bindingPackage)
      : readyAddonKey(readyAddon(readyAddons, plan.variant));
  return join(cache, 'tensorflow', planKey(plan, arch), 'addons', key);
}

/**
 * The finished home of a plan, undefined where something of it is missing or its addon is not the ready one. Reads a few file
 * names and at most the addon (85 KB).
 * @param {Extract<Plan, { kind: 'wheels' }>} plan
 * @param {HomeOptions} options
 */
export function findHome(plan, options) {
  const home = homeFolder(plan, options);
  const addon = join(home, ADDON_PATH);
  if (!existsSync(join(home, 'deps', 'complete')) || !existsSync(addon)) return undefined;
  const { readyAddons } = options;
  if (readyAddons === undefined) return home;
  const ready = hashFile(readyAddon(readyAddons, plan.variant));
  return hashFile(addon) === ready && readAddonNote(home) === ready ? home : undefined;
}

/**
 * Whether a plan's libraries lie in the cache, so that nothing has to be downloaded. Without a ready addon one is built, by
 * the headers that come with the libraries.
 * @param {Extract<Plan, { kind: 'wheels' }>} plan
 * @param {Omit<HomeOptions, 'bindingPackage'>} options
 */
export function hasLibraries(plan, { cache, arch, readyAddons }) {
  const deps = join(cache, 'tensorflow', planKey(plan, arch), 'deps');
  return (
    existsSync(join(deps, 'complete')) && (readyAddons !== undefined || existsSync(join(deps, 'include')))
  );
}

/**
 * One plan's home, made where it is not there yet.
 * @param {Extract<Plan, { kind: 'wheels' }>} plan
 * @param {ProvisionOptions} options
 * @throws where a wheel cannot be had or the addon does not load
 */
export async function provisionWheels(plan, options) {
  const { cache, facts, onProgress } = options;
  const place = { ...options, arch: facts.arch };
  const found = findHome(plan, place);
  if (found !== undefined) return found;
  const folder = join(cache, 'tensorflow', planKey(plan, facts.arch));
  const work = async () => {
    const deps = join(folder, 'deps');
    if (!hasLibraries(plan, place)) await unpackWheels(plan, deps, options);
    const home = homeFolder(plan, place);
    if (findHome(plan, place) === undefined) await makeHome(plan, home, deps, options);
    return home;
  };
  return withLock(`${folder}.lock`, work, { onWait: () => onProgress({ stage: 'wait' }) });
}

/**
 * @param {Extract<Plan, { kind: 'wheels' }>} plan
 * @param {string} deps
 * @param {ProvisionOptions} options
 */
async function unpackWheels(plan, deps, { cache, onProgress, environment, signal }) {
  const unpacking = `${deps}.unpacking`;
  for (const wheel of plan.wheels) {
    // Several gigabytes of CUDA come wheel by wheel; those unpacked before an interruption are not fetched again.
    const have = join(unpacking, `.have-${wheel.sha256}`);
    if (existsSync(have)) continue;
    const name = `${wheel.project} ${wheel.version}`;
    const path = await fetchWheel(wheel, join(cache, 'downloads'), {
      onProgress: (doneBytes, totalBytes) => onProgress({ stage: 'download', name, doneBytes, totalBytes }),
      ...(environment === undefined ? {} : { environment }),
      signal,
    });
    const wanted = (await listZip(path)).flatMap((entry) => {
      const place = placeEntry(entry.name);
      return place === undefined ? [] : [{ entry, target: join(unpacking, place) }];
    });
    const totalBytes = wanted.reduce((sum, { entry }) => sum + entry.sizeBytes, 0);
    let doneBytes = 0;
    for (const { entry, target } of wanted) {
      signal?.throwIfAborted();
      await extractEntry(path, entry, target, (bytes) => {
        doneBytes += bytes;
        onProgress({ stage: 'unpack', name, doneBytes, totalBytes });
      });
    }
    await writeFile(have, '');
    await rm(path, { force: true });
  }
  await writeFile(join(unpacking, 'complete'), '');
  await rm(deps, { recursive: true, force: true });
  await rename(unpacking, deps);
}

/**
 * @param {Extract<Plan, { kind: 'wheels' }>} plan
 * @param {string} home
 * @param {string} deps
 * @param {ProvisionOptions} options
 */
async function makeHome(plan, home, deps, { bindingPackage, readyAddons, onProgress, node, checkHome }) {
  const making = `${home}.making`;
  await rm(making, { recursive: true, force: true });
  const target = join(making, ADDON_PATH);
  await mkdir(dirname(target), { recursive: true });
  await symlink(join('..', '..', 'deps'), join(making, 'deps'));
  if (readyAddons === undefined) {
    onProgress({ stage: 'build' });
    await buildAddon({ bindingPackage, deps, variant: plan.variant, target });
  } else {
    await copyFile(readyAddon(readyAddons, plan.variant), target);
  }
  writeAddonNote(making, hashFile(target));
  onProgress({ stage: 'check' });
  await (checkHome?.(making) ?? checkLoads(target, node));
  await rm(home, { recursive: true, force: true });
  await rename(making, home);
}

/**
 * Loads the addon in a process of its own: a library that this machine can't run may end the process that tries.
 * @param {string} addon
 * @param {string} node
 * @returns {Promise<void>}
 */
function checkLoads(addon, node) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, ['-e', 'process.dlopen({ exports: {} }, process.env.STUDIO_ADDON)'], {
      env: { ...process.env, STUDIO_ADDON: addon, ELECTRON_RUN_AS_NODE: '1', TF_CPP_MIN_LOG_LEVEL: '2' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (piece) => (said = (said + String(piece)).slice(-2000)));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`the addon does not load (${signal ?? `exit ${code}`}): ${said.trim()}`));
    });
  });
}

/**
 * macOS and Windows: tfjs-node's own script downloads its stock libtensorflow and a ready addon.
 * @param {string} bindingPackage
 * @param {string} node
 * @returns {Promise<void>}
 */
function runPackageScript(bindingPackage, node) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [join('scripts', 'install.js'), 'gpu', 'download'], {
      cwd: bindingPackage,
      env: {
        ...process.env,
        PATH: [
          join(bindingPackage, '..', '..', '.bin'),
          dirname(node),
          process.env['PATH'] ?? process.env['Path'] ?? '',
        ].join(process.platform === 'win32' ? ';' : ':'),
      },
      stdio: ['ignore', 2, 2],
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 && existsSync(join(bindingPackage, ADDON_PATH))) resolve();
      else reject(new Error(`${basename(bindingPackage)}'s install script ended with exit ${code}`));
    });
  });
}
