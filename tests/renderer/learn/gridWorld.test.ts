/** The grid world: where steps lead, how ice slips, what ends an episode. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canAct } from '../../../src-renderer/learn/decisionProcess.ts';
import {
  CELL_KINDS,
  drawnWorld,
  FIRST_WORLD,
  gridProcess,
  moved,
  painted,
  stepOutcomes,
} from '../../../src-renderer/learn/gridWorld.ts';

const [UP, RIGHT, DOWN, LEFT] = [0, 1, 2, 3];
const world = drawnWorld(['S#G', '.~P'], -0.1, 0.4);

describe('a step', () => {
  it('leads to the neighbour, and nowhere through the edge and through walls', () => {
    expect(moved(world, 0, DOWN)).toBe(3);
    expect(moved(world, 3, RIGHT)).toBe(4);
    expect(moved(world, 0, UP)).toBe(0);
    expect(moved(world, 0, LEFT)).toBe(0);
    expect(moved(world, 0, RIGHT)).toBe(0);
    // Not round the edge into the next row.
    expect(moved(world, 2, RIGHT)).toBe(2);
  });

  it('is sure on floor, and slips to both sides alike on ice', () => {
    expect(stepOutcomes(world, 0, DOWN)).toEqual([{ probability: 1, next: 3, reward: -0.1, ends: false }]);
    expect(stepOutcomes(world, 4, RIGHT)).toEqual([
      { probability: 0.6, next: 5, reward: -1, ends: true },
      { probability: 0.2, next: 4, reward: -0.1, ends: false },
      { probability: 0.2, next: 4, reward: -0.1, ends: false },
    ]);
  });

  it('onto a goal earns 1 and ends the episode', () => {
    const open = painted(world, 1, 'floor');
    expect(stepOutcomes(open, 1, RIGHT)).toEqual([{ probability: 1, next: 2, reward: 1, ends: true }]);
  });
});

describe('a world', () => {
  it('lets nobody act in walls and at ends', () => {
    const process = gridProcess(world);
    expect([0, 1, 2, 3, 4, 5].filter((state) => canAct(process, state))).toEqual([0, 3, 4]);
  });

  it('keeps its start walkable', () => {
    expect(painted(world, 0, 'wall')).toBe(world);
    expect(painted(world, 0, 'goal')).toBe(world);
    expect(painted(world, 0, 'ice').cells[0]).toBe('ice');
  });

  it('has chances that sum to 1 whatever is painted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...CELL_KINDS), { minLength: 12, maxLength: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (cells, slip) => {
          const process = gridProcess({ columns: 4, rows: 3, cells, start: 0, stepReward: 0, slip });
          for (const actions of process.outcomes)
            for (const outcomes of actions)
              if (outcomes.length > 0)
                expect(outcomes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
        },
      ),
    );
  });

  it('of the course has a start from which the goal is reached both ways', () => {
    expect(FIRST_WORLD.cells).toHaveLength(FIRST_WORLD.columns * FIRST_WORLD.rows);
    expect(FIRST_WORLD.cells[FIRST_WORLD.start]).toBe('floor');
  });
});
