/** Korean: environments. */
export const environments = {
  'environment.car-racing.name': '자동차 경주',
  'environment.car-racing.description':
    '위에서 내려다본 무작위 트랙을 달립니다. 새 도로 타일을 밟을 때마다 전체 1,000점을 나눈 점수를 얻고, 프레임마다 0.1점을 잃습니다.',
  'environment.key.steerLeft': '왼쪽으로 조향',
  'environment.key.steerRight': '오른쪽으로 조향',
  'environment.key.gas': '가속',
  'environment.key.brake': '브레이크',
} as const satisfies Readonly<Record<string, string>>;
