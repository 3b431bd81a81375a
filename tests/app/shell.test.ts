/** The shell's decisions that need no Electron: options, window place, which files an address means. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { isPermitted, mayBeRequested } from '../../src-main/app/ownPages.ts';
import { fileOfAddress } from '../../src-main/app/rendererFiles.ts';
import { contentSecurityPolicy } from '../../src-main/host/rendererContent.ts';
import { readShellOptions } from '../../src-main/app/shellOptions.ts';
import { isVisible, readWindowState, writeWindowState } from '../../src-main/app/windowState.ts';

describe('readShellOptions', () => {
  test('by default Electron keeps its own folder and the host its utility process', () => {
    expect(readShellOptions(['/app'], {}, '/data')).toEqual({
      dataFolder: '/data',
      userData: undefined,
      hostNode: undefined,
      selfTest: false,
      sandboxIsOffUnasked: false,
      withoutSandbox: false,
      fetchTensorFlow: false,
    });
  });

  test.each([[['--data-dir', '/other']], [['--data-dir=/other']]])('%o is another studio', (words) => {
    const options = readShellOptions(words, {}, '/data');
    expect(options.dataFolder).toBe('/other');
    expect(options.userData).toBe('/other/shell');
  });

  test('so is a data folder from the environment', () => {
    expect(readShellOptions([], { STUDIO_DATA_DIR: '/e' }, '/e').userData).toBe('/e/shell');
  });

  test("self-test and the host's Node are taken", () => {
    const options = readShellOptions(['--self-test'], { STUDIO_HOST_NODE: '/n' }, '/data');
    expect(options).toMatchObject({ selfTest: true, hostNode: '/n' });
  });
});

describe('the sandbox', () => {
  test.each([
    [[], {}, false],
    [['--no-sandbox'], {}, true],
    [[], { ELECTRON_DISABLE_SANDBOX: '1' }, true],
    [['--no-sandbox', '--without-sandbox'], {}, false],
    [['--without-sandbox'], { ELECTRON_DISABLE_SANDBOX: '1' }, false],
  ])('with %o and %o is off unasked: %s', (words, environment, expected) => {
    expect(readShellOptions(words, environment, '/data').sandboxIsOffUnasked).toBe(expected);
  });
});

describe('what a page may ask for', () => {
  const studios = ['https://lab:7317', 'wss://lab:7317'];
  test.each([
    ['https://lab:7317/code', true],
    ['wss://lab:7317/socket', true],
    ['ws://lab:7317/socket', false],
    ['wss://lab:7318/socket', false],
    ['wss://lab.example:7317/', false],
    ['file:///etc/passwd', false],
    ['no address', false],
  ])('a request to %s leaves the shell: %s', (address, expected) => {
    expect(mayBeRequested(address, studios)).toBe(expected);
  });

  test.each([
    ['fullscreen', 'studio://app', true],
    ['fullscreen', 'studio://app/index.html', true],
    ['fullscreen', 'studio://application/', false],
    ['fullscreen', 'https://example.com/', false],
    ['media', 'studio://app', false],
    ['openExternal', 'studio://app', false],
  ])('%s for %s is permitted: %s', (permission, asking, expected) => {
    expect(isPermitted(permission, asking)).toBe(expected);
  });
});

describe('the window', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 };
  const bounds = { x: 100, y: 50, width: 1200, height: 800 };

  test('opens where it was', () => {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'studio-window-')), 'window.json');
    writeWindowState(file, { bounds, maximized: true });
    expect(readWindowState(file, [screen])).toEqual({ bounds, maximized: true });
  });

  test('does not open where no screen shows it any more', () => {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'studio-window-')), 'window.json');
    writeWindowState(file, { bounds: { ...bounds, x: 2500 }, maximized: false });
    expect(readWindowState(file, [screen]).bounds).toBeUndefined();
    expect(readWindowState(file, [screen, { ...screen, x: 1920 }]).bounds).toMatchObject({ x: 2500 });
    expect(isVisible({ ...bounds, y: -500 }, [screen])).toBe(false);
  });

  test.each(['', '{"bounds": {"x": "a"}}', '{"bounds": {"x": 1, "y": 2, "width": null, "height": 3}}', '[]'])(
    'a damaged state %j is the default place',
    (text) => {
      const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'studio-window-')), 'window.json');
      writeFileSync(file, text);
      expect(readWindowState(file, [screen])).toEqual({ bounds: undefined, maximized: false });
    },
  );

  test("a folder that can't be written costs the place only", () => {
    expect(() => {
      writeWindowState('/nowhere/window.json', { bounds, maximized: false });
    }).not.toThrow();
  });
});

describe('renderer files', () => {
  const folder = '/app/out/renderer';
  test.each([
    ['studio://app/', '/app/out/renderer/index.html'],
    ['studio://app/assets/a%20b.js', '/app/out/renderer/assets/a b.js'],
    ['studio://app/..%2f..%2fpackage.json', undefined],
    ['studio://app/%2e%2e/%2e%2e/etc/passwd', '/app/out/renderer/etc/passwd'],
    ['studio://other/index.html', undefined],
    ['studio://app/%', undefined],
    ['studio://app/%ff%fe.js', undefined],
    ['studio://app/a%00.js', undefined],
    ['studio://[', undefined],
  ])('%s is %s', (address, file) => {
    expect(fileOfAddress(address, folder)).toBe(file);
  });

  test("the policy lets no script in but the app's own", () => {
    expect(contentSecurityPolicy()).toContain("default-src 'none'");
    expect(contentSecurityPolicy()).toMatch(/script-src 'self' 'wasm-unsafe-eval'(;|$)/);
    const page = readFileSync('src-renderer/index.html', 'utf8');
    expect(page).toContain("script-src 'self' 'wasm-unsafe-eval'");
  });

  test('the policy lets pages connect to their own studio and to those that a person named, to nothing else', () => {
    expect(contentSecurityPolicy()).toContain("connect-src 'self';");
    const named = contentSecurityPolicy([
      'https://lab:7317',
      'wss://lab:7317',
      "https://x; script-src 'unsafe-eval'",
    ]);
    expect(named).toContain("connect-src 'self' https://lab:7317 wss://lab:7317;");
    expect(named).not.toContain('x; script-src');
  });
});
