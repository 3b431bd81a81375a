/** What D4PG reads: the environment's numbers, or the last few grey frames. */
import type { D4pgConfig } from '../../../shared/algorithms/d4pg/config.ts';
import { recordedFrames, recordedNumbers, type RecordedSight } from '../../acting/recordedSight.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';

/** @throws StudioError `config.invalid` where the environment does not give what the config asks for */
export function d4pgSight(
  { environment, encoder }: Pick<D4pgConfig, 'environment' | 'encoder'>,
  spec: EnvironmentSpec,
): RecordedSight {
  return environment.observation === 'pixels'
    ? recordedFrames(spec, encoder.stackedFrames)
    : recordedNumbers(spec);
}
