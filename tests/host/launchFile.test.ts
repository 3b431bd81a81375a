/** How a served studio is found lies in its data folder: what a browser is sent to is an address, whoever wrote the file. */
import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLaunchFile, writeLaunchFile } from '../../src-main/host/launchFile.ts';
import { temporaryFolder } from './testHost.ts';

const launch = {
  origin: 'http://127.0.0.1:7317',
  opener: 'a'.repeat(43),
  processId: process.pid,
  born: null,
};

describe('the launch file', () => {
  it('is its owner’s alone and goes when the studio does', () => {
    const folder = temporaryFolder();
    const forget = writeLaunchFile(folder, { ...launch, origin: 'http://localhost:80' });
    expect(readLaunchFile(folder)).toEqual({ ...launch, origin: 'http://localhost' });
    if (process.platform !== 'win32') {
      expect(statSync(path.join(folder, 'serve.json')).mode & 0o777).toBe(0o600);
    }
    forget();
    expect(readLaunchFile(folder)).toBeNull();
  });

  it.each([
    'http://127.0.0.1:7317/" & calc.exe & "',
    'http://127.0.0.1:7317|calc.exe',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '-h',
    '',
  ])('with the address %j is none', (origin) => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'serve.json'), JSON.stringify({ ...launch, origin }));
    expect(readLaunchFile(folder)).toBeNull();
  });

  it.skipIf(process.platform === 'win32')('is not written through a link', () => {
    const folder = temporaryFolder();
    const letter = path.join(temporaryFolder(), 'letter.txt');
    writeFileSync(letter, 'mine');
    symlinkSync(letter, path.join(folder, 'serve.json.new'));
    symlinkSync(letter, path.join(folder, 'serve.json'));
    writeLaunchFile(folder, launch);
    expect(readFileSync(letter, 'utf8')).toBe('mine');
    expect(readLaunchFile(folder)).toEqual(launch);
  });
});
