/** A place in the studio and its address: `#/place/part/part?key=value`. */

export const PLACES = ['experiments', 'theatre', 'studies', 'environments', 'learn', 'system'] as const;
export type Place = (typeof PLACES)[number];

export interface Route {
  readonly place: Place;
  /** What follows the place, decoded. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

export type Query = Readonly<Record<string, string | number | null | undefined>>;

/** `#/place/a/b?x=1` to its parts. An unknown place is home. */
export function parseRoute(hash: string): Route {
  const [pathPart = '', queryPart = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [first = '', ...rest] = pathPart.split('/').filter((part) => part !== '');
  const place = PLACES.find((known) => known === first) ?? 'experiments';
  return {
    place,
    path: place === first ? rest.map(decode) : [],
    query: Object.fromEntries(new URLSearchParams(queryPart)),
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a place, for links. Empty query values are left out. */
export function routeHref(place: Place, path: readonly string[] = [], query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value));
  const asked = search.toString();
  const tail = asked === '' ? '' : `?${asked}`;
  return `#/${[place, ...path.map(encodeURIComponent)].join('/')}${tail}`;
}
