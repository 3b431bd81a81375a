/**
 * A studio in a real Electron, with its window: it trains, and loses its shell, its host or its trainer. What becomes of the
 * run is seen by the window of the same studio, or of the next one.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { ElectronApplication, Page } from '@playwright/test';
import { callHost } from '../e2e/support/callHost.ts';
import { commandOf, kill, parentOf, processes } from './command.ts';
import { announcedCount, announcedOf, isStep, leftOf, litterOf, missingIn } from './left.ts';
import type { Experiment } from './plan.ts';
import type { Scratch } from './scratch.ts';
import { differences, momentOf, type Baseline, type Outcome } from './trial.ts';
import { DESKTOP_RUN, hurryOf } from './works.ts';

/** Of a window that opens, and of a run that begins. */
const PATIENCE_MILLISECONDS = 60_000;
const LIMIT_MILLISECONDS = 120_000;
/** Of one answer; what is slower is asked again. */
const ANSWER_MILLISECONDS = 5000;

let screen: { readonly process: ChildProcess; readonly display: string } | undefined;

/** An X server without a screen, one for all; where there is a display, that one. */
async function displayOf(): Promise<string> {
  const given = process.env['DISPLAY'];
  if (given !== undefined && given !== '') return given;
  if (screen === undefined) {
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const pipe = server.stdio[3];
    if (pipe === null || pipe === undefined) throw new Error('Xvfb has no pipe');
    const [number] = (await once(pipe, 'data')) as [Buffer];
    server.unref();
    screen = { process: server, display: `:${number.toString().trim()}` };
  }
  return screen.display;
}

export function closeScreen(): void {
  screen?.process.kill();
  screen = undefined;
}

/** One launch of the app, up to its end. */
class Shell {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Its main process; also once it has gone. */
  readonly shell: number;
  readonly #lines: string[] = [];
  running = true;
  readonly ended: Promise<void>;

  private constructor(app: ElectronApplication, page: Page) {
    this.app = app;
    this.page = page;
    this.shell = app.process().pid ?? 0;
    this.ended = new Promise((resolve) => {
      app.once('close', () => {
        this.running = false;
        resolve();
      });
    });
    page.on('console', (message) => {
      if (message.text().startsWith('{')) this.#lines.push(message.text());
    });
  }

  static async launch(dataFolder: string): Promise<Shell> {
    const { launchDesktop } = await import('../e2e/support/desktop.ts');
    const app = await launchDesktop({
      dataFolder,
      environment: { DISPLAY: await displayOf(), CHAOS_HURRY: String(hurryOf('desktop')) },
    });
    const page = await app.firstWindow({ timeout: PATIENCE_MILLISECONDS });
    await page.locator('#app > *').first().waitFor({ timeout: PATIENCE_MILLISECONDS });
    return new Shell(app, page);
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  get steps(): number {
    return this.#lines.filter(isStep).length;
  }

  call(command: string, args: object): Promise<Record<string, unknown>> {
    return callHost(this.page, command, args);
  }

  /** A line whose host has just died answers nothing: it is asked again, by the next one's. */
  async status(runId: string): Promise<string> {
    for (let turn = 0; ; turn++) {
      const answer = await Promise.race([
        this.call('runs.get', { runId }).then(({ status }) => String(status)),
        delay(ANSWER_MILLISECONDS, null, { ref: false }),
      ]);
      if (answer !== null) return answer;
      if (turn === 10) throw new Error('the host does not answer');
    }
  }

  /** From now on every event of the run is a line of the page's console. */
  async follow(runId: string): Promise<void> {
    // Until its port is there: the next call waits for one too.
    await this.page.evaluate(
      (run) =>
        new Promise<void>((resolve) => {
          window.addEventListener(
            'message',
            ({ ports: [port] }) => {
              if (port === undefined) return;
              port.onmessage = ({ data }) => {
                // The console is the line that is still there when the window is killed.
                // eslint-disable-next-line no-console
                if (data.type === 'event') console.log(JSON.stringify(data.event));
              };
              port.start();
              port.postMessage({ type: 'listen', id: 1, topic: 'run', args: { runId: run } });
              resolve();
            },
            { once: true },
          );
          (Reflect.get(window, 'studio') as { connect(): void }).connect();
        }),
      runId,
    );
  }

  /** Until the run trains no more. */
  async restOf(runId: string): Promise<string> {
    const until = performance.now() + LIMIT_MILLISECONDS;
    for (;;) {
      const status = await this.status(runId);
      if (!['queued', 'starting', 'running', 'pausing'].includes(status)) return status;
      if (performance.now() > until) return `${status} for ever`;
      await delay(100);
    }
  }

  /** The Node beside an old Electron, or a utility process. */
  async host(): Promise<readonly number[]> {
    const beside = processes().filter(
      (processId) => parentOf(processId) === this.shell && commandOf(processId).includes('desktopHost'),
    );
    return beside.length > 0 ? beside : this.utilities('host');
  }

  utilities(kind: string): Promise<readonly number[]> {
    return this.app.evaluate(
      ({ app }, name) =>
        app
          .getAppMetrics()
          .filter((metric) => metric.type === 'Utility' && (metric.name ?? '').includes(name))
          .map(({ pid }) => pid),
      kind,
    );
  }

  async close(): Promise<void> {
    await this.app.close();
  }
}

export async function desktopBaseline(scratch: Scratch): Promise<Baseline> {
  const shell = await Shell.launch(scratch.data);
  try {
    const began = performance.now();
    const runId = String((await shell.call('runs.create', DESKTOP_RUN))['id']);
    await shell.follow(runId);
    await shell.call('runs.start', { runId });
    let startSeconds = 0;
    const watch = setInterval(() => {
      if (startSeconds === 0 && shell.steps > 0) startSeconds = (performance.now() - began) / 1000;
    }, 20);
    const status = await shell.restOf(runId);
    clearInterval(watch);
    if (status !== 'completed') throw new Error(`the undisturbed desktop training is ${status}`);
    const seconds = (performance.now() - began) / 1000;
    const { steps } = shell;
    await shell.close();
    return { seconds, startSeconds, steps, left: await leftOf(scratch.data) };
  } finally {
    kill(shell.shell);
  }
}

export async function befallDesktop(
  { blow }: Experiment,
  baseline: Baseline,
  scratch: Scratch,
): Promise<Outcome> {
  if (blow.kind !== 'kill') throw new Error(`${blow.kind} is no blow for a desktop`);
  const { victim } = blow;
  const faults: string[] = [];
  const resumes: number[] = [];
  let landed = false;
  let shell = await Shell.launch(scratch.data);
  const lines = [shell.lines];
  try {
    const runId = String((await shell.call('runs.create', DESKTOP_RUN))['id']);
    await shell.follow(runId);
    await shell.call('runs.start', { runId });
    await momentOf(shell, baseline, blow);
    landed = ['starting', 'running'].includes(await shell.status(runId));
    if (victim === 'shell') {
      kill(shell.shell);
      await shell.ended;
      shell = await Shell.launch(scratch.data);
      lines.push(shell.lines);
    } else {
      const victims = victim === 'host' ? await shell.host() : await trainersOf(shell);
      landed &&= victims.length > 0;
      for (const processId of victims) kill(processId);
    }
    // Whatever the window shows then, it goes on at the first try.
    const status = await shell.restOf(runId);
    if (status !== 'completed') {
      await shell.follow(runId);
      await shell.call('runs.resume', { runId });
      const after = await shell.restOf(runId);
      resumes.push(after === 'completed' ? 0 : 1);
      if (after !== 'completed') faults.push(`resumed, the run is ${after}`);
    }
    await shell.close();
  } catch (error) {
    faults.push(`the studio did not go on: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    kill(shell.shell);
  }
  const left = await leftOf(scratch.data);
  faults.push(...differences(left, baseline.left), ...(await litterOf(scratch.data)));
  const announced = announcedOf(lines.flat());
  const missing = missingIn(announced, left[0]);
  if (missing.length > 0) faults.push(`announced and not there: ${missing.slice(0, 3).join('; ')}`);
  return { faults, announced: announcedCount(announced), missing: missing.length, resumes, landed };
}

/** It may still have to start. */
async function trainersOf(shell: Shell): Promise<readonly number[]> {
  for (let turn = 0; turn < 200; turn++) {
    const found = await shell.utilities('trainer');
    if (found.length > 0) return found;
    await delay(50);
  }
  return [];
}
