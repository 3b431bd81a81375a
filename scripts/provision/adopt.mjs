// @ts-check
/**
 * Earlier versions of the installed app kept TensorFlow's libraries (850 MB) in the data folder. They are moved into the
 * cache instead of being fetched again: only those that the studio knows, each checked by its SHA-256. The addon that lies
 * beside them is left out, since a data folder may come from anybody: the app has its own.
 */
import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withLock } from '../launch/lock.mjs';
import { sha256 } from './download.mjs';
import { LIBRARIES } from './libraries.mjs';
import { planKey } from './plan.mjs';

/**
 * @param {string} from
 * @param {string} to on the same disk or another
 */
async function move(from, to) {
  try {
    await rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    await copyFile(from, `${to}.copying`);
    await rename(`${to}.copying`, to);
    await rm(from);
  }
}

/** A folder of this user's that is not reached over a link. @param {string} root @param {string} folder */
function isOwnFolder(root, folder) {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined || !found.isDirectory()) return false;
  const user = process.getuid?.();
  if (user !== undefined && found.uid !== user) return false;
  return realpathSync(folder) === join(realpathSync(root), folder.slice(root.length));
}

/** @param {string} file @param {string} hash */
async function isLibrary(file, hash) {
  return (lstatSync(file, { throwIfNoEntry: false })?.isFile() ?? false) && (await sha256(file)) === hash;
}

/**
 * Can be interrupted anywhere and run again.
 * @param {object} options
 * @param {string} options.dataFolder
 * @param {string} options.cache
 * @param {Extract<import('./plan.mjs').Plan, { kind: 'wheels' }>} options.plan
 * @param {string} options.arch
 * @param {Readonly<Record<string, Readonly<Record<string, string>>>>} [options.known]
 * @param {(from: string, to: string) => Promise<void>} [options.moveFile]
 * @returns {Promise<boolean>} whether the cache has them now and had them not before
 */
export async function adoptLibraries({ dataFolder, cache, plan, arch, known = LIBRARIES, moveFile = move }) {
  const key = planKey(plan, arch);
  const hashes = known[key];
  const old = join(dataFolder, 'tensorflow');
  const source = join(old, key, 'deps', 'lib');
  const deps = join(cache, 'tensorflow', key, 'deps');
  if (hashes === undefined || !isOwnFolder(dataFolder, old) || !isOwnFolder(dataFolder, source)) return false;
  return withLock(join(cache, 'tensorflow', `${key}.lock`), async () => {
    const arriving = `${deps}.adopting`;
    let adopted = false;
    if (!existsSync(join(deps, 'complete'))) {
      await mkdir(join(arriving, 'lib'), { recursive: true, mode: 0o700 });
      for (const [name, hash] of Object.entries(hashes)) {
        const target = join(arriving, 'lib', name);
        if (await isLibrary(target, hash)) continue;
        if (!(await isLibrary(join(source, name), hash))) return false;
        await moveFile(join(source, name), target);
      }
      await writeFile(join(arriving, 'complete'), '');
      await rm(deps, { recursive: true, force: true });
      await mkdir(dirname(deps), { recursive: true });
      await rename(arriving, deps);
      adopted = true;
    }
    // What is left there serves nothing any more; other plans' libraries stay until it is their turn.
    await rm(join(old, key), { recursive: true, force: true });
    await rm(join(old, `${key}.lock`), { force: true });
    await rmdir(old).catch(() => undefined);
    return adopted;
  });
}
