/** Entry of the desktop's host process: a host whose clients and engine processes come from the shell. */
import { ignoreEndingSignals } from '../engine/endingSignals.ts';
import { reportError } from '../../shared/errors.ts';
import type { Language } from '../../shared/messages/index.ts';
import { hubBeside } from '../machines/hub/hubBeside.ts';
import { hubMachines } from '../machines/places/hubMachines.ts';
import { logFaults } from '../store/log.ts';
import { gatherDiagnostics, openedForDiagnostics } from '../host/diagnostics.ts';
import { doctorReport } from '../host/doctor.ts';
import { startHost } from '../host/host.ts';
import type { Host } from '../host/hostOptions.ts';
import type { MessagePortLike } from '../engine/port.ts';
import { checkInThread } from '../host/storeTasks.ts';
import { shellLauncher } from '../host/shellLauncher.ts';
import { openShellLink } from '../host/shellLink.ts';
import type { DesktopHostStart } from '../host/shellMessages.ts';

// The shell decides what a signal means, and says so over the line.
ignoreEndingSignals();

const link = openShellLink();
const launcher = shellLauncher((message) => {
  link.send(message);
});
let host: Host | undefined;
let asked: DesktopHostStart | undefined;
/** Clients that came while the host was starting. */
const early: MessagePortLike[] = [];

async function start(options: DesktopHostStart): Promise<void> {
  asked = options;
  try {
    const started = await startHost({
      dataFolder: options.dataFolder,
      launcher,
      version: options.version,
      desktop: true,
      otherLogs: options.otherLogs,
      ...(options.configFolder === undefined ? {} : { configFolder: options.configFolder }),
      repair: options.remedy === 'repair',
      beginNew: options.remedy === 'beginNew',
      doctor: () => doctorReport({ launcher, dataFolder: options.dataFolder }),
      hub: hubBeside(),
      machines: hubMachines(),
      ...(options.shippedExperiments === undefined ? {} : { shippedExperiments: options.shippedExperiments }),
    });
    host = started;
    logFaults(started.log);
    link.send({ type: 'ready' });
    for (const port of early.splice(0)) started.connect(port);
  } catch (error) {
    link.send({ type: 'failed', error: reportError(error) });
  }
}

async function diagnose(language: Language): Promise<void> {
  const report =
    host === undefined
      ? await withoutHost(language, asked)
      : await host.call('system.diagnostics', { language });
  link.send({ type: 'diagnosed', report });
}

/** It could not start, or has not yet: what can be read is read. */
async function withoutHost(language: Language, options: DesktopHostStart | undefined) {
  const { dataFolder = '', version = '', otherLogs = [] } = options ?? {};
  const { store, unopened } = openedForDiagnostics(dataFolder);
  try {
    return await gatherDiagnostics({
      language,
      version,
      shape: 'desktop, host not started',
      dataFolder,
      otherLogs,
      recent: [],
      store,
      unopened,
      doctor: () => doctorReport({ launcher, dataFolder }),
      compute: [],
      check: (signal) => checkInThread(dataFolder, signal),
    });
  } finally {
    store?.close();
  }
}

async function close(): Promise<void> {
  await host?.close();
  link.send({ type: 'closed' });
  // The message above must be on its way before the process ends.
  setTimeout(() => process.exit(0), 50);
}

link.onMessage((message, port) => {
  launcher.receive(message, port);
  if (message.type === 'start') void start(message);
  else if (message.type === 'close') void close();
  else if (message.type === 'diagnose') void diagnose(message.language);
  else if (message.type === 'client' && port !== undefined) {
    if (host === undefined) early.push(port);
    else host.connect(port);
  }
});
link.onClose(() => {
  // Its processes end with it, and keep what they can by themselves; nobody tells when.
  host?.supervisor.abandon();
  launcher.shellGone();
  void close();
});
