/** Rounds of collecting with the current controller, and the paper's ablations: all of it is config. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import type { DeepPartialConfig } from '../../../shared/configFields.ts';
import type { TrainingUpdate } from '../../../shared/run.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { createTrainer } from '../../../src-main/algorithms/registry.ts';
import { comparable, recordsOf, tinyConfig, tinyContext, tinyDreamConfig } from './tinyRun.ts';

const GAMES = { 'car-racing': tinyConfig, 'take-cover': tinyDreamConfig } as const;
type Game = keyof typeof GAMES;

const root = mkdtempSync(join(tmpdir(), 'ablations-'));
let runs = 0;

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

afterAll(() => rmSync(root, { recursive: true }));

interface Trained {
  readonly updates: readonly TrainingUpdate[];
  readonly checkpoint: Checkpoint;
}

/** @param stop called with each update; true: keep a checkpoint and go on from it in a new trainer */
async function train(
  game: Game,
  overrides: DeepPartialConfig,
  stop: (update: TrainingUpdate) => boolean = () => false,
): Promise<Trained> {
  const folder = join(root, `run-${runs++}`);
  const config = GAMES[game](overrides);
  const updates: TrainingUpdate[] = [];
  let saved: Checkpoint | null = null;
  for (;;) {
    const trainer = await createTrainer('world-models', tinyContext(folder, config, game));
    if (saved !== null) await trainer.restore(saved);
    let stopped = false;
    for await (const update of trainer.train()) {
      updates.push(update);
      stopped = saved === null && stop(update);
      if (stopped) break;
    }
    const checkpoint = structuredClone(await trainer.save());
    await trainer.dispose();
    if (!stopped) return { updates, checkpoint };
    saved = checkpoint;
  }
}

/** Only the first round's collection. */
async function collect(game: Game, episodes: number): Promise<readonly TrainingUpdate[]> {
  const config = GAMES[game]({ ...SHORT, collect: { episodes } });
  const trainer = await createTrainer('world-models', tinyContext(join(root, `run-${runs++}`), config, game));
  const updates: TrainingUpdate[] = [];
  for await (const update of trainer.train()) {
    updates.push(update);
    if (update.kind === 'log' && update.key === 'log.phase.vision') break;
  }
  await trainer.dispose();
  return updates;
}

const SHORT: DeepPartialConfig = {
  vision: { maxBatches: 3 },
  memory: { steps: 3 },
  controller: { generations: 2, evaluateRollouts: 2, evaluateEpisodes: 1 },
  evaluate: { episodes: 1 },
};
const episodesOf = (updates: readonly TrainingUpdate[], purpose: string) =>
  updates.flatMap((update) =>
    update.kind === 'episode' && update.episode.purpose === purpose ? [update.episode] : [],
  );

describe('rounds', () => {
  it.each(['car-racing', 'take-cover'] as const)(
    'collect with the controller so far and train everything again, on %s',
    async (game) => {
      const { updates, checkpoint } = await train(game, { ...SHORT, rounds: 2 });
      const phases = updates.flatMap((update) =>
        update.kind === 'log' && update.key.startsWith('log.phase.') ? [update.key.slice(10)] : [],
      );
      const round = ['collect', 'vision', 'encode', 'memory', 'controller'];
      expect(phases).toEqual([...round, ...round, 'evaluate']);
      const collected = episodesOf(updates, 'collection');
      expect(collected).toHaveLength(6);
      // Frames of both rounds are kept, so dreams may begin in either.
      expect(checkpoint.arrays['dream/starts']?.shape[0]).toBe(6);
      expect(checkpoint.header['round']).toBe(1);

      const random = episodesOf(await collect(game, 6), 'collection');
      const actions = (all: typeof collected, index: number) => all[index]?.recipe?.actions;
      expect(actions(collected, 0)).toEqual(actions(random, 0));
      expect(actions(collected, 3)).toBeDefined();
      expect(actions(collected, 3)).not.toEqual(actions(random, 3));
    },
    120_000,
  );

  it('can be stopped and resumed in the second, and then do the same to the last bit', async () => {
    const whole = await train('take-cover', { ...SHORT, rounds: 2 });
    let collected = 0;
    const stopped = await train('take-cover', { ...SHORT, rounds: 2 }, (update) => {
      if (update.kind === 'episode' && update.episode.purpose === 'collection') collected += 1;
      return collected === 5;
    });
    expect(recordsOf(stopped.updates)).toEqual(recordsOf(whole.updates));
    expect(comparable(stopped.checkpoint)).toEqual(comparable(whole.checkpoint));
  }, 120_000);
});

describe('the paper’s ablations', () => {
  const parameters = (checkpoint: Checkpoint) => checkpoint.arrays['controller/parameters']?.data.length;

  // Latent 8, hidden 12; three outputs for CarRacing, one without bias for Take Cover.
  it.each([
    ['car-racing', { inputs: 'z' }, (8 + 1) * 3],
    ['car-racing', { inputs: 'z', hiddenUnits: 40 }, (8 + 1) * 40 + (40 + 1) * 3],
    ['take-cover', { inputs: 'z', hiddenUnits: 40 }, 8 * 40 + 40],
    ['take-cover', { inputs: 'zhc', hiddenUnits: 40 }, 32 * 40 + 40],
    ['take-cover', { inputs: 'zh', trainIn: 'environment' }, 20],
  ] as const)(
    'train on %s with %o',
    async (game, controller, count) => {
      const { updates, checkpoint } = await train(game, {
        ...SHORT,
        controller: { ...(SHORT['controller'] as DeepPartialConfig), ...controller },
      });
      expect(updates.at(-1)?.kind).toBe('result');
      expect(parameters(checkpoint)).toBe(count);
      // The search moved: what it ends with is not what it began with.
      expect(checkpoint.arrays['controller/parameters']?.data.some((value) => value !== 0)).toBe(true);
    },
    60_000,
  );

  it('CarRacing trains in the dream once M predicts the reward', async () => {
    const { updates } = await train('car-racing', {
      ...SHORT,
      memory: { steps: 3, predictsReward: true },
      controller: { ...(SHORT['controller'] as DeepPartialConfig), trainIn: 'dream', evaluateEpisodes: 2 },
    });
    const dreamt = episodesOf(updates, 'dream');
    expect(dreamt).toHaveLength(2);
    // Without an end in M every dream lasts as long as a lap may.
    expect(dreamt.every(({ length, terminated }) => length === 125 && !terminated)).toBe(true);
    expect(updates.some((update) => update.kind === 'metrics' && 'evaluation/virtual' in update.values)).toBe(
      true,
    );
  }, 60_000);
});
