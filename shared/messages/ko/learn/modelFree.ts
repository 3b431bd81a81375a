/** Korean: chapter 3 of the course, learning without a model. */
export const modelFree = {
  'learn.modelFree.title': '모델 없이',
  'learn.modelFree.summary':
    '경험만으로 배우는 가치: 몬테카를로, TD(0), Q-러닝, 그리고 스텝이 그렇게 많이 드는 까닭.',
  'learn.modelFree.text.1':
    '이제 규칙을 치웁니다. 에이전트는 행동이 어디로 이어지는지, 무엇을 벌지 더는 알지 못합니다. 행동해 보고 지켜볼 수 있을 뿐입니다. 스윕에는 *P*가 필요하므로 쓸 수 없습니다. 남은 것은 경험입니다. 있던 상태, 한 행동, 받은 보상, 그리고 다음 상태입니다. *P*를 추정하지 않고 경험만으로 배우는 것을 **모델 프리**(model-free)라고 합니다.',
  'learn.modelFree.text.2':
    '가장 단순한 방법은 **몬테카를로**(Monte Carlo)입니다. 에피소드를 끝까지 걸은 다음, 지나온 상태마다 그 가치를 실제로 뒤따른 반환값 쪽으로 조금 옮깁니다. 얼마나 옮길지는 **학습률**(learning rate) *α*(알파)가 정합니다. 0이면 그대로 두고 1이면 끝까지 옮깁니다. 평균적으로는 옳지만 끝날 때까지 기다려야 하고, 반환값은 수많은 우연의 합입니다. 기다리지 않는 방법도 있습니다. **시간차 학습**(temporal-difference learning), 줄여서 TD(0)는 벨만 방정식에서 모든 다음 상태에 대한 합 대신 실제로 온 다음 상태 하나를 씁니다.',
  'learn.modelFree.text.3':
    '화살표는 왼쪽 값을 오른쪽 값으로 바꾼다는 뜻입니다. 대괄호 안은 **TD 오차**로, 이번 스텝이 *V*(*s*)가 약속한 것보다 얼마나 좋았는지를 나타냅니다. 목표에 들어 있는 *V*(*s′*)도 추측입니다. 이처럼 추측으로 추측을 배우는 것을 **부트스트랩**(bootstrapping)이라고 합니다. 아래에서는 모든 방향을 똑같이 고르며 걷는 한 에이전트를 두 방법이 함께 지켜봅니다. 이 격자의 규칙을 두 방법은 모르지만 우리는 알고 있으므로 정확한 해와 비교할 수 있습니다.',
  'learn.modelFree.figure.prediction': '한 정책의 가치를 배우는 두 가지 방법',
  'learn.modelFree.figure.prediction.text':
    '곡선은 각 표가 정확한 값에서 얼마나 떨어져 있는지를 나타냅니다(모든 칸에 대한 평균 제곱 오차의 제곱근).',
  'learn.modelFree.shown': '격자에 보일 값',
  'learn.modelFree.shown.temporalDifference': 'TD(0)',
  'learn.modelFree.shown.monteCarlo': '몬테카를로',
  'learn.modelFree.shown.exact': '정확한 값',
  'learn.modelFree.counts': '스텝 {steps}, 에피소드 {episodes}',
  'learn.modelFree.error': '정확한 값까지의 거리',
  'learn.modelFree.errorEmpty': '50스텝마다 점이 하나씩 찍힙니다.',
  'learn.modelFree.text.4':
    '지금까지는 정책이 주어져 있었습니다. 더 좋은 정책을 찾으려면 *V* 대신 *Q*를 배웁니다. *Q*가 있으면 모델 없이도 행동을 고를 수 있기 때문입니다. **Q-러닝**(Q-learning, Watkins 1989)은 식 (2)를 같은 방식으로 쓰되, 실제로 다음에 무엇을 하든 가장 좋은 다음 행동을 넣습니다.',
  'learn.modelFree.text.5':
    '그런데 배우는 동안에는 어떤 행동을 해야 할까요? 지금까지 가장 좋았던 것만 하면 다른 행동은 영영 알 수 없습니다. 무작위로만 하면 뻔히 아는 구덩이에 계속 빠집니다. 흔히 쓰는 절충이 **ε-그리디**(엡실론, epsilon-greedy)입니다. *ε*의 확률로 아무 행동이나 하고, 나머지는 지금까지 가장 좋은 행동을 합니다. **탐험**(exploration)과 **활용**(exploitation) 사이의 저울질입니다. 아래 그림에서 *ε*을 움직일 수 있습니다. 0과 1도 넣어 보고 그때마다 곡선을 보세요. 곡선은 표에서 가장 좋은 행동만 하는 정책의 정확한 가치입니다.',
  'learn.modelFree.figure.qLearning': '직접 만든 격자 위의 Q-러닝',
  'learn.modelFree.figure.qLearning.text':
    '칸의 숫자는 그 칸에서 가장 큰 Q이고, 화살표는 지금까지 가장 좋은 행동입니다. 점선은 벨만 방정식의 해입니다. Q-러닝은 규칙을 한 번도 듣지 않고 여기에 이릅니다.',
  'learn.modelFree.text.6':
    '스텝 수를 보세요. 칸이 35개뿐인 격자에 수백에서 수천 스텝이 듭니다. 가치 반복은 스무 번 남짓한 스윕이면 되고 실제로는 한 스텝도 움직이지 않습니다. Q-러닝에서는 한 스텝이 표의 숫자 하나를 바꾸고 잊힙니다. 깃발의 보상도 누군가 그곳을 지날 때마다 한 칸씩만 뒤로 전해집니다. 깃발 바로 앞 칸은 첫 번째 방문에서, 그 앞 칸은 두 번째 방문에서 배웁니다.',
  'learn.modelFree.text.7':
    '칸 대신 그림을 보게 되면 표의 자리를 신경망이 맡고, 필요한 스텝은 더 늘어납니다. 가장 좋은 모델 프리 방법 가운데 하나인 D4PG는 시뮬레이션 속의 몸을 움직이는 스무 과제(DeepMind Control Suite)에서 1억 스텝을 썼습니다(Hafner 외 2020에 인용된 평균 점수는 786). 이것이 낮은 **샘플 효율성**(sample efficiency)의 문제입니다. 경험은 한 번 쓰고 버려지는데, 그 경험이 비쌉니다. 로봇은 넘어지면 부서집니다. 한 스텝에서 더 많은 것을 얻는 방법은 다음 장에서 다룹니다.',
  'learn.modelFree.question.1': '몬테카를로의 곡선은 왜 처음에 변하지 않을까요?',
  'learn.modelFree.answer.1':
    '첫 에피소드가 끝나기 전에는 아무것도 배우지 않는데, 모든 방향을 똑같이 고르면 끝에 닿기까지 오래 걸리기 때문입니다. TD(0)는 첫 스텝부터 배웁니다. 비록 스텝마다 비용이 든다는 것뿐이더라도 말입니다.',
  'learn.modelFree.question.2': '첫 번째 그림에서 *α*를 1로 두어 보세요. 곡선이 어떻게 되고, 왜 그럴까요?',
  'learn.modelFree.answer.2':
    '이리저리 튀며 멈추지 않습니다. 고칠 때마다 이전 것을 모두 잊고 마지막 우연만 그대로 믿기 때문입니다. *α*가 작으면 여러 우연의 평균을 내지만 느립니다. 이론은 학습률을 점점 줄이되 너무 빨리 줄이지는 말라고 합니다.',
  'learn.modelFree.question.3':
    'Q-러닝이 *ε* = 0.2로 탐험하고 있고 화살표는 모두 옳습니다. 그런데도 에이전트가 가끔 구덩이에 빠지는 까닭은 무엇일까요?',
  'learn.modelFree.answer.3':
    '다섯 스텝에 한 번꼴로 여전히 무작위로 행동하기 때문입니다. 배운 것은 배우는 동안 따르는 정책의 가치가 아니라 최적 정책의 가치입니다. 이런 방법을 오프폴리시(off-policy)라고 합니다.',
  'learn.modelFree.link.new': '모델 없는 새 실험: 워커를 배우는 D4PG',
  'learn.modelFree.link.play': '과제를 몸으로 느끼기: 워커를 직접 움직이기',
} as const satisfies Readonly<Record<string, string>>;
