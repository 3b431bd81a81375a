/** A run's curves in a folder for TensorBoard: over the right steps, whole, and written anew. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { firstRecord, scalarRecord } from '../../src-main/formats/eventFile.ts';
import { RunCurves } from '../../src-main/host/tensorboard.ts';
import { newRun, openStore, temporaryFolder } from '../store/testStore.ts';

const CREATED = new Date('2026-03-04T05:06:07.500Z');
const SECONDS = CREATED.getTime() / 1000;
const axis = (seconds: number) => ({
  environmentSteps: 10 * seconds,
  gradientSteps: 3 * seconds,
  wallSeconds: seconds,
});

function storeWithRun() {
  const store = openStore();
  store.createRun(newRun({ id: 'r-123456', name: 'car: 1/2' }), CREATED);
  store.record('r-123456', [{ kind: 'metrics', axis: axis(2), values: { 'vision/kl': 0.5 } }]);
  store.record('r-123456', [{ kind: 'metrics', axis: axis(4), values: { 'collect/return': -7 } }]);
  return store;
}

const fileIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.startsWith('events.out.tfevents.'))
    .map((name) => path.join(folder, name));

/** Of a file: its length, a sum, its bytes, another sum. */
function records(file: string): readonly string[] {
  const bytes = readFileSync(file);
  const found: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + Number(bytes.readBigUInt64LE(at)) + 16;
    found.push(bytes.subarray(at, end).toString('hex'));
    at = end;
  }
  return found;
}

it('holds every number of the store over the steps that its chart runs over', () => {
  const parent = temporaryFolder();
  const curves = new RunCurves(storeWithRun(), 'r-123456', parent);
  const [file = '', ...more] = fileIn(curves.folder);
  expect(more).toEqual([]);
  expect(path.relative(parent, curves.folder)).toBe('car_ 1_2 123456');
  const [first, ...scalars] = records(file);
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  expect(first).toBe(hex(firstRecord(SECONDS)));
  const expected = [
    // V learns by gradients, collecting counts frames.
    scalarRecord({ wallTime: SECONDS + 2, step: 6, tag: 'vision/kl', value: 0.5 }),
    scalarRecord({ wallTime: SECONDS + 4, step: 40, tag: 'collect/return', value: -7 }),
  ];
  expect(scalars.toSorted()).toEqual(expected.map(hex).toSorted());
});

it('goes on with what comes, and written again is the same file and no other', () => {
  const parent = temporaryFolder();
  const store = storeWithRun();
  const live = new RunCurves(store, 'r-123456', parent);
  const record = { kind: 'metrics', axis: axis(6), values: { 'vision/kl': 0.25, 'vision/loss': 3 } } as const;
  live.add(record);
  store.record('r-123456', [record]);
  const [file = ''] = fileIn(live.folder);
  const grown = records(file);
  const others = path.join(live.folder, 'events.out.tfevents.1.somebody');
  writeFileSync(others, 'theirs');
  new RunCurves(store, 'r-123456', parent);
  // The store gives them curve by curve.
  expect(records(file).toSorted()).toEqual(grown.toSorted());
  expect(grown).toHaveLength(5);
  expect(fileIn(live.folder)).toHaveLength(2);
  expect(existsSync(others)).toBe(true);
});
