/** The bin's rows: a study stands for those of its experiments that lie there with it. */
import type { BinContent } from '../../../shared/storage.ts';

/** One row: an experiment, or a study with those of its experiments that lie in the bin. */
export interface BinEntry {
  readonly kind: 'run' | 'study';
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly bytes: number;
  readonly deletedAt: string;
  readonly runs: number;
}

/** What was deleted last comes first. */
export function binEntries({ runs, studies }: Pick<BinContent, 'runs' | 'studies'>): readonly BinEntry[] {
  const groups = new Map(studies.map((study) => [study.id, { study, bytes: 0, runs: 0 }]));
  const entries: BinEntry[] = [];
  for (const run of runs) {
    const group = run.studyId === null ? undefined : groups.get(run.studyId);
    if (group === undefined) {
      const { id, name, environment, preset, bytes, deletedAt } = run;
      entries.push({ kind: 'run', id, name, about: `${environment} ${preset}`, bytes, deletedAt, runs: 1 });
    } else {
      group.bytes += run.bytes;
      group.runs++;
    }
  }
  for (const { study, bytes, runs: count } of groups.values()) {
    entries.push({ kind: 'study', ...study, about: '', bytes, runs: count });
  }
  return entries.sort((a, b) => (a.deletedAt < b.deletedAt ? 1 : -1));
}
