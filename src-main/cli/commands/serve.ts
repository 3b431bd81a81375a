/** `studio serve`: the whole studio in a browser. Prints an address that opens it once as the only line on stdout. */
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { configFolder } from '../../../scripts/launch/paths.mjs';
import { StudioError } from '../../../shared/errors.ts';
import type { CommandArguments } from '../../../shared/protocol.ts';
import { nodeLauncher } from '../../host/nodeLauncher.ts';
import { writeLaunchFile } from '../../host/launchFile.ts';
import { fingerprint, ownCertificate, type OwnCertificate } from '../../host/ownCertificate.ts';
import {
  checkServable,
  startWebServer,
  type WebServer,
  type WebServerOptions,
} from '../../host/webServer.ts';
import { hubBeside } from '../../machines/hub/hubBeside.ts';
import { hubMachines } from '../../machines/places/hubMachines.ts';
import { processBirth } from '../../store/lock.ts';
import { systemErrorCode } from '../../store/storeErrors.ts';
import { ProcessLog } from '../../store/log.ts';
import { keepSecret } from '../../store/redaction.ts';
import { onInterruption } from '../interruption.ts';
import { startLocalHost } from '../localHost.ts';
import { openInBrowser } from '../openInBrowser.ts';
import { shellFolders } from '../shellFolders.ts';
import { chosenDataFolder, note, print, projectFolder, readText, say, wholeNumber } from '../terminal.ts';

export interface ServeOptions {
  readonly port: string;
  readonly host: string;
  readonly open?: boolean;
  readonly tls?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly insecure?: boolean;
  readonly dataDir?: string;
}

export async function serve(options: ServeOptions): Promise<void> {
  const port = wholeNumber('--port', options.port, 0, 65_535);
  const token = takeToken();
  const given = givenCertificate(options);
  checkServable({
    token,
    address: options.host,
    encrypted: options.tls === true || given !== null,
    insecure: options.insecure === true,
    tls: given ?? undefined,
  });
  const project = projectFolder();
  const interruption = onInterruption();
  const host = await startLocalHost(options, {
    startQueue: true,
    hub: hubBeside(),
    machines: hubMachines(),
    warmInspector: true,
    otherLogs: shellFolders(chosenDataFolder(options)),
    shippedExperiments: path.join(project, 'assets', 'experiments'),
    doctor: async () => {
      const { doctorReport } = await import('../../host/doctor.ts');
      return doctorReport({ launcher: nodeLauncher(), dataFolder: chosenDataFolder(options) });
    },
  });
  const log = new ProcessLog(host.dataFolder, 'server');
  try {
    const names = ['localhost', '127.0.0.1', os.hostname(), options.host];
    const tls = given ?? (options.tls === true ? await ownCertificate(configFolder(), names) : null);
    const server = await listen(port, {
      rendererFolder: path.join(project, 'out', 'renderer'),
      address: options.host,
      ...(token === undefined ? {} : { token }),
      ...(tls === null ? {} : { tls }),
      insecure: options.insecure === true,
      names: [os.hostname()],
      connect: (client) => {
        host.connect(client);
      },
      importRun: (file, more) => host.importRun(file, more),
      // The command checks them, as it does those that come in a message.
      exportRun: (args) => host.call('runs.export', args as CommandArguments<'runs.export'>),
      uploadFolder: host.dataFolder,
      log,
    });
    const forget = writeLaunchFile(host.dataFolder, {
      origin: server.origin,
      opener: server.opener,
      processId: process.pid,
      born: processBirth(process.pid),
    });
    const address = server.newAddress();
    print(address);
    note(say('cli.serve.running', { folder: host.dataFolder }));
    if (tls !== null) note(say('cli.serve.fingerprint', { fingerprint: fingerprint(tls.certificate) }));
    const stopOffering = offerAddresses(server);
    if (options.open === true) openInBrowser(address);
    await interruption.asked;
    stopOffering();
    note(say('cli.serve.closing'));
    forget();
    await server.close();
  } finally {
    await host.close();
    log.close();
    interruption.close();
  }
}

/** The person's own token. What is started from here, a browser among it, does not inherit it. */
function takeToken(): string | undefined {
  const token = process.env['STUDIO_TOKEN'];
  delete process.env['STUDIO_TOKEN'];
  if (token === undefined || token === '') return undefined;
  keepSecret(token);
  return token;
}

/** An address works once: where a person sits at the terminal, Enter prints another. */
function offerAddresses(server: WebServer): () => void {
  if (!process.stdin.isTTY) return () => undefined;
  note(say('cli.serve.enter'));
  const lines = createInterface({ input: process.stdin });
  lines.on('line', () => {
    print(server.newAddress());
  });
  // Ctrl-C is the command's own to answer.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  return () => {
    lines.close();
  };
}

/** @throws StudioError `config.invalid` where one of the two files is missing or cannot be read. */
function givenCertificate({ tlsCert, tlsKey }: ServeOptions): OwnCertificate | null {
  if (tlsCert === undefined && tlsKey === undefined) return null;
  if (tlsCert === undefined || tlsKey === undefined) {
    const field = tlsCert === undefined ? '--tls-cert' : '--tls-key';
    throw new StudioError('config.invalid', { field, reason: say('cli.serve.bothFiles') });
  }
  return { certificate: readText('--tls-cert', tlsCert), key: readText('--tls-key', tlsKey) };
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
