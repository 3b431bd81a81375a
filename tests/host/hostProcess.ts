/** Run as a process: a host with one training, which says the run's id and its trainer's process id, and waits to be killed. */
import { startHost } from '../../src-main/host/host.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';

const [, , dataFolder = '', trainer = '', steps = '60'] = process.argv;
const host = await startHost({
  dataFolder,
  launcher: nodeLauncher({ entries: { trainer } }),
  version: 'test',
  warmInspector: false,
});
const { id } = await host.call('runs.create', {
  algorithm: 'world-models',
  environment: 'car-racing',
  preset: 'smoke',
  overrides: { 'controller.generations': Number(steps) },
});
const timer = setInterval(() => {
  const { axis, status } = host.store.summary(id);
  if (status !== 'running' || axis.gradientSteps < 10) return;
  clearInterval(timer);
  const processId: unknown = host.store.connection.prepare('SELECT process_id FROM runs').pluck().get();
  process.stdout.write(`${JSON.stringify({ id, processId })}\n`);
}, 20);
