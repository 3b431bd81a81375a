/** Where each picture of the theatre stands in a recorded video: what happens large, what is dreamt beside it. */

export interface VideoContents {
  /** Width by height of the 3D panel; null where there is none. */
  readonly realAspect: number | null;
  /** There is a model that sees and dreams pictures. */
  readonly dreams: boolean;
}

export type TileName = 'real' | 'eye' | 'seen' | 'dreamt';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A picture's own rectangle; its label stands in `labelHeight` above. */
export interface VideoTile extends Rectangle {
  readonly name: TileName;
}

/** Both sizes are even: H.264 takes no others. */
export interface VideoLayout {
  readonly width: number;
  readonly height: number;
  readonly tiles: readonly VideoTile[];
  /** The line under the pictures. */
  readonly foot: Rectangle;
  /** Beside a video's full size; its text shrinks less (`textScale`). */
  readonly scale: number;
}

const LABEL_HEIGHT = 28;
/** Letters below this share of their size are not read. */
const LEAST_TEXT_SCALE = 0.6875;
const GAP = 16;
const FOOT_HEIGHT = 48;
/** Of the pictures with their labels, where the 3D panel is among them. */
const STAGE_HEIGHT = 656;
/** The dream's side beside the 3D panel; under it two of half its size fill the stage's height. */
const DREAM_SIDE = 392;
const SMALL_SIDE = (DREAM_SIDE - GAP) / 2;
/** The eye alone beside the 3D panel. */
const EYE_SIDE = 256;
/** Without the 3D panel: three in a row, or one. */
const ROW_SIDE = 400;
const SINGLE_SIDE = 640;
const NARROWEST = 0.8;
const WIDEST = 1.6;

/** @param scale of everything, for a film of smaller pictures */
export function videoLayout(contents: VideoContents, scale = 1): VideoLayout {
  const whole = fullLayout(contents);
  const scaled = ({ x, y, width, height }: Rectangle): Rectangle => ({
    x: x * scale,
    y: y * scale,
    width: width * scale,
    height: height * scale,
  });
  return {
    width: even(whole.width * scale),
    height: even(whole.height * scale),
    tiles: whole.tiles.map((tile) => ({ name: tile.name, ...scaled(tile) })),
    foot: scaled(whole.foot),
    scale,
  };
}

/** Of letters and what stands between them. */
export function textScale({ scale }: VideoLayout): number {
  return Math.max(LEAST_TEXT_SCALE, scale);
}

/** Above a tile. */
export function labelHeight({ scale }: VideoLayout): number {
  return LABEL_HEIGHT * scale;
}

function fullLayout({ realAspect, dreams }: VideoContents): Omit<VideoLayout, 'scale'> {
  if (realAspect === null) return rowLayout(dreams ? ['eye', 'seen', 'dreamt'] : ['eye']);
  const height = STAGE_HEIGHT - LABEL_HEIGHT;
  const width = even(Math.min(WIDEST, Math.max(NARROWEST, realAspect)) * height);
  const real: VideoTile = { name: 'real', x: GAP, y: GAP + LABEL_HEIGHT, width, height };
  const beside = real.x + real.width + GAP;
  if (!dreams) return withFoot([real, square('eye', beside, real.y, EYE_SIDE)]);
  const below = real.y + real.height - SMALL_SIDE;
  return withFoot([
    real,
    square('dreamt', beside, real.y, DREAM_SIDE),
    square('eye', beside, below, SMALL_SIDE),
    square('seen', beside + SMALL_SIDE + GAP, below, SMALL_SIDE),
  ]);
}

/** The largest rectangle of an aspect in the middle of another. */
export function contain(aspect: number, within: Rectangle): Rectangle {
  const width = Math.min(within.width, within.height * aspect);
  const height = width / aspect;
  return {
    x: within.x + (within.width - width) / 2,
    y: within.y + (within.height - height) / 2,
    width,
    height,
  };
}

/** Squares for several dreams in one, row by row. */
export function gridWithin(count: number, within: Rectangle): readonly Rectangle[] {
  const columns = Math.max(1, Math.ceil(Math.sqrt(count)));
  const width = within.width / columns;
  const height = within.height / columns;
  return Array.from({ length: count }, (_, index) => ({
    x: within.x + (index % columns) * width,
    y: within.y + Math.floor(index / columns) * height,
    width,
    height,
  }));
}

function rowLayout(names: readonly TileName[]): Omit<VideoLayout, 'scale'> {
  const side = names.length === 1 ? SINGLE_SIDE : ROW_SIDE;
  return withFoot(
    names.map((name, index) => square(name, GAP + index * (side + GAP), GAP + LABEL_HEIGHT, side)),
  );
}

function square(name: TileName, x: number, y: number, side: number): VideoTile {
  return { name, x, y, width: side, height: side };
}

function withFoot(tiles: readonly VideoTile[]): Omit<VideoLayout, 'scale'> {
  const right = Math.max(...tiles.map(({ x, width }) => x + width));
  const bottom = Math.max(...tiles.map(({ y, height }) => y + height));
  return {
    width: even(right + GAP),
    height: even(bottom + FOOT_HEIGHT),
    tiles,
    foot: { x: GAP, y: bottom, width: right - GAP, height: FOOT_HEIGHT },
  };
}

function even(length: number): number {
  return 2 * Math.round(length / 2);
}
