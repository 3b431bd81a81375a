/** What the trainers' checkpoint headers have in common: written through JSON, read through a schema. */
import type { z } from 'zod';
import type { Checkpoint, Json } from '../../shared/checkpoint.ts';
import { StudioError } from '../../shared/errors.ts';

const RECORDS: ReadonlySet<string> = new Set(['metrics', 'episode', 'log', 'result']);

/** Live updates are left out: they are lossy, and a checkpoint asked for is being taken. */
export function headerJson(header: {
  readonly outbox: readonly { readonly kind: string }[];
}): Record<string, Json> {
  const outbox = header.outbox.filter(({ kind }) => RECORDS.has(kind));
  // Through JSON, so that what is kept is what will be read.
  return JSON.parse(JSON.stringify({ ...header, outbox })) as Record<string, Json>;
}

/** @throws StudioError `checkpoint.damaged` where it does not fit. */
export function parsedHeader<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const reason = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
  throw new StudioError('checkpoint.damaged', { file: '', reason }, { cause: parsed.error });
}

/** @throws StudioError `checkpoint.mismatch` where it is another algorithm's. */
export function demandAlgorithm({ algorithm }: Checkpoint, expected: string): void {
  if (algorithm === expected) return;
  throw new StudioError('checkpoint.mismatch', { array: 'algorithm', expected, found: algorithm });
}
