/** Before each test file: its child processes and workers note which code they run, in a folder named after the file. */
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { REACH_FOLDER, reachName } from './reach.ts';

const folder = process.env[REACH_FOLDER];
const file = expect.getState().testPath;
if (folder !== undefined && file !== undefined) {
  const name = reachName(path.relative(process.cwd(), file));
  mkdirSync(path.join(folder, name), { recursive: true });
  appendFileSync(path.join(folder, 'processes.jsonl'), `${JSON.stringify([process.pid, name])}\n`);
  process.env['NODE_V8_COVERAGE'] = path.join(folder, name);
}
