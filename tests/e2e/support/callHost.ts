/** One command to the host from Electron's window, over a port of its own, as the renderer's client sends it. */
import type { Page } from '@playwright/test';

export function callHost(page: Page, command: string, args: object): Promise<Record<string, unknown>> {
  return page.evaluate(
    ({ command, args }) =>
      new Promise<Record<string, unknown>>((resolve, reject) => {
        const take = (event: MessageEvent) => {
          const port = event.ports[0];
          if (port === undefined) return;
          window.removeEventListener('message', take);
          port.onmessage = ({ data }) => {
            port.close();
            if (data.type === 'result') resolve(data.value);
            else reject(new Error(JSON.stringify(data)));
          };
          port.start();
          port.postMessage({ type: 'call', id: 1, command, args });
        };
        window.addEventListener('message', take);
        (Reflect.get(window, 'studio') as { connect(): void }).connect();
      }),
    { command, args },
  );
}
