/** What lies in the bin, what of it is chosen, and what becomes of it. */
import { SvelteSet } from 'svelte/reactivity';
import type { StudioClient } from '../../client/studioClient.ts';
import { reportError, type ErrorReport } from '../../../shared/errors.ts';
import type { BinContent } from '../../../shared/storage.ts';
import { formatBytes } from '../../state/format.ts';
import { t } from '../../state/language.ts';
import { toasts } from '../../state/toasts.svelte.ts';
import { binEntries, type BinEntry } from './binEntries.ts';

const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

export class BinState {
  readonly #client: StudioClient;
  readonly #chosen = new SvelteSet<string>();
  #content = $state.raw<BinContent | null>(null);
  #error = $state.raw<ErrorReport | null>(null);
  #busy = $state(false);

  constructor(client: StudioClient) {
    this.#client = client;
    void this.load();
  }

  readonly entries = $derived.by(() => (this.#content === null ? null : binEntries(this.#content)));
  readonly chosen = $derived((this.entries ?? []).filter(({ id }) => this.#chosen.has(id)));
  readonly bytes = $derived(sum((this.entries ?? []).map(({ bytes }) => bytes)));

  get error(): ErrorReport | null {
    return this.#error;
  }
  get limitBytes(): number | null {
    return this.#content?.limitBytes ?? null;
  }
  get busy(): boolean {
    return this.#busy;
  }

  isChosen(id: string): boolean {
    return this.#chosen.has(id);
  }

  choose(id: string, chosen: boolean): void {
    if (chosen) this.#chosen.add(id);
    else this.#chosen.delete(id);
  }

  chooseAll(chosen: boolean): void {
    for (const { id } of this.entries ?? []) this.choose(id, chosen);
  }

  async load(): Promise<void> {
    try {
      this.#content = await this.#client.call('bin.list', {});
      this.#error = null;
    } catch (failure) {
      this.#error = reportError(failure);
    }
  }

  restore(entries: readonly BinEntry[]): Promise<void> {
    return this.#act(entries, async (ids) => {
      await this.#client.call('bin.restore', ids);
      return t('bin.restored', { count: sum(entries.map(({ runs }) => runs)) });
    });
  }

  /** For good. */
  remove(entries: readonly BinEntry[]): Promise<void> {
    return this.#act(entries, async (ids) => {
      const { freedBytes } = await this.#client.call('bin.remove', ids);
      return t('storage.emptied', { size: formatBytes(freedBytes) });
    });
  }

  preview(limitBytes: number): Promise<{ readonly runIds: readonly string[]; readonly bytes: number }> {
    return this.#client.call('bin.preview', { limitBytes });
  }

  setLimit(limitBytes: number | null): Promise<void> {
    return this.#act([], async () => {
      await this.#client.call('bin.limit', { limitBytes });
      return t('bin.limit.set');
    });
  }

  async #act(
    entries: readonly BinEntry[],
    work: (ids: { runIds: string[]; studyIds: string[] }) => Promise<string>,
  ): Promise<void> {
    const idsOf = (kind: BinEntry['kind']) =>
      entries.filter((entry) => entry.kind === kind).map(({ id }) => id);
    this.#busy = true;
    try {
      toasts.say(await work({ runIds: idsOf('run'), studyIds: idsOf('study') }));
      for (const { id } of entries) this.#chosen.delete(id);
    } catch (failure) {
      toasts.fail(failure);
    } finally {
      this.#busy = false;
    }
    await this.load();
  }
}
