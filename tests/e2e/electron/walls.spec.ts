/**
 * The walls round the window: the points of Electron's security checklist, by number, each tried from the inside. Points 16
 * (a current Electron) and 19 (fuses) are not the window's: see SECURITY.md and tests/e2e/packaged.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { launchDesktop, launchSandboxed, NO_SANDBOX, sandboxIsAllowed } from '../support/desktop.ts';
import { electronFolder, nodePath, projectFolder } from '../support/runtimes.ts';

let dataFolder = '';
let app: ElectronApplication;
let page: Page;
/** A web server of somebody else on this machine, and what was asked of it. */
let elsewhere: http.Server;
let address = '';
const asked: string[] = [];

test.beforeAll(async () => {
  dataFolder = mkdtempSync(path.join(os.tmpdir(), 'studio-walls-'));
  elsewhere = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end('<title>elsewhere</title>');
  });
  await new Promise<void>((resolve) => {
    elsewhere.listen(0, '127.0.0.1', resolve);
  });
  address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
});
test.afterAll(() => {
  elsewhere.close();
  rmSync(dataFolder, { recursive: true, force: true });
});
test.beforeEach(async () => {
  asked.length = 0;
  app = await launchDesktop({ dataFolder });
  page = await app.firstWindow();
  await page.locator('#app > *').first().waitFor();
});
test.afterEach(async () => {
  await app.close();
});

/** What the shell's own code would meet if it opened this address by mistake. */
function openedByShell(target: string): Promise<string> {
  return app.evaluate(async ({ BrowserWindow }, url) => {
    const window = new BrowserWindow({ show: false });
    const result = await window.loadURL(url).then(
      () => window.webContents.getTitle(),
      (error: unknown) => String(error),
    );
    window.destroy();
    return result;
  }, target);
}

test('1, 18: no page from the network or the disk is loaded, whoever asks for it', async () => {
  expect(await openedByShell(`${address}/page`)).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(await openedByShell('file:///etc/hostname')).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(asked).toEqual([]);
  expect(page.url()).toMatch(/^studio:\/\/app\//);
});

test('2, 3, 4, 6, 8, 9, 10, 11: the page has no Node, a world of its own, the sandbox and the same-origin policy', async () => {
  const preferences = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => ({
      ...(Reflect.get(webContents, 'getLastWebPreferences') as () => object).call(webContents),
    })),
  );
  expect(preferences).toHaveLength(1);
  expect(preferences[0]).toMatchObject({
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  });
  const { enableBlinkFeatures = '' } = preferences[0] as { enableBlinkFeatures?: string };
  expect(enableBlinkFeatures).toBe('');
  const seen = await page.evaluate(() => ({
    require: typeof Reflect.get(window, 'require'),
    process: typeof Reflect.get(window, 'process'),
  }));
  expect(seen).toEqual({ require: 'undefined', process: 'undefined' });
});

test("4: Chromium's sandbox confines the page's process, and that of a window whose preferences would do without", async () => {
  test.skip(!sandboxIsAllowed(), 'this system denies user namespaces');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-sandboxed-'));
  const sandboxed = await launchSandboxed(folder);
  await (await sandboxed.firstWindow()).locator('#app > *').first().waitFor();
  const processes = await sandboxed.evaluate(async ({ BrowserWindow }) => {
    const [own] = BrowserWindow.getAllWindows();
    const careless = new BrowserWindow({ show: false, webPreferences: { sandbox: false } });
    await careless.loadURL('data:text/html,careless');
    return [own, careless].map((window) => window?.webContents.getOSProcessId() ?? 0);
  });
  expect(new Set(processes).size).toBe(2);
  // 2 is a filter on every system call: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
  const filters = processes.map(
    (id) => /^Seccomp:\s*(\d)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1],
  );
  expect(filters).toEqual(['2', '2']);
  await sandboxed.close();
  rmSync(folder, { recursive: true, force: true });
});

test('5: the page is permitted to copy text and fill the screen, and nothing else', async () => {
  const states = await page.evaluate(async () => {
    const names = ['camera', 'microphone', 'geolocation', 'midi', 'clipboard-read', 'persistent-storage'];
    const state = async (name: string) =>
      (await navigator.permissions.query({ name: name as PermissionName })).state;
    return {
      refused: await Promise.all(names.map(state)),
      copying: await state('clipboard-write'),
      notifications: await Notification.requestPermission(),
    };
  });
  expect(states).toEqual({
    refused: Array<string>(6).fill('denied'),
    copying: 'granted',
    notifications: 'denied',
  });
});

test('7: scripts that are not files of the app do not run, and nothing is fetched from elsewhere', async () => {
  const seen = await page.evaluate(async (elsewhere) => {
    const refusals: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      refusals.push(effectiveDirective);
    });
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    const image = new Image();
    image.src = `${elsewhere}/image.png`;
    const fetched = await fetch(`${elsewhere}/data`).then(
      () => 'fetched',
      () => 'refused',
    );
    const evaluated = await new Promise((resolve) => {
      setTimeout(() => {
        try {
          resolve(new Function('return 1')());
        } catch {
          resolve('refused');
        }
      });
    });
    const policy = (await fetch('studio://app/index.html')).headers.get('content-security-policy');
    return { injected: 'injected' in window, fetched, evaluated, refusals, policy };
  }, address);
  expect(seen).toMatchObject({ injected: false, fetched: 'refused', evaluated: 'refused' });
  expect(seen.refusals).toEqual(
    expect.arrayContaining(['script-src-elem', 'img-src', 'connect-src', 'script-src']),
  );
  expect(seen.policy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
  expect(asked).toEqual([]);
});

test('12: a webview is not attached, even in a window that would allow one', async () => {
  const refused = await app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } });
    const attaching = new Promise((resolve) => {
      // After the shell's own listener.
      window.webContents.once('will-attach-webview', (event) => {
        resolve(Reflect.get(event, 'defaultPrevented'));
      });
    });
    await window.loadURL('data:text/html,<webview src="data:text/html,inside"></webview>');
    const result = await attaching;
    window.destroy();
    return result;
  });
  expect(refused).toBe(true);
});

test('13: the page can be led nowhere else', async () => {
  const before = page.url();
  // It listens before the page is led: on a busy machine the page would be first.
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const led = new Promise((resolve) => {
      window?.webContents.once('will-navigate', (event, to) => {
        resolve({ to, refused: Reflect.get(event, 'defaultPrevented') });
      });
    });
    Reflect.set(globalThis, 'ledTo', led);
  });
  await page.evaluate((to) => {
    // In the next turn: the answer to this call would be lost with the page.
    setTimeout(() => (location.href = to));
  }, `${address}/lure`);
  const led: unknown = await app.evaluate(() => Reflect.get(globalThis, 'ledTo'));
  expect(led).toEqual({ to: `${address}/lure`, refused: true });
  expect(page.url()).toBe(before);
  expect(asked).toEqual([]);
});

test('14, 15: no window is opened, and only links to papers and sources reach the browser', async () => {
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'openedOutside', opened);
    shell.openExternal = (url) => {
      opened.push(url);
      return Promise.resolve();
    };
  });
  const windows = await page.evaluate(
    (addresses) => addresses.map((each) => window.open(each) === null),
    [
      'https://example.com/',
      'http://arxiv.org/abs/1803.10122',
      'https://arxiv.org.example.com/',
      'https://someone@arxiv.org/',
      'file:///etc/passwd',
      'ms-settings:privacy',
      'https://arxiv.org/abs/1803.10122',
    ],
  );
  expect(windows).toEqual(Array<boolean>(7).fill(true));
  const opened = () => app.evaluate(() => Reflect.get(globalThis, 'openedOutside') as string[]);
  // The last of them, so the others have been looked at.
  await expect.poll(opened).toEqual(['https://arxiv.org/abs/1803.10122']);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('17: another page that has the bridge gets no line to the studio and names no studio', async () => {
  await app.evaluate(
    async ({ BrowserWindow, session }, { preload, address }) => {
      // As if the wall of point 1 had fallen.
      session.defaultSession.webRequest.onBeforeRequest(null);
      const foreign = new BrowserWindow({ show: false, webPreferences: { preload } });
      await foreign.loadURL(`${address}/foreign`);
      await foreign.webContents.executeJavaScript(`
        window.ports = 0;
        window.addEventListener('message', (event) => { window.ports += event.ports.length; });
        window.studio.connect();
        window.studio.allowStudios(['https://foreign.example']).then(() => undefined);
      `);
    },
    { preload: path.join(projectFolder, 'out', 'preload', 'preload.cjs'), address },
  );
  // The shell takes messages in turn: when the own page has its line, it has answered the foreign one.
  const ports = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        window.addEventListener('message', (event) => {
          if (event.ports.length > 0) resolve(event.ports.length);
        });
        (Reflect.get(window, 'studio') as { connect(): void }).connect();
      }),
  );
  expect(ports).toBe(1);
  const foreignPorts = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find(({ webContents }) => webContents.getURL().endsWith('/foreign'))
      ?.webContents.executeJavaScript('window.ports'),
  );
  expect(foreignPorts).toBe(0);
  const policy = await page.evaluate(async () =>
    (await fetch('studio://app/index.html')).headers.get('content-security-policy'),
  );
  expect(policy).not.toContain('foreign.example');
});

test('18: the own scheme serves the built page and no other file', async () => {
  const answers = await page.evaluate(async () => {
    const ask = (address: string) =>
      fetch(address).then(
        (response) => response.status,
        () => 0,
      );
    return {
      inside: await ask('studio://app/index.html'),
      above: await ask('studio://app/..%2f..%2fpackage.json'),
      other: await ask('studio://elsewhere/index.html'),
    };
  });
  expect(answers.inside).toBe(200);
  expect(answers.above).not.toBe(200);
  expect(answers.other).not.toBe(200);
});

test('20: the page is lent two calls, and the shell listens to no other', async () => {
  expect(await page.evaluate(() => Object.keys(Reflect.get(window, 'studio') as object))).toEqual([
    'connect',
    'allowStudios',
  ]);
  const heard = await app.evaluate(({ ipcMain }) => ({
    messages: ipcMain.eventNames().filter((name) => name !== 'error'),
    calls: [...(Reflect.get(ipcMain, '_invokeHandlers') as Map<string, unknown>).keys()],
  }));
  expect(heard).toEqual({ messages: ['studio:connect'], calls: ['studio:allow'] });
});

test("without Chromium's sandbox no window opens unless the studio's own flag says so", async () => {
  if (electronFolder === undefined) throw new Error('STUDIO_TEST_ELECTRON names no folder');
  const executable = path.join(electronFolder, 'electron');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-unasked-'));
  const child = spawn(executable, ['--no-sandbox', projectFolder, '--self-test'], {
    env: { ...process.env, STUDIO_HOST_NODE: nodePath, STUDIO_DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let said = '';
  child.stdout.on('data', (piece) => (printed += String(piece)));
  child.stderr.on('data', (piece) => (said += String(piece)));
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
  expect(said).toContain('--without-sandbox');
  expect(printed).not.toContain('passed');
  rmSync(folder, { recursive: true, force: true });
  // These tests run as they do because they say so.
  const started = await app.evaluate(() => process.argv);
  expect(started).toEqual(expect.arrayContaining(NO_SANDBOX));
});
