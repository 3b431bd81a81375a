// @ts-check
/**
 * electron-builder's last step on the unpacked app, before it is signed: puts the notices and the bill of materials beside the
 * archive and burns the fuses. `STUDIO_KEEP_FUSES=1` leaves those, for builds that a test driver attaches to.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { billOfMaterials } from './bom.mjs';
import { burnFuses } from './fuses.mjs';
import { notices } from './notices.mjs';
import { shippedPackages } from './shippedPackages.mjs';

/** Beside the archive, in the app's resources. */
export const NOTICES_FILE = 'THIRD-PARTY-NOTICES.txt';
export const BOM_FILE = 'bom.cdx.json';

/** @param {import('electron-builder').AfterPackContext} context */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const repository = packager.projectDir;
  const resources = packager.getResourcesDir(appOutDir);
  const packages = shippedPackages(join(resources, 'app.asar'), repository);
  const description = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const electronVersion = String(packager.config.electronVersion);
  writeFileSync(join(resources, NOTICES_FILE), notices(packages));
  writeFileSync(join(resources, BOM_FILE), billOfMaterials({ description, electronVersion, packages }));

  if (process.env['STUDIO_KEEP_FUSES'] === '1') return;
  const name = packager.appInfo.productFilename;
  /** @type {Record<string, string>} */
  const binaries = {
    darwin: `${name}.app`,
    win32: `${name}.exe`,
    linux: String(Reflect.get(packager, 'executableName')),
  };
  await burnFuses(join(appOutDir, binaries[electronPlatformName] ?? name), {
    resignDarwin: electronPlatformName === 'darwin',
  });
}
