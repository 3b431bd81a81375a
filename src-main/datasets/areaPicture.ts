/** Pictures of any size as the studio keeps them: RGB of 64x64, each pixel the mean over the area that it covers. */
import { DATA_SET_PICTURE_SIDE } from '../../shared/dataSet.ts';
import { PICTURE_BYTES } from './dataSetFiles.ts';
import type { SourcePicture } from './source.ts';

interface Share {
  readonly first: number;
  /** How much of each pixel from `first` on lies within; their sum is 1. */
  readonly weights: readonly number[];
}

const known = new Map<number, readonly Share[]>();

/** Which pixels of a side each of the 64 covers. */
function sharesOf(side: number): readonly Share[] {
  const found = known.get(side);
  if (found !== undefined) return found;
  const scale = side / DATA_SET_PICTURE_SIDE;
  const shares = Array.from({ length: DATA_SET_PICTURE_SIDE }, (_, index): Share => {
    const from = index * scale;
    const to = (index + 1) * scale;
    const first = Math.floor(from);
    const last = Math.min(side, Math.ceil(to - 1e-9));
    const weights = Array.from({ length: Math.max(1, last - first) }, (_, offset) => {
      const pixel = first + offset;
      return (Math.min(to, pixel + 1) - Math.max(from, pixel)) / scale;
    });
    return { first, weights };
  });
  known.set(side, shares);
  return shares;
}

/** The whole picture: one that is not square is drawn out or together. @returns 64x64x3 bytes, its own where it fits already */
export function asKept({ width, height, channels, pixels }: SourcePicture): Uint8Array {
  const side = DATA_SET_PICTURE_SIDE;
  if (width === side && height === side && channels === 3) return pixels;
  const out = new Uint8Array(PICTURE_BYTES);
  const columns = sharesOf(width);
  const rows = sharesOf(height);
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      for (let colour = 0; colour < 3; colour++) {
        const channel = channels < 3 ? 0 : colour;
        let sum = 0;
        for (let j = 0; j < row.weights.length; j++) {
          const line = (row.first + j) * width;
          let along = 0;
          for (let i = 0; i < column.weights.length; i++) {
            const at = (line + column.first + i) * channels + channel;
            along += (column.weights[i] ?? 0) * (pixels[at] ?? 0);
          }
          sum += (row.weights[j] ?? 0) * along;
        }
        out[(y * side + x) * 3 + colour] = Math.round(sum);
      }
    });
  });
  return out;
}
