/** Evaluations of really trained checkpoints by the real evaluator process: the figures, and who may ask for them. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Checkpoint } from '../../shared/checkpoint.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import type { RunResult } from '../../shared/run.ts';
import type { EvaluatorStart, FromEvaluator } from '../../src-main/engine/messages.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { writeCheckpoint } from '../../src-main/store/checkpoints.ts';
import { EVALUATION_TRACKS, trackSeeds } from '../../src-main/acting/tracks.ts';
import { createTrainer } from '../../src-main/algorithms/registry.ts';
import type { TrainerContext } from '../../src-main/training/trainer.ts';
import { dreamerContext } from '../algorithms/dreamer/tinyDreamer.ts';
import { pullAll, tinyContext } from '../algorithms/world-models/tinyRun.ts';
import { temporaryFolder, testHost } from './testHost.ts';

const STUDIO = fileURLToPath(new URL('../../src-main/cli/studio.ts', import.meta.url));

interface Trained {
  readonly algorithm: string;
  readonly context: TrainerContext;
  readonly checkpoint: Checkpoint;
  readonly result: RunResult;
}

async function train(algorithm: string, context: TrainerContext): Promise<Trained> {
  const trainer = await createTrainer(algorithm, context);
  const last = (await pullAll(trainer)).at(-1);
  if (last?.kind !== 'result') throw new Error('a run ends with its result');
  const checkpoint = structuredClone(await trainer.save());
  await trainer.dispose();
  return { algorithm, context, checkpoint, result: last.result };
}

/** The trained run in a host's store, as its training would have left it. */
async function stored(host: Host, { algorithm, context, checkpoint, result }: Trained) {
  const { environment, config } = context;
  const { id: runId } = host.store.createRun({
    name: algorithm,
    algorithm,
    environment,
    preset: 'paper',
    config,
    tags: [],
    scoreMetric: 'evaluation/return',
    codeVersion: 'test',
  });
  const id = `${runId}-last`;
  const fileName = `${id}.wms`;
  const file = host.store.folder.checkpoint(runId, fileName);
  const sizeBytes = await writeCheckpoint(file, checkpoint);
  const axis = { environmentSteps: 1, gradientSteps: 1, wallSeconds: 1 };
  const createdAt = new Date().toISOString();
  const about = { id, fileName, sizeBytes, phase: 'evaluate', score: null, axis, createdAt };
  host.store.record(runId, [
    { kind: 'checkpoint', checkpoint: { ...about, reason: 'final' } },
    { kind: 'result', result },
  ]);
  return { runId, checkpointId: id, file };
}

/** Until the evaluation ends, one way or the other. */
function ending(host: Host, runId: string): Promise<TopicEvents['run']> {
  return new Promise((resolve) => {
    const handle = host.feed.listen(
      'run',
      { runId },
      {
        send: (event) => {
          const told = event as TopicEvents['run'];
          if (told.kind === 'evaluation' || told.kind === 'evaluationEnded') resolve(told);
        },
        ended: () => undefined,
      },
    );
    onTestFinished(() => {
      handle.close();
    });
  });
}

const ALGORITHMS = ['world-models', 'dreamer'];
const root = mkdtempSync(path.join(os.tmpdir(), 'evaluations-'));
const trained: Trained[] = [];

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
  trained.push(await train('world-models', tinyContext(path.join(root, 'controller'))));
  trained.push(await train('dreamer', dreamerContext(path.join(root, 'dreamer'))));
}, 120_000);

afterAll(() => {
  rmSync(root, { recursive: true });
});

function runOf(algorithm: string): Trained {
  const found = trained.find((run) => run.algorithm === algorithm);
  if (found === undefined) throw new Error(`${algorithm} was not trained`);
  return found;
}

describe('a trained checkpoint', () => {
  it.each(ALGORITHMS)(
    'of %s, evaluated as its run was, scores just what the run shows',
    async (algorithm) => {
      const host = await testHost(temporaryFolder(), { launcher: nodeLauncher() });
      const { runId, checkpointId } = await stored(host, runOf(algorithm));
      const end = ending(host, runId);
      await host.call('evaluations.start', { runId, checkpointId });
      const told = await end;
      if (told.kind !== 'evaluation') throw new Error(`it ended with ${JSON.stringify(told)}`);
      const { score, scoreDeviation, scoreEpisodes } = runOf(algorithm).result;
      expect(told.evaluation).toMatchObject({ score, scoreDeviation });
      expect(told.evaluation.returns).toHaveLength(scoreEpisodes);
    },
    120_000,
  );

  it.each(ALGORITHMS)(
    'of %s with another seed plays other episodes, the very ones of `studio evaluate`',
    async (algorithm) => {
      const host = await testHost(temporaryFolder(), { launcher: nodeLauncher() });
      const { runId, checkpointId } = await stored(host, runOf(algorithm));
      const end = ending(host, runId);
      await host.call('evaluations.start', { runId, checkpointId, episodes: 3, seed: 99 });
      const told = await end;
      const args = ['evaluate', runId, '--episodes', '3', '--seed', '99', '--json'];
      const { stdout } = await promisify(execFile)(process.execPath, [
        STUDIO,
        ...args,
        '--data-dir',
        host.dataFolder,
      ]);
      const printed = JSON.parse(stdout) as {
        score: number;
        episodes: { seed: number; episodeReturn: number }[];
      };
      expect(told).toMatchObject({
        kind: 'evaluation',
        evaluation: {
          seed: 99,
          score: printed.score,
          returns: printed.episodes.map(({ episodeReturn }) => episodeReturn),
        },
      });
      expect(printed.score).not.toBe(runOf(algorithm).result.score);
      const own = host.store.evaluationRecords(runId)[0]?.episodes.map(({ seed }) => seed);
      expect(own).toEqual(printed.episodes.map(({ seed }) => seed));
      expect(own).toEqual(trackSeeds(99, EVALUATION_TRACKS, 3));
    },
    120_000,
  );

  it('that was kept before there was a controller says that it cannot act', async () => {
    const host = await testHost(temporaryFolder(), { launcher: nodeLauncher() });
    const run = runOf('world-models');
    const { 'controller/parameters': _, ...arrays } = run.checkpoint.arrays;
    const { runId, checkpointId } = await stored(host, { ...run, checkpoint: { ...run.checkpoint, arrays } });
    const end = ending(host, runId);
    await host.call('evaluations.start', { runId, checkpointId, episodes: 1 });
    expect(await end).toMatchObject({ kind: 'evaluationEnded', error: { code: 'checkpoint.cannotAct' } });
  }, 60_000);

  it.each(ALGORITHMS)(
    'of %s is let go by its process when the host is gone',
    async (algorithm) => {
      const { context, checkpoint } = runOf(algorithm);
      const checkpointFile = path.join(temporaryFolder(), 'checkpoint.wms');
      await writeCheckpoint(checkpointFile, checkpoint);
      const { environment, config } = context;
      const engine = await nodeLauncher().launch('evaluator');
      onTestFinished(() => {
        engine.kill();
      });
      const exit = new Promise((resolve) => {
        engine.onExit(({ code, signal }) => {
          resolve([code, signal]);
        });
      });
      const first = new Promise<FromEvaluator>((resolve) => {
        engine.port.onMessage((message) => {
          resolve(message as FromEvaluator);
        });
      });
      const start: EvaluatorStart = {
        algorithm,
        environment,
        config,
        checkpointFile,
        episodes: 10_000,
        seed: 1,
      };
      engine.port.postMessage(start);
      // In the midst of its first episodes.
      expect(await first).toMatchObject({ type: 'played' });
      engine.port.close();
      expect(await exit).toEqual([0, null]);
    },
    60_000,
  );
});
