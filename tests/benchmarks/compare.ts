/** Measures one benchmark beside its peer: A-B-A-B over the rounds, medians, and a ratio that is above 1 where ours is better. */
import type { Benchmark } from './benchmark.ts';

export interface Comparison {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with; null where no peer ran. */
  readonly peer: string | null;
  readonly peerValue: number | null;
  readonly ratio: number | null;
}

export interface CompareOptions {
  readonly rounds: number;
  /** The peers' interpreter. */
  readonly python: string | undefined;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

export async function compare(benchmark: Benchmark, { rounds, python }: CompareOptions): Promise<Comparison> {
  const ours: number[] = [];
  const theirs: number[] = [];
  // What is compiled, loaded and cached by the first call belongs to no round.
  await benchmark.measure();
  for (let round = 0; round < rounds; round++) {
    ours.push(await benchmark.measure());
    if (python !== undefined && benchmark.measurePeer !== undefined)
      theirs.push(await benchmark.measurePeer(python));
  }
  const value = median(ours);
  const { name, unit } = benchmark;
  if (theirs.length === 0) return { name, value, unit, peer: null, peerValue: null, ratio: null };
  const peerValue = median(theirs);
  const ratio = benchmark.higherIsBetter ? value / peerValue : peerValue / value;
  return { name, value, unit, peer: benchmark.peer ?? 'peer', peerValue, ratio };
}
