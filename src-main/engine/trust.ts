/** One instrument of trust on a checkpoint's file: in the evaluator's process, and in `studio trust`. */
import { setImmediate as breathe } from 'node:timers/promises';
import { StudioError } from '../../shared/errors.ts';
import type { TrustResult } from '../../shared/trust.ts';
import { readCheckpoint } from '../store/checkpoints.ts';
import type { TrustStart } from './messages.ts';
import { initialiseRunBackend } from './runBackend.ts';

/**
 * Starts the tensor backend, too.
 * @param onShare how far it is, 0 to 1
 * @throws StudioError `trust.noModel` where the run has no world model, `trust.noScore`, `checkpoint.*`
 */
export async function measureCheckpoint(
  start: TrustStart,
  onShare: (share: number) => void,
): Promise<TrustResult> {
  const { algorithm, environment, config, checkpointFile, seed } = start;
  // Loaded here, so that whoever only reads the command line need not wait for them.
  const { isPlayed, loadTrained, trainedEnvironment } = await import('../algorithms/registry.ts');
  const { EnvironmentShelf } = await import('../acting/environmentShelf.ts');
  const { observationLayout } = await import('../acting/observationLayout.ts');
  const { measureTrust } = await import('../trust/instruments.ts');
  const { checkpoint } = await readCheckpoint(checkpointFile, isPlayed({ algorithm }));
  await initialiseRunBackend(config);
  const environments = new EnvironmentShelf(
    environment,
    trainedEnvironment(environment, { algorithm, config }),
  );
  try {
    const { spec } = await environments.first();
    const loaded = loadTrained({ algorithm, config, checkpoint }, spec);
    if (loaded.kind === 'agent') {
      loaded.agent.dispose();
      throw new StudioError('trust.noModel', { algorithm });
    }
    const { model, policy } = loaded;
    const layout = observationLayout(spec.observations);
    try {
      return await measureTrust(
        { model, policy, environments, spec, layout, seed },
        start.instrument,
        start,
        async (share) => {
          onShare(share);
          await breathe();
        },
      );
    } finally {
      policy?.dispose();
      model.dispose();
    }
  } finally {
    environments.close();
  }
}
