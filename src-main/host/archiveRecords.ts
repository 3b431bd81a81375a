/** An archive's rows as the records that they were, in the order in which the run recorded them. */
import type { RunRecord } from '../store/runRecords.ts';
import type { Archive } from './archive.ts';

export function recordsOf(archive: Archive): RunRecord[] {
  const numbered: { readonly sequence: number; readonly record: RunRecord }[] = [];
  const updates = new Map<
    number,
    { axis: Extract<RunRecord, { kind: 'metrics' }>['axis']; values: Record<string, number> }
  >();
  for (const { name, sequence, values, ...columns } of archive.metrics) {
    sequence.forEach((number, i) => {
      const update = updates.get(number) ?? {
        axis: {
          environmentSteps: columns.environmentSteps[i] ?? 0,
          gradientSteps: columns.gradientSteps[i] ?? 0,
          wallSeconds: columns.wallSeconds[i] ?? 0,
        },
        values: {},
      };
      updates.set(number, update);
      update.values[name] = values[i] ?? NaN;
    });
  }
  for (const [sequence, update] of updates) {
    numbered.push({ sequence, record: { kind: 'metrics', ...update } });
  }
  for (const { sequence, createdAt, recipe, details, ...episode } of archive.episodes) {
    numbered.push({
      sequence,
      record: {
        kind: 'episode',
        createdAt,
        episode: {
          ...episode,
          ...(recipe === undefined ? {} : { recipe }),
          ...(details === undefined ? {} : { details }),
        },
      },
    });
  }
  for (const { sequence, bytes, ...checkpoint } of archive.checkpoints) {
    numbered.push({
      sequence,
      record: {
        kind: 'checkpoint',
        checkpoint: {
          ...checkpoint,
          sizeBytes: bytes.byteLength,
        },
      },
    });
  }
  const records = numbered.sort((a, b) => a.sequence - b.sequence).map(({ record }) => record);
  records.push(...archive.log.map((entry): RunRecord => ({ kind: 'log', entry })));
  records.push(...archive.evaluations.map((evaluation): RunRecord => ({ kind: 'evaluation', evaluation })));
  const { result } = archive.run;
  if (result !== null) records.push({ kind: 'result', result });
  return records;
}
