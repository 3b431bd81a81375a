/** A web server over a renderer of a few files, for tests; it closes with the test. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Host } from '../../src-main/host/hostOptions.ts';
import type { ImportOptions } from '../../src-main/host/importRun.ts';
import { startWebServer, type WebServerOptions } from '../../src-main/host/webServer.ts';
import { temporaryFolder } from './testHost.ts';

export const TOKEN = 'a-token-for-the-test-of-32-letters-and-more';
export const BEARER = { authorization: `Bearer ${TOKEN}` };

/** Files: `index.html`, a small and a large script in `assets`; beside the served folder a secret one. */
export async function serve(host?: Host, options: Partial<WebServerOptions> = {}) {
  const root = path.join(temporaryFolder(), 'renderer');
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  writeFileSync(path.join(root, 'index.html'), '<title>studio</title>');
  writeFileSync(path.join(root, 'assets', 'app-1a2b.js'), 'export {};');
  writeFileSync(path.join(root, 'assets', 'large.js'), Buffer.alloc(8 * 1024 * 1024, 32));
  writeFileSync(path.join(root, '..', 'secret.txt'), 'secret');
  const server = await startWebServer({
    rendererFolder: root,
    address: '127.0.0.1',
    port: 0,
    token: TOKEN,
    connect: (port) => host?.connect(port),
    ...(host === undefined
      ? {}
      : {
          importRun: (file: string, more: ImportOptions) => host.importRun(file, more),
          uploadFolder: host.dataFolder,
        }),
    ...options,
  });
  onTestFinished(() => server.close());
  return server;
}
