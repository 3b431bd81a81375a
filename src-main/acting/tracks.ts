/** Which episodes are played: seeds named by what they are for. */
import { RandomStream } from '../numerics/random.ts';

/** The stream that names the held-out episodes of a run's last phase. */
export const EVALUATION_TRACKS = 'evaluate/tracks';
/** Seeds of tracks: the same name gives the same ones. */
export function trackSeeds(seed: number, name: string, count: number): number[] {
  const random = RandomStream.named(seed, name);
  return Array.from({ length: count }, () => random.uint32());
}
