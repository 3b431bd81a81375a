/** What goes wrong while a checkpoint is taken up: its sum says that it is what was written, and not that it was written rightly. */
import { StudioError } from '../../shared/errors.ts';

/** TensorFlow, the WASM backend and JavaScript each have words of their own for it. */
const OUT_OF_MEMORY =
  /OOM when allocating|ResourceExhausted|bad_alloc|[Aa]rray buffer allocation failed|Invalid typed array length|Cannot allocate memory|memory access out of bounds/;

/** `trainer.outOfMemory` where it was memory; any other error as it is. */
export function memoryError(error: unknown): unknown {
  if (error instanceof StudioError || !(error instanceof Error) || !OUT_OF_MEMORY.test(error.message))
    return error;
  return new StudioError(
    'trainer.outOfMemory',
    { reason: error.message.split('\n')[0] ?? '' },
    { cause: error },
  );
}

/**
 * Reads a checkpoint that may come from anybody: whatever breaks on what it holds is told as the checkpoint's fault.
 * @throws StudioError `checkpoint.malformed`, `trainer.outOfMemory`, or what `work` throws of this kind
 */
export async function takingUp<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw checkpointFault(error);
  }
}

export function checkpointFault(error: unknown): unknown {
  const known = memoryError(error);
  if (known instanceof StudioError) return known;
  return new StudioError('checkpoint.malformed', { file: '', part: 'header' }, { cause: error });
}
