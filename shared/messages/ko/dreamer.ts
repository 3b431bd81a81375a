/** Korean: what is said of Dreamer alone. */
export const dreamer = {
  'algorithm.dreamer.configGroup.schedule': '일정',
  'algorithm.dreamer.configGroup.replay': '리플레이',
  'algorithm.dreamer.configGroup.model': '월드 모델',
  'algorithm.dreamer.configGroup.behaviour': '행동',
  'algorithm.dreamer.config.schedule.environmentSteps.label': '환경 스텝',
  'algorithm.dreamer.config.schedule.environmentSteps.help':
    '마지막 평가 전까지 진행하는 전체 프레임 수. 시드 에피소드도 셉니다.',
  'algorithm.dreamer.config.schedule.seedEpisodes.label': '시드 에피소드',
  'algorithm.dreamer.config.schedule.seedEpisodes.help': '학습에 앞서 무작위로 진행하는 에피소드 수.',
  'algorithm.dreamer.config.schedule.pretrainSteps.label': '첫 학습 스텝',
  'algorithm.dreamer.config.schedule.pretrainSteps.help':
    '행동이 첫 에피소드를 진행하기 전에 시드 에피소드로 하는 학습 스텝 수.',
  'algorithm.dreamer.config.schedule.trainSteps.label': '에피소드당 학습 스텝',
  'algorithm.dreamer.config.schedule.trainSteps.help':
    '에피소드를 하나 진행할 때마다 하는 학습 스텝 수. 많을수록 같은 경험에서 더 배우지만 오래 걸립니다.',
  'algorithm.dreamer.config.schedule.evaluateEvery.label': '평가 간격',
  'algorithm.dreamer.config.schedule.evaluateEvery.help':
    '평가 사이의 프레임 수. 평가는 잡음 없이 진행하며 학습에 쓰지 않습니다.',
  'algorithm.dreamer.config.schedule.evaluateEpisodes.label': '평가 에피소드',
  'algorithm.dreamer.config.schedule.evaluateEpisodes.help':
    '평가마다 평균 내는 에피소드 수. 많을수록 곡선이 매끄럽습니다.',
  'algorithm.dreamer.config.replay.cacheBytes.label': '관측 저장 한도',
  'algorithm.dreamer.config.replay.cacheBytes.help':
    '학습에 쓰는 관측의 디스크 공간. 가장 오래된 에피소드부터 비웁니다.',
  'algorithm.dreamer.config.environment.observation.label': '관측',
  'algorithm.dreamer.config.environment.observation.help':
    '무엇을 보는지: 논문처럼 64×64 픽셀의 그림, 또는 훨씬 빠른 환경의 수치.',
  'algorithm.dreamer.config.environment.observation.choice.pixels': '그림',
  'algorithm.dreamer.config.environment.observation.choice.state': '수치',
  'algorithm.dreamer.config.environment.model.label': '모델 파일',
  'algorithm.dreamer.config.environment.model.help':
    '직접 가진 MuJoCo 모델. 파일의 글 전체가 실험에 담기므로 파일은 더 이상 필요하지 않습니다.',
  'algorithm.dreamer.config.environment.model.example': '예시',
  'algorithm.dreamer.config.environment.reward.label': '보상',
  'algorithm.dreamer.config.environment.reward.help':
    '모델의 한 스텝이 얻는 것. 모델의 센서로 씁니다. 예시 모델에서 비워 두면 예시의 보상을 씁니다.',
  'algorithm.dreamer.config.environment.physicsSteps.label': '행동당 물리 스텝',
  'algorithm.dreamer.config.environment.physicsSteps.help':
    '행동 하나가 이어지는, 모델 고유의 시간 스텝 수. 많을수록 결정이 성겨지고 학습이 빨라집니다.',
  'algorithm.dreamer.config.environment.maxSteps.label': '에피소드 길이',
  'algorithm.dreamer.config.environment.maxSteps.help': '에피소드가 끝나는 행동 수. 반복도 셉니다.',
  'algorithm.dreamer.config.environment.startSpread.label': '시작의 퍼짐',
  'algorithm.dreamer.config.environment.startSpread.help':
    '회전 관절과 미끄럼 관절이 모델의 자세에서 몇 라디안 또는 미터 안에서 시작하는지. 0이면 늘 똑같이 시작합니다.',
  'algorithm.dreamer.config.environment.camera.label': '카메라',
  'algorithm.dreamer.config.environment.camera.help':
    '그림을 보는 모델 카메라의 번호. 0부터 셉니다. 카메라가 없는 모델은 비스듬한 데서 봅니다.',
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
  'algorithm.dreamer.config.model.beta.label': 'KL 가중치',
  'algorithm.dreamer.config.model.beta.help':
    '본 것을 다시 그리는 것에 비해 예상과 믿음이 얼마나 일치해야 하는지.',
  'algorithm.dreamer.config.model.freeNats.label': '무료 nat',
  'algorithm.dreamer.config.model.freeNats.help': '대가 없이 허용하는 불일치. 세부가 남게 합니다.',
  'algorithm.dreamer.config.model.balancesKl.label': 'KL 균형',
  'algorithm.dreamer.config.model.balancesKl.help':
    '예상과 믿음을 똑같이 당기는 대신, 예상이 믿음을 더 많이 따라가도록 가르칩니다(DreamerV2).',
  'algorithm.dreamer.config.model.klBalance.label': '예상의 몫',
  'algorithm.dreamer.config.model.klBalance.help':
    'KL 균형을 쓸 때 KL 기울기에서 예상이 받는 비율. 나머지는 믿음이 받습니다. DreamerV2는 0.8.',
  'algorithm.dreamer.config.model.layerNorm.label': '층 정규화',
  'algorithm.dreamer.config.model.layerNorm.help':
    '월드 모델의 밀집 은닉층을 모두 정규화해 학습을 안정시킵니다. 합성곱과 기억의 게이트는 논문 그대로 둡니다.',
  'algorithm.dreamer.config.model.gradientClip.label': '기울기 제한',
  'algorithm.dreamer.config.model.gradientClip.help': '월드 모델의 기울기 전체를 이 길이로 줄입니다.',
  'algorithm.dreamer.config.behaviour.kind.label': '주체',
  'algorithm.dreamer.config.behaviour.kind.help':
    '액터와 크리틱(Dreamer), 상상한 보상만 쓰는 액터, 또는 매 스텝 새로 찾는 계획(PlaNet).',
  'algorithm.dreamer.config.behaviour.kind.choice.actor-critic': '액터와 크리틱(Dreamer)',
  'algorithm.dreamer.config.behaviour.kind.choice.actor': '액터만(가치 모델 없음)',
  'algorithm.dreamer.config.behaviour.kind.choice.planner': '계획(PlaNet)',
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
  'algorithm.dreamer.config.behaviour.actionDistribution.label': '행동 분포',
  'algorithm.dreamer.config.behaviour.actionDistribution.help':
    '연속 행동을 범위 안으로 눌러 담은 정규분포에서 뽑거나(논문), 평균이 범위 안에 있고 폭이 사라지지 않는 정규분포에서 뽑습니다(DreamerV3). 뒤의 것은 범위 끝에 갇히지 않습니다.',
  'algorithm.dreamer.config.behaviour.actionDistribution.choice.squashed': '눌러 담은 정규분포',
  'algorithm.dreamer.config.behaviour.actionDistribution.choice.bounded': '평균이 범위 안인 정규분포',
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
  'algorithm.dreamer.config.behaviour.layerNorm.label': '층 정규화',
  'algorithm.dreamer.config.behaviour.layerNorm.help': '액터와 크리틱의 은닉층을 모두 정규화합니다.',
  'algorithm.dreamer.config.behaviour.gradientClip.label': '기울기 제한',
  'algorithm.dreamer.config.behaviour.gradientClip.help': '액터와 크리틱의 기울기를 각각 이 길이로 줄입니다.',
  'algorithm.dreamer.config.behaviour.explorationNoise.label': '탐색',
  'algorithm.dreamer.config.behaviour.explorationNoise.help':
    '배우려고 진행할 때 액터가 뽑는 것에 더하는 무작위 정도: 잡음의 표준편차, 또는 선택지 행동에서 아무것이나 고를 확률.',
  'algorithm.dreamer.config.behaviour.planCandidates.label': '시도할 계획',
  'algorithm.dreamer.config.behaviour.planCandidates.help': '탐색 한 번에 시도하는 계획의 수.',
  'algorithm.dreamer.config.behaviour.planElites.label': '남길 계획',
  'algorithm.dreamer.config.behaviour.planElites.help': '다음 번 탐색의 바탕이 되는 가장 좋은 계획의 수.',
  'algorithm.dreamer.config.behaviour.planIterations.label': '탐색 횟수',
  'algorithm.dreamer.config.behaviour.planIterations.help': '매 스텝 탐색을 반복하는 횟수.',
  'algorithm.dreamer.phase.seed': '시드',
  'algorithm.dreamer.phase.train': '학습',
  'algorithm.dreamer.phaseText.seed':
    '월드 모델이 시작할 자료를 얻기 위해 무작위로 에피소드 몇 개를 진행합니다.',
  'algorithm.dreamer.phaseText.train':
    '에피소드 하나를 진행하고, 지금까지의 모든 에피소드로 월드 모델과 행동을 학습하는 일을 번갈아 합니다. 행동은 모델이 상상한 세계 안에서 배웁니다.',
  'algorithm.dreamer.name': 'Dreamer',
  'algorithm.dreamer.text':
    '잠재 상태의 월드 모델을 배우고, 그 안에서 앞을 상상하며 행동하는 법을 배웁니다. 학습 대신 계획하는 PlaNet도 있습니다. Hafner 외 2020.',
} as const satisfies Readonly<Record<string, string>>;
