/** The one kind of error that a person meets: what happened, why, what to do next, from the message catalogue. */

import type { RunSummary } from './run.ts';

/** Each has `error.<code>.what`, `.why` and `.next` in the catalogue. */
export const ERROR_CODES = [
  'protocol.malformed',
  'protocol.unknownCommand',
  'protocol.unauthorised',
  'protocol.tooMany',
  'protocol.tooLarge',
  'config.invalid',
  'config.unknownSetting',
  'config.fixed',
  'config.dreamNeedsReward',
  'config.dreamNeedsEnd',
  'config.carriedStateNeedsEnd',
  'config.dreamIsPictures',
  'config.nothingKept',
  'config.picturesOnly',
  'config.plannerNeedsNumbers',
  'config.moreElites',
  'config.reinforceNeedsCritic',
  'config.replayValueNeedsReinforce',
  'config.noRange',
  'config.neverLearns',
  'config.noChoices',
  'config.choicesOnly',
  'config.noGrid',
  'config.tooManyChoices',
  'config.latentTooLarge',
  'config.modelAndReward',
  'config.sequenceTooLong',
  'config.recordedOnly',
  'config.recordedRounds',
  'config.behaviourMissing',
  'config.unknownPreset',
  'config.unknownAlgorithm',
  'environment.unknown',
  'environment.badState',
  'environment.badAction',
  'environment.notFinite',
  'environment.badModel',
  'environment.badExpression',
  'environment.expressionTooLong',
  'environment.expressionTooDeep',
  'environment.modelTooLarge',
  'environment.modelNotZip',
  'environment.modelZipBomb',
  'environment.modelManyFiles',
  'environment.modelBadPath',
  'environment.modelFileTwice',
  'environment.modelNoMain',
  'environment.modelWhichMain',
  'environment.modelFileMissing',
  'environment.modelFileOutside',
  'environment.modelIncludeCycle',
  'environment.modelPictureTooLarge',
  'environment.modelPlugin',
  'environment.unknownKeyframe',
  'environment.modelTooSlow',
  'environment.modelMemory',
  'environment.modelCrashed',
  'environment.physicsAborted',
  'environment.unknownBody',
  'environment.noHand',
  'environment.noSavedStates',
  'environment.noTemperature',
  'environment.noActuators',
  'environment.unboundedActuator',
  'python.notFound',
  'python.noWindows',
  'python.notAllowed',
  'python.allowedHereOnly',
  'python.noGymnasium',
  'python.unknownId',
  'python.missingModule',
  'python.badArguments',
  'python.badWrapper',
  'python.unsupportedActions',
  'python.unsupportedObservation',
  'python.noPicture',
  'python.noRender',
  'python.noNumbers',
  'python.tooManyNumbers',
  'python.failed',
  'python.died',
  'python.hung',
  'dream.noPictures',
  'dream.noModel',
  'branches.tooMany',
  'branches.noModel',
  'branches.beyondEnd',
  'branches.over',
  'branches.noAgent',
  'branches.notRecorded',
  'branches.actionSize',
  'branches.otherEyes',
  'branches.noNumbers',
  'branches.tooManyModels',
  'branches.notRepeatable',
  'branches.keptEnough',
  'branches.unknown',
  'trust.noModel',
  'trust.recordedOnly',
  'trust.noScore',
  'trust.noWindows',
  'trust.busy',
  'drawing.busy',
  'drawing.untrained',
  'trust.unknown',
  'dream.unknownRun',
  'dream.otherEnvironment',
  'dream.otherSteps',
  'dream.blindModel',
  'dream.notWhole',
  'dream.noReward',
  'dream.noEnd',
  'dream.noTemperature',
  'dream.otherActions',
  'dream.lost',
  'dream.changed',
  'lens.noModel',
  'lens.blind',
  'lens.otherEnvironment',
  'lens.otherSettings',
  'recipe.invalid',
  'recipe.unreadable',
  'recipe.storedWhole',
  'dataSet.none',
  'dataSet.unknown',
  'dataSet.damaged',
  'dataSet.notFound',
  'dataSet.unknownFormat',
  'dataSet.badFile',
  'dataSet.tooLarge',
  'dataSet.empty',
  'dataSet.recordedOnly',
  'dataSet.lacks',
  'dataSet.tooShort',
  'dataSet.noFfmpeg',
  'dataSet.badVideo',
  'query.unclear',
  'machines.noHub',
  'machines.unknownWorker',
  'machines.unreachable',
  'machines.waiting',
  'machines.lost',
  'machines.badRecord',
  'run.unknown',
  'run.busy',
  'run.notResumable',
  'run.noCheckpoint',
  'run.noneTrains',
  'run.notBegun',
  'run.interrupted',
  'run.framesLost',
  'run.episodesDiffer',
  'run.episodesGone',
  'checkpoint.unknown',
  'checkpoint.damaged',
  'checkpoint.malformed',
  'checkpoint.mismatch',
  'checkpoint.cannotAct',
  'store.locked',
  'store.readOnly',
  'store.notOwner',
  'store.outside',
  'store.corrupt',
  'store.missing',
  'store.full',
  'store.newer',
  'trainer.crashed',
  'trainer.outOfMemory',
  'training.notFinite',
  'training.weightsNotFinite',
  'inspector.crashed',
  'evaluation.crashed',
  'film.noEpisode',
  'film.differs',
  'film.unseen',
  'evaluation.busy',
  'evaluation.unknown',
  'session.unknown',
  'session.tooMany',
  'compute.noTensorFlow',
  'compute.noGpu',
  'desktop.sandboxOff',
  'host.unreachable',
  'host.failed',
  'serve.shortToken',
  'serve.badCertificate',
  'serve.needsTls',
  'serve.notRunning',
  'recording.noEncoder',
  'import.invalid',
  'import.unreadable',
  'import.notArchive',
  'import.newer',
  'import.missing',
  'import.otherDream',
  'import.unknownPart',
  'import.twice',
  'import.unsupported',
  'import.damagedPart',
  'import.tooManyParts',
  'import.tooLarge',
  'import.unpacksTooLarge',
  'import.packedTooTightly',
  'import.noJson',
  'import.tooComplex',
  'import.badName',
  'import.columns',
  'import.outOfMemory',
  'import.outOfTurn',
  'import.stopped',
  'import.busy',
  'export.busy',
  'study.unknown',
  'study.invalid',
  'study.unknownField',
  'study.seedsApart',
  'study.seedsStay',
  'study.repeats',
  'study.tooMany',
  'study.cannotShare',
  'study.nothingToShare',
  'hub.noServer',
  'hub.oldServer',
  'hub.portTaken',
  'hub.serverFailed',
  'hub.notRunning',
  'hub.badAddress',
  'hub.unreachable',
  'hub.silent',
  'hub.wrongCa',
  'hub.wrongName',
  'hub.clock',
  'hub.wrongToken',
  'hub.expiredToken',
  'hub.usedToken',
  'hub.revokedToken',
  'hub.removed',
  'hub.otherBuild',
  'hub.unknownWorker',
  'hub.unknownInvitation',
  'hub.refused',
  'hub.notJoined',
  'hub.joinedSeveral',
  'hub.otherRole',
  'hub.alreadyHere',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export type ErrorValues = Readonly<Record<string, string | number>>;

export class StudioError extends Error {
  readonly code: ErrorCode;
  /** Fills the catalogue's placeholders. */
  readonly values: ErrorValues;
  /** For copying: a stack, a system error, a path. */
  readonly detail: string | undefined;

  constructor(code: ErrorCode, values: ErrorValues = {}, options: { cause?: unknown; detail?: string } = {}) {
    const shown = Object.entries(values)
      .map(([name, value]) => `${name}: ${value}`)
      .join(', ');
    super(
      shown === '' ? code : `${code} (${shown})`,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.name = 'StudioError';
    this.code = code;
    this.values = values;
    this.detail = options.detail ?? (options.cause instanceof Error ? options.cause.stack : undefined);
  }
}

/** How an error crosses a process. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly values: ErrorValues;
  readonly detail?: string;
}

export function reportError(error: unknown): ErrorReport {
  if (error instanceof StudioError) {
    return {
      code: error.code,
      values: error.values,
      ...(error.detail === undefined ? {} : { detail: error.detail }),
    };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: 'internal',
    values: { message: error instanceof Error ? error.message : String(error) },
    detail,
  };
}

export function errorFromReport(report: ErrorReport): StudioError {
  return new StudioError(
    report.code,
    report.values,
    report.detail === undefined ? {} : { detail: report.detail },
  );
}

/** What a run keeps of why it stopped: everything that the error's text tells. */
export function errorForRun({ code, values, detail }: ErrorReport): NonNullable<RunSummary['lastError']> {
  return {
    code,
    message: String(values['message'] ?? values['reason'] ?? ''),
    values,
    ...(detail === undefined ? {} : { detail }),
  };
}

/** What a run keeps of why it stopped, as an error again; codes that this studio does not know are told as they are. */
export function errorOfRun(
  name: string,
  { code, message, values, detail }: NonNullable<RunSummary['lastError']>,
): ErrorReport {
  const known = ERROR_CODES.find((candidate) => candidate === code) ?? 'internal';
  return {
    code: known,
    // Older studios kept the message alone, and each text names it in its own way.
    values: { message, reason: message, run: name, ...values },
    detail: detail ?? message,
  };
}
