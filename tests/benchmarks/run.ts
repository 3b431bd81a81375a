/**
 * `npm run bench -- [NAME...] [--json] [--list] [--rounds N]`: one JSON line a benchmark. Peers run in the same call, turn by
 * turn with ours, where STUDIO_PEERS_PYTHON names their Python; medians of the rounds are compared, so that a machine that
 * is busy for a while is busy for both.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Benchmark } from './benchmark.ts';
import { compare, type Comparison } from './compare.ts';

const NOT_BENCHMARKS = new Set(['benchmark.ts', 'compare.ts', 'run.ts']);

async function loadBenchmarks(): Promise<readonly Benchmark[]> {
  const files = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.ts') && !NOT_BENCHMARKS.has(name))
    .sort();
  const found: Benchmark[] = [];
  for (const file of files) {
    const module = (await import(path.join(import.meta.dirname, file))) as {
      readonly benchmarks?: readonly Benchmark[];
    };
    // Files that several benchmarks share export none.
    found.push(...(module.benchmarks ?? []));
  }
  return found;
}

/** For a person: `name  value unit  (ratio x peer)`. */
function describe({ name, value, unit, ratio }: Comparison): string {
  const beside = ratio === null ? '' : `  ${ratio.toFixed(2)}x the peer`;
  return `${name.padEnd(28)} ${value.toPrecision(4).padStart(10)} ${unit}${beside}`;
}

function roundCount(text: string): number {
  const rounds = Number(text);
  if (!Number.isInteger(rounds) || rounds < 1) throw new InvalidArgumentError('1 or more is expected.');
  return rounds;
}

const command = new Command('bench')
  .description('Times the studio, beside its peers where STUDIO_PEERS_PYTHON names a Python that has them.')
  .argument('[name...]', 'benchmarks; all where none is named')
  .option('--json', 'JSON lines to a terminal too')
  .option('--list', 'names only')
  .option('--rounds <n>', 'turns of the studio and its peer; medians count', roundCount, 7)
  .parse();
const options = command.opts<{ readonly json?: true; readonly list?: true; readonly rounds: number }>();
const { args: names } = command;

const all = await loadBenchmarks();
const unknown = names.filter((name) => !all.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  process.stderr.write(`No benchmark is named ${unknown.join(', ')}. --list shows all.\n`);
  process.exit(2);
}
const chosen = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
const python = process.env['STUDIO_PEERS_PYTHON'];
let failed = false;
for (const benchmark of chosen) {
  if (options.list === true) {
    process.stdout.write(`${benchmark.name}\n`);
    continue;
  }
  try {
    const { rounds } = options;
    const result = await compare(benchmark, { rounds, python: python === '' ? undefined : python });
    // A terminal gets a table; anything that reads gets JSON, with or without --json.
    const person = process.stdout.isTTY && options.json !== true;
    process.stdout.write(`${person ? describe(result) : JSON.stringify(result)}\n`);
  } catch (error) {
    // What else was asked for is worth having.
    failed = true;
    process.stderr.write(`${benchmark.name} failed: ${String(error)}\n`);
  }
}
process.exit(failed ? 1 : 0);
