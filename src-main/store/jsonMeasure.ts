/**
 * What JSON would cost to read, found by looking at its bytes: three letters (`[],`) become forty bytes of memory, and what nests
 * a hundred thousand deep overflows the stack of whoever walks it.
 */

/** Most that one text may take once it is read, by the estimate below: an episode of 100,000 actions of 21 numbers takes 137 MB. */
export const MOST_READ_BYTES = 160 * 1024 * 1024;
export const MOST_DEPTH = 64;

/** Upper bounds of what V8 keeps for an array or object, for an element or property, and for a letter (UTF-16). */
const BYTES_OF_NEST = 72;
const BYTES_OF_ELEMENT = 24;
const BYTES_OF_LETTER = 2;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Looks at JSON as it arrives. */
export class JsonMeter {
  #depth = 0;
  #deepest = 0;
  #inText = false;
  #escaped = false;
  #cost = 0;

  get depth(): number {
    return this.#depth;
  }

  get inText(): boolean {
    return this.#inText;
  }

  get fits(): boolean {
    return this.#cost <= MOST_READ_BYTES && this.#deepest <= MOST_DEPTH;
  }

  /** What came before is forgotten, but for where in the text this is. */
  startAnew(): void {
    this.#cost = 0;
    this.#deepest = this.#depth;
  }

  feed(byte: number): void {
    this.#cost += BYTES_OF_LETTER;
    if (this.#inText) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inText = false;
      return;
    }
    switch (byte) {
      case QUOTE:
        this.#inText = true;
        return;
      case COMMA:
        this.#cost += BYTES_OF_ELEMENT;
        return;
      case OPEN_LIST:
      case OPEN_OBJECT:
        this.#cost += BYTES_OF_NEST;
        this.#depth++;
        if (this.#depth > this.#deepest) this.#deepest = this.#depth;
        return;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        this.#depth--;
    }
  }
}

export function measureJson(bytes: Uint8Array): { readonly fits: boolean } {
  const meter = new JsonMeter();
  for (const byte of bytes) {
    meter.feed(byte);
    if (!meter.fits) return { fits: false };
  }
  return { fits: true };
}
