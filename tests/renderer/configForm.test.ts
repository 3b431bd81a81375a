import { describe, expect, it } from 'vitest';
import { ALGORITHMS } from '../../shared/algorithms/registry.ts';
import { configFields } from '../../shared/config.ts';
import type { RunDetail } from '../../shared/run.ts';
import { ConfigForm } from '../../src-renderer/views/experiments/configForm.svelte.ts';

/** A field that the first environment of an algorithm shows and the second does not. */
function onlyFirst(algorithm: string, first: string, second: string): string {
  const seen = new Set(configFields(algorithm, second).map(({ path }) => path));
  const path = configFields(algorithm, first)
    .map((field) => field.path)
    .find((candidate) => !seen.has(candidate));
  if (path === undefined) throw new Error(`${first} and ${second} show the same fields`);
  return path;
}

function formOf(algorithm: string, environment: string): ConfigForm {
  const form = new ConfigForm();
  form.algorithm = algorithm;
  form.environment = environment;
  return form;
}

/** A pair of environments of one algorithm whose forms differ. */
function unlikePair(): { algorithm: string; first: string; second: string } {
  for (const [algorithm, { environments }] of Object.entries(ALGORITHMS)) {
    for (const first of environments) {
      for (const second of environments) {
        const shown = (environment: string) => configFields(algorithm, environment).map(({ path }) => path);
        const others = new Set(shown(second));
        if (shown(first).some((path) => !others.has(path))) return { algorithm, first, second };
      }
    }
  }
  throw new Error('every environment shows the same fields');
}

describe('the form of a new experiment', () => {
  it.each([
    ['dreamer', 'environment.observation'],
    ['world-models', 'vision.epochs'],
  ])('offers recorded data to %s, with nobody who acts', (algorithm, shared) => {
    const form = formOf(algorithm, 'data-set');
    expect(form.presets).toContain('smoke');
    form.set('environment.dataSet', 'dots-12345678');
    expect(form.valid).toBe(true);
    expect(form.fields.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['environment.dataSet', shared]),
    );
    // What only recorded data knows goes with it.
    form.environment = 'car-racing';
    expect(form.overrides).toEqual({});
  });

  it('begins with what an address asks for', () => {
    const form = new ConfigForm();
    form.begin({ algorithm: 'dreamer', environment: 'dmc/walker-walk', preset: 'laptop-state' });
    expect([form.algorithm, form.environment, form.preset]).toEqual([
      'dreamer',
      'dmc/walker-walk',
      'laptop-state',
    ]);
  });

  it('leaves what it does not know of an address as it is', () => {
    const form = new ConfigForm();
    const before = [form.algorithm, form.environment, form.preset];
    form.begin({ algorithm: 'alchemy', environment: 'dmc/moon-walk', preset: 'giant' });
    expect([form.algorithm, form.environment, form.preset]).toEqual(before);
    form.begin({});
    expect([form.algorithm, form.environment, form.preset]).toEqual(before);
  });

  it('drops what was set of a field that the environment now chosen does not show', () => {
    const { algorithm, first, second } = unlikePair();
    const form = formOf(algorithm, first);
    const hidden = onlyFirst(algorithm, first, second);
    form.set(hidden, 7);
    form.set('seed', 41);
    expect(Object.keys(form.overrides).sort()).toEqual([hidden, 'seed'].sort());
    form.environment = second;
    expect(form.overrides).toEqual({ seed: 41 });
    expect(form.changedCount).toBe(1);
    form.environment = first;
    expect(form.isChanged(hidden)).toBe(false);
  });

  it('drops everything that was set where the algorithm changes', () => {
    const form = formOf('world-models', 'car-racing');
    form.set('seed', 41);
    form.algorithm = 'dreamer';
    expect(form.overrides).toEqual({});
    expect(form.environments).toContain(form.environment);
  });

  it('keeps own changes over another preset, but for those that are what that preset says', () => {
    const form = formOf('world-models', 'car-racing');
    form.preset = 'laptop';
    const laptop = form.presetValue('controller.generations');
    form.preset = 'smoke';
    expect(form.presetValue('controller.generations')).not.toBe(laptop);
    form.set('controller.generations', laptop);
    form.set('seed', 41);
    form.preset = 'laptop';
    expect(form.overrides).toEqual({ seed: 41 });
  });

  it('counts no change that sets what the preset says anyway', () => {
    const form = formOf('world-models', 'car-racing');
    form.set('seed', 41);
    form.set('seed', form.presetValue('seed'));
    expect(form.overrides).toEqual({});
  });

  it('says which field holds what cannot be', () => {
    const form = formOf('world-models', 'car-racing');
    form.set('controller.populationSize', 'many');
    expect(Object.keys(form.issues)).toEqual(['controller.populationSize']);
    expect(form.valid).toBe(false);
    form.reset('controller.populationSize');
    expect(form.valid).toBe(true);
  });

  it('begins where another run was: its environment, its preset and what it changed', () => {
    const form = new ConfigForm();
    form.takeFrom({
      algorithm: 'dreamer',
      environment: 'dmc/walker-walk',
      preset: 'laptop-state',
      differences: [{ path: 'seed', value: 9 }],
    } as unknown as RunDetail);
    expect([form.algorithm, form.environment, form.preset]).toEqual([
      'dreamer',
      'dmc/walker-walk',
      'laptop-state',
    ]);
    expect(form.overrides).toEqual({ seed: 9 });
  });
});
