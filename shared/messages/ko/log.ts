/** Korean: lines of a run's log. */
export const log = {
  'log.started': '학습을 시작합니다.',
  'log.resumed': '마지막 체크포인트에서 학습을 이어 갑니다. 그 뒤의 기록 {records}개는 다시 계산합니다.',
  'log.startedAgain':
    '남긴 체크포인트가 아직 없어 처음부터 다시 학습합니다. 기록 {records}개는 다시 계산합니다.',
  'log.settingChanged': '설정 {field}: {before}에서 {value}(으)로 바뀌었습니다.',
  'log.paused': '체크포인트를 남기고 일시정지했습니다.',
  'log.stopped': '체크포인트를 남기고 멈췄습니다.',
  'log.completed': '학습이 끝났습니다.',
  'log.interrupted':
    '학습하는 동안 스튜디오가 종료되었습니다. 복구한 것: 기록 {records}개, 체크포인트 {checkpoints}개.',
  'log.waitsForEarlier': '이전 프로세스가 저장을 마치기를 기다립니다.',
  'log.leftUnreadable': '이전 프로세스가 남긴 것을 가져오지 못했습니다: {reason}.',
  'log.begunAgain': '“{name}”({run})에서 처음부터 다시 시작했습니다. 여기 기록은 그대로 남습니다.',
  'log.beginsAgain': '“{name}”({run})을(를) 처음부터 다시 시작합니다.',
  'log.notExact':
    '이 컴퓨터의 계산 결과는 이전과 비트 단위로 달라서 더는 정확히 재현되지 않습니다. 이전: {before}. 지금: {now}.',
  'log.lock': '이 환경을 실행하는 것: {lock}.',
  'log.lockVersions':
    '이 환경은 {before}(으)로 기록되었고 지금은 {now}(으)로 실행됩니다. 다시 계산하면 결과가 정확히 같지 않을 수 있습니다.',
  'log.lockDiffers':
    '이 환경은 {before}(으)로 기록되었고 지금은 {now}(으)로 실행되며, 처음 몇 단계의 결과가 다릅니다. 다시 계산한 결과는 정확히 같지 않습니다.',
  'log.lockSteps':
    '이 환경은 {before}(으)로 기록되었고 지금도 같은 버전({now})으로 실행되지만, 처음 몇 단계의 결과가 다릅니다. 다시 계산한 결과는 정확히 같지 않습니다.',
  'log.lockNoRepeat':
    '이 환경은 재현되지 않습니다. 같은 시드와 행동에서 서로 다른 두 에피소드가 나왔습니다. 기록한 에피소드는 통째로 저장하고 다시 계산하지 않으며, 이 실험은 정확히 재현되지 않습니다.',
  'log.checkpointFailed':
    '체크포인트를 기록하지 못했습니다({reason}). 학습은 계속되며 이전 체크포인트는 안전합니다.',
  'log.checkpointDamaged': '체크포인트 {checkpoint}이(가) 손상되어 건너뛰었습니다.',
  'log.checkpointMissing': '체크포인트 {checkpoint}의 파일이 없어 기록을 지웠습니다.',
  'log.checkpointSetAside': '체크포인트 {checkpoint}이(가) 손상되어 파일을 “set-aside”에 보관했습니다.',
  'log.takenIn':
    '폴더에서 다시 받아들였습니다. 체크포인트 {checkpoints}개가 있습니다. 곡선과 에피소드는 잃어버린 데이터베이스에 있었습니다.',
  'log.cacheFull': '프레임 캐시가 가득 찼습니다. {asked}개 가운데 {episodes}개의 에피소드를 모았습니다.',
  'log.cacheLost': '프레임 캐시가 없거나 손상되어 빠진 것을 다시 모읍니다.',
  'log.phase.collect': '에피소드를 모읍니다.',
  'log.phase.vision': 'V를 학습합니다.',
  'log.phase.encode': '모은 것을 인코딩합니다.',
  'log.phase.memory': 'M을 학습합니다.',
  'log.phase.controller': 'C를 진화시킵니다.',
  'log.phase.seed': '무작위로 시드 에피소드를 진행합니다.',
  'log.phase.train': '에피소드로 학습하며 새 에피소드를 진행합니다.',
  'log.phase.evaluate': '평가합니다.',
  'log.evaluated':
    '요청한 평가: 체크포인트 {checkpoint}, 에피소드 {episodes}개에서 {score} ± {deviation}. 실험의 점수는 그대로입니다.',
  'log.gaveWay': '직접 시작한 실험을 위해 잠시 멈춥니다. 그 뒤에 이어집니다.',
  'log.takenBy': '{worker}에서 학습합니다.',
  'log.beganFrom': '“{name}”의 V와 M을 넘겨받았습니다(체크포인트 {checkpoint}).',
} as const satisfies Readonly<Record<string, string>>;
