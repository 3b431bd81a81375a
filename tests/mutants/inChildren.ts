/**
 * Faults judged where Stryker's Vitest runner cannot wake them: put into a copy of the sources, so that every process and worker
 * has them, and tried by the test files whose children come by the place. What Stryker's command runner does, but with tests of
 * each fault's own.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Journal, type Fate } from './fate.ts';
import { reachOf, type Reaching } from './reach.ts';
import { faultKey, offsetOf, type Fault } from './sample.ts';

export interface ChildrenOptions {
  readonly root: string;
  /** Where the journal and the copies lie. */
  readonly folder: string;
  /** Faults at a time, each in a copy of its own. */
  readonly concurrency: number;
  readonly tell: (line: string) => void;
}

/** Test files a fault, at most: the shortest ones. A fault that only others would notice is told as a survivor. */
const FILES = 12;
/** As many times as long as the undisturbed tests, and so much more, before a fault counts as one that hangs them. */
const TIMES = 6;
const GRACE_MILLISECONDS = 60_000;

/** What a copy has: everything that tests read, but nothing that was built or is only kept. */
const LEFT_OUT = ['.git', '.mutants', '.soak', 'node_modules', 'out', 'release', 'test-results'];

/** Judges what has no verdict yet. */
export async function judgeInChildren(
  faults: readonly Fault[],
  { root, folder, concurrency, tell }: ChildrenOptions,
): Promise<Journal> {
  const journal = new Journal(path.join(folder, 'children.jsonl'));
  const left = faults.filter((fault) => journal.fateOf(fault) === undefined);
  if (left.length === 0) return journal;
  const trees = Array.from({ length: concurrency }, (_, index) =>
    copyOf(root, path.join(folder, `tree-${index}`)),
  );
  const [first = ''] = trees;
  const reaching = reachOf(faults, first, folder);
  let done = faults.length - left.length;
  const queue = [...left];
  await Promise.all(
    trees.map(async (tree) => {
      for (let fault = queue.shift(); fault !== undefined; fault = queue.shift()) {
        const fate = await judge(fault, tree, reaching);
        journal.note(fault, fate);
        done += 1;
        tell(`${done}/${faults.length}  ${fate}  ${fault.file}:${fault.location.start.line + 1}`);
      }
    }),
  );
  for (const tree of trees) rmSync(tree, { recursive: true, force: true });
  return journal;
}

function copyOf(root: string, tree: string): string {
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(tree, { recursive: true });
  cpSync(root, tree, {
    recursive: true,
    filter: (source) => !LEFT_OUT.includes(path.relative(root, source)),
  });
  symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'));
  return tree;
}

async function judge(fault: Fault, tree: string, reaching: readonly Reaching[]): Promise<Fate> {
  const key = faultKey(fault);
  const tests = reaching
    .filter(({ faults }) => faults.includes(key))
    .sort((a, b) => a.milliseconds - b.milliseconds)
    .slice(0, FILES);
  if (tests.length === 0) return 'uncovered';
  const file = path.join(tree, fault.file);
  const whole = readFileSync(file, 'utf8');
  const { start, end } = fault.location;
  writeFileSync(
    file,
    whole.slice(0, offsetOf(whole, start)) + fault.replacement + whole.slice(offsetOf(whole, end)),
  );
  try {
    const usual = tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const names = tests.map((test) => test.file);
    return (await passes(names, tree, TIMES * usual + GRACE_MILLISECONDS)) ? 'survived' : 'killed';
  } finally {
    writeFileSync(file, whole);
  }
}

/** Whether test files pass in time. */
function passes(files: readonly string[], tree: string, limitMilliseconds: number): Promise<boolean> {
  const child = spawn(
    'vitest',
    ['run', '--bail=1', '--maxWorkers=1', '--config', 'tests/mutants/vitest.config.ts', ...files],
    { cwd: tree, stdio: 'ignore', detached: true },
  );
  const end = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  const late = setTimeout(end, limitMilliseconds);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(late);
      resolve(code === 0);
    });
  });
}
