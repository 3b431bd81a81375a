/**
 * The theatre: reality and dream on one clock. An inspector process owns the clock; the renderer shows what it sends.
 *
 * At every step the environment moves and the model either observes it (eyes open: `seen`) or imagines on alone
 * (eyes closed: `dreamt`). Closing the eyes starts `samples` dreams from the posterior at that step; they see no later
 * frame. Reality keeps its own driver meanwhile, so that dream and truth can be compared at every step.
 *
 * The past stays: seeking shows what was recorded, playing from there replays it and goes on live at its end. Taking
 * the controls in the past (keys, another driver, a perturbation) forgets what came after; closing or opening the eyes
 * there keeps reality and dreams anew. Curves arrive as slices that never get lost; frames are latest-only.
 */
import { z } from 'zod';
import {
  dreamtEnvironment,
  ENVIRONMENT_CONFIG_SCHEMA,
  GRIP_SCHEMA,
  PERTURBATION_SCHEMA,
  type Force,
} from './recipe.ts';
import { environmentFacts } from './environmentFacts.ts';
import { LARGEST_SEED } from './seed.ts';
import type { AgentInsight } from './agentInsight.ts';
import type { LockDifference } from './environmentLock.ts';
import type { Picture } from './run.ts';
import type { ContactPoint } from './scene.ts';
import type { ActionSpace } from './spaces.ts';

export const DRIVERS = ['agent', 'keyboard', 'random', 'recording'] as const;
export type Driver = (typeof DRIVERS)[number];

export const THEATRE_SOURCE_SCHEMA = z
  .strictObject({
    /** Absent: an environment alone, without a model. */
    runId: z.string().optional(),
    /** A checkpoint's id; `best` and `latest` follow the run while it trains. */
    checkpointId: z.string().default('best'),
    environment: z.string().optional(),
    /** Of an environment alone: a run and an episode have theirs. */
    environmentConfig: ENVIRONMENT_CONFIG_SCHEMA.optional(),
    /** The run's own dream instead of its environment, or the lens's: its checkpoint's model is what is played. */
    dream: z.boolean().optional(),
    /** A recorded episode to replay. */
    episodeId: z.string().optional(),
    seed: z.number().int().min(0).optional(),
    /** Another run's world model, which looks at what happens and dreams beside it, whoever acts; or whose dream is played. */
    lens: z.strictObject({ runId: z.string(), checkpointId: z.string().default('best') }).optional(),
  })
  .refine(
    ({ runId, episodeId, environmentConfig }) =>
      environmentConfig === undefined || (runId === undefined && episodeId === undefined),
    { path: ['environmentConfig'], error: 'a run and an episode have their own' },
  );
export type TheatreSource = z.infer<typeof THEATRE_SOURCE_SCHEMA>;

/** What carries an RSSM's dream from a step to the next: h and z, h alone, or z alone. */
export const DREAM_PATHS = ['both', 'deterministic', 'stochastic'] as const;
export type DreamPaths = (typeof DREAM_PATHS)[number];

export const THEATRE_SETTINGS_SCHEMA = z.strictObject({
  driver: z.enum(DRIVERS),
  /** Steps a wall second relative to the environment's own pace; 1 is real time. */
  speed: z.number().min(0.05).max(16),
  /** Steps seen before the eyes close by themselves; null: they stay open until a person closes them. */
  warmUp: z.number().int().min(1).max(1000).nullable(),
  /** Steps dreamt before the eyes open again; null: until a person opens them. */
  horizon: z.number().int().min(1).max(2100).nullable(),
  temperature: z.number().min(0.05).max(3),
  /** Dreams side by side from the same moment. */
  samples: z.number().int().min(1).max(9),
  dreamMode: z.enum(['sample', 'mean']),
  /**
   * Who decides in the dream: the actions that reality takes, or the agent on dreamt features. `blind`: the agent on
   * the first dream's features, and reality takes those actions too.
   */
  dreamDriver: z.enum(['reality', 'agent', 'blind']),
  /** The other path is zeroed at each imagined step; nothing is learned anew. A model that is no RSSM has one path only. */
  dreamPaths: z.enum(DREAM_PATHS),
  /** Starts again from the same seed when the episode is over. */
  loop: z.boolean(),
  /** Load newer checkpoints of a training run as they come. */
  followLive: z.boolean(),
  /** Frames tell where bodies touch. */
  contacts: z.boolean(),
  /** Frames tell what the model expected and what it believes, as distributions. */
  beliefs: z.boolean(),
});
export type TheatreSettings = z.infer<typeof THEATRE_SETTINGS_SCHEMA>;

export const DEFAULT_THEATRE_SETTINGS: TheatreSettings = {
  driver: 'agent',
  speed: 1,
  warmUp: 20,
  horizon: 50,
  temperature: 1,
  samples: 1,
  dreamMode: 'sample',
  dreamDriver: 'reality',
  dreamPaths: 'both',
  loop: false,
  followLive: false,
  contacts: false,
  beliefs: false,
};

/** What a traversed latent number goes through. */
export const TRAVERSE_VALUES = [-3, -2, -1, 0, 1, 2, 3] as const;

/** An imagination's trajectories, and steps of each. */
export const MAX_IMAGINED = 16;
export const MAX_IMAGINED_STEPS = 50;

/**
 * What an agent is asked to imagine from the moment that is shown, as it does when it learns: by its own actions, with draws
 * that are the same whenever the same is asked.
 */
export const IMAGINE_SCHEMA = z
  .strictObject({
    trajectories: z.number().int().min(1).max(MAX_IMAGINED),
    horizon: z.number().int().min(2).max(MAX_IMAGINED_STEPS),
    /** Of which imagined step pictures are wanted, 0 being the first; one a trajectory. */
    look: z.number().int().min(0),
    /** One action of the first trajectory is changed by so much, as the networks have it; all later ones stay as they were. */
    nudge: z
      .strictObject({
        step: z.number().int().min(0),
        element: z.number().int().min(0).max(63),
        by: z.number().min(-2).max(2),
      })
      .nullable(),
  })
  .refine(({ look, horizon }) => look < horizon, { path: ['look'], error: 'beyond the horizon' })
  .refine(({ nudge, horizon }) => nudge === null || nudge.step < horizon, {
    path: ['nudge', 'step'],
    error: 'beyond the horizon',
  });
export type ImagineRequest = z.infer<typeof IMAGINE_SCHEMA>;

/** Branches kept at once. */
export const MAX_BRANCHES = 6;

export const THEATRE_CONTROL_SCHEMA = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('play') }),
  z.strictObject({ kind: z.literal('pause') }),
  /** Signed; backwards replays the recipe. */
  z.strictObject({ kind: z.literal('step'), count: z.number().int().min(-1000).max(1000) }),
  z.strictObject({ kind: z.literal('seek'), step: z.number().int().min(0).max(1_000_000) }),
  /** Shows another known instant without moving the clock, while it is paused; null: the clock's own again. */
  z.strictObject({ kind: z.literal('peek'), step: z.number().int().min(0).max(1_000_000).nullable() }),
  z.strictObject({ kind: z.literal('reset'), seed: z.number().int().min(0).max(LARGEST_SEED).optional() }),
  /**
   * The episode of that seed from its start, with these settings, up to a step; the eyes closed at one before it, where they
   * were. The same session's address (`TheatreState.address`) comes of the same numbers, bit for bit, where the same computes.
   */
  z.strictObject({
    kind: z.literal('moment'),
    seed: z.number().int().min(0).max(LARGEST_SEED).optional(),
    step: z.number().int().min(0).max(1_000_000),
    closedAt: z.number().int().min(0).max(1_000_000).nullable(),
    /** Which of the dreams that may begin there: its random numbers follow from it. */
    dream: z.number().int().min(1).max(1_000_000).nullable(),
    settings: THEATRE_SETTINGS_SCHEMA.partial(),
  }),
  z.strictObject({ kind: z.literal('settings'), settings: THEATRE_SETTINGS_SCHEMA.partial() }),
  /** `context`: the model forgets all but so many of the last frames first, as if it had just begun to look. */
  z.strictObject({ kind: z.literal('closeEyes'), context: z.number().int().min(1).max(100).optional() }),
  z.strictObject({ kind: z.literal('openEyes') }),
  /** What the keys say now: the environment's action in its own bounds (discrete: [index]); null: hands off. */
  z.strictObject({ kind: z.literal('keys'), action: z.array(z.number()).max(64).nullable() }),
  z.strictObject({ kind: z.literal('perturb'), perturbation: PERTURBATION_SCHEMA.nullable() }),
  /** A person's hand holds a body until null; each step it pulls with what the environment makes of it. */
  z.strictObject({ kind: z.literal('grip'), grip: GRIP_SCHEMA.nullable() }),
  z.strictObject({ kind: z.literal('checkpoint'), checkpointId: z.string() }),
  /**
   * Other numbers for the latent shown: `probe` is their picture, and a dream that goes on from here goes on from them.
   * Null gives back the model's own. Moving the clock forgets them.
   */
  z.strictObject({ kind: z.literal('latent'), latent: z.array(z.number()).max(4096).nullable() }),
  /** Which latent number is shown going through `TRAVERSE_VALUES` while the clock stands; null: none. */
  z.strictObject({ kind: z.literal('traverse'), index: z.number().int().min(0).max(4095).nullable() }),
  /** What the agent imagines is shown while the clock stands; null: no more. */
  z.strictObject({ kind: z.literal('imagine'), request: IMAGINE_SCHEMA.nullable() }),
  /** Keeps this moment's dream as a branch that stays while the clock goes on. */
  z.strictObject({ kind: z.literal('branch') }),
  z.strictObject({ kind: z.literal('dropBranch'), branch: z.number().int() }),
]);
export type TheatreControl = z.infer<typeof THEATRE_CONTROL_SCHEMA>;

/** What the session can do, so that the interface offers nothing that does not exist. */
export interface TheatreInfo {
  readonly sessionId: string;
  readonly environment: string;
  readonly stepSeconds: number;
  readonly maxEpisodeSteps: number;
  readonly actions: ActionSpace;
  /** Size of `TheatreFrame.eye`. */
  readonly eye: { readonly width: number; readonly height: number };
  /** Observations are inverted (255 - x), as World Models takes them; the interface can turn them back for people. */
  readonly inverted: boolean;
  /** What there is to look at: a scene with cameras, the picture `TheatreFrame.eye` alone, or nothing but numbers. */
  readonly looks: 'scene' | 'picture' | 'numbers';
  /** Bodies can touch here, and where they do is told (`TheatreSettings.contacts`). */
  readonly hasContacts: boolean;
  /** A hand may hold the bodies that the scene calls draggable. */
  readonly canGrip: boolean;
  /** Steps of the recorded episode that can be replayed; null where none was given. */
  readonly recordedSteps: number | null;
  /** What of the Python side is not as it was recorded; null or absent: nothing. */
  readonly lockDifference?: LockDifference | null;
  /** The checkpoint that was opened, and what it can do; null without one. */
  readonly agent: null | {
    readonly checkpointId: string;
    readonly checkpointScore: number | null;
    /** Somebody acts by it. */
    readonly acts: boolean;
    /** It says what return it expects. */
    readonly hasValue: boolean;
    /** What else it says of each moment; null where it says nothing. */
    readonly insight: AgentInsight['kind'] | null;
  };
  /** Null where the checkpoint has no world model, too: then there is nothing to dream. */
  readonly model: null | {
    readonly kind: 'vision-memory' | 'rssm';
    /** The run that it was lent from; null: it is of whoever acts. */
    readonly ofRun: string | null;
    readonly hasTemperature: boolean;
    readonly hasRewardHead: boolean;
    readonly hasContinuationHead: boolean;
    readonly latentSize: number;
    /** Pictures, the environment's own numbers (then there is no picture to dream), or both. */
    readonly observes: 'pixels' | 'numbers' | 'both';
    /** Its agent learned in imagination, and can be asked for it (`imagine`). */
    readonly imagines: boolean;
  };
}

/** A dream that is played, not one that was recorded: there is no reality beside it. */
export function isPlayedDream(info: TheatreInfo): boolean {
  return dreamtEnvironment(info.environment) !== null && info.recordedSteps === null;
}

/** False in a dream that knows no reward: M has no head for it, and the game's own rule gives none. */
export function hasScore(info: TheatreInfo): boolean {
  const dreamt = dreamtEnvironment(info.environment);
  if (dreamt === null || info.model?.hasRewardHead === true) return true;
  return environmentFacts(dreamt)?.pointsAFrameSurvived !== undefined;
}

export interface TheatreState {
  readonly playing: boolean;
  readonly step: number;
  readonly lastStep: number;
  readonly seed: number;
  readonly settings: TheatreSettings;
  /** Who took the last action: with `keyboard`, the agent while hands are off. */
  readonly acting: Driver;
  readonly eyesClosedAt: number | null;
  /** `diverged`: the simulation's numbers got out of hand. */
  readonly episodeOver: 'terminated' | 'truncated' | 'diverged' | 'recordingEnded' | null;
  /** False where a replayed step's state hash differs from the recorded one: shown, not hidden. */
  readonly replayMatches: boolean;
  readonly branches: readonly {
    readonly id: number;
    readonly fromStep: number;
    readonly temperature: number;
  }[];
  /** What a link to this moment needs beside what is told above. */
  readonly address: {
    /** Who acted from the first step on; the last to act where several did. */
    readonly driver: Driver;
    /** Of the dream that runs; null where eyes are open. */
    readonly dream: number | null;
    /**
     * Opening it computes the same again. False once hands moved something, several drove, or a dream was led otherwise on its
     * way: the link then has the same start and step only.
     */
    readonly exact: boolean;
  };
  /** Steps a second that the inspector manages now. */
  readonly rate: number;
  readonly busy: null | 'loading' | 'replaying';
  /** How far it is on its way to a step that was asked for; `pause` stops it there. Null: it is there. */
  readonly replay: { readonly step: number; readonly goal: number } | null;
}

/** One instant. Pictures are absent where there is no model. */
export interface TheatreFrame {
  readonly step: number;
  readonly timeSeconds: number;
  /** Layout: `poseLayout(scene)`; the scene with this version comes in a `scene` event before. 0 and empty where there is none. */
  readonly sceneVersion: number;
  readonly poses: Float64Array;
  readonly eye: Picture;
  /** Reconstruction of what was seen (posterior). */
  readonly seen: Picture | null;
  /** Eyes open: the one-step prediction. Eyes closed: each sample's dream. */
  readonly dreamt: readonly Picture[];
  /** What the environment gives in numbers; null where it gives pictures alone. */
  readonly numbers: TheatreNumbers | null;
  /** Signed difference of the first dream - eye, 128 is zero. */
  readonly error: Picture | null;
  /** The picture of the numbers that `latent` set. */
  readonly probe: Picture | null;
  /** While the clock stands: a picture for each of `TRAVERSE_VALUES` in the place of one latent number. */
  readonly traverse: null | { readonly index: number; readonly pictures: readonly Picture[] };
  /** Each branch's dream at this step; no pictures before its start. */
  readonly branches: readonly { readonly id: number; readonly pictures: readonly Picture[] }[];
  readonly eyesClosed: boolean;
  readonly scalars: TheatreScalars;
  /** The action that led here. */
  readonly action: readonly number[];
  /** Where bodies touch at this instant, under the action and the pull that led here. Absent where not asked for. */
  readonly contacts?: readonly ContactPoint[];
  /** The hand's pull during the step that led here; absent where there was none. */
  readonly pull?: Force;
  /** Of this step: before the frame was seen, and after. Absent where not asked for, and where the model has no Gaussians. */
  readonly beliefs?: { readonly prior: LatentBelief; readonly posterior: LatentBelief };
  /** Absent where not asked for, where the clock moves, and where nobody imagines. */
  readonly imagined?: ImaginedTrajectories;
  /** What the latent inspector shows: of the first dream (eyes closed) or of what was seen. */
  readonly latent: Float32Array | null;
  /** What an agent without a world model of its own makes of this instant; null where there is none. */
  readonly insight: AgentInsight | null;
  /** What the model expects of the next latent, where it says so as a mixture: [latent, mixtures] each, row-major. */
  readonly mixture: null | {
    readonly mixtures: number;
    readonly weights: Float32Array;
    readonly means: Float32Array;
    readonly deviations: Float32Array;
  };
}

/** Diagonal Gaussians over the latent, [latent] each. */
export interface LatentBelief {
  readonly means: Float32Array;
  readonly deviations: Float32Array;
}

/**
 * What an agent imagines from a moment: trajectories of H steps, all [trajectories, H] row-major. Row t belongs to the state that
 * action t led to.
 */
export interface ImaginedTrajectories {
  readonly request: ImagineRequest;
  readonly rewards: Float32Array;
  readonly values: Float32Array;
  /**
   * [trajectories, H - 1]: what a later number is worth at a state that is not the last: gamma, times the probability to go on
   * where the model predicts it.
   */
  readonly discounts: Float32Array;
  /** V_lambda at the first imagined state, one a trajectory. */
  readonly returns: Float32Array;
  readonly lambda: number;
  /** [trajectories, H, action size], as the networks have them; a box's are in [-1, 1]. */
  readonly actions: Float32Array;
  readonly actionSize: number;
  /** None where the model observes numbers. */
  readonly pictures: readonly Picture[];
  /**
   * [H, action size, H] of the first trajectory: the derivative of its V_lambda by each action, in parts, one for each state whose
   * reward and value it comes from. A state before the action has none. Null for actions that are chosen, not set.
   */
  readonly influence: Float32Array | null;
  /** The first trajectory with one action changed; null where that was not asked, or cannot be. */
  readonly nudged: null | {
    /** What was added once the action was held in its bounds. */
    readonly by: number;
    /** [H] */
    readonly rewards: Float32Array;
    readonly values: Float32Array;
    readonly worth: number;
  };
}

/** What an agent without eyes observes at one instant, an element each. */
export interface TheatreNumbers {
  readonly names: readonly string[];
  readonly real: Float32Array;
  /** Reconstruction of what was seen (posterior); null where there is no model. */
  readonly seen: Float32Array | null;
  /** Eyes open: the one-step prediction. Eyes closed: the first dream. */
  readonly dreamt: Float32Array | null;
}

/** The timeline's curves. Null where it does not exist for this step or this model. */
export interface TheatreScalars {
  readonly reward: number;
  readonly predictedReward: number | null;
  /** Nats, of the eye's frame under the one-step prediction. */
  readonly surprise: number | null;
  /** Mean squared error of the first dream (eyes closed) or the one-step prediction: pixels in [0, 1], or numbers. */
  readonly pixelError: number | null;
  /** Predicted probability that the episode goes on. */
  readonly continuation: number | null;
  readonly value: number | null;
}

export const THEATRE_CURVES = [
  'reward',
  'predictedReward',
  'surprise',
  'pixelError',
  'continuation',
  'value',
] as const satisfies readonly (keyof TheatreScalars)[];

/** Rows of a heat strip: the first so many numbers of a latent, or of what an agent makes of a step. */
export const MAX_HEAT_ROWS = 64;

/** A slice of the episode's curves, steps `from` on; the receiver overwrites from there. NaN for null. */
export interface TheatreTimeline {
  readonly from: number;
  /** Steps of the whole episode so far, step 0 counted: what lies beyond is forgotten. */
  readonly steps: number;
  readonly curves: Readonly<Record<keyof TheatreScalars, Float32Array>>;
  /** 1 where eyes were closed. */
  readonly closed: Uint8Array;
  /** [steps of the slice, action size], and its size. */
  readonly actions: Float32Array;
  readonly actionSize: number;
  /** [steps of the slice, heat rows]. */
  readonly latents: Float32Array;
  readonly latentRows: number;
  /** [steps of the slice, insight rows]: what the agent made of each step, as `insightRows` has it. */
  readonly insights: Float32Array;
  readonly insightRows: number;
}
