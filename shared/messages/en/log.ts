/** English: lines of a run's log. */
export const log = {
  'log.started': 'Training begins.',
  'log.resumed': 'Training goes on from the last checkpoint; {records} later records are computed again.',
  'log.startedAgain':
    'No checkpoint had been kept yet: training begins again; {records} records are computed again.',
  'log.settingChanged': 'Setting {field} is now {value}; it was {before}.',
  'log.paused': 'Paused, with a checkpoint.',
  'log.stopped': 'Stopped, with a checkpoint.',
  'log.completed': 'Training is complete.',
  'log.interrupted':
    'The studio ended while this trained. Recovered: {records} records, {checkpoints} checkpoints.',
  'log.waitsForEarlier': 'Waiting for the earlier process to save.',
  'log.leftUnreadable': 'What the earlier process left could not be taken in: {reason}.',
  'log.begunAgain': 'Begun again as “{name}” ({run}); the records here stay as they are.',
  'log.beginsAgain': 'Begins “{name}” ({run}) again from the beginning.',
  'log.notExact':
    'This machine computes other bits than before, so the result is no longer exactly repeatable. Before: {before}. Now: {now}.',
  'log.lock': 'The environment is played by {lock}.',
  'log.lockVersions':
    'The environment was recorded with {before} and is played with {now}: what is computed again need not be exact.',
  'log.lockDiffers':
    'The environment was recorded with {before} and is played with {now}, and its first steps come out otherwise: what is computed again is not exact.',
  'log.lockSteps':
    'The environment was recorded with {before}, and is played with the same ({now}), but its first steps come out otherwise: what is computed again is not exact.',
  'log.lockNoRepeat':
    'The environment does not repeat: the same seed and actions gave two different episodes. Recorded episodes are stored whole and never computed again, and the run is not exact.',
  'log.checkpointFailed':
    'A checkpoint could not be written ({reason}). Training goes on; earlier checkpoints are safe.',
  'log.checkpointDamaged': 'Checkpoint {checkpoint} is damaged and was passed over.',
  'log.checkpointMissing': 'The file of checkpoint {checkpoint} is gone, so the checkpoint was removed.',
  'log.checkpointSetAside': 'Checkpoint {checkpoint} was damaged. Its file is kept in “set-aside”.',
  'log.takenIn':
    'Taken in again from its folder, with {checkpoints} checkpoints. Curves and episodes were in the lost database.',
  'log.cacheFull': 'The frame cache is full: {episodes} of {asked} episodes were collected.',
  'log.cacheLost': 'The frame cache was gone or damaged: what was missing is collected again.',
  'log.phase.collect': 'Collecting episodes.',
  'log.phase.vision': 'Training V.',
  'log.phase.encode': 'Encoding what was collected.',
  'log.phase.memory': 'Training M.',
  'log.phase.controller': 'Evolving C.',
  'log.phase.seed': 'Playing seed episodes at random.',
  'log.phase.train': 'Learning from episodes, and playing new ones.',
  'log.phase.evaluate': 'Evaluating.',
  'log.evaluated':
    'Checkpoint {checkpoint} evaluated on request: {score} ± {deviation} over {episodes} episodes. The score of the run stays.',
  'log.gaveWay': 'Paused for a run that was started by hand; goes on after it.',
  'log.takenBy': '{worker} trains it.',
  'log.beganFrom': 'Took over V and M from “{name}” (checkpoint {checkpoint}).',
} as const satisfies Readonly<Record<string, string>>;
