// @ts-check
/**
 * `npm test`: `npm run check`, then everything that needs more than Node: twenty of the kills of `npm run test:chaos`, the smoke
 * run, the views in Chromium and Electron, the packaged app. What this machine can't show (no display, no Chromium) is skipped and said; with STUDIO_CI=1 that is a failure.
 * The last lines name what failed; the very last is always `N passed, N failed`.
 *
 *     npm test -- --fast           only what `npm run check` runs
 *     npm test -- --only=electron  one part of what comes then (chaos, cli, chromium, electron, packaged)
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { readLink } from '../provision/link.mjs';
import { buildIfStale, packageCommand } from './build.mjs';
import { findElectron } from './electronBinary.mjs';
import { pack } from './package.mjs';
import { findOnPath, modulesFolder, repositoryFolder } from './paths.mjs';
import { bindingPackage } from './tensorflow.mjs';

/**
 * @typedef {{ passed: number, failures: string[] }} Tally  what failed, by name
 * @typedef {import('../launch.mjs').Prepared} Prepared
 */

/** The parts of `npm run check` that are one claim each, the longest first. */
const CHECKS = ['check:lint', 'check:types', 'check:svelte', 'check:format', 'check:layers'];

/** @param {string} text */
const tell = (text) => process.stdout.write(`${text}\n`);

/**
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {Record<string, string | undefined>} environment
 * @returns {Promise<number>}
 */
function run(command, parameters, environment) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      cwd: repositoryFolder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: environment,
    });
    child.on('error', (error) => {
      tell(error.message);
      resolve(127);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** What npm would put on the PATH: the installed commands, and with them the project's Node. @param {Prepared} prepared */
function scriptEnvironment(prepared) {
  const path = [join(modulesFolder, '.bin'), dirname(prepared.node), process.env['PATH'] ?? ''].join(
    delimiter,
  );
  return { ...process.env, ...prepared.environment, PATH: path };
}

/** @param {number} begin @returns {string} */
const since = (begin) => `${((performance.now() - begin) / 1000).toFixed(0)} s`;

/**
 * Two at a time: each is one thread.
 * @param {Prepared} prepared @param {Tally} tally
 */
async function runChecks(prepared, tally) {
  const { scripts } = JSON.parse(readFileSync(join(repositoryFolder, 'package.json'), 'utf8'));
  const shell = process.platform === 'win32' ? ['cmd', '/c'] : ['sh', '-c'];
  const left = [...CHECKS];
  const inTurn = async () => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      const begin = performance.now();
      const words = [shell[1] ?? '-c', scripts[name]];
      const code = await run(shell[0] ?? 'sh', words, scriptEnvironment(prepared));
      tell(`${code === 0 ? 'passed' : 'FAILED'}  ${name} (${since(begin)})`);
      if (code === 0) tally.passed += 1;
      else tally.failures.push(name);
    }
  };
  await Promise.all([inTurn(), inTurn()]);
}

/**
 * Adds a runner's own count; one that left none, or ended badly with none failed, counts as a failure itself.
 * @param {Tally} tally
 * @param {string} runner
 * @param {number} code
 * @param {Tally | undefined} counted
 */
export function addCount(tally, runner, code, counted) {
  tally.passed += counted?.passed ?? 0;
  tally.failures.push(...(counted?.failures ?? []).map((name) => `${runner}: ${name}`));
  if (code !== 0 && (counted?.failures.length ?? 0) === 0) tally.failures.push(`${runner} (exit ${code})`);
}

/** @param {any} report what Vitest's JSON reporter writes @returns {Tally} */
export function countVitest(report) {
  const failures = report.testResults.flatMap((/** @type {any} */ { name, assertionResults }) =>
    assertionResults
      .filter((/** @type {any} */ { status }) => status === 'failed')
      .map((/** @type {any} */ { fullName }) => `${relative(repositoryFolder, name)} > ${fullName}`),
  );
  return { passed: report.numPassedTests, failures };
}

/** @param {any} report what Playwright's JSON reporter writes @returns {Tally} */
export function countPlaywright(report) {
  /** @param {any} suite @returns {string[]} */
  const failedIn = ({ specs = [], suites = [] }) => [
    ...specs
      .filter((/** @type {any} */ { ok }) => !ok)
      .map((/** @type {any} */ { file, title }) => `${file} > ${title}`),
    ...suites.flatMap(failedIn),
  ];
  return { passed: report.stats.expected + report.stats.flaky, failures: failedIn(report) };
}

/** @param {string} file @param {(report: any) => Tally} read @returns {Tally | undefined} */
function readReport(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** @param {Prepared} prepared @param {Tally} tally @param {string} reports */
async function runUnitTests(prepared, tally, reports) {
  const file = join(reports, 'vitest.json');
  const command = packageCommand('vitest', 'vitest');
  const parameters = [command, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run(prepared.node, parameters, scriptEnvironment(prepared));
  addCount(tally, 'unit', code, readReport(file, countVitest));
}

/**
 * @param {Prepared} prepared
 * @param {Tally} tally
 * @param {string} reports
 * @param {string} project
 * @param {Record<string, string>} environment
 */
async function runPlaywright(prepared, tally, reports, project, environment) {
  const file = join(reports, `playwright-${project}.json`);
  const command = [prepared.node, packageCommand('@playwright/test', 'playwright')];
  const parameters = ['test', `--project=${project}`, '--reporter=list,json'];
  const virtual = process.platform === 'linux' && !process.env['DISPLAY'] && project !== 'cli';
  const words = virtual ? ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24', ...command] : command;
  const code = await run(words[0] ?? '', [...words.slice(1), ...parameters], {
    ...scriptEnvironment(prepared),
    ...environment,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  addCount(tally, project, code, readReport(file, countPlaywright));
}

/**
 * The first block of the plan: each kind of kill and of trouble once.
 * @param {Prepared} prepared @param {Tally} tally @param {string} reports @param {Record<string, string>} environment
 */
async function runChaos(prepared, tally, reports, environment) {
  const file = join(reports, 'chaos.json');
  const script = join(repositoryFolder, 'tests', 'chaos', 'run.ts');
  const parameters = [...prepared.flags, script, '--count', '20', '--at-once', '2', '--fresh'];
  const code = await run(prepared.node, [...parameters, '--report', file], {
    ...scriptEnvironment(prepared),
    ...environment,
  });
  addCount(
    tally,
    'chaos',
    code,
    readReport(file, /** @returns {Tally} */ (report) => report),
  );
}

/** Whether disks can be mounted here: a full one is a real one. */
function canMount() {
  const folder = mkdtempSync(join(tmpdir(), 'studio-mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;
  if (mounted) spawnSync('umount', ['-l', folder]);
  rmSync(folder, { recursive: true, force: true });
  return mounted;
}

function findChromium() {
  const named = process.env['STUDIO_CHROMIUM'];
  return named !== undefined && existsSync(named)
    ? named
    : findOnPath(['chromium', 'chromium-browser', 'google-chrome']);
}

/** Electron for the tests: the installed one, else the test Electron. @returns {Promise<string>} its folder */
async function electronForTests() {
  const installed = findElectron();
  if (installed !== undefined && process.platform === 'linux') return dirname(installed);
  const { ensureTestElectron } = await import('../testElectron.mjs');
  return ensureTestElectron();
}

/** The executable in release/<platform>-unpacked. */
function packagedExecutable() {
  const release = join(repositoryFolder, 'release');
  const unpacked = existsSync(release)
    ? readdirSync(release).find((name) => name.endsWith('-unpacked'))
    : undefined;
  if (unpacked === undefined) return undefined;
  const path = join(release, unpacked, 'world-model-studio');
  return existsSync(path) && statSync(path).isFile() ? path : undefined;
}

/** @returns {Record<string, string>} */
function tensorflowHome() {
  const link = readLink(bindingPackage);
  return link !== undefined && 'home' in link ? { STUDIO_TEST_TENSORFLOW_HOME: link.home } : {};
}

/** @param {string} project @returns {string | undefined} what is missing for it */
function obstacle(project) {
  if (project === 'cli') return undefined;
  if (process.platform !== 'linux') return 'end-to-end tests run on Linux';
  if (project === 'chromium' && findChromium() === undefined) return 'no Chromium (apt-get install chromium)';
  if (project === 'chaos' && !canMount()) return 'no disks can be mounted (run it as root)';
  if (!process.env['DISPLAY'] && findOnPath(['xvfb-run']) === undefined) {
    return 'no display (apt-get install xvfb xauth)';
  }
  return undefined;
}

/** @param {string} project @param {Prepared} prepared @returns {Promise<Record<string, string>>} */
async function arrange(project, prepared) {
  if (project === 'chromium') return { STUDIO_CHROMIUM: findChromium() ?? '' };
  if (project === 'electron' || project === 'chaos')
    return { STUDIO_TEST_ELECTRON: await electronForTests() };
  if (project === 'packaged') {
    const code = await pack(prepared, []);
    const executable = packagedExecutable();
    if (code !== 0 || executable === undefined) throw new Error(`packaging failed (exit ${code})`);
    return { STUDIO_PACKAGED_APP: executable, ...tensorflowHome() };
  }
  return {};
}

/**
 * @param {Prepared} prepared
 * @param {string[]} parameters
 * @returns {Promise<number>}
 */
export async function test(prepared, parameters) {
  const only = parameters.find((word) => word.startsWith('--only='))?.slice('--only='.length);
  /** @type {Tally} */
  const tally = { passed: 0, failures: [] };
  const reports = mkdtempSync(join(tmpdir(), 'studio-test-'));
  mkdirSync(reports, { recursive: true });
  try {
    if (only === undefined) {
      await runChecks(prepared, tally);
      const begin = performance.now();
      await runUnitTests(prepared, tally, reports);
      tell(`unit tests: ${since(begin)}`);
    }
    const built = parameters.includes('--fast') ? 1 : await buildIfStale(prepared);
    if (!parameters.includes('--fast') && built !== 0) tally.failures.push(`build (exit ${built})`);
    if (built === 0) {
      for (const project of ['chaos', 'cli', 'chromium', 'electron', 'packaged']) {
        if (only !== undefined && only !== project) continue;
        const missing = obstacle(project);
        if (missing !== undefined) {
          tell(`skipped ${project}: ${missing}`);
          if (process.env['STUDIO_CI'] === '1') tally.failures.push(`${project}: ${missing}`);
          continue;
        }
        const begin = performance.now();
        try {
          const environment = await arrange(project, prepared);
          if (project === 'chaos') await runChaos(prepared, tally, reports, environment);
          else await runPlaywright(prepared, tally, reports, project, environment);
        } catch (error) {
          tally.failures.push(`${project}: ${error instanceof Error ? error.message : error}`);
        }
        tell(`${project}: ${since(begin)}`);
      }
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  for (const name of tally.failures) tell(`FAILED  ${name}`);
  tell(`${tally.passed} passed, ${tally.failures.length} failed`);
  return tally.failures.length === 0 && tally.passed > 0 ? 0 : 1;
}
