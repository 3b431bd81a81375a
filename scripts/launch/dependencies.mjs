// @ts-check
/** Makes sure that node_modules holds what package-lock.json asks for. npm's own hidden lockfile, written last, is the proof. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { say } from './messages.mjs';
import { cacheFolder, findOnPath, modulesFolder, repositoryFolder } from './paths.mjs';
import { runForeground } from './processes.mjs';

/**
 * @param {string} wantedText package-lock.json
 * @param {string} installedText node_modules/.package-lock.json
 */
export function lockfilesAgree(wantedText, installedText) {
  const wanted = JSON.parse(wantedText).packages ?? {};
  const installed = JSON.parse(installedText).packages ?? {};
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined)
      return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

const wantedPath = join(repositoryFolder, 'package-lock.json');
const installedPath = join(modulesFolder, '.package-lock.json');
/** Says which two lockfiles were last found to agree, so that the next command need not read them. */
const agreedPath = join(modulesFolder, '.studio-agreed');

/** @param {string} path */
function identity(path) {
  const { size, mtimeMs } = statSync(path);
  return `${size} ${mtimeMs}`;
}

function areInstalled() {
  try {
    const both = `${identity(wantedPath)} ${identity(installedPath)}`;
    if (existsSync(agreedPath) && readFileSync(agreedPath, 'utf8') === both) return true;
    const agree = lockfilesAgree(readFileSync(wantedPath, 'utf8'), readFileSync(installedPath, 'utf8'));
    // A link leads to a folder that is not ours to write in.
    if (agree && !isLink()) writeFileSync(agreedPath, both);
    return agree;
  } catch {
    return false;
  }
}

function isLink() {
  try {
    return lstatSync(modulesFolder).isSymbolicLink();
  } catch {
    return false;
  }
}

/** The npm that runs us, else the one beside this Node, else the one on the PATH. @returns {[string, string[]]} */
function npmCommand() {
  const running = process.env['npm_execpath'];
  if (running !== undefined && /npm-cli\.c?js$/.test(running) && existsSync(running)) {
    return [process.execPath, [running]];
  }
  for (const place of ['../lib/node_modules/npm/bin/npm-cli.js', 'node_modules/npm/bin/npm-cli.js']) {
    const beside = join(dirname(process.execPath), place);
    if (existsSync(beside)) return [process.execPath, [beside]];
  }
  return [findOnPath(['npm']) ?? 'npm', []];
}

/** @returns {Promise<boolean>} false where npm failed (it has said why) */
export async function ensureDependencies() {
  if (areInstalled()) return true;
  if (isLink()) {
    // npm would empty a folder that others use too.
    say('dependencies.linked');
    return true;
  }
  const name = createHash('sha256').update(repositoryFolder).digest('hex').slice(0, 16);
  const lock = join(cacheFolder(), 'locks', `dependencies-${name}`);
  return withLock(
    lock,
    async () => {
      if (areInstalled()) return true;
      say('dependencies.installing');
      const [command, first] = npmCommand();
      const parameters = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
      const code = await runForeground(command, parameters, {
        cwd: repositoryFolder,
        // Everything but the command's own output goes to stderr.
        stdio: ['ignore', 2, 2],
        shell: process.platform === 'win32' && first.length === 0,
      });
      if (code !== 0) say('dependencies.failed', { code });
      return code === 0;
    },
    { onWait: () => say('wait') },
  );
}
