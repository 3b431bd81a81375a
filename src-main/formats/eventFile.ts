/**
 * TensorBoard's event files: TFRecords (tensorflow/core/lib/io/record_writer.h) of `Event` messages in Protocol Buffers
 * (tensorflow/core/util/event.proto), of which a curve needs three fields and a summary with one number.
 */
import { crc32c } from './crc32c.ts';

/** A number of a curve. */
export interface ScalarEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** A whole number. */
  readonly step: number;
  readonly tag: string;
  /** Kept as a float32. */
  readonly value: number;
}

const VERSION = 'brain.Event:2';

/** Protocol Buffers' kinds of field. */
const WIRE = { varint: 0, double: 1, bytes: 2, float: 5 } as const;
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 } as const;
const SUMMARY = { value: 1 } as const;
const VALUE = { tag: 1, simpleValue: 2 } as const;

/** How every event file begins. */
export function firstRecord(wallTime: number): Uint8Array {
  return record(joined([double(EVENT.wallTime, wallTime), bytes(EVENT.fileVersion, text(VERSION))]));
}

export function scalarRecord({ wallTime, step, tag, value }: ScalarEvent): Uint8Array {
  const single = joined([bytes(VALUE.tag, text(tag)), float(VALUE.simpleValue, value)]);
  return record(
    joined([
      double(EVENT.wallTime, wallTime),
      varint(EVENT.step, step),
      bytes(EVENT.summary, bytes(SUMMARY.value, single)),
    ]),
  );
}

/** Length, its checksum, the data, its checksum; little-endian. */
function record(data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(8 + 4 + data.length + 4);
  const view = new DataView(whole.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(crc32c(whole.subarray(0, 8))), true);
  whole.set(data, 12);
  view.setUint32(12 + data.length, masked(crc32c(data)), true);
  return whole;
}

/** So that the sum of data which holds sums is not weak (record_writer's own constant). */
function masked(sum: number): number {
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}

const text = (value: string) => new TextEncoder().encode(value);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Field numbers here are below 16, so that a key is one byte. */
const key = (field: number, wire: number) => (field << 3) | wire;

function double(field: number, value: number): Uint8Array {
  const part = new Uint8Array(9);
  part[0] = key(field, WIRE.double);
  new DataView(part.buffer).setFloat64(1, value, true);
  return part;
}

function float(field: number, value: number): Uint8Array {
  const part = new Uint8Array(5);
  part[0] = key(field, WIRE.float);
  new DataView(part.buffer).setFloat32(1, value, true);
  return part;
}

function bytes(field: number, value: Uint8Array): Uint8Array {
  return joined([Uint8Array.of(key(field, WIRE.bytes)), digits(value.length), value]);
}

function varint(field: number, value: number): Uint8Array {
  return joined([Uint8Array.of(key(field, WIRE.varint)), digits(value)]);
}

/** A whole number, not negative, seven bits a byte, the lowest first. */
function digits(value: number): Uint8Array {
  const found: number[] = [];
  let rest = BigInt(value);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    found.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Uint8Array.from(found);
}
