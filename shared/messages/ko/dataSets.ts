/** Korean: recorded data of other people. */
export const dataSets = {
  'environment.data-set.name': '기록된 데이터',
  'environment.data-set.description':
    '다른 곳에서 기록해 가져온 에피소드. 월드 모델이 이것만으로 배우고, 아무도 행동하지 않습니다.',
  'config.environment.dataSet.label': '데이터셋',
  'config.environment.dataSet.help':
    '가져온 데이터셋 가운데 하나. `studio data import PATH`로 가져옵니다: NPZ 에피소드, Minari 또는 LeRobot 데이터셋.',
  'config.environment.dataSet.choose': '데이터셋 고르기',
  'config.environment.dataSet.option': '{name}: 에피소드 {episodes}개, {steps}스텝',
  'config.environment.dataSet.empty': '아직 데이터셋이 없습니다. 가져오기: studio data import PATH',
  'cli.data': '다른 프로그램이 기록한 데이터를 가져오고 목록을 봅니다',
  'cli.data.import': 'NPZ 에피소드 폴더, Minari 또는 LeRobot 데이터셋을 가져옵니다',
  'cli.data.list': '데이터셋 목록을 봅니다',
  'cli.argument.dataSetPath': '폴더 또는 main_data.hdf5',
  'cli.option.dataSetName': '붙일 이름(기본값: 폴더 이름)',
  'cli.data.progress': '가져오는 중: 에피소드 {episodes}개',
  'cli.data.progressOf': '가져오는 중: 에피소드 {of}개 가운데 {episodes}개',
  'cli.data.none': '아직 데이터셋이 없습니다: studio data import PATH',
  'cli.data.trained': '{name} ({id}): 월드 모델을 학습했습니다. 기록된 데이터에는 점수가 없습니다',
  'cli.data.imported':
    '{id}: 에피소드 {episodes}개, {steps}스텝 ({source}); 관측: {observed}; 행동: {actions}; SHA-256 {checksum}',
  'cli.data.pictures': '그림',
  'cli.data.choices': '{count}개 가운데 하나',
  'cli.data.numbers': '수[{count}]',
  'log.phase.offline': '기록된 데이터에서 배웁니다.',
  'error.dataSet.none.what': '고른 데이터셋이 없습니다.',
  'error.dataSet.none.why': '기록된 데이터는 ID로 고릅니다.',
  'error.dataSet.none.next':
    '하나를 고르세요(environment.dataSet). `studio data list`가 목록을 보여 주고 `studio data import PATH`가 가져옵니다.',
  'error.dataSet.unknown.what': '“{dataSet}” 데이터셋이 여기 없습니다.',
  'error.dataSet.unknown.why': '이 데이터 폴더에 없거나, 같은 파일에서 가져온 것이 아닙니다.',
  'error.dataSet.unknown.next':
    '가져오세요: studio data import PATH. ID는 기록된 내용의 체크섬 앞부분으로 끝납니다.',
  'error.dataSet.damaged.what': '“{dataSet}” 데이터셋이 손상되었습니다.',
  'error.dataSet.damaged.why': '{file} 파일이 없거나, 읽을 수 없거나, 크기가 다릅니다.',
  'error.dataSet.damaged.next': 'data-sets에서 그 폴더를 지우고 다시 가져오세요.',
  'error.dataSet.notFound.what': '{path}에 아무것도 없습니다.',
  'error.dataSet.notFound.why': '그런 이름의 파일이나 폴더를 찾을 수 없습니다.',
  'error.dataSet.notFound.next': '경로를 확인하세요.',
  'error.dataSet.unknownFormat.what': '{path}에서 아는 형식의 데이터를 찾지 못했습니다.',
  'error.dataSet.unknownFormat.why':
    'NPZ 파일도, Minari 데이터셋(main_data.hdf5)도, LeRobot 데이터셋(meta/info.json)도 없습니다.',
  'error.dataSet.unknownFormat.next':
    '이 가운데 하나가 든 폴더를 고르세요. 구조는 docs/formats.md에 있습니다.',
  'error.dataSet.badFile.what': '{file}의 {what}이(가) 올바르지 않습니다.',
  'error.dataSet.badFile.why': '기대한 것: {expected}. 실제: {found}.',
  'error.dataSet.badFile.next':
    '고치거나 빼고 다시 가져오세요. 남겨진 것은 없습니다. 구조는 docs/formats.md에 있습니다.',
  'error.dataSet.tooLarge.what': '{file}의 {what}이(가) 너무 많습니다.',
  'error.dataSet.tooLarge.why': '최대 {limit}까지 받습니다.',
  'error.dataSet.tooLarge.next': '여러 데이터셋으로 나누세요.',
  'error.dataSet.empty.what': '{path}에 에피소드가 없습니다.',
  'error.dataSet.empty.why': '에피소드에는 두 순간과 그 사이의 행동이 있어야 합니다.',
  'error.dataSet.empty.next': '다른 폴더를 고르세요.',
  'error.dataSet.recordedOnly.what': '이 에피소드는 보기만 할 수 있습니다.',
  'error.dataSet.recordedOnly.why':
    '다른 곳에서 기록된 것이어서, 다른 행동이 무엇으로 이어졌을지 “{dataSet}”은(는) 알지 못합니다.',
  'error.dataSet.recordedOnly.next': '눈을 감으면 다른 행동을 모델이 어떻게 예측하는지 볼 수 있습니다.',
  'error.dataSet.lacks.what': '“{dataSet}”에는 관측하려는 것이 없습니다.',
  'error.dataSet.lacks.why': '들어 있는 것: {holds}.',
  'error.dataSet.lacks.next':
    '들어 있는 것을 고르거나(environment.observation: pixels 또는 state) 다른 데이터셋을 고르세요.',
  'error.dataSet.tooShort.what': '“{dataSet}”에 배울 만큼 긴 에피소드가 없습니다.',
  'error.dataSet.tooShort.why': '가장 긴 것이 {longest}순간인데, 이어진 {needed}순간에서 배웁니다.',
  'error.dataSet.tooShort.next': '더 짧은 구간에서 배우게 하세요.',
  'error.dataSet.noFfmpeg.what': '동영상 {file}을(를) 읽을 수 없습니다.',
  'error.dataSet.noFfmpeg.why': '동영상을 푸는 ffmpeg가 이 컴퓨터에 설치되어 있지 않습니다.',
  'error.dataSet.noFfmpeg.next': 'ffmpeg를 PATH에 있도록 설치하고 다시 가져오세요.',
  'error.dataSet.badVideo.what': '동영상 {file}을(를) 읽을 수 없습니다.',
  'error.dataSet.badVideo.why': 'ffmpeg의 말: {reason}',
  'error.dataSet.badVideo.next': '파일을 확인하세요: ffmpeg -i {file} -f null -',
  'error.trust.recordedOnly.what': '기록된 데이터의 꿈은 보정할 수 없습니다.',
  'error.trust.recordedOnly.why':
    '보정은 현실과 꿈에서 에피소드를 통째로 진행하는데, 기록된 것 안에서는 아무도 행동할 수 없습니다.',
  'error.trust.recordedOnly.next': '순종도와 이탈을 재세요. 배우지 않은 에피소드로 잽니다.',
  'error.config.recordedOnly.what': '기록된 데이터에서는 행동을 배우지 않습니다.',
  'error.config.recordedOnly.why':
    '그 안에서 아무도 행동할 수 없어 새 에피소드를 할 수도 점수를 매길 수도 없습니다. 월드 모델만 학습합니다.',
  'error.config.recordedOnly.next': '“없음: 월드 모델만”(behaviour.kind = none)을 고르세요.',
  'error.config.recordedRounds.what': '기록된 데이터는 한 라운드에서 배웁니다.',
  'error.config.recordedRounds.why':
    '{rounds}라운드 가운데 첫 라운드 뒤로는 앞 라운드의 컨트롤러로 데이터를 모으는데, 여기서는 아무도 행동하지 않습니다.',
  'error.config.recordedRounds.next': 'rounds를 1로 하세요.',
  'error.config.behaviourMissing.what': '“{environment}”에서는 누군가 행동해야 합니다.',
  'error.config.behaviourMissing.why': '월드 모델만 학습하는 것은 기록된 데이터에서만 할 수 있습니다.',
  'error.config.behaviourMissing.next':
    '주체를 고르거나(behaviour.kind) 환경으로 기록된 데이터(data-set)를 고르세요.',
} as const satisfies Readonly<Record<string, string>>;
