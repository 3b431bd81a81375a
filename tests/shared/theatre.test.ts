import { describe, expect, it } from 'vitest';
import {
  hasScore,
  isPlayedDream,
  THEATRE_CONTROL_SCHEMA,
  THEATRE_SOURCE_SCHEMA,
  type TheatreInfo,
} from '../../shared/theatre.ts';

type Model = NonNullable<TheatreInfo['model']>;

const MODEL: Model = {
  kind: 'vision-memory',
  ofRun: null,
  hasTemperature: true,
  hasRewardHead: false,
  hasContinuationHead: false,
  latentSize: 32,
  observes: 'pixels',
  imagines: false,
};

const info = (environment: string, model: Model | null): TheatreInfo => ({
  sessionId: 's',
  environment,
  stepSeconds: 0.02,
  maxEpisodeSteps: 1000,
  actions: { kind: 'discrete', count: 3 },
  eye: { width: 64, height: 64 },
  inverted: false,
  looks: 'scene',
  hasContacts: false,
  canGrip: false,
  recordedSteps: null,
  agent: null,
  model,
});

describe('a theatre', () => {
  it('of anything real has a score, with and without a model', () => {
    expect(hasScore(info('car-racing', null))).toBe(true);
    expect(hasScore(info('car-racing', MODEL))).toBe(true);
  });

  it('of a dream has one where the model predicts rewards', () => {
    expect(hasScore(info('dream/car-racing', MODEL))).toBe(false);
    expect(hasScore(info('dream/car-racing', { ...MODEL, hasRewardHead: true }))).toBe(true);
    expect(hasScore(info('dream/car-racing', null))).toBe(false);
  });

  it('of a dream has one where the game gives a point for each frame survived, whatever the model predicts', () => {
    expect(hasScore(info('dream/take-cover', MODEL))).toBe(true);
  });

  it('plays a dream where nothing was recorded', () => {
    expect(isPlayedDream(info('dream/take-cover', MODEL))).toBe(true);
    expect(isPlayedDream({ ...info('dream/take-cover', MODEL), recordedSteps: 10 })).toBe(false);
    expect(isPlayedDream(info('take-cover', MODEL))).toBe(false);
  });
});

describe('what a theatre is opened on', () => {
  it('is an environment with settings of its own, or a run, which has its own', () => {
    const settings = { environmentConfig: { actionRepeat: 2 } };
    expect(THEATRE_SOURCE_SCHEMA.safeParse({ environment: 'car-racing', ...settings }).success).toBe(true);
    expect(THEATRE_SOURCE_SCHEMA.safeParse({ runId: 'r', ...settings }).success).toBe(false);
    expect(THEATRE_SOURCE_SCHEMA.safeParse({ episodeId: 'e', ...settings }).success).toBe(false);
  });
});

describe('what an agent is asked to imagine', () => {
  const request = {
    trajectories: 4,
    horizon: 15,
    look: 3,
    nudge: { step: 2, element: 0, by: 0.5 },
  };
  const asked = (changes: object) =>
    THEATRE_CONTROL_SCHEMA.safeParse({ kind: 'imagine', request: { ...request, ...changes } }).success;

  it('is a number of trajectories, their length, and what is looked at or changed within it', () => {
    expect(asked({})).toBe(true);
    expect(asked({ nudge: null })).toBe(true);
    expect(THEATRE_CONTROL_SCHEMA.safeParse({ kind: 'imagine', request: null }).success).toBe(true);
  });

  it.each([
    ['no trajectory', { trajectories: 0 }],
    ['more than are drawn', { trajectories: 17 }],
    ['a horizon that leaves nothing to bootstrap from', { horizon: 1 }],
    ['a horizon without end', { horizon: 51 }],
    ['a step that is not imagined', { look: 15 }],
    ['half a step', { look: 0.5 }],
    ['a nudge beyond the horizon', { nudge: { step: 15, element: 0, by: 0.1 } }],
    ['a nudge that is no number', { nudge: { step: 0, element: 0, by: Number.NaN } }],
    ['a nudge beyond all bounds', { nudge: { step: 0, element: 0, by: 3 } }],
    ['a field that nobody knows', { surprise: true }],
  ])('is refused with %s', (_, changes) => {
    expect(asked(changes)).toBe(false);
  });

  it('closes eyes after some frames, or after all', () => {
    const closes = (rest: object) => THEATRE_CONTROL_SCHEMA.safeParse({ kind: 'closeEyes', ...rest }).success;
    expect(closes({})).toBe(true);
    expect(closes({ context: 5 })).toBe(true);
    for (const context of [0, 101, 2.5, '5']) expect(closes({ context })).toBe(false);
  });

  it('names one of two paths, or both', () => {
    const paths = (dreamPaths: string) =>
      THEATRE_CONTROL_SCHEMA.safeParse({ kind: 'settings', settings: { dreamPaths } }).success;
    expect(paths('stochastic')).toBe(true);
    expect(paths('none')).toBe(false);
  });
});
