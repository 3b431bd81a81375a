/**
 * `studio evaluate`: plays fresh episodes with a run's checkpoint. Without options the run's own number of episodes on
 * its own tracks with its final checkpoint: the score that it shows. Also while a studio has the data folder open.
 */
import os from 'node:os';
import { configValue } from '../../../shared/config.ts';
import { StudioError } from '../../../shared/errors.ts';
import { findCheckpoint } from '../../host/theatreSource.ts';
import { readCheckpoint } from '../../store/checkpoints.ts';
import { ExperimentStore } from '../../store/experimentStore.ts';
import { ProgressDisplay } from '../progressDisplay.ts';
import { chosenDataFolder, print, say, wholeNumber } from '../terminal.ts';

export interface EvaluateOptions {
  readonly episodes?: string;
  readonly checkpoint?: string;
  readonly seed?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

const MOST_EPISODES = 100_000;
const LARGEST_SEED = 4_294_967_295;

export async function evaluate(reference: string, options: EvaluateOptions): Promise<void> {
  const { run, file, checkpointId } = locate(reference, options);
  const ownEpisodes = configValue(run.config, 'evaluate.episodes');
  const episodes =
    options.episodes === undefined
      ? typeof ownEpisodes === 'number'
        ? ownEpisodes
        : 100
      : wholeNumber('--episodes', options.episodes, 1, MOST_EPISODES);
  const seed = options.seed === undefined ? undefined : wholeNumber('--seed', options.seed, 0, LARGEST_SEED);
  const { checkpoint } = await readCheckpoint(file);
  const { initialiseBackend } = await import('../../numerics/backend.ts');
  const { evaluateCheckpoint } = await import('../../training/evaluateRun.ts');
  const threads = configValue(run.config, 'compute.threads');
  // The run's own thread count: another one gives other bits.
  await initialiseBackend(typeof threads === 'number' ? { threads } : {});
  const display = new ProgressDisplay(process.stderr);
  let done = 0;
  const result = await evaluateCheckpoint(
    {
      environment: run.environment,
      config: run.config,
      checkpoint,
      episodes,
      ...(seed === undefined ? {} : { seed }),
      workers: os.availableParallelism(),
    },
    () => {
      display.progress({
        phase: 'evaluate',
        index: 0,
        phases: ['evaluate'],
        done: ++done,
        total: episodes,
        unit: 'episode',
        phaseSecondsLeft: null,
        runSecondsLeft: null,
      });
    },
  );
  display.close();
  if (options.json === true) {
    print(JSON.stringify({ run: run.id, checkpoint: checkpointId, ...result }));
    return;
  }
  print(
    say('cli.evaluate.result', {
      name: run.name,
      mean: result.score.toFixed(1),
      deviation: result.scoreDeviation.toFixed(1),
      episodes,
      checkpoint: checkpointId,
    }),
  );
}

/** @throws StudioError `run.unknown`, `checkpoint.unknown` */
function locate(reference: string, { dataDir, checkpoint }: EvaluateOptions) {
  const store = ExperimentStore.openReadOnly(chosenDataFolder(dataDir === undefined ? {} : { dataDir }));
  if (store === null) throw new StudioError('run.unknown', { run: reference });
  try {
    const run = store.run(store.findRun(reference).id);
    const final = store.checkpoints(run.id).find(({ reason }) => reason === 'final');
    const chosen =
      checkpoint === undefined && final !== undefined
        ? final
        : findCheckpoint(store, run.id, checkpoint ?? 'best');
    return { run, checkpointId: chosen.id, file: store.folder.checkpoint(run.id, chosen.fileName) };
  } finally {
    store.close();
  }
}
