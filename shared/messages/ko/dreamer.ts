/** Korean: what is said of Dreamer alone. */
export const dreamer = {
  'algorithm.dreamer.configGroup.model': '월드 모델',
  'algorithm.dreamer.configGroup.behaviour': '행동',
  'algorithm.dreamer.config.schedule.pretrainSteps.label': '첫 학습 스텝',
  'algorithm.dreamer.config.schedule.pretrainSteps.help':
    '행동이 첫 에피소드를 진행하기 전에 시드 에피소드로 하는 학습 스텝 수.',
  'algorithm.dreamer.config.schedule.trainSteps.label': '에피소드당 학습 스텝',
  'algorithm.dreamer.config.schedule.trainSteps.help':
    '에피소드를 하나 진행할 때마다 하는 학습 스텝 수. 많을수록 같은 경험에서 더 배우지만 오래 걸립니다.',
  'algorithm.dreamer.config.schedule.offlineSteps.label': '학습 스텝',
  'algorithm.dreamer.config.schedule.offlineSteps.help': '기록된 에피소드로 하는 모든 학습 스텝 수.',
  'algorithm.dreamer.config.environment.observation.label': '관측',
  'algorithm.dreamer.config.environment.observation.help':
    '무엇을 보는지: 논문처럼 64×64 픽셀의 그림, 훨씬 빠른 환경의 수치, 또는 DreamerV3처럼 둘 다.',
  'algorithm.dreamer.config.environment.observation.choice.pixels': '그림',
  'algorithm.dreamer.config.environment.observation.choice.state': '수치',
  'algorithm.dreamer.config.environment.observation.choice.both': '둘 다',
  'algorithm.dreamer.config.model.stochasticSize.label': 'z의 크기',
  'algorithm.dreamer.config.model.stochasticSize.help':
    '무작위로 뽑는 상태의 수: 미리 알 수 없는 부분. z가 범주이면 변수의 수.',
  'algorithm.dreamer.config.model.latent.label': 'z의 종류',
  'algorithm.dreamer.config.model.latent.help':
    '평균 주위의 수치(논문), 또는 변수마다 하나를 고르는 범주(DreamerV2). 범주는 동시에 일어날 수 없는 미래도 구별합니다.',
  'algorithm.dreamer.config.model.latent.choice.gaussian': '수치',
  'algorithm.dreamer.config.model.latent.choice.categorical': '범주',
  'algorithm.dreamer.config.model.latentClasses.label': 'z의 범주 수',
  'algorithm.dreamer.config.model.latentClasses.help':
    'z가 범주일 때 변수 하나의 범주 수. z는 크기에 이 수를 곱한 만큼의 수로 이루어집니다. DreamerV2는 변수 32개에 범주 32개.',
  'algorithm.dreamer.config.model.deterministicSize.label': 'h의 크기',
  'algorithm.dreamer.config.model.deterministicSize.help': '순환 신경망이 이어 가는 상태의 수: 기억.',
  'algorithm.dreamer.config.model.hiddenSize.label': '은닉 크기',
  'algorithm.dreamer.config.model.hiddenSize.help': '기억을 둘러싼 층의 너비.',
  'algorithm.dreamer.config.model.imageDepth.label': '채널 수',
  'algorithm.dreamer.config.model.imageDepth.help': '첫 합성곱의 채널 수. 층마다 두 배가 됩니다. 논문은 32.',
  'algorithm.dreamer.config.model.vectorLayers.label': '수치 층 수',
  'algorithm.dreamer.config.model.vectorLayers.help': '환경의 수치를 읽고 예측하는 층의 수.',
  'algorithm.dreamer.config.model.vectorUnits.label': '수치 층 너비',
  'algorithm.dreamer.config.model.vectorUnits.help': '그 층들의 너비.',
  'algorithm.dreamer.config.model.vectorScale.label': '수 관측의 척도',
  'algorithm.dreamer.config.model.vectorScale.help':
    '수를 관측할 때: 그대로 보거나(논문) 로그 척도로 봅니다(DreamerV3). 로그 척도에서는 빠른 관절이 느린 관절을 가리지 않습니다.',
  'algorithm.dreamer.config.model.vectorScale.choice.plain': '수 그대로',
  'algorithm.dreamer.config.model.vectorScale.choice.symlog': 'symlog 척도',
  'algorithm.dreamer.config.model.rewardLayers.label': '보상 층 수',
  'algorithm.dreamer.config.model.rewardLayers.help': '보상을 예측하는 부분의 층 수.',
  'algorithm.dreamer.config.model.rewardUnits.label': '보상 층 너비',
  'algorithm.dreamer.config.model.rewardUnits.help': '그 층들의 너비.',
  'algorithm.dreamer.config.model.rewardHead.label': '보상 표현',
  'algorithm.dreamer.config.model.rewardHead.help':
    '수 그대로(논문), 로그 척도의 수, 또는 그 척도의 구간 가운데 고르기(DreamerV3). 구간은 보상의 크기를 가리지 않습니다.',
  'algorithm.dreamer.config.model.rewardHead.choice.plain': '수 그대로',
  'algorithm.dreamer.config.model.rewardHead.choice.symlog': 'symlog 척도',
  'algorithm.dreamer.config.model.rewardHead.choice.two-hot': '구간(two-hot)',
  'algorithm.dreamer.config.model.predictsDiscount.label': '종료 예측',
  'algorithm.dreamer.config.model.predictsDiscount.help':
    '에피소드가 어디서 끝나는지 배우고, 그 너머의 상상은 세지 않습니다. 실패할 수 있는 과제에 씁니다.',
  'algorithm.dreamer.config.model.discountLayers.label': '종료 층 수',
  'algorithm.dreamer.config.model.discountLayers.help': '종료를 예측하는 부분의 층 수.',
  'algorithm.dreamer.config.model.discountUnits.label': '종료 층 너비',
  'algorithm.dreamer.config.model.discountUnits.help': '그 층들의 너비.',
  'algorithm.dreamer.config.model.discountScale.label': '종료 가중치',
  'algorithm.dreamer.config.model.discountScale.help':
    '다른 손실에 비해 종료 예측을 얼마나 세는지. 종료는 드뭅니다.',
  'algorithm.dreamer.config.model.batchSize.label': '배치 크기',
  'algorithm.dreamer.config.model.batchSize.help': '학습 스텝마다 쓰는 에피소드 조각의 수.',
  'algorithm.dreamer.config.model.sequenceLength.label': '조각 길이',
  'algorithm.dreamer.config.model.sequenceLength.help': '조각 하나의 순간 수.',
  'algorithm.dreamer.config.model.learningRate.label': '학습률',
  'algorithm.dreamer.config.model.learningRate.help': '월드 모델을 학습하는 Adam의 보폭.',
  'algorithm.dreamer.config.model.imageBits.label': '색상 비트',
  'algorithm.dreamer.config.model.imageBits.help':
    '픽셀의 색마다 남기는 비트 수입니다. 8보다 작으면 학습하고 행동할 때 나머지 비트를 잡음으로 채웁니다. PlaNet은 5비트, Dreamer는 8비트를 모두 씁니다.',
  'algorithm.dreamer.config.model.observationScale.label': '관측 가중치',
  'algorithm.dreamer.config.model.observationScale.help':
    '다른 손실에 비해 본 것을 다시 그리는 일을 얼마나 세는지. 1은 제곱 오차의 절반(논문), 2는 전부(DreamerV3).',
  'algorithm.dreamer.config.model.rewardScale.label': '보상 가중치',
  'algorithm.dreamer.config.model.rewardScale.help':
    '다른 손실에 비해 보상 예측을 얼마나 세는지. 논문은 1, PlaNet의 코드는 10.',
  'algorithm.dreamer.config.model.beta.label': 'KL 가중치',
  'algorithm.dreamer.config.model.beta.help':
    '본 것을 다시 그리는 것에 비해 예상과 믿음이 얼마나 일치해야 하는지.',
  'algorithm.dreamer.config.model.freeNats.label': '무료 nat',
  'algorithm.dreamer.config.model.freeNats.help': '대가 없이 허용하는 불일치. 세부가 남게 합니다.',
  'algorithm.dreamer.config.model.freeNatsEach.label': '상태마다 무료 nat',
  'algorithm.dreamer.config.model.freeNatsEach.help':
    '무료 한도를 상태 하나하나에 적용할지(DreamerV3), 배치의 평균에 적용할지(논문). 평균에 적용하면 쉬운 상태가 어려운 상태의 몫을 대신합니다.',
  'algorithm.dreamer.config.model.balancesKl.label': 'KL 균형',
  'algorithm.dreamer.config.model.balancesKl.help':
    '예상과 믿음을 똑같이 당기는 대신, 예상이 믿음을 더 많이 따라가도록 가르칩니다(DreamerV2).',
  'algorithm.dreamer.config.model.klBalance.label': '예상의 몫',
  'algorithm.dreamer.config.model.klBalance.help':
    'KL 균형을 쓸 때 KL 기울기에서 예상이 받는 비율. 나머지는 믿음이 받습니다. DreamerV2는 0.8.',
  'algorithm.dreamer.config.model.layerNorm.label': '층 정규화',
  'algorithm.dreamer.config.model.layerNorm.help':
    '월드 모델의 밀집 은닉층을 모두 정규화해 학습을 안정시킵니다. 합성곱은 논문 그대로 두고, 기억 셀은 따로 정합니다.',
  'algorithm.dreamer.config.model.gru.label': '기억 셀',
  'algorithm.dreamer.config.model.gru.help':
    '기억의 게이트를 논문처럼 두거나, 모두 함께 정규화하고 담은 것을 기본으로 유지하게 합니다(DreamerV2, V3). 뒤의 것은 시간이 더 듭니다.',
  'algorithm.dreamer.config.model.gru.choice.gru': 'GRU',
  'algorithm.dreamer.config.model.gru.choice.normed-gru': '정규화한 GRU',
  'algorithm.dreamer.config.model.adamEpsilon.label': 'Adam 엡실론',
  'algorithm.dreamer.config.model.adamEpsilon.help':
    '월드 모델의 Adam 보폭에서 분모에 더하는 값. 크면 기울기가 아주 작은 곳에서 보폭이 작게 남습니다.',
  'algorithm.dreamer.config.model.gradientClip.label': '기울기 제한',
  'algorithm.dreamer.config.model.gradientClip.help': '월드 모델의 기울기 전체를 이 길이로 줄입니다.',
  'algorithm.dreamer.config.behaviour.kind.label': '주체',
  'algorithm.dreamer.config.behaviour.kind.help':
    '액터와 크리틱(Dreamer), 상상한 보상만 쓰는 액터, 또는 매 스텝 새로 찾는 계획(PlaNet).',
  'algorithm.dreamer.config.behaviour.kind.choice.actor-critic': '액터와 크리틱(Dreamer)',
  'algorithm.dreamer.config.behaviour.kind.choice.actor': '액터만(가치 모델 없음)',
  'algorithm.dreamer.config.behaviour.kind.choice.planner': '계획(PlaNet)',
  'algorithm.dreamer.config.behaviour.kind.choice.none': '없음: 월드 모델만 (기록된 데이터)',
  'algorithm.dreamer.config.behaviour.horizon.label': '상상 길이',
  'algorithm.dreamer.config.behaviour.horizon.help': '앞으로 상상하는 스텝 수.',
  'algorithm.dreamer.config.behaviour.gamma.label': '할인율',
  'algorithm.dreamer.config.behaviour.gamma.help': '한 스텝 뒤 보상의 가치.',
  'algorithm.dreamer.config.behaviour.lambda.label': '람다',
  'algorithm.dreamer.config.behaviour.lambda.help':
    '크리틱을 바로 믿는 것(0)과 상상한 보상만 믿는 것(1) 사이.',
  'algorithm.dreamer.config.behaviour.returnScale.label': '리턴 척도',
  'algorithm.dreamer.config.behaviour.returnScale.help':
    '액터가 리턴을 그대로 높이거나(논문), 대부분이 놓인 범위로 나누어 높입니다(DreamerV3). 나누면 보상의 크기가 보폭을 좌우하지 않습니다.',
  'algorithm.dreamer.config.behaviour.returnScale.choice.none': '나누지 않음',
  'algorithm.dreamer.config.behaviour.returnScale.choice.percentiles': '범위로 나눔',
  'algorithm.dreamer.config.behaviour.actorLayers.label': '액터 층 수',
  'algorithm.dreamer.config.behaviour.actorLayers.help': '행동하는 신경망의 층 수.',
  'algorithm.dreamer.config.behaviour.actorUnits.label': '액터 너비',
  'algorithm.dreamer.config.behaviour.actorUnits.help': '그 층들의 너비.',
  'algorithm.dreamer.config.behaviour.actorLearningRate.label': '액터 학습률',
  'algorithm.dreamer.config.behaviour.actorLearningRate.help': '액터를 학습하는 Adam의 보폭.',
  'algorithm.dreamer.config.behaviour.actorGradient.label': '액터의 학습 방법',
  'algorithm.dreamer.config.behaviour.actorGradient.help':
    '상상한 리턴의 기울기를 모델을 거슬러 받거나(논문), 크리틱의 예상보다 나았던 행동을 더 자주 뽑게 합니다(REINFORCE, DreamerV3). 뒤의 것은 크리틱이 필요하고 계산이 적습니다.',
  'algorithm.dreamer.config.behaviour.actorGradient.choice.dynamics': '모델을 거친 기울기',
  'algorithm.dreamer.config.behaviour.actorGradient.choice.reinforce': 'REINFORCE',
  'algorithm.dreamer.config.behaviour.actionDistribution.label': '행동 분포',
  'algorithm.dreamer.config.behaviour.actionDistribution.help':
    '연속 행동을 범위 안으로 눌러 담은 정규분포에서 뽑거나(논문), 평균이 범위 안에 있고 폭이 사라지지 않는 정규분포에서 뽑습니다(DreamerV3). 뒤의 것은 범위 끝에 갇히지 않습니다.',
  'algorithm.dreamer.config.behaviour.actionDistribution.choice.squashed': '눌러 담은 정규분포',
  'algorithm.dreamer.config.behaviour.actionDistribution.choice.bounded': '평균이 범위 안인 정규분포',
  'algorithm.dreamer.config.behaviour.unimix.label': '고른 선택의 몫',
  'algorithm.dreamer.config.behaviour.unimix.help':
    '행동이 선택지일 때, 액터가 무엇이라 하든 모든 선택지에 고르게 나누는 몫. 어떤 선택지도 완전히 배제되지 않습니다. 논문은 0, DreamerV3는 0.01.',
  'algorithm.dreamer.config.behaviour.entropyScale.label': '엔트로피 보너스',
  'algorithm.dreamer.config.behaviour.entropyScale.help':
    '액터가 결정을 열어 둘 때 엔트로피 1nat마다 받는 값. 논문은 0, DreamerV2는 0.0001, 리턴을 나누는 DreamerV3는 0.0003.',
  'algorithm.dreamer.config.behaviour.criticLayers.label': '크리틱 층 수',
  'algorithm.dreamer.config.behaviour.criticLayers.help': '상태를 평가하는 신경망의 층 수.',
  'algorithm.dreamer.config.behaviour.criticUnits.label': '크리틱 너비',
  'algorithm.dreamer.config.behaviour.criticUnits.help': '그 층들의 너비.',
  'algorithm.dreamer.config.behaviour.valueHead.label': '가치 표현',
  'algorithm.dreamer.config.behaviour.valueHead.help':
    '크리틱이 상태의 가치를 나타내는 방식: 수 그대로(논문), 로그 척도의 수, 또는 그 척도의 구간(DreamerV3).',
  'algorithm.dreamer.config.behaviour.valueHead.choice.plain': '수 그대로',
  'algorithm.dreamer.config.behaviour.valueHead.choice.symlog': 'symlog 척도',
  'algorithm.dreamer.config.behaviour.valueHead.choice.two-hot': '구간(two-hot)',
  'algorithm.dreamer.config.behaviour.criticLearningRate.label': '크리틱 학습률',
  'algorithm.dreamer.config.behaviour.criticLearningRate.help': '크리틱을 학습하는 Adam의 보폭.',
  'algorithm.dreamer.config.behaviour.slowCritic.label': '느린 크리틱',
  'algorithm.dreamer.config.behaviour.slowCritic.help':
    '크리틱이 자기 추측을 좇지 않도록 천천히 뒤따르는 둘째 크리틱: 없음(논문), 상상이 멈추는 곳을 평가하는 사본(DreamerV2), 또는 크리틱을 가까이 붙들어 두는 평균(DreamerV3).',
  'algorithm.dreamer.config.behaviour.slowCritic.choice.none': '없음',
  'algorithm.dreamer.config.behaviour.slowCritic.choice.copied': '평가하는 사본',
  'algorithm.dreamer.config.behaviour.slowCritic.choice.regularised': '붙들어 두는 평균',
  'algorithm.dreamer.config.behaviour.slowCriticEvery.label': '사본 간격',
  'algorithm.dreamer.config.behaviour.slowCriticEvery.help':
    '느린 크리틱을 크리틱의 사본으로 바꾸기까지의 업데이트 수. DreamerV2는 100.',
  'algorithm.dreamer.config.behaviour.slowCriticRate.label': '평균의 속도',
  'algorithm.dreamer.config.behaviour.slowCriticRate.help':
    '업데이트마다 느린 크리틱이 크리틱 쪽으로 움직이는 비율. DreamerV3는 0.02.',
  'algorithm.dreamer.config.behaviour.replayValueScale.label': '진행한 에피소드의 가치',
  'algorithm.dreamer.config.behaviour.replayValueScale.help':
    '크리틱이 상상한 보상에 더해 기록된 에피소드의 보상에서도 배우는 정도: 논문은 0, DreamerV3는 0.3. 액터가 REINFORCE로 배워야 합니다.',
  'algorithm.dreamer.config.behaviour.layerNorm.label': '층 정규화',
  'algorithm.dreamer.config.behaviour.layerNorm.help': '액터와 크리틱의 은닉층을 모두 정규화합니다.',
  'algorithm.dreamer.config.behaviour.adamEpsilon.label': 'Adam 엡실론',
  'algorithm.dreamer.config.behaviour.adamEpsilon.help':
    '월드 모델의 것과 같은 값으로, 액터와 크리틱에 씁니다. DreamerV2와 V3는 0.00001.',
  'algorithm.dreamer.config.behaviour.gradientClip.label': '기울기 제한',
  'algorithm.dreamer.config.behaviour.gradientClip.help': '액터와 크리틱의 기울기를 각각 이 길이로 줄입니다.',
  'algorithm.dreamer.config.behaviour.startsAtEnds.label': '종료 너머의 상상',
  'algorithm.dreamer.config.behaviour.startsAtEnds.help':
    '에피소드가 끝난 순간부터 상상한 것을 액터와 크리틱이 배우게 할지(논문), 세지 않을지(DreamerV2, V3).',
  'algorithm.dreamer.config.behaviour.explorationNoise.label': '탐색',
  'algorithm.dreamer.config.behaviour.explorationNoise.help':
    '배우려고 진행할 때 액터가 뽑는 것에 더하는 무작위 정도: 잡음의 표준편차, 또는 선택지 행동에서 아무것이나 고를 확률.',
  'algorithm.dreamer.config.behaviour.explorationHalfLife.label': '탐색 반감기',
  'algorithm.dreamer.config.behaviour.explorationHalfLife.help':
    '탐색이 절반으로 줄기를 되풀이하는 환경 스텝 수. 0이면 그대로 둡니다. 논문의 저자들은 게임에서 200,000을 씁니다.',
  'algorithm.dreamer.config.behaviour.explorationLeast.label': '최소 탐색',
  'algorithm.dreamer.config.behaviour.explorationLeast.help':
    '탐색이 이 아래로는 줄지 않습니다. 논문의 게임에서는 0.1.',
  'algorithm.dreamer.config.behaviour.planCandidates.label': '시도할 계획',
  'algorithm.dreamer.config.behaviour.planCandidates.help': '탐색 한 번에 시도하는 계획의 수.',
  'algorithm.dreamer.config.behaviour.planElites.label': '남길 계획',
  'algorithm.dreamer.config.behaviour.planElites.help': '다음 번 탐색의 바탕이 되는 가장 좋은 계획의 수.',
  'algorithm.dreamer.config.behaviour.planIterations.label': '탐색 횟수',
  'algorithm.dreamer.config.behaviour.planIterations.help': '매 스텝 탐색을 반복하는 횟수.',
  'algorithm.dreamer.phaseText.seed':
    '월드 모델이 시작할 자료를 얻기 위해 무작위로 에피소드 몇 개를 진행합니다.',
  'algorithm.dreamer.phaseText.train':
    '에피소드 하나를 진행하고, 지금까지의 모든 에피소드로 월드 모델과 행동을 학습하는 일을 번갈아 합니다. 행동은 모델이 상상한 세계 안에서 배웁니다.',
  'algorithm.dreamer.finding.asPublished.text':
    '공개된 DreamerV3 시드들과 같은 수준입니다. 약 {steps}스텝에서 {score}점이고, 시드 {seeds}개는 {low}~{high}점, 평균 {mean}점이었습니다.',
  'algorithm.dreamer.finding.aheadOfPublished.text':
    '공개된 DreamerV3 시드 모두보다 앞섭니다. 약 {steps}스텝에서 {score}점이고, 시드 {seeds}개는 {low}~{high}점, 평균 {mean}점이었습니다.',
  'algorithm.dreamer.finding.behindPublished.text':
    '공개된 DreamerV3 시드 모두보다 뒤처집니다. 약 {steps}스텝에서 {score}점이고, 시드 {seeds}개는 {low}~{high}점, 평균 {mean}점이었습니다.',
  'algorithm.dreamer.name': 'Dreamer',
  'algorithm.dreamer.text':
    '잠재 상태의 월드 모델을 배우고, 그 안에서 앞을 상상하며 행동하는 법을 배웁니다. 학습 대신 계획하는 PlaNet도 있습니다. Hafner 외 2020.',
} as const satisfies Readonly<Record<string, string>>;
