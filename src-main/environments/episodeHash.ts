/** What recipes prove by that an episode was computed again: a hash of the state, or of what was observed where there is none. */
import type { Environment, StepResult } from './environment.ts';
import { hashBytes, hashDoubles } from './stateHash.ts';

/**
 * Of this moment.
 * @param last what the last reset or step gave, before anything else overwrites it
 * @returns 16 hex digits
 */
export function episodeHash({ recompute }: Environment, last: StepResult): string {
  return recompute === undefined ? observationHash(last) : recompute.stateHash();
}

/** Everything that an agent was given: fields in the order of their names, the reward, and whether the episode ended. */
export function observationHash({ observation, reward, terminated, truncated }: StepResult): string {
  const fields = Object.keys(observation).sort();
  const hashes = fields.map((name) => {
    const values = observation[name] ?? new Float64Array();
    return hashBytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  });
  const words = hashes.flatMap((hash) => [
    Number.parseInt(hash.slice(0, 8), 16),
    Number.parseInt(hash.slice(8), 16),
  ]);
  return hashDoubles([...words, reward, terminated ? 1 : 0, truncated ? 1 : 0]);
}
