/** What the table of experiments shows: filter, order, columns, which row is current and which are ticked. */
import type { RunSummary } from '../../../shared/run.ts';
import { SvelteSet } from 'svelte/reactivity';
import { keep, readKept } from '../../state/preferences.svelte.ts';
import { router } from '../../state/router.svelte.ts';
import { COLUMNS, DEFAULT_COLUMNS, COLUMN, sortRuns, type ColumnId, type Sorting } from './columns.ts';
import { parseRunQuery } from './runQuery.ts';

const isColumn = (value: unknown): value is ColumnId => COLUMNS.some((id) => id === value);
const isColumns = (value: unknown): value is readonly ColumnId[] =>
  Array.isArray(value) && value.length > 0 && value.every(isColumn);
const isSorting = (value: unknown): value is Sorting => {
  const sorting = value as Partial<Sorting> | null;
  return (
    isColumn(sorting?.column) && (sorting.direction === 'ascending' || sorting.direction === 'descending')
  );
};

export class TableState {
  readonly #runs: () => readonly RunSummary[];
  #text = $state('');
  #sorting = $state.raw<Sorting>(
    readKept('experiments.sorting', { column: 'created', direction: 'descending' }, isSorting),
  );
  #columns = $state.raw<readonly ColumnId[]>(readKept('experiments.columns', DEFAULT_COLUMNS, isColumns));
  readonly #ticked = new SvelteSet<string>();
  #currentId = $state<string | null>(null);
  /** Where a range of ticks began. */
  #anchorId: string | null = null;

  readonly query = $derived(parseRunQuery(this.#text));
  readonly shown = $derived.by(() => {
    const { matches, mentionsArchive } = this.query;
    const found = this.#runs().filter((run) => (mentionsArchive || !run.archived) && matches(run));
    return sortRuns(found, this.#sorting);
  });

  constructor(runs: () => readonly RunSummary[]) {
    this.#runs = runs;
    this.#text = router.route.query['q'] ?? '';
  }

  get text(): string {
    return this.#text;
  }
  set text(text: string) {
    this.#text = text;
    router.replaceQuery({ ...router.route.query, q: text });
  }
  get sorting(): Sorting {
    return this.#sorting;
  }
  get columns(): readonly ColumnId[] {
    return this.#columns;
  }
  get ticked(): readonly RunSummary[] {
    return this.#runs().filter((run) => this.#ticked.has(run.id));
  }
  get current(): RunSummary | undefined {
    return this.#runs().find((run) => run.id === this.#currentId);
  }
  get currentIndex(): number {
    return this.shown.findIndex((run) => run.id === this.#currentId);
  }

  sortBy(column: ColumnId): void {
    const turned = this.#sorting.direction === 'ascending' ? 'descending' : 'ascending';
    const direction = this.#sorting.column === column ? turned : COLUMN[column].firstDirection;
    this.#sorting = { column, direction };
    keep('experiments.sorting', this.#sorting);
  }

  toggleColumn(column: ColumnId): void {
    const wanted = this.#columns.includes(column)
      ? this.#columns.filter((id) => id !== column)
      : COLUMNS.filter((id) => id === column || this.#columns.includes(id));
    this.#columns = wanted.includes('name')
      ? wanted
      : COLUMNS.filter((id) => id === 'name' || wanted.includes(id));
    keep('experiments.columns', this.#columns);
  }

  isTicked(id: string): boolean {
    return this.#ticked.has(id);
  }

  tick(id: string): void {
    if (!this.#ticked.delete(id)) this.#ticked.add(id);
    this.#anchorId = id;
  }

  /** From the last tick (or the current row) to this one. */
  tickTo(id: string): void {
    const ids = this.shown.map((run) => run.id);
    const from = ids.indexOf(this.#anchorId ?? this.#currentId ?? id);
    const to = ids.indexOf(id);
    for (const between of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) this.#ticked.add(between);
  }

  tickAll(): void {
    for (const run of this.shown) this.#ticked.add(run.id);
  }

  clearTicks(): void {
    this.#ticked.clear();
    this.#anchorId = null;
  }

  show(id: string | null): void {
    this.#currentId = id;
  }

  /** Moves the current row; the first move enters the table at its top. */
  move(by: number): void {
    const list = this.shown;
    if (list.length === 0) return;
    const from = this.currentIndex;
    const to = from < 0 ? 0 : Math.min(list.length - 1, Math.max(0, from + by));
    this.#currentId = list[to]?.id ?? null;
  }
}
