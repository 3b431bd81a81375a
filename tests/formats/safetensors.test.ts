/** The layout of safetensors files, read here by its own description. */
import { expect, it } from 'vitest';
import { encodeSafetensors } from '../../src-main/formats/safetensors.ts';

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

function parts(file: Uint8Array) {
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as Record<string, Entry>;
  return { header, data: file.slice(8 + length), length };
}

const FILE = encodeSafetensors(
  {
    'v/bias': { shape: [3], data: Float32Array.of(1, -2, 0.5) },
    bytes: { shape: [5], data: Uint8Array.of(1, 2, 3, 4, 5) },
    'c/parameters': { shape: [1, 2], data: Float64Array.of(Math.PI, -0) },
    'v/kernel': { shape: [2, 1], data: Float32Array.of(7, 8) },
    nothing: { shape: [0, 4], data: new Int32Array() },
  },
  { algorithm: 'world-models', config: '{"a": "ü"}' },
);

it('tells type, shape and place of every array, and keeps texts', () => {
  const { header, data } = parts(FILE);
  const { __metadata__: metadata, ...tensors } = header;
  expect(metadata).toEqual({ algorithm: 'world-models', config: '{"a": "ü"}' });
  expect(Object.keys(tensors).toSorted()).toEqual(['bytes', 'c/parameters', 'nothing', 'v/bias', 'v/kernel']);
  expect(tensors['v/bias']).toMatchObject({ dtype: 'F32', shape: [3] });
  expect(tensors['c/parameters']).toMatchObject({ dtype: 'F64', shape: [1, 2] });
  expect(tensors['bytes']).toMatchObject({ dtype: 'U8', shape: [5] });
  expect(tensors['nothing']).toMatchObject({ dtype: 'I32', shape: [0, 4] });
  const bytesOf = (name: string) => data.slice(...(tensors[name]?.data_offsets ?? [0, 0]));
  expect(Array.from(new Float32Array(bytesOf('v/bias').buffer))).toEqual([1, -2, 0.5]);
  expect(Array.from(new Float32Array(bytesOf('v/kernel').buffer))).toEqual([7, 8]);
  expect(Array.from(new Float64Array(bytesOf('c/parameters').buffer))).toEqual([Math.PI, -0]);
  expect(Array.from(bytesOf('bytes'))).toEqual([1, 2, 3, 4, 5]);
});

it('leaves no hole between arrays and aligns each to its numbers', () => {
  const { header, data, length } = parts(FILE);
  expect(length % 8).toBe(0);
  const spans = Object.entries(header)
    .flatMap(([name, entry]) => (name === '__metadata__' ? [] : [entry.data_offsets]))
    .toSorted(([one], [other]) => one - other);
  expect(spans[0]?.[0]).toBe(0);
  expect(spans.at(-1)?.[1]).toBe(data.length);
  spans.slice(1).forEach(([begin], index) => {
    expect(begin).toBe(spans[index]?.[1]);
  });
  expect((header['c/parameters']?.data_offsets[0] ?? 1) % 8).toBe(0);
  expect((header['v/bias']?.data_offsets[0] ?? 1) % 4).toBe(0);
});
