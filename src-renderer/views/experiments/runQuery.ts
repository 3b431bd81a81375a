/**
 * The filter over experiments, as people type it: `score > 700 tag:car status:running "wide latents" -is:archived`.
 * Parts are joined by and; a minus in front turns one round; plain words look in name, tags, notes and id.
 */
import type { RunSummary } from '../../../shared/run.ts';

export type RunPredicate = (run: RunSummary) => boolean;

export interface RunQuery {
  readonly matches: RunPredicate;
  /** Parts that could not be understood, as typed. They filter nothing. */
  readonly problems: readonly string[];
  /** Names the archive itself; otherwise archived runs stay out. */
  readonly mentionsArchive: boolean;
}

const TEXT_FIELDS: Readonly<Record<string, (run: RunSummary) => readonly string[]>> = {
  tag: (run) => run.tags,
  status: (run) => [run.status],
  env: (run) => [run.environment],
  environment: (run) => [run.environment],
  algorithm: (run) => [run.algorithm],
  preset: (run) => [run.preset],
  name: (run) => [run.name],
  id: (run) => [run.id],
};

const NUMBER_FIELDS: Readonly<Record<string, (run: RunSummary) => number | null>> = {
  score: (run) => run.score,
  best: (run) => run.bestScore,
  steps: (run) => run.axis.environmentSteps,
  gradients: (run) => run.axis.gradientSteps,
  time: (run) => run.wallSeconds,
  size: (run) => run.sizeBytes,
};

/** For completing what is being typed. */
export const QUERY_FIELDS: readonly string[] = [
  ...Object.keys(TEXT_FIELDS),
  ...Object.keys(NUMBER_FIELDS),
  'is',
];

const FLAGS: Readonly<Record<string, RunPredicate>> = {
  archived: (run) => run.archived,
  scored: (run) => run.score !== null,
  active: (run) => ['queued', 'starting', 'running', 'pausing'].includes(run.status),
};

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
};

/** `700`, `1.5k`, `2M`, `90s`, `15m`, `2h`, `300MB` to a plain number (seconds, bytes). */
export function parseQuantity(text: string): number | null {
  const found = /^(-?\d+(?:\.\d+)?)(k|M|G|s|m|min|h|d|kB|MB|GB)?$/.exec(text);
  if (found === null) return null;
  const factors: Readonly<Record<string, number>> = {
    k: 1e3,
    M: 1e6,
    G: 1e9,
    s: 1,
    m: 60,
    min: 60,
    h: 3600,
    d: 86_400,
    kB: 1e3,
    MB: 1e6,
    GB: 1e9,
  };
  return Number(found[1]) * (found[2] === undefined ? 1 : (factors[found[2]] ?? 1));
}

/** One part: negation, then `field op value`, `field:value`, a quoted text or a word. */
const PART =
  /(?<not>-)?(?:(?<number>[a-z]+)\s*(?<operator>>=|<=|>|<|=)\s*(?<value>[^\s"]+)|(?<field>[a-z]+):(?:"(?<quotedValue>[^"]*)"|(?<word>[^\s"]*))|"(?<quoted>[^"]*)"?|(?<plain>[^\s"]+))/giu;

export function parseRunQuery(text: string): RunQuery {
  const predicates: RunPredicate[] = [];
  const problems: string[] = [];
  let mentionsArchive = false;
  for (const match of text.matchAll(PART)) {
    const groups = match.groups ?? {};
    const predicate = partPredicate(groups);
    if (predicate === undefined) {
      problems.push(match[0]);
      continue;
    }
    if (groups['field']?.toLowerCase() === 'is' && groups['word'] === 'archived') mentionsArchive = true;
    predicates.push(groups['not'] === undefined ? predicate : (run) => !predicate(run));
  }
  return { matches: (run) => predicates.every((predicate) => predicate(run)), problems, mentionsArchive };
}

function partPredicate(groups: Readonly<Record<string, string | undefined>>): RunPredicate | undefined {
  const { number, operator, value, field, quotedValue, word, quoted, plain } = groups;
  if (number !== undefined) return numberPredicate(number.toLowerCase(), operator ?? '', value ?? '');
  if (field !== undefined) return fieldPredicate(field.toLowerCase(), quotedValue ?? word ?? '');
  const wanted = (quoted ?? plain ?? '').toLowerCase();
  return (run) =>
    [run.name, run.notes, run.id, ...run.tags].some((candidate) => candidate.toLowerCase().includes(wanted));
}

function numberPredicate(field: string, operator: string, text: string): RunPredicate | undefined {
  const read = Object.hasOwn(NUMBER_FIELDS, field) ? NUMBER_FIELDS[field] : undefined;
  const compare = COMPARE[operator];
  const wanted = parseQuantity(text);
  if (read === undefined || compare === undefined || wanted === null) return undefined;
  return (run) => {
    const found = read(run);
    return found !== null && compare(found, wanted);
  };
}

function fieldPredicate(field: string, text: string): RunPredicate | undefined {
  if (field === 'is') return Object.hasOwn(FLAGS, text) ? FLAGS[text] : undefined;
  const read = Object.hasOwn(TEXT_FIELDS, field) ? TEXT_FIELDS[field] : undefined;
  if (read === undefined) {
    // `score:700` is taken as `score = 700`.
    return numberPredicate(field, '=', text);
  }
  const wanted = text.toLowerCase();
  return (run) => read(run).some((candidate) => candidate.toLowerCase().startsWith(wanted));
}
