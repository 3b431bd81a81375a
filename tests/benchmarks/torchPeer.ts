/** Python processes that stay open between rounds, so that starting PyTorch isn't timed. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Of the studio and of its peers. One each is the fairer measure on a machine that others use: PyTorch's threads wait for one another. */
export const BENCHMARK_THREADS = Number(process.env['STUDIO_BENCHMARK_THREADS'] ?? 2);

interface Peer {
  ask(round: string): Promise<number>;
}

const open = new Map<string, Peer>();

/** One round of a script in `peers/`. */
export function torchRound(python: string, round: string, script = 'world_models.py'): Promise<number> {
  let peer = open.get(script);
  if (peer === undefined) open.set(script, (peer = start(python, script)));
  return peer.ask(round);
}

function start(python: string, name: string): Peer {
  const script = fileURLToPath(new URL(`peers/${name}`, import.meta.url));
  const child = spawn(python, [script, String(BENCHMARK_THREADS)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  // It must not keep the bench alive after the last round.
  child.unref();
  for (const stream of [child.stdin, child.stdout]) (stream as unknown as { unref?(): void }).unref?.();
  return {
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
