// @ts-check
/** Starting other programs: in the foreground with their exit passed on, or quietly with their output kept. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/**
 * Whose child a process is, on Linux; elsewhere undefined.
 * @param {number} processId
 */
function parentOf(processId) {
  try {
    const line = readFileSync(`/proc/${processId}/stat`, 'utf8');
    return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/**
 * npm runs a script through a shell, and may be ended alone: neither tells us. Their end shows in whose child we are, and in
 * whose child the shell is.
 * @param {() => void} tell called once
 * @returns {() => void} stops watching
 */
function whenOrphaned(tell) {
  const parent = process.ppid;
  const above = process.env['npm_lifecycle_event'] === undefined ? undefined : parentOf(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && (above === undefined || parentOf(parent) === above)) return;
    clearInterval(timer);
    tell();
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Runs a program in the foreground and resolves with its exit code (128 + signal, as shells count). Ctrl-C reaches the
 * program itself, as it is in the terminal's group; other signals are passed on.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function runForeground(command, parameters, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      stdio: 'inherit',
      ...options,
      env: { ...(options.env ?? process.env), STUDIO_LAUNCHER_PROCESS: String(process.pid) },
    });
    const ignore = () => {};
    /** @type {NodeJS.Signals[]} */
    const passed = ['SIGTERM', 'SIGHUP'];
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    process.on('SIGINT', ignore);
    for (const signal of passed) process.on(signal, pass);
    const stopWatching = whenOrphaned(() => pass('SIGTERM'));
    const settle = () => {
      stopWatching();
      process.off('SIGINT', ignore);
      for (const signal of passed) process.off(signal, pass);
    };
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('close', (code, signal) => {
      settle();
      resolve(code ?? 128 + (signal === null ? 0 : (constants.signals[signal] ?? 0)));
    });
  });
}
