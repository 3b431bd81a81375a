import { describe, expect, it } from 'vitest';
import { hasScore, isPlayedDream, THEATRE_SOURCE_SCHEMA, type TheatreInfo } from '../../shared/theatre.ts';

type Model = NonNullable<TheatreInfo['model']>;

const MODEL: Model = {
  kind: 'vision-memory',
  ofRun: null,
  hasTemperature: true,
  hasRewardHead: false,
  hasContinuationHead: false,
  latentSize: 32,
  observes: 'pixels',
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
