/** Run as a process: opens the folder, writes one run, says `open` (or the error's code), closes when stdin ends. */
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';

try {
  const store = ExperimentStore.open(process.argv[2] ?? '');
  store.createRun({
    name: 'from another process',
    algorithm: 'world-models',
    environment: 'car-racing',
    preset: 'smoke',
    config: {},
    tags: [],
    scoreMetric: 'evaluation/return',
    codeVersion: 'test',
  });
  process.stdout.write('open\n');
  process.stdin.on('end', () => {
    store.close();
  });
  process.stdin.resume();
} catch (error) {
  process.stdout.write(`${error instanceof Error && 'code' in error ? String(error.code) : String(error)}\n`);
}
