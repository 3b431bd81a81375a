/** The branches that a theatre shows: those that are kept with its run, and those that were computed since. */
import type { BranchSpec } from '../../../shared/branches.ts';
import { MOST_MOMENT_BRANCHES } from '../../../shared/branches.ts';
import { reportError, StudioError, type ErrorReport } from '../../../shared/errors.ts';
import { sameFigures, type BranchRow } from './branchRows.ts';
import type { TheatreSession } from './theatreSession.svelte.ts';

export class MomentBranches {
  readonly #session: TheatreSession;
  #rows = $state.raw<readonly BranchRow[]>([]);
  #busy = $state(false);
  #error = $state.raw<ErrorReport | null>(null);
  #selected = $state<string | null>(null);
  #nextKey = 1;

  constructor(session: TheatreSession) {
    this.#session = session;
    void this.#load();
  }

  get rows(): readonly BranchRow[] {
    return this.#rows;
  }
  get busy(): boolean {
    return this.#busy;
  }
  get error(): ErrorReport | null {
    return this.#error;
  }
  /** Whose pictures are shown. */
  get selected(): BranchRow | null {
    return this.#rows.find(({ key }) => key === this.#selected) ?? null;
  }

  /** The run that branches are kept with; undefined where it is not the run's own model that dreams. */
  get runId(): string | undefined {
    return this.#session.source.lens === undefined ? this.#session.source.runId : undefined;
  }

  /** From the moment that the clock shows. @param nameOf what each is called at first */
  async add(
    specs: readonly BranchSpec[],
    steps: number,
    nameOf: (spec: BranchSpec) => string,
  ): Promise<void> {
    await this.#work(async () => {
      const { info, state, source, client } = this.#session;
      if (info === null || state === null) return;
      const here = this.#rows.filter(({ kept }) => !kept).length;
      if (here + specs.length > MOST_MOMENT_BRANCHES) {
        throw new StudioError('branches.tooMany', {
          given: here + specs.length,
          most: MOST_MOMENT_BRANCHES,
        });
      }
      const { sessionId } = info;
      const request = { fromStep: state.step, steps, branches: [...specs] };
      const { seed, checkpointId, branches } = await client.call('theatre.branches', { sessionId, request });
      const added = branches.map(({ spec, actions, figures, strip }): BranchRow => ({
        key: `new-${this.#nextKey++}`,
        kept: false,
        differs: false,
        strip,
        actions,
        moment: {
          name: nameOf(spec),
          checkpointId,
          episodeId: source.episodeId ?? null,
          seed,
          driver: state.address.driver,
          exact: state.address.exact,
          fromStep: state.step,
          steps,
          spec,
          figures,
        },
      }));
      this.#rows = [...this.#rows, ...added];
      this.#selected = added[0]?.key ?? null;
    });
  }

  /** Whether this theatre stands in the episode that a branch came from, with the same model. */
  isHere({ moment }: BranchRow): boolean {
    const { info, state, source } = this.#session;
    return (
      moment.seed === state?.seed &&
      moment.checkpointId === info?.agent?.checkpointId &&
      moment.episodeId === (source.episodeId ?? null) &&
      moment.driver === state.address.driver
    );
  }

  /** Its pictures, computed where they are not there yet. */
  async show(row: BranchRow): Promise<void> {
    this.#selected = row.key;
    const { info, client } = this.#session;
    if (row.strip !== null || info === null || !this.isHere(row)) return;
    await this.#work(async () => {
      const { fromStep, steps, spec, figures } = row.moment;
      const { sessionId } = info;
      const request = { fromStep, steps, branches: [spec] };
      const { branches } = await client.call('theatre.branches', { sessionId, request });
      const [again] = branches;
      if (again === undefined) return;
      const { strip, actions } = again;
      this.#replace(row.key, { strip, actions, differs: !sameFigures(again.figures, figures) });
    });
  }

  async keep(row: BranchRow): Promise<void> {
    const { runId } = this;
    if (runId === undefined || row.kept) return;
    await this.#work(async () => {
      const { id } = await this.#session.client.call('branches.keep', { runId, branch: row.moment });
      this.#replace(row.key, { kept: true, key: id });
      if (this.#selected === row.key) this.#selected = id;
    });
  }

  async rename(row: BranchRow, name: string): Promise<void> {
    const { runId } = this;
    const given = name.trim();
    if (given === '' || given === row.moment.name) return;
    await this.#work(async () => {
      if (row.kept && runId !== undefined) {
        await this.#session.client.call('branches.rename', { runId, branchId: row.key, name: given });
      }
      this.#replace(row.key, { moment: { ...row.moment, name: given } });
    });
  }

  async remove(row: BranchRow): Promise<void> {
    const { runId } = this;
    await this.#work(async () => {
      if (row.kept && runId !== undefined) {
        await this.#session.client.call('branches.remove', { runId, branchId: row.key });
      }
      this.#rows = this.#rows.filter(({ key }) => key !== row.key);
    });
  }

  async #load(): Promise<void> {
    const { runId } = this;
    if (runId === undefined) return;
    await this.#work(async () => {
      const kept = await this.#session.client.call('branches.list', { runId });
      const rows = kept.map(({ id, createdAt: _, ...moment }): BranchRow => ({
        key: id,
        kept: true,
        differs: false,
        strip: null,
        actions: null,
        moment,
      }));
      this.#rows = [...rows, ...this.#rows];
    });
  }

  #replace(key: string, changes: Partial<BranchRow>): void {
    this.#rows = this.#rows.map((row) => (row.key === key ? { ...row, ...changes } : row));
  }

  async #work(work: () => Promise<void>): Promise<void> {
    this.#busy = true;
    this.#error = null;
    try {
      await work();
    } catch (error) {
      this.#error = reportError(error);
    } finally {
      this.#busy = false;
    }
  }
}
