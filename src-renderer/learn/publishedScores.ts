/**
 * What others published for the twenty tasks of the control suite that Dreamer was shown on, from pixels. Dreamer and D4PG: Hafner et
 * al. 2020, arXiv:1912.01603, and its score files; DreamerV3: Hafner et al. 2023, arXiv:2301.04104. Of PlaNet and A3C only the
 * means over all tasks are at hand.
 */
import { meanOf } from '../../shared/statistics.ts';

export interface PublishedTask {
  readonly task: string;
  /** At the end of its 5 million environment steps. */
  readonly dreamer: number;
  /** After 1 million. */
  readonly dreamerEarly: number;
  /** After 1 million. */
  readonly dreamerV3: number;
  /** After 100 million; null where it was not run. */
  readonly d4pg: number | null;
}

export const PUBLISHED_TASKS: readonly PublishedTask[] = [
  { task: 'acrobot swingup', dreamer: 480, dreamerEarly: 409, dreamerV3: 230, d4pg: 92 },
  { task: 'cartpole balance', dreamer: 684, dreamerEarly: 989, dreamerV3: 994, d4pg: 993 },
  { task: 'cartpole balance sparse', dreamer: 744, dreamerEarly: 982, dreamerV3: 970, d4pg: 1000 },
  { task: 'cartpole swingup', dreamer: 861, dreamerEarly: 851, dreamerV3: 860, d4pg: 862 },
  { task: 'cartpole swingup sparse', dreamer: 773, dreamerEarly: 811, dreamerV3: 758, d4pg: 482 },
  { task: 'cheetah run', dreamer: 876, dreamerEarly: 715, dreamerV3: 836, d4pg: 524 },
  { task: 'cup catch', dreamer: 966, dreamerEarly: 969, dreamerV3: 972, d4pg: 980 },
  { task: 'finger spin', dreamer: 374, dreamerEarly: 569, dreamerV3: 589, d4pg: 986 },
  { task: 'finger turn easy', dreamer: 944, dreamerEarly: 691, dreamerV3: 883, d4pg: 971 },
  { task: 'finger turn hard', dreamer: 871, dreamerEarly: 575, dreamerV3: 905, d4pg: 966 },
  { task: 'hopper hop', dreamer: 483, dreamerEarly: 245, dreamerV3: 227, d4pg: 242 },
  { task: 'hopper stand', dreamer: 929, dreamerEarly: 886, dreamerV3: 902, d4pg: 930 },
  { task: 'pendulum swingup', dreamer: 793, dreamerEarly: 818, dreamerV3: 738, d4pg: 681 },
  { task: 'quadruped run', dreamer: 892, dreamerEarly: 349, dreamerV3: 612, d4pg: null },
  { task: 'quadruped walk', dreamer: 918, dreamerEarly: 356, dreamerV3: 809, d4pg: null },
  { task: 'reacher easy', dreamer: 956, dreamerEarly: 662, dreamerV3: 953, d4pg: 967 },
  { task: 'reacher hard', dreamer: 859, dreamerEarly: 117, dreamerV3: 855, d4pg: 957 },
  { task: 'walker run', dreamer: 822, dreamerEarly: 707, dreamerV3: 685, d4pg: 567 },
  { task: 'walker stand', dreamer: 966, dreamerEarly: 920, dreamerV3: 975, d4pg: 985 },
  { task: 'walker walk', dreamer: 957, dreamerEarly: 949, dreamerV3: 960, d4pg: 968 },
];

/** The paper's own means over the tasks, and after how many million environment steps. A3C was given the states, not pixels. */
export const PAPER_MEANS = [
  { agent: 'Dreamer', mean: 823, millions: 5 },
  { agent: 'D4PG', mean: 786, millions: 100 },
  { agent: 'PlaNet', mean: 332, millions: 5 },
  { agent: 'A3C', mean: 243, millions: 100 },
] as const;

export type PublishedAgent = Exclude<keyof PublishedTask, 'task'>;

/** In the order in which they are offered. */
export const PUBLISHED_AGENTS = [
  'dreamer',
  'd4pg',
  'dreamerEarly',
  'dreamerV3',
] as const satisfies readonly PublishedAgent[];

export interface Comparison {
  /** Tasks that both were run on, the one's largest lead first. */
  readonly tasks: readonly { readonly task: string; readonly one: number; readonly other: number }[];
  readonly one: number;
  readonly other: number;
  /** Tasks on which the one has more. */
  readonly ahead: number;
}

/** Two agents side by side, on the tasks that both were run on, and their means over those. */
export function compared(
  tasks: readonly PublishedTask[],
  one: PublishedAgent,
  other: PublishedAgent,
): Comparison {
  const both = tasks
    .flatMap((row) => {
      const [mine, theirs] = [row[one], row[other]];
      return mine === null || theirs === null ? [] : [{ task: row.task, one: mine, other: theirs }];
    })
    .sort((a, b) => b.one - b.other - (a.one - a.other));
  return {
    tasks: both,
    one: meanOf(both.map((row) => row.one)),
    other: meanOf(both.map((row) => row.other)),
    ahead: both.filter((row) => row.one > row.other).length,
  };
}

/** The studio's own study of horizons on the walker, 60,000 steps a run, one seed (docs/results.md, "How far to imagine"). */
export const HORIZONS_HERE = [
  { horizon: 5, dreamer: [21, 8], noValue: [51, 28], planet: [77, 26] },
  { horizon: 15, dreamer: [382, 61], noValue: [168, 54], planet: [133, 57] },
  { horizon: 40, dreamer: [219, 25], noValue: [341, 68], planet: null },
] as const;
