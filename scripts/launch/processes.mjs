// @ts-check
/** Starting other programs: in the foreground with their exit passed on, or quietly with their output kept. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** How soon it is noticed that whoever started this launcher is gone. */
const LOOK_MILLISECONDS = 500;

/**
 * Calls back once when the process that started this one is gone: `npm` hands no signal on, so what it runs would stay.
 * @param {() => void} callback
 * @returns {() => void} ends the watch
 */
function onOrphaned(callback) {
  // Outside npm a launcher may well outlive a shell that left it in the background.
  if (process.env['npm_lifecycle_event'] === undefined) return () => {};
  const parent = process.ppid;
  const alive = () => {
    // Windows goes on naming a parent that is gone.
    if (process.platform !== 'win32') return process.ppid === parent;
    try {
      return process.kill(parent, 0);
    } catch {
      return false;
    }
  };
  const timer = setInterval(() => {
    if (alive()) return;
    clearInterval(timer);
    callback();
  }, LOOK_MILLISECONDS);
  return () => clearInterval(timer);
}

/**
 * Runs a program in the foreground and resolves with its exit code (128 + signal, as shells count). Ctrl-C reaches the
 * program itself, as it is in the terminal's group; other signals are passed on, and so is that whoever wanted it is gone. A
 * program with an IPC channel (`stdio`) learns by its end that this launcher is gone, however it went.
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
    const unwatch = onOrphaned(() => (child.connected ? child.disconnect() : child.kill('SIGTERM')));
    const settle = () => {
      unwatch();
      process.off('SIGINT', ignore);
      for (const signal of passed) process.off(signal, pass);
    };
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    // Not 'close': Node leaves it out where this side has ended the channel.
    child.on('exit', (code, signal) => {
      settle();
      resolve(code ?? 128 + (signal === null ? 0 : (constants.signals[signal] ?? 0)));
    });
  });
}
