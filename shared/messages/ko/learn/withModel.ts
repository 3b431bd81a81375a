/** Korean: chapter 4 of the course, learning with a model. */
export const withModel = {
  'learn.withModel.title': '모델과 함께',
  'learn.withModel.summary': '규칙을 배워 그 안에서 연습하기: Dyna와 계획, 그리고 틀린 모델이 하는 일.',
  'learn.withModel.text.1':
    'Q-러닝은 한 스텝을 한 번 쓰고 버립니다. 그런데 한 스텝에는 가치 말고도 담긴 것이 있습니다. 그 행동이 어디로 이어졌는지입니다. 그것을 적어 둡시다. 상태와 행동마다 어디로 몇 번 갔고 무엇을 벌었는지를 적습니다. 횟수의 비율은 *P*의 추정값이고, 보상의 평균은 *r*의 추정값입니다. 이 표가 환경의 **동역학**(dynamics)에 대한 **모델**(model)이며, 모델을 써서 배우는 것을 **모델 기반**(model-based)이라고 합니다.',
  'learn.withModel.text.2':
    '어디에 쓸까요? 그 안에서 연습할 수 있습니다. **Dyna**(Sutton 1991)는 실제로 한 스텝 움직일 때마다 **상상한** 스텝을 몇 번 더 하는 Q-러닝입니다. 전에 해 본 상태와 행동을 골라 어디로 이어지는지 표에 묻고, 정말 일어난 일처럼 *Q*를 고칩니다. 새로운 것은 그뿐입니다. **계획**(planning)은 더 나아가, 스텝마다 배운 표 전체에 2장의 벨만 스윕을 합니다. 표를 세계인 것처럼 다루는 것입니다.',
  'learn.withModel.text.3':
    '아래 경주에서는 세 방법이 같은 미로에서 다섯 번씩 출발하며, 곡선은 그 평균입니다. 처음에는 아무것도 모릅니다. **같은 스텝 수**로 비교하면 모델을 쓰는 쪽이 크게 앞섭니다. 깃발까지 한 번만 걸으면, 상상한 스텝이 보상을 날라 길 전체로 단번에 퍼뜨리기 때문입니다. 그러나 상상은 공짜가 아닙니다. 가로축을 **같은 계산량**으로 바꾸면 표의 숫자를 몇 개나 계산했는지로 비교하게 되고, 순서가 달라집니다. 모델은 계산을 경험으로 바꿉니다. 실제 스텝이 비쌀 때 이득입니다.',
  'learn.withModel.figure.race': '경주: 모델 없이, 모델과 함께, 그리고 계획',
  'learn.withModel.figure.race.text':
    '곡선은 지금까지 배운 정책을 따를 때 출발점의 정확한 가치입니다(할인율 0.95, 학습률 0.3). 슬라이더를 움직일 때마다 모두 새로 계산합니다.',
  'learn.withModel.maze': '경주의 미로',
  'learn.withModel.axis': '무엇을 같게 할지',
  'learn.withModel.axis.steps': '같은 스텝 수',
  'learn.withModel.axis.updates': '같은 계산량',
  'learn.withModel.wallMoves': '{step}스텝 뒤에 벽이 옮겨 감',
  'learn.withModel.imagined': '실제 한 스텝마다 Dyna가 상상하는 스텝',
  'learn.withModel.memory': '표가 기억하는 행동별 횟수',
  'learn.withModel.memoryAll': '모두',
  'learn.withModel.racing': '경주하는 중입니다.',
  'learn.withModel.updates': '계산한 값의 수',
  'learn.withModel.bestLater': '벽이 옮겨 간 뒤의 최댓값',
  'learn.withModel.arrived.steps': '{method}: {count}스텝 만에 최댓값의 9할에 도달',
  'learn.withModel.arrived.updates': '{method}: 값을 {count}개 계산하고 최댓값의 9할에 도달',
  'learn.withModel.notArrived': '{method}: 최댓값의 9할에 도달하지 못함',
  'learn.withModel.text.4':
    '이제 벽을 옮겨 봅시다. 오른쪽 틈이 막히고 왼쪽에 틈이 생깁니다. 모두 옛길만 알았으므로 셋 다 바닥으로 떨어집니다. 계획은 다시 일어서지 못합니다. 표에는 틈을 지나간 일이 수백 번 적혀 있어서 몇 번 부딪혀도 비율이 거의 바뀌지 않고, 이제는 없는 세계의 최적 정책을 공들여 계산하기 때문입니다. 이번에는 표가 행동마다 마지막 한 번만 기억하게 해 보세요. 한 번 부딪히면 모델이 다시 맞게 되고, 새 틈을 가장 먼저 찾는 것은 이제 계획입니다.',
  'learn.withModel.text.5':
    '이것이 **모델 오차**(model error)이며, 느린 것보다 나쁩니다. 계획하는 쪽은 모델이 좋다고 하는 행동을 찾으므로, 모델이 자기에게 유리하게 틀린 곳이 있으면 바로 그리로 갑니다. 이 스튜디오가 바탕으로 삼은 두 연구 가운데 하나인 World Models(Ha & Schmidhuber 2018)에서, 자기 꿈속에서 연습한 에이전트는 꿈속의 괴물이 한 번도 쏘지 않게 만드는 움직임을 찾아냈지만, 실제 게임에서는 실패했습니다. 논문의 처방도 이 스튜디오에서 볼 수 있습니다. 꿈을 더 무작위하게 만들어 이용하기 어렵게 하는 것입니다.',
  'learn.withModel.figure.studio': '스튜디오의 실험으로 그린 같은 그림',
  'learn.withModel.figure.studio.text':
    '자기 모델 안에서 배우는 에이전트인 Dreamer가 걷는 법을 가르친 워커가 스튜디오에 들어 있습니다. D4PG처럼 같은 과제로 직접 돌린 실험이 있으면 함께 나타납니다. 점선은 발표된 점수이며, 무엇을 관측했고 몇 스텝을 썼는지를 함께 적었습니다.',
  'learn.withModel.score': '점수, 워커 걷기',
  'learn.withModel.environmentSteps': '환경 스텝',
  'learn.withModel.studioEmpty': '스튜디오와 함께 온 실험이 삭제되었고, 이 과제로 돌린 다른 실험도 없습니다.',
  'learn.withModel.text.6':
    '이 그림은 칸 위의 점이 아니라 관절이 여섯 개인 몸, 워커에 대한 것입니다. 여기서 모델은 표가 아니라 예측하는 신경망이고, 연습은 숫자 하나를 고치는 것이 아니라 상상한 궤적 전체를 따라가는 것입니다. 미로에서 본 것은 여기서도 통합니다. 컨트롤 스위트의 스무 과제에서 Dreamer는 500만 스텝 안에 평균 점수 823에, D4PG는 1억 스텝 안에 786에 이르렀습니다(Hafner 외 2020).',
  'learn.withModel.text.7':
    '표에는 두 가지 문제가 남습니다. 표는 상태를 하나하나 따로 다루므로 만나 본 적 없는 상태에 대해서는 아무것도 모릅니다. 그림이라면 똑같은 것을 두 번 만나는 일도 없을 것입니다. 그래서 일반화하는 모델이 필요하며, V와 M을 다루는 장에서 만들어 봅니다. 또 하나, 보상은 그것을 벌어 준 스텝까지 거슬러 올라가야 합니다. 이것이 다음 장의 이야기입니다.',
  'learn.withModel.question.1': '상상하는 스텝을 0으로 두세요. Dyna의 곡선은 무엇과 같아지고, 왜 그럴까요?',
  'learn.withModel.answer.1':
    '우연을 빼면 Q-러닝의 곡선과 같아집니다. 다른 것이 남지 않기 때문입니다. 둘 다 실제 한 스텝마다 표를 한 번 고칩니다. 서로 다른 난수를 쓰므로 비슷하되 똑같지는 않습니다.',
  'learn.withModel.question.2':
    '이번에는 벽이 막히지는 않고 더 짧은 두 번째 길이 열리기만 합니다. 누가 그 길을 찾을까요?',
  'learn.withModel.answer.2':
    '아무도 못 찾을 수 있습니다. 옛길이 여전히 통하므로 모델과 어긋나는 일이 없고, 탐험만이 새 길로 이끕니다. 한 번도 반박당하지 않는 틀린 모델이 가장 고치기 어렵습니다. Dyna-Q+는 오래 해 보지 않은 행동에 덤을 얹어 줍니다.',
  'learn.withModel.question.3': '계획이 스텝을 가장 적게 쓴다면, 왜 늘 스텝마다 끝까지 계획하지 않을까요?',
  'learn.withModel.answer.3':
    '계산 때문입니다. 스텝마다 표 전체를 계산해야 하는데, 여기서는 매번 숫자 백여 개이지만 그림을 볼 때는 표 전체라는 것이 없습니다. Dreamer는 정말로 본 상태에서 짧은 토막만 상상하고, 그 너머는 학습한 가치에 맡깁니다.',
  'learn.withModel.link.dream': '배운 모델 안에서 하기: 꿈속의 CarRacing',
  'learn.withModel.link.curves': 'Dreamer가 가르친 워커의 모든 곡선',
  'learn.withModel.link.new': '모델로 워커 학습하기: Dreamer의 새 실험',
} as const satisfies Readonly<Record<string, string>>;
