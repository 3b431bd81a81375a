/** All runs, kept up to date by the `runs` topic, and what can be done with them (with undo). */
import type { StudioClient } from '../client/studioClient.ts';
import { reportError, type ErrorReport } from '../../shared/errors.ts';
import { STAR_TAG } from '../../shared/query/evaluateQuery.ts';
import type { CommandArguments, TopicEvents } from '../../shared/protocol.ts';
import type { RunStatus, RunSummary } from '../../shared/run.ts';
import { t } from './language.ts';
import { applyRunEvents, newestFirst } from './runEvents.ts';
import { toasts } from './toasts.svelte.ts';

/** A process works for it, or soon will. */
export const ACTIVE_STATUSES: readonly RunStatus[] = ['queued', 'starting', 'running', 'pausing'];
export const isActive = (run: Pick<RunSummary, 'status'>) => ACTIVE_STATUSES.includes(run.status);
/** Its first figures and pictures may still come by themselves, or once it is started for the first time. */
export const isAwaited = (run: Pick<RunSummary, 'status'>) => run.status === 'draft' || isActive(run);
/** Can go on from a checkpoint. */
const RESUMABLE: readonly RunStatus[] = ['paused', 'stopped', 'interrupted', 'failed'];
export const isResumable = (run: Pick<RunSummary, 'status'>) => RESUMABLE.includes(run.status);

export type RunChange = {
  readonly name?: string;
  readonly notes?: string;
  readonly tags?: string[];
  readonly archived?: boolean;
};

export class Runs {
  readonly #client: StudioClient;
  #list = $state.raw<readonly RunSummary[]>([]);
  #loaded = $state(false);
  #error = $state.raw<ErrorReport | null>(null);
  /** Changes that arrived since the list was last published. */
  #arrived: TopicEvents['runs'][] = [];
  /** Changes that arrived since a list was asked for, of each question under way. */
  #meanwhile: readonly TopicEvents['runs'][][] = [];
  readonly #stop: () => void;

  constructor(client: StudioClient) {
    this.#client = client;
    this.#stop = client.listen('runs', {}, (event) => this.#receive(event), {
      onResumed: () => void this.reload(),
    });
    void this.reload();
  }

  /** In the order in which they were made, newest first. */
  get list(): readonly RunSummary[] {
    return this.#list;
  }
  get loaded(): boolean {
    return this.#loaded;
  }
  get error(): ErrorReport | null {
    return this.#error;
  }
  /** What trains before what waits for it. */
  get active(): readonly RunSummary[] {
    const active = this.#list.filter(isActive);
    const waits = (run: RunSummary) => run.status === 'queued';
    return [...active.filter((run) => !waits(run)), ...active.filter(waits)];
  }

  find(id: string): RunSummary | undefined {
    return this.#list.find((run) => run.id === id);
  }

  async reload(): Promise<void> {
    const meanwhile: TopicEvents['runs'][] = [];
    this.#meanwhile = [...this.#meanwhile, meanwhile];
    try {
      const all = await this.#client.call('runs.list', {});
      // A long list is gathered in turns: what changed after its row was read was told before the answer came.
      this.#list = applyRunEvents([...all].sort(newestFirst), meanwhile);
      this.#error = null;
      this.#loaded = true;
    } catch (error) {
      this.#error = reportError(error);
    } finally {
      this.#meanwhile = this.#meanwhile.filter((other) => other !== meanwhile);
    }
  }

  start = (run: RunSummary) => this.#act('runs.start', run);
  pause = (run: RunSummary) => this.#act('runs.pause', run);
  resume = (run: RunSummary) => this.#act('runs.resume', run);
  stop = (run: RunSummary) => this.#act('runs.stop', run);

  async duplicate(run: RunSummary): Promise<RunSummary | undefined> {
    try {
      const copy = await this.#client.call('runs.duplicate', { runId: run.id });
      this.#put(copy);
      return copy;
    } catch (error) {
      toasts.fail(error);
      return undefined;
    }
  }

  async update(runId: string, change: RunChange): Promise<void> {
    try {
      this.#put(await this.#client.call('runs.update', { runId, ...change }));
    } catch (error) {
      toasts.fail(error);
    }
  }

  async archive(runs: readonly RunSummary[], archived: boolean): Promise<void> {
    const runIds = runs.filter((run) => run.archived !== archived).map(({ id }) => id);
    if (!(await this.#change({ runIds, archived }))) return;
    const count = runIds.length;
    toasts.say(archived ? t('toast.archived', { count }) : t('toast.unarchived', { count }), () =>
      this.#change({ runIds, archived: !archived }),
    );
  }

  /** Adds tags to each run; undo takes them off where they were not before. */
  async tag(runs: readonly RunSummary[], tags: readonly string[]): Promise<void> {
    const runIds = runs.map(({ id }) => id);
    if (!(await this.#change({ runIds, addTags: [...tags] }))) return;
    toasts.say(t('toast.tagged', { count: runs.length, tags: tags.join(', ') }), () =>
      Promise.all(
        tags.map((tag) =>
          this.#change({
            runIds: runs.filter((run) => !run.tags.includes(tag)).map(({ id }) => id),
            removeTags: [tag],
          }),
        ),
      ),
    );
  }

  /** Stars each run, or takes the stars off where all have one; starred runs come first in the table. */
  async star(runs: readonly RunSummary[]): Promise<void> {
    if (runs.length === 0) return;
    const all = runs.every(({ tags }) => tags.includes(STAR_TAG));
    const runIds = runs.map(({ id }) => id);
    await this.#change({ runIds, ...(all ? { removeTags: [STAR_TAG] } : { addTags: [STAR_TAG] }) });
  }

  /** To the bin. */
  async remove(runs: readonly RunSummary[]): Promise<void> {
    const runIds = runs.map((run) => run.id);
    if (runIds.length === 0) return;
    try {
      await this.#client.call('runs.delete', { runIds });
      this.#list = this.#list.filter((run) => !runIds.includes(run.id));
      const text =
        runs.length === 1
          ? t('toast.deletedOne', { name: runs[0]?.name ?? '' })
          : t('toast.deleted', { count: runs.length });
      toasts.say(text, () => this.#restore(runIds));
    } catch (error) {
      toasts.fail(error);
    }
  }

  dispose(): void {
    this.#stop();
  }

  /** Many at once; what comes of it is told by the topic. @returns whether it was done. */
  async #change(change: CommandArguments<'runs.change'>): Promise<boolean> {
    if (change.runIds.length === 0) return true;
    try {
      await this.#client.call('runs.change', change);
      return true;
    } catch (error) {
      toasts.fail(error);
      return false;
    }
  }

  async #restore(runIds: string[]): Promise<void> {
    try {
      await this.#client.call('runs.restore', { runIds });
      await this.reload();
    } catch (error) {
      toasts.fail(error);
    }
  }

  async #act(
    command: 'runs.start' | 'runs.pause' | 'runs.resume' | 'runs.stop',
    run: RunSummary,
  ): Promise<void> {
    try {
      this.#put(await this.#client.call(command, { runId: run.id }));
    } catch (error) {
      const nothingLeft = reportError(error).code === 'run.noCheckpoint';
      toasts.fail(
        error,
        nothingLeft ? { label: t('action.beginAgain'), act: () => this.#beginAgain(run) } : undefined,
      );
    }
  }

  /** As a new run: this one keeps what it has. */
  async #beginAgain({ id: runId }: RunSummary): Promise<void> {
    try {
      const again = await this.#client.call('runs.beginAgain', { runId });
      this.#put(again);
      toasts.say(t('toast.begunAgain', { name: again.name }));
    } catch (error) {
      toasts.fail(error);
    }
  }

  /** A burst of changes becomes one new list. */
  #receive(event: TopicEvents['runs']): void {
    for (const told of this.#meanwhile) told.push(event);
    this.#arrived.push(event);
    if (this.#arrived.length > 1) return;
    setTimeout(() => {
      const events = this.#arrived;
      this.#arrived = [];
      this.#list = applyRunEvents(this.#list, events);
    });
  }

  #put(run: RunSummary): void {
    this.#list = applyRunEvents(this.#list, [{ kind: 'changed', run }]);
  }
}
