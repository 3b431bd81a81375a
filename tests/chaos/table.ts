/** What a run of the experiments came to, as the lines that it ends with. */
import type { Verdict } from './experiment.ts';
import { HEART, WORKS } from './plan.ts';

const passed = (verdicts: readonly Verdict[]) => verdicts.filter(({ faults }) => faults.length === 0).length;

/** Kinds of blows by works: how many passed of how many. */
export function table(verdicts: readonly Verdict[]): readonly string[] {
  const kinds = [...new Set(verdicts.map(({ kind }) => kind))].sort();
  const works = WORKS.filter((work) => verdicts.some((verdict) => verdict.work === work));
  const cell = (of: readonly Verdict[]) => (of.length === 0 ? '' : `${passed(of)}/${of.length}`);
  const rows = [
    ['', ...works, 'all'],
    ...kinds.map((kind) => {
      const ofKind = verdicts.filter((verdict) => verdict.kind === kind);
      return [
        kind,
        ...works.map((work) => cell(ofKind.filter((verdict) => verdict.work === work))),
        cell(ofKind),
      ];
    }),
    [
      'all',
      ...works.map((work) => cell(verdicts.filter((verdict) => verdict.work === work))),
      cell(verdicts),
    ],
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

export function summary(verdicts: readonly Verdict[]): readonly string[] {
  const sum = (of: (verdict: Verdict) => number) =>
    verdicts.reduce((total, verdict) => total + of(verdict), 0);
  const kills = verdicts.filter(({ killed, landed }) => killed && landed);
  const inHeart = kills.filter(({ kind }) => HEART.some((point) => kind === `kill inside ${point}`));
  const resumes = verdicts.flatMap((verdict) => verdict.resumes);
  return [
    `${verdicts.length} experiments, ${kills.length} with a kill, ${inHeart.length} of those inside save, sync, rename, restore, record`,
    `${sum(({ missing }) => missing)} of ${sum(({ announced }) => announced)} announced records missing`,
    `${resumes.filter((code) => code === 0).length} of ${resumes.length} resumes ended well at the first try`,
    `${passed(verdicts)} passed, ${verdicts.length - passed(verdicts)} failed, ${(sum(({ seconds }) => seconds) / 60).toFixed(0)} minutes`,
  ];
}

export function howToRepeat(seed: number, { index, work, blow }: Verdict): string {
  return `FAILED  ${index} ${work}: ${blow}\n        npm run test:chaos -- --seed ${seed} --only ${index}`;
}
