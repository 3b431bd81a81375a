/** An installed app takes no program and no library from the environment; a build for tests says so inside its archive. */
import { globSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildKind, CODE_VARIABLES, ignoreCodeVariables } from '../../src-main/app/buildKind.ts';
import { readShellOptions } from '../../src-main/app/shellOptions.ts';

function appFolder(about: unknown): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-build-'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(about));
  return folder;
}

describe('the kind of a build', () => {
  it('is release unless its own package.json says test', () => {
    expect(buildKind(true, appFolder({ name: 'world-model-studio' }))).toBe('release');
    expect(buildKind(true, appFolder({ studioBuild: 'tests' }))).toBe('release');
    expect(buildKind(true, appFolder({ studioBuild: true }))).toBe('release');
    expect(buildKind(true, appFolder({ studioBuild: 'test' }))).toBe('test');
    expect(buildKind(false, '/no archive')).toBe('source');
  });
});

const everything = () => ({
  ...Object.fromEntries(CODE_VARIABLES.map((name) => [name, '/evil'])),
  Studio_Host_Node: '/evil',
  STUDIO_DATA_DIR: '/data',
  PATH: '/usr/bin',
});

describe('a release', () => {
  it('forgets every variable that names a program or a library, in any case, and no other', () => {
    const environment: Record<string, string | undefined> = everything();
    ignoreCodeVariables('release', environment);
    expect(environment).toEqual({ STUDIO_DATA_DIR: '/data', PATH: '/usr/bin' });
    expect(readShellOptions([], environment, '/d').hostNode).toBeUndefined();
  });

  it.each(['test', 'source'] as const)('alone does so: a %s build listens', (kind) => {
    const environment: Record<string, string | undefined> = everything();
    ignoreCodeVariables(kind, environment);
    expect(environment).toEqual(everything());
  });
});

/** What the app's own code reads, and why that is no code. */
const HARMLESS = new Map([
  ['STUDIO_DATA_DIR', 'data'],
  ['STUDIO_CONFIG_DIR', 'holds the choice of a backend'],
  ['STUDIO_TENSORFLOW', 'a choice of four words'],
  ['STUDIO_TOKEN', 'a secret'],
  ['STUDIO_LANGUAGE', 'a choice of two words'],
  ['STUDIO_DEBUG', 'whether details are told'],
  ['STUDIO_WHEELS_DIR', 'wheels, each checked by its SHA-256'],
  ['PIP_INDEX_URL', 'wheels, each checked by its SHA-256'],
  ['XDG_CACHE_HOME', 'the system’s; what lies there is checked by its SHA-256'],
  ['XDG_CONFIG_HOME', 'the system’s'],
  ['XDG_DATA_HOME', 'the system’s'],
  ['LOCALAPPDATA', 'the system’s'],
  ['APPDATA', 'the system’s'],
  ['PATH', 'the system’s'],
  ['Path', 'the system’s'],
  ['DISPLAY', 'the system’s'],
  ['WAYLAND_DISPLAY', 'the system’s'],
  ['LC_ALL', 'a language'],
  ['LC_MESSAGES', 'a language'],
  ['LANG', 'a language'],
  ['TF_CPP_MIN_LOG_LEVEL', 'a number'],
  ['TF_NUM_INTRAOP_THREADS', 'a number'],
  ['TF_ENABLE_ONEDNN_OPTS', 'a number'],
  ['TF_FORCE_GPU_ALLOW_GROWTH', 'a yes or no'],
]);

describe('the sources', () => {
  it('read no variable that is neither ignored by releases nor known to be harmless', () => {
    const root = path.resolve(import.meta.dirname, '..', '..');
    const files = globSync(['src-main/**/*.ts', 'scripts/provision/*.mjs', 'scripts/launch/paths.mjs'], {
      cwd: root,
    });
    const unknown = new Set<string>();
    for (const file of files) {
      const source = readFileSync(path.join(root, file), 'utf8');
      for (const [, bracket, dot] of source.matchAll(
        /(?:env|environment)(?:\[['"](\w+)['"]\]|\.([A-Z]\w*_\w+))/g,
      )) {
        const name = bracket ?? dot ?? '';
        if (!CODE_VARIABLES.includes(name) && !HARMLESS.has(name)) unknown.add(`${name} in ${file}`);
      }
    }
    expect(files.length).toBeGreaterThan(100);
    expect([...unknown]).toEqual([]);
  });
});
