/** Korean: what is said of DQN alone. */
export const dqn = {
  'algorithm.dqn.name': 'DQN',
  'algorithm.dqn.text':
    '세계 모델 없이 배웁니다. 신경망이 선택지마다 가치를 매기고 가장 높은 것을 고릅니다. Mnih 외 2015. 여기서는 에피소드 도중이 아니라 끝난 뒤에, 같은 횟수만큼 학습합니다.',
  'algorithm.dqn.phaseText.seed': '뽑아 쓸 자료를 얻기 위해 무작위로 에피소드를 진행합니다.',
  'algorithm.dqn.phaseText.train':
    '무작위 선택을 점점 줄이며 에피소드 하나를 진행하고, 보관 중인 모든 에피소드에서 뽑은 전이로 가치를 학습하는 일을 번갈아 합니다.',
  'algorithm.dqn.configGroup.actions': '행동',
  'algorithm.dqn.configGroup.reward': '보상',
  'algorithm.dqn.configGroup.network': '신경망',
  'algorithm.dqn.configGroup.learning': '학습',
  'algorithm.dqn.configGroup.exploration': '탐험',
  'algorithm.dqn.config.environment.observation.label': '관측',
  'algorithm.dqn.config.environment.observation.help':
    '무엇을 보는지: 64×64 픽셀의 흑백 그림을 최근 몇 장 함께, 또는 훨씬 빠른 환경의 수치.',
  'algorithm.dqn.config.environment.observation.choice.pixels': '흑백 그림',
  'algorithm.dqn.config.environment.observation.choice.state': '수치',
  'algorithm.dqn.config.actions.choices.label': '선택지',
  'algorithm.dqn.config.actions.choices.help':
    '무엇 가운데서 고르는지. 행동이 범위 안의 수치이면 격자로 나누어 모든 조합을 선택지로 삼습니다.',
  'algorithm.dqn.config.actions.choices.choice.own': '환경의 선택지',
  'algorithm.dqn.config.actions.choices.choice.three': '최저, 중간, 최고',
  'algorithm.dqn.config.actions.choices.choice.two': '최저, 최고',
  'algorithm.dqn.config.replay.transitions.label': '보관할 전이',
  'algorithm.dqn.config.replay.transitions.help':
    '학습에 뽑아 쓰는 전이의 수. 가장 오래된 에피소드부터 비웁니다. 흑백 그림 한 장은 디스크에서 4,096바이트입니다.',
  'algorithm.dqn.config.replay.steps.label': '추정 전 보상 수',
  'algorithm.dqn.config.replay.steps.help':
    '신경망이 나머지를 추정하기 전에 그대로 더하는 보상의 수(n). 많을수록 드문 보상에서 빨리 배우지만 예전 결정을 더 믿게 됩니다.',
  'algorithm.dqn.config.replay.prioritised.label': '우선순위 리플레이',
  'algorithm.dqn.config.replay.prioritised.help':
    '가치를 잘못 추정한 전이를 더 자주 뽑고(Schaul 외 2016), 그만큼 낮은 비중으로 셉니다.',
  'algorithm.dqn.config.replay.priorityExponent.label': '우선순위 지수',
  'algorithm.dqn.config.replay.priorityExponent.help':
    '우선순위 리플레이에서 오차가 얼마나 결정하는지. 0이면 모두 같은 확률로, 1이면 오차에 비례해 뽑습니다.',
  'algorithm.dqn.config.replay.importanceExponent.label': '중요도 지수',
  'algorithm.dqn.config.replay.importanceExponent.help':
    '고르지 않게 뽑은 것을 처음에 얼마나 바로잡는지. 실행이 끝날 때 1이 되어 온전히 바로잡습니다.',
  'algorithm.dqn.config.reward.scale.label': '보상 배율',
  'algorithm.dqn.config.reward.scale.help': '배우기 전에 보상마다 곱하는 수. 점수는 바뀌지 않습니다.',
  'algorithm.dqn.config.reward.clip.label': '보상 제한',
  'algorithm.dqn.config.reward.clip.help':
    '배율을 곱한 보상을 양쪽 모두 이 크기로 자릅니다. 논문의 1은 한 신경망으로 모든 게임을 하게 해 주지만 보상의 크기를 가립니다. 0이면 자르지 않습니다.',
  'algorithm.dqn.config.network.stackedFrames.label': '함께 보는 프레임',
  'algorithm.dqn.config.network.stackedFrames.help':
    '함께 보는 최근 흑백 그림의 수. 한 장만으로는 어떻게 움직이는지 알 수 없습니다.',
  'algorithm.dqn.config.network.shift.label': '무작위 이동',
  'algorithm.dqn.config.network.shift.help':
    '그림 묶음을 뽑을 때마다 최대 몇 픽셀 움직일지. 값이 픽셀 하나하나에 덜 매이게 됩니다. 논문은 움직이지 않습니다(0).',
  'algorithm.dqn.config.network.units.label': '층의 너비',
  'algorithm.dqn.config.network.units.help': '합성곱 뒤에 오는 층의 수, 또는 수치를 관측할 때 층 하나의 수.',
  'algorithm.dqn.config.network.layers.label': '수치를 볼 때의 층',
  'algorithm.dqn.config.network.layers.help': '수치를 관측할 때의 은닉층 수.',
  'algorithm.dqn.config.learning.startsAfter.label': '학습 시작',
  'algorithm.dqn.config.learning.startsAfter.help':
    '첫 학습 스텝 전까지의 결정 수. 그때까지는 모두 무작위입니다.',
  'algorithm.dqn.config.learning.decisionsPerStep.label': '학습 스텝당 결정 수',
  'algorithm.dqn.config.learning.decisionsPerStep.help':
    '결정을 이만큼 할 때마다 학습 스텝 하나를 합니다. 에피소드가 끝난 뒤에 한꺼번에 합니다.',
  'algorithm.dqn.config.learning.batchSize.label': '배치 크기',
  'algorithm.dqn.config.learning.batchSize.help': '학습 스텝 하나에 쓰는 전이의 수.',
  'algorithm.dqn.config.learning.optimizer.label': '최적화 방법',
  'algorithm.dqn.config.learning.optimizer.help': '논문의 중심화한 RMSProp, 또는 이후 연구가 흔히 쓰는 Adam.',
  'algorithm.dqn.config.learning.optimizer.choice.rmsprop': 'RMSProp',
  'algorithm.dqn.config.learning.optimizer.choice.adam': 'Adam',
  'algorithm.dqn.config.learning.learningRate.label': '학습률',
  'algorithm.dqn.config.learning.learningRate.help': '최적화 방법의 보폭.',
  'algorithm.dqn.config.learning.rmsDecay.label': 'RMSProp의 기억',
  'algorithm.dqn.config.learning.rmsDecay.help':
    'RMSProp이 스텝마다 유지하는 이동 평균의 비율. Adam은 쓰지 않습니다.',
  'algorithm.dqn.config.learning.rmsEpsilon.label': 'RMSProp의 최소 분산',
  'algorithm.dqn.config.learning.rmsEpsilon.help':
    'RMSProp이 제곱근으로 나누기 전에 기울기의 분산에 더하는 수. Adam은 쓰지 않습니다.',
  'algorithm.dqn.config.learning.gamma.label': '할인율',
  'algorithm.dqn.config.learning.gamma.help':
    '한 결정 뒤의 보상이 지금 갖는 가치. 1에 가까울수록 멀리 내다봅니다.',
  'algorithm.dqn.config.learning.targetEvery.label': '목표 갱신 간격',
  'algorithm.dqn.config.learning.targetEvery.help':
    '목표값을 주는 신경망을 학습 중인 신경망의 사본으로 바꾸는 학습 스텝 간격.',
  'algorithm.dqn.config.learning.doubleDqn.label': '더블 DQN',
  'algorithm.dqn.config.learning.doubleDqn.help':
    '다음 선택은 학습 중인 신경망이 고르고 그 가치는 목표 신경망이 매깁니다(van Hasselt 외 2016). 가치를 덜 과대평가합니다.',
  'algorithm.dqn.config.learning.gradientClip.label': '기울기 제한',
  'algorithm.dqn.config.learning.gradientClip.help':
    '기울기를 이 길이로 줄입니다. 0이면 줄이지 않습니다. 1보다 큰 오차는 어느 경우든 1로 셉니다.',
  'algorithm.dqn.config.exploration.finalEpsilon.label': '마지막 무작위 비율',
  'algorithm.dqn.config.exploration.finalEpsilon.help':
    '배우기 위해 진행할 때 끝까지 무작위로 남는 결정의 비율.',
  'algorithm.dqn.config.exploration.decisions.label': '그때까지의 결정 수',
  'algorithm.dqn.config.exploration.decisions.help':
    '학습을 시작한 뒤 무작위 비율이 1에서 일정하게 줄어드는 동안의 결정 수.',
  'algorithm.dqn.config.evaluate.epsilon.label': '평가의 무작위 비율',
  'algorithm.dqn.config.evaluate.epsilon.help':
    '평가에서 무작위로 하는 결정의 비율. 논문의 0.05는 한곳에 갇히는 일을 막습니다. 0이면 언제나 가장 좋은 것을 고릅니다.',
  'algorithm.dqn.finding.agentNoBetterThanRandom.next':
    '가치가 오르는지 보세요. 오르는데 점수가 그대로면 학습률을 낮추세요. 오르지 않으면 더 오래 탐험하게 하거나 보상을 키우세요.',
} as const satisfies Readonly<Record<string, string>>;
