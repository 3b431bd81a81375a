/**
 * Records the loop that the first launch shows before a process can dream it anew: a stretch of an evaluated episode of a run that
 * ships, and beside it what the run's model dreams with closed eyes under the same actions. `npm run record:dream-loop`, some ten
 * seconds; the pictures are those of `runs.film`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { filmRun } from '../src-main/engine/film.ts';
import { planFilm } from '../src-main/host/films.ts';
import { importRun } from '../src-main/host/importRun.ts';
import { ExperimentStore } from '../src-main/store/experimentStore.ts';

const root = path.join(import.meta.dirname, '..');
const SHIPPED_RUN = path.join(root, 'assets', 'experiments', 'dreamer-car-racing.wmsx');
const WRITTEN_TO = path.join(root, 'src-renderer', 'views', 'experiments', 'dreamLoop');

const folder = mkdtempSync(path.join(os.tmpdir(), 'dream-loop-'));
const store = ExperimentStore.open(folder);
try {
  const { id, name } = await importRun(store, { file: SHIPPED_RUN });
  const { clips } = await filmRun(await planFilm(store, id));
  const clip = clips.find(({ kind }) => kind === 'dream');
  if (clip === undefined) throw new Error(`${name} does not dream in pictures`);
  const [sheet] = clip.sheets;
  if (sheet === undefined) throw new Error('the dream has no pictures');
  const { width, height, columns } = sheet;
  for (const { meaning, png } of clip.sheets) {
    writeFileSync(path.join(WRITTEN_TO, `${meaning}.png`), png);
    process.stdout.write(`${meaning}.png: ${png.length} bytes\n`);
  }
  const { frameSeconds, steps } = clip;
  const facts = { width, height, columns, frames: steps.length, frameSeconds };
  writeFileSync(path.join(WRITTEN_TO, 'facts.json'), `${JSON.stringify(facts, null, 2)}\n`);
} finally {
  store.close();
  rmSync(folder, { recursive: true });
}
