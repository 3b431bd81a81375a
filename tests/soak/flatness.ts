/** Whether what was sampled stays where it was. */
import type { Sample } from './gauge.ts';

const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
};

export interface Flatness {
  readonly name: string;
  readonly samples: number;
  /** Of the first and the last minute that count, medians. */
  readonly first: number;
  readonly last: number;
  /** How far any minute's median is from their median, as a share of it. */
  readonly spread: number;
  /** The same of the lowest tensor counts of each minute: between steps; null where there are none. */
  readonly tensors: { readonly first: number; readonly last: number } | null;
  /** Medians of the first and the last minute, in bytes. */
  readonly parts: Readonly<Record<'heapUsed' | 'external' | 'arrayBuffers', readonly [number, number]>>;
}

/** @param from milliseconds since the epoch: what comes before is how it started */
export function flatness(name: string, samples: readonly Sample[], from: number): Flatness | null {
  const minutes = new Map<number, Sample[]>();
  for (const sample of samples) {
    if (sample.at < from) continue;
    const minute = Math.floor((sample.at - from) / 60_000);
    minutes.set(minute, [...(minutes.get(minute) ?? []), sample]);
  }
  const parts = [...minutes.entries()].sort(([a], [b]) => a - b).map(([, of]) => of);
  const first = parts[0];
  const last = parts[parts.length - 1];
  if (first === undefined || last === undefined || parts.length < 2) return null;
  const medians = parts.map((of) => median(of.map(({ rssBytes }) => rssBytes)));
  const middle = median(medians);
  const lowest = (of: readonly Sample[]) => Math.min(...of.map(({ tensors }) => tensors ?? Infinity));
  const both = (key: 'heapUsedBytes' | 'externalBytes' | 'arrayBufferBytes') =>
    [median(first.map((sample) => sample[key])), median(last.map((sample) => sample[key]))] as const;
  return {
    name,
    samples: parts.flat().length,
    first: medians[0] ?? 0,
    last: medians[medians.length - 1] ?? 0,
    spread: Math.max(...medians.map((value) => Math.abs(value - middle) / middle)),
    tensors: first.some(({ tensors }) => tensors !== null)
      ? { first: lowest(first), last: lowest(last) }
      : null,
    parts: {
      heapUsed: both('heapUsedBytes'),
      external: both('externalBytes'),
      arrayBuffers: both('arrayBufferBytes'),
    },
  };
}
