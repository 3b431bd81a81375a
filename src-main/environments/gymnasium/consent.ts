/**
 * Whose Python may run here. A config that names a program and modules may come from anybody: with an imported run, a study, a
 * recipe, a data folder. So no Python is started before the person of this machine has allowed this very combination once; what
 * was allowed is kept with the person's settings, never in a data folder.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { configFolder } from '../../../scripts/launch/paths.mjs';
import { StudioError } from '../../../shared/errors.ts';
import type { GymnasiumConfig } from './config.ts';
import { findPython } from './findPython.ts';

/** All that decides which code runs. */
export interface PythonUse {
  /** The program, a whole path. */
  readonly python: string;
  readonly id: string;
  /** JSON. */
  readonly kwargs: string;
  readonly wrappers: string;
}

const ALLOWED_SCHEMA = z.array(z.object({ use: z.string(), python: z.string(), id: z.string() }));
const FILE = 'allowed-python.json';
/** Readable and writable for its owner alone. */
const MODE = 0o600;
const OTHERS_MAY_WRITE = 0o022;

/** @throws StudioError `python.notFound` */
export function pythonUse({ python, id, kwargs, wrappers }: GymnasiumConfig): PythonUse {
  return { python: findPython(python), id, kwargs: JSON.stringify(kwargs), wrappers: wrappers.join(' ') };
}

/** What a person is shown before they decide. */
export function describeUse({ python, id, kwargs, wrappers }: PythonUse): string {
  return [python, id, kwargs === '{}' ? '' : kwargs, wrappers].filter((part) => part !== '').join(' · ');
}

/** @throws StudioError `python.notAllowed` with what would run */
export function requireConsent(use: PythonUse, folder = configFolder()): void {
  if (allowed(folder).some((entry) => entry.use === fingerprint(use))) return;
  throw new StudioError('python.notAllowed', { python: use.python, id: use.id, use: describeUse(use) });
}

/** Only ever on a person's word. */
export function allowPython(use: PythonUse, folder = configFolder()): void {
  const before = allowed(folder).filter((entry) => entry.use !== fingerprint(use));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const whole = [...before, { use: fingerprint(use), python: use.python, id: use.id }];
  const place = path.join(folder, FILE);
  const half = `${place}.${process.pid}`;
  writeFileSync(half, JSON.stringify(whole, null, 2), { mode: MODE });
  renameSync(half, place);
}

function fingerprint({ python, id, kwargs, wrappers }: PythonUse): string {
  return createHash('sha256')
    .update(JSON.stringify([python, id, kwargs, wrappers]))
    .digest('hex');
}

/** Nothing where the file is another user's, or one that others can write to. */
function allowed(folder: string): z.infer<typeof ALLOWED_SCHEMA> {
  const place = path.join(folder, FILE);
  try {
    const { uid, mode } = statSync(place);
    const own = process.getuid === undefined || uid === process.getuid();
    if (!own || (process.platform !== 'win32' && (mode & OTHERS_MAY_WRITE) !== 0)) return [];
    return ALLOWED_SCHEMA.parse(JSON.parse(readFileSync(place, 'utf8')));
  } catch {
    // There is none yet, or it cannot be read: then nothing counts as allowed.
    return [];
  }
}
