/** What befalls a studio, drawn from a seed: which work, which process, when, and how. */
import { RandomStream } from '../../src-main/numerics/random.ts';

export const WORKS = [
  'dreamerNumbers',
  'dreamerPixels',
  'worldModels',
  'study',
  'import',
  'migration',
  'served',
] as const;
export type Work = (typeof WORKS)[number];

/** Points inside what must be whole or not at all; the process kills itself there (strike.ts). */
export const POINTS = {
  trainer: ['save', 'rename', 'sync', 'restore'],
  host: ['record', 'recorded', 'migrate'],
} as const;
export type Point = (typeof POINTS)[keyof typeof POINTS][number];

export type Blow =
  /** After so much of the time that the undisturbed work takes. */
  | { readonly kind: 'kill'; readonly victim: 'host' | 'trainer' | 'group'; readonly share: number }
  | { readonly kind: 'point'; readonly point: Point; readonly nth: number }
  /** Stands still for so long, and goes on. */
  | {
      readonly kind: 'stop';
      readonly victim: 'host' | 'trainer';
      readonly share: number;
      readonly seconds: number;
    }
  | { readonly kind: 'clock'; readonly share: number; readonly jumpSeconds: number }
  | { readonly kind: 'fullDisk'; readonly share: number; readonly seconds: number }
  | { readonly kind: 'signal'; readonly signal: 'SIGTERM' | 'SIGHUP' | 'SIGINT'; readonly share: number }
  /** Only where a studio is served. */
  | { readonly kind: 'engine'; readonly victim: 'inspector' | 'evaluator'; readonly share: number };

export interface Experiment {
  readonly index: number;
  readonly work: Work;
  readonly blow: Blow;
}

const TRAININGS: readonly Work[] = [
  'dreamerNumbers',
  'dreamerNumbers',
  'dreamerPixels',
  'worldModels',
  'study',
];

export function planOf(seed: number, count: number): readonly Experiment[] {
  return Array.from({ length: count }, (_, index) => {
    // A stream each: an experiment is the same whatever was drawn before it.
    const random = RandomStream.named(seed, `chaos/${index}`);
    const pick = <Value>(values: readonly Value[]): Value => {
      const value = values[random.integer(values.length)];
      if (value === undefined) throw new Error('nothing to pick from');
      return value;
    };
    const share = random.uniform(0.05, 0.95);
    // At least a quarter inside save, rename, record or restore.
    const kind =
      index % 3 === 0
        ? 'point'
        : pick([
            'kill',
            'kill',
            'kill',
            'kill',
            'stop',
            'clock',
            'fullDisk',
            'signal',
            'engine',
            'other',
          ] as const);
    switch (kind) {
      case 'point': {
        const point = pick([...POINTS.trainer, 'record', 'recorded'] as const);
        // Early ones: a short training has few.
        return { index, work: pick(TRAININGS), blow: { kind, point, nth: 1 + random.integer(3) } };
      }
      case 'kill':
        return {
          index,
          work: pick(TRAININGS),
          blow: { kind, victim: pick(['host', 'host', 'trainer', 'group'] as const), share },
        };
      case 'stop':
        return {
          index,
          work: pick(TRAININGS),
          blow: { kind, victim: pick(['host', 'trainer'] as const), share, seconds: 2 },
        };
      case 'clock':
        return {
          index,
          work: pick(TRAININGS),
          blow: { kind, share, jumpSeconds: pick([-86_400, -5, 3600, 86_400 * 400]) },
        };
      case 'fullDisk':
        return {
          index,
          work: pick(['dreamerNumbers', 'dreamerPixels', 'worldModels'] as const),
          blow: { kind, share, seconds: 3 },
        };
      case 'signal':
        return {
          index,
          work: pick(TRAININGS),
          blow: { kind, signal: pick(['SIGTERM', 'SIGHUP', 'SIGINT'] as const), share },
        };
      case 'engine':
        return {
          index,
          work: 'served',
          blow: { kind, victim: pick(['inspector', 'evaluator'] as const), share },
        };
      case 'other':
        return pick([
          { index, work: 'import', blow: { kind: 'kill', victim: 'host', share } },
          { index, work: 'migration', blow: { kind: 'point', point: 'migrate', nth: 1 } },
        ] as const);
    }
  });
}

export function describeBlow(blow: Blow): string {
  switch (blow.kind) {
    case 'kill':
    case 'engine':
      return `kill ${blow.victim} at ${blow.share.toFixed(2)}`;
    case 'point':
      return `kill inside ${blow.point} ${blow.nth}`;
    case 'stop':
      return `stop ${blow.victim} at ${blow.share.toFixed(2)}`;
    case 'clock':
      return `clock ${blow.jumpSeconds} s at ${blow.share.toFixed(2)}`;
    case 'fullDisk':
      return `full disk at ${blow.share.toFixed(2)}`;
    case 'signal':
      return `${blow.signal} at ${blow.share.toFixed(2)}`;
  }
}
