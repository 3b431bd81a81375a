/** Korean: runs on other machines. */
export const machines = {
  'error.machines.noHub.what': '이 스튜디오가 아는 다른 컴퓨터가 없습니다.',
  'error.machines.noHub.why': '이 실험은 다른 컴퓨터에서 학습하도록 되어 있는데, 설정된 허브가 없습니다.',
  'error.machines.noHub.next':
    '시스템에서 컴퓨터를 추가하거나 "studio hub"를 시작하세요. 또는 이 컴퓨터에서 실험을 시작하세요("--where here").',
  'error.machines.unknownWorker.what': '{worker} 워커가 없습니다.',
  'error.machines.unknownWorker.why': '참여한 워커: {known}.',
  'error.machines.unknownWorker.next': '그 가운데 하나나 "anywhere"를 고르거나, 해당 워커를 시작하세요.',
  'error.machines.unreachable.what': '허브에 연결할 수 없습니다.',
  'error.machines.unreachable.why': '{reason}',
  'error.machines.unreachable.next':
    '다른 컴퓨터의 학습은 그곳에서 계속되며, 허브가 다시 응답하면 가져옵니다. 허브가 실행 중인지 확인하세요.',
  'error.machines.waiting.what': '이 실험을 맡은 워커가 없습니다.',
  'error.machines.waiting.why': '학습하던 컴퓨터가 사라졌거나 멈췄거나, 아직 아무 워커도 맡지 않았습니다.',
  'error.machines.waiting.next':
    '워커에 자리가 나면 마지막 체크포인트부터 이어서 합니다. 일시 정지하면 실험을 되찾아 옵니다.',
  'error.machines.lost.what': '실험이 더 이상 허브에 없습니다.',
  'error.machines.lost.why': '작업이 대기 중도 진행 중도 아닙니다. 허브가 폴더를 잃었거나 다른 허브입니다.',
  'error.machines.lost.next': '다시 시작하세요. 이 컴퓨터에 남은 마지막 체크포인트부터 이어서 합니다.',
  'error.machines.badRecord.what': '{worker} 워커가 이 실험의 것일 수 없는 내용을 보냈습니다.',
  'error.machines.badRecord.why': '{reason}',
  'error.machines.badRecord.next':
    '모르는 워커라면 제거하세요. 그때까지의 기록은 모두 남아 있으니 실험을 다시 시작하세요.',
} as const satisfies Readonly<Record<string, string>>;
