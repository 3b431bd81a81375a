/**
 * A film as a GIF: one palette for all of it, chosen once every picture is known, so that nothing flickers. Pictures wait in 16 bits a
 * pixel; what does not change from one to the next is written as transparent, which packs to almost nothing.
 */
import { GIFEncoder, nearestColorIndex, quantize, type Colour } from 'gifenc';
import type { VideoMoment } from './videoClock.ts';

/** One of the 256 that a GIF has is for what stays as it was. */
const COLOURS = 255;
const UNCHANGED = COLOURS;
const BINS = 0x10000;
/** Browsers show what is shorter for a tenth of a second. */
const LEAST_HUNDREDTHS = 2;

interface FilmPicture {
  readonly bins: Uint16Array;
  readonly moment: VideoMoment;
}

export class GifFilm {
  readonly #width: number;
  readonly #height: number;
  readonly #pictures: FilmPicture[] = [];

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  /** @param rgba four bytes a pixel, rows from the top; alpha counts for nothing */
  add(rgba: Uint8ClampedArray, moment: VideoMoment): void {
    const bins = new Uint16Array(this.#width * this.#height);
    if (rgba.length !== 4 * bins.length) throw new Error(`${rgba.length} bytes are no picture of this film`);
    for (let pixel = 0; pixel < bins.length; pixel++) bins[pixel] = binOf(rgba, 4 * pixel);
    this.#pictures.push({ bins, moment });
  }

  /**
   * The file, once at least one picture was added.
   * @param breathe waited for between pictures: each takes some hundredths of a second
   */
  async encode(breathe: () => Promise<void>): Promise<Uint8Array<ArrayBuffer>> {
    const { palette, indexOf } = filmPalette(this.#pictures.map(({ bins }) => bins));
    const gif = GIFEncoder();
    let before: Uint8Array | null = null;
    for (const [place, { bins }] of this.#pictures.entries()) {
      const shown = Uint8Array.from(bins, (bin) => indexOf[bin] ?? 0);
      const last: Uint8Array | null = before;
      const written: Uint8Array =
        last === null ? shown : shown.map((index, pixel) => (last[pixel] === index ? UNCHANGED : index));
      gif.writeFrame(written, this.#width, this.#height, {
        ...(place === 0 ? { palette, repeat: 0 } : {}),
        ...(place === 0 ? {} : { transparent: true, transparentIndex: UNCHANGED }),
        delay: 10 * this.#hundredths(place),
        dispose: 1,
      });
      before = shown;
      await breathe();
    }
    gif.finish();
    return gif.bytes();
  }

  /** How long a picture stays. Both ends are rounded, not the difference: so nothing adds up over the film. */
  #hundredths(place: number): number {
    const moment = this.#pictures[place]?.moment;
    if (moment === undefined) return LEAST_HUNDREDTHS;
    const { timestampSeconds, durationSeconds } = moment;
    const end = this.#pictures[place + 1]?.moment.timestampSeconds ?? timestampSeconds + durationSeconds;
    return Math.max(LEAST_HUNDREDTHS, Math.round(100 * end) - Math.round(100 * timestampSeconds));
  }
}

/** A colour of a film's pictures in 16 bits: 5 of red, 6 of green, 5 of blue. */
function binOf(rgba: Uint8ClampedArray, at: number): number {
  const [red = 0, green = 0, blue = 0] = [rgba[at], rgba[at + 1], rgba[at + 2]];
  return ((red >> 3) << 11) | ((green >> 2) << 5) | (blue >> 3);
}

function colourOf(bin: number): [number, number, number] {
  const [red, green, blue] = [bin >> 11, (bin >> 5) & 63, bin & 31];
  return [(red << 3) | (red >> 2), (green << 2) | (green >> 4), (blue << 3) | (blue >> 2)];
}

/** The palette of all pictures, and where each of their colours is found in it. */
function filmPalette(pictures: readonly Uint16Array[]): {
  readonly palette: readonly Colour[];
  readonly indexOf: Uint8Array;
} {
  const counts = new Uint32Array(BINS);
  for (const bins of pictures) for (const bin of bins) counts[bin] = (counts[bin] ?? 0) + 1;
  // By the logarithm: a small car in a large meadow must keep its red.
  const sample: number[] = [];
  counts.forEach((count, bin) => {
    for (let repeat = 0; repeat < Math.log2(2 * count); repeat++) sample.push(...colourOf(bin), 255);
  });
  const colours = quantize(Uint8Array.from(sample), COLOURS);
  const indexOf = new Uint8Array(BINS);
  counts.forEach((count, bin) => {
    if (count > 0) indexOf[bin] = nearestColorIndex(colours, colourOf(bin));
  });
  // The table has all places, so that the one for what stays is always the same.
  const palette = Array.from({ length: COLOURS + 1 }, (_, index) => colours[index] ?? [0, 0, 0]);
  return { palette, indexOf };
}
