/**
 * A moment of a theatre as an address: what was opened, where the clock stands, how it is dreamt and looked at. It holds no token
 * and nothing that acts: opening one only shows.
 */
import {
  DEFAULT_THEATRE_SETTINGS,
  DREAM_PATHS,
  DRIVERS,
  type TheatreControl,
  type TheatreSettings,
  type TheatreState,
} from './theatre.ts';

export type AddressQuery = Readonly<Record<string, string>>;

/** Written where a step is closed or opened by hand instead of by a number of steps. */
const BY_HAND = 'hand';

/** What a moment is beside what its theatre was opened with. */
export interface MomentView {
  readonly state: TheatreState;
  /** The camera that looks at it; empty: the scene's first. */
  readonly camera: string;
  /** What computed it, see `computeId`; empty where nobody knows. */
  readonly computeId: string;
}

export function momentQuery({ state, camera, computeId }: MomentView): AddressQuery {
  const { settings, address } = state;
  const steps = (count: number | null) => (count === null ? BY_HAND : String(count));
  return {
    seed: String(state.seed),
    step: String(state.step),
    driver: address.driver,
    ...(state.eyesClosedAt === null
      ? {}
      : { eyes: String(state.eyesClosedAt), dream: String(address.dream ?? 1) }),
    warm: steps(settings.warmUp),
    horizon: steps(settings.horizon),
    tau: String(settings.temperature),
    samples: String(settings.samples),
    ...(settings.dreamMode === 'mean' ? { mean: '1' } : {}),
    ...(settings.dreamDriver === 'reality' ? {} : { acts: settings.dreamDriver }),
    ...(settings.dreamPaths === DEFAULT_THEATRE_SETTINGS.dreamPaths ? {} : { paths: settings.dreamPaths }),
    ...(camera === '' ? {} : { camera }),
    ...(computeId === '' ? {} : { on: computeId }),
    ...(address.exact ? {} : { near: '1' }),
  };
}

/** Null: the address names no moment of this kind. What it says wrong is left out. */
export function momentControl(
  query: AddressQuery,
): Extract<TheatreControl, { readonly kind: 'moment' }> | null {
  const step = whole(query['step'], 0, 1_000_000);
  if (step === null || query['driver'] === undefined) return null;
  const closedAt = whole(query['eyes'], 0, step);
  return {
    kind: 'moment',
    step,
    closedAt,
    dream: closedAt === null ? null : whole(query['dream'], 1, 1_000_000),
    settings: momentSettings(query),
  };
}

function momentSettings(query: AddressQuery): Partial<TheatreSettings> {
  const driver = DRIVERS.find((known) => known === query['driver']);
  const temperature = within(query['tau'], 0.05, 3);
  const samples = whole(query['samples'], 1, 9);
  const paths = DREAM_PATHS.find((known) => known === query['paths']);
  const acts = (['reality', 'agent', 'blind'] as const).find((known) => known === query['acts']);
  return {
    ...(driver === undefined ? {} : { driver }),
    ...handOr('warmUp', query['warm'], 1, 1000),
    ...handOr('horizon', query['horizon'], 1, 2100),
    ...(temperature === null ? {} : { temperature }),
    ...(samples === null ? {} : { samples }),
    dreamMode: query['mean'] === '1' ? 'mean' : 'sample',
    dreamDriver: acts ?? 'reality',
    dreamPaths: paths ?? DEFAULT_THEATRE_SETTINGS.dreamPaths,
  };
}

function handOr(
  name: 'warmUp' | 'horizon',
  text: string | undefined,
  low: number,
  high: number,
): Partial<TheatreSettings> {
  if (text === BY_HAND) return { [name]: null };
  const steps = whole(text, low, high);
  return steps === null ? {} : { [name]: steps };
}

function within(text: string | undefined, low: number, high: number): number | null {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return value >= low && value <= high ? value : null;
}

function whole(text: string | undefined, low: number, high: number): number | null {
  const value = within(text, low, high);
  return Number.isInteger(value) ? value : null;
}

/** The desktop app's own links begin so. */
export const LINK_SCHEME = 'wms';
const LINKED_PLACES = ['experiments', 'theatre', 'studies', 'environments', 'learn', 'system'];
/** Longer than any address that the studio makes. */
const MOST_LETTERS = 4000;

/**
 * The place in the window that a link of the desktop app names: `wms://theatre?run=..` is `#/theatre?run=..`.
 * @returns null: that is no such link
 */
export function placeOfLink(link: string): string | null {
  if (link.length > MOST_LETTERS || !link.toLowerCase().startsWith(`${LINK_SCHEME}:`)) return null;
  if (!URL.canParse(link)) return null;
  const { host, pathname, searchParams, username, password, port } = new URL(link);
  if (username !== '' || password !== '' || port !== '') return null;
  if (!LINKED_PLACES.includes(host)) return null;
  // What lets somebody in is never taken from a link.
  for (const name of ['code', 'token']) searchParams.delete(name);
  const path = pathname === '/' ? '' : pathname.replace(/\/+$/, '');
  const query = searchParams.toString();
  return `#/${host}${path}${query === '' ? '' : `?${query}`}`;
}

/** The first link among a program's words. */
export function placeOfWords(words: readonly string[]): string | null {
  for (const word of words) {
    const place = placeOfLink(word);
    if (place !== null) return place;
  }
  return null;
}
