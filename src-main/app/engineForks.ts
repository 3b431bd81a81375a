/** Forks engine processes as utility processes on the host's request, and gives each one end of a port pair. */
import { MessageChannelMain, utilityProcess } from 'electron';
import type { MessagePortMain, UtilityProcess } from 'electron';
import { entryPath } from '../engine/entryPath.ts';
import { MEMORY_FLAGS } from '../engine/memoryFlags.ts';
import type { FromHost, ToHost } from '../host/shellMessages.ts';

const ERROR_TAIL_BYTES = 8192;

export type SendToHost = (message: ToHost, port?: MessagePortMain) => void;

export class EngineForks {
  readonly #send: SendToHost;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #forks = new Map<number, UtilityProcess>();

  /** @param environment added to every engine process's, such as where TensorFlow was put */
  constructor(send: SendToHost, environment: Readonly<Record<string, string>>) {
    this.#send = send;
    this.#environment = environment;
  }

  launch({ id, kind, environment }: Extract<FromHost, { type: 'launch' }>): void {
    const { port1: engineEnd, port2: hostEnd } = new MessageChannelMain();
    try {
      const child = utilityProcess.fork(entryPath(import.meta.url, `../engine/${kind}.ts`), [], {
        serviceName: `World Model Studio ${kind}`,
        execArgv: [...MEMORY_FLAGS],
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...(process.env as Record<string, string>), ...this.#environment, ...environment },
      });
      this.#forks.set(id, child);
      let errorOutput = '';
      child.stderr?.on('data', (piece: Buffer) => {
        errorOutput = (errorOutput + piece.toString('utf8')).slice(-ERROR_TAIL_BYTES);
      });
      child.once('exit', (code) => {
        this.#forks.delete(id);
        this.#send({ type: 'exited', id, exit: { code, signal: null, errorOutput } });
      });
      child.once('spawn', () => {
        child.postMessage({ type: 'port' }, [engineEnd]);
        this.#send({ type: 'launched', id, processId: child.pid }, hostEnd);
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#send({ type: 'notLaunched', id, reason });
    }
  }

  kill(id: number): void {
    const child = this.#forks.get(id);
    if (child?.pid !== undefined) process.kill(child.pid, 'SIGKILL');
  }

  /** Those that outlived their host keep what is to be kept, as their ports have closed; then they are killed. */
  async allGone(limitMilliseconds: number): Promise<void> {
    const ids = [...this.#forks.keys()];
    const gone = [...this.#forks.values()].map(
      (child) => new Promise<void>((resolve) => child.once('exit', () => resolve())),
    );
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMilliseconds)));
    await Promise.race([Promise.all(gone), limit]);
    clearTimeout(timer);
    for (const id of ids) this.kill(id);
  }
}
