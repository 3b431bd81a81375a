/** `studio replay`: computes an episode again from its recipe, one JSON line for the reset and one for each step. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as breathe, setTimeout as delay } from 'node:timers/promises';
import { encode } from 'fast-png';
import { lockDifference } from '../../../shared/environmentLock.ts';
import type { Recipe } from '../../../shared/recipe.ts';
import type { PhaseProgress } from '../../../shared/run.ts';
import type { ObservationSpace } from '../../../shared/spaces.ts';
import type { Observation } from '../../environments/environment.ts';
import { createEnvironment } from '../../environments/registry.ts';
import { replayRecipe } from '../../environments/recipe.ts';
import { requireModel } from '../foreignModel.ts';
import { onInterruption } from '../interruption.ts';
import { ProgressDisplay } from '../progressDisplay.ts';
import { note, outputIsGone, print, say } from '../terminal.ts';

export interface ReplayOptions {
  /** Pictures go to `<frames>/<step>.png`, six digits; made where it is missing. */
  readonly frames?: string;
}

/** For as long as this the thread is not given back: a signal waits no longer. */
const TURN_MILLISECONDS = 50;
/** A replay that is done by then needs no progress. */
const SILENT_MILLISECONDS = 1000;

/**
 * Prints every line, shows on standard error how far it is where that goes elsewhere, and stops after a whole line where it is
 * asked to.
 */
export async function replayToOutput(recipe: Recipe, options: ReplayOptions): Promise<void> {
  const total = recipe.actions.length;
  const interruption = onInterruption();
  const display = new ProgressDisplay(process.stderr);
  const begun = performance.now();
  let turn = begun;
  try {
    for await (const line of replay(recipe, options)) {
      print(JSON.stringify(line));
      // Pictures are still wanted where only the lines have lost their reader.
      if (outputIsGone() && options.frames === undefined) break;
      const now = performance.now();
      if (now - turn < TURN_MILLISECONDS) continue;
      turn = now;
      if (process.stdout.isTTY !== true && now - begun > SILENT_MILLISECONDS) {
        display.progress(progressAt(line.step, total));
      }
      await outputTaken();
      if (!interruption.happened) continue;
      display.close();
      note(say('cli.replay.stopped', { step: line.step, total }));
      interruption.setExitCode();
      return;
    }
    display.close();
  } finally {
    interruption.close();
  }
}

const progressAt = (done: number, total: number): PhaseProgress => ({
  phase: 'replay',
  index: 0,
  phases: ['replay'],
  done,
  total,
  unit: 'step',
  phaseSecondsLeft: null,
  runSecondsLeft: null,
});

/** Others have their turn, and a reader that is slow is waited for. */
async function outputTaken(): Promise<void> {
  do await (process.stdout.writableNeedDrain ? delay(TURN_MILLISECONDS) : breathe());
  while (process.stdout.writableNeedDrain && !outputIsGone());
}

export interface ReplayLine {
  readonly step: number;
  /** State vectors only; pixels go to files. */
  /** A number where the observation's shape is [], else its elements. */
  readonly observation: Readonly<Record<string, number | readonly number[]>>;
  readonly reward: number;
  readonly terminated: boolean;
  readonly truncated: boolean;
  readonly info: Readonly<Record<string, number | string | boolean>>;
}

function vectors(observation: Observation, spaces: ObservationSpace): Record<string, number | number[]> {
  const entries = Object.entries(observation).filter(([, values]) => values instanceof Float64Array);
  const plain = (name: string, values: ArrayLike<number>) =>
    spaces[name]?.shape.length === 0 ? (values[0] ?? NaN) : Array.from(values);
  return Object.fromEntries(entries.map(([name, values]) => [name, plain(name, values)]));
}

/**
 * A hash of the recipe that does not match is in that line's `info` as `hashMismatch`: "expected <hash>, got <hash>".
 * @throws StudioError for a recipe that does not fit its environment.
 */
export async function* replay(recipe: Recipe, options: ReplayOptions = {}): AsyncGenerator<ReplayLine> {
  await requireModel(recipe.environment, recipe.config);
  const environment = await createEnvironment(recipe.environment, recipe.config);
  // Only where one was recorded: an environment is tried when it is asked.
  const difference = recipe.lock === undefined ? null : lockDifference(recipe.lock, environment.lock);
  if (difference !== null) note(say(difference.key, difference.values));
  const { frames } = options;
  if (frames !== undefined) mkdirSync(frames, { recursive: true });
  try {
    for (const { step, result, mismatch } of replayRecipe(environment, recipe)) {
      const { observation, reward, terminated, truncated } = result;
      const info =
        mismatch === null
          ? result.info
          : { ...result.info, hashMismatch: `expected ${mismatch.expected}, got ${mismatch.actual}` };
      const { image } = observation;
      const [height = 0, width = 0] = environment.spec.observations['image']?.shape ?? [];
      if (frames !== undefined && image instanceof Uint8Array) {
        const png = encode({ width, height, data: image, channels: 3, depth: 8 });
        writeFileSync(path.join(frames, `${String(step).padStart(6, '0')}.png`), png);
      }
      yield {
        step,
        observation: vectors(observation, environment.spec.observations),
        reward,
        terminated,
        truncated,
        info,
      };
    }
  } finally {
    environment.close();
  }
}
