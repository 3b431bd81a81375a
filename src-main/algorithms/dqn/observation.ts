/** What DQN reads: the last few grey frames, or the environment's numbers. */
import type { DqnConfig } from '../../../shared/algorithms/dqn/config.ts';
import { recordedFrames, recordedNumbers, type RecordedSight } from '../../acting/recordedSight.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';

/** @throws StudioError `config.invalid` where the environment does not give what the config asks for */
export function dqnObservation(
  { environment, network }: Pick<DqnConfig, 'environment' | 'network'>,
  spec: EnvironmentSpec,
): RecordedSight {
  return environment.observation === 'pixels'
    ? recordedFrames(spec, network.stackedFrames)
    : recordedNumbers(spec);
}
