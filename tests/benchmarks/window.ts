/**
 * The desktop window: how soon it stands, how soon a dream plays, and how it holds up while a run trains on every core.
 * It is drawn in software here. Needs a display (`xvfb-run -a` gives one) and an Electron: the project's own, or a folder
 * that STUDIO_TEST_ELECTRON names.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import type { RunSummary } from '../../shared/run.ts';
import { callHost } from '../e2e/support/callHost.ts';
import { launchDesktop } from '../e2e/support/desktop.ts';
import type { Benchmark } from './benchmark.ts';

/** How long frames and delays are counted. */
const LOOK_MILLISECONDS = 3000;
const PRESSES = 10;

interface Opened {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly close: () => Promise<void>;
}

async function open(): Promise<Opened> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'studio-bench-'));
  const app = await launchDesktop({ dataFolder });
  const page = await app.firstWindow();
  await page.locator('#app > *').first().waitFor();
  return {
    app,
    page,
    close: async () => {
      await app.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

async function firstWindow(): Promise<number> {
  const begin = performance.now();
  const { close } = await open();
  const seconds = (performance.now() - begin) / 1000;
  await close();
  return seconds;
}

let shared: Promise<Opened> | null = null;

/** One window for all rounds; it ends with the process. */
function sharedWindow(): Promise<Opened> {
  shared ??= open().then((opened) => {
    process.once('exit', () => opened.app.process().kill());
    return opened;
  });
  return shared;
}

/** From a click on the shipped experiment's theatre to its first picture. */
async function openTheatre(): Promise<number> {
  const { page } = await sharedWindow();
  return untilItPlays(page, '#/experiments', page.getByRole('button', { name: /Watch a dream/ }));
}

/** From a click on the shipped Take Cover's page to the first step of its dream, at the keys. */
async function openDream(): Promise<number> {
  const { page } = await sharedWindow();
  const runs = (await callHost(page, 'runs.list', {})) as unknown as readonly RunSummary[];
  const shipped = runs.find(
    ({ environment, tags }) => environment === 'take-cover' && tags.includes('shipped'),
  );
  if (shipped === undefined) throw new Error('the shipped Take Cover experiment is not there');
  return untilItPlays(
    page,
    `#/experiments/${shipped.id}`,
    page.getByRole('button', { name: 'Play in the dream' }),
  );
}

async function untilItPlays(page: Page, place: string, button: Locator): Promise<number> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, place);
  await button.waitFor();
  // The engine that the next theatre takes is made ready beforehand, as it is after a launch.
  await page.waitForTimeout(5000);
  const begin = performance.now();
  await button.click();
  await page.waitForFunction(() =>
    /^(?!0$)\d+/.test(
      document.querySelector('[role=slider][aria-label=Clock]')?.getAttribute('aria-valuenow') ?? '',
    ),
  );
  return (performance.now() - begin) / 1000;
}

let busy: Promise<string> | null = null;

/** The shipped experiment's theatre plays while another run trains. @returns the other's id */
function beginTraining(): Promise<string> {
  busy ??= (async () => {
    const { page } = await sharedWindow();
    await openTheatre();
    const { id } = await callHost(page, 'runs.create', {
      algorithm: 'world-models',
      environment: 'car-racing',
      preset: 'laptop',
      overrides: {},
      start: true,
    });
    await page.waitForTimeout(20_000);
    return String(id);
  })();
  return busy;
}

/** A figure of the window, which counts only if the other run trained all the while. */
function whileTraining(measure: (opened: Opened) => Promise<number>): () => Promise<number> {
  return async () => {
    const runId = await beginTraining();
    const opened = await sharedWindow();
    const figure = await measure(opened);
    const runs = (await callHost(opened.page, 'runs.list', {})) as unknown as readonly RunSummary[];
    const status = runs.find(({ id }) => id === runId)?.status;
    if (status !== 'running') throw new Error(`the run that was to train is ${String(status)}`);
    return figure;
  };
}

function framesASecond({ page }: Opened): Promise<number> {
  return page.evaluate(
    (milliseconds) =>
      new Promise<number>((resolve) => {
        const begin = performance.now();
        let frames = 0;
        const next = () => {
          frames += 1;
          const passed = performance.now() - begin;
          if (passed < milliseconds) requestAnimationFrame(next);
          else resolve((1000 * frames) / passed);
        };
        requestAnimationFrame(next);
      }),
    LOOK_MILLISECONDS,
  );
}

/** Ten presses close and open the eyes. @returns milliseconds of the slowest, from the key until `shown` is drawn anew */
async function slowestKey({ page }: Opened, shown: string): Promise<number> {
  await page.evaluate((selector) => {
    const delays: number[] = [];
    const answered = () => document.querySelector(selector) !== null;
    const onKey = ({ timeStamp }: KeyboardEvent) => {
      const before = answered();
      const look = () => {
        requestAnimationFrame(() => {
          if (answered() === before) {
            look();
            return;
          }
          // A message comes after the frame that was just begun is drawn.
          const channel = new MessageChannel();
          channel.port1.onmessage = () => delays.push(performance.now() - timeStamp);
          channel.port2.postMessage(null);
        });
      };
      look();
    };
    addEventListener('keydown', onKey, { capture: true });
    Object.assign(globalThis, {
      takeDelays: () => {
        removeEventListener('keydown', onKey, { capture: true });
        return delays;
      },
    });
  }, shown);
  for (let press = 0; press < PRESSES; press++) {
    await page.keyboard.press('c');
    await page.waitForTimeout(300);
  }
  const delays = await page.evaluate(() =>
    (globalThis as unknown as { takeDelays: () => readonly number[] }).takeDelays(),
  );
  if (delays.length < PRESSES) throw new Error(`only ${delays.length} of ${PRESSES} keys were answered`);
  return Math.max(...delays);
}

/** Until the clock's own button shows that the eyes are closed, or open. */
const keyAnswered = (opened: Opened) => slowestKey(opened, '.clock button.closed');

/** Until the dream takes the place of what is seen, or gives it back: a model has then drawn it. */
const keyPictured = (opened: Opened) => slowestKey(opened, '.eyes.closed');

/** The longest that the shell's own loop was away. */
function shellStall({ app }: Opened): Promise<number> {
  return app.evaluate(
    (_electron, milliseconds) =>
      new Promise<number>((resolve) => {
        const begin = performance.now();
        let last = begin;
        let longest = 0;
        const timer = setInterval(() => {
          const now = performance.now();
          longest = Math.max(longest, now - last - 5);
          last = now;
          if (now - begin < milliseconds) return;
          clearInterval(timer);
          resolve(longest);
        }, 5);
      }),
    LOOK_MILLISECONDS,
  );
}

/** The longest that the host's loop was away, of the last minute: the theatre plays and the run trains throughout. */
async function hostStall({ page }: Opened): Promise<number> {
  await page.waitForTimeout(LOOK_MILLISECONDS);
  const { longestStallMilliseconds } = await callHost(page, 'system.info', {});
  return Number(longestStallMilliseconds);
}

export const benchmarks: readonly Benchmark[] = [
  { name: 'first-window', unit: 's', higherIsBetter: false, measure: firstWindow },
  { name: 'theatre-open', unit: 's', higherIsBetter: false, measure: openTheatre },
  // Goal: 1 s.
  { name: 'dream-open', unit: 's', higherIsBetter: false, measure: openDream },
  {
    name: 'theatre-frames-busy',
    unit: 'frames/s',
    higherIsBetter: true,
    measure: whileTraining(framesASecond),
  },
  { name: 'theatre-input-busy', unit: 'ms', higherIsBetter: false, measure: whileTraining(keyAnswered) },
  { name: 'theatre-picture-busy', unit: 'ms', higherIsBetter: false, measure: whileTraining(keyPictured) },
  { name: 'shell-stall-busy', unit: 'ms', higherIsBetter: false, measure: whileTraining(shellStall) },
  { name: 'host-stall-busy', unit: 'ms', higherIsBetter: false, measure: whileTraining(hostStall) },
];
