// @ts-check
/**
 * Builds tfjs-node's addon against the TensorFlow that was provisioned. It is Node-API, so one build serves every Node and
 * Electron. Two source files and no configure step: the compiler is called directly, so neither make nor python is needed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { modulesFolder } from '../launch/paths.mjs';
import { findCompiler } from './facts.mjs';
import { ADDON_NAME, hashFile } from './libraryCheck.mjs';

const NODE_API_VERSION = 8;
/** What the package's own binding.gyp asks node-gyp for. */
const FLAGS = [
  '-std=c++17',
  '-O2',
  '-fPIC',
  '-fno-exceptions',
  '-fno-rtti',
  '-w',
  `-DNAPI_VERSION=${NODE_API_VERSION}`,
  '-DBUILDING_NODE_EXTENSION',
];

/** Where the addon lies below a package folder or a provisioned folder. */
export const ADDON_PATH = normalize(ADDON_NAME);

/** Names an addon that came ready built. @param {string} file */
export function readyAddonKey(file) {
  return hashFile(file).slice(0, 12);
}

/** @param {string} bindingPackage the folder of tfjs-node-gpu */
export function addonKey(bindingPackage) {
  const folder = join(bindingPackage, 'binding');
  const hash = createHash('sha256').update(FLAGS.join(' ')).update(process.arch);
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}

/** Folders that may hold Node's C headers: the npm package of the project's Node, else beside the running one. */
function nodeHeaders() {
  const candidates = [
    join(modulesFolder, `node-linux-${process.arch}`, 'include', 'node'),
    join(dirname(process.execPath), '..', 'include', 'node'),
  ];
  const found = candidates.find((folder) => existsSync(join(folder, 'node_api.h')));
  if (found === undefined) {
    throw new Error(
      'Node-API headers (node_api.h) were not found; install dependencies without --omit=optional',
    );
  }
  return found;
}

/**
 * @param {string} command
 * @param {readonly string[]} parameters
 * @returns {Promise<void>}
 */
function run(command, parameters) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (piece) => (said = (said + String(piece)).slice(-8000)));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} failed:\n${said}`));
    });
  });
}

/**
 * TensorFlow opens CUDA's libraries by name while it runs. An addon that names them as its own needs has them loaded from
 * deps/lib beside it before that, so no library path has to be set for the process.
 */
export const CUDA_LIBRARIES = [
  'libcudart.so.12',
  'libnvJitLink.so.12',
  'libcublasLt.so.12',
  'libcublas.so.12',
  'libcufft.so.11',
  'libcurand.so.10',
  'libcusparse.so.12',
  'libcusolver.so.11',
  'libcudnn.so.9',
  'libnccl.so.2',
];

/**
 * Compiles and links the addon to `target`; whole or not at all.
 * @param {{ bindingPackage: string, deps: string, variant: 'cpu' | 'cuda', target: string }} options
 *   `deps` is the unpacked folder: headers in `include`, the libraries in `lib`
 */
export async function buildAddon({ bindingPackage, deps, variant, target }) {
  const compiler = findCompiler();
  if (compiler === undefined) throw new Error('no C++ compiler');
  const work = `${target}.build-${process.pid}`;
  await mkdir(work, { recursive: true });
  try {
    const sources = ['tfjs_backend', 'tfjs_binding'];
    const include = [`-I${nodeHeaders()}`, `-I${join(deps, 'include')}`, `-I${bindingPackage}`];
    await Promise.all(
      sources.map((name) =>
        run(compiler, [
          ...FLAGS,
          ...include,
          '-c',
          join(bindingPackage, 'binding', `${name}.cc`),
          '-o',
          join(work, `${name}.o`),
        ]),
      ),
    );
    // Empty stand-ins are enough to link by: only the names are recorded. So the CUDA addon builds without CUDA too.
    const cuda = variant === 'cuda' ? CUDA_LIBRARIES : [];
    for (const name of cuda) {
      await run(compiler, [
        '-shared',
        '-nostdlib',
        '-x',
        'c++',
        '/dev/null',
        `-Wl,-soname,${name}`,
        '-o',
        join(work, name),
      ]);
    }
    const linked = join(work, 'tfjs_binding.node');
    await run(compiler, [
      '-shared',
      '-o',
      linked,
      ...sources.map((name) => join(work, `${name}.o`)),
      '-Wl,--no-as-needed',
      ...cuda.map((name) => join(work, name)),
      join(deps, 'lib', 'libtensorflow_cc.so.2'),
      join(deps, 'lib', 'libtensorflow_framework.so.2'),
      // As RPATH, not RUNPATH: before what LD_LIBRARY_PATH names, which nobody has checked.
      '-Wl,--disable-new-dtags',
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ]);
    await mkdir(dirname(target), { recursive: true });
    await rename(linked, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
