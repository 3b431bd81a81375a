// @ts-check
/** Builds out/ by electron-vite, and knows whether that is needed: a stamp holds the newest change among the sources. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { say } from './messages.mjs';
import { modulesFolder, repositoryFolder } from './paths.mjs';
import { runForeground } from './processes.mjs';

const SOURCES = ['src-main', 'src-renderer', 'shared', 'scripts'];
const FILES = ['electron.config.ts', 'package-lock.json', 'tsconfig.json'];
const stampPath = join(repositoryFolder, 'out', 'stamp');

/** @param {string} folder @param {(path: string) => void} visit */
function walk(folder, visit) {
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, item.name);
    if (item.isDirectory()) walk(path, visit);
    else visit(path);
  }
}

/** Of every source's name, size and time: a file added, changed or taken away makes another stamp. */
function sourceStamp() {
  const hash = createHash('sha256');
  const add = (/** @type {string} */ path) => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}\n${size}\n${mtimeMs}\n`);
  };
  for (const name of SOURCES) {
    const folder = join(repositoryFolder, name);
    if (existsSync(folder)) walk(folder, add);
  }
  for (const name of FILES) add(join(repositoryFolder, name));
  return hash.digest('hex');
}

export function isBuilt() {
  try {
    return readFileSync(stampPath, 'utf8') === sourceStamp();
  } catch {
    return false;
  }
}

/** A command of an installed package, as the script that its package.json names. @param {string} name @param {string} command */
export function packageCommand(name, command) {
  const file = createRequire(import.meta.url).resolve(join(modulesFolder, name, 'package.json'));
  const { bin } = JSON.parse(readFileSync(file, 'utf8'));
  return join(dirname(file), typeof bin === 'string' ? bin : bin[command]);
}

/** @param {import('../launch.mjs').Prepared} prepared @returns {Promise<number>} */
export async function build(prepared) {
  const stamp = sourceStamp();
  say('build.running');
  const command = packageCommand('electron-vite', 'electron-vite');
  const code = await runForeground(
    prepared.node,
    [...prepared.flags, command, 'build', '--config', 'electron.config.ts', '--logLevel', 'warn'],
    { cwd: repositoryFolder, stdio: ['ignore', 2, 2], env: { ...process.env, ...prepared.environment } },
  );
  if (code === 0) writeFileSync(stampPath, stamp);
  else say('build.failed', { code });
  return code;
}

/** @param {import('../launch.mjs').Prepared} prepared */
export async function buildIfStale(prepared) {
  return isBuilt() ? 0 : build(prepared);
}
