// @ts-check
/**
 * A Python with Gymnasium for tests: a virtual environment in the cache, made once, of the machine's own python3 and what pip
 * brings. People use their own; nothing of this is shipped.
 *
 *     node scripts/testPython.mjs        prints the program
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './launch/lock.mjs';
import { cacheFolder, findOnPath } from './launch/paths.mjs';

/** What the tests were written against. */
const PACKAGES = ['gymnasium[classic-control]==1.4.0', 'pytest==9.2.0'];

/** Where it lies once it was made. */
export const testPythonFolder = () => join(cacheFolder(), 'test-python-gymnasium-1.4.0');

/** Whether it is there with all that tests need. An older one is brought up to date by `ensureTestPython`. */
export function testPythonIsReady() {
  const mark = readyFile();
  return existsSync(mark) && readFileSync(mark, 'utf8') === PACKAGES.join('\n');
}

const readyFile = () => join(testPythonFolder(), 'ready');

/** @param {string} command @param {readonly string[]} words */
function run(command, words) {
  const { status, stderr, error } = spawnSync(command, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: ${error?.message ?? stderr}`);
}

/** @returns {Promise<string>} the program */
export async function ensureTestPython() {
  const folder = testPythonFolder();
  const program = join(folder, 'bin', 'python');
  if (testPythonIsReady()) return program;
  return withLock(`${folder}.lock`, async () => {
    if (testPythonIsReady()) return program;
    const python = findOnPath(['python3']);
    if (python === undefined) throw new Error('no python3 on the PATH');
    // Its programs know where they lie, so it is made in its place; only the mark says that it is whole.
    if (!existsSync(readyFile())) {
      await rm(folder, { recursive: true, force: true });
      run(python, ['-m', 'venv', folder]);
    }
    run(program, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]);
    await writeFile(readyFile(), PACKAGES.join('\n'));
    return program;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${await ensureTestPython()}\n`);
}
