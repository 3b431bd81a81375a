/** What every command does. Arguments come checked, with defaults filled in. */
import os from 'node:os';
import path from 'node:path';
import type { DiagnosticsReport } from '../../shared/diagnostics.ts';
import { nestConfig, resolveConfig } from '../../shared/config.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Language } from '../../shared/messages/index.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol.ts';
import { listDataSets } from '../datasets/dataSetFolder.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { Bin } from './bin.ts';
import type { CommandHandlers } from './clientConnection.ts';
import { shownFolder } from './clientErrors.ts';
import type { DiskForecaster } from './diskForecast.ts';
import type { HostOptions } from './hostOptions.ts';
import { packInWorker } from './archiveTasks.ts';
import type { DrawingTrainings } from './drawingTrainings.ts';
import type { Evaluations } from './evaluations.ts';
import type { DreamPictures } from './dreamPictures.ts';
import type { Films } from './films.ts';
import { keepBranch } from './keepBranch.ts';
import { machineCommands } from './machineCommands.ts';
import type { TrustMeasurements } from './trustMeasurements.ts';
import { describeCompute } from './computeText.ts';
import { gatherDiagnostics } from './diagnostics.ts';
import { exportFileName, safeFileName } from './exportFileName.ts';
import { checkpointToExport } from './trainedSource.ts';
import type { Imports } from './imports.ts';
import type { RequireModel } from './requireModel.ts';
import { runCommands } from './runCommands.ts';
import type { ModelChecks } from './modelChecks.ts';
import type { RunSupervisor } from './runSupervisor.ts';
import type { StallMeter } from './stallMeter.ts';
import { checkInThread } from './storeTasks.ts';
import { storeCommands } from './storeCommands.ts';
import { studyCommands } from './studyCommands.ts';
import type { LiveFeed } from './liveFeed.ts';
import { computeId } from './computeId.ts';
import type { TheatreSessions } from './theatreSessions.ts';

/** As it is kept; some 50,000 actions. A theatre plays longer ones, too. */
const MOST_SENT_RECIPE_BYTES = 512 * 1024;

export interface CommandContext {
  readonly store: ExperimentStore;
  readonly supervisor: RunSupervisor;
  readonly evaluations: Evaluations;
  readonly measurements: TrustMeasurements;
  readonly films: Films;
  readonly pictures: DreamPictures;
  readonly drawings: DrawingTrainings;
  readonly theatres: TheatreSessions;
  readonly models: ModelChecks;
  readonly imports: Imports;
  readonly feed: LiveFeed;
  readonly bin: Bin;
  readonly forecaster: DiskForecaster;
  readonly stalls: StallMeter;
  /** The last lines of the host's log. */
  readonly recent: () => readonly string[];
  readonly options: HostOptions;
}

export function hostCommands(context: CommandContext): CommandHandlers {
  const {
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
    options,
  } = context;
  // The window on this machine may need the place; whoever sits elsewhere gets its name.
  const shownPlace = (text: string) =>
    options.desktop !== true && path.isAbsolute(text) ? shownFolder(text) : text;
  const requireModel: RequireModel = async (run) => {
    await models.requireRun(run.environment, run.config);
    await theatres.ownCode('try', run);
  };
  const diagnosing = new Map<Language, Promise<DiagnosticsReport>>();
  const gather = (language: Language) =>
    gatherDiagnostics({
      language,
      version: options.version,
      shape: options.desktop === true ? 'desktop' : 'served',
      dataFolder: store.folder.root,
      otherLogs: options.otherLogs ?? [],
      recent: context.recent(),
      store,
      unopened: null,
      doctor: async () => (await options.doctor?.()) ?? { items: [] },
      compute: computeLines(context),
      check: (signal) => checkInThread(store.folder.root, signal),
    });
  return {
    ...runCommands({ store, supervisor, bin, requireModel, codeVersion: options.version }),
    ...studyCommands({ store, supervisor, feed, bin, requireModel, codeVersion: options.version }),
    ...storeCommands({ store, supervisor, bin, forecaster, codeVersion: options.version }),
    ...machineCommands(options.hub),
    'system.info': () => ({
      version: options.version,
      protocolVersion: PROTOCOL_VERSION,
      dataFolder: shownPlace(store.folder.root),
      platform: `${os.platform()} ${os.arch()}`,
      cores: os.availableParallelism(),
      memoryBytes: os.totalmem(),
      desktop: options.desktop ?? false,
      trainingsAtOnce: supervisor.trainingsAtOnce,
      longestStallMilliseconds: stalls.longest,
      computeId: computeId(theatres.fingerprint),
      ...theatres.compute,
    }),
    'system.doctor': async () => {
      const { items } = (await options.doctor?.()) ?? { items: [] };
      return { items: items.map((item) => ({ ...item, value: shownPlace(item.value) })) };
    },
    'system.diagnostics': ({ language }) => {
      // Who asks meanwhile gets the same: each measures the machine and reads the whole store.
      const report = diagnosing.get(language) ?? gather(language).finally(() => diagnosing.delete(language));
      diagnosing.set(language, report);
      return report;
    },
    'settings.get': () => store.settings(),
    'settings.set': ({ key, value }) => {
      store.setSetting(key, value);
      // More trainings at a time may be allowed now.
      supervisor.pump();
      return null;
    },
    'environments.list': () => theatres.environments(),
    'dataSets.list': () => listDataSets(store.folder.root),
    'environments.preview': ({ environment, config }) =>
      theatres.preview({ what: 'preview', environment, config }),
    'environments.allow': async ({ algorithm, environment, preset, overrides }) => {
      // Whoever sits elsewhere is not who owns this computer, whatever their session may do.
      if (options.desktop !== true) throw new StudioError('python.allowedHereOnly');
      const config = resolveConfig(algorithm, environment, preset, nestConfig(overrides));
      await theatres.ownCode('allow', { algorithm, environment, config });
      return null;
    },
    'environments.inspectModel': ({ xml, reward, keyframe }) => models.inspect(xml, reward, keyframe),
    'runs.export': async ({ runId, checkpoints }) => {
      const run = store.summary(runId);
      if (checkpoints === 'weights') {
        const file = await theatres.weights(checkpointToExport(store, runId));
        return { fileName: `${safeFileName(run.name)}.safetensors`, file, leftOut: [] };
      }
      const dataFolder = store.folder.root;
      return {
        fileName: exportFileName(run.name),
        ...(await packInWorker({ dataFolder, runId, studio: options.version, checkpoints })),
      };
    },
    'runs.film': ({ runId }, caller) => films.film(runId, caller),
    'runs.dreamPicture': ({ runId }) => pictures.of(runId),
    'runs.import': ({ file }) => imports.take({ bytes: file }),
    'imports.begin': async ({ bytes }, caller) => {
      await imports.begin(bytes, caller);
      return null;
    },
    'imports.piece': async ({ bytes }, caller) => {
      await imports.add(bytes, caller);
      return null;
    },
    'imports.finish': (_, caller) => imports.finish(caller),
    'imports.stop': async () => {
      await imports.stop();
      return null;
    },
    'checkpoints.pin': ({ checkpointId, pinned }) => {
      const { runId } = store.pinCheckpoint(checkpointId, pinned);
      supervisor.announcer.now(runId);
      return null;
    },
    'evaluations.start': ({ runId, checkpointId, episodes, seed }) =>
      evaluations.start(runId, { checkpoint: checkpointId, episodes, seed }),
    'evaluations.cancel': ({ evaluationId }) => {
      evaluations.cancel(evaluationId);
      return null;
    },
    'evaluations.underWay': () => evaluations.underWay(),
    'evaluations.list': ({ runId }) => ({
      results: store.evaluations(runId),
      underWay: evaluations.underWay(runId),
    }),
    'trust.start': ({ runId, checkpointId, instrument, episodes, temperatures, seed }) =>
      measurements.start(runId, { checkpoint: checkpointId, instrument, episodes, temperatures, seed }),
    'trust.cancel': ({ measurementId }) => {
      measurements.cancel(measurementId);
      return null;
    },
    'trust.list': ({ runId }) => ({
      rows: store.trustRecords(runId).map((record) => ({ ...record, runId })),
      underWay: measurements.underWay(runId),
    }),
    'drawing.continue': (continuation) =>
      theatres.continueDrawing(continuation, continuation.model === 'own' ? drawings.weights : null),
    'drawing.train': ({ steps, seed }) => drawings.start(steps, seed),
    'drawing.stop': () => drawings.stop(),
    'drawing.state': () => drawings.state,
    'episodes.recipe': ({ episodeId }) => {
      if (store.recipeBytes(episodeId) > MOST_SENT_RECIPE_BYTES) {
        throw new StudioError('protocol.tooLarge', { megabytes: MOST_SENT_RECIPE_BYTES / 1024 / 1024 });
      }
      return store.recipe(episodeId).recipe;
    },
    'theatre.open': ({ source }, caller) => theatres.open(source, caller),
    'theatre.control': ({ sessionId, control }) => {
      theatres.control(sessionId, control);
      return null;
    },
    'theatre.branches': ({ sessionId, request }) => theatres.branches(sessionId, request),
    'branches.list': ({ runId }) => store.branches(runId),
    'branches.keep': ({ runId, branch }) => keepBranch(store, runId, branch),
    'branches.rename': ({ runId, branchId, name }) => {
      store.renameBranch(runId, branchId, name);
      return null;
    },
    'branches.remove': ({ runId, branchId }) => {
      store.removeBranch(runId, branchId);
      return null;
    },
    'theatre.close': ({ sessionId }) => {
      if (!theatres.has(sessionId)) throw new StudioError('session.unknown', { session: sessionId });
      theatres.close(sessionId);
      return null;
    },
  };
}

/** What computes here, and how the host keeps up. */
function computeLines({ theatres, stalls, supervisor, evaluations }: CommandContext): string[] {
  const { fingerprint } = theatres;
  return [
    `inspector: ${fingerprint === null ? '-' : describeCompute(fingerprint)}`,
    `trainings: ${supervisor.active.length} of ${supervisor.trainingsAtOnce} at once; evaluations: ${evaluations.underWay().length}`,
    `longest stall of the last minute: ${Math.round(stalls.longest)} ms`,
  ];
}
