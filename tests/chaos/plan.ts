/**
 * What befalls a studio, drawn from a seed: which work, which process, when, and how. Experiments come in blocks of twenty that
 * hold every kind of blow, so that the first twenty are a small version of the whole.
 */
import { RandomStream } from '../../src-main/numerics/random.ts';

export const WORKS = [
  'dreamerNumbers',
  'dreamerPixels',
  'worldModels',
  'study',
  'import',
  'migration',
  'served',
  'desktop',
  'dqn',
  'a3c',
  'd4pg',
  'd4pgPixels',
] as const;
export type Work = (typeof WORKS)[number];

/** Agents without a world model: no plan draws them, tests/slow/rivals.test.ts kills them. */
export const RIVALS = ['dqn', 'a3c', 'd4pg', 'd4pgPixels'] as const satisfies readonly Work[];

/**
 * Places inside what must be whole or not at all; the process that comes there kills itself (strike.ts). `save` is half of an
 * array of a checkpoint, `sync` a checkpoint that is written and not synced, `rename` one that has no name yet, `restore` one
 * that was read and is about to be taken up. `record` is a transaction of the store before its commit, `recorded` after it
 * and before anybody is told. `backUp` is a finished backup that has no name yet, `migrate` tables that have just changed.
 */
export type Point = 'save' | 'sync' | 'rename' | 'restore' | 'record' | 'recorded' | 'backUp' | 'migrate';

/** Places in the saving, renaming, recording and restoring that the studio promises to be whole. */
export const HEART: readonly Point[] = ['save', 'sync', 'rename', 'restore', 'record', 'recorded'];

/** When: a share of what the undisturbed work announces (of its time, where it announces little), and a little later. */
export interface Moment {
  readonly share: number;
  readonly laterSeconds: number;
}

export type Blow =
  | ({
      readonly kind: 'kill';
      readonly victim: 'host' | 'trainer' | 'group' | 'shell' | 'inspector' | 'evaluator';
    } & Moment)
  /** `within`: which of the writes of one checkpoint. */
  | { readonly kind: 'point'; readonly point: Point; readonly nth: number; readonly within: number }
  | ({ readonly kind: 'signal'; readonly signal: 'SIGTERM' | 'SIGHUP' | 'SIGINT' } & Moment)
  /** Stands still for so long; then it goes on, or is killed with all the others as it stands. */
  | ({
      readonly kind: 'stop';
      readonly victim: 'host' | 'trainer' | 'group';
      readonly seconds: number;
      readonly killed: boolean;
    } & Moment)
  /** The time of day jumps, and stays where it is. */
  | ({ readonly kind: 'clock'; readonly jumpSeconds: number; readonly killed: boolean } & Moment)
  /** Without room, or without the right to write, for so long. */
  | ({ readonly kind: 'fullDisk' | 'readOnly'; readonly seconds: number; readonly killed: boolean } & Moment);

export interface Experiment {
  readonly index: number;
  readonly work: Work;
  readonly blow: Blow;
}

export const BLOCK = 20;
/** Sixteen kills a block, and one or two more in its other four: two hundred and eleven. */
export const EXPERIMENTS = 240;

const TRAININGS: readonly Work[] = [
  'dreamerNumbers',
  'worldModels',
  'dreamerPixels',
  'study',
  'dreamerNumbers',
];
const WITHOUT_STUDY: readonly Work[] = ['dreamerNumbers', 'worldModels', 'dreamerPixels'];
const OTHERS = ['stop', 'clock', 'fullDisk', 'readOnly', 'signal'] as const;
const HEARTS = ['save', 'record', 'restore', 'rename', 'recorded', 'sync'] as const;

export function planOf(seed: number, count: number): readonly Experiment[] {
  return Array.from({ length: count }, (_, index) => experimentOf(seed, index));
}

function turn<Value>(values: readonly Value[], number: number): Value {
  const value = values[number % values.length];
  if (value === undefined) throw new Error('nothing to take turns with');
  return value;
}

function experimentOf(seed: number, index: number): Experiment {
  // A stream each: an experiment is the same whatever was drawn before it.
  const random = RandomStream.named(seed, `chaos/${index}`);
  const pick = <Value>(values: readonly Value[]): Value => turn(values, random.integer(values.length));
  const block = Math.floor(index / BLOCK);
  const slot = index % BLOCK;
  const moment: Moment = { share: random.uniform(0.02, 0.95), laterSeconds: random.uniform(0, 0.3) };
  const work = turn(TRAININGS, slot + block);
  const of = (chosen: Work, blow: Blow): Experiment => ({ index, work: chosen, blow });
  const point = (name: Point, most: number): Blow => ({
    kind: 'point',
    point: name,
    nth: 1 + random.integer(most),
    within: 1 + random.integer(24),
  });
  const kill = (victim: Extract<Blow, { kind: 'kill' }>['victim']): Blow => ({
    kind: 'kill',
    victim,
    ...moment,
  });

  if (slot < HEARTS.length) {
    const name = turn(HEARTS, slot);
    return of(work, point(name, name === 'restore' ? 1 : name.startsWith('record') ? 40 : 5));
  }
  switch (slot) {
    case 6:
    case 7:
      return of(work, kill('host'));
    case 8:
      return of(work, kill('trainer'));
    case 9:
      return of(work, kill('group'));
    case 10:
      return of('desktop', kill('shell'));
    case 11:
      return of('desktop', kill(turn(['host', 'trainer', 'shell'] as const, block)));
    case 12:
      return of('served', kill('inspector'));
    case 13:
      return of('served', kill('evaluator'));
    case 14:
      return of('import', pick([kill('host'), point('record', 40), point('recorded', 40), point('save', 1)]));
    case 15:
      return of('migration', pick([point('migrate', 4), point('backUp', 1), point('recorded', 1)]));
    default:
      return other(index, turn(OTHERS, 4 * block + slot - 16), { random, moment, pick, work });
  }
}

interface Drawn {
  readonly random: RandomStream;
  readonly moment: Moment;
  readonly pick: <Value>(values: readonly Value[]) => Value;
  readonly work: Work;
}

function other(index: number, kind: (typeof OTHERS)[number], { moment, pick, work }: Drawn): Experiment {
  const killed = index % 2 === 0;
  switch (kind) {
    case 'stop':
      return {
        index,
        work,
        blow: { kind, victim: pick(['host', 'trainer', 'group'] as const), seconds: 2, killed, ...moment },
      };
    case 'clock':
      return {
        index,
        work,
        blow: { kind, jumpSeconds: pick([-86_400, -5, 3600, 86_400 * 400]), killed, ...moment },
      };
    case 'fullDisk':
    case 'readOnly':
      return {
        index,
        work: pick(WITHOUT_STUDY),
        // Not while it starts: a command that cannot even begin says so and ends.
        blow: { kind, seconds: 3, killed, ...moment, share: 0.15 + 0.8 * moment.share },
      };
    case 'signal':
      return {
        index,
        work,
        blow: { kind, signal: pick(['SIGTERM', 'SIGHUP', 'SIGINT'] as const), ...moment },
      };
  }
}

/** Whether a process is killed in it. */
export const isKill = ({ blow }: Experiment) =>
  blow.kind === 'kill' || blow.kind === 'point' || ('killed' in blow && blow.killed);

/** The rows of the table at the end. */
export function kindOf(blow: Blow): string {
  switch (blow.kind) {
    case 'kill':
      return `kill ${blow.victim}`;
    case 'point':
      return `kill inside ${blow.point}`;
    case 'stop':
      return `stop ${blow.victim}${blow.killed ? ', kill' : ''}`;
    case 'clock':
      return blow.killed ? 'clock jumps, kill' : 'clock jumps';
    case 'fullDisk':
      return blow.killed ? 'full disk, kill' : 'full disk';
    case 'readOnly':
      return blow.killed ? 'read-only, kill' : 'read-only';
    case 'signal':
      return blow.signal;
  }
}

export function describeBlow(blow: Blow): string {
  const kind = kindOf(blow);
  if (blow.kind === 'point') return `${kind} ${blow.nth}`;
  const when = `at ${blow.share.toFixed(2)} + ${blow.laterSeconds.toFixed(2)} s`;
  return blow.kind === 'clock' ? `${kind} by ${blow.jumpSeconds} s ${when}` : `${kind} ${when}`;
}

/** The same earlier, for work that was over before it could befall it. */
export function sooner(blow: Blow): Blow {
  return blow.kind === 'point'
    ? { ...blow, nth: Math.ceil(blow.nth / 3), within: Math.ceil(blow.within / 2) }
    : { ...blow, share: blow.share / 2 };
}
