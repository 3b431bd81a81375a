/** Event files against the RFC's checksums and what TensorFlow's own writer writes. */
import { expect, it } from 'vitest';
import { crc32c } from '../../src-main/formats/crc32c.ts';
import { firstRecord, scalarRecord } from '../../src-main/formats/eventFile.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it('sums bytes as RFC 3720 says', () => {
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, index) => index))).toBe(0x46dd794e);
});

/** By `tensorboard.summary.writer.record_writer` 2.21, as tests/formats/make_events.py makes them. */
const GOLDEN = {
  first: '1800000000000000a37f4b220900001040fc54d9411a0d627261696e2e4576656e743a32338d2fe9',
  scalar: '200000000000000029eda9500900006040fc54d94110ac022a120a100a09766973696f6e2f6b6c15cdcccc3d46c91691',
  late: `e60000000000000071234f870900008040fc54d941108180808080202ad3010ad0010ac801${'78'.repeat(200)}150000c07f3aab751c`,
};

it('begins a file as TensorBoard’s own writer does', () => {
  expect(hex(firstRecord(1_700_000_000.25))).toBe(GOLDEN.first);
});

it('writes a number as TensorBoard’s own writer does', () => {
  const scalar = { wallTime: 1_700_000_001.5, step: 300, tag: 'vision/kl', value: 0.1 };
  expect(hex(scalarRecord(scalar))).toBe(GOLDEN.scalar);
  // More steps than 32 bits hold, a long name, and no number.
  const late = { wallTime: 1_700_000_002, step: 2 ** 40 + 1, tag: 'x'.repeat(200), value: NaN };
  expect(hex(scalarRecord(late))).toBe(GOLDEN.late);
});
