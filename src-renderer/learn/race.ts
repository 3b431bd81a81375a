/** Learners side by side: how good the policy is that each has learned, over the steps it took and over what it computed. */
import { RandomStream } from '../../shared/random.ts';
import { exactValues } from './exactValues.ts';
import { drawnWorld, gridProcess, type GridWorld } from './gridWorld.ts';
import { greedyPolicy } from './policies.ts';
import { TabularAgent, type AgentSettings } from './tabularAgent.ts';

/** One gap in a long wall; Sutton's blocking maze (1990) is of this kind. */
export const RACE_WORLD = drawnWorld(['.......G', '........', '#######.', '........', '.S......']);
/** The wall moved by one: the gap is at the other end. */
export const BLOCKED_WORLD = drawnWorld(['.......G', '........', '.#######', '........', '.S......']);

export interface RaceCourse {
  readonly world: GridWorld;
  /** The world from step `changeAt` on; null: it stays. */
  readonly later: GridWorld | null;
  readonly changeAt: number;
  readonly steps: number;
  /** Steps between two looks at a learner's policy. */
  readonly every: number;
  /** A learner starts anew for each; curves are means over them. */
  readonly seeds: readonly number[];
}

/** Equally long, a point for each look. */
export interface RaceCurve {
  readonly steps: readonly number[];
  /** Values computed so far, the mean over the seeds. */
  readonly updates: readonly number[];
  /** The exact value of the start under the greedy policy, in the world as it is then, the mean over the seeds. */
  readonly worth: readonly number[];
}

/** One learner's curve. */
export function raceCurve(course: RaceCourse, settings: AgentSettings): RaceCurve {
  const { world, later, changeAt, every } = course;
  const before = gridProcess(world);
  const after = gridProcess(later ?? world);
  const looks = Math.floor(course.steps / every);
  const updates = new Array<number>(looks).fill(0);
  const worth = new Array<number>(looks).fill(0);
  for (const seed of course.seeds) {
    const random = RandomStream.named(seed, `race/${settings.method}`);
    const agent = new TabularAgent(before, world.start, settings, random);
    for (let look = 0; look < looks; look++) {
      const now = () => (agent.steps < changeAt ? before : after);
      for (let step = 0; step < every; step++) agent.step(now());
      const values = exactValues(now(), greedyPolicy(agent.q), settings.gamma);
      worth[look] = (worth[look] ?? 0) + (values[world.start] ?? 0) / course.seeds.length;
      updates[look] = (updates[look] ?? 0) + agent.updates / course.seeds.length;
    }
  }
  return { steps: worth.map((_, look) => (look + 1) * every), updates, worth };
}
