/** Korean: environments. */
export const environments = {
  'environment.car-racing.name': '자동차 경주',
  'environment.car-racing.description':
    '위에서 내려다본 무작위 트랙을 달립니다. 새 도로 타일을 밟을 때마다 전체 1,000점을 나눈 점수를 얻고, 프레임마다 0.1점을 잃습니다.',
  'environment.key.steerLeft': '왼쪽으로 조향',
  'environment.key.steerRight': '오른쪽으로 조향',
  'environment.key.gas': '가속',
  'environment.key.brake': '브레이크',
  'environment.take-cover.name': '테이크 커버',
  'environment.take-cover.description':
    '좌우로 움직여 날아오는 불덩이를 피합니다. 살아남은 틱마다 1점을 얻으며, 35틱이 1초입니다.',
  'environment.key.left': '왼쪽으로 이동',
  'environment.key.right': '오른쪽으로 이동',
  'environments.intro': '어느 것이든 열면 바로 키보드로 해 볼 수 있습니다.',
  'environments.filter': '환경 찾기',
  'environments.noneFound': '“{text}”라는 환경이 없습니다.',
  'environments.actions': '행동',
  'environments.observations': '관측',
  'environments.time': '시간',
  'environments.reward': '스텝당 보상',
  'environments.rewardRange': '{low}에서 {high}까지',
  'environments.source': '출처',
  'environments.knownScores': '알려진 점수',
  'environments.choices': '{count}가지 중 하나',
  'environments.choicesNamed': '{count}가지 중 하나: {names}',
  'environments.numbers': '숫자 {count}개, {low}에서 {high}까지',
  'environments.pace': '초당 {rate}스텝, 최대 {steps}스텝',
} as const satisfies Readonly<Record<string, string>>;
