/** What is written of a run when its training has ended: its state, and the line of its log that says why. */
import { errorForRun, type ErrorReport } from '../../shared/errors.ts';
import type { RunChanges } from '../store/runTable.ts';
import type { LogLine } from './runJournal.ts';
import type { TrainingOutcome } from './runPlace.ts';
import { mayPass } from './untilStored.ts';

export interface TrainingEnding {
  readonly changes: RunChanges;
  readonly lines: readonly LogLine[];
}

export interface EndedTraining {
  /** What the run was asked for last. */
  readonly wanted: 'run' | 'pause' | 'stop';
  /** Its trainer had said that it trains. */
  readonly begun: boolean;
  /** Over all sittings. */
  readonly wallSeconds: number;
}

export function endingOf(
  outcome: TrainingOutcome,
  { wanted, begun, wallSeconds }: EndedTraining,
): TrainingEnding {
  switch (outcome.kind) {
    case 'completed': {
      const { changes, lines } = restingAs('completed', wallSeconds);
      return { changes: { ...changes, progress: null }, lines };
    }
    case 'paused':
    case 'stopped':
      return restingAs(outcome.kind, wallSeconds);
    case 'failed':
      return failureOf(outcome.error, mayPass(outcome.error) ? 'interrupted' : 'failed', { wallSeconds });
    case 'died':
      // A signal killed it before it could ignore signals. It was to end anyway and had not begun: nothing is lost.
      return wanted !== 'run' && !begun
        ? restingAs(wanted === 'pause' ? 'paused' : 'stopped', wallSeconds)
        : failureOf(outcome.error, 'interrupted', { wallSeconds });
  }
}

function restingAs(status: 'completed' | 'paused' | 'stopped', wallSeconds: number): TrainingEnding {
  return {
    changes: { status, ...noProcess(), wallSeconds, lastError: null },
    lines: [{ level: 'info', key: `log.${status}` }],
  };
}

/** @param changes further ones */
export function failureOf(
  error: ErrorReport,
  status: 'failed' | 'interrupted',
  changes: RunChanges = {},
): TrainingEnding {
  return {
    changes: { status, ...noProcess(), ...changes, lastError: errorForRun(error) },
    lines: [{ level: 'error', key: `error.${error.code}.what`, values: error.values }],
  };
}

function noProcess(): Pick<RunChanges, 'endedAt' | 'processId' | 'processBorn' | 'placement'> {
  return { endedAt: new Date().toISOString(), processId: null, processBorn: null, placement: null };
}
