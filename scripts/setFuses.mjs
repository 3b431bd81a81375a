// @ts-check
/**
 * electron-builder's last step on the unpacked app: burns Electron's fuses, so that the installed binary runs this app only, from
 * its checked archive, and can't be turned into a plain Node or attached to. `STUDIO_KEEP_FUSES=1` leaves them for test drivers.
 */
import { join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';

/** @type {import('@electron/fuses').FuseV1Config<boolean>} */
export const FUSES = {
  version: FuseVersion.V1,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
};

/** @param {import('electron-builder').AfterPackContext} context */
export default async function setFuses({ appOutDir, electronPlatformName, packager }) {
  if (process.env['STUDIO_KEEP_FUSES'] === '1') return;
  const name = packager.appInfo.productFilename;
  /** @type {Record<string, string>} */
  const binaries = {
    darwin: join(`${name}.app`, 'Contents', 'MacOS', name),
    win32: `${name}.exe`,
    linux: String(Reflect.get(packager, 'executableName')),
  };
  await flipFuses(join(appOutDir, binaries[electronPlatformName] ?? name), {
    ...FUSES,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin',
  });
}
