/** The curves of one episode as they grow and are rewritten, and the slices of them that a renderer has not had yet. */
import {
  MAX_HEAT_ROWS,
  THEATRE_CURVES,
  type TheatreScalars,
  type TheatreTimeline,
} from '../../shared/theatre.ts';
import { insightRows, type AgentInsight } from '../../shared/agentInsight.ts';

export interface TimelineEntry {
  readonly scalars: TheatreScalars;
  readonly closed: boolean;
  readonly action: ArrayLike<number>;
  readonly latent: Float32Array | null;
  readonly insight: AgentInsight | null;
}

export class Timeline {
  readonly #actionSize: number;
  readonly #latentRows: number;
  /** Known once an agent has judged a step. */
  #insightRows = 0;
  #entries: TimelineEntry[] = [];
  #unsentFrom = 0;

  constructor(actionSize: number, latentSize: number) {
    this.#actionSize = actionSize;
    this.#latentRows = Math.min(MAX_HEAT_ROWS, latentSize);
  }

  /** Steps known, step 0 counted. */
  get steps(): number {
    return this.#entries.length;
  }

  at(step: number): TimelineEntry | undefined {
    return this.#entries[step];
  }

  /** Writes a step, at most one beyond the last. */
  set(step: number, entry: TimelineEntry): void {
    if (step > this.#entries.length) throw new Error(`step ${step} would leave a hole after ${this.steps}`);
    this.#entries[step] = entry;
    this.#unsentFrom = Math.min(this.#unsentFrom, step);
  }

  /** Forgets what lies beyond a step. */
  truncate(step: number): void {
    if (this.#entries.length <= step + 1) return;
    this.#entries.length = step + 1;
    this.#unsentFrom = Math.min(this.#unsentFrom, step + 1);
  }

  /** The next slice starts from the beginning (a new reader, a new model). */
  resendAll(): void {
    this.#unsentFrom = 0;
  }

  /** What changed since the last call, or null. */
  unsent(): TheatreTimeline | null {
    const from = this.#unsentFrom;
    const steps = this.#entries.length;
    if (this.#sentSteps === steps && from >= steps) return null;
    const slice = this.#entries.slice(from);
    const curve = (name: keyof TheatreScalars) =>
      Float32Array.from(slice, ({ scalars }) => scalars[name] ?? Number.NaN);
    const curves = Object.fromEntries(THEATRE_CURVES.map((name) => [name, curve(name)])) as Record<
      keyof TheatreScalars,
      Float32Array
    >;
    const insights = slice.map(({ insight }) => (insight === null ? null : insightRows(insight)));
    const rows = Math.min(MAX_HEAT_ROWS, Math.max(0, ...insights.map((row) => row?.length ?? 0)));
    this.#insightRows = Math.max(this.#insightRows, rows);
    this.#unsentFrom = steps;
    this.#sentSteps = steps;
    return {
      from,
      steps,
      curves,
      closed: Uint8Array.from(slice, ({ closed }) => (closed ? 1 : 0)),
      actions: table(
        slice.map(({ action }) => action),
        this.#actionSize,
      ),
      actionSize: this.#actionSize,
      latents: table(
        slice.map(({ latent }) => latent),
        this.#latentRows,
      ),
      latentRows: this.#latentRows,
      insights: table(insights, this.#insightRows),
      insightRows: this.#insightRows,
    };
  }
  #sentSteps = -1;
}

/** Rows of equal width; what a row lacks is NaN. */
function table(rows: readonly (ArrayLike<number> | null)[], width: number): Float32Array {
  const cells = new Float32Array(rows.length * width).fill(Number.NaN);
  rows.forEach((row, index) => {
    if (row === null) return;
    for (let column = 0; column < Math.min(width, row.length); column++) {
      cells[index * width + column] = row[column] ?? Number.NaN;
    }
  });
  return cells;
}
