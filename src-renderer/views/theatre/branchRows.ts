/** Branches as rows of a table: their order, and what is held as an action. Pure. */
import {
  branchReturn,
  type BranchFigures,
  type BranchRecord,
  type BranchSpec,
  type ComputedBranch,
} from '../../../shared/branches.ts';
import { boundOf, neutralAction, type ActionSpace } from '../../../shared/spaces.ts';
import { isPlayedDream, type TheatreInfo } from '../../../shared/theatre.ts';

/** One that is looked at: computed here, kept, or both. */
export interface BranchRow {
  /** The record's id where it is kept. */
  readonly key: string;
  readonly kept: boolean;
  readonly moment: Omit<BranchRecord, 'id' | 'createdAt'>;
  /** Its pictures; null until they are computed here. */
  readonly strip: ComputedBranch['strip'] | null;
  /** One a step, as the environment took them; null until they are computed here. */
  readonly actions: ComputedBranch['actions'] | null;
  /** What was computed here is not what was kept. */
  readonly differs: boolean;
}

/** There is a dream, and a reality to hold it against. */
export function offersBranches(info: TheatreInfo | null): boolean {
  return info !== null && info.model !== null && !isPlayedDream(info);
}

export const BRANCH_COLUMNS = ['name', 'from', 'drift', 'dreamtReturn', 'realReturn'] as const;
export type BranchColumn = (typeof BRANCH_COLUMNS)[number];

export interface BranchOrder {
  readonly column: BranchColumn;
  readonly descending: boolean;
}

/** What a row is ranked by; a dream that never drifts ranks after all that do. Null: it has no such figure. */
export function rankOf({ moment }: BranchRow, column: BranchColumn): number | string | null {
  const { figures, name, fromStep } = moment;
  switch (column) {
    case 'name':
      return name;
    case 'from':
      return fromStep;
    case 'drift':
      return figures.driftSteps ?? Infinity;
    case 'dreamtReturn':
      return branchReturn(figures.dreamtReward);
    case 'realReturn':
      return branchReturn(figures.realReward);
  }
}

/** Rows without the figure come last, whichever way. */
export function ranked(rows: readonly BranchRow[], { column, descending }: BranchOrder): BranchRow[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [rankOf(one, column), rankOf(other, column)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === 'string' || typeof b === 'string') return sign * String(a).localeCompare(String(b));
    return a === b ? 0 : sign * (a < b ? -1 : 1);
  });
}

/** Nothing, and each element at its bounds; every choice where actions are chosen. */
export function heldActions(space: ActionSpace): readonly (readonly number[])[] {
  if (space.kind === 'discrete') return Array.from({ length: space.count }, (_, index) => [index]);
  const neutral = [...neutralAction(space)];
  const pushed = neutral.flatMap((still, element) =>
    [boundOf(space.high, element), boundOf(space.low, element)]
      .filter((value) => Number.isFinite(value) && value !== still)
      .map((value) => neutral.with(element, value)),
  );
  return [neutral, ...pushed];
}

/** As many draws of the same kind, each with a number of its own. */
export function drawsOf(spec: BranchSpec, count: number): BranchSpec[] {
  return Array.from({ length: count }, (_, index) => ({
    ...spec,
    sample: spec.sample + index,
    actions:
      spec.actions.source === 'random' ? { ...spec.actions, seed: spec.actions.seed + index } : spec.actions,
  }));
}

/** Bit for bit; what was kept and what was computed are both plain numbers. */
export function sameFigures(one: BranchFigures, other: BranchFigures): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

const inOrder = ({ space, error, latent, dreamtReward, realReward, driftSteps, over }: BranchFigures) => [
  space,
  error,
  latent,
  dreamtReward,
  realReward,
  driftSteps,
  over,
];

/** The address that opens a branch's moment, with as much of the episode known as the branch needs. */
export function branchQuery(runId: string, { moment }: BranchRow): Record<string, string> {
  const { checkpointId, episodeId, seed, driver, fromStep, spec, figures, exact } = moment;
  const recorded = spec.actions.source === 'recorded' && driver !== 'recording';
  return {
    run: runId,
    checkpoint: checkpointId,
    ...(episodeId === null ? {} : { episode: episodeId }),
    seed: String(seed),
    step: String(fromStep + (recorded ? figures.realReward.length : 0)),
    driver,
    warm: 'hand',
    horizon: 'hand',
    ...(exact ? {} : { near: '1' }),
  };
}
