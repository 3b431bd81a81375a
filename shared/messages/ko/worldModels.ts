/** Korean: what is said of World Models alone. */
export const worldModels = {
  'algorithm.world-models.configGroup.collect': '수집',
  'algorithm.world-models.configGroup.vision': 'V, 시각',
  'algorithm.world-models.configGroup.memory': 'M, 기억',
  'algorithm.world-models.configGroup.controller': 'C, 컨트롤러',
  'algorithm.world-models.config.collect.episodes.label': '에피소드 수',
  'algorithm.world-models.config.collect.episodes.help':
    'V와 M이 배우는 무작위 에피소드의 수. 많을수록 더 많은 장면을 봅니다.',
  'algorithm.world-models.config.collect.maxSteps.label': '최대 길이',
  'algorithm.world-models.config.collect.maxSteps.help': '수집 에피소드를 자르는 스텝 수.',
  'algorithm.world-models.config.collect.policy.label': '무작위 정책',
  'algorithm.world-models.config.collect.policy.help':
    '수집할 때 누가 행동할지 정합니다. 에피소드마다 새로 뽑은 무작위 네트워크(논문의 CarRacing), 1~10스텝 유지하는 무작위 행동(논문의 Take Cover), 매 스텝 새로운 무작위 행동 중에서 고릅니다.',
  'algorithm.world-models.config.collect.policy.choice.random-networks': '무작위 네트워크',
  'algorithm.world-models.config.collect.policy.choice.sticky-uniform': '무작위, 잠시 유지',
  'algorithm.world-models.config.collect.policy.choice.uniform': '매 스텝 무작위',
  'algorithm.world-models.config.collect.minSteps.label': '최소 길이',
  'algorithm.world-models.config.collect.minSteps.help':
    '이보다 짧은 에피소드는 버립니다. 저자들이 Take Cover에서 쓴 방법입니다.',
  'algorithm.world-models.config.vision.latentSize.label': 'z의 크기',
  'algorithm.world-models.config.vision.latentSize.help':
    'V가 프레임 하나를 압축하는 숫자의 개수. 많을수록 세부가 남지만 M이 예측하기 어려워집니다.',
  'algorithm.world-models.config.vision.epochs.label': '에폭',
  'algorithm.world-models.config.vision.epochs.help': 'V가 모은 프레임 전체를 보는 횟수.',
  'algorithm.world-models.config.vision.batchSize.label': '배치 크기',
  'algorithm.world-models.config.vision.batchSize.help': 'V의 학습 스텝마다 쓰는 프레임 수.',
  'algorithm.world-models.config.vision.learningRate.label': '학습률',
  'algorithm.world-models.config.vision.learningRate.help': 'V를 학습하는 Adam의 보폭.',
  'algorithm.world-models.config.vision.klTolerance.label': 'KL 허용치',
  'algorithm.world-models.config.vision.klTolerance.help':
    'z의 숫자마다 KL이 이보다 작으면 사전 분포로 당기지 않습니다. z에 세부가 담기게 합니다.',
  'algorithm.world-models.config.vision.maxBatches.label': '최대 배치 수',
  'algorithm.world-models.config.vision.maxBatches.help':
    '이만큼의 배치 뒤에 V의 학습을 끝냅니다. 0이면 모든 에폭을 돕니다.',
  'algorithm.world-models.config.memory.hiddenSize.label': '은닉 크기',
  'algorithm.world-models.config.memory.hiddenSize.help':
    'M의 LSTM 유닛 수. 얼마나 기억할 수 있는지를 정합니다.',
  'algorithm.world-models.config.memory.mixtures.label': '혼합 성분 수',
  'algorithm.world-models.config.memory.mixtures.help':
    'M이 다음 z의 각 숫자를 나타내는 가우시안의 수. 얼마나 다양한 미래를 열어 두는지를 정합니다.',
  'algorithm.world-models.config.memory.steps.label': '배치 수',
  'algorithm.world-models.config.memory.steps.help': 'M의 학습 스텝 수.',
  'algorithm.world-models.config.memory.batchSize.label': '배치 크기',
  'algorithm.world-models.config.memory.batchSize.help': 'M의 학습 스텝마다 쓰는 시퀀스 수.',
  'algorithm.world-models.config.memory.sequenceLength.label': '시퀀스 길이',
  'algorithm.world-models.config.memory.sequenceLength.help': 'M이 배우는 시퀀스 하나의 스텝 수.',
  'algorithm.world-models.config.memory.learningRate.label': '학습률',
  'algorithm.world-models.config.memory.learningRate.help': 'M을 학습하는 Adam의 처음 보폭.',
  'algorithm.world-models.config.memory.learningRateDecay.label': '학습률 감쇠',
  'algorithm.world-models.config.memory.learningRateDecay.help':
    '스텝마다 학습률에 곱하는 값. 1이면 그대로입니다.',
  'algorithm.world-models.config.memory.learningRateMinimum.label': '최소 학습률',
  'algorithm.world-models.config.memory.learningRateMinimum.help': '감쇠가 멈추는 값.',
  'algorithm.world-models.config.memory.gradientClip.label': '기울기 제한',
  'algorithm.world-models.config.memory.gradientClip.help':
    '이보다 큰 기울기는 잘라 냅니다. 이상한 시퀀스 하나가 M을 흔들지 못하게 합니다.',
  'algorithm.world-models.config.memory.predictsReward.label': '보상 예측',
  'algorithm.world-models.config.memory.predictsReward.help':
    'M이 보상도 예측합니다. 점수가 살아남은 시간이 아닌 환경에서 꿈으로 학습하려면 필요합니다.',
  'algorithm.world-models.config.memory.predictsDone.label': '종료 예측',
  'algorithm.world-models.config.memory.predictsDone.help':
    'M이 에피소드가 끝나는지도 예측합니다. 점수가 살아남은 시간인 환경에서 꿈으로 학습하려면 필요합니다. 이때 시퀀스는 에피소드의 끝을 넘어 이어집니다.',
  'algorithm.world-models.config.memory.doneWeight.label': '종료 가중치',
  'algorithm.world-models.config.memory.doneWeight.help':
    '끝나는 순간은 드물기 때문에 손실에서 더 무겁게 셉니다.',
  'algorithm.world-models.config.memory.actions.label': 'M이 읽는 행동',
  'algorithm.world-models.config.memory.actions.help':
    'C의 출력이 게임에서 되는 선택(왼쪽, 정지, 오른쪽)이나, 저자들처럼 C의 출력 그 자체(-1에서 1 사이의 수)를 M에 넣습니다. 그때는 게임도 그 수를 받아 셋으로 나눈 구간을 왼쪽, 정지, 오른쪽으로 읽습니다.',
  'algorithm.world-models.config.memory.actions.choice.chosen': '선택',
  'algorithm.world-models.config.memory.actions.choice.raw': 'C의 출력',
  'algorithm.world-models.config.memory.trained.label': '학습 여부',
  'algorithm.world-models.config.memory.trained.help':
    '끄면 M의 가중치를 처음 뽑은 그대로 둡니다. M의 학습이 C에 얼마나 도움이 되는지 보는 대조군입니다.',
  'algorithm.world-models.config.memory.carriesState.label': '상태 이어 가기',
  'algorithm.world-models.config.memory.carriesState.help':
    '저자들의 Take Cover처럼 배치마다 앞 배치가 끝난 곳에서 이어지고 M의 상태도 이어집니다. 끄면 시퀀스를 매번 새로 뽑고 상태는 0에서 시작합니다.',
  'algorithm.world-models.config.controller.covariance.label': '공분산',
  'algorithm.world-models.config.controller.covariance.help':
    '가중치들이 함께 움직이는 방식을 탐색이 얼마나 배울지 정합니다. 전체는 모든 쌍을, 대각은 가중치마다 보폭만 배웁니다(분리형 CMA-ES). 가중치가 수백 개인 짧은 탐색은 대각을 더 빨리 배웁니다.',
  'algorithm.world-models.config.controller.covariance.choice.full': '전체',
  'algorithm.world-models.config.controller.covariance.choice.diagonal': '대각',
  'algorithm.world-models.config.controller.inputs.label': '입력',
  'algorithm.world-models.config.controller.inputs.help':
    'C가 받는 것: 현재 프레임의 z만, z와 M의 기억 h, 또는 LSTM의 셀 c까지.',
  'algorithm.world-models.config.controller.inputs.choice.z': 'z',
  'algorithm.world-models.config.controller.inputs.choice.zh': 'z와 h',
  'algorithm.world-models.config.controller.inputs.choice.zhc': 'z, h, c',
  'algorithm.world-models.config.controller.latents.label': '실제 프레임의 잠재값',
  'algorithm.world-models.config.controller.latents.help':
    '실제 프레임에서 C와 M이 받는 V의 가우스 분포 값: 저자들처럼 뽑은 표본, 또는 평균. 평균을 쓰면 V가 쓰지 않는 잠재값의 잡음이 C에 들어가지 않습니다.',
  'algorithm.world-models.config.controller.latents.choice.sample': '표본',
  'algorithm.world-models.config.controller.latents.choice.mean': '평균',
  'algorithm.world-models.config.controller.hiddenUnits.label': '은닉 유닛',
  'algorithm.world-models.config.controller.hiddenUnits.help':
    '0이면 논문의 선형 컨트롤러입니다. 논문의 비교 실험에서는 유닛 40개짜리 한 층을 씁니다.',
  'algorithm.world-models.config.controller.bias.label': '편향',
  'algorithm.world-models.config.controller.bias.help': 'C의 출력에 고유한 오프셋을 둘지 정합니다.',
  'algorithm.world-models.config.controller.trainIn.label': '학습 장소',
  'algorithm.world-models.config.controller.trainIn.help': '후보를 시험하는 곳: 실제 환경, 또는 꿈속.',
  'algorithm.world-models.config.controller.trainIn.choice.environment': '실제 환경',
  'algorithm.world-models.config.controller.trainIn.choice.dream': '꿈',
  'algorithm.world-models.config.controller.temperature.label': '온도',
  'algorithm.world-models.config.controller.temperature.help':
    'C가 꿈에서 배울 때 꿈이 얼마나 무작위적인지 정합니다. 온도가 높을수록 꿈을 속이기 어렵습니다.',
  'algorithm.world-models.config.controller.populationSize.label': '개체 수',
  'algorithm.world-models.config.controller.populationSize.help': '한 세대의 후보 수.',
  'algorithm.world-models.config.controller.rollouts.label': '후보당 에피소드',
  'algorithm.world-models.config.controller.rollouts.help':
    '후보마다 평균을 내는 에피소드 수. 많을수록 점수가 덜 흔들립니다.',
  'algorithm.world-models.config.controller.initialSigma.label': '초기 보폭',
  'algorithm.world-models.config.controller.initialSigma.help': '첫 세대가 얼마나 넓게 퍼지는지 정합니다.',
  'algorithm.world-models.config.controller.sigmaDecay.label': '보폭 감소',
  'algorithm.world-models.config.controller.sigmaDecay.help':
    '보폭의 자체 적응에 더해 세대마다 보폭에 이 값을 곱합니다. 자체 적응에는 제어기의 매개변수 수만큼의 세대가 걸립니다. 1이면 그대로 둡니다.',
  'algorithm.world-models.config.controller.generations.label': '세대 수',
  'algorithm.world-models.config.controller.generations.help': '탐색을 얼마나 계속할지 정합니다.',
  'algorithm.world-models.config.controller.maxSteps.label': '최대 에피소드 길이',
  'algorithm.world-models.config.controller.maxSteps.help':
    '후보의 에피소드를 자르는 스텝 수. 평가는 늘 실제 환경의 에피소드만큼 이어집니다.',
  'algorithm.world-models.config.controller.patience.label': '인내',
  'algorithm.world-models.config.controller.patience.help':
    '보상 없이 이만큼 지나면 에피소드를 일찍 끝냅니다. 0이면 끝내지 않습니다. 가망 없는 후보에 쓰는 시간을 줄입니다.',
  'algorithm.world-models.config.controller.evaluateEvery.label': '평가 간격',
  'algorithm.world-models.config.controller.evaluateEvery.help':
    '가장 좋은 컨트롤러를 꼼꼼히 평가하는 세대 간격.',
  'algorithm.world-models.config.controller.evaluateRollouts.label': '평가 에피소드',
  'algorithm.world-models.config.controller.evaluateRollouts.help':
    '그런 평가에 쓰는 에피소드 수. C를 꿈에서 학습하면 꿈속 에피소드입니다.',
  'algorithm.world-models.config.controller.evaluateEpisodes.label': '함께 볼 실제 에피소드',
  'algorithm.world-models.config.controller.evaluateEpisodes.help':
    'C를 꿈에서 학습할 때, 평가마다 함께 하는 실제 에피소드 수. 꿈의 점수가 얼마나 참인지 보여 줄 뿐 아무것도 결정하지 않습니다.',
  'algorithm.world-models.config.evaluate.precision.label': '보관 정밀도',
  'algorithm.world-models.config.evaluate.precision.help':
    '마지막 체크포인트에 두는 V와 M 가중치의 정밀도. 반정밀도면 파일이 절반이 되고, 최종 점수는 보관하는 가중치 그대로 잽니다.',
  'algorithm.world-models.config.evaluate.precision.choice.single': '단정밀도(32비트)',
  'algorithm.world-models.config.evaluate.precision.choice.half': '반정밀도(16비트)',
  'algorithm.world-models.config.rounds.label': '반복 횟수',
  'algorithm.world-models.config.rounds.help':
    '수집과 학습을 반복하는 횟수. 매번 그때까지의 컨트롤러로 수집합니다.',
  'algorithm.world-models.config.collect.cacheBytes.label': '프레임 캐시 한도',
  'algorithm.world-models.config.collect.cacheBytes.help':
    '모은 프레임에 쓰는 디스크 공간. 더 필요해지면 수집을 일찍 끝냅니다.',
  'algorithm.world-models.phase.collect': '수집',
  'algorithm.world-models.phase.vision': 'V 학습',
  'algorithm.world-models.phase.encode': '인코딩',
  'algorithm.world-models.phase.memory': 'M 학습',
  'algorithm.world-models.phase.controller': 'C 진화',
  'algorithm.world-models.phaseText.collect': 'V와 M이 배울 수 있도록 무작위로 행동해 에피소드를 모읍니다.',
  'algorithm.world-models.phaseText.vision': 'V가 프레임을 숫자 몇 개로 압축하고 다시 그리는 법을 배웁니다.',
  'algorithm.world-models.phaseText.encode':
    '모은 프레임을 모두 V의 숫자로 바꿉니다. M은 픽셀을 보지 않아도 됩니다.',
  'algorithm.world-models.phaseText.memory':
    'M이 행동에 따라 다음 프레임의 숫자가 어떻게 될지 예측하는 법을 배웁니다.',
  'algorithm.world-models.phaseText.controller':
    '작은 컨트롤러 여러 개를 시험하고, 좋은 것들로 다음 세대를 만듭니다.',
  'algorithm.world-models.name': 'World Models',
  'algorithm.world-models.text':
    '보는 법(V)을 배우고, 기억하고 예측하는 법(M)을 배운 다음, 작은 컨트롤러(C)를 진화시킵니다. Ha와 Schmidhuber, 2018.',
} as const satisfies Readonly<Record<string, string>>;
