/** A data folder on media that cannot be written: a real mount. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** Only the superuser of a Linux may mount. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** A copy of the folder on a medium of its own that cannot be written, for as long as the test runs. */
export function readOnlyCopy(folder: string): string {
  const mounted = mkdtempSync(path.join(os.tmpdir(), 'studio-media-'));
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', mounted]);
  onTestFinished(() => {
    execFileSync('umount', ['-l', mounted]);
    rmSync(mounted, { recursive: true, force: true });
  });
  const place = path.join(mounted, 'data');
  mkdirSync(place);
  cpSync(folder, place, { recursive: true });
  execFileSync('mount', ['-o', 'remount,ro', mounted]);
  return place;
}
