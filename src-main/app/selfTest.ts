/**
 * `--self-test`: starts the host, forks a gauge as it forks trainers, opens the window unseen and asks the renderer whether
 * it mounted; prints one JSON line and exits. For builds whose fuses keep test drivers out.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { app, BrowserWindow } from 'electron';
import { portOfElectron } from '../engine/port.ts';
import { APP_ORIGIN } from '../host/rendererContent.ts';
import { NO_LOG } from '../store/log.ts';
import { serveAppProtocol } from './appProtocol.ts';
import { HostKeeper } from './hostKeeper.ts';
import { measureInUtility } from './measureInUtility.ts';
import { PAGE_PREFERENCES } from './pagePreferences.ts';
import { secureSession } from './security.ts';
import type { ShellOptions } from './shellOptions.ts';
import { prepareTensorFlow } from './tensorflowSetup.ts';

export interface SelfTest {
  readonly outFolder: string;
  readonly options: ShellOptions;
}

const LIMIT_MILLISECONDS = 120_000;

function within<T>(work: Promise<T>, what: string): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_resolve, reject) => {
      setTimeout(() => {
        reject(new Error(`${what} took too long`));
      }, LIMIT_MILLISECONDS);
    }),
  ]);
}

/** What the host answers to `system.info`, over a client's port. */
function askHost(keeper: HostKeeper): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const port = portOfElectron(keeper.connectClient());
    port.onMessage((message) => {
      const { type, value, error } = message as { type: string; value?: unknown; error?: unknown };
      if (type === 'result') resolve(value);
      else reject(new Error(JSON.stringify(error)));
    });
    port.postMessage({ type: 'call', id: 1, command: 'system.info', args: {} });
  });
}

async function renderedText(outFolder: string): Promise<string> {
  serveAppProtocol(path.join(outFolder, 'renderer'), () => []);
  secureSession(() => []);
  const window = new BrowserWindow({
    show: false,
    webPreferences: { ...PAGE_PREFERENCES, preload: path.join(outFolder, 'preload', 'preload.cjs') },
  });
  await window.loadURL(`${APP_ORIGIN}/index.html`);
  const text: unknown = await window.webContents.executeJavaScript(
    `new Promise((resolve) => {
      const look = () => {
        const text = document.getElementById('app')?.innerText ?? '';
        if (text.trim() === '') setTimeout(look, 50); else resolve(text);
      };
      look();
    })`,
  );
  window.destroy();
  return String(text);
}

export async function runSelfTest({ outFolder, options }: SelfTest): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-self-test-'));
  const dataFolder = path.join(folder, 'data');
  let code = 0;
  let keeper: HostKeeper | undefined;
  try {
    const environment = await prepareTensorFlow({
      dataFolder,
      // Of its own, so that fetching is tried and not what this machine has.
      cache: path.join(folder, 'cache'),
      language: 'en',
      consent: options.fetchTensorFlow ? 'given' : 'none',
    });
    keeper = new HostKeeper({
      start: {
        dataFolder,
        version: app.getVersion(),
        shippedExperiments: undefined,
        configFolder: undefined,
        otherLogs: [],
      },
      hostNode: options.hostNode,
      log: NO_LOG,
      environment,
      onFailed: (error) => {
        throw new Error(error.code);
      },
    });
    const host = await within(askHost(keeper), 'the host');
    const gauge = await within(measureInUtility(environment), 'the gauge');
    const text = await within(renderedText(outFolder), 'the window');
    process.stdout.write(`${JSON.stringify({ passed: true, host, gauge, rendered: text.length })}\n`);
  } catch (error) {
    code = 1;
    const reason = error instanceof Error ? error.message : String(error);
    process.stdout.write(`${JSON.stringify({ passed: false, reason })}\n`);
  }
  await keeper?.close();
  rmSync(folder, { recursive: true, force: true });
  app.exit(code);
}
