/** A host as a process of its own, told by its arguments: data folder, broker. It is there to be killed. */
import { startHost } from '../../src-main/host/host.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import { natsMachines } from '../../src-main/machines/places/natsMachines.ts';
import { connectTo } from './testBroker.ts';

const [, , dataFolder = '', broker = ''] = process.argv;
await startHost({
  dataFolder,
  launcher: nodeLauncher(),
  version: 'test',
  warmInspector: false,
  machines: natsMachines({ connect: () => connectTo(broker) }),
});
// The queue's timers may rest; this process stays.
setInterval(() => undefined, 1_000_000);
