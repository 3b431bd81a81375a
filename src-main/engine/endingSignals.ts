/**
 * The signals by which a terminal, a batch system or a service manager ends what it has started. They reach every process
 * of a group, engine processes too.
 */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/**
 * For a process that ends when its port closes, and keeps what is to be kept then: whoever launched it decides what a signal
 * means.
 */
export function ignoreEndingSignals(): void {
  for (const signal of ENDING_SIGNALS) process.on(signal, () => undefined);
}
