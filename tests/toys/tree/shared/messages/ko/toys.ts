/** Korean: what is said of the toys. */
export const toys = {
  'environment.toy-line.name': '장난감 직선',
  'environment.toy-line.description': '막대 위의 공을 좌우로 밀고, 가운데에 가까울수록 점수를 받습니다.',
  'algorithm.toy-search.name': '장난감 탐색',
  'algorithm.toy-search.text': '관측값에 곱할 수 하나를 찾습니다.',
  'algorithm.toy-search.phaseText.seed': '무작위로 에피소드 하나를 플레이합니다.',
  'algorithm.toy-search.phaseText.train':
    '잡음을 넣어 에피소드를 플레이한 뒤 수를 옮기는 일을 번갈아 합니다.',
  'algorithm.toy-search.configGroup.search': '탐색',
  'algorithm.toy-search.config.search.stepSize.label': '이동 폭',
  'algorithm.toy-search.config.search.stepSize.help': '학습 스텝 한 번에 수를 얼마나 옮길지 정합니다.',
  'algorithm.toy-search.config.search.deviation.label': '잡음',
  'algorithm.toy-search.config.search.deviation.help': '학습하는 동안 행동에 더하는 잡음의 편차입니다.',
  'algorithm.toy-search.config.search.secondsAStep.label': '스텝당 시간(초)',
  'algorithm.toy-search.config.search.secondsAStep.help': '학습 스텝마다 기다리는 시간입니다.',
} as const satisfies Readonly<Record<string, string>>;
