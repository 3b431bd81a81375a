/** Copies of an environment as they are played over frames (framing.ts): asked together, answered together. */
import { actionArgumentSize } from '../../shared/spaces.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { Environment, EnvironmentSpec, Observation, StepResult } from './environment.ts';
import { createEnvironment } from './registry.ts';
import { VectorEnvironment } from './vectorEnvironment.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGB, row-major from the top. */
  readonly pixels: Uint8Array;
}

/** What each copy's last reset or step gave, [count, ...]: owned by the copies, overwritten by the next. */
export interface CopiesResult {
  readonly observations: Readonly<Record<string, Uint8Array | Float64Array>>;
  readonly rewards: Float64Array;
  /** 1 where the episode ended. */
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
}

/** Work on its way: blocks until it is done. @throws what an environment threw */
export type Finish = () => void;

export interface ServedCopies {
  readonly spec: EnvironmentSpec;
  readonly count: number;
  readonly result: CopiesResult;
  /** @param seeds one for each of `rows` */
  reset(rows: readonly number[], seeds: Float64Array): Finish;
  /** @param actions one after the other, in the order of `rows`, as `Environment.step` takes each */
  step(rows: readonly number[], actions: Float64Array): Finish;
  /** A picture for people, of a single copy; null where it has none. */
  draw(): Picture | null;
  close(): Promise<void>;
}

/** @throws StudioError `environment.unknown`, `config.invalid` */
export async function serveCopies(
  id: string,
  config: EnvironmentConfig,
  { count, workers }: { readonly count: number; readonly workers: number },
): Promise<ServedCopies> {
  if (count === 1) return singleCopy(await createEnvironment(id, config));
  const vector = await VectorEnvironment.create({ id, config, count, workers });
  return {
    spec: vector.spec,
    count,
    result: vector,
    reset: (rows, seeds) => finishing(vector.reset(rows, seeds)),
    step: (rows, actions) => finishing(vector.begin(actions, rows)),
    draw: () => null,
    close: () => vector.close(),
  };
}

function finishing(batch: { finishSync(): void }): Finish {
  return () => {
    batch.finishSync();
  };
}

/** In this thread, with its pictures for people. The environment is taken over. */
export function singleCopy(environment: Environment): ServedCopies {
  const { spec } = environment;
  const rewards = new Float64Array(1);
  const terminated = new Uint8Array(1);
  const truncated = new Uint8Array(1);
  let observations: Observation = {};
  let picture: ((last: Observation) => Picture | null) | null = null;
  const note = (last: StepResult) => {
    observations = last.observation;
    rewards[0] = last.reward;
    terminated[0] = last.terminated ? 1 : 0;
    truncated[0] = last.truncated ? 1 : 0;
  };
  return {
    spec,
    count: 1,
    result: {
      get observations() {
        return observations;
      },
      rewards,
      terminated,
      truncated,
    },
    reset: (rows, seeds) => () => {
      if (rows.length > 0) note(environment.reset(seeds[0] ?? 0));
    },
    step: (rows, actions) => () => {
      if (rows.length > 0) note(environment.step(actions.slice(0, actionArgumentSize(spec.actions))));
    },
    draw() {
      picture ??= painter(environment);
      return picture(observations);
    },
    close() {
      environment.close();
      return Promise.resolve();
    },
  };
}

/** The side of a picture that is drawn of a scene. */
const DRAWN_SIDE = 256;

function painter(environment: Environment): (last: Observation) => Picture | null {
  const { appearance, drawing, spec } = environment;
  const camera = appearance?.scene().cameras[0]?.name;
  if (appearance !== undefined && camera !== undefined) {
    const pixels = new Uint8Array(DRAWN_SIDE * DRAWN_SIDE * 3);
    return () => {
      appearance.render(camera, DRAWN_SIDE, DRAWN_SIDE, pixels);
      return { width: DRAWN_SIDE, height: DRAWN_SIDE, pixels };
    };
  }
  const [height = 0, width = 0] = spec.observations['image']?.shape ?? [];
  return ({ image }) => {
    if (!(image instanceof Uint8Array)) return drawing?.draw() ?? null;
    const upright = spec.invertedPixels === true ? image.map((value) => 255 - value) : image;
    return { width, height, pixels: upright };
  };
}
