/** Korean: chapter 12 of the course, how far to imagine, and what was won. */
export const horizon = {
  'learn.horizon.title': '얼마나 멀리 상상할까, 그리고 얻은 것',
  'learn.horizon.summary':
    '가치가 있을 때와 없을 때의 예측 범위, PlaNet과 D4PG와 A3C 옆의 Dreamer, 두 논문이 남긴 것과 그 뒤에 온 것.',
  'learn.horizon.text.1':
    '에이전트는 얼마나 멀리 상상해야 할까요? 너무 짧으면 **예측 범위**(horizon) 너머의 보상은 없는 것이나 마찬가지입니다. 너무 길면 상상한 스텝마다 앞선 스텝들의 실수 위에 서게 됩니다. Dreamer의 답은 몇 스텝만 내다보고 나머지는 마지막 상태의 가치에 맡기는 것입니다. 처음 장들의 격자에서는 이것을 정확히 계산할 수 있습니다. 아래에서는 결함이 있는 모델에서 탐색합니다. 모델은 행동의 일부가 엉뚱한 칸으로 이어진다고 잘못 알고 있습니다. 탐색은 *H*스텝을 내다봅니다. 한 번은 그 너머에 아무것도 없이, 한 번은 같은 모델에서 배운 가치와 함께 내다보고, 진짜 세계에서 행동합니다.',
  'learn.horizon.figure.study': '결함이 있는 모델에서 내다보기',
  'learn.horizon.figure.study.text':
    '탐색의 예측 범위에 따라 출발점에서 실제로 버는 값이며, 실수가 서로 다른 모델 네 개의 평균입니다. 격자는 1장에서 여러분이 만든 것입니다.',
  'learn.horizon.wrong': '모델이 잘못 아는 행동',
  'learn.horizon.sweeps': '가치를 배운 스윕 수',
  'learn.horizon.earned': '출발점의 진짜 가치',
  'learn.horizon.without': '예측 범위 너머에 가치 없음',
  'learn.horizon.with': '예측 범위 너머에 가치 있음',
  'learn.horizon.steps': '예측 범위 H',
  'learn.horizon.told':
    '예측 범위가 1일 때 가치가 없으면 {without}, 있으면 {with}. 가치가 없을 때 가장 좋은 예측 범위는 {topWithout}이며 {most}를 법니다.',
  'learn.horizon.text.2':
    '모델이 옳을 때, 가치가 없는 탐색은 목표가 눈에 들어올 때까지 예측 범위가 한 스텝 늘 때마다 나아집니다. 처음 격자에서는 출발점에서 아홉 스텝입니다. 충분히 스윕한 가치가 있으면 한 스텝만 내다봐도 됩니다. 가치란 미리 내다보아 간직해 둔 것이기 때문입니다. 스윕 수를 0으로 두면 두 곡선이 같아집니다. 이제 모델이 행동 몇 개를 잘못 알게 해 보세요. 20분의 1만 틀려도 얻은 것의 절반 넘게 잃습니다. 5분의 1이 틀리면 멀리 볼수록 오히려 나빠집니다. 많이 볼수록 이득처럼 보이는 실수를 더 많이 찾아내기 때문입니다. 같은 모델에서 배운 가치도 같은 실수를 믿습니다.',
  'learn.horizon.text.3':
    '논문은 실제 과제에서 *H*를 바꾸어 봅니다. 가치가 있는 Dreamer는 예측 범위가 짧든 길든 잘하지만, 가치가 없는 같은 에이전트와 12스텝을 계획하고 아무것도 간직하지 않는 PlaNet은 예측 범위에 좌우됩니다. 이 스튜디오는 그 연구를 Walker에서 작게 되풀이했습니다. 그 실험들은 함께 들어 있지 않고, 측정한 표가 아래에 있습니다. 시드는 하나뿐이고 스텝도 너무 적어서 결론을 내릴 정도는 아닙니다. 거기서도 가치가 없는 에이전트는 예측 범위가 길수록 나아집니다.',
  'learn.horizon.text.4':
    '무엇을 얻었을까요? 픽셀로 배우는 DeepMind 제어 과제 스무 개에서 네 에이전트를 견줍니다. **PlaNet**(Hafner et al. 2019)은 같은 월드 모델이 있지만 액터가 없어서 스텝마다 행동을 새로 찾습니다. **D4PG**(Barth-Maron et al. 2018)와 **A3C**(Mnih et al. 2016)는 모델 프리입니다. 실제 스텝에서만 배우며, 그 수가 1억입니다. A3C는 픽셀 대신 상태까지 받았습니다. Dreamer는 500만 스텝을 썼습니다. 20분의 1의 경험으로 D4PG의 수준에 이르렀고, 그래픽 카드 한 장에서 100만 스텝에 세 시간쯤 걸렸습니다. PlaNet은 열한 시간이 걸렸습니다.',
  'learn.horizon.figure.scores': '과제별로 발표된 점수',
  'learn.horizon.figure.scores.text':
    '0에서 1,000까지의 반환값입니다. Dreamer와 D4PG의 점수는 Hafner et al. 2020, DreamerV3의 점수는 Hafner et al. 2023에서 가져왔습니다. PlaNet과 A3C는 평균만 있습니다.',
  'learn.horizon.one': '에이전트',
  'learn.horizon.other': '비교 대상',
  'learn.horizon.agent.dreamer': 'Dreamer, 500만 스텝',
  'learn.horizon.agent.d4pg': 'D4PG, 1억 스텝',
  'learn.horizon.agent.dreamerEarly': 'Dreamer, 100만 스텝',
  'learn.horizon.agent.dreamerV3': 'DreamerV3, 100만 스텝',
  'learn.horizon.compared':
    '{one}: 과제 {tasks}개 가운데 {ahead}개에서 앞섭니다. 비교 대상은 {other}. 평균은 각각 {oneMean}, {otherMean}.',
  'learn.horizon.task': '과제',
  'learn.horizon.means': '논문이 밝힌 전체 과제의 평균',
  'learn.horizon.after': '{steps} 스텝 뒤',
  'learn.horizon.here':
    '스튜디오의 연구: Walker walk, 60,000스텝, 시드 하나(docs/results.md). 실험은 함께 들어 있지 않습니다.',
  'learn.horizon.here.dreamer': '액터와 크리틱',
  'learn.horizon.here.noValue': '액터만',
  'learn.horizon.text.5':
    '이런 표는 조심해서 읽어야 합니다. Dreamer의 점수 파일은 마지막 평균이 807인데 논문은 823이라고 합니다. D4PG는 과제 두 개가 빠져 있습니다. 그리고 두 논문 모두 한계가 있습니다. World Models는 기울기 없는 컨트롤러, 무작위 정책의 데이터, 속일 수 있는 꿈이 한계입니다. Dreamer는 몸이 하나이고 보상이 촘촘한 과제를 다루며, 중요하지 않은 것까지 모든 픽셀을 그리는 모델을 쓰고, 불덩이처럼 몇 픽셀밖에 되지 않는 작은 것을 놓칩니다.',
  'learn.horizon.text.6':
    '그 뒤에는 무엇이 왔을까요? MuZero(Schrittwieser et al. 2020, arXiv:1911.08265)는 그림 없이 보상과 가치를 예측하는 모델을 배우고 그것으로 계획합니다. DreamerV2(2021, arXiv:2010.02193)는 *z*를 범주로 만들어 아타리 게임을 합니다. DreamerV3(2023, arXiv:2301.04104)는 설정 하나로 150개가 넘는 과제를 풉니다. DayDreamer(2022, arXiv:2206.14176)는 한 시간 안에 실제 로봇을 걷게 합니다. TD-MPC2(2023, arXiv:2310.16828)는 디코더 없는 잠재 공간에서 계획합니다. IRIS(2022, arXiv:2209.00588)는 트랜스포머로 예측하고, DIAMOND(2024, arXiv:2405.12399)는 확산 모델로 꿈을 그리며, Genie(2024, arXiv:2402.15391)는 영상에서 조작할 수 있는 세계를 배웁니다. 모델 프리 에이전트도 멈춰 있지 않았습니다. MR.Q(2025, arXiv:2501.16142)는 이 과제 가운데 여럿에서 앞섭니다.',
  'learn.horizon.text.7':
    '이 길은 미로 속 햄스터의 질문에서 시작했습니다. 내 걸음 가운데 무엇이 이 보상을 벌었을까? 가치는 보상의 소식을 한 스텝씩 뒤로 전하고, *λ*는 더 빨리 전합니다. 모델이 있으면 다시 겪지 않고도 전할 수 있고, 미분할 수 있는 모델은 행동마다 제 몫을 알려 줍니다. 모두 신용 할당입니다. 이 길에서 만난 것은 모두 스튜디오 안에 있어서, 학습시키고 지켜보고 뜯어볼 수 있습니다.',
  'learn.horizon.question.1':
    '완벽한 모델이 있고 가치가 없을 때, 격자에서 예측 범위는 얼마나 길어야 하고 왜 더 길 필요는 없을까요?',
  'learn.horizon.answer.1':
    '보상이 눈에 들어오도록 목표까지 가는 길만큼 길어야 합니다. 에피소드는 목표에서 끝나므로 그보다 길어도 달라지는 것은 없고 계산만 더 듭니다.',
  'learn.horizon.question.2':
    'PlaNet은 Dreamer와 같은 월드 모델을 가지고도 332점이고 Dreamer는 823점입니다. 이 차이는 무엇을 보여 줄까요?',
  'learn.horizon.answer.2':
    '좋은 모델만으로는 모자란다는 것입니다. PlaNet은 12스텝을 보고, 그다음에 대한 가치가 없으며, 매번 탐색으로 행동을 찾아야 합니다. 상상 속에서 배운 액터와 크리틱이 그 차이를 메웁니다.',
  'learn.horizon.question.3': '스텝 수만 같게 하고 에이전트를 견주는 것은 왜 공정하지 않을까요?',
  'learn.horizon.answer.3':
    '스텝은 여러 비용 가운데 하나이기 때문입니다. 모델은 스텝마다 계산이 듭니다. 시뮬레이터처럼 스텝이 싸면 모델 프리 에이전트가 시계로는 먼저 도착할 수 있습니다. 로봇에서는 스텝이 비싸므로 모델이 이득입니다.',
  'learn.horizon.link.new': 'Walker에서 Dreamer를 작게 학습하기',
  'learn.horizon.link.rival': '같은 과제의 모델 프리 경쟁자 D4PG',
  'learn.horizon.link.walker': '스튜디오에 든 Walker와 그 곡선들',
} as const satisfies Readonly<Record<string, string>>;
