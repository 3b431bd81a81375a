// @ts-check
/** `npm start`: builds where needed and opens the desktop app; without an Electron or a display, the same studio in a browser. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildIfStale } from './build.mjs';
import { ensureElectron } from './electronBinary.mjs';
import { say } from './messages.mjs';
import { bundledNode, isAtLeast } from './nodeRuntime.mjs';
import { repositoryFolder } from './paths.mjs';
import { runForeground } from './processes.mjs';

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/**
 * Why Chromium's sandbox can't start on this Linux, undefined where it can. An installed app brings its helper with the right
 * owner; one unpacked by npm does not, and then needs user namespaces, which some systems deny.
 * @param {{ root: boolean, helperIsSetuid: boolean, namespacesDenied: boolean }} facts
 */
export function sandboxObstacle({ root, helperIsSetuid, namespacesDenied }) {
  if (root) return 'root';
  return !helperIsSetuid && namespacesDenied ? 'user namespaces are denied' : undefined;
}

/** @param {string} binary */
function linuxSandboxObstacle(binary) {
  const helper = join(dirname(binary), 'chrome-sandbox');
  const status = existsSync(helper) ? statSync(helper) : undefined;
  return sandboxObstacle({
    root: process.getuid?.() === 0,
    helperIsSetuid: status !== undefined && status.uid === 0 && (status.mode & 0o4000) !== 0,
    namespacesDenied:
      read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
      read('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
      read('/proc/sys/user/max_user_namespaces') === '0',
  });
}

/** Electron from 32 on has a Node that better-sqlite3 13 loads in; before, the host runs under the project's own. */
export function hostNodeFor(/** @type {string | undefined} */ version) {
  return version === undefined || isAtLeast(version, 32, 0) ? undefined : (bundledNode() ?? process.execPath);
}

/** The studio's own word for it: Chromium's alone is refused by the app (src-main/app/sandbox.ts). */
const WITHOUT_SANDBOX = '--without-sandbox';

/**
 * Chromium's flags for the window, undefined where it should not be opened: the sandbox is left out where the person says so,
 * and never because it can't be had.
 * @param {readonly string[]} parameters
 * @param {string | undefined} obstacle
 */
export function sandboxFlags(parameters, obstacle) {
  if (parameters.includes(WITHOUT_SANDBOX)) return ['--no-sandbox'];
  return obstacle === undefined ? [] : undefined;
}

/**
 * @param {import('../launch.mjs').Prepared} prepared
 * @param {string[]} parameters
 * @returns {Promise<number>}
 */
export async function start(prepared, parameters) {
  const built = await buildIfStale(prepared);
  if (built !== 0) return built;
  const serve = () => {
    const forServe = parameters.filter((word) => word !== WITHOUT_SANDBOX);
    return runForeground(
      prepared.node,
      [...prepared.flags, join('src-main', 'cli', 'studio.ts'), 'serve', '--open', ...forServe],
      {
        cwd: repositoryFolder,
        env: { ...process.env, ...prepared.environment },
      },
    );
  };
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    say('electron.noDisplay');
    return serve();
  }
  const electron = await ensureElectron(prepared.node);
  if ('reason' in electron) {
    say('electron.absent', { detail: electron.reason });
    return serve();
  }
  const obstacle = process.platform === 'linux' ? linuxSandboxObstacle(electron.binary) : undefined;
  const flags = sandboxFlags(parameters, obstacle);
  if (flags === undefined) {
    say('electron.noSandbox', { detail: obstacle ?? '' });
    return serve();
  }
  const hostNode = hostNodeFor(read(join(dirname(electron.binary), 'version')));
  return runForeground(electron.binary, [...flags, repositoryFolder, ...parameters], {
    env: {
      ...process.env,
      ...prepared.environment,
      ...(hostNode === undefined ? {} : { STUDIO_HOST_NODE: process.env['STUDIO_HOST_NODE'] ?? hostNode }),
    },
  });
}
