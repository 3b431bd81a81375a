import { describe, expect, it } from 'vitest';
import { ENVIRONMENT_FACTS } from '../../shared/environmentFacts.ts';
import { createEnvironment, environmentIds } from '../../src-main/environments/registry.ts';

describe('what is known of environments without making one', () => {
  it('is known of every environment and of no other', () => {
    expect(Object.keys(ENVIRONMENT_FACTS).sort()).toEqual([...environmentIds()].sort());
  });

  it.each(Object.entries(ENVIRONMENT_FACTS))('is what %s itself says', async (id, facts) => {
    const environment = await createEnvironment(id, facts.numbers ? { observation: 'state' } : {});
    const { actions, observations } = environment.spec;
    environment.close();
    expect(actions.kind).toBe(facts.actions);
    expect(Object.keys(observations).some((name) => name !== 'image')).toBe(facts.numbers);
  });
});
