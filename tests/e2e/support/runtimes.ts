/** Where the tests find what they start. `npm test` sets these; without them the usual places are tried. */
import { existsSync } from 'node:fs';
import path from 'node:path';

export const projectFolder = path.resolve(import.meta.dirname, '..', '..', '..');

function firstExisting(candidates: readonly (string | undefined)[]): string | undefined {
  return candidates.find((candidate) => candidate !== undefined && candidate !== '' && existsSync(candidate));
}

/** The Node that runs the studio's sources. */
export const nodePath: string =
  firstExisting([path.join(projectFolder, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node')]) ??
  process.execPath;

export const chromiumPath = firstExisting([
  process.env['STUDIO_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]);

/** A folder with Electron's binary. */
export const electronFolder = firstExisting([process.env['STUDIO_TEST_ELECTRON']]);

/** The packaged app's executable. */
export const packagedApp = firstExisting([process.env['STUDIO_PACKAGED_APP']]);

/** A provisioned TensorFlow, for the packaged app. */
export const tensorflowHome = firstExisting([process.env['STUDIO_TEST_TENSORFLOW_HOME']]);
