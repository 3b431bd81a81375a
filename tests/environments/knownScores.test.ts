import { expect, it } from 'vitest';
import { knownScores } from '../../src-main/environments/knownScores.ts';
import { environmentIds } from '../../src-main/environments/registry.ts';

/** The control suite's visual tasks; of humanoid there are no scores from pixels. */
const SCORED = environmentIds().filter((id) => id.startsWith('dmc/') && !id.includes('humanoid'));

it.each(SCORED)('of %s Dreamer’s published scores are known, however its name is written', (id) => {
  expect(knownScores(id).map(({ label }) => label)).toEqual(
    expect.arrayContaining(['Dreamer (5M)', 'DreamerV3 (1M)']),
  );
});

it('D4PG’s are known where it was run', () => {
  expect(knownScores('dmc/ball_in_cup-catch')).toContainEqual(
    expect.objectContaining({ label: 'D4PG (numbers, 500K)', score: 968 }),
  );
  expect(knownScores('dmc/quadruped-run').map(({ label }) => label)).not.toContain('D4PG (numbers, 500K)');
});
