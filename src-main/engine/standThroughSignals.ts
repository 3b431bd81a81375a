/**
 * Imported first by every engine process, so that it holds from the first moment on. Ctrl-C, a closed terminal and whoever
 * ends the whole group (Slurm, systemd, `timeout`) reach everything that was started there. What becomes of a run is
 * the host's to decide: it gets the same signal, asks for a checkpoint and closes the line, and when it was killed the line
 * closes by itself.
 */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) {
  if (signal !== 'SIGBREAK' || process.platform === 'win32') process.on(signal, () => undefined);
}
