/** Learners side by side: how good the policy is that each has learned, over the steps it took and over what it computed. */
import { RandomStream } from '../../shared/random.ts';
import { exactValues } from './exactValues.ts';
import { drawnWorld, gridProcess, type GridWorld } from './gridWorld.ts';
import { greedyPolicy } from './policies.ts';
import { TabularAgent, type AgentSettings } from './tabularAgent.ts';

/** One gap in a long wall; Sutton's blocking maze (1990) is of this kind. */
export const RACE_WORLD = drawnWorld(['.....G', '......', '#####.', '......', '.S....']);
/** The wall moved by one: the gap is at the other end. */
export const BLOCKED_WORLD = drawnWorld(['.....G', '......', '.#####', '......', '.S....']);

export interface RaceCourse {
  readonly world: GridWorld;
  /** The world from step `changeAt` on; null: it stays. */
  readonly later: GridWorld | null;
  readonly changeAt: number;
  readonly steps: number;
  /** Steps between two looks at the learner's policy. */
  readonly every: number;
}

/** Equally long, a point for each look. */
export interface RaceCurve {
  readonly steps: readonly number[];
  /** Values computed so far. */
  readonly updates: readonly number[];
  /** The exact value of the start under the greedy policy, in the world as it is then. */
  readonly worth: readonly number[];
}

/** One learner, from knowing nothing, look by look: whoever draws it need not wait for the whole. */
export function* raceLooks(
  course: RaceCourse,
  settings: AgentSettings,
  seed: number,
): Generator<Readonly<Record<keyof RaceCurve, number>>> {
  const { world, later, changeAt, every } = course;
  const before = gridProcess(world);
  const after = gridProcess(later ?? world);
  const random = RandomStream.named(seed, `race/${settings.method}`);
  const agent = new TabularAgent(before, world.start, settings, random);
  const now = () => (agent.steps < changeAt ? before : after);
  while (agent.steps < course.steps) {
    for (let step = 0; step < every; step++) agent.step(now());
    const values = exactValues(now(), greedyPolicy(agent.q), settings.gamma);
    yield { steps: agent.steps, updates: agent.updates, worth: values[world.start] ?? 0 };
  }
}

/** All looks of one learner. */
export function raceCurve(course: RaceCourse, settings: AgentSettings, seed: number): RaceCurve {
  const looks = [...raceLooks(course, settings, seed)];
  const part = (name: keyof RaceCurve) => looks.map((look) => look[name]);
  return { steps: part('steps'), updates: part('updates'), worth: part('worth') };
}

/** The mean of several learners' curves, look by look. */
export function meanCurve(curves: readonly RaceCurve[]): RaceCurve {
  const mean = (part: keyof RaceCurve) =>
    (curves[0]?.[part] ?? []).map(
      (_, look) => curves.reduce((sum, curve) => sum + (curve[part][look] ?? 0), 0) / curves.length,
    );
  return { steps: mean('steps'), updates: mean('updates'), worth: mean('worth') };
}
