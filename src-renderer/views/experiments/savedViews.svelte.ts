/** Views of the table that a person saved by a name. They lie with the experiments, so that every window has them. */
import type { StudioClient } from '../../client/studioClient.ts';
import { toasts } from '../../state/toasts.svelte.ts';
import { isTableView, type TableView } from './tableState.svelte.ts';

const SETTING = 'experiments.views';
const MOST_VIEWS = 30;

export interface SavedView {
  readonly name: string;
  readonly view: TableView;
}

const isSaved = (value: unknown): value is SavedView => {
  const saved = value as Partial<SavedView> | null;
  return typeof saved?.name === 'string' && isTableView(saved.view);
};

export class SavedViews {
  readonly #client: StudioClient;
  #list = $state.raw<readonly SavedView[]>([]);

  constructor(client: StudioClient) {
    this.#client = client;
    void this.#load();
  }

  get list(): readonly SavedView[] {
    return this.#list;
  }

  /** One of the same name gives way. */
  async save(name: string, view: TableView): Promise<void> {
    const others = this.#list.filter((saved) => saved.name !== name);
    await this.#keep([...others, { name, view }].slice(-MOST_VIEWS));
  }

  async remove(name: string): Promise<void> {
    const before = this.#list;
    await this.#keep(before.filter((saved) => saved.name !== name));
  }

  async #load(): Promise<void> {
    try {
      const kept = (await this.#client.call('settings.get', {}))[SETTING];
      this.#list = Array.isArray(kept) ? kept.filter(isSaved) : [];
    } catch (error) {
      toasts.fail(error);
    }
  }

  async #keep(list: readonly SavedView[]): Promise<void> {
    const before = this.#list;
    this.#list = list;
    try {
      await this.#client.call('settings.set', { key: SETTING, value: list });
    } catch (error) {
      this.#list = before;
      toasts.fail(error);
    }
  }
}
