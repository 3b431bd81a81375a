/** An environment that can be played and nothing else is recorded, replayed, watched and previewed; what it lacks is named. */
import { describe, expect, it } from 'vitest';
import { hasMessage } from '../../shared/messages/index.ts';
import { intervene, startEpisode } from '../../src-main/environments/capabilities.ts';
import { observationHash } from '../../src-main/environments/episodeHash.ts';
import { EpisodeRecorder, replayRecipe } from '../../src-main/environments/recipe.ts';
import { VectorMember, createVectorMemory } from '../../src-main/environments/vectorMemory.ts';
import { BareEnvironment } from '../support/bareEnvironment.ts';

const push = (step: number) => Float64Array.of(Math.sin(step));

function record(steps: number) {
  const recorder = new EpisodeRecorder(new BareEnvironment(), {}, 3);
  for (let step = 0; step < steps; step++) recorder.step(push(step));
  return recorder.recipe();
}

describe('recipes without a state hash', () => {
  it('are proved by what was observed', () => {
    const recipe = record(120);
    expect(recipe.stateHashes).toHaveLength(4);
    for (const { mismatch } of replayRecipe(new BareEnvironment(), recipe)) expect(mismatch).toBeNull();
  });

  it('show where another episode came out', () => {
    const recipe = record(120);
    const actions = recipe.actions.map((action, step) => (step === 70 ? [0.9] : action));
    const mismatches = [...replayRecipe(new BareEnvironment(), { ...recipe, actions })].flatMap(
      ({ mismatch }) => (mismatch === null ? [] : [mismatch.step]),
    );
    expect(mismatches).toEqual([100, 120]);
  });

  it('have the same hashes in a vector', () => {
    const environment = new BareEnvironment();
    const memory = createVectorMemory(environment.spec, 1, 0);
    const member = new VectorMember(environment, 0, memory);
    memory.seeds[0] = 3;
    memory.commands[0] = 1;
    member.finish();
    const hashes = [memory.hashes[0]];
    for (let step = 0; step < 50; step++) {
      memory.actions[0] = push(step)[0] ?? 0;
      memory.commands[0] = 2;
      member.finish();
    }
    hashes.push(memory.hashes[0]);
    expect(hashes.map((hash) => hash?.toString(16).padStart(16, '0'))).toEqual(record(50).stateHashes);
  });
});

describe('the hash of what was observed', () => {
  const result = {
    observation: { image: Uint8Array.of(1, 2, 3), speed: Float64Array.of(0.5) },
    reward: 1,
    terminated: false,
    truncated: false,
    info: {},
  };

  it.each([
    ['a pixel', { ...result, observation: { ...result.observation, image: Uint8Array.of(1, 2, 4) } }],
    ['a number', { ...result, observation: { ...result.observation, speed: Float64Array.of(0.25) } }],
    ['the reward', { ...result, reward: 2 }],
    ['the end', { ...result, terminated: true }],
    ['the time limit', { ...result, truncated: true }],
  ])('differs where %s does', (_, other) => {
    expect(observationHash(other)).not.toBe(observationHash(result));
  });

  it('depends neither on the order of fields, nor on where arrays lie, nor on what is only information', () => {
    const whole = Uint8Array.of(9, 1, 2, 3, 9);
    const { speed } = result.observation;
    const other = { ...result, observation: { speed, image: whole.subarray(1, 4) }, info: { a: 1 } };
    expect(observationHash(other)).toBe(observationHash(result));
  });
});

describe('what an environment lacks', () => {
  it.each([
    [
      'environment.noHand',
      () => intervene(new BareEnvironment(), { body: 'hull', force: [1, 0, 0], torque: [0, 0, 0] }),
    ],
    ['environment.noTemperature', () => intervene(new BareEnvironment(), { temperature: 1 })],
    ['environment.noSavedStates', () => startEpisode(new BareEnvironment(), 0, { steps: 1 })],
  ])('is told by %s', (code, ask) => {
    expect(ask).toThrow(expect.objectContaining({ code, values: { environment: 'bare' } }));
    expect(hasMessage(`error.${code}.next`)).toBe(true);
  });
});
