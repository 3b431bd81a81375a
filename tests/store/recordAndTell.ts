/** Run as a process under a tracer: records one thing after the other, and says so as soon as the store has returned. */
import { writeSync } from 'node:fs';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { newRun } from './newRun.ts';

const [, , folder = ''] = process.argv;
const store = ExperimentStore.open(folder);
const { id } = store.createRun(newRun());
const axis = { environmentSteps: 1, gradientSteps: 1, wallSeconds: 1 };
const tell = (what: string) => writeSync(1, `told ${what}\n`);

tell('begin');
store.record(id, [{ kind: 'metrics', axis, values: { a: 1 } }]);
tell('metrics');
store.record(id, [
  {
    kind: 'checkpoint',
    checkpoint: {
      id: 'c1',
      fileName: 'c1.wms',
      sizeBytes: 1,
      reason: 'interval',
      phase: '',
      score: null,
      axis,
      createdAt: '',
    },
  },
]);
tell('checkpoint');
store.record(id, [{ kind: 'metrics', axis, values: { a: 2 } }]);
tell('metrics after');
store.record(id, [
  { kind: 'result', result: { score: 1, scoreDeviation: 0, scoreEpisodes: 1, figures: {} } },
]);
tell('result');
store.lasting(() => store.changeRun(id, { status: 'completed' }));
tell('end');
store.close();
