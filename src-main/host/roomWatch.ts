/** Runs that stopped on a full disk: they may go on when there is room again for what they keep. */
import { statfs } from 'node:fs/promises';

const LOOK_MILLISECONDS = 3000;
/** What the database may need beside a checkpoint. */
const SPARE_BYTES = 8 * 1024 * 1024;

/** A checkpoint is written beside the one before it. */
const CHECKPOINTS = 2;

export class RoomWatch {
  readonly #folder: string;
  readonly #onRoom: () => void;
  /** Bytes that each needs. */
  readonly #waiting = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(folder: string, onRoom: () => void) {
    this.#folder = folder;
    this.#onRoom = onRoom;
  }

  waits(runId: string): boolean {
    return this.#waiting.has(runId);
  }

  add(runId: string, checkpointBytes: number): void {
    this.#waiting.set(runId, SPARE_BYTES + CHECKPOINTS * checkpointBytes);
    this.#timer ??= setInterval(() => {
      void this.#look();
    }, LOOK_MILLISECONDS);
  }

  /** A person decided otherwise. */
  drop(runId: string): void {
    this.#waiting.delete(runId);
    if (this.#waiting.size === 0) this.close();
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#waiting.clear();
  }

  async #look(): Promise<void> {
    let free: number;
    try {
      const { bavail, bsize } = await statfs(this.#folder);
      free = bavail * bsize;
    } catch {
      // A folder that is away for the moment has no room.
      return;
    }
    const ready = [...this.#waiting].filter(([, needed]) => free >= needed).map(([runId]) => runId);
    for (const runId of ready) this.drop(runId);
    if (ready.length > 0) this.#onRoom();
  }
}
