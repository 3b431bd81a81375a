/** What is announced as kept is on the disk before it is announced: shown by the calls that the system gets. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from './testStore.ts';

const SCRIPT = fileURLToPath(new URL('recordAndTell.ts', import.meta.url));
const canTrace =
  process.platform === 'linux' && spawnSync('strace', ['-f', '-e', 'trace=fsync', 'true']).status === 0;

it.runIf(canTrace)(
  'checkpoints, results and ends are synced before they are told; single figures are not',
  () => {
    const folder = temporaryFolder();
    const trace = path.join(folder, 'trace');
    const { status } = spawnSync(
      'strace',
      [
        '-f',
        '-y',
        '-o',
        trace,
        '-e',
        'trace=fsync,fdatasync,write,pwrite64',
        process.execPath,
        SCRIPT,
        path.join(folder, 'data'),
      ],
      { encoding: 'utf8' },
    );
    expect(status).toBe(0);
    const synced: Record<string, boolean> = {};
    let sinceLast = false;
    let wroteSince = false;
    for (const line of readFileSync(trace, 'utf8').split('\n')) {
      const told = /write\(1<.*"told ([a-z ]+)\\n"/.exec(line)?.[1];
      if (told !== undefined) {
        // A sync that came before the last write would be none of it.
        synced[told] = sinceLast && !wroteSince;
        sinceLast = false;
        wroteSince = false;
      } else if (/pwrite64\(.*studio\.sqlite-wal>/.test(line)) wroteSince = true;
      else if (/f(data)?sync\(.*studio\.sqlite-wal>/.test(line)) {
        sinceLast = true;
        wroteSince = false;
      }
    }
    expect(synced).toMatchObject({
      metrics: false,
      checkpoint: true,
      'metrics after': false,
      result: true,
      end: true,
    });
  },
);
