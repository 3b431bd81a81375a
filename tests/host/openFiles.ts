/** Which files this process holds open, on Linux. */
import { readdirSync, readlinkSync } from 'node:fs';
import { expect, onTestFinished, vi } from 'vitest';

/** How often a file of that name is open. */
export function timesOpen(fileName: string): number {
  const opened = readdirSync('/proc/self/fd').map((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`);
    } catch {
      // Closed since the list was read.
      return '';
    }
  });
  return opened.filter((file) => file.endsWith(fileName)).length;
}

/** Fails, too, where a file is closed by nobody but the garbage collector. @returns waits until it is open no more */
export function watchClosing(fileName: string): () => Promise<void> {
  const collected: string[] = [];
  const onWarning = ({ message }: Error) => {
    if (message.includes('garbage collection')) collected.push(message);
  };
  process.on('warning', onWarning);
  onTestFinished(() => {
    process.off('warning', onWarning);
  });
  return async () => {
    await vi.waitFor(() => {
      expect(timesOpen(fileName)).toBe(0);
    }, 20_000);
    expect(collected).toEqual([]);
  };
}
