/** `studio serve`: the whole studio in a browser. Prints the address, with its token, as the only line on stdout. */
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { StudioError } from '../../../shared/errors.ts';
import { nodeLauncher } from '../../host/nodeLauncher.ts';
import { startWebServer, type WebServer, type WebServerOptions } from '../../host/webServer.ts';
import { systemErrorCode } from '../../store/storeErrors.ts';
import { startLocalHost } from '../localHost.ts';
import { chosenDataFolder, note, print, projectFolder, say, wholeNumber } from '../terminal.ts';

export interface ServeOptions {
  readonly port: string;
  readonly host: string;
  readonly open?: boolean;
  readonly dataDir?: string;
}

export async function serve(options: ServeOptions): Promise<void> {
  const port = wholeNumber('--port', options.port, 0, 65_535);
  const project = projectFolder();
  const host = await startLocalHost(options, {
    startQueue: true,
    warmInspector: true,
    shippedExperiments: path.join(project, 'assets', 'experiments'),
    doctor: async () => {
      const { doctorReport } = await import('../doctor.ts');
      return doctorReport({ launcher: nodeLauncher(), dataFolder: chosenDataFolder(options) });
    },
  });
  try {
    const token = process.env['STUDIO_TOKEN'];
    const server = await listen(port, {
      rendererFolder: path.join(project, 'out', 'renderer'),
      address: options.host,
      ...(token === undefined || token === '' ? {} : { token }),
      names: [os.hostname()],
      connect: (client) => {
        host.connect(client);
      },
    });
    print(server.url);
    note(say('cli.serve.running', { folder: host.dataFolder }));
    if (options.open === true) openInBrowser(server.url);
    await endSignal();
    note(say('cli.serve.closing'));
    await server.close();
  } finally {
    await host.close();
  }
}

/** @throws StudioError `config.invalid` where the port is taken. */
async function listen(port: number, options: Omit<WebServerOptions, 'port'>): Promise<WebServer> {
  try {
    return await startWebServer({ ...options, port });
  } catch (error) {
    if (systemErrorCode(error) !== 'EADDRINUSE') throw error;
    const reason = say('cli.serve.portTaken', { port });
    throw new StudioError('config.invalid', { field: '--port', reason }, { cause: error });
  }
}

/** Ctrl-C, or whoever started it asks it to end. A second time: at once. */
function endSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = () => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  });
}

function openInBrowser(url: string): void {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', url.replaceAll('&', '^&')]]
        : ['xdg-open', [url]];
  const opener = spawn(command, args, { stdio: 'ignore', detached: true });
  // No browser here: the address was printed.
  opener.on('error', () => {
    note(say('cli.serve.noBrowser'));
  });
  opener.unref();
}
