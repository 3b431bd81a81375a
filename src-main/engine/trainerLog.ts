/** The log of a run's trainers, in the data folder's `logs`: written by themselves, so that it goes on where the host is gone. */
import path from 'node:path';
import { logFaults, ProcessLog, TRAINER_LOG_LIMITS, type Log } from '../store/log.ts';
import type { TrainerStart } from './messages.ts';

export function trainerLog({ folder, runId }: Pick<TrainerStart, 'folder' | 'runId'>): Log {
  // `runs/<id>` of the data folder.
  const log = new ProcessLog(path.dirname(path.dirname(folder)), `trainer-${runId}`, TRAINER_LOG_LIMITS);
  logFaults(log);
  return log;
}
