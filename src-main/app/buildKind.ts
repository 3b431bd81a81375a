/**
 * What kind of build runs, and what of the environment it listens to. An installed app takes no program and no library from a
 * variable: whoever can set one for it would run code as its user. Tests need to; so they use a build of their own, which says
 * so in the package.json inside its archive (`npm run package` writes it there where the build is none to be given away).
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export type BuildKind = 'source' | 'test' | 'release';

type Environment = Record<string, string | undefined>;

/** Variables that name a program or a library, or where such lie, or how one is loaded. */
export const CODE_VARIABLES: readonly string[] = [
  'STUDIO_HOST_NODE',
  'STUDIO_TENSORFLOW_HOME',
  'STUDIO_CACHE_DIR',
  'STUDIO_SHELL_PIPE',
  'STUDIO_ADDON',
  'STUDIO_NATS_SERVER',
  'CXX',
  'ELECTRON_OVERRIDE_DIST_PATH',
  'ELECTRON_RUN_AS_NODE',
  'NODE_OPTIONS',
  'NODE_PATH',
  'PYTHONPATH',
  'PYTHONHOME',
];

/** @param appFolder the archive, or the folder in its place */
export function buildKind(isPackaged: boolean, appFolder: string): BuildKind {
  if (!isPackaged) return 'source';
  const about: unknown = JSON.parse(readFileSync(path.join(appFolder, 'package.json'), 'utf8'));
  const isTest =
    typeof about === 'object' && about !== null && 'studioBuild' in about && about.studioBuild === 'test';
  return isTest ? 'test' : 'release';
}

/** Takes them away for this process and for all that it starts. Before anything is read from the environment. */
export function ignoreCodeVariables(kind: BuildKind, environment: Environment): void {
  if (kind !== 'release') return;
  for (const name of Object.keys(environment)) {
    // Windows reads names in either case.
    if (CODE_VARIABLES.includes(name.toUpperCase())) Reflect.deleteProperty(environment, name);
  }
}
