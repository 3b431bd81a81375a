/** Episodes and, for some of them, the recipe that computes them again (JSON, deflated). */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { StudioError } from '../../shared/errors.ts';
import { RECIPE_SCHEMA, type Recipe } from '../../shared/recipe.ts';
import type { EpisodePurpose, EpisodeRecord, EpisodeSummary } from '../../shared/run.ts';
import { prepared, type Connection } from './database.ts';
import { axisOf } from './metricSeries.ts';
import { withModel, withoutModel } from './recipeModel.ts';

interface EpisodeRow {
  readonly id: number;
  readonly purpose: EpisodePurpose;
  readonly phase: string;
  readonly episode_return: number | null;
  readonly length: number;
  readonly terminated: number;
  readonly environment_steps: number;
  readonly gradient_steps: number;
  readonly wall_seconds: number;
  readonly details: string | null;
  readonly has_recipe: number;
  readonly checkpoint_id: string | null;
  readonly created_at: string;
}

const COLUMNS = `id, purpose, phase, episode_return, length, terminated, environment_steps, gradient_steps,
  wall_seconds, details, recipe IS NOT NULL AS has_recipe, checkpoint_id, created_at`;

function summaryOf(row: EpisodeRow, runId: string): EpisodeSummary {
  return {
    id: String(row.id),
    runId,
    purpose: row.purpose,
    phase: row.phase,
    episodeReturn: row.episode_return,
    length: row.length,
    terminated: row.terminated === 1,
    axis: axisOf(row),
    ...(row.details === null
      ? {}
      : { details: JSON.parse(row.details) as NonNullable<EpisodeSummary['details']> }),
    createdAt: row.created_at,
    hasRecipe: row.has_recipe === 1,
    checkpointId: row.checkpoint_id,
  };
}

export class EpisodeTable {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  insert(
    run: number,
    runId: string,
    sequence: number,
    episode: EpisodeRecord,
    createdAt: string,
  ): EpisodeSummary {
    const { recipe, ...summary } = episode;
    const packed = recipe === undefined ? null : packRecipe(withoutModel(recipe, this.#modelOf(run)));
    return this.insertPacked(run, runId, sequence, summary, packed, createdAt);
  }

  /** @param recipe as `packRecipe` makes it */
  insertPacked(
    run: number,
    runId: string,
    sequence: number,
    episode: Omit<EpisodeRecord, 'recipe'>,
    recipe: Uint8Array | null,
    createdAt: string,
  ): EpisodeSummary {
    const inserted = prepared(
      this.#connection,
      `INSERT INTO episodes (run, sequence, purpose, phase, episode_return, length, terminated, environment_steps,
         gradient_steps, wall_seconds, details, recipe, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      run,
      sequence,
      episode.purpose,
      episode.phase,
      episode.episodeReturn,
      episode.length,
      episode.terminated ? 1 : 0,
      episode.axis.environmentSteps,
      episode.axis.gradientSteps,
      episode.axis.wallSeconds,
      episode.details === undefined ? null : JSON.stringify(episode.details),
      recipe,
      createdAt,
    );
    return {
      ...episode,
      id: String(inserted.lastInsertRowid),
      runId,
      createdAt,
      hasRecipe: recipe !== null,
      checkpointId: null,
    };
  }

  list(
    run: number,
    runId: string,
    options: { readonly purpose?: string; readonly limit: number },
  ): EpisodeSummary[] {
    const rows = (
      options.purpose === undefined
        ? prepared(
            this.#connection,
            `SELECT ${COLUMNS} FROM episodes WHERE run = ? ORDER BY id DESC LIMIT ?`,
          ).all(run, options.limit)
        : prepared(
            this.#connection,
            `SELECT ${COLUMNS} FROM episodes WHERE run = ? AND purpose = ? ORDER BY id DESC LIMIT ?`,
          ).all(run, options.purpose, options.limit)
    ) as EpisodeRow[];
    return rows.map((row) => summaryOf(row, runId));
  }

  recipe(episodeId: string): { readonly runId: string; readonly recipe: Recipe } {
    const row = (
      /^\d{1,15}$/.test(episodeId)
        ? prepared(
            this.#connection,
            'SELECT runs.id AS runId, runs.key AS run, recipe FROM episodes JOIN runs ON runs.key = run WHERE episodes.id = ?',
          ).get(Number(episodeId))
        : undefined
    ) as { runId: string; run: number; recipe: Buffer | null } | undefined;
    if (row?.recipe === undefined || row.recipe === null) {
      throw new StudioError('recipe.unreadable', { file: episodeId, reason: 'no such episode was kept' });
    }
    const recipe = unpackRecipe(row.recipe, episodeId);
    return { runId: row.runId, recipe: withModel(recipe, () => this.#modelOf(row.run)) };
  }

  /** The model of one's own that a run trains on; null where it has none. */
  #modelOf(run: number): string | null {
    const row = prepared(
      this.#connection,
      `SELECT json_extract(config, '$.environment.model') AS model FROM runs WHERE key = ?`,
    ).get(run) as { model: unknown } | undefined;
    return typeof row?.model === 'string' ? row.model : null;
  }

  /** Bytes that its recipe takes as it is kept; 0 where none was. */
  recipeBytes(episodeId: string): number {
    if (!/^\d{1,15}$/.test(episodeId)) return 0;
    const found = prepared(this.#connection, 'SELECT length(recipe) AS bytes FROM episodes WHERE id = ?').get(
      Number(episodeId),
    ) as { bytes: number | null } | undefined;
    return found?.bytes ?? 0;
  }

  *everything(
    run: number,
    runId: string,
  ): Generator<{
    readonly sequence: number;
    readonly summary: EpisodeSummary;
    readonly recipe: Recipe | null;
  }> {
    const page = prepared(
      this.#connection,
      `SELECT ${COLUMNS}, sequence, recipe FROM episodes WHERE run = ? AND id > ? ORDER BY id LIMIT 200`,
    );
    for (let after = 0; ;) {
      const rows = page.all(run, after) as (EpisodeRow & { sequence: number; recipe: Buffer | null })[];
      for (const row of rows) {
        after = row.id;
        yield {
          sequence: row.sequence,
          summary: summaryOf(row, runId),
          recipe: row.recipe === null ? null : unpackRecipe(row.recipe, String(row.id)),
        };
      }
      if (rows.length === 0) return;
    }
  }

  /** @returns how many were removed. */
  rewind(run: number, sequence: number): number {
    return prepared(this.#connection, 'DELETE FROM episodes WHERE run = ? AND sequence > ?').run(
      run,
      sequence,
    ).changes;
  }
}

/** Takes long for a long episode. */
export function packRecipe(recipe: Recipe): Buffer {
  return deflateRawSync(JSON.stringify(recipe));
}

/** Unpacked; an episode of 100,000 actions of 21 numbers takes 40 MB. */
const MOST_RECIPE_BYTES = 128 * 1024 * 1024;

/** @throws StudioError `recipe.unreadable` where the row holds something else. */
function unpackRecipe(packed: Buffer, episodeId: string): Recipe {
  const unreadable = (cause: unknown) =>
    new StudioError(
      'recipe.unreadable',
      { file: episodeId, reason: 'what was kept is no recipe' },
      { cause },
    );
  let value: unknown;
  try {
    value = JSON.parse(inflateRawSync(packed, { maxOutputLength: MOST_RECIPE_BYTES }).toString('utf8'));
  } catch (error) {
    throw unreadable(error);
  }
  const parsed = RECIPE_SCHEMA.safeParse(value);
  if (!parsed.success) throw unreadable(parsed.error);
  return parsed.data;
}
