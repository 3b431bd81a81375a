/** Archives as large as an import takes, and such as pretend to be none, written piece by piece. */
import { createHash, randomBytes } from 'node:crypto';
import { writeZip, type ZipPart } from './foreignFiles.ts';

const MEGABYTE = 1024 * 1024;
const AT = '2026-01-02T03:04:05.678Z';
const text = (value: unknown) => Buffer.from(JSON.stringify(value));

export interface Sizes {
  readonly checkpointMegabytes: number;
  readonly logEntries: number;
  /** Points of each of ten curves. */
  readonly points: number;
  readonly episodes: number;
  /** Of 21 numbers each, in one more episode. */
  readonly actions: number;
}

const RUN = {
  id: 'large',
  name: 'large',
  algorithm: 'world-models',
  environment: 'car-racing',
  preset: 'smoke',
  status: 'completed',
  tags: [],
  notes: '',
  scoreMetric: 'evaluation/return',
  createdAt: AT,
  startedAt: AT,
  endedAt: AT,
  wallSeconds: 1,
  exact: true,
  config: {},
  compute: null,
  result: null,
  lastError: null,
  codeVersion: 'test',
};

/** A checkpoint of random numbers, which no packing makes smaller, with its sum. */
function* checkpoint(megabytes: number): Generator<Uint8Array> {
  const length = megabytes * MEGABYTE;
  const array = { name: 'weights', kind: 'Uint8Array', shape: [length], offset: 4096 };
  const json = text({ algorithm: 'world-models', header: {}, description: {}, arrays: [array] });
  const start = Buffer.alloc(4096);
  start.write('WMSCKPT1', 'ascii');
  start.writeUInt32LE(json.length, 8);
  json.copy(start, 12);
  const hash = createHash('sha256');
  hash.update(start);
  yield start;
  const block = randomBytes(MEGABYTE);
  for (let index = 0; index < megabytes; index++) {
    block.writeUInt32LE(index, 0);
    hash.update(block);
    yield Buffer.from(block);
  }
  yield hash.digest();
}

function* list(count: number, element: (index: number) => unknown): Generator<Uint8Array> {
  yield Buffer.from('[');
  const AT_ONCE = 1000;
  for (let from = 0; from < count; from += AT_ONCE) {
    const elements = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) =>
      JSON.stringify(element(from + i)),
    );
    yield Buffer.from((from > 0 ? ',' : '') + elements.join(','));
  }
  yield Buffer.from(']');
}

const axis = (index: number) => ({ environmentSteps: index, gradientSteps: index, wallSeconds: index / 10 });

function series(name: string, points: number) {
  const column = (of: (index: number) => number) => Array.from({ length: points }, (_, index) => of(index));
  return {
    name,
    sequence: column((index) => index),
    environmentSteps: column((index) => index),
    gradientSteps: column((index) => index),
    wallSeconds: column((index) => index / 10),
    values: column((index) => Math.sin(index)),
  };
}

function episode(index: number, actions: number) {
  return {
    sequence: index,
    purpose: 'training',
    phase: 'collect',
    episodeReturn: index,
    length: 1,
    terminated: false,
    axis: axis(index),
    createdAt: AT,
    ...(actions === 0
      ? {}
      : {
          recipe: {
            environment: 'model-file',
            config: {},
            seed: 1,
            actions: Array.from({ length: actions }, (_, step) =>
              Array.from({ length: 21 }, (__, joint) => Math.sin(step * 21 + joint)),
            ),
          },
        }),
  };
}

function parts({ checkpointMegabytes, logEntries, points, episodes, actions }: Sizes): ZipPart[] {
  const fileName = 'large-1.wms';
  const json = (name: string, value: unknown): ZipPart => ({ name, content: () => [text(value)] });
  return [
    json('manifest.json', { format: 1, studio: 'test', exportedAt: AT }),
    json('run.json', RUN),
    {
      name: 'metrics.json',
      content: () => list(10, (index) => series(`loss/${index}`, points)),
      deflated: true,
    },
    {
      name: 'episodes.json',
      content: () => list(episodes + 1, (index) => episode(index, index === episodes ? actions : 0)),
      deflated: true,
    },
    {
      name: 'log.json',
      content: () =>
        list(logEntries, (index) => ({ at: AT, level: 'info', key: 'log.started', values: { index } })),
      deflated: true,
    },
    json('checkpoints.json', [
      {
        id: 'large-1',
        fileName,
        sequence: 1,
        reason: 'final',
        phase: 'memory',
        score: null,
        axis: axis(1),
        createdAt: AT,
        pinned: false,
      },
    ]),
    { name: `checkpoints/${fileName}`, content: () => checkpoint(checkpointMegabytes) },
  ];
}

export function writeLargeArchive(file: string, sizes: Sizes): void {
  writeZip(file, parts(sizes));
}

const SMALL: Sizes = { checkpointMegabytes: 1, logEntries: 1, points: 1, episodes: 1, actions: 0 };

/** Each with the error that it ends in. What is repeated packs to a thousandth, and stays within the ratio by a large checkpoint. */
export const HOSTILE: Readonly<
  Record<string, { readonly code: string; readonly write: (file: string) => void }>
> = {
  'a log of one letter': {
    code: 'import.tooComplex',
    write: (file) => {
      replace(file, 'log.json', repeated(' ', 90));
    },
  },
  'a log of nothing but lists': {
    code: 'import.tooComplex',
    write: (file) => {
      replace(file, 'log.json', repeated('[[],[],[],[],', 10, '[['));
    },
  },
  'a word without an end': {
    code: 'import.tooComplex',
    write: (file) => {
      replace(file, 'episodes.json', repeated('x', 90, '["'));
    },
  },
  'a curve of millions of zeros': {
    code: 'import.tooComplex',
    write: (file) => {
      replace(file, 'metrics.json', repeated('0,0,0,0,0,0,0,0,', 20, '[{"name":"a","values":['));
    },
  },
  'a thousand curves of the largest size': {
    code: 'import.columns',
    write: (file) => {
      const numbers = '0,'.repeat(2_000_000);
      replace(file, 'metrics.json', function* () {
        const columns = ['sequence', 'environmentSteps', 'gradientSteps', 'wallSeconds'];
        const one = `{"name":"a",${columns.map((name) => `"${name}":[0]`).join(',')},"values":[${numbers}0]}`;
        yield Buffer.from(`[${one},${one}]`);
      });
    },
  },
};

function repeated(piece: string, megabytes: number, before = '['): () => Iterable<Uint8Array> {
  return function* () {
    yield Buffer.from(before);
    const block = Buffer.from(piece.repeat(Math.ceil(MEGABYTE / piece.length)));
    for (let index = 0; index < megabytes; index++) yield block;
  };
}

function replace(file: string, name: string, content: () => Iterable<Uint8Array>): void {
  const others = parts({ ...SMALL, checkpointMegabytes: 8 });
  writeZip(
    file,
    others.map((part) => (part.name === name ? { name, content, deflated: true } : part)),
  );
}
