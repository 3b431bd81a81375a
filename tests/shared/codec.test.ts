import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CLIENT_JSON_BYTES,
  CLIENT_MESSAGE_BYTES,
  decodeMessage,
  encodeMessage,
  fitsSocket,
} from '../../shared/codec.ts';

const jsonLength = (bytes: Uint8Array) => new DataView(bytes.buffer).getUint32(0, true);

const typedArrays = fc.oneof(
  fc.float32Array(),
  fc.float64Array(),
  fc.uint8Array(),
  fc.int16Array(),
  fc.uint32Array(),
  fc.uint8ClampedArray(),
);
const messages = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.string(),
    typedArrays,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant('$')), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('a message as bytes', () => {
  it('comes back as it was: numbers that JSON lacks, typed arrays, keys of any name', () => {
    fc.assert(
      fc.property(messages, (message) => {
        // JSON has no -0; on this line nothing depends on its sign.
        const positive = JSON.stringify(message).includes('-0') ? undefined : message;
        fc.pre(positive !== undefined);
        expect(decodeMessage(encodeMessage(message))).toEqual(message);
      }),
    );
  });

  it('drops undefined properties, as structured clone’s readers do not care', () => {
    expect(decodeMessage(encodeMessage({ a: 1, b: undefined }))).toEqual({ a: 1 });
  });

  it('takes only the part of a buffer that a view shows, from a Node buffer too', () => {
    const view = new Float32Array([1, 2, 3, 4]).subarray(1, 3);
    expect(decodeMessage(Buffer.from(encodeMessage({ view })))).toEqual({ view: Float32Array.of(2, 3) });
    expect(decodeMessage(encodeMessage(Buffer.from('ab')))).toEqual(Uint8Array.of(97, 98));
  });

  it('gives arrays of their own, which do not keep the message', () => {
    const bytes = encodeMessage({ view: Uint8Array.of(1, 2) });
    const { view } = decodeMessage(bytes) as { view: Uint8Array };
    bytes.fill(0);
    expect([...view]).toEqual([1, 2]);
    expect(view.buffer.byteLength).toBe(2);
  });

  it('refuses what cannot be sent', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    for (const message of [cycle, { f: () => 1 }, [Symbol('s')], 1n]) {
      expect(() => encodeMessage(message)).toThrow(TypeError);
    }
  });

  it('that is cut short, changed or made up throws, and never gives a prototype away', () => {
    const whole = encodeMessage({ type: 'call', view: new Float64Array(9), list: [1, { $: 2 }] });
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeMessage(whole.subarray(0, length))).toThrow();
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        try {
          decodeMessage(noise);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
    const decoded = decodeMessage(encodeMessage(JSON.parse('{"__proto__": {"polluted": 1}}')));
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('carries long texts of any letters as they were, outside of its JSON', () => {
    for (const letter of ['a', '"', '한', '🐎', '\u0000', '\ud800', '\udc00x']) {
      const text = letter.repeat(40_000);
      const bytes = encodeMessage({ text, list: [text] });
      expect(decodeMessage(bytes)).toEqual({ text, list: [text] });
      // Half a surrogate pair alone has no UTF-8.
      if (!/\p{Surrogate}/u.test(letter)) expect(jsonLength(bytes)).toBeLessThan(100);
    }
    const lying = encodeMessage({ text: 'é'.repeat(20_000) });
    expect(() => decodeMessage(lying.subarray(0, lying.length - 8))).toThrow(RangeError);
    lying.fill(0xff, -16);
    expect(() => decodeMessage(lying)).toThrow(TypeError);
  });

  it('is refused where its JSON takes more than the reader allows, and fits a socket only then', () => {
    const small = { list: Array.from({ length: 1000 }, () => ({})) };
    const large = { list: Array.from({ length: 200_000 }, () => ({})) };
    expect(decodeMessage(encodeMessage(small), CLIENT_JSON_BYTES)).toEqual(small);
    expect(() => decodeMessage(encodeMessage(large), CLIENT_JSON_BYTES)).toThrow(RangeError);
    expect(fitsSocket(encodeMessage(small))).toBe(true);
    expect(fitsSocket(encodeMessage(large))).toBe(false);
    expect(fitsSocket(encodeMessage({ text: 'x'.repeat(2_000_000), view: new Uint8Array(2_000_000) }))).toBe(
      true,
    );
    expect(fitsSocket(encodeMessage({ view: new Uint8Array(CLIENT_MESSAGE_BYTES) }))).toBe(false);
  });
});
