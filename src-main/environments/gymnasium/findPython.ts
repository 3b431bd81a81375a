/** The Python that a config means, as the whole path of one program: that is what a person allows. */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { findOnPath } from '../../../scripts/launch/paths.mjs';
import { StudioError } from '../../../shared/errors.ts';

/**
 * @param chosen a path, or empty for the first `python3` on the PATH, where an active virtual environment or conda comes first
 * @throws StudioError `python.notFound`
 */
export function findPython(chosen: string): string {
  if (chosen === '') {
    const found = findOnPath(['python3', 'python']);
    if (found === undefined) throw new StudioError('python.notFound', { python: 'python3' });
    return path.resolve(found);
  }
  // A name without a folder would mean another program in another folder.
  if (!path.isAbsolute(chosen) || !isProgram(chosen))
    throw new StudioError('python.notFound', { python: chosen });
  return path.normalize(chosen);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
