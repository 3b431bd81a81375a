/** What is told of a run is in the store by then, also where it is written inside a larger transaction. */
import { expect, it } from 'vitest';
import { LiveFeed } from '../../src-main/host/liveFeed.ts';
import { RunJournal } from '../../src-main/host/runJournal.ts';
import { newRun, openStore } from '../store/testStore.ts';

const LINE = { level: 'info', key: 'log.started' } as const;

function listened() {
  const store = openStore();
  const feed = new LiveFeed();
  const { id } = store.createRun(newRun());
  const told: string[] = [];
  feed.listen(
    'run',
    { runId: id },
    {
      send: (event) => {
        told.push((event as { readonly kind: string }).kind);
      },
      ended: () => undefined,
    },
  );
  return { store, journal: new RunJournal(store, feed), id, told };
}

it('nothing is told before the transaction around it is committed', () => {
  const { store, journal, id, told } = listened();
  store.transaction(() => {
    journal.write(id, { status: 'running' }, [LINE]);
    journal.log(id, 'info', 'log.paused');
    expect(told).toEqual([]);
  });
  expect(told).toEqual(['log', 'summary', 'log']);
});

it('nothing is told of what is undone, then or later', () => {
  const { store, journal, id, told } = listened();
  expect(() =>
    store.transaction(() => {
      journal.write(id, { status: 'running' }, [LINE]);
      throw new Error('no room');
    }),
  ).toThrow('no room');
  expect(store.log(id, 10)).toEqual([]);
  journal.write(id, { status: 'queued' });
  expect(told).toEqual(['summary']);
});
