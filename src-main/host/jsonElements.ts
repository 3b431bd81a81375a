/** The elements of a JSON array as they come, each read by itself: a list of any length takes the memory of its largest element. */
import { StudioError } from '../../shared/errors.ts';
import { JsonMeter, MOST_DEPTH, MOST_READ_BYTES } from '../store/jsonMeasure.ts';

const MEGABYTE = 1024 * 1024;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * @param part what this is the content of, for errors
 * @throws StudioError `import.noJson`, `import.tooComplex`
 */
export async function* jsonElements(
  pieces: AsyncIterable<Buffer>,
  part: string,
): AsyncGenerator<unknown, void, void> {
  const meter = new JsonMeter();
  const noJson = (cause?: unknown) => new StudioError('import.noJson', { part }, { cause });
  /** What there is of the present element. */
  let held: Buffer[] = [];
  let elements = 0;
  let begun = false;
  let ended = false;
  const read = (): unknown => {
    const text = together(held);
    held = [];
    elements++;
    meter.startAnew();
    try {
      return JSON.parse(text);
    } catch (error) {
      throw noJson(error);
    }
  };
  for await (const piece of pieces) {
    /** Where the present element goes on in this piece. */
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at] ?? 0;
      if (!begun || ended) {
        if (BLANKS.has(byte)) continue;
        if (ended || byte !== OPEN_LIST) throw noJson();
        begun = true;
        meter.feed(byte);
        meter.startAnew();
        from = at + 1;
        continue;
      }
      const between = meter.depth === 1 && !meter.inText;
      meter.feed(byte);
      if (!meter.fits) {
        throw new StudioError('import.tooComplex', {
          part,
          depth: MOST_DEPTH,
          megabytes: MOST_READ_BYTES / MEGABYTE,
        });
      }
      if (between && (byte === COMMA || byte === CLOSE_LIST)) {
        held.push(piece.subarray(from, at));
        from = at + 1;
        if (byte === CLOSE_LIST) ended = true;
        if (ended && elements === 0 && held.every(isBlank)) held = [];
        else yield read();
      }
      if (meter.depth < 0) throw noJson();
    }
    // A copy: the piece's memory is used again, or is a small part of something large.
    if (begun && !ended && from < piece.length) held.push(Buffer.from(piece.subarray(from)));
  }
  if (!ended) throw noJson();
}

/** In a function of its own, so that the bytes are garbage while the text is read. */
function together(pieces: readonly Buffer[]): string {
  return Buffer.concat(pieces).toString('utf8');
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => BLANKS.has(byte));
}

/** One whole value. @throws as `jsonElements` */
export async function jsonValue(pieces: AsyncIterable<Buffer>, part: string): Promise<unknown> {
  const values: unknown[] = [];
  for await (const value of jsonElements(enclosed(pieces), part)) {
    values.push(value);
    if (values.length > 1) break;
  }
  if (values.length !== 1) throw new StudioError('import.noJson', { part });
  return values[0];
}

async function* enclosed(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  yield Buffer.from('[');
  yield* pieces;
  yield Buffer.from(']');
}
