/** Chromium's folder inside a data folder: kept for the one that it was made in, cleared in a copy. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareShellFolder } from '../../src-main/app/shellFolder.ts';

const temporary = () => mkdtempSync(path.join(os.tmpdir(), 'studio-shell-'));

describe('the folder of Chromium', () => {
  it('is made private, and what it holds stays', () => {
    const folder = path.join(temporary(), 'data');
    expect(prepareShellFolder(folder)).toBe(true);
    const kept = path.join(folder, 'shell', 'window.json');
    writeFileSync(kept, '{}');
    expect(prepareShellFolder(folder)).toBe(true);
    expect(existsSync(kept)).toBe(true);
    if (process.platform !== 'win32') expect(statSync(path.join(folder, 'shell')).mode & 0o777).toBe(0o700);
  });

  it('is emptied where it came with a copy of a data folder, or from before there were marks', () => {
    const folder = temporary();
    prepareShellFolder(folder);
    const worker = path.join('shell', 'Service Worker', 'ScriptCache', 'index');
    mkdirSync(path.dirname(path.join(folder, worker)), { recursive: true });
    writeFileSync(path.join(folder, worker), 'code');
    const copy = path.join(temporary(), 'copy');
    cpSync(folder, copy, { recursive: true });
    expect(prepareShellFolder(copy)).toBe(true);
    expect(existsSync(path.join(copy, worker))).toBe(false);
    expect(existsSync(path.join(folder, worker))).toBe(true);
    const old = temporary();
    mkdirSync(path.dirname(path.join(old, worker)), { recursive: true });
    writeFileSync(path.join(old, worker), 'code');
    prepareShellFolder(old);
    expect(existsSync(path.join(old, worker))).toBe(false);
  });

  it.skipIf(process.platform === 'win32')(
    'is not used where it is a link out, and nothing there is cleared',
    () => {
      const folder = temporary();
      const other = temporary();
      writeFileSync(path.join(other, 'letter.txt'), 'mine');
      symlinkSync(other, path.join(folder, 'shell'));
      expect(prepareShellFolder(folder)).toBe(false);
      expect(existsSync(path.join(other, 'letter.txt'))).toBe(true);
    },
  );
});
