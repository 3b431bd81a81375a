/** `studio restore` and `studio empty-bin`: what becomes of deleted experiments and studies. */
import { StudioError } from '../../../shared/errors.ts';
import type { BinContent } from '../../../shared/storage.ts';
import { startLocalHost } from '../localHost.ts';
import { print, say } from '../terminal.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** The one of that id, the only one whose id begins so, or the one of that name that was deleted last. */
function find<Item extends Named>(items: readonly Item[], reference: string): Item | undefined {
  const begins = items.filter(({ id }) => reference !== '' && id.startsWith(reference));
  return (
    items.find(({ id }) => id === reference) ??
    (begins.length === 1 ? begins[0] : items.find(({ name }) => name === reference))
  );
}

/** @throws StudioError `run.unknown` where nothing in the bin is called so. */
function chosen({ runs, studies }: BinContent, references: readonly string[]) {
  const found = references.map((reference) => {
    const study = find(studies, reference);
    const run = study === undefined ? find(runs, reference) : undefined;
    if (study === undefined && run === undefined) throw new StudioError('run.unknown', { run: reference });
    return { study, run };
  });
  return {
    studyIds: found.flatMap(({ study }) => (study === undefined ? [] : [study.id])),
    runIds: found.flatMap(({ run }) => (run === undefined ? [] : [run.id])),
    names: found.map(({ study, run }) => (study ?? run)?.name ?? ''),
  };
}

export async function restore(
  references: readonly string[],
  options: { readonly dataDir?: string },
): Promise<void> {
  const host = await startLocalHost(options);
  try {
    const { names, ...ids } = chosen(await host.call('bin.list', {}), references);
    await host.call('bin.restore', ids);
    print(say('cli.restore.done', { names: names.join(', ') }));
  } finally {
    await host.close();
  }
}

export async function emptyBin(options: { readonly dataDir?: string }): Promise<void> {
  const host = await startLocalHost(options);
  try {
    const { runs } = await host.call('bin.list', {});
    const { freedBytes } = await host.call('runs.emptyBin', {});
    print(say('cli.emptyBin.done', { count: runs.length, size: (freedBytes / 1e6).toFixed(1) }));
  } finally {
    await host.close();
  }
}
