/** A theatre without a window: a real environment, a real V + M + C with fresh weights, and time that tests turn. */
import {
  createLinearController,
  actionTransform,
  controllerParameterCount,
} from '../../../src-main/algorithms/world-models/linearController.ts';
import type { Environment } from '../../../src-main/environments/environment.ts';
import { createEnvironment } from '../../../src-main/environments/registry.ts';
import { Mind } from '../../../src-main/inspection/mind.ts';
import { InspectionSession } from '../../../src-main/inspection/session.ts';
import type { Timing } from '../../../src-main/inspection/sessionClock.ts';
import type { SessionModel } from '../../../src-main/inspection/sessionModel.ts';
import { DreamEnvironment } from '../../../src-main/models/dreamEnvironment.ts';
import { createVisionMemory } from '../../../src-main/algorithms/world-models/visionMemory.ts';
import { anyState, type LatentState } from '../../../src-main/models/worldModel.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import type { TopicEvents } from '../../../shared/protocol.ts';
import type { Recipe } from '../../../shared/recipe.ts';
import type { TheatreControl, TheatreFrame, TheatreState } from '../../../shared/theatre.ts';

type TheatreEvent = TopicEvents['theatre'];

/** Time that stands still until it is turned. */
export class ManualTiming implements Timing {
  #now = 0;
  #waiting: { at: number; callback: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(seconds: number, callback: () => void): () => void {
    const entry = { at: this.#now + seconds, callback };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  /** Runs whatever falls due within so many seconds. */
  turn(seconds: number): void {
    const until = this.#now + seconds;
    for (;;) {
      const [next] = this.#waiting.filter(({ at }) => at <= until + 1e-9).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = until;
  }
}

export interface Bench {
  readonly session: InspectionSession;
  readonly timing: ManualTiming;
  readonly events: TheatreEvent[];
  control(control: TheatreControl): void;
  /** Goes to a step and waits until it is there. */
  goTo(step: number): TheatreFrame;
  /** Goes on by so many steps, acting on whatever was changed. */
  goOn(count: number): TheatreFrame;
  /** Waits until nothing is left to be computed. */
  settle(): TheatreFrame;
  frame(): TheatreFrame;
  state(): TheatreState;
}

export async function freshModel(seed = 1, hiddenSize = 16): Promise<SessionModel> {
  const environment = await createEnvironment('car-racing', { actionRepeat: 4 });
  const { actions } = environment.spec;
  environment.close();
  const random = RandomStream.named(seed, 'bench');
  const model = createVisionMemory(
    {
      vision: { latentSize: 8 },
      memory: {
        latentSize: 8,
        actionSize: 3,
        hiddenSize,
        mixtures: 5,
        predictsReward: false,
        predictsDone: false,
        restartFlag: false,
      },
      inputs: 'zh',
      latents: 'sample',
      actionValues: null,
    },
    random,
  );
  const shape = {
    features: model.featureSize,
    hiddenUnits: 0,
    bias: true,
    actions: actionTransform(actions),
  };
  const parameters = Float64Array.from(
    { length: controllerParameterCount(shape) },
    () => random.normal() * 0.3,
  );
  return {
    mind: new Mind(anyState(model), createLinearController(shape, parameters)),
    agent: null,
    checkpointId: `fresh-${seed}`,
    checkpointScore: null,
    lensRunId: null,
  };
}

/** The dream of such a model as an environment, to be played. */
export async function dreamOf(model: SessionModel): Promise<DreamEnvironment<LatentState>> {
  const real = await createEnvironment('car-racing', { actionRepeat: 4, maxSteps: 120 });
  real.close();
  return new DreamEnvironment(mindOf(model).model, {
    real: real.spec,
    temperature: 1,
    starts: [new Float32Array(8).fill(0.5)],
    maxSteps: 120,
  });
}

export interface BenchOptions {
  /** CarRacing where absent. */
  readonly environment?: string;
  readonly model?: SessionModel | null;
  readonly recipe?: Recipe;
  readonly seed?: number;
  readonly config?: Readonly<Record<string, number | string | boolean>>;
  /** Changes the environment before it is used. */
  readonly wrap?: (environment: Environment) => Environment;
}

export async function openBench(options: BenchOptions = {}): Promise<Bench> {
  const config = options.config ?? options.recipe?.config ?? { actionRepeat: 4, maxSteps: 60 };
  const plain = await createEnvironment(options.environment ?? 'car-racing', config);
  const timing = new ManualTiming();
  const events: TheatreEvent[] = [];
  const session = new InspectionSession({
    sessionId: 'bench',
    environment: options.wrap?.(plain) ?? plain,
    environmentConfig: config,
    model: options.model ?? null,
    recipe: options.recipe ?? null,
    seed: options.seed ?? 3,
    emit: (event) => events.push(event),
    timing,
  });
  const newest = <Kind extends TheatreEvent['kind']>(kind: Kind) => {
    const found = events.findLast((event) => event.kind === kind);
    if (found === undefined) throw new Error(`no ${kind} was sent`);
    return found as Extract<TheatreEvent, { kind: Kind }>;
  };
  session.greet();
  const bench: Bench = {
    session,
    timing,
    events,
    control: (control) => session.control(control),
    frame: () => {
      session.frameAcknowledged();
      return newest('frame').frame;
    },
    state: () => session.state,
    goTo(step) {
      session.control({ kind: 'seek', step });
      return bench.settle();
    },
    goOn(count) {
      session.control({ kind: 'step', count });
      return bench.settle();
    },
    settle() {
      for (let portion = 0; portion < 10_000 && session.state.busy !== null; portion++) timing.turn(0);
      return bench.frame();
    },
  };
  return bench;
}

export function mindOf({ mind }: SessionModel): Mind {
  if (mind === null) throw new Error('no mind');
  return mind;
}
