/** Archives that somebody made: each fault has its own error, whatever is in one, and nothing of it stays. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import Database from 'better-sqlite3';
import { strToU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { reportError } from '../../shared/errors.ts';
import { hasMessage } from '../../shared/messages/index.ts';
import { packArchive } from '../../src-main/host/archive.ts';
import { importRun } from '../../src-main/host/importRun.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { newRun, openStore, temporaryFolder } from '../store/testStore.ts';
import {
  mutated,
  oddValue,
  realArchive,
  withHeader,
  withJson,
  withPart,
  withSum,
  withText,
  writeZip,
} from '../support/foreignFiles.ts';
import { readArchive } from '../support/readArchive.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 16);
const RUNS = Number(process.env['FUZZ_COUNT'] ?? 400);
const CHECKPOINT = 'checkpoints/real-2.wms';
const JSON_PARTS = [
  'manifest.json',
  'run.json',
  'metrics.json',
  'episodes.json',
  'log.json',
  'evaluations.json',
  'trust.json',
  'checkpoints.json',
];

let archive: Uint8Array;
beforeAll(async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-foreign-'));
  const store = ExperimentStore.open(folder);
  archive = await realArchive(store);
  store.close();
  rmSync(folder, { recursive: true });
});

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'taken in',
    (error: unknown) => reportError(error).code,
  );

/** As a zip's directory or its parts say what they are not. */
function written(parts: Parameters<typeof writeZip>[1]): Uint8Array {
  const file = path.join(temporaryFolder(), 'written.wmsx');
  writeZip(file, parts);
  return readFileSync(file);
}

const real = () =>
  Object.entries(unzipSync(archive)).map(([name, bytes]) => ({ name, content: () => [bytes] }));
const zeros = (bytes: number) => () => [new Uint8Array(bytes)];
const run = (change: (value: Record<string, unknown>) => unknown) => () =>
  withJson(archive, 'run.json', change);
const first = (part: string, change: (value: Record<string, unknown>) => unknown) => () =>
  withJson(archive, part, ([value, ...rest]) => [change(value ?? {}), ...rest]);
const checkpoint = (change: Parameters<typeof withHeader>[1]) => () =>
  withPart(archive, CHECKPOINT, (bytes) => withHeader(bytes, change));
const array = (changes: object) =>
  checkpoint(({ arrays: [one, ...rest], ...header }) => ({
    ...header,
    arrays: [{ ...one, ...changes }, ...rest],
  }));

/** Each fault, and what it is called. */
const FAULTS: readonly (readonly [name: string, make: () => Uint8Array, code: string])[] = [
  ['no zip', () => strToU8('just some words'), 'import.notArchive'],
  ['nothing', () => new Uint8Array(), 'import.notArchive'],
  ['cut short', () => archive.slice(0, archive.length / 2), 'import.notArchive'],
  ['a part is missing', () => withPart(archive, 'log.json', () => undefined), 'import.missing'],
  ['a checkpoint is missing', () => withPart(archive, CHECKPOINT, () => undefined), 'import.missing'],
  ['a path that leaves', () => withPart(archive, '../../evil', () => strToU8('x')), 'import.unknownPart'],
  [
    'a stray checkpoint',
    () => withPart(archive, 'checkpoints/x.wms', () => strToU8('x')),
    'import.unknownPart',
  ],
  [
    'a part named like a property',
    () => withPart(archive, 'toString', () => strToU8('x')),
    'import.unknownPart',
  ],
  ['a part twice', () => written([...real(), ...real().slice(0, 1)]), 'import.twice'],
  [
    'more parts than a run has',
    () =>
      written(Array.from({ length: 5001 }, (_, i) => ({ name: `checkpoints/${i}.wms`, content: zeros(0) }))),
    'import.tooManyParts',
  ],
  [
    'a part as large as no checkpoint is',
    () =>
      written([{ name: CHECKPOINT, content: zeros(10), deflated: true, declared: { bytes: 3 * 2 ** 30 } }]),
    'import.unpacksTooLarge',
  ],
  [
    'all parts together too large',
    () =>
      written(
        Array.from({ length: 3 }, (_, i) => ({
          name: `checkpoints/${i}.wms`,
          content: zeros(10),
          deflated: true,
          declared: { bytes: 1.9 * 2 ** 30 },
        })),
      ),
    'import.unpacksTooLarge',
  ],
  [
    'a bomb',
    () =>
      written(
        [...real().slice(1), { name: 'log.json', content: zeros(100 * 2 ** 20), deflated: true }].slice(-3),
      ),
    'import.packedTooTightly',
  ],
  [
    'more than it declares',
    () =>
      written(
        real().map((part) =>
          part.name === 'log.json'
            ? { ...part, content: zeros(5000), deflated: true, declared: { bytes: 10 } }
            : part,
        ),
      ),
    'import.damagedPart',
  ],
  [
    'less than it declares',
    () =>
      written(
        real().map((part) =>
          part.name === 'log.json' ? { ...part, deflated: true, declared: { bytes: 10_000 } } : part,
        ),
      ),
    'import.damagedPart',
  ],
  [
    'parts that share their bytes',
    () =>
      written([
        { name: 'log.json', content: zeros(1000) },
        ...Array.from({ length: 20 }, (_, i) => ({
          name: `checkpoints/${i}.wms`,
          content: zeros(0),
          declared: { bytes: 1000, packedBytes: 1000, offset: 0 },
        })),
      ]),
    'import.notArchive',
  ],
  [
    'another format',
    () => withJson(archive, 'manifest.json', (it) => ({ ...it, format: 2 })),
    'import.newer',
  ],
  ['no JSON', () => withText(archive, 'metrics.json', () => '[{"name":'), 'import.noJson'],
  ['words', () => withText(archive, 'episodes.json', () => 'hello'), 'import.noJson'],
  ['an object for a list', () => withText(archive, 'log.json', () => '{}'), 'import.noJson'],
  ['a list without its end', () => withText(archive, 'log.json', () => '[1'), 'import.noJson'],
  ['two values', () => withText(archive, 'run.json', (text) => `${text},${text}`), 'import.noJson'],
  ['what nests deep', () => withText(archive, 'log.json', () => `[${'['.repeat(1e6)}`), 'import.tooComplex'],
  [
    'what nests deep in a run',
    () => withText(archive, 'run.json', () => '{"a":'.repeat(1e5)),
    'import.tooComplex',
  ],
  [
    'small text that is large in memory',
    () => withText(archive, 'log.json', () => `[[${'[],'.repeat(4e6)}1]]`),
    'import.tooComplex',
  ],
  ['an id that leaves', run((it) => ({ ...it, id: '../../outside' })), 'import.invalid'],
  ['a name without end', run((it) => ({ ...it, name: 'x'.repeat(100_000) })), 'import.invalid'],
  ['a status that is none', run((it) => ({ ...it, status: 'dancing' })), 'import.invalid'],
  ['a date that is none', run((it) => ({ ...it, createdAt: 'yesterday, or so' })), 'import.invalid'],
  [
    'an algorithm that every object has',
    run((it) => ({ ...it, algorithm: 'constructor' })),
    'import.invalid',
  ],
  [
    'an environment that is a prototype',
    run((it) => ({ ...it, environment: '__proto__' })),
    'import.invalid',
  ],
  [
    'a config with a prototype',
    () =>
      withText(archive, 'run.json', (text) => text.replace('"config":{', '"config":{"__proto__":{"a":1},')),
    'import.badName',
  ],
  ['a config with a constructor', run((it) => ({ ...it, config: { constructor: 1 } })), 'import.badName'],
  [
    'a curve that every object has',
    first('metrics.json', (it) => ({ ...it, name: '__proto__' })),
    'import.invalid',
  ],
  [
    'a curve with a column too short',
    first('metrics.json', (it) => ({ ...it, values: [1] })),
    'import.columns',
  ],
  [
    'a curve whose records go back',
    first('metrics.json', (it) => ({ ...it, sequence: (it['sequence'] as number[]).toReversed() })),
    'import.columns',
  ],
  ['an episode from the future', first('episodes.json', (it) => ({ ...it, length: -1 })), 'import.invalid'],
  [
    'an action that is none',
    first('episodes.json', (it) => ({ ...it, recipe: { actions: 'left' } })),
    'import.invalid',
  ],
  [
    'a checkpoint twice',
    () => withJson(archive, 'checkpoints.json', (list) => [...list, ...list]),
    'import.twice',
  ],
  [
    'an evaluation twice',
    () => withJson(archive, 'evaluations.json', (list) => [...list, ...list]),
    'import.twice',
  ],
  [
    'a measurement twice',
    () => withJson(archive, 'trust.json', (list) => [...list, ...list]),
    'import.twice',
  ],
  [
    'a measurement that is none',
    first('trust.json', (it) => ({ ...it, result: { instrument: 'drift', windows: 1, spaces: [] } })),
    'import.invalid',
  ],
  [
    'a file name that leaves',
    first('checkpoints.json', (it) => ({ ...it, fileName: '../x.wms' })),
    'import.invalid',
  ],
  [
    'a changed checkpoint',
    () => withPart(archive, CHECKPOINT, (bytes) => bytes.map((byte, at) => (at === 100 ? byte ^ 1 : byte))),
    'checkpoint.damaged',
  ],
  [
    'a checkpoint that is none',
    () => withPart(archive, CHECKPOINT, () => new Uint8Array(500)),
    'checkpoint.damaged',
  ],
  [
    'a checkpoint of nothing',
    () => withPart(archive, CHECKPOINT, () => new Uint8Array()),
    'checkpoint.damaged',
  ],
  ['a negative side', array({ shape: [-1, -12] }), 'checkpoint.malformed'],
  ['half a side', array({ shape: [0.5, 24] }), 'checkpoint.malformed'],
  ['a side that is a word', array({ shape: ['12'] }), 'checkpoint.malformed'],
  ['a shape that is none', array({ shape: 12 }), 'checkpoint.malformed'],
  [
    'a product beyond all numbers',
    array({ shape: [2 ** 53 - 1, 2 ** 53 - 1, 2 ** 53 - 1] }),
    'checkpoint.malformed',
  ],
  ['more than its bytes', array({ shape: [1e6] }), 'checkpoint.malformed'],
  ['an offset before the file', array({ offset: -64 }), 'checkpoint.malformed'],
  ['an offset into its own header', array({ offset: 0 }), 'checkpoint.malformed'],
  ['an offset beyond the file', array({ offset: 1e9 }), 'checkpoint.malformed'],
  ['an array named like a prototype', array({ name: '__proto__' }), 'checkpoint.malformed'],
  ['a kind that every object has', array({ kind: 'constructor' }), 'checkpoint.malformed'],
  [
    'an array twice',
    checkpoint(({ arrays, ...header }) => ({ ...header, arrays: [...arrays, ...arrays] })),
    'checkpoint.malformed',
  ],
  ['no arrays', checkpoint((header) => ({ ...header, arrays: {} })), 'checkpoint.malformed'],
  ['a header that is none', checkpoint(() => []), 'checkpoint.malformed'],
  [
    'a header that is longer than the file',
    () =>
      withPart(archive, CHECKPOINT, (bytes) => {
        const body = Buffer.from(bytes.subarray(0, -32));
        body.writeUInt32LE(0xffffffff, 8);
        return withSum(body);
      }),
    'checkpoint.damaged',
  ],
];

describe('an archive of anybody’s', () => {
  it('as the studio packed it is taken in', async () => {
    expect(await codeOf(readArchive(archive))).toBe('taken in');
  });

  it.each(FAULTS)('with %s is refused as what it is', async (_, make, code) => {
    expect(await codeOf(readArchive(make()))).toBe(code);
    expect(['what', 'why', 'next'].every((part) => hasMessage(`error.${code}.${part}`))).toBe(true);
  });

  it('is taken in or refused with a name, whichever of its values is another', async () => {
    const parts = fc.constantFrom(...JSON_PARTS);
    const way = fc.array(fc.nat(), { minLength: 1, maxLength: 6 });
    const codes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(parts, way, oddValue, async (part, path_, odd) => {
        const code = await codeOf(
          readArchive(withJson(archive, part, (value) => mutated(value, path_, odd))),
        );
        codes.add(code);
        expect(code).toMatch(/^(taken in|import\.)/);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    expect(codes.size).toBeGreaterThan(3);
  });

  it('is refused with a name, or taken in as it was, whichever of its bytes are others', async () => {
    const change = fc.record({
      at: fc.nat(),
      kind: fc.constantFrom('flip', 'cut', 'drop', 'repeat'),
      byte: fc.integer({ min: 1, max: 255 }),
    });
    const whole = await readArchive(archive);
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        let bytes = Buffer.from(archive);
        for (const { at, kind, byte } of changes) {
          const place = at % Math.max(1, bytes.length);
          if (kind === 'flip') bytes[place] = (bytes[place] ?? 0) ^ byte;
          else if (kind === 'cut') bytes = bytes.subarray(0, place);
          else if (kind === 'drop')
            bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + byte)]);
          else bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(Math.max(0, place - byte))]);
        }
        try {
          // A byte that nothing depends on, such as a date of the zip.
          expect(await readArchive(bytes)).toEqual(whole);
        } catch (error) {
          expect(reportError(error).code).toMatch(/^(import|checkpoint)\./);
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('has checkpoints that are taken in or refused with a name, whatever they say of themselves', async () => {
    const way = fc.array(fc.nat(), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(way, oddValue, async (path_, odd) => {
        const changed = withPart(archive, CHECKPOINT, (bytes) =>
          withHeader(bytes, (header) => mutated(header, path_, odd)),
        );
        expect(await codeOf(readArchive(changed))).toMatch(/^(taken in|checkpoint\.(malformed|damaged))$/);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

describe('a store that takes archives in', () => {
  it('holds nothing of one that was refused, nor of one that was stopped', async () => {
    const store = openStore();
    const refused = [
      withJson(archive, 'evaluations.json', (list) => [...list, ...list]),
      withText(archive, 'log.json', (text) => `${text.slice(0, -1)},3]`),
      withPart(archive, CHECKPOINT, (bytes) => bytes.subarray(0, 300)),
    ];
    for (const bytes of refused) {
      expect(await codeOf(importRun(store, { bytes }))).toMatch(/^(import|checkpoint)\./);
    }
    const stop = new AbortController();
    const stopped = importRun(
      store,
      { bytes: new Uint8Array(archive) },
      {
        signal: stop.signal,
        onProgress: () => {
          stop.abort();
        },
      },
    );
    expect(await codeOf(stopped)).toBe('import.stopped');
    expect(store.everyRunId()).toEqual([]);
    expect(filesBelow(store.folder.runs)).toEqual([]);
    const database = new Database(store.folder.database, { readonly: true });
    for (const table of [
      'metrics',
      'metric_buckets',
      'episodes',
      'checkpoints',
      'log',
      'evaluations',
      'trust',
    ]) {
      expect([table, database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()]).toEqual([table, 0]);
    }
    database.close();
  });

  it('never lets one take another run’s names or files', async () => {
    const store = openStore();
    const owner = store.createRun(newRun({ id: 'owner' }));
    store.record(owner.id, [
      {
        kind: 'checkpoint',
        checkpoint: {
          id: 'real-2',
          fileName: 'owner.wms',
          sizeBytes: 1,
          reason: 'final',
          phase: '',
          score: null,
          axis: { environmentSteps: 0, gradientSteps: 0, wallSeconds: 0 },
          createdAt: '2026-01-01T00:00:00Z',
        },
      },
    ]);
    const imported = await importRun(store, { bytes: new Uint8Array(archive) });
    expect(imported.id).toBe('real');
    expect(store.checkpoint('real-2').runId).toBe('owner');
    const [final] = store.checkpoints('real').filter(({ reason }) => reason === 'final');
    expect(final?.id).toMatch(/^real-[0-9a-f]{12}$/);
    expect(store.evaluations('real').map(({ checkpointId }) => checkpointId)).toEqual([final?.id]);
    expect(store.trustRecords('real').map(({ checkpointId }) => checkpointId)).toEqual([final?.id]);
    // A folder that lies there without a run may be taken in again one day: it is left alone.
    const other = openStore();
    await importRun(other, { bytes: new Uint8Array(archive) });
    const kept = openStore();
    const lost = path.join(kept.folder.runs, 'real', 'checkpoints');
    mkdirSync(lost, { recursive: true });
    writeFileSync(path.join(lost, 'real-1.wms'), 'somebody’s');
    const moved = await importRun(kept, { bytes: new Uint8Array(archive) });
    expect(moved.id).not.toBe('real');
    expect(readFileSync(path.join(lost, 'real-1.wms'), 'utf8')).toBe('somebody’s');
  });

  it('gives a run back as it was: every row at its number, every byte', async () => {
    const store = openStore();
    await importRun(store, { bytes: new Uint8Array(archive) });
    const { bytes } = packArchive({
      dataFolder: store.folder.root,
      runId: 'real',
      studio: 'test',
      checkpoints: 'all',
    });
    const [before, after] = [await readArchive(archive), await readArchive(bytes)];
    expect(after).toEqual(before);
    expect(store.summary('real')).toMatchObject({
      axis: { environmentSteps: 110, gradientSteps: 11 },
      score: 11,
      bestScore: 11,
      sparkline: Array.from({ length: 12 }, (_, step) => step),
    });
  });
});
