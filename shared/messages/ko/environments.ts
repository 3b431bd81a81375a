/** Korean: environments. */
export const environments = {
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
