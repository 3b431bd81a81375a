/** Which file of the built renderer an address means. */
import path from 'node:path';

/** The file that an address means, undefined where it leads out of the folder or is no address. */
export function fileOfAddress(address: string, folder: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { host, pathname } = new URL(address);
  if (host !== 'app') return undefined;
  const place = decoded(pathname === '/' ? '/index.html' : pathname);
  if (place === undefined) return undefined;
  const file = path.normalize(path.join(folder, place));
  return file.startsWith(folder + path.sep) ? file : undefined;
}

function decoded(pathname: string): string | undefined {
  try {
    const place = decodeURIComponent(pathname);
    return place.includes('\0') ? undefined : place;
  } catch {
    return undefined;
  }
}
