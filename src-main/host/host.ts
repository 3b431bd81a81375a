/** Puts the host together: the store, the supervisor, the theatres, and what clients may ask of them. */
import { ExperimentStore } from '../store/experimentStore.ts';
import { KnownFolders } from '../store/knownFolders.ts';
import { ProcessLog, type Log } from '../store/log.ts';
import { dropOldLogs } from '../store/oldLogs.ts';
import { keepFilesPrivate } from '../store/privateFiles.ts';
import { Bin } from './bin.ts';
import {
  callCommand,
  ClientConnection,
  type CommandHandlers,
  type TopicHandlers,
} from './clientConnection.ts';
import { hostCommands } from './commands.ts';
import { DiskForecaster } from './diskForecast.ts';
import { DrawingTrainings } from './drawingTrainings.ts';
import { Evaluations } from './evaluations.ts';
import { DreamPictures } from './dreamPictures.ts';
import { Films } from './films.ts';
import { TrustMeasurements } from './trustMeasurements.ts';
import { Turns } from './turns.ts';
import { alsoInTerminal, loggedLauncher, logRuns } from './hostLog.ts';
import { knowingDataSets } from './dataSets.ts';
import type { Host, HostOptions } from './hostOptions.ts';
import { Imports } from './imports.ts';
import { LiveFeed } from './liveFeed.ts';
import { ModelChecks } from './modelChecks.ts';
import { repairIfAsked } from './repair.ts';
import { RunSupervisor } from './runSupervisor.ts';
import { StallMeter } from './stallMeter.ts';
import { TheatreSessions } from './theatreSessions.ts';
import { sweepUploads } from './webImport.ts';
import { importShipped } from './shippedExperiments.ts';

/** A trainer that is asked to pause finishes its step first. After so long it is killed; its last checkpoint is whole. */
const CLOSE_LIMIT_MILLISECONDS = 60_000;

/** @throws StudioError `store.*` where the data folder cannot be used. */
export async function startHost(options: HostOptions): Promise<Host> {
  keepFilesPrivate();
  const known = options.configFolder === undefined ? null : new KnownFolders(options.configFolder);
  if (options.beginNew === true) known?.forget(options.dataFolder);
  known?.refuseMissing(options.dataFolder);
  repairIfAsked(options.dataFolder, options.repair ?? false);
  const store = ExperimentStore.open(options.dataFolder);
  known?.note(options.dataFolder);
  await sweepUploads(options.dataFolder);
  dropOldLogs(store.folder.root);
  const own = new ProcessLog(store.folder.root, 'host');
  const log: Log = options.log ?? own;
  const feed = new LiveFeed();
  logRuns(feed, log);
  const launcher = loggedLauncher(knowingDataSets(options.launcher, store.folder.root), log);
  const models = new ModelChecks(launcher);
  const theatres = new TheatreSessions({
    store,
    feed,
    models,
    launcher,
    warm: options.warmInspector ?? true,
  });
  const supervisor = new RunSupervisor({
    store,
    feed,
    launcher,
    models,
    ...(options.machines === undefined ? {} : { machines: options.machines }),
    ...(options.trainingsAtOnce === undefined ? {} : { trainingsAtOnce: options.trainingsAtOnce }),
    ...(options.usualTrainings === undefined ? {} : { usualTrainings: options.usualTrainings }),
    onCheckpoint: (runId) => {
      theatres.checkpointAdded(runId);
    },
  });
  const turns = new Turns();
  const evaluations = new Evaluations({ store, feed, launcher, models, turns });
  const measurements = new TrustMeasurements({ store, feed, launcher, models, turns });
  const films = new Films({ store, launcher, models, turns });
  const pictures = new DreamPictures({
    store,
    models,
    trains: (runId) => supervisor.active.includes(runId),
    dream: (file) => theatres.dreamPicture(file),
  });
  const drawings = new DrawingTrainings({ feed, launcher, turns });
  const imports = new Imports({
    store,
    feed,
    imported: (runId) => {
      supervisor.announcer.now(runId);
    },
  });
  const bin = new Bin({ store, supervisor, evaluations, measurements, feed });
  const forecaster = new DiskForecaster({ store, feed, training: () => supervisor.active });
  const stalls = new StallMeter();
  const commands: CommandHandlers = hostCommands({
    store,
    supervisor,
    evaluations,
    measurements,
    films,
    pictures,
    drawings,
    theatres,
    models,
    imports,
    feed,
    bin,
    forecaster,
    stalls,
    recent: () => own.recent,
    options,
  });
  const topics: TopicHandlers = {
    runs: (args, listener) => feed.listen('runs', args, listener),
    studies: (args, listener) => feed.listen('studies', args, listener),
    drawing: (args, listener) => feed.listen('drawing', args, listener),
    evaluations: (args, listener) => feed.listen('evaluations', args, listener),
    imports: (args, listener) => feed.listen('imports', args, listener),
    disk: (args, listener) => feed.listen('disk', args, listener),
    run: (args, listener) => {
      store.summary(args.runId);
      return feed.listen('run', args, listener);
    },
    theatre: ({ sessionId }, listener) => theatres.listen(sessionId, listener),
  };
  const clientLog = alsoInTerminal(log);
  const connections = new Set<ClientConnection>();
  let closing: Promise<void> | null = null;

  if (store.fresh && options.shippedExperiments !== undefined) {
    await importShipped(store, options.shippedExperiments, (runId) => {
      supervisor.announcer.now(runId);
    });
  }
  log.write('info', 'host.started', {
    version: options.version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    desktop: options.desktop ?? false,
    runs: store.everyRunId().length,
  });
  supervisor.begin(options.startQueue ?? true);
  theatres.begin();
  forecaster.begin();
  // What is left of earlier deletions goes in the background; what cannot go now waits for the next start.
  bin.begin().catch(() => undefined);

  const close = async () => {
    forecaster.close();
    models.close();
    await imports.close();
    // Together: each may wait for another's turn.
    await Promise.all([evaluations.close(), measurements.close(), films.close(), drawings.close()]);
    await bin.close();
    await supervisor.close(CLOSE_LIMIT_MILLISECONDS);
    await theatres.shutDown();
    for (const connection of connections) connection.close();
    await options.hub?.close();
    store.close();
    stalls.close();
    log.write('info', 'host.closed');
    own.close();
  };
  const nobody = { onGone: () => () => undefined };
  options.hub?.resume();
  return {
    dataFolder: store.folder.root,
    store,
    supervisor,
    feed,
    log,
    connect: (port) => {
      const connection = new ClientConnection(port, commands, topics, clientLog);
      connections.add(connection);
      port.onClose(() => connections.delete(connection));
    },
    importRun: (file, more) => imports.take({ file }, more),
    call: (name, args) => callCommand(commands, name, args, nobody) as never,
    close: () => (closing ??= close()),
  };
}
