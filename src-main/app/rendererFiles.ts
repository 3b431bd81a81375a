/** Which file of the built renderer an address means. */
import path from 'node:path';

/** The file that an address means, undefined where it leads out of the folder. */
export function fileOfAddress(address: string, folder: string): string | undefined {
  const { host, pathname } = new URL(address);
  if (host !== 'app') return undefined;
  const file = path.normalize(
    path.join(folder, decodeURIComponent(pathname === '/' ? '/index.html' : pathname)),
  );
  return file.startsWith(folder + path.sep) ? file : undefined;
}
