/** `studio import`: takes an exported run into the data folder. */
import { readFileSync } from 'node:fs';
import { StudioError } from '../../../shared/errors.ts';
import { startLocalHost } from '../localHost.ts';
import { print } from '../terminal.ts';

export async function importFile(
  file: string,
  options: { readonly dataDir?: string; readonly json?: boolean },
): Promise<void> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new StudioError(
      'import.invalid',
      { reason: cause instanceof Error ? cause.message : '' },
      { cause },
    );
  }
  const host = await startLocalHost(options);
  try {
    const run = await host.call('runs.import', { file: new Uint8Array(bytes) });
    print(options.json === true ? JSON.stringify(run) : run.id);
  } finally {
    await host.close();
  }
}
