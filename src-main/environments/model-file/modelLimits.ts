/**
 * How large a model of anybody's may be. Its text is looked at before MuJoCo reads it, since a single number in it can ask for more
 * memory or time than there is; what it compiled to is looked at before it is simulated or drawn.
 */
import { StudioError } from '../../../shared/errors.ts';
import type { MjModel } from '../control-suite/mujoco.ts';
import type { ModelFolder, ModelLook, ModelReference } from './modelReferences.ts';
import { xmlElements, type XmlElement } from './xmlElements.ts';

const MEGABYTE = 1024 * 1024;

/** Characters of the text. */
export const LONGEST_MODEL = 15_000_000;

/** Of each kind of element, copies by `replicate` counted. A humanoid has 17 bodies; MuJoCo's own largest examples some thousands. */
export const MOST_ELEMENTS: Readonly<Record<string, number>> = {
  body: 10_000,
  frame: 20_000,
  joint: 10_000,
  freejoint: 10_000,
  geom: 20_000,
  site: 20_000,
  camera: 1000,
  light: 1000,
  key: 10_000,
};
const MOST_OF_OTHERS = 20_000;

/** Attributes of `size`. Those that are not listed are counts of numbers kept for each element. */
const MOST_SIZES: Readonly<Record<string, number>> = {
  nkey: 10_000,
  nuserdata: 1_000_000,
  nstack: 32 * MEGABYTE,
  njmax: 200_000,
  nconmax: 50_000,
};
const MOST_USER_NUMBERS = 1000;
export const MOST_MEMORY_BYTES = 256 * MEGABYTE;
const KILOBYTE = 1024;
const MEMORY_UNITS: Readonly<Record<string, number>> = {
  K: KILOBYTE,
  M: MEGABYTE,
  G: KILOBYTE * MEGABYTE,
  T: MEGABYTE * MEGABYTE,
};

/** Of a `composite` or `flexcomp`. */
const MOST_GRID_POINTS = 10_000;
/** Of all textures and of all height fields together. Textures of cubes and skies have six faces. */
export const MOST_TEXTURE_PIXELS = 24 * MEGABYTE;
export const MOST_FIELD_POINTS = 4 * MEGABYTE;
const SIDE = 16_384;
/** Rounds of a solver in one physics step. MuJoCo's default is 100. */
const MOST_ITERATIONS = 10_000;
/** Numbers of one sensor, and past values that an actuator or a sensor keeps. */
const MOST_NUMBERS = 10_000;

const COUNTS: Readonly<Record<string, number>> = {
  iterations: MOST_ITERATIONS,
  ls_iterations: MOST_ITERATIONS,
  noslip_iterations: MOST_ITERATIONS,
  ccd_iterations: MOST_ITERATIONS,
  mpr_iterations: MOST_ITERATIONS,
  sdf_iterations: MOST_ITERATIONS,
  sdf_initpoints: MOST_ITERATIONS,
  dim: MOST_NUMBERS,
  nsample: MOST_NUMBERS,
  num: MOST_NUMBERS,
};

/** Of what a model compiled to: counts by MuJoCo's names. */
const MOST_COMPILED = {
  nbody: 10_000,
  ngeom: 20_000,
  nsite: 20_000,
  njnt: 10_000,
  nq: 20_000,
  nv: 20_000,
  nu: 10_000,
  na: 20_000,
  nkey: 10_000,
  ncam: 1000,
  nlight: 1000,
  nmeshvert: 2_000_000,
  nmeshface: 4_000_000,
  nhfielddata: MOST_FIELD_POINTS,
  ntexdata: 3 * MOST_TEXTURE_PIXELS,
  nsensordata: 100_000,
  nuserdata: 1_000_000,
  nbuffer: MOST_MEMORY_BYTES,
  narena: MOST_MEMORY_BYTES,
} as const satisfies Partial<Record<keyof MjModel, number>>;

function refuse(what: string, count: number, limit: number, line: number): void {
  if (count > limit) throw new StudioError('environment.modelTooLarge', { what, count, limit, line });
}

/** Sums over the whole text, by what is counted. */
class Totals {
  readonly #sums = new Map<string, number>();

  add(what: string, count: number, limit: number, line: number): void {
    const sum = (this.#sums.get(what) ?? 0) + count;
    this.#sums.set(what, sum);
    refuse(what, sum, limit, line);
  }
}

/** Looks at a model element by element, in the order in which MuJoCo will read them. */
export class TextLimits implements ModelLook {
  readonly #totals = new Totals();
  /** Of each open element: how often it is there. */
  readonly #copies: number[] = [];

  /** Of each file of the model. @throws StudioError `environment.modelTooLarge` */
  text(characters: number): void {
    this.#totals.add('characters', characters, LONGEST_MODEL, 0);
  }

  /** @throws StudioError `environment.modelTooLarge` with what it has or asks for, how much, the limit, and the line. */
  element(element: XmlElement): void {
    const { name, attributes, depth, line, empty } = element;
    const copies = this.#copies;
    copies.length = Math.max(0, Math.min(copies.length, depth));
    const around = copies.at(-1) ?? 1;
    const limit = Object.hasOwn(MOST_ELEMENTS, name) ? MOST_ELEMENTS[name] : undefined;
    this.#totals.add(name, around, limit ?? MOST_OF_OTHERS, line);
    const own = name === 'replicate' ? Math.max(1, numberOf(attributes, 'count')) : 1;
    if (own > 1) refuse('replicate', around * own, MOST_OF_OTHERS, line);
    refuseLargeElement(element, around, this.#totals);
    if (!empty) copies.push(around * own);
  }
}

/** The same of one text. @throws StudioError `environment.modelTooLarge` */
export function refuseLargeText(xml: string): void {
  const limits = new TextLimits();
  limits.text(xml.length);
  for (const element of xmlElements(xml)) limits.element(element);
}

/** @throws StudioError `environment.modelPictureTooLarge`: a PNG is unpacked to the size that its own heading tells */
export function refuseLargePictures(references: readonly ModelReference[], files: ModelFolder): void {
  const seen = new Set<string>();
  const sums = { texture: 0, hfield: 0 };
  for (const { kind, path } of references) {
    const bytes = files.get(path);
    if ((kind !== 'texture' && kind !== 'hfield') || bytes === undefined || seen.has(path)) continue;
    seen.add(path);
    const size = pngSize(bytes);
    if (size === null) continue;
    const [width, height] = size;
    sums[kind] += width * height;
    const limit = kind === 'texture' ? MOST_TEXTURE_PIXELS : MOST_FIELD_POINTS;
    if (Math.max(width, height) > SIDE || sums[kind] > limit) {
      throw new StudioError('environment.modelPictureTooLarge', {
        name: path,
        width,
        height,
        side: SIDE,
        limit,
      });
    }
  }
}

const PNG_START = [0x89, 0x50, 0x4e, 0x47];
/** Where a PNG's heading tells width and height, four bytes each. */
const PNG_SIZE_AT = 16;

function pngSize(bytes: Uint8Array): readonly [number, number] | null {
  if (bytes.length < PNG_SIZE_AT + 8 || PNG_START.some((byte, i) => bytes[i] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [view.getUint32(PNG_SIZE_AT), view.getUint32(PNG_SIZE_AT + 4)];
}

function refuseLargeElement({ name, attributes, line }: XmlElement, copies: number, totals: Totals): void {
  switch (name) {
    case 'size':
      for (const [key, value] of attributes) refuseSize(key, value, line);
      return;
    case 'composite':
    case 'flexcomp':
      totals.add(`${name} count`, copies * product(attributes.get('count')), MOST_GRID_POINTS, line);
      return;
    case 'texture': {
      const [width, height] = [numberOf(attributes, 'width'), numberOf(attributes, 'height')];
      refuse('texture width', width, SIDE, line);
      refuse('texture height', height, SIDE, line);
      const isFlat = attributes.get('type') === '2d';
      const pixels = isFlat ? width * height : 6 * Math.max(width * width, width * height);
      totals.add('texture pixels', copies * pixels, MOST_TEXTURE_PIXELS, line);
      return;
    }
    case 'hfield': {
      const points = numberOf(attributes, 'nrow') * numberOf(attributes, 'ncol');
      totals.add('hfield points', copies * points, MOST_FIELD_POINTS, line);
      return;
    }
    default:
      for (const [key, value] of attributes) {
        const limit = Object.hasOwn(COUNTS, key) ? COUNTS[key] : undefined;
        if (limit !== undefined) refuse(`${name} ${key}`, asNumber(value), limit, line);
      }
  }
}

function refuseSize(key: string, value: string, line: number): void {
  if (key === 'memory') {
    const [, digits = '', unit = ''] = /^\s*(\d+)\s*([KMGTPE]?)\s*$/i.exec(value) ?? [];
    const bytes =
      Number(digits) *
      (unit === '' ? 1 : (MEMORY_UNITS[unit.toUpperCase()] ?? MEGABYTE * MEGABYTE * KILOBYTE));
    refuse('size memory', bytes, MOST_MEMORY_BYTES, line);
    return;
  }
  const limit = Object.hasOwn(MOST_SIZES, key) ? MOST_SIZES[key] : undefined;
  refuse(`size ${key}`, asNumber(value), limit ?? MOST_USER_NUMBERS, line);
}

/** What is no number is MuJoCo's to refuse. */
function asNumber(value: string): number {
  const number = Number(value);
  return Number.isFinite(number) ? number : 0;
}

function numberOf(attributes: ReadonlyMap<string, string>, key: string): number {
  return asNumber(attributes.get(key) ?? '');
}

function product(value = ''): number {
  return value
    .trim()
    .split(/\s+/)
    .reduce((result, side) => result * Math.max(1, asNumber(side)), 1);
}

/** @throws StudioError `environment.modelTooLarge` */
export function refuseLargeModel(model: MjModel): void {
  for (const [name, limit] of Object.entries(MOST_COMPILED)) {
    refuse(name, Number(model[name as keyof typeof MOST_COMPILED]), limit, 0);
  }
}
