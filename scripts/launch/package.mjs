// @ts-check
/**
 * `npm run package`: the unpacked app, into release/. With Electron's own binary it is what installers are made of. Where that
 * binary can't be had, the test Electron stands in (said on stderr), so that the packaging itself is still tried: then with the
 * code in the archive unpacked beside it, as the host runs under plain Node there, and without fuses, as they would keep the test
 * driver out.
 */
import { cpSync, existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildAddon } from '../provision/addon.mjs';
import { buildIfStale, packageCommand } from './build.mjs';
import { ensureElectron, electronVersion } from './electronBinary.mjs';
import { say } from './messages.mjs';
import { cacheFolder, modulesFolder, repositoryFolder } from './paths.mjs';
import { runForeground } from './processes.mjs';
import { bindingPackage } from './tensorflow.mjs';

/** Both addons: which one a machine needs shows when it is installed there. */
async function buildAddons() {
  if (process.platform !== 'linux') return;
  const deps = realpathSync(join(bindingPackage, 'deps'));
  for (const variant of /** @type {const} */ (['cpu', 'cuda'])) {
    const target = join(repositoryFolder, 'out', 'addons', variant, 'tfjs_binding.node');
    if (!existsSync(target)) await buildAddon({ bindingPackage, deps, variant, target });
  }
}

/** Electron's files without the loader of the tests. @param {string} folder */
function bareCopy(folder) {
  const copy = join(cacheFolder(), 'test-electron-bare');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  cpSync(folder, copy, { recursive: true });
  rmSync(join(copy, 'resources', 'app'), { recursive: true, force: true });
  return copy;
}

/**
 * @param {string} node
 * @returns {Promise<{ dist: string, version: string, isTest: boolean }>}
 */
async function chooseElectron(node) {
  const electron = await ensureElectron(node);
  if ('binary' in electron) {
    const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(modulesFolder, 'electron', 'dist');
    return { dist, version: electronVersion(), isTest: false };
  }
  const { ensureTestElectron, TEST_ELECTRON_VERSION } = await import('../testElectron.mjs');
  say('package.testElectron', { detail: electron.reason, version: TEST_ELECTRON_VERSION });
  return { dist: bareCopy(await ensureTestElectron()), version: TEST_ELECTRON_VERSION, isTest: true };
}

/**
 * @param {import('../launch.mjs').Prepared} prepared
 * @param {string[]} parameters passed on to electron-builder
 * @returns {Promise<number>}
 */
export async function pack(prepared, parameters) {
  const built = await buildIfStale(prepared);
  if (built !== 0) return built;
  await buildAddons();
  const { dist, version, isTest } = await chooseElectron(prepared.node);
  const keepsFuses = isTest || process.env['STUDIO_KEEP_FUSES'] === '1';
  const settings = [
    `-c.electronDist=${dist}`,
    `-c.electronVersion=${version}`,
    ...(isTest ? ['-c.asarUnpack={out,node_modules}/**'] : []),
    // Only such a build takes programs and libraries from the environment (src-main/app/buildKind.ts).
    ...(keepsFuses ? ['-c.extraMetadata.studioBuild=test'] : []),
  ];
  const code = await runForeground(
    prepared.node,
    [
      packageCommand('electron-builder', 'electron-builder'),
      '--dir',
      '--publish',
      'never',
      ...settings,
      ...parameters,
    ],
    {
      cwd: repositoryFolder,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, STUDIO_KEEP_FUSES: keepsFuses ? '1' : '' },
    },
  );
  if (code === 0) process.stdout.write(`${join(repositoryFolder, 'release')}\n`);
  return code;
}
