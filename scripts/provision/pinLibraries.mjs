// @ts-check
/**
 * For maintainers: writes libraries.mjs anew after wheels.mjs has changed. Fetches each wheel, checked by its own SHA-256, and
 * notes the SHA-256 of every library that the studio takes out of it. `node scripts/provision/pinLibraries.mjs FOLDER`; the
 * folder holds one wheel at a time.
 */
import { rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { fetchWheel, sha256 } from './download.mjs';
import { planKey } from './plan.mjs';
import { placeEntry } from './tensorflow.mjs';
import { CPU_ARM64, CPU_X64, CUDA_X64 } from './wheels.mjs';
import { extractEntry, listZip } from './zip.mjs';

/** @type {readonly (readonly ['cpu' | 'cuda', string, readonly import('./wheels.mjs').Wheel[]])[]} */
const SETS = [
  ['cpu', 'x64', CPU_X64],
  ['cpu', 'arm64', CPU_ARM64],
  ['cuda', 'x64', CUDA_X64],
];

/** @param {import('./wheels.mjs').Wheel} wheel @param {string} folder @returns {Promise<[string, string][]>} */
async function librariesOf(wheel, folder) {
  process.stderr.write(`${wheel.file}\n`);
  const archive = await fetchWheel(wheel, folder, { onProgress: () => undefined });
  /** @type {[string, string][]} */
  const found = [];
  for (const entry of await listZip(archive)) {
    const place = placeEntry(entry.name);
    if (place === undefined || !place.startsWith('lib')) continue;
    const target = join(folder, basename(place));
    await extractEntry(archive, entry, target);
    found.push([basename(place), await sha256(target)]);
    await rm(target);
  }
  await rm(archive);
  return found;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name a folder for the wheels');
/** @type {Record<string, Record<string, string>>} */
const libraries = {};
for (const [variant, arch, wheels] of SETS) {
  /** @type {[string, string][]} */
  const found = [];
  for (const wheel of wheels) found.push(...(await librariesOf(wheel, folder)));
  libraries[planKey({ kind: 'wheels', variant, wheels }, arch)] = Object.fromEntries(
    found.sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
const text = `// @ts-check
/**
 * SHA-256 of every library that the studio takes out of the pinned wheels, by the name of the folder that they are unpacked
 * into. Written by pinLibraries.mjs.
 *
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
export const LIBRARIES = ${JSON.stringify(libraries, null, 2)};
`;
const target = fileURLToPath(new URL('libraries.mjs', import.meta.url));
await writeFile(target, await format(text, { ...(await resolveConfig(target)), filepath: target }));
