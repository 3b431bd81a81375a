// @ts-check
/**
 * Electron's binary: where it lies, and its download by Electron's own installer where it is missing (its mirrors and proxies
 * are honoured). The installer is ended when nothing has come for a while: a host that can't be reached would hold us for long.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { message } from './messages.mjs';
import { cacheFolder, modulesFolder } from './paths.mjs';
import { ProgressLine } from './progress.mjs';

const electronPackage = join(modulesFolder, 'electron');
/** Without a byte for so long, the download is given up. */
const STALL_MILLISECONDS = 25_000;
/** About; for the bar only. */
const ARCHIVE_BYTES = 120e6;

export function electronVersion() {
  return String(JSON.parse(readFileSync(join(electronPackage, 'package.json'), 'utf8')).version);
}

/** The binary's name below a dist folder. @param {string} platform */
export function executableName(platform) {
  if (platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron');
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * @param {Record<string, string | undefined>} [environment]
 * @returns {string | undefined}
 */
export function findElectron(environment = process.env) {
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  const folder = override !== undefined && override !== '' ? override : join(electronPackage, 'dist');
  const binary = join(folder, executableName(process.platform));
  if (!existsSync(binary)) return undefined;
  if (folder === override) return binary;
  try {
    const found = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
    return found === electronVersion() ? binary : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} folder @returns {number} */
function bytesBelow(folder) {
  let sum = 0;
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, item.name);
    sum += item.isDirectory() ? bytesBelow(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  }
  return sum;
}

/**
 * @param {string} node
 * @returns {Promise<{ binary: string } | { reason: string }>}
 */
export async function ensureElectron(node) {
  const found = findElectron();
  if (found !== undefined) return { binary: found };
  const temporary = join(cacheFolder(), 'downloads', `electron-${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  const progress = new ProgressLine();
  const label = message('electron.downloading', { version: electronVersion() });
  try {
    const reason = await new Promise((/** @type {(reason: string | undefined) => void} */ resolve) => {
      let said = '';
      let seen = 0;
      let last = Date.now();
      const child = spawn(node, [join(electronPackage, 'install.js')], {
        cwd: electronPackage,
        // The archive comes into the temporary folder first: there its progress can be seen.
        env: {
          ...process.env,
          TMPDIR: temporary,
          TEMP: temporary,
          TMP: temporary,
          ELECTRON_GET_NO_PROGRESS: '1',
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const timer = setInterval(() => {
        const bytes = bytesBelow(temporary);
        if (bytes !== seen) {
          seen = bytes;
          last = Date.now();
          progress.update(label, bytes, Math.max(bytes, ARCHIVE_BYTES));
        } else if (Date.now() - last > STALL_MILLISECONDS && bytes < ARCHIVE_BYTES / 2) {
          said = 'the download does not begin';
          child.kill('SIGKILL');
        }
      }, 500);
      child.stderr.on('data', (piece) => (said = (said + String(piece)).slice(-4000)));
      child.on('error', (error) => (said = error.message));
      child.on('close', (code) => {
        clearInterval(timer);
        progress.finish();
        resolve(code === 0 ? undefined : firstError(said));
      });
    });
    const binary = findElectron();
    return binary === undefined ? { reason: reason ?? 'its installer left none' } : { binary };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** The line of a stack that says what happened. @param {string} text */
export function firstError(text) {
  const lines = text.split('\n').map((line) => line.trim());
  const line =
    lines.find((each) => /error|failed|not begin/i.test(each)) ?? lines.find((each) => each !== '') ?? '';
  return line.replace(/^(\w*Error: )+/, '').slice(0, 160);
}
