// @ts-check
/**
 * Run as a process: the launcher's way of starting a command, with another program in its place. `parent` first: what npm is
 * to the launcher, a process that starts it and hands no signal on.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runForeground } from '../../scripts/launch/processes.mjs';

const words = process.argv.slice(2);
if (words[0] === 'parent') {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...words.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, npm_lifecycle_event: 'train' },
  });
  child.on('exit', (code) => process.exit(code ?? 1));
} else {
  process.stderr.write(`launcher ${process.pid}\n`);
  process.exitCode = await runForeground(process.execPath, words, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
}
