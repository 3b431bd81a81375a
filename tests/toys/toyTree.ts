/**
 * The studio's sources with a toy algorithm and a toy environment in them, put together in a temporary folder: the toys' own
 * folders and texts (tests/toys/tree), and their lines in the registries. What was changed for it is told, to be counted.
 */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..', '..');
const TOYS = path.join(import.meta.dirname, 'tree');
const SOURCES = ['src-main', 'src-renderer', 'shared', 'scripts', 'package.json', 'tsconfig.json'] as const;

/** An entry of a table, with the import that it needs. */
interface Entry {
  readonly file: string;
  /** The line that opens the table. */
  readonly table: string;
  readonly import?: string;
  readonly entry: string;
}

const ENTRIES: readonly Entry[] = [
  {
    file: 'shared/algorithms/registry.ts',
    table: 'export const ALGORITHMS = {',
    import: `import { toySearch } from './toy-search/index.ts';`,
    entry: `'toy-search': toySearch,`,
  },
  {
    file: 'src-main/algorithms/registry.ts',
    table: 'const ALGORITHMS: { readonly [Id in AlgorithmId]: Algorithm<ConfigOf<Id>> } = {',
    import: `import { toySearch } from './toy-search/index.ts';`,
    entry: `'toy-search': toySearch,`,
  },
  {
    file: 'src-main/environments/registry.ts',
    table: 'const FAMILIES: readonly EnvironmentFamily[] = [',
    import: `import { toyLineFamily } from './toy-line/family.ts';`,
    entry: 'toyLineFamily,',
  },
  {
    file: 'shared/environmentFacts.ts',
    table: 'export const ENVIRONMENT_FACTS: Readonly<Record<string, EnvironmentFacts>> = {',
    entry: `'toy-line': { numbers: true, actions: 'box' },`,
  },
  ...(['en', 'ko'] as const).map((language) => ({
    file: `shared/messages/${language}/index.ts`,
    table: `export const ${language} = {`,
    import: `import { toys } from './toys.ts';`,
    entry: '...toys,',
  })),
];

export interface ToyTree {
  readonly root: string;
  /** Every file that the studio does not have as it is here: its lines more, or that it is new. */
  changes(): Readonly<Record<string, number | 'new'>>;
  remove(): void;
}

/** The tree runs as a clone does: its command line, and every process that it starts, are its own. */
export function toyTree(): ToyTree {
  const root = mkdtempSync(path.join(os.tmpdir(), 'studio-toys-'));
  for (const source of SOURCES) cpSync(path.join(ROOT, source), path.join(root, source), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
  cpSync(TOYS, root, { recursive: true });
  for (const entry of ENTRIES) enter(path.join(root, entry.file), entry);
  return {
    root,
    changes: () => Object.fromEntries(SOURCES.flatMap((source) => changesBelow(root, source))),
    remove: () => {
      rmSync(root, { recursive: true });
    },
  };
}

function enter(file: string, { table, import: imported, entry }: Entry): void {
  const lines = readFileSync(file, 'utf8').split('\n');
  const opens = lines.indexOf(table);
  if (opens === -1) throw new Error(`${file} has no line ${table}`);
  const closes = lines.findIndex((line, index) => index > opens && /^[}\]]/.test(line));
  lines.splice(closes, 0, `  ${entry}`);
  if (imported !== undefined) {
    const last = lines.findLastIndex((line) => /^(import|\} from) /.test(line));
    lines.splice(last + 1, 0, imported);
  }
  writeFileSync(file, lines.join('\n'));
}

function changesBelow(root: string, source: string): readonly (readonly [string, number | 'new'])[] {
  const files = source.includes('.')
    ? [source]
    : readdirSync(path.join(root, source), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => path.relative(root, path.join(parentPath, name)));
  return files.flatMap((file): readonly (readonly [string, number | 'new'])[] => {
    const before = path.join(ROOT, file);
    if (!existsSync(before)) return [[file, 'new']];
    const [old, now] = [before, path.join(root, file)].map((place) => readFileSync(place, 'utf8'));
    return old === now ? [] : [[file, linesMore(old ?? '', now ?? '')]];
  });
}

/** @throws where a line was taken away or changed */
function linesMore(before: string, after: string): number {
  const now = after.split('\n');
  let at = 0;
  for (const line of before.split('\n')) {
    while (at < now.length && now[at] !== line) at++;
    if (at === now.length) throw new Error(`a line was changed: ${line}`);
    at++;
  }
  return now.length - before.split('\n').length;
}
