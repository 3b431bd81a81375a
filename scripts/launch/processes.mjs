// @ts-check
/** Starting other programs: in the foreground with their exit passed on, or quietly with their output kept. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

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
    const child = spawn(command, parameters, { stdio: 'inherit', ...options });
    const ignore = () => {};
    /** @type {NodeJS.Signals[]} */
    const passed = ['SIGTERM', 'SIGHUP'];
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    process.on('SIGINT', ignore);
    for (const signal of passed) process.on(signal, pass);
    const settle = () => {
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
