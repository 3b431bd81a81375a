/**
 * Branches of a real moment: dreams that let go there under actions, temperatures and draws of their own, and beside each what the
 * environment itself does under the same actions. Kept with the run as rows, each enough to be computed again.
 */
import { z } from 'zod';
import type { Picture } from './run.ts';
import { LARGEST_SEED } from './seed.ts';

/** From one moment. */
export const MOST_MOMENT_BRANCHES = 16;
export const MOST_BRANCH_STEPS = 100;
/** Instants of a film strip, its last step among them. */
export const STRIP_PICTURES = 6;
/** Kept with one run. */
export const MOST_KEPT_BRANCHES = 500;
export const MOST_NAME_LETTERS = 80;

/** Of other checkpoints than the theatre's own, in one request: each is a model in the memory of the theatre's process. */
export const MOST_OTHER_MODELS = 4;

export const BRANCH_SOURCES = ['agent', 'recorded', 'random', 'held', 'curve', 'trained'] as const;
export type BranchSource = (typeof BRANCH_SOURCES)[number];

/** A checkpoint of any run of the same environment; asked for by `best` or `latest`, too, and answered by its id. */
const TRAINED_SCHEMA = z.strictObject({
  runId: z.string().min(1).max(100),
  checkpointId: z.string().min(1).max(100),
});
export type Trained = Readonly<z.infer<typeof TRAINED_SCHEMA>>;

const action = z.array(z.number()).min(1).max(64);

const whoActs = z.discriminatedUnion('source', [
  /** The agent of the model that dreams, on what that dreams. */
  z.strictObject({ source: z.literal('agent') }),
  /** What reality took after the moment; the branch ends where that does. */
  z.strictObject({ source: z.literal('recorded') }),
  /** As the theatre's random driver draws in an episode of this seed. */
  z.strictObject({ source: z.literal('random'), seed: z.number().int().min(0).max(LARGEST_SEED) }),
  /** One action for all steps, as the environment takes it (discrete: [index]); what is out of bounds is clipped. */
  z.strictObject({ source: z.literal('held'), action }),
  /** One action a step, in the same form; the last is held where the branch goes on. */
  z.strictObject({ source: z.literal('curve'), curve: z.array(action).min(1).max(MOST_BRANCH_STEPS) }),
  /** The agent of another checkpoint, which saw the episode up to the moment and then looks at what is dreamt. */
  z.strictObject({ source: z.literal('trained'), by: TRAINED_SCHEMA }),
]);

export const BRANCH_SCHEMA = z.strictObject({
  actions: whoActs,
  temperature: z.number().min(0.05).max(3),
  /** Names the draws: the theatre's own dream of this number from this moment has the same. */
  sample: z.number().int().min(1).max(1_000_000),
  /** Whose world model dreams; absent: the theatre's own. */
  dreamBy: TRAINED_SCHEMA.optional(),
});
export type BranchSpec = z.infer<typeof BRANCH_SCHEMA>;

export const BRANCHES_REQUEST_SCHEMA = z.strictObject({
  /** The last step that is seen. */
  fromStep: z.number().int().min(0).max(1_000_000),
  steps: z.number().int().min(1).max(MOST_BRANCH_STEPS),
  /** The limit is told by a message of its own (`branches.tooMany`). */
  branches: z.array(BRANCH_SCHEMA).min(1).max(1000),
});
export type BranchesRequest = z.infer<typeof BRANCHES_REQUEST_SCHEMA>;

/** What errors are measured in. */
const SPACES = ['pixels', 'numbers', 'latents'] as const;

const figure = z.number().refine((value) => Number.isFinite(value));
/** Not by zod's `readonly`, which freezes what it is given: a client may send an array of bytes, and those cannot be frozen. */
const curve: z.ZodType<readonly number[]> = z.array(figure).max(MOST_BRANCH_STEPS);

/** Curves over the steps after the moment, the first of them 1. Those with reality in them end where its episode does. */
export const BRANCH_FIGURES_SCHEMA = z.strictObject({
  space: z.enum(SPACES),
  /** Mean squared difference of dream and reality: pixels in [0, 1], the environment's numbers, or latents. */
  error: curve,
  /** Mean squared difference of what is dreamt and what is believed of reality, in latent numbers. */
  latent: curve,
  /** Null where the model predicts none. */
  dreamtReward: curve.nullable(),
  realReward: curve,
  /** Steps for which the dream is better than a still picture and the mean; null: for as long as was looked. */
  driftSteps: z.number().int().min(0).nullable(),
  /** How the real episode ended within the branch; null: it did not. */
  over: z.enum(['terminated', 'truncated', 'diverged']).nullable(),
});
export type BranchFigures = Readonly<z.infer<typeof BRANCH_FIGURES_SCHEMA>>;

export interface ComputedBranch {
  readonly spec: BranchSpec;
  /** As the environment takes them, one a step. */
  readonly actions: readonly (readonly number[])[];
  readonly figures: BranchFigures;
  readonly strip: {
    /** Steps after the moment, rising. */
    readonly steps: readonly number[];
    /** Fewer where the real episode ended earlier, none where there is nothing to see. */
    readonly real: readonly Picture[];
    /** None where the model observes numbers. */
    readonly dreamt: readonly Picture[];
  };
}

/** In the order in which they were asked for. */
export interface BranchesAnswer {
  readonly fromStep: number;
  readonly seed: number;
  readonly checkpointId: string;
  readonly branches: readonly ComputedBranch[];
}

export const BRANCH_NAME_SCHEMA = z.string().trim().min(1).max(MOST_NAME_LETTERS);

/** One that a person kept, as it is stored and exported: what the theatre must be opened with, and what came of it. */
export const BRANCH_RECORD_SCHEMA = z.strictObject({
  id: z.string().min(1).max(100),
  name: BRANCH_NAME_SCHEMA,
  /** It may have made way for newer ones since. */
  checkpointId: z.string().min(1).max(100),
  /** The recorded episode that was watched; null: one of this seed, by this driver. */
  episodeId: z.string().min(1).max(100).nullable(),
  seed: z.number().int().min(0).max(LARGEST_SEED),
  driver: z.enum(['agent', 'keyboard', 'random', 'recording']),
  /** False where hands moved something on the way: opening the moment computes another one then. */
  exact: z.boolean(),
  fromStep: z.number().int().min(0).max(1_000_000),
  steps: z.number().int().min(1).max(MOST_BRANCH_STEPS),
  spec: BRANCH_SCHEMA,
  figures: BRANCH_FIGURES_SCHEMA,
  createdAt: z.string().min(1).max(40),
});
export type BranchRecord = Readonly<z.infer<typeof BRANCH_RECORD_SCHEMA>>;

/** What a reward curve comes to; null where there is none. */
export function branchReturn(rewards: readonly number[] | null): number | null {
  return rewards === null ? null : rewards.reduce((sum, reward) => sum + reward, 0);
}

/** The same branch with each checkpoint that it names put as `renamed` says. */
export function withTrained(spec: BranchSpec, renamed: (trained: Trained) => Trained): BranchSpec {
  const { actions, dreamBy } = spec;
  return {
    ...spec,
    actions: actions.source === 'trained' ? { ...actions, by: renamed(actions.by) } : actions,
    ...(dreamBy === undefined ? {} : { dreamBy: renamed(dreamBy) }),
  };
}
