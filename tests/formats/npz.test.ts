/** NumPy's files against what NumPy itself writes. */
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { encodeNpy, encodeNpz } from '../../src-main/formats/npz.ts';

/** By NumPy 2.4: numpy.save of a float32 array [2, 3] and of a bool array [2]. */
const GOLDEN = {
  floats:
    '934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f72646572273a2046616c73652c20277368617065273a2028322c2033292c207d202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020200a000000000000803f000000400000404000008040000000bf',
  flags:
    '934e554d5059010076007b276465736372273a20277c6231272c2027666f727472616e5f6f72646572273a2046616c73652c20277368617065273a2028322c292c207d2020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020200a0100',
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it('writes an array byte for byte as NumPy does', () => {
  const data = Float32Array.of(0, 1, 2, 3, 4, -0.5);
  expect(hex(encodeNpy({ shape: [2, 3], data }))).toBe(GOLDEN.floats);
  expect(hex(encodeNpy({ shape: [2], data: Uint8Array.of(1, 0), isBoolean: true }))).toBe(GOLDEN.flags);
});

it('begins data at a multiple of 64 bytes, however long the shape is', () => {
  for (let axes = 0; axes < 40; axes++) {
    const npy = encodeNpy({ shape: new Array<number>(axes).fill(1), data: Float64Array.of(7) });
    expect((npy.length - 8) % 64).toBe(0);
    expect(new DataView(npy.buffer).getUint16(8, true)).toBe(npy.length - 8 - 10);
  }
});

it('holds each array of a file under its name', () => {
  const image = { shape: [1, 2], data: Uint8Array.of(8, 9) };
  const files = unzipSync(encodeNpz({ image, 'a/b': { shape: [], data: Float64Array.of(1) } }));
  expect(Object.keys(files).toSorted()).toEqual(['a/b.npy', 'image.npy']);
  expect(files['image.npy']).toEqual(encodeNpy(image));
});
