/** Recorded data of other programs, as they write it, becomes the studio's own. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeNpz, type NumpyArray } from '../../src-main/formats/npz.ts';
import { dataSetFolder, listDataSets } from '../../src-main/datasets/dataSetFolder.ts';
import { dataSetsOf } from '../../src-main/datasets/dataSetPlace.ts';
import { bringIn, dotIn, emptyDataFolder, filesOf, RECORDINGS } from './recordings.ts';

const root = emptyDataFolder();
afterAll(() => rmSync(root, { recursive: true }));

/** What make.py drew lies where the numbers beside it say. */
function expectPicturesAsNumbers(files: ReturnType<typeof filesOf>): void {
  for (const { firstMoment, length } of files.episodes) {
    const pictures = new Uint8Array((length + 1) * files.bytes.pictures);
    files.readMoments('pictures', firstMoment, length + 1, pictures);
    const places = new Float32Array(length + 1);
    files.readMoments('numbers', firstMoment, length + 1, new Uint8Array(places.buffer));
    places.forEach((place, moment) => {
      const picture = pictures.subarray(moment * files.bytes.pictures, (moment + 1) * files.bytes.pictures);
      expect(Math.abs(dotIn(picture) - place)).toBeLessThan(0.06);
    });
  }
}

/** Each action moved the dot as make.py moves it: so actions stand between the right moments. */
function expectActionsBetweenMoments(files: ReturnType<typeof filesOf>): void {
  for (const { firstMoment, firstStep, length } of files.episodes) {
    const places = new Float32Array(length + 1);
    files.readMoments('numbers', firstMoment, length + 1, new Uint8Array(places.buffer));
    const { actions, rewards } = files.readSteps(firstStep, length);
    for (let step = 0; step < length; step++) {
      const moved = Math.min(1, Math.max(0, (places[step] ?? 0) + 0.2 * (actions[step] ?? 0)));
      expect(places[step + 1]).toBeCloseTo(moved, 5);
      expect(rewards[step]).toBeCloseTo(1 - 2 * Math.abs(moved - 0.5), 2);
    }
  }
}

describe('episodes in NPZ', () => {
  it('are read where an action stands beside the moment that it led to', async () => {
    const summary = await bringIn(root, 'dreamer');
    expect(summary).toMatchObject({ source: 'npz', episodes: 3, steps: 36, pictures: true, rewards: true });
    expect(summary.numbers).toEqual([{ name: 'place', size: 1 }]);
    const files = filesOf(root, summary);
    expect(files.episodes.map(({ length, terminated }) => [length, terminated])).toEqual([
      [11, false],
      [12, true],
      [13, false],
    ]);
    expectPicturesAsNumbers(files);
    expectActionsBetweenMoments(files);
    files.close();
  });

  it('are read where it stands beside the moment in which it was chosen, several in a file', async () => {
    const summary = await bringIn(root, 'dreamer-chunk');
    expect(summary).toMatchObject({ episodes: 2, steps: 14, pictures: false });
    expect(summary.actions).toEqual({ kind: 'discrete', count: 3 });
    const files = filesOf(root, summary);
    expect(files.episodes.map(({ terminated }) => terminated)).toEqual([true, false]);
    for (const { firstMoment, firstStep, length } of files.episodes) {
      const places = new Float32Array(length + 1);
      files.readMoments('numbers', firstMoment, length + 1, new Uint8Array(places.buffer));
      files.readSteps(firstStep, length).actions.forEach((choice, step) => {
        const moved = (places[step + 1] ?? 0) - (places[step] ?? 0);
        // The last choice is of those to the right by more than half, unless the dot is at the edge.
        expect(choice === 0 ? moved <= 0 : moved >= 0).toBe(true);
        if (choice === 2 && (places[step + 1] ?? 0) < 1) expect(moved).toBeGreaterThan(0.1);
      });
    }
    files.close();
  });

  it('are read as World Models records them: the last action led nowhere', async () => {
    const summary = await bringIn(root, 'record');
    expect(summary).toMatchObject({
      source: 'record',
      episodes: 2,
      steps: 16,
      rewards: false,
      numbers: [],
    });
    const files = filesOf(root, summary);
    for (const { firstMoment, firstStep, length } of files.episodes) {
      const pictures = new Uint8Array((length + 1) * files.bytes.pictures);
      files.readMoments('pictures', firstMoment, length + 1, pictures);
      const at = (moment: number) =>
        dotIn(pictures.subarray(moment * files.bytes.pictures, (moment + 1) * files.bytes.pictures));
      const { actions, rewards } = files.readSteps(firstStep, length);
      expect([...rewards]).toEqual(Array.from({ length }, () => 0));
      actions.forEach((action, step) => {
        const moved = Math.min(1, Math.max(0, at(step) + 0.2 * action));
        expect(Math.abs(at(step + 1) - moved)).toBeLessThan(0.1);
      });
    }
    files.close();
  });

  it('may be the studio’s own exports again', async () => {
    const folder = path.join(root, 'own');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'one.npz'), encodeNpz(episode(5)));
    const summary = await bringIn(root, folder);
    expect(summary).toMatchObject({
      name: 'own',
      episodes: 1,
      steps: 4,
      actions: { kind: 'discrete', count: 2 },
    });
  });
});

describe('a Minari data set', () => {
  it('is read with its pictures, its numbers and its own bounds', async () => {
    const summary = await bringIn(root, 'minari');
    expect(summary).toMatchObject({
      source: 'minari',
      name: 'minari',
      episodes: 2,
      steps: 17,
      pictures: true,
    });
    // A bound that is none is what the recording reaches.
    expect(summary.actions).toMatchObject({ kind: 'box', low: [-2] });
    expect(summary.actions.kind === 'box' ? summary.actions.high[0] : 2).toBeLessThanOrEqual(1);
    const files = filesOf(root, summary);
    expect(files.episodes.map(({ terminated }) => terminated)).toEqual([true, false]);
    expectPicturesAsNumbers(files);
    expectActionsBetweenMoments(files);
    files.close();
  });

  it('has choices from 0 on, wherever its own begin', async () => {
    const summary = await bringIn(root, 'minari-choices/main_data.hdf5');
    expect(summary).toMatchObject({ name: 'minari-choices', actions: { kind: 'discrete', count: 2 } });
    const files = filesOf(root, summary);
    expect(new Set(files.readSteps(0, 6).actions)).toEqual(new Set([0, 1]));
    files.close();
  });
});

describe('a list', () => {
  it('has what was imported, once however often that was', async () => {
    const again = await bringIn(root, 'dreamer');
    const ids = listDataSets(root).map(({ id }) => id);
    expect(ids.filter((id) => id === again.id)).toHaveLength(1);
    expect(again.id).toMatch(new RegExp(`^dreamer-${again.checksum.slice(0, 8)}$`));
    expect(listDataSets(path.join(root, 'nowhere'))).toEqual([]);
  });

  it('sweeps away what an import left that was killed, and nothing of one under way', async () => {
    const [left, living] = [`.import-${2 ** 22 + 1}`, `.import-${process.ppid}`];
    for (const name of [left, living]) mkdirSync(path.join(dataSetsOf(root), name));
    await bringIn(root, 'record');
    expect(readdirSync(dataSetsOf(root)).filter((name) => name.startsWith('.import-'))).toEqual([living]);
    rmSync(path.join(dataSetsOf(root), living), { recursive: true });
  });

  it('leaves nothing of what failed', async () => {
    const before = readdirSync(dataSetsOf(root));
    const folder = path.join(root, 'second-differs');
    mkdirSync(folder);
    writeFileSync(path.join(folder, '0.npz'), encodeNpz(episode(5)));
    writeFileSync(path.join(folder, '1.npz'), encodeNpz({ ...episode(5), more: numbers([5, 2]) }));
    await expect(bringIn(root, folder)).rejects.toMatchObject({
      code: 'dataSet.badFile',
      values: { file: path.join(folder, '1.npz'), what: 'arrays' },
    });
    expect(readdirSync(dataSetsOf(root))).toEqual(before);
  });
});

describe('what is wrong', () => {
  const badNpz: readonly (readonly [string, () => Uint8Array, object])[] = [
    ['no zip', () => Buffer.from('hello'), { what: 'npz' }],
    ['cut off', () => encodeNpz(episode(9)).subarray(0, 400), { what: 'npz' }],
    ['no action', () => encodeNpz({ image: bytes([4, 8, 8, 3]) }), { what: 'action' }],
    ['nothing observed', () => encodeNpz({ action: numbers([4, 2]) }), { what: 'image' }],
    ['another length', () => encodeNpz({ ...episode(5), place: numbers([7, 1]) }), { what: 'action' }],
    ['a reward too few', () => encodeNpz({ ...episode(5), reward: numbers([3]) }), { what: 'reward' }],
    ['no number', () => encodeNpz({ ...episode(5), place: numbers([5, 1], NaN) }), { what: 'observation' }],
    [
      'an endless reward',
      () => encodeNpz({ ...episode(5), reward: numbers([5], Infinity) }),
      { what: 'reward' },
    ],
  ];

  it.each(badNpz)('with an NPZ is told by file and array: %s', async (name, written, values) => {
    const folder = path.join(root, `bad ${name}`);
    mkdirSync(folder);
    const file = path.join(folder, 'x.npz');
    writeFileSync(file, written());
    await expect(bringIn(root, folder)).rejects.toMatchObject({
      code: 'dataSet.badFile',
      values: { file, ...values },
    });
  });

  it('with a NumPy array of objects is told, and nothing of it is run', async () => {
    const folder = path.join(root, 'objects');
    mkdirSync(folder);
    const header = "{'descr': '|O', 'fortran_order': False, 'shape': (4,), }".padEnd(117);
    const pickled = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${header}\ncos\nsystem\n`, 'latin1');
    writeFileSync(path.join(folder, 'x.npz'), storedNpz('action', pickled));
    await expect(bringIn(root, folder)).rejects.toMatchObject({
      code: 'dataSet.badFile',
      values: { what: 'action', found: '|O' },
    });
  });

  it('with a zip that would fill the memory is told before it is unpacked', async () => {
    const folder = path.join(root, 'bomb');
    mkdirSync(folder);
    const zip = Buffer.from(encodeNpz({ action: numbers([4, 2]) }));
    // The directory says 2 GB where the entry has some hundred bytes.
    const entry = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    zip.writeUInt32LE(0x7fffffff, entry + 24);
    writeFileSync(path.join(folder, 'x.npz'), zip);
    await expect(bringIn(root, folder)).rejects.toMatchObject({
      code: 'dataSet.badFile',
      values: { what: 'size' },
    });
  });

  it.each([
    ['cut off', (file: string) => truncateSync(file, 9000)],
    ['overwritten', (file: string) => writeFileSync(file, Buffer.from('x'.repeat(5000)))],
    [
      'only its signature',
      (file: string) => writeFileSync(file, Buffer.from('\x89HDF\r\n\x1a\nxxxx', 'latin1')),
    ],
  ])('with an HDF5 file is told by its name: %s', async (name, harm) => {
    const folder = path.join(root, `minari ${name}`);
    cpSync(path.join(RECORDINGS, 'minari'), folder, { recursive: true });
    const file = path.join(folder, 'data/main_data.hdf5');
    harm(file);
    await expect(bringIn(root, folder)).rejects.toMatchObject({
      code: 'dataSet.badFile',
      values: { file: expect.stringContaining('main_data.hdf5') as string },
    });
  });

  it('is told where there is nothing', async () => {
    const empty = path.join(root, 'empty');
    mkdirSync(empty);
    await expect(bringIn(root, empty)).rejects.toMatchObject({ code: 'dataSet.unknownFormat' });
    await expect(bringIn(root, path.join(root, 'missing'))).rejects.toMatchObject({
      code: 'dataSet.notFound',
    });
    expect(() => dataSetFolder('../../etc')).toThrow(expect.objectContaining({ code: 'dataSet.unknown' }));
    expect(() => dataSetFolder('')).toThrow(expect.objectContaining({ code: 'dataSet.none' }));
  });

  it('with a kept file is told where it is opened', async () => {
    const summary = await bringIn(root, 'record');
    const folder = path.join(dataSetsOf(root), summary.id);
    const before = readFileSync(path.join(folder, 'steps.bin'));
    truncateSync(path.join(folder, 'steps.bin'), before.length - 8);
    expect(() => filesOf(root, summary)).toThrow(
      expect.objectContaining({
        code: 'dataSet.damaged',
        values: { dataSet: summary.id, file: 'steps.bin' },
      }),
    );
    writeFileSync(path.join(folder, 'steps.bin'), before);
    filesOf(root, summary).close();
  });
});

function numbers(shape: readonly number[], value = 0.5): NumpyArray {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { shape, data: new Float32Array(size).fill(value) };
}

function bytes(shape: readonly number[]): NumpyArray {
  return { shape, data: new Uint8Array(shape.reduce((product, extent) => product * extent, 1)) };
}

/** As the studio exports one of a discrete environment. */
function episode(moments: number): Record<string, NumpyArray> {
  const action = new Float32Array(2 * moments);
  for (let row = 1; row < moments; row++) action[2 * row + (row % 2)] = 1;
  return {
    place: numbers([moments, 1]),
    action: { shape: [moments, 2], data: action },
    reward: { shape: [moments], data: new Float32Array(moments).fill(1).fill(0, 0, 1) },
  };
}

/** A zip with one entry that is not packed. */
function storedNpz(name: string, content: Buffer): Buffer {
  const title = Buffer.from(`${name}.npy`);
  const header = (central: boolean) => {
    const out = Buffer.alloc(central ? 46 : 30);
    out.writeUInt32LE(central ? 0x02014b50 : 0x04034b50, 0);
    const at = central ? 2 : 0;
    out.writeUInt32LE(crc32(content), 14 + at);
    out.writeUInt32LE(content.length, 18 + at);
    out.writeUInt32LE(content.length, 22 + at);
    out.writeUInt16LE(title.length, 26 + at);
    return out;
  };
  const local = Buffer.concat([header(false), title, content]);
  const directory = Buffer.concat([header(true), title]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, directory, end]);
}
