/**
 * The signals by which a terminal, a batch system or a service manager ends what it has started. They reach every process
 * of a group, engine processes too.
 */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/** For a process that saves and ends when its port closes: what a signal means is decided by the process that launched it. */
export function ignoreEndingSignals(): void {
  for (const signal of ENDING_SIGNALS) process.on(signal, () => undefined);
}
