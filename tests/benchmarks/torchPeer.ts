/** A Python process that stays open between rounds, so that starting PyTorch isn't timed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const BENCHMARK_THREADS = 2;

let process_: { readonly child: ChildProcess; ask(round: string): Promise<number> } | null = null;

/** One round of `peers/world_models.py`. */
export function torchRound(python: string, round: string): Promise<number> {
  process_ ??= open(python);
  return process_.ask(round);
}

function open(python: string) {
  const script = fileURLToPath(new URL('peers/world_models.py', import.meta.url));
  const child = spawn(python, [script, String(BENCHMARK_THREADS)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  // It must not keep the bench alive after the last round.
  child.unref();
  for (const stream of [child.stdin, child.stdout]) (stream as unknown as { unref?(): void }).unref?.();
  return {
    child,
    async ask(round: string) {
      child.stdin.write(`${round}\n`);
      // The pipe was unreferenced: hold the event loop until the answer is here.
      const hold = setInterval(() => undefined, 1000);
      try {
        const { value, done } = await lines.next();
        if (done === true) throw new Error(`the PyTorch peer ended in round ${round}`);
        return Number(value);
      } finally {
        clearInterval(hold);
      }
    },
  };
}
