/** What the table of experiments shows: filter, grouping, order, columns, which row is current and which are ticked. */
import type { RunSummary } from '../../../shared/run.ts';
import type { ColumnKey } from '../../../shared/query/columnKey.ts';
import { neededColumns, runPredicate, STAR_TAG, type Column } from '../../../shared/query/evaluateQuery.ts';
import { parseQuery } from '../../../shared/query/parseQuery.ts';
import type { Vocabulary } from '../../../shared/query/queryFields.ts';
import { SvelteSet } from 'svelte/reactivity';
import { keep, readKept } from '../../state/preferences.svelte.ts';
import { router } from '../../state/router.svelte.ts';
import { COLUMNS, DEFAULT_COLUMNS, COLUMN, sortRuns, type ColumnId, type Sorting } from './columns.ts';
import { groupColumns, GROUPINGS, groupRuns, type GroupChoice } from './groupRuns.ts';
import { FIRST_PLOT, isPlotChoice, type PlotChoice } from './plots/plotChoice.ts';
import { PlotState } from './plots/plotState.svelte.ts';

/** What the whole history is asked of. */
export interface HistoryColumns {
  readonly vocabulary: Vocabulary;
  column(key: ColumnKey): Column | undefined;
  need(keys: readonly ColumnKey[]): void;
}

/** What can be saved by a name and had again. */
export interface TableView {
  readonly text: string;
  readonly sorting: Sorting;
  readonly columns: readonly ColumnId[];
  readonly group: GroupChoice;
  /** Views that were saved before there were plots show the list. */
  readonly plot?: PlotChoice;
}

const isColumn = (value: unknown): value is ColumnId => COLUMNS.some((id) => id === value);
const isColumns = (value: unknown): value is readonly ColumnId[] =>
  Array.isArray(value) && value.length > 0 && value.every(isColumn);
const isSorting = (value: unknown): value is Sorting => {
  const sorting = value as Partial<Sorting> | null;
  return (
    isColumn(sorting?.column) && (sorting.direction === 'ascending' || sorting.direction === 'descending')
  );
};
const isGroup = (value: unknown): value is GroupChoice => {
  const group = value as Partial<GroupChoice> | null;
  return GROUPINGS.some((by) => by === group?.by) && typeof group?.path === 'string';
};
export const isTableView = (value: unknown): value is TableView => {
  const view = value as Partial<TableView> | null;
  return (
    typeof view?.text === 'string' &&
    isSorting(view.sorting) &&
    isColumns(view.columns) &&
    isGroup(view.group) &&
    (view.plot === undefined || isPlotChoice(view.plot))
  );
};

const NO_GROUP: GroupChoice = { by: 'none', path: '' };
const EMPTY: Column = new Map();

export class TableState {
  readonly #runs: () => readonly RunSummary[];
  readonly #history: HistoryColumns;
  #text = $state('');
  #sorting = $state.raw<Sorting>(
    readKept('experiments.sorting', { column: 'created', direction: 'descending' }, isSorting),
  );
  #columns = $state.raw<readonly ColumnId[]>(readKept('experiments.columns', DEFAULT_COLUMNS, isColumns));
  #group = $state.raw<GroupChoice>(readKept('experiments.group', NO_GROUP, isGroup));
  readonly plot = new PlotState();
  readonly #ticked = new SvelteSet<string>();
  #currentId = $state<string | null>(null);
  /** Where a range of ticks began. */
  #anchorId: string | null = null;

  readonly query = $derived.by(() => parseQuery(this.#text, this.#history.vocabulary, Date.now()));
  readonly #needed = $derived(neededColumns(this.query.node));
  /** The store has not answered yet: the rows are those that everything else of the query finds. */
  readonly waiting = $derived(this.#needed.some((key) => this.#history.column(key) === undefined));
  /** Starred ones first; sorted once however often the filter changes. */
  readonly #sorted = $derived.by(() => {
    const sorted = sortRuns(this.#runs(), this.#sorting);
    const starred = sorted.filter(({ tags }) => tags.includes(STAR_TAG));
    return starred.length === 0
      ? sorted
      : [...starred, ...sorted.filter(({ tags }) => !tags.includes(STAR_TAG))];
  });
  readonly shown = $derived.by(() => {
    const { node, mentionsArchive } = this.query;
    const column = (key: ColumnKey) => this.#history.column(key) ?? EMPTY;
    const matches = this.waiting ? () => true : runPredicate(node, { column });
    return this.#sorted.filter((run) => (mentionsArchive || !run.archived) && matches(run));
  });
  readonly groups = $derived.by(() => {
    const [key] = groupColumns(this.#group);
    return groupRuns(this.shown, this.#group, key === undefined ? undefined : this.#history.column(key));
  });

  constructor(runs: () => readonly RunSummary[], history: HistoryColumns) {
    this.#runs = runs;
    this.#history = history;
    this.#text = router.route.query['q'] ?? '';
    $effect(() => {
      history.need([...this.#needed, ...groupColumns(this.#group), ...this.plot.columns(history.vocabulary)]);
    });
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
  get group(): GroupChoice {
    return this.#group;
  }
  set group(group: GroupChoice) {
    this.#group = group;
    keep('experiments.group', group);
  }
  get view(): TableView {
    return {
      text: this.#text,
      sorting: this.#sorting,
      columns: this.#columns,
      group: this.#group,
      plot: this.plot.choice,
    };
  }
  set view({ text, sorting, columns, group, plot }: TableView) {
    this.text = text;
    this.plot.choice = plot ?? { ...this.plot.choice, look: FIRST_PLOT.look };
    this.group = group;
    this.#sorting = sorting;
    this.#columns = columns;
    keep('experiments.sorting', sorting);
    keep('experiments.columns', columns);
  }
  get ticked(): readonly RunSummary[] {
    if (this.#ticked.size === 0) return [];
    return this.#runs().filter((run) => this.#ticked.has(run.id));
  }
  get tickedCount(): number {
    return this.#ticked.size;
  }
  get current(): RunSummary | undefined {
    if (this.#currentId === null) return undefined;
    return this.#runs().find((run) => run.id === this.#currentId);
  }
  get currentIndex(): number {
    if (this.#currentId === null) return -1;
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

  tickThese(ids: readonly string[]): void {
    for (const id of ids) this.#ticked.add(id);
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
