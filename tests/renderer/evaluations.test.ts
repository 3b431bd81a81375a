// @vitest-environment jsdom
/** What a run's page knows of evaluations: it follows what the host tells, whoever asked for them. */
import { describe, expect, it } from 'vitest';
import type { EvaluationResult, EvaluationUnderWay } from '../../shared/evaluation.ts';
import { mayAct, ownEvaluation } from '../../shared/evaluation.ts';
import { resolveConfig } from '../../shared/config.ts';
import type { RunEvaluations as Listed } from '../../shared/protocol.ts';
import type { StudioClient } from '../../src-renderer/client/studioClient.ts';
import { RunEvaluations } from '../../src-renderer/state/runEvaluations.svelte.ts';
import { readCount } from '../../src-renderer/views/experiment/readCount.ts';

const underWay = (id: string, checkpointId: string, done = 0): EvaluationUnderWay => ({
  id,
  runId: 'r',
  checkpointId,
  seed: 1,
  episodes: 10,
  state: 'playing',
  done,
  played: done,
  mean: done === 0 ? null : 5,
});
const result = (id: string, checkpointId: string): EvaluationResult => ({
  id,
  runId: 'r',
  checkpointId,
  seed: 1,
  score: 5,
  scoreDeviation: 1,
  returns: [4, 6],
  seeds: [1, 2],
  createdAt: '2026-01-01T00:00:00.000Z',
});

/** A host that answers the list and notes the rest. */
function bench(listed: Listed = { results: [], underWay: [] }) {
  const calls: unknown[] = [];
  const client = {
    call: (command: string, args: unknown) => {
      calls.push([command, args]);
      return Promise.resolve(command === 'evaluations.list' ? listed : null);
    },
  } as unknown as StudioClient;
  return { evaluations: new RunEvaluations(client, 'r'), calls };
}

describe('evaluations of a run', () => {
  it('are those that the host lists, and what it tells from then on', async () => {
    const { evaluations } = bench({ results: [result('a', 'c1')], underWay: [underWay('b', 'c1')] });
    await evaluations.load();
    evaluations.receive({ kind: 'evaluationProgress', evaluation: underWay('b', 'c1', 3) });
    evaluations.receive({ kind: 'evaluationProgress', evaluation: underWay('c', 'c2') });
    expect(evaluations.underWayOf('c1')).toMatchObject({ id: 'b', done: 3, mean: 5 });
    expect(evaluations.underWayOf('c2')?.id).toBe('c');
    evaluations.receive({ kind: 'evaluation', evaluation: result('b', 'c1') });
    expect(evaluations.underWayOf('c1')).toBeUndefined();
    expect(evaluations.resultsOf('c1').map(({ id }) => id)).toEqual(['b', 'a']);
    expect(evaluations.resultsOf('c2')).toEqual([]);
  });

  it('that fail show why until the checkpoint is evaluated again; those that are cancelled show nothing', () => {
    const { evaluations } = bench();
    const error = { code: 'evaluation.crashed', values: { reason: 'SIGKILL' } } as const;
    const end = (evaluationId: string, why: typeof error | null) => {
      evaluations.receive({ kind: 'evaluationProgress', evaluation: underWay(evaluationId, 'c1') });
      evaluations.receive({ kind: 'evaluationEnded', evaluationId, checkpointId: 'c1', error: why });
    };
    end('a', error);
    expect(evaluations.failureOf('c1')).toEqual(error);
    expect(evaluations.underWayOf('c1')).toBeUndefined();
    end('b', null);
    expect(evaluations.failureOf('c1')).toBeUndefined();
  });

  it('are asked for by run, checkpoint and figures, and cancelled by their own id', async () => {
    const { evaluations, calls } = bench();
    await evaluations.start({ checkpointId: 'c1', episodes: 3, seed: 9 });
    await evaluations.cancel(underWay('a', 'c1'));
    expect(calls).toEqual([
      ['evaluations.start', { runId: 'r', checkpointId: 'c1', episodes: 3, seed: 9 }],
      ['evaluations.cancel', { evaluationId: 'a' }],
    ]);
  });
});

describe('a checkpoint', () => {
  const worldModels = (overrides = {}) => ({
    algorithm: 'world-models',
    config: resolveConfig('world-models', 'car-racing', 'paper', overrides),
  });

  it('may act from C on, in later rounds all along, and of Dreamer always', () => {
    const phases = ['collect', 'vision', 'encode', 'memory', 'controller', 'evaluate'];
    const acting = (run: ReturnType<typeof worldModels>) => phases.filter((phase) => mayAct(run, phase));
    expect(acting(worldModels())).toEqual(['controller', 'evaluate']);
    expect(acting(worldModels({ rounds: 2 }))).toEqual(phases);
    expect(mayAct({ algorithm: 'dreamer', config: {} }, 'seed')).toBe(true);
  });

  it('is evaluated as its run was, unless told otherwise', () => {
    expect(ownEvaluation(worldModels({ seed: 3, evaluate: { episodes: 12 } }).config)).toEqual({
      episodes: 12,
      seed: 3,
    });
  });
});

describe('a typed number', () => {
  const limits = { low: 1, high: 100 };

  it.each([
    ['', 7],
    ['  ', 7],
    ['12', 12],
    [' 100 ', 100],
    ['007', 7],
  ])('%j is %i', (typed, number) => {
    expect(readCount(typed, 7, limits)).toBe(number);
  });

  it.each(['0', '101', '-1', '1.5', '1e1', '0x10', 'ten', '1 0', '99999999999999999999'])(
    '%j is refused',
    (typed) => {
      expect(readCount(typed, 7, limits)).toBeNull();
    },
  );
});
