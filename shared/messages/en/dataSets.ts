/** English: recorded data of other people. */
export const dataSets = {
  'environment.data-set.name': 'Recorded data',
  'environment.data-set.description':
    'Episodes that were recorded elsewhere and brought in: a world model learns from them alone, and nobody acts.',
  'config.environment.dataSet.label': 'Data set',
  'config.environment.dataSet.help':
    'Which of the data sets that were brought in. `studio data import PATH` brings one in: NPZ episodes, a Minari or a LeRobot data set.',
  'config.environment.dataSet.choose': 'Choose a data set',
  'config.environment.dataSet.option': '{name}: {episodes} episodes, {steps} steps',
  'config.environment.dataSet.empty': 'There is no data set yet. Bring one in: studio data import PATH',
  'cli.data': 'bring in recorded data of other programs, and list it',
  'cli.data.import': 'bring in a folder of NPZ episodes, a Minari or a LeRobot data set',
  'cli.data.list': 'list the data sets there are',
  'cli.argument.dataSetPath': 'a folder, or a main_data.hdf5',
  'cli.option.dataSetName': 'what to call it (default: the folder’s name)',
  'cli.data.progress': 'Bringing in: {episodes} episodes',
  'cli.data.progressOf': 'Bringing in: {episodes} of {of} episodes',
  'cli.data.none': 'There is no data set yet: studio data import PATH',
  'cli.data.trained': '{name} ({id}): the world model is trained; of recorded data there is no score',
  'cli.data.imported':
    '{id}: {episodes} episodes, {steps} steps ({source}); observed: {observed}; actions: {actions}; SHA-256 {checksum}',
  'cli.data.pictures': 'pictures',
  'cli.data.choices': 'one of {count}',
  'cli.data.numbers': 'numbers[{count}]',
  'log.phase.offline': 'Learning from what was recorded.',
  'error.dataSet.none.what': 'No data set is chosen.',
  'error.dataSet.none.why': 'Recorded data is learnt from by its id.',
  'error.dataSet.none.next':
    'Choose one (environment.dataSet). `studio data list` tells which there are, `studio data import PATH` brings one in.',
  'error.dataSet.unknown.what': 'There is no data set “{dataSet}” here.',
  'error.dataSet.unknown.why': 'It is not in this data folder, or was not imported from the same files.',
  'error.dataSet.unknown.next':
    'Bring it in: studio data import PATH. An id ends with the beginning of the checksum of what was recorded.',
  'error.dataSet.damaged.what': 'The data set “{dataSet}” is damaged.',
  'error.dataSet.damaged.why': '{file} is missing, cannot be read or has another size than it must have.',
  'error.dataSet.damaged.next': 'Delete its folder in data-sets and bring it in again.',
  'error.dataSet.notFound.what': 'There is nothing at {path}.',
  'error.dataSet.notFound.why': 'No file and no folder of that name can be found.',
  'error.dataSet.notFound.next': 'Check the path.',
  'error.dataSet.unknownFormat.what': 'No recorded data is known in {path}.',
  'error.dataSet.unknownFormat.why':
    'It holds neither NPZ files, nor a Minari data set (main_data.hdf5), nor a LeRobot data set (meta/info.json).',
  'error.dataSet.unknownFormat.next':
    'Give the folder that holds one of these. docs/formats.md has their layouts.',
  'error.dataSet.badFile.what': '{what} in {file} is not as it must be.',
  'error.dataSet.badFile.why': 'Expected: {expected}. Found: {found}.',
  'error.dataSet.badFile.next':
    'Mend or remove it and import again; nothing was kept. docs/formats.md has the layouts.',
  'error.dataSet.tooLarge.what': '{file} has too many {what}.',
  'error.dataSet.tooLarge.why': 'At most {limit} are taken.',
  'error.dataSet.tooLarge.next': 'Divide it into several data sets.',
  'error.dataSet.empty.what': '{path} holds no episode.',
  'error.dataSet.empty.why': 'An episode needs two moments and what was done between them.',
  'error.dataSet.empty.next': 'Choose another folder.',
  'error.dataSet.recordedOnly.what': 'This episode can only be looked at.',
  'error.dataSet.recordedOnly.why':
    'It was recorded elsewhere: what another action would have led to is not known to “{dataSet}”.',
  'error.dataSet.recordedOnly.next': 'Close the eyes to see what the model makes of other actions.',
  'error.dataSet.lacks.what': '“{dataSet}” has nothing of what is to be observed.',
  'error.dataSet.lacks.why': 'It holds {holds}.',
  'error.dataSet.lacks.next':
    'Choose what it holds (environment.observation: pixels or state), or another data set.',
  'error.dataSet.tooShort.what': 'No episode of “{dataSet}” is long enough to learn from.',
  'error.dataSet.tooShort.why': 'The longest has {longest} moments, and {needed} in a row are learnt from.',
  'error.dataSet.tooShort.next': 'Learn from shorter stretches.',
  'error.dataSet.noFfmpeg.what': 'The video {file} cannot be read.',
  'error.dataSet.noFfmpeg.why': 'ffmpeg, which decodes it, is not installed on this computer.',
  'error.dataSet.noFfmpeg.next': 'Install ffmpeg so that it is on the PATH, and import again.',
  'error.dataSet.badVideo.what': 'The video {file} cannot be read.',
  'error.dataSet.badVideo.why': 'ffmpeg says: {reason}',
  'error.dataSet.badVideo.next': 'Check the file: ffmpeg -i {file} -f null -',
  'error.trust.recordedOnly.what': 'A dream of recorded data cannot be calibrated.',
  'error.trust.recordedOnly.why':
    'Calibration plays whole episodes in reality and in the dream, and nobody can act in what was recorded.',
  'error.trust.recordedOnly.next': 'Measure obedience and drift: on episodes that were never learnt from.',
  'error.config.recordedOnly.what': 'From recorded data no behaviour is learnt.',
  'error.config.recordedOnly.why':
    'Nobody can act in it, so neither can a behaviour play new episodes nor be scored: the world model is trained alone.',
  'error.config.recordedOnly.next': 'Choose “nobody: the world model alone” (behaviour.kind = none).',
  'error.config.recordedRounds.what': 'Recorded data is learnt from in one round.',
  'error.config.recordedRounds.why':
    'Each of the {rounds} rounds after the first would collect with the controller of the round before, and here nobody acts.',
  'error.config.recordedRounds.next': 'Set rounds to 1.',
  'error.config.behaviourMissing.what': 'Somebody has to act in “{environment}”.',
  'error.config.behaviourMissing.why': 'A world model is trained alone from recorded data only.',
  'error.config.behaviourMissing.next':
    'Choose who acts (behaviour.kind), or recorded data as the environment (data-set).',
} as const satisfies Readonly<Record<string, string>>;
