/**
 * What the episodes of an environment depend on that is not the studio's: the Python that plays it, the packages that it comes from,
 * and how its first steps come out under a fixed seed. Recorded with runs and recipes, so that what differs later is named.
 */
import { z } from 'zod';

const VERSION_SCHEMA = z.string().max(200);
const MOST_PACKAGES = 300;

export const ENVIRONMENT_LOCK_SCHEMA = z.object({
  /** Its version. */
  python: VERSION_SCHEMA,
  /** Such as CPython. */
  implementation: VERSION_SCHEMA,
  /** Versions by name; of a module that has none, a hash of its source. */
  packages: z
    .record(z.string().max(300), VERSION_SCHEMA)
    .refine((packages) => Object.keys(packages).length <= MOST_PACKAGES, `more than ${MOST_PACKAGES}`),
  /** A hash of what its first steps gave under a fixed seed and actions; null where it does not repeat, or could not be tried. */
  firstSteps: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable(),
  /** Two tries under the same seed gave the same. */
  repeats: z.boolean(),
  /** A copy of it goes on as it does, so that moments can be kept. */
  copies: z.boolean(),
});
export type EnvironmentLock = z.infer<typeof ENVIRONMENT_LOCK_SCHEMA>;

/** One plain sentence: what was, what is, what it means. */
export interface LockDifference {
  readonly key: 'log.lockVersions' | 'log.lockDiffers' | 'log.lockSteps';
  readonly values: { readonly before: string; readonly now: string };
}

/** @returns null where nothing differs, or there is nothing to compare */
export function lockDifference(
  before: EnvironmentLock | null | undefined,
  now: EnvironmentLock | null | undefined,
): LockDifference | null {
  if (before === null || before === undefined || now === null || now === undefined) return null;
  const [was, is] = [namesOf(before), namesOf(now)];
  const names = [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name));
  const known = before.firstSteps !== null && now.firstSteps !== null;
  const stepsDiffer = before.repeats && (known ? before.firstSteps !== now.firstSteps : !now.repeats);
  if (names.length === 0) {
    if (!stepsDiffer) return null;
    return { key: 'log.lockSteps', values: { before: describeLock(before), now: describeLock(now) } };
  }
  const told = (lock: ReadonlyMap<string, string>) =>
    names.map((name) => `${name} ${lock.get(name) ?? '–'}`).join(', ');
  return {
    key: stepsDiffer ? 'log.lockDiffers' : 'log.lockVersions',
    values: { before: told(was), now: told(is) },
  };
}

/** Such as “CPython 3.12.1, gymnasium 1.4.0, numpy 2.1.0”. */
export function describeLock(lock: EnvironmentLock): string {
  return [...namesOf(lock)].map(([name, version]) => `${name} ${version}`).join(', ');
}

function namesOf({ implementation, python, packages }: EnvironmentLock): ReadonlyMap<string, string> {
  return new Map([
    [implementation, python],
    ...Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}
