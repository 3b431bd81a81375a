/** `studio serve`: the whole studio in a browser. Prints the address, with its token, as the only line on stdout. */
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { startWebServer } from '../../host/webServer.ts';
import { startLocalHost } from '../localHost.ts';
import { note, print, projectFolder, say, wholeNumber } from '../terminal.ts';
import { gatherDoctorReport } from './doctorReport.ts';

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
    doctor: gatherDoctorReport,
  });
  try {
    const token = process.env['STUDIO_TOKEN'];
    const server = await startWebServer({
      rendererFolder: path.join(project, 'out', 'renderer'),
      address: options.host,
      port,
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
