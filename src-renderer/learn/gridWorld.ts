/** A world of squares to walk in: walls, ice that slips, goals and pits that end an episode. */
import type { DecisionProcess, Outcome } from './decisionProcess.ts';

export const CELL_KINDS = ['floor', 'wall', 'ice', 'goal', 'pit'] as const;
export type CellKind = (typeof CELL_KINDS)[number];

/** An action is an index into these. */
export const MOVES = [
  { name: 'up', column: 0, row: -1 },
  { name: 'right', column: 1, row: 0 },
  { name: 'down', column: 0, row: 1 },
  { name: 'left', column: -1, row: 0 },
] as const;

export interface GridWorld {
  readonly columns: number;
  readonly rows: number;
  /** Row by row from the top; a state is an index into these. */
  readonly cells: readonly CellKind[];
  readonly start: number;
  /** Of each step that ends nothing. */
  readonly stepReward: number;
  /** Probability that a step on ice goes to one of both sides instead, each as likely. */
  readonly slip: number;
}

/** Of a step onto it. */
export const END_REWARDS = { goal: 1, pit: -1 } as const;

/** Reads a drawing: `.` floor, `#` wall, `~` ice, `G` goal, `P` pit, `S` the start. */
export function drawnWorld(lines: readonly string[], stepReward = 0, slip = 0.4): GridWorld {
  const letters = [...lines.join('')];
  const kinds: Readonly<Record<string, CellKind>> = { '#': 'wall', '~': 'ice', G: 'goal', P: 'pit' };
  return {
    columns: lines[0]?.length ?? 0,
    rows: lines.length,
    cells: letters.map((letter) => kinds[letter] ?? 'floor'),
    start: Math.max(0, letters.indexOf('S')),
    stepReward,
    slip,
  };
}

/** A long safe way to the goal, and a short one over ice beside a pit. */
export const FIRST_WORLD = drawnWorld(['......G', '.####.P', '.#.....', '.#.#~#.', '.S..~P.'], -0.02);

/** Where a step from a square leads if nothing slips: walls and the edge hold. */
export function moved(world: GridWorld, state: number, action: number): number {
  const { columns, rows, cells } = world;
  const move = MOVES[action];
  if (move === undefined) throw new Error(`action is ${action}, expected 0 to ${MOVES.length - 1}`);
  const column = (state % columns) + move.column;
  const row = Math.floor(state / columns) + move.row;
  const inside = column >= 0 && column < columns && row >= 0 && row < rows;
  const next = row * columns + column;
  return inside && cells[next] !== 'wall' ? next : state;
}

/** What may come of an action: on ice it goes to either side with half the probability to slip. */
export function stepOutcomes(world: GridWorld, state: number, action: number): readonly Outcome[] {
  const slip = world.cells[state] === 'ice' ? world.slip : 0;
  const ways = [
    { action, probability: 1 - slip },
    { action: (action + 1) % MOVES.length, probability: slip / 2 },
    { action: (action + 3) % MOVES.length, probability: slip / 2 },
  ];
  return ways
    .filter(({ probability }) => probability > 0)
    .map((way) => {
      const next = moved(world, state, way.action);
      const kind = world.cells[next];
      const ends = kind === 'goal' || kind === 'pit';
      const reward = ends ? END_REWARDS[kind] : world.stepReward;
      return { probability: way.probability, next, reward, ends };
    });
}

/** Everything that can happen in it. Nobody acts inside a wall, a goal or a pit. */
export function gridProcess(world: GridWorld): DecisionProcess {
  const walkable = (state: number) => world.cells[state] === 'floor' || world.cells[state] === 'ice';
  return {
    states: world.cells.length,
    actions: MOVES.length,
    outcomes: world.cells.map((_, state) =>
      MOVES.map((_move, action) => (walkable(state) ? stepOutcomes(world, state, action) : [])),
    ),
  };
}

/** With another square; the start stays walkable. */
export function painted(world: GridWorld, state: number, kind: CellKind): GridWorld {
  if (state === world.start && kind !== 'floor' && kind !== 'ice') return world;
  return { ...world, cells: world.cells.map((old, at) => (at === state ? kind : old)) };
}
