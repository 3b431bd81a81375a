/** `train --tensorboard` and `export --tensorboard` write the same curves. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { exportCurves } from '../../src-main/cli/commands/exportFormats.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { temporaryFolder } from '../store/testStore.ts';

const COUNTER_STUDIO = fileURLToPath(new URL('counterStudio.ts', import.meta.url));

async function train(...words: string[]): Promise<void> {
  const child = spawn(process.execPath, [COUNTER_STUDIO, 'train', ...words], {
    env: { ...process.env, COUNTER_TRAINER: '{}' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code, said).toBe(0);
}

/** Of each run's folder its event file's records, in any order. */
function curvesIn(folder: string): Readonly<Record<string, readonly string[]>> {
  const entries = readdirSync(folder).map((run) => {
    const [file = '', ...more] = readdirSync(path.join(folder, run));
    expect(more).toEqual([]);
    const bytes = readFileSync(path.join(folder, run, file));
    const records: string[] = [];
    for (let at = 0; at < bytes.length;) {
      const end = at + Number(bytes.readBigUInt64LE(at)) + 16;
      records.push(bytes.subarray(at, end).toString('hex'));
      at = end;
    }
    return [run, records.toSorted()] as const;
  });
  return Object.fromEntries(entries);
}

it('curves that were written while a run trained are those of its export', async () => {
  const dataDir = temporaryFolder();
  const [live, exported] = [temporaryFolder(), temporaryFolder()];
  await train('--data-dir', dataDir, '--set', 'controller.generations=30', '--tensorboard', live);
  const store = ExperimentStore.openReadOnly(dataDir);
  const [run] = store?.runs() ?? [];
  if (store === null || run === undefined) throw new Error('nothing was trained');
  const written = Array.from(store.metricRows(run.id)).length;
  store.close();
  expect(written).toBeGreaterThan(30);
  exportCurves(run.id, exported, { dataDir });
  const curves = curvesIn(exported);
  expect(Object.values(curves)[0]).toHaveLength(written + 1);
  expect(curvesIn(live)).toEqual(curves);
});
