/**
 * Messages as bytes, for channels without structured clone (WebSocket). One message: a 4-byte little-endian length,
 * so many bytes of JSON, then the typed arrays' own bytes, each beginning at a multiple of 8. In the JSON a typed array
 * is `{"$": [kind, offset, length]}`, a long text, as UTF-8 among them, `{"$": ["Text", offset, bytes]}`, a number that JSON lacks `{"$": "NaN"}`, and an object that itself has a key `$`
 * is `{"$": {...}}`. Undefined properties are dropped.
 */

const KINDS = {
  Float32Array,
  Float64Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
} as const;
type Kind = keyof typeof KINDS;
type AnyTypedArray = InstanceType<(typeof KINDS)[Kind]>;

/**
 * What a client may send over a socket. JSON is read in one go, and small pieces of it take long: a megabyte may hold up
 * the host for a tenth of a second. Arrays and long texts lie outside of it.
 */
export const CLIENT_MESSAGE_BYTES = 16 * 1024 * 1024;
export const CLIENT_JSON_BYTES = 512 * 1024;

const TEXT = 'Text';
const LONG_TEXT = 16_384;
const ALIGNMENT = 8;
const MAXIMUM_DEPTH = 64;
const aligned = (size: number) => Math.ceil(size / ALIGNMENT) * ALIGNMENT;

function kindOf(view: ArrayBufferView): Kind {
  // Node's Buffer is a Uint8Array under another name.
  const name = view.constructor.name;
  return name in KINDS ? (name as Kind) : 'Uint8Array';
}

/** JSON has no infinity, no NaN and no negative zero. */
function packNumber(value: number): unknown {
  if (Object.is(value, -0)) return { $: '-0' };
  return Number.isFinite(value) ? value : { $: String(value) };
}

/** @throws TypeError where the message holds what cannot be sent (a function, a cycle, a DataView). */
export function encodeMessage(message: unknown): Uint8Array<ArrayBuffer> {
  const attachments: { view: ArrayBufferView; offset: number }[] = [];
  let attached = 0;
  const attach = (view: ArrayBufferView): number => {
    const offset = attached;
    attachments.push({ view, offset });
    attached = aligned(attached + view.byteLength);
    return offset;
  };
  const pack = (value: unknown, depth: number): unknown => {
    if (depth > MAXIMUM_DEPTH) throw new TypeError('message is nested too deep or holds a cycle');
    if (typeof value === 'number') return packNumber(value);
    // Half a pair of surrogates has no UTF-8; JSON writes it all the same.
    if (typeof value === 'string' && value.length > LONG_TEXT && !/\p{Surrogate}/u.test(value)) {
      const bytes = new TextEncoder().encode(value);
      return { $: [TEXT, attach(bytes), bytes.length] };
    }
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
      throw new TypeError(`a ${typeof value} cannot be sent`);
    }
    if (typeof value !== 'object' || value === null) return value;
    if (ArrayBuffer.isView(value)) {
      if (value instanceof DataView) throw new TypeError('a DataView cannot be sent');
      return { $: [kindOf(value), attach(value), (value as AnyTypedArray).length] };
    }
    return Array.isArray(value) ? packList(value, depth) : packProperties(value, depth);
  };
  // Nothing is copied but what has to be written otherwise: most messages hold plain JSON only.
  const packList = (list: readonly unknown[], depth: number): readonly unknown[] => {
    let packed: unknown[] | null = null;
    list.forEach((item, index) => {
      const own = pack(item, depth + 1);
      if (own !== item) (packed ??= [...list])[index] = own;
    });
    return packed ?? list;
  };
  const packProperties = (object: object, depth: number): object => {
    let packed: Record<string, unknown> | null = null;
    for (const key of Object.keys(object)) {
      const item = (object as Record<string, unknown>)[key];
      const own = pack(item, depth + 1);
      if (own !== item) {
        packed ??= Object.fromEntries(Object.entries(object));
        packed[key] = own;
      }
    }
    const whole = packed ?? object;
    return Object.hasOwn(whole, '$') ? { $: whole } : whole;
  };
  const json = new TextEncoder().encode(JSON.stringify(pack(message, 0) ?? null));
  const start = aligned(4 + json.length);
  const bytes = new Uint8Array(start + attached);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  for (const { view, offset } of attachments) {
    bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), start + offset);
  }
  return bytes;
}

/** How many of a message's bytes are JSON. */
function jsonBytes(bytes: Uint8Array): number {
  if (bytes.byteLength < 4) throw new RangeError('message is shorter than its header');
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
}

/** Whether a host takes an encoded message from a client over a socket. */
export function fitsSocket(bytes: Uint8Array): boolean {
  return bytes.byteLength <= CLIENT_MESSAGE_BYTES && jsonBytes(bytes) <= CLIENT_JSON_BYTES;
}

/**
 * The arrays are copies of their own, so that keeping one does not keep the whole message.
 * @param mostJsonBytes where the sender is not to be trusted with one's time
 * @throws SyntaxError or RangeError where the bytes are not one whole message; TypeError where a text is no UTF-8.
 */
export function decodeMessage(bytes: Uint8Array, mostJsonBytes = Infinity): unknown {
  const jsonLength = jsonBytes(bytes);
  if (jsonLength > mostJsonBytes) throw new RangeError('message has too much JSON');
  if (4 + jsonLength > bytes.byteLength) throw new RangeError('message is cut short');
  const start = aligned(4 + jsonLength);
  const unpack = (value: unknown, depth: number): unknown => {
    if (depth > MAXIMUM_DEPTH) throw new RangeError('message is nested too deep');
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => unpack(item, depth + 1));
    const marked: unknown = '$' in value ? value.$ : undefined;
    if (marked === undefined) return unpackProperties(value, depth);
    if (typeof marked === 'string') return Number(marked);
    if (Array.isArray(marked)) return unpackArray(marked);
    if (typeof marked === 'object' && marked !== null) return unpackProperties(marked, depth);
    throw new RangeError('message has an unknown mark');
  };
  const unpackProperties = (value: object, depth: number) => {
    const entries = Object.entries(value).map(([key, item]) => [key, unpack(item, depth + 1)] as const);
    // fromEntries defines own properties: a key `__proto__` stays a mere key.
    return Object.fromEntries(entries);
  };
  const text = new TextDecoder('utf-8', { fatal: true });
  const unpackArray = ([kind, offset, length]: unknown[]): AnyTypedArray | string => {
    const whole = (number: unknown): number => {
      if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) {
        throw new RangeError('message has a malformed array');
      }
      return number;
    };
    if (typeof kind !== 'string' || !(kind === TEXT || Object.hasOwn(KINDS, kind))) {
      throw new RangeError('message has an array of an unknown kind');
    }
    const type = kind === TEXT ? Uint8Array : KINDS[kind as Kind];
    const from = start + whole(offset);
    const to = from + whole(length) * type.BYTES_PER_ELEMENT;
    if (to > bytes.byteLength) throw new RangeError('message is cut short');
    if (kind === TEXT) return text.decode(bytes.subarray(from, to));
    // Not `bytes.slice`: a Node Buffer's shares its memory.
    return new type(new Uint8Array(bytes.subarray(from, to)).buffer);
  };
  const json = text.decode(bytes.subarray(4, 4 + jsonLength));
  return unpack(JSON.parse(json), 0);
}
