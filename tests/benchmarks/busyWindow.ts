/** How the desktop window holds up while a run trains on every core. */
import type { Page } from '@playwright/test';
import type { RunSummary } from '../../shared/run.ts';
import { callHost } from '../e2e/support/callHost.ts';
import type { Benchmark } from './benchmark.ts';
import { clockMoves, openTheatre, sharedWindow, type Opened } from './desktopWindow.ts';

/** How long frames and delays are counted. */
const LOOK_MILLISECONDS = 3000;
const PRESSES = 10;

/** A run of some algorithm that trains on every core. */
class BusyRun {
  readonly #start: Readonly<Record<string, unknown>>;
  /** Waits until the run computes in earnest. */
  readonly #settle: (page: Page, runId: string) => Promise<void>;
  #id: Promise<string> | null = null;

  constructor(
    start: Readonly<Record<string, unknown>>,
    settle: (page: Page, runId: string) => Promise<void>,
  ) {
    this.#start = start;
    this.#settle = settle;
  }

  /** Begins it where it has not begun. @returns its id */
  train(page: Page): Promise<string> {
    this.#id ??= (async () => {
      const { id } = await callHost(page, 'runs.create', { overrides: {}, ...this.#start, start: true });
      await this.#settle(page, String(id));
      return String(id);
    })();
    return this.#id;
  }

  async end(page: Page): Promise<void> {
    const id = await this.#id;
    this.#id = null;
    if (id !== null) await callHost(page, 'runs.stop', { runId: id });
  }
}

/** While the shipped experiment's theatre plays. */
const carRacing = new BusyRun(
  { algorithm: 'world-models', environment: 'car-racing', preset: 'laptop' },
  async (page) => {
    await openTheatre();
    await page.waitForTimeout(20_000);
  },
);

/** The very run that the theatre plays. */
const dreamer = new BusyRun(
  {
    algorithm: 'dreamer',
    environment: 'dmc/cartpole-balance',
    preset: 'laptop',
    overrides: { 'checkpoint.everySeconds': 15 },
  },
  async (page, runId) => {
    const checkpoints = async () =>
      (await callHost(page, 'runs.checkpoints', { runId })) as unknown as readonly unknown[];
    while ((await checkpoints()).length === 0) await page.waitForTimeout(1000);
  },
);

/** A figure of the window, which counts only if the run trained all the while. */
function whileTraining(
  run: BusyRun,
  measure: (opened: Opened, runId: string) => Promise<number>,
): () => Promise<number> {
  return async () => {
    const opened = await sharedWindow();
    const { page } = opened;
    for (const other of [carRacing, dreamer]) if (other !== run) await other.end(page);
    const runId = await run.train(page);
    const figure = await measure(opened, runId);
    const runs = (await callHost(page, 'runs.list', {})) as unknown as readonly RunSummary[];
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

let theatresOpened = 0;

/**
 * Steps of a Dreamer run's theatre a second while that run trains: what is real, what the model believes of it and what
 * it dreams are drawn at each.
 */
async function dreamerSteps({ page }: Opened, runId: string): Promise<number> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/theatre?run=${runId}&checkpoint=latest&seed=${++theatresOpened}`);
  await clockMoves(page);
  await page.keyboard.press('c');
  await page.locator('.eyes.closed').waitFor();
  return page.evaluate(async (milliseconds) => {
    const clock = document.querySelector('[role=slider][aria-label=Clock]');
    const steps = new Set<string | null>();
    const begin = performance.now();
    while (performance.now() - begin < milliseconds) {
      await new Promise(requestAnimationFrame);
      steps.add(clock?.getAttribute('aria-valuenow') ?? null);
    }
    return (1000 * (steps.size - 1)) / (performance.now() - begin);
  }, LOOK_MILLISECONDS);
}

export const benchmarks: readonly Benchmark[] = [
  {
    name: 'theatre-frames-busy',
    unit: 'frames/s',
    higherIsBetter: true,
    measure: whileTraining(carRacing, framesASecond),
  },
  {
    name: 'theatre-input-busy',
    unit: 'ms',
    higherIsBetter: false,
    measure: whileTraining(carRacing, keyAnswered),
  },
  {
    name: 'theatre-picture-busy',
    unit: 'ms',
    higherIsBetter: false,
    measure: whileTraining(carRacing, keyPictured),
  },
  {
    name: 'shell-stall-busy',
    unit: 'ms',
    higherIsBetter: false,
    measure: whileTraining(carRacing, shellStall),
  },
  {
    name: 'host-stall-busy',
    unit: 'ms',
    higherIsBetter: false,
    measure: whileTraining(carRacing, hostStall),
  },
  // Goal: 20.
  {
    name: 'dreamer-theatre-busy',
    unit: 'steps/s',
    higherIsBetter: true,
    measure: whileTraining(dreamer, dreamerSteps),
  },
];
