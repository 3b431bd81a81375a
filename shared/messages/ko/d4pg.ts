/** Korean: what is said of D4PG alone. */
export const d4pg = {
  'algorithm.d4pg.name': 'D4PG',
  'algorithm.d4pg.text':
    '세계 모델 없이 배웁니다. 크리틱이 리턴을 분포로 나타내고, 정책이 그 값을 따라 올라갑니다. Barth-Maron 외 2018, acme의 구현을 따릅니다.',
  'algorithm.d4pg.phaseText.seed': '뽑아 쓸 자료를 얻기 위해 무작위로 에피소드를 진행합니다.',
  'algorithm.d4pg.phaseText.train':
    '잡음을 더해 에피소드 하나를 진행하고, 지금까지의 모든 에피소드에서 뽑은 전이로 크리틱과 정책을 학습하는 일을 번갈아 합니다.',
  'algorithm.d4pg.configGroup.encoder': '인코더 (그림을 볼 때)',
  'algorithm.d4pg.config.environment.observation.label': '관측',
  'algorithm.d4pg.config.environment.observation.help':
    '무엇을 보는지: 환경의 수치, 또는 최근 몇 장을 함께 보는 64×64 픽셀 흑백 그림. 그림으로 배우면 백 배쯤 오래 걸립니다.',
  'algorithm.d4pg.config.environment.observation.choice.pixels': '흑백 그림',
  'algorithm.d4pg.config.environment.observation.choice.state': '수치',
  'algorithm.d4pg.config.encoder.stackedFrames.label': '함께 보는 프레임',
  'algorithm.d4pg.config.encoder.stackedFrames.help':
    '함께 보는 최근 흑백 그림의 수. 한 장만으로는 어떻게 움직이는지 알 수 없습니다.',
  'algorithm.d4pg.config.encoder.filters.label': '필터 수',
  'algorithm.d4pg.config.encoder.filters.help': '그림을 읽는 합성곱 하나의 필터 수.',
  'algorithm.d4pg.config.encoder.layers.label': '합성곱 층',
  'algorithm.d4pg.config.encoder.layers.help':
    '첫 층은 그림을 절반으로 줄이고 나머지는 크기를 유지합니다. 층 하나가 나머지 모두를 합한 만큼 걸립니다.',
  'algorithm.d4pg.config.encoder.features.label': '특징 수',
  'algorithm.d4pg.config.encoder.features.help':
    '정책과 크리틱이 그림 묶음 대신 읽는 수. 무엇을 나타낼지는 크리틱의 손실만이 가르칩니다.',
  'algorithm.d4pg.config.encoder.shift.label': '무작위 이동',
  'algorithm.d4pg.config.encoder.shift.help':
    '그림 묶음을 뽑을 때마다 최대 몇 픽셀 움직일지. 움직이지 않으면 그림이 보여 주는 것이 아니라 픽셀 자체에 값을 맞추게 됩니다. 0이면 움직이지 않습니다.',
  'algorithm.d4pg.configGroup.learning': '학습',
  'algorithm.d4pg.configGroup.policy': '정책',
  'algorithm.d4pg.configGroup.critic': '크리틱',
  'algorithm.d4pg.configGroup.exploration': '탐험',
  'algorithm.d4pg.config.replay.transitions.label': '보관할 전이',
  'algorithm.d4pg.config.replay.transitions.help':
    '학습에 뽑아 쓰는 전이의 수. 메모리에 두며, 가장 오래된 에피소드부터 비웁니다.',
  'algorithm.d4pg.config.replay.steps.label': '추정 전 보상 수',
  'algorithm.d4pg.config.replay.steps.help':
    '크리틱이 나머지를 추정하기 전에 그대로 더하는 보상의 수(n). 많을수록 드문 보상에서 빨리 배우지만 예전 행동을 더 믿게 됩니다.',
  'algorithm.d4pg.config.learning.batchSize.label': '배치 크기',
  'algorithm.d4pg.config.learning.batchSize.help': '학습 스텝 하나에 쓰는 전이의 수.',
  'algorithm.d4pg.config.learning.samplesPerStep.label': '전이의 사용 횟수',
  'algorithm.d4pg.config.learning.samplesPerStep.help':
    '전이 하나를 평균 몇 번 뽑는지. 에피소드 뒤의 학습 스텝 수가 이에 따라 정해집니다. 많을수록 같은 경험에서 더 배우지만 오래 걸립니다.',
  'algorithm.d4pg.config.learning.policyLearningRate.label': '정책의 학습률',
  'algorithm.d4pg.config.learning.policyLearningRate.help': '정책을 학습하는 Adam의 보폭.',
  'algorithm.d4pg.config.learning.criticLearningRate.label': '크리틱의 학습률',
  'algorithm.d4pg.config.learning.criticLearningRate.help': '크리틱을 학습하는 Adam의 보폭.',
  'algorithm.d4pg.config.learning.gamma.label': '할인율',
  'algorithm.d4pg.config.learning.gamma.help':
    '한 결정 뒤의 보상이 지금 갖는 가치. 1에 가까울수록 멀리 내다봅니다.',
  'algorithm.d4pg.config.learning.targetEvery.label': '목표 갱신 간격',
  'algorithm.d4pg.config.learning.targetEvery.help':
    '목표값을 주는 신경망을 학습 중인 신경망의 사본으로 바꾸는 학습 스텝 간격.',
  'algorithm.d4pg.config.learning.gradientClip.label': '기울기 제한',
  'algorithm.d4pg.config.learning.gradientClip.help': '크리틱과 정책의 기울기를 각각 이 길이로 줄입니다.',
  'algorithm.d4pg.config.policy.firstUnits.label': '첫 층',
  'algorithm.d4pg.config.policy.firstUnits.help': '정규화하는 정책 첫 층의 수.',
  'algorithm.d4pg.config.policy.layers.label': '이어지는 층',
  'algorithm.d4pg.config.policy.layers.help': '첫 층 뒤에 오는 층의 수.',
  'algorithm.d4pg.config.policy.units.label': '이어지는 층의 너비',
  'algorithm.d4pg.config.policy.units.help': '이어지는 층 하나의 수.',
  'algorithm.d4pg.config.critic.firstUnits.label': '첫 층',
  'algorithm.d4pg.config.critic.firstUnits.help': '정규화하는 크리틱 첫 층의 수.',
  'algorithm.d4pg.config.critic.layers.label': '이어지는 층',
  'algorithm.d4pg.config.critic.layers.help': '첫 층 뒤에 오는 층의 수.',
  'algorithm.d4pg.config.critic.units.label': '이어지는 층의 너비',
  'algorithm.d4pg.config.critic.units.help': '이어지는 층 하나의 수.',
  'algorithm.d4pg.config.critic.atoms.label': '원자 수',
  'algorithm.d4pg.config.critic.atoms.help': '같은 간격으로 구분하는 리턴의 수.',
  'algorithm.d4pg.config.critic.lowestReturn.label': '가장 낮은 리턴',
  'algorithm.d4pg.config.critic.lowestReturn.help':
    '나타낼 수 있는 가장 낮은 할인 리턴. 이보다 낮은 리턴은 이 값으로 셉니다.',
  'algorithm.d4pg.config.critic.highestReturn.label': '가장 높은 리턴',
  'algorithm.d4pg.config.critic.highestReturn.help':
    '나타낼 수 있는 가장 높은 할인 리턴. 결정당 보상이 1 이하이고 할인율이 0.99이면 100을 넘지 않습니다.',
  'algorithm.d4pg.config.exploration.deviation.label': '잡음',
  'algorithm.d4pg.config.exploration.deviation.help':
    '배우기 위해 진행할 때 행동에 더하는 잡음의 편차. 행동의 범위는 -1에서 1입니다.',
  'algorithm.d4pg.finding.agentNoBetterThanRandom.next':
    '크리틱의 리턴이 오르는지 보세요. 오르는데 점수가 그대로면 학습률을 낮추세요. 오르지 않으면 이 잡음으로는 보상이 너무 드뭅니다.',
  'algorithm.d4pg.finding.asPublished.text':
    '공개된 D4PG 시드들과 같은 수준입니다. 약 {steps}스텝에서 {score}점이고, 시드 {seeds}개는 {low}~{high}점, 평균 {mean}점이었습니다.',
  'algorithm.d4pg.finding.aheadOfPublished.text':
    '공개된 D4PG 시드 모두보다 앞섭니다. 약 {steps}스텝에서 {score}점이고, 시드 {seeds}개는 {low}~{high}점, 평균 {mean}점이었습니다.',
  'algorithm.d4pg.finding.behindPublished.text':
    '공개된 D4PG 시드 모두보다 뒤처집니다. 약 {steps}스텝에서 {score}점이고, 시드 {seeds}개는 {low}~{high}점, 평균 {mean}점이었습니다.',
} as const satisfies Readonly<Record<string, string>>;
