/** Korean: what is said of A3C alone. */
export const a3c = {
  'algorithm.a3c.name': 'A3C',
  'algorithm.a3c.text':
    '세계 모델도 리플레이도 없이 배웁니다. 나란히 도는 작업자들이 각자 몇 스텝씩 진행하며 하나의 정책과 하나의 리턴 추정치를 함께 학습합니다. Mnih 외 2016.',
  'algorithm.a3c.phaseText.train':
    '작업자마다 공유 정책으로 몇 스텝을 진행하고, 얻은 보상을 예상과 견주어 정책과 예상을 고칩니다.',
  'algorithm.a3c.compute.isNotExact':
    '아니요: 작업자들이 서로 기다리지 않거나, 계산 결과가 미세하게 다른 곳에서 이어서 학습했습니다',
  'algorithm.a3c.configGroup.frames': '프레임',
  'algorithm.a3c.configGroup.actions': '행동',
  'algorithm.a3c.configGroup.workers': '작업자',
  'algorithm.a3c.configGroup.network': '신경망',
  'algorithm.a3c.configGroup.learning': '학습',
  'algorithm.a3c.config.schedule.environmentSteps.help':
    '마지막 평가 전까지 모든 작업자가 진행하는 프레임 수의 합.',
  'algorithm.a3c.config.schedule.evaluateEvery.help':
    '두 평가 사이의 프레임 수. 평가는 학습에 쓰지 않습니다.',
  'algorithm.a3c.config.frames.stack.label': '함께 보는 프레임',
  'algorithm.a3c.config.frames.stack.help':
    '최근 몇 장의 64x64 회색 프레임을 한 장의 그림처럼 읽습니다. 한 장만으로는 움직임을 알 수 없습니다.',
  'algorithm.a3c.config.frames.edges.label': '윤곽 추가',
  'algorithm.a3c.config.frames.edges.help': '프레임마다 윤곽의 세기(소벨)를 두 번째 채널로 더합니다.',
  'algorithm.a3c.config.actions.kind.label': '행동의 종류',
  'algorithm.a3c.config.actions.kind.help':
    '정책이 몇 가지 행동 가운데 고를지, 정규분포에서 수치를 뽑을지 정합니다.',
  'algorithm.a3c.config.actions.kind.choice.choices': '선택지',
  'algorithm.a3c.config.actions.kind.choice.continuous': '수치',
  'algorithm.a3c.config.actions.choices.label': '선택지',
  'algorithm.a3c.config.actions.choices.help':
    '고를 수 있는 행동: 환경이 제공하는 것(CarRacing: 그대로, 왼쪽, 오른쪽, 가속, 제동) 또는 범위를 나눈 격자. 선택지일 때만 쓰입니다.',
  'algorithm.a3c.config.actions.choices.choice.own': '환경의 선택지',
  'algorithm.a3c.config.actions.choices.choice.three': '최저, 중간, 최고',
  'algorithm.a3c.config.actions.choices.choice.two': '최저, 최고',
  'algorithm.a3c.config.actions.variance.label': '분산',
  'algorithm.a3c.config.actions.variance.help':
    '행동의 모든 수치를 논문처럼 하나의 분산으로 뽑을지, 수치마다 다른 분산으로 뽑을지 정합니다. 수치일 때만 쓰입니다.',
  'algorithm.a3c.config.actions.variance.choice.spherical': '모두 하나로',
  'algorithm.a3c.config.actions.variance.choice.each': '수치마다',
  'algorithm.a3c.config.actions.bounded.label': '평균을 범위 안으로',
  'algorithm.a3c.config.actions.bounded.help':
    '평균에 tanh를 적용해 범위를 벗어나지 않게 합니다. 범위 밖에서는 기울기가 사라집니다. 수치일 때만 쓰입니다.',
  'algorithm.a3c.config.workers.count.label': '작업자 수',
  'algorithm.a3c.config.workers.count.help':
    '각자의 환경에서 나란히 진행하며 배우는 스레드의 수. 코어보다 많으면 빨라지지는 않고 경험만 다양해집니다.',
  'algorithm.a3c.config.workers.order.label': '순서',
  'algorithm.a3c.config.workers.order.help':
    '동기: 모두 같은 매개변수로 한 차례 진행한 뒤 기울기를 정해진 순서로 적용하므로 비트까지 똑같이 재현됩니다. 비동기(논문): 각자 계산하는 즉시 적용하며 똑같이 재현되지 않습니다.',
  'algorithm.a3c.config.workers.order.choice.synchronous': '동기',
  'algorithm.a3c.config.workers.order.choice.asynchronous': '비동기',
  'algorithm.a3c.config.workers.steps.label': '롤아웃 길이',
  'algorithm.a3c.config.workers.steps.help':
    '작업자가 한 번 배우기 전에 내리는 결정의 수. 에피소드 끝에서는 더 적습니다. 많을수록 추정에 덜 의존합니다.',
  'algorithm.a3c.config.workers.patience.label': '인내',
  'algorithm.a3c.config.workers.patience.help':
    '보상 없이 이만큼 결정하면 학습 에피소드를 그만둡니다. 0이면 그만두지 않습니다. 평가는 언제나 끝까지 진행합니다.',
  'algorithm.a3c.config.network.separate.label': '따로 쓰는 신경망',
  'algorithm.a3c.config.network.separate.help':
    '정책과 가치가 아무것도 공유하지 않습니다(논문의 수치 행동). 끄면 하나의 몸통을 함께 씁니다.',
  'algorithm.a3c.config.network.firstFilters.label': '첫 합성곱의 필터',
  'algorithm.a3c.config.network.firstFilters.help': '8x8픽셀 필터를 4픽셀 간격으로 적용합니다.',
  'algorithm.a3c.config.network.secondFilters.label': '둘째 합성곱의 필터',
  'algorithm.a3c.config.network.secondFilters.help': '4x4 필터를 2칸 간격으로 적용합니다.',
  'algorithm.a3c.config.network.layers.label': '층',
  'algorithm.a3c.config.network.layers.help': '관측이나 합성곱 뒤에 오는 전결합층의 수.',
  'algorithm.a3c.config.network.units.label': '층의 너비',
  'algorithm.a3c.config.network.units.help': '층 하나의 수.',
  'algorithm.a3c.config.network.lstmUnits.label': 'LSTM 너비',
  'algorithm.a3c.config.network.lstmUnits.help': '층 뒤에 두는 기억의 수. 0이면 두지 않습니다.',
  'algorithm.a3c.config.learning.optimiser.label': '최적화 방법',
  'algorithm.a3c.config.learning.optimiser.help':
    '기울기를 보폭으로 바꾸는 방법. 통계는 모든 작업자가 공유합니다. 논문은 RMSProp을 씁니다.',
  'algorithm.a3c.config.learning.optimiser.choice.rmsprop': 'RMSProp',
  'algorithm.a3c.config.learning.optimiser.choice.adam': 'Adam',
  'algorithm.a3c.config.learning.learningRate.label': '학습률',
  'algorithm.a3c.config.learning.learningRate.help':
    '처음의 보폭. 논문은 0.0001에서 0.01 사이에서 뽑아 가장 나은 것을 씁니다.',
  'algorithm.a3c.config.learning.annealed.label': '줄어드는 학습률',
  'algorithm.a3c.config.learning.annealed.help': '마지막 환경 스텝에서 0이 되도록 일정하게 줄입니다.',
  'algorithm.a3c.config.learning.rmspropDecay.label': 'RMSProp 감쇠',
  'algorithm.a3c.config.learning.rmspropDecay.help':
    '기울기 제곱의 평균이 잊히는 느린 정도. RMSProp일 때만 쓰입니다.',
  'algorithm.a3c.config.learning.rmspropEpsilon.label': 'RMSProp 엡실론',
  'algorithm.a3c.config.learning.rmspropEpsilon.help':
    '제곱근을 구하기 전에 기울기 제곱의 평균에 더하는 값. RMSProp일 때만 쓰입니다.',
  'algorithm.a3c.config.learning.gamma.label': '할인율',
  'algorithm.a3c.config.learning.gamma.help':
    '한 결정 뒤의 보상이 지금 갖는 가치. 1에 가까울수록 멀리 내다봅니다.',
  'algorithm.a3c.config.learning.entropyWeight.label': '엔트로피 보너스',
  'algorithm.a3c.config.learning.entropyWeight.help':
    '정책이 마음을 정하지 않는 데 주는 보상. 클수록 오래 탐험합니다.',
  'algorithm.a3c.config.learning.valueWeight.label': '가치의 가중치',
  'algorithm.a3c.config.learning.valueWeight.help': '정책 손실에 더하는 예상 리턴 제곱 오차의 가중치.',
  'algorithm.a3c.config.learning.gradientClip.label': '기울기 제한',
  'algorithm.a3c.config.learning.gradientClip.help':
    '롤아웃 하나의 기울기를 이 길이로 줄입니다. 0이면 줄이지 않습니다.',
  'algorithm.a3c.config.learning.rewardScale.label': '보상의 배율',
  'algorithm.a3c.config.learning.rewardScale.help':
    '학습에는 보상에 이 값을 곱해 씁니다. 점수는 그대로입니다.',
  'algorithm.a3c.config.learning.rewardLimit.label': '보상의 한도',
  'algorithm.a3c.config.learning.rewardLimit.help':
    '배율을 적용한 보상을 양쪽으로 이 값까지만 학습에 씁니다. 0이면 제한하지 않습니다. 점수는 그대로입니다.',
  'algorithm.a3c.config.evaluate.actions.label': '평가할 때의 행동',
  'algorithm.a3c.config.evaluate.actions.help':
    '가장 그럴듯한 행동을 하거나, 학습할 때처럼 정책에서 뽑습니다. 극장에서도 같습니다.',
  'algorithm.a3c.config.evaluate.actions.choice.likeliest': '가장 그럴듯한 행동',
  'algorithm.a3c.config.evaluate.actions.choice.drawn': '뽑은 행동',
  'algorithm.a3c.config.compute.threads.help':
    '작업자 스레드와 별개로 텐서 연산 하나에 쓰는 스레드 수. 정확히 재현하려면 같은 수여야 합니다.',
  'algorithm.a3c.finding.agentNoBetterThanRandom.next':
    '엔트로피가 줄어드는지 보세요. 줄어드는데 점수가 오르지 않으면 엔트로피 보너스를 키우세요. 줄지 않으면 스텝이나 학습률이 더 필요합니다.',
  'algorithm.a3c.finding.notExact.text':
    '작업자들이 서로 기다리지 않거나, 계산 결과가 미세하게 다른 컴퓨터나 버전에서 이어서 학습했습니다.',
} as const satisfies Readonly<Record<string, string>>;
