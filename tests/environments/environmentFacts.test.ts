import { describe, expect, it } from 'vitest';
import { ENVIRONMENT_FACTS } from '../../shared/environmentFacts.ts';
import { actionSize, boundOf } from '../../shared/spaces.ts';
import { createEnvironment, environmentIds } from '../../src-main/environments/registry.ts';

describe('what is known of environments without making one', () => {
  it('is known of every environment and of no other', () => {
    expect(Object.keys(ENVIRONMENT_FACTS).sort()).toEqual([...environmentIds()].sort());
  });

  // What depends on a config, and is played by a Python, has its own tests.
  const fixed = Object.entries(ENVIRONMENT_FACTS).filter(([, { actions }]) => actions !== 'either');
  it.each(fixed)('is what %s itself says', async (id, facts) => {
    const environment = await createEnvironment(id, facts.numbers ? { observation: 'state' } : {});
    const { actions, observations } = environment.spec;
    environment.close();
    expect(actions.kind).toBe(facts.actions);
    if (facts.actionNumbers !== undefined) expect(actionSize(actions)).toBe(facts.actionNumbers);
    for (const choice of facts.choices ?? []) {
      expect(choice).toHaveLength(actionSize(actions));
      if (actions.kind === 'box') {
        const { low, high } = actions;
        choice.forEach((value, element) => {
          expect(value).toBeGreaterThanOrEqual(boundOf(low, element));
          expect(value).toBeLessThanOrEqual(boundOf(high, element));
        });
      }
    }
    expect(Object.keys(observations).some((name) => name !== 'image')).toBe(facts.numbers);
  });
});
