/** The Pythons of this thread: environments of one config share one, so that a step of many is one message each way. */
import type { GymnasiumConfig } from './config.ts';
import { GymnasiumEnvironment } from './gymnasiumEnvironment.ts';
import { PythonProcess } from './pythonProcess.ts';

interface Shared {
  readonly python: Promise<PythonProcess>;
  /** Environments that are open. */
  users: number;
  /** The first environment comes with the Python. */
  firstTaken: boolean;
}

const shelf = new Map<string, Shared>();

/** @throws StudioError `python.*` */
export async function openGymnasium(config: GymnasiumConfig): Promise<GymnasiumEnvironment> {
  const key = JSON.stringify(config);
  const shared = shelf.get(key) ?? { python: PythonProcess.start(config), users: 0, firstTaken: false };
  shelf.set(key, shared);
  shared.users++;
  const leave = (python: PythonProcess | null) => {
    shared.users--;
    if (shared.users > 0 && python !== null) return;
    if (shelf.get(key) === shared) shelf.delete(key);
    if (shared.users === 0) python?.close();
  };
  let python: PythonProcess | null = null;
  try {
    python = await shared.python;
    const isFirst = !shared.firstTaken;
    shared.firstTaken = true;
    const mine = python;
    return new GymnasiumEnvironment(mine, isFirst ? 0 : mine.open(), config, () => leave(mine));
  } catch (error) {
    leave(python);
    throw error;
  }
}
