/**
 * `studio evaluate`: plays fresh episodes with a run's checkpoint. Without options the run's own number of episodes on
 * its own tracks with its final checkpoint: the score that it shows. Also while a studio has the data folder open.
 */
import { StudioError } from '../../../shared/errors.ts';
import { LARGEST_SEED } from '../../../shared/seed.ts';
import { playEvaluation } from '../../engine/evaluation.ts';
import { planEvaluation, type EvaluationPlan } from '../../host/evaluationPlan.ts';
import { ExperimentStore } from '../../store/experimentStore.ts';
import { requireRunModel } from '../foreignModel.ts';
import { ProgressDisplay } from '../progressDisplay.ts';
import { chosenDataFolder, note, print, say, wholeNumber } from '../terminal.ts';

export interface EvaluateOptions {
  readonly episodes?: string;
  readonly checkpoint?: string;
  readonly seed?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** More than the window allows: nothing of it is kept. */
const MOST_EPISODES = 100_000;

/** It is told of every step; more often than this nobody looks. */
const SHOW_MILLISECONDS = 200;

export async function evaluate(reference: string, options: EvaluateOptions): Promise<void> {
  const plan = planned(reference, options);
  await requireRunModel(plan.environment, plan.config);
  const { episodes } = plan;
  const display = new ProgressDisplay(process.stderr);
  let ended = 0;
  let shownAt = -Infinity;
  const show = (played: number) => {
    display.progress({
      phase: 'evaluate',
      index: 0,
      phases: ['evaluate'],
      done: Math.min(episodes, Math.max(ended, played)),
      total: episodes,
      unit: 'episode',
      phaseSecondsLeft: null,
      runSecondsLeft: null,
    });
  };
  // An episode may take minutes: how far those under way are shows, too.
  const result = await playEvaluation(plan, {
    onPlayed: (played) => {
      const now = performance.now();
      if (now - shownAt < SHOW_MILLISECONDS) return;
      shownAt = now;
      show(played);
    },
    onDifference: ({ key, values }) => {
      note(say(key, values));
    },
    onEpisode: () => {
      ended += 1;
      show(ended);
    },
  });
  display.close();
  if (options.json === true) {
    print(JSON.stringify({ run: plan.runId, checkpoint: plan.checkpointId, ...result }));
    return;
  }
  print(
    say('cli.evaluate.result', {
      name: plan.runName,
      mean: result.score.toFixed(1),
      deviation: result.scoreDeviation.toFixed(1),
      episodes,
      checkpoint: plan.checkpointId,
    }),
  );
}

/** @throws StudioError `run.unknown`, `checkpoint.unknown`, `config.invalid` */
function planned(reference: string, { dataDir, checkpoint, ...options }: EvaluateOptions): EvaluationPlan {
  const store = ExperimentStore.openReadOnly(chosenDataFolder(dataDir === undefined ? {} : { dataDir }));
  if (store === null) throw new StudioError('run.unknown', { run: reference });
  const { episodes, seed } = options;
  try {
    return planEvaluation(store, store.findRun(reference).id, {
      checkpoint,
      episodes: episodes === undefined ? undefined : wholeNumber('--episodes', episodes, 1, MOST_EPISODES),
      seed: seed === undefined ? undefined : wholeNumber('--seed', seed, 0, LARGEST_SEED),
    });
  } finally {
    store.close();
  }
}
