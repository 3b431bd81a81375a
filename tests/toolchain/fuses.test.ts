/** Burning Electron's fuses, on a file with the wire that Electron 45's binary has; the real binary's turn is in tests/e2e/packaged. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FuseV1Options, getCurrentFuseWire, FuseState } from '@electron/fuses';
import { burnFuses, FUSES, wrongFuses } from '../../scripts/packaging/fuses.mjs';

/** From @electron/fuses: what stands before the wire, then the wire's version and length. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const ELECTRON_45_WIRE = '100110011';

/** @param wire a digit a fuse, as Electron is released: 1 is on */
function binaryWith(wire: string): string {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'studio-fuses-')), 'electron');
  const code = Buffer.alloc(5000, 'code');
  writeFileSync(
    file,
    Buffer.concat([code, Buffer.from(SENTINEL), Buffer.from([1, wire.length]), Buffer.from(wire), code]),
  );
  return file;
}

describe('burnFuses', () => {
  test('leaves a binary that runs the app only, from its checked archive, and nothing else', async () => {
    const binary = binaryWith(ELECTRON_45_WIRE);
    await burnFuses(binary);
    const wire = await getCurrentFuseWire(binary);
    const on = (name: keyof typeof FuseV1Options) => wire[FuseV1Options[name]] === FuseState.ENABLE;
    expect({
      node: on('RunAsNode'),
      options: on('EnableNodeOptionsEnvironmentVariable'),
      inspector: on('EnableNodeCliInspectArguments'),
      fileProtocol: on('GrantFileProtocolExtraPrivileges'),
      cookies: on('EnableCookieEncryption'),
      integrity: on('EnableEmbeddedAsarIntegrityValidation'),
      archiveOnly: on('OnlyLoadAppFromAsar'),
    }).toEqual({
      node: false,
      options: false,
      inspector: false,
      fileProtocol: false,
      cookies: true,
      integrity: true,
      archiveOnly: true,
    });
    expect(await wrongFuses(binary)).toEqual({});
  });

  test('names what a binary that nobody burnt has wrong', async () => {
    expect(await wrongFuses(binaryWith(ELECTRON_45_WIRE))).toMatchObject({
      RunAsNode: 'on',
      OnlyLoadAppFromAsar: 'off',
    });
  });

  test('refuses an Electron that has a fuse nobody has decided on', async () => {
    await expect(burnFuses(binaryWith(`${ELECTRON_45_WIRE}1`))).rejects.toThrow('10 fuses');
  });

  test('refuses an Electron without one of the fuses, but for tests', async () => {
    const older = binaryWith(ELECTRON_45_WIRE.slice(0, 7));
    await expect(burnFuses(older)).rejects.toThrow('GrantFileProtocolExtraPrivileges is absent');
    await burnFuses(older, { olderElectron: true });
    expect(Object.keys(await wrongFuses(older))).toEqual(Object.keys(FUSES).slice(7));
  });
});
