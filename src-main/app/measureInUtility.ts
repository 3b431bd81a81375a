/** Starts the tensor backend in a utility process, as trainers have it, and measures it. */
import { MessageChannelMain, utilityProcess } from 'electron';
import { entryPath } from '../engine/entryPath.ts';
import type { FromGauge } from '../engine/gauge.ts';
import { portOfElectron } from '../engine/port.ts';

/** @throws Error where the process exits before it answers. */
export function measureInUtility(environment: Readonly<Record<string, string>>): Promise<FromGauge> {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannelMain();
    const child = utilityProcess.fork(entryPath(import.meta.url, '../engine/gauge.ts'), [], {
      stdio: 'inherit',
      env: { ...(process.env as Record<string, string>), ...environment },
    });
    const port = portOfElectron(port2);
    port.onMessage((message) => {
      resolve(message as FromGauge);
      port.close();
    });
    child.once('exit', (code) => {
      reject(new Error(`the gauge exited with ${code}`));
    });
    child.once('spawn', () => {
      child.postMessage({ type: 'port' }, [port1]);
    });
  });
}
