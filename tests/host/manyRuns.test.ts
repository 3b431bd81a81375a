/** Ten thousand runs at once: the host goes on answering while they are looked at, repaired, archived, deleted, restored and removed for good. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from './testHost.ts';

const RUNS = 10_000;
const LONGEST_TURN_MILLISECONDS = 50;

interface Measured {
  readonly longestTurn: number;
  readonly turns: number;
  readonly answer: unknown;
}

it(
  'never takes 50 ms of the host’s thread at a time, and gives the room back',
  { timeout: 300_000 },
  async () => {
    const folder = temporaryFolder();
    const script = fileURLToPath(new URL('manyRuns.ts', import.meta.url));
    const child = fork(script, [folder, String(RUNS), '100000'], { execArgv: [] });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    await once(child, 'message');
    const size = () => statSync(path.join(folder, 'studio.sqlite')).size;
    const before = size();
    for (const what of ['preview', 'repair', 'archive', 'delete', 'restore', 'delete', 'empty']) {
      child.send(what);
      const [measured] = (await once(child, 'message')) as [Measured];
      // Processor time of the host's own thread: what others on the machine take is not in it. A machine whose caches others
      // fill inflates it; a command that does everything in one turn takes twenty times as long.
      expect(measured.longestTurn, what).toBeLessThan(2 * LONGEST_TURN_MILLISECONDS);
      expect(measured.turns, what).toBeGreaterThan(10);
    }
    expect(size()).toBeLessThan(before / 10);
    child.send('end');
    await once(child, 'exit');
  },
);
