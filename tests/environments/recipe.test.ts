import { describe, expect, it } from 'vitest';
import { CarRacing } from '../../src-main/environments/car-racing/carRacing.ts';
import { EpisodeRecorder, parseRecipe, replayRecipe } from '../../src-main/environments/recipe.ts';

function record(steps: number) {
  const recorder = new EpisodeRecorder(new CarRacing(), {}, 4);
  for (let step = 0; step < steps; step++) {
    if (step === 20) recorder.perturb({ body: 'hull', force: [300, -100, 0], torque: [0, 0, 50] });
    recorder.step(Float64Array.of(Math.sin(step / 10) / 3, 0.4, 0));
  }
  return recorder.recipe();
}

describe('recipes', () => {
  it('keep a person’s hand at its step', () => {
    const recipe = record(60);
    expect(recipe.interventions).toEqual([
      { step: 20, perturbation: { body: 'hull', force: [300, -100, 0], torque: [0, 0, 50] } },
    ]);
    for (const { mismatch } of replayRecipe(new CarRacing(), recipe)) expect(mismatch).toBeNull();
    const { interventions: _, ...untouched } = recipe;
    const missed = [...replayRecipe(new CarRacing(), untouched)].filter(({ mismatch }) => mismatch !== null);
    expect(missed.map(({ step }) => step)).toEqual([50, 60]);
  });

  it('show a hash that does not match, at its step, and go on', () => {
    const recipe = record(120);
    const actions = recipe.actions.map((action, step) => (step === 70 ? [0.5, 0, 0] : action));
    const steps = [...replayRecipe(new CarRacing(), { ...recipe, actions })];
    expect(steps).toHaveLength(121);
    const mismatches = steps.flatMap(({ mismatch }) => (mismatch === null ? [] : [mismatch]));
    expect(mismatches.map(({ step }) => step)).toEqual([100, 120]);
    expect(mismatches[0]?.expected).toBe(recipe.stateHashes?.[2]);
    expect(mismatches[0]?.actual).not.toBe(mismatches[0]?.expected);
  });

  it('replay through the end of an episode as long as they have actions', () => {
    const environment = new CarRacing({ maxSteps: 3 });
    const actions = Array.from({ length: 5 }, () => [0, 0, 0]);
    const ends = [...replayRecipe(environment, { environment: 'car-racing', config: {}, seed: 0, actions })];
    expect(ends.map(({ result }) => result.truncated)).toEqual([false, false, false, true, true, true]);
  });

  it.each([
    [{ seed: 1, actions: [] }, 'environment'],
    [{ environment: 'car-racing', actions: [['a']] }, 'actions.0.0'],
    [{ environment: 'car-racing', actions: [], seed: -1 }, 'seed'],
    ['nothing', ''],
  ])('are refused where malformed (%#)', (value, field) => {
    expect(() => parseRecipe(value)).toThrow(
      expect.objectContaining({ code: 'recipe.invalid', values: expect.objectContaining({ field }) }),
    );
  });

  it('name the action that does not fit', () => {
    const recipe = parseRecipe({
      environment: 'car-racing',
      actions: [
        [0, 0, 0],
        [0, 0],
      ],
    });
    expect(() => [...replayRecipe(new CarRacing(), recipe)]).toThrow(
      expect.objectContaining({
        code: 'recipe.invalid',
        values: expect.objectContaining({ field: 'actions.1' }),
      }),
    );
  });
});
