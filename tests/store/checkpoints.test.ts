import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../shared/checkpoint.ts';
import { reportError } from '../../shared/errors.ts';
import {
  decodeCheckpoint,
  describeCheckpoint,
  readCheckpoint,
  verifyCheckpoint,
  writeCheckpoint,
} from '../../src-main/store/checkpoints.ts';
import { mutated, oddValue, withHeader } from '../support/foreignFiles.ts';
import { temporaryFolder } from './testStore.ts';

const SAMPLE: Checkpoint = {
  format: 1,
  algorithm: 'world-models',
  header: {
    step: 12,
    nested: { words: [1, 2, 4_294_967_295], text: 'ü', nothing: null },
    odd: [NaN, Infinity, -Infinity, -0, 5e-324, Number.MAX_VALUE],
  },
  arrays: {
    'vision/kernel': { shape: [2, 3], data: Float32Array.of(1, -0, NaN, Infinity, 1e-45, 3) },
    'search/mean': { shape: [2], data: Float64Array.of(Math.PI, -0) },
    counts: { shape: [2], data: Int32Array.of(-1, 2 ** 31 - 1) },
    words: { shape: [1], data: Uint32Array.of(2 ** 32 - 1) },
    frames: { shape: [3], data: Uint8Array.of(0, 127, 255) },
    nothing: { shape: [0, 5], data: new Float32Array(0) },
    scalar: { shape: [], data: Float64Array.of(7) },
  },
};

const bytesOf = ({ data }: { data: Uint8Array | Float32Array | Float64Array | Int32Array | Uint32Array }) => [
  ...new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
];

async function written(checkpoint = SAMPLE): Promise<string> {
  const file = path.join(temporaryFolder(), 'sample.wms');
  await writeCheckpoint(file, checkpoint, { reason: 'best', score: 3.5 });
  return file;
}

describe('a checkpoint file', () => {
  it('gives back every array and number bit for bit, with its description', async () => {
    const file = await written();
    const { checkpoint, description } = await readCheckpoint(file);
    expect(checkpoint.header).toEqual(SAMPLE.header);
    expect(Object.is((checkpoint.header['odd'] as number[])[3], -0)).toBe(true);
    expect(Object.keys(checkpoint.arrays)).toEqual(Object.keys(SAMPLE.arrays));
    for (const [name, array] of Object.entries(SAMPLE.arrays)) {
      const read = checkpoint.arrays[name];
      expect(read?.shape).toEqual(array.shape);
      expect(read?.data.constructor).toBe(array.data.constructor);
      expect(read === undefined ? null : bytesOf(read)).toEqual(bytesOf(array));
    }
    expect(description).toEqual({ reason: 'best', score: 3.5 });
    expect(await describeCheckpoint(file)).toEqual({
      algorithm: 'world-models',
      description: { reason: 'best', score: 3.5 },
      sizeBytes: statSync(file).size,
    });
    await verifyCheckpoint(file);
  });

  it('keeps what is exactly in half precision in half the bytes, and nothing else', async () => {
    const halves = Float32Array.from({ length: 4096 }, (_, i) => (i - 2048) / 1024);
    const singles = halves.map((value) => value + 1e-6);
    const sizes: number[] = [];
    for (const data of [halves, singles]) {
      const file = await written({ ...SAMPLE, arrays: { weights: { shape: [4096], data } } });
      sizes.push(statSync(file).size);
      const { checkpoint } = await readCheckpoint(file);
      expect(checkpoint.arrays['weights']?.data).toEqual(data);
    }
    expect((sizes[1] ?? 0) - (sizes[0] ?? 0)).toBeGreaterThan(8000);
  });

  it('round-trips any numbers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.float64Array({ maxLength: 50 }),
        fc.float32Array({ maxLength: 50 }),
        fc.double(),
        async (doubles, singles, number) => {
          const file = await written({
            format: 1,
            algorithm: 'a',
            header: { number },
            arrays: {
              doubles: { shape: [doubles.length], data: doubles },
              singles: { shape: [singles.length], data: singles },
            },
          });
          const { checkpoint } = await readCheckpoint(file);
          expect(Object.is(checkpoint.header['number'], number)).toBe(true);
          expect(checkpoint.arrays['doubles']?.data).toEqual(doubles);
          expect(checkpoint.arrays['singles']?.data).toEqual(singles);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('cut short anywhere is refused as damaged, by reading and by verifying', async () => {
    const file = await written();
    const bytes = readFileSync(file);
    const cut = path.join(path.dirname(file), 'cut.wms');
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => decodeCheckpoint(bytes.subarray(0, length), 'cut.wms')).toThrow(
        expect.objectContaining({ code: 'checkpoint.damaged' }),
      );
    }
    writeFileSync(cut, bytes.subarray(0, bytes.length - 1));
    await expect(verifyCheckpoint(cut)).rejects.toMatchObject({ code: 'checkpoint.damaged' });
    await expect(readCheckpoint(cut)).rejects.toMatchObject({ code: 'checkpoint.damaged' });
  });

  it('with any single bit changed is refused as damaged', async () => {
    const bytes = readFileSync(await written());
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(() => decodeCheckpoint(changed, 'changed.wms')).toThrow(
          expect.objectContaining({ code: 'checkpoint.damaged' }),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('with a right sum over anything is read as what its bytes allow, or refused with a name', async () => {
    const file = await written();
    const bytes = readFileSync(file);
    const changedFile = path.join(path.dirname(file), 'changed.wms');
    const codes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), oddValue, async (way, odd) => {
        const changed = withHeader(bytes, (header) => mutated(header, way, odd));
        let code = 'read';
        try {
          const { checkpoint } = decodeCheckpoint(changed, 'changed.wms');
          for (const { shape, data } of Object.values(checkpoint.arrays)) {
            expect(data.length).toBe(shape.reduce((product, side) => product * side, 1));
          }
          expect(Object.getPrototypeOf(checkpoint.arrays)).toBe(Object.prototype);
        } catch (error) {
          ({ code } = reportError(error));
        }
        codes.add(code);
        expect(code).toMatch(/^(read|checkpoint\.(malformed|damaged))$/);
        writeFileSync(changedFile, changed);
        // Whoever only looks at it finds the same.
        const described = await describeCheckpoint(changedFile).then(
          () => 'read',
          (error: unknown) => reportError(error).code,
        );
        expect(described).toBe(code);
      }),
      { seed: 16, numRuns: 300 },
    );
    expect([...codes].sort()).toEqual(['checkpoint.malformed', 'read']);
  });

  it('that is not there is unknown', async () => {
    const file = path.join(temporaryFolder(), 'none.wms');
    await expect(readCheckpoint(file)).rejects.toMatchObject({ code: 'checkpoint.unknown' });
    await expect(verifyCheckpoint(file)).rejects.toMatchObject({ code: 'checkpoint.unknown' });
  });

  it('gives only the arrays that are wanted, and checks the others all the same', async () => {
    const file = await written();
    const { checkpoint } = await readCheckpoint(file, (name) => name.startsWith('vision/'));
    expect(Object.keys(checkpoint.arrays)).toEqual(['vision/kernel']);
    expect(checkpoint.header).toEqual(SAMPLE.header);
    const bytes = readFileSync(file);
    // The last array's last byte, before the sum.
    bytes[bytes.length - 33] = (bytes[bytes.length - 33] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    await expect(readCheckpoint(file, () => false)).rejects.toMatchObject({ code: 'checkpoint.damaged' });
  });

  it('refuses an array whose shape does not fit its length', async () => {
    const arrays = { wrong: { shape: [2, 2], data: new Float32Array(3) } };
    await expect(written({ ...SAMPLE, arrays })).rejects.toThrow('wrong has 3 elements, its shape [2, 2]');
  });

  it('for which there is no room leaves nothing behind and the older file whole', async () => {
    const file = await written();
    const before = readFileSync(file);
    // A real limit of the operating system: no file of this process may exceed 100 blocks.
    const script = fileURLToPath(new URL('writeLargeCheckpoint.ts', import.meta.url));
    const result = spawnSync(
      'bash',
      ['-c', `trap '' XFSZ; ulimit -f 100; exec "$0" "$1" "$2"`, process.execPath, script, file],
      { encoding: 'utf8' },
    );
    expect(result.stdout.trim()).toBe('store.full');
    expect(readdirSync(path.dirname(file))).toEqual([path.basename(file)]);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('is on the disk when writing it returns, even if the process is killed then', async () => {
    const file = path.join(temporaryFolder(), 'killed.wms');
    const script = fileURLToPath(new URL('writeLargeCheckpoint.ts', import.meta.url));
    expect(spawnSync(process.execPath, [script, file, 'die']).signal).toBe('SIGKILL');
    const { checkpoint } = await readCheckpoint(file);
    expect(checkpoint.arrays['large']?.data.length).toBe(1_000_000);
  });
});
