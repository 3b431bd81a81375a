/** Films of runs: which episode is shown, what is really in its pictures, and what is told where there is none. */
import path from 'node:path';
import { decode } from 'fast-png';
import { expect, it } from 'vitest';
import type { FrameSheet } from '../../shared/film.ts';
import type { EpisodeSummary } from '../../shared/run.ts';
import { filmRun } from '../../src-main/engine/film.ts';
import { receivedRecipe } from '../../src-main/engine/sentRecipe.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { replayRecipe } from '../../src-main/environments/recipe.ts';
import { medianFirst, planFilm } from '../../src-main/host/films.ts';
import { importRun } from '../../src-main/host/importRun.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { COUNTING_ENTRY, evaluateAs } from './countingHost.ts';
import {
  atRest,
  behave,
  COUNTER_ENTRY,
  createCounterRun,
  temporaryFolder,
  testHost,
  until,
} from './testHost.ts';

/** One frame of a sheet. */
function frameOf({ png, width, height, columns }: FrameSheet, index: number): Uint8Array {
  const { data, width: whole } = decode(png);
  const [left, top] = [(index % columns) * width, Math.floor(index / columns) * height];
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * whole + left) * 3;
    for (let i = 0; i < width * 3; i++) pixels[y * width * 3 + i] = Number(data[from + i]);
  }
  return pixels;
}

const distance = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;

it(
  'shows the recorded episode as it was, the right way round, and a dream of it that begins near the truth',
  { timeout: 600_000 },
  async () => {
    const folder = temporaryFolder();
    const store = ExperimentStore.open(folder);
    const file = path.join(import.meta.dirname, '../../assets/experiments/take-cover.wmsx');
    const { id } = await importRun(store, { file });
    const start = await planFilm(store, id);
    store.close();
    const recipe = receivedRecipe(start.recipe);
    const film = await filmRun(start);
    expect(film).toMatchObject({ seed: recipe.seed, length: recipe.actions.length, noDream: null });
    const [episode, dream] = film.clips;
    if (episode === undefined || dream === undefined) throw new Error('two clips');
    expect(episode.steps[0]).toBe(0);
    expect(episode.steps.at(-1)).toBe(film.length);
    expect(episode.steps.length).toBeLessThanOrEqual(201);
    expect(episode.returns.at(-1)).toBe(film.episodeReturn);

    const seen: Uint8Array[] = [];
    const environment = await createEnvironment(recipe.environment, recipe.config);
    for (const { result } of replayRecipe(environment, recipe)) {
      const { image } = result.observation;
      // The agent sees this game as a negative.
      seen.push(Uint8Array.from(image ?? [], (value) => 255 - value));
    }
    environment.close();
    const [shown] = episode.sheets;
    const [real, dreamt] = dream.sheets;
    if (shown === undefined || real === undefined || dreamt === undefined) throw new Error('three sheets');
    episode.steps.forEach((step, index) => {
      expect(distance(frameOf(shown, index), seen[step] ?? new Uint8Array())).toBe(0);
    });
    expect([real.meaning, dreamt.meaning]).toEqual(['real', 'dreamt']);
    expect(distance(frameOf(real, 0), seen[dream.steps[0] ?? 0] ?? new Uint8Array())).toBe(0);
    // Nearer to what happened than its negative is, and yet no copy of it.
    const first = frameOf(dreamt, 0);
    const near = distance(first, frameOf(real, 0));
    expect(near).toBeGreaterThan(0);
    expect(near).toBeLessThan(
      distance(
        first,
        frameOf(real, 0).map((value) => 255 - value),
      ),
    );
    expect(dream.steps).toEqual(dream.steps.map((_, index) => (dream.steps[0] ?? 0) + index));
  },
);

it('the middle episode of the newest evaluation comes first', () => {
  const episode = (id: string, episodeReturn: number, gradientSteps: number): EpisodeSummary => ({
    id,
    runId: 'run',
    createdAt: '',
    hasRecipe: true,
    checkpointId: null,
    purpose: 'evaluation',
    phase: 'evaluate',
    episodeReturn,
    length: 1,
    terminated: false,
    axis: { environmentSteps: 0, gradientSteps, wallSeconds: 0 },
  });
  const episodes = [
    episode('high', 9, 20),
    episode('low', 1, 20),
    episode('mid', 3, 20),
    episode('old', 4, 10),
  ];
  expect(medianFirst(episodes).map(({ id }) => id)).toEqual(['mid', 'low', 'high']);
  expect(medianFirst([])).toEqual([]);
});

it('a run that kept no episode says so', async () => {
  behave({});
  const launcher = nodeLauncher({ entries: { trainer: COUNTER_ENTRY, evaluator: COUNTING_ENTRY } });
  const host = await testHost(temporaryFolder(), { launcher });
  evaluateAs({});
  const { id: runId } = await createCounterRun(host, 5);
  await until(host, runId, atRest);
  await expect(host.call('runs.film', { runId })).rejects.toMatchObject({ code: 'film.noEpisode' });
});
