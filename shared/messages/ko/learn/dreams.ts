/** Korean: chapter 9 of the course, inside the dream. */
export const dreams = {
  'learn.dreams.title': '꿈속에서',
  'learn.dreams.summary': '꿈속에서 직접 움직이고 온도를 바꾸며, 거기서만 이기는 정책을 찾아봅니다.',
  'learn.dreams.text.1':
    '다음 순간을 예측하는 모델은 게임처럼 할 수 있습니다. 실제 첫 프레임의 *z*를 가져와 행동을 고르고, M에서 다음 *z*를 뽑고, V가 그 그림을 그리게 하고, 계속 이어 갑니다. 실제 세계는 더 이상 필요하지 않습니다. World Models는 이것을 **꿈**(dream)이라 부르고, 그것으로 할 수 있는 가장 대담한 일을 합니다. Take Cover라는 게임에서는 컨트롤러 C를 꿈속에서만 학습시키고, 다 배운 다음에야 실제 게임을 보여 줍니다.',
  'learn.dreams.text.2':
    'Take Cover는 방 하나입니다. 건너편 벽에 있는 괴물들이 불덩이를 던지고, 여러분은 왼쪽이나 오른쪽으로 움직이거나 가만히 서 있을 수 있습니다. 시간은 1초에 35번인 틱(tic)으로 셉니다. 한 틱을 살아남을 때마다 1점이고 최대 2,100점입니다. 여기서는 행동 하나가 네 틱 동안 이어집니다. 이 게임의 M에는 출력이 하나 더 있습니다. 에피소드가 지금 끝날 확률입니다. 이것이 절반을 넘으면 꿈이 끝납니다. 아래에서 직접 해 보세요.',
  'learn.dreams.figure.drive': 'M이 꿈꾸는 Take Cover',
  'learn.dreams.figure.drive.text':
    '시작을 누른 다음, 그림에 포커스가 있는 동안 화살표 키를 쓰세요. 손을 떼고 있으면 여기서 배운 에이전트가 이어서 합니다. 온도는 언제든 바꿀 수 있습니다.',
  'learn.dreams.openDream': '꿈속으로 들어가기',
  'learn.dreams.stage': '꿈. 화살표 키로 왼쪽과 오른쪽으로 움직입니다.',
  'learn.dreams.picture': '꿈꾸는 장면',
  'learn.dreams.play': '시작',
  'learn.dreams.newDream': '다른 꿈',
  'learn.dreams.survived': '살아남은 틱: {points}',
  'learn.dreams.ended': '{points}틱 만에 꿈이 끝났습니다.',
  'learn.dreams.youDrive': '여러분이 결정합니다.',
  'learn.dreams.agentDrives': '에이전트가 결정합니다. 화살표 키를 누르면 넘겨받습니다.',
  'learn.dreams.decided':
    '이 온도에서 각 혼합 분포의 가장 있음직한 곡선이 평균적으로 가중치의 {share}%를 가집니다.',
  'learn.dreams.text.3':
    '꿈은 녹화가 아닙니다. 여러분이 움직이면 꿈이 달라지고, 불덩이는 날아갈 법한 곳으로 날아가며, 맞을 것이라고 꿈이 생각하는 곳에서 여러분은 맞습니다. 얼마나 어려운지를 정하는 것은 앞 장에서 본 온도 *τ*입니다. 2에서는 모든 것이 깜박이고 불덩이가 난데없이 나타납니다. 0.1에서는 각 혼합 분포에서 가장 있음직한 곡선만 뽑힙니다. 그리고 하필 지금 괴물이 쏜다는 것은 결코 가장 있음직한 일이 아닙니다.',
  'learn.dreams.text.4':
    '그렇다면 차가운 꿈에서는 훌륭하지만 다른 곳에서는 쓸모없는 정책이 있을 수 있습니다. 꿈의 점수만 보는 탐색은 그런 정책을 찾아냅니다. 그럴 뜻이 전혀 없어도 모델의 실수를 **악용**(exploit)하는 것입니다. 직접 찾아보세요. 정책과 온도를 고르고, 꿈과 실제 게임에서 동시에, 새로운 출발점에서 몇 번씩 돌려 봅니다. 한 번에 몇 초가 걸립니다.',
  'learn.dreams.figure.exploit': '같은 정책, 꿈과 현실',
  'learn.dreams.figure.exploit.text':
    '둘 다 게임보다 열여섯 배 빠르게 달립니다. 먼저 에이전트를 학습 온도인 1.3에서 돌려 보고, 그다음 0.1에서 가만히 서 있어 보세요.',
  'learn.dreams.openBoth': '꿈과 게임 열기',
  'learn.dreams.policy': '정책',
  'learn.dreams.policy.still': '가만히 있기',
  'learn.dreams.policy.left': '늘 왼쪽',
  'learn.dreams.policy.right': '늘 오른쪽',
  'learn.dreams.policy.agent': '에이전트',
  'learn.dreams.inDream': '꿈: {points}',
  'learn.dreams.inReality': '현실: {points}',
  'learn.dreams.try': '양쪽에서 해 보기',
  'learn.dreams.forget': '표 비우기',
  'learn.dreams.trying': '양쪽이 모두 끝날 때까지 돌리는 중입니다.',
  'learn.dreams.triedSoFar': '지금까지 해 본 횟수: {tries}',
  'learn.dreams.tries': '횟수',
  'learn.dreams.dreamt': '꿈에서',
  'learn.dreams.real': '현실에서',
  'learn.dreams.lost': '현실에서 잃은 몫',
  'learn.dreams.text.5':
    '가장 차가운 꿈에서 가만히 서 있으면 대개 끝까지 살아남습니다. 현실에서는 어떤 정책도 그렇게 하지 못합니다. 현실에서는 160틱쯤 사는데, 아무렇게나 움직이는 것보다도 짧습니다. 멈추는 것이 최고라고 꿈은 말합니다. 이 꿈에서는 아무도 여러분에게 쏘지 않으니까요. 온도를 올리면 이 속임수는 사라집니다. 1.3에서는 꿈에서도 가만히 서 있으면 죽습니다. 열은 거칠지만 정직한 처방입니다. 세계보다 거친 꿈에서 살아남는 정책은 꿈의 사소한 부분에 기대지 않습니다.',
  'learn.dreams.text.6':
    '논문은 이것을 쟀습니다. 컨트롤러 다섯 개를 저마다 다른 온도의 꿈에서 학습시키고, 그 꿈과 게임에서 점수를 매겼습니다. 이 스튜디오는 같은 연구를 훨씬 적은 데이터로 되풀이했습니다. 기록한 에피소드는 10,000개가 아니라 800개이고 시드는 하나입니다. 둘을 견주어 보세요. 같은 점은, 꿈이 차가울수록 그 점수를 현실에서 더 많이 잃는다는 것입니다. 다른 점은, 스튜디오의 차가운 정책이 현실에서 나쁘기는 해도 무작위 정책만큼 나쁘지는 않고, 가장 뜨거운 온도가 가장 좋다는 것입니다.',
  'learn.dreams.figure.table': '꿈은 얼마나 뜨거워야 할까',
  'learn.dreams.figure.table.text':
    '살아남은 틱의 평균과 표준편차입니다. 논문은 Ha & Schmidhuber 2018, 스튜디오는 docs/results.md이며, 스튜디오의 다섯 실험 가운데 1.30인 것이 함께 들어 있습니다.',
  'learn.dreams.source': '누구의 결과인가',
  'learn.dreams.source.paper': '논문',
  'learn.dreams.source.here': '이 스튜디오',
  'learn.dreams.tics': '살아남은 틱',
  'learn.dreams.randomPolicy': '무작위 정책',
  'learn.dreams.text.7':
    '한계가 세 가지 남았고, 다음 장들이 여기에 답합니다. C는 기울기 없이 이것저것 해 보며 찾으므로 작아야 합니다. V는 M보다 먼저 학습되어 M에게 무엇이 필요할지 모릅니다. 그리고 데이터는 무작위 정책이 모았으므로, 잘하는 사람만 가는 곳에 대해서는 모델이 아무것도 모릅니다. 마지막 것의 처방은 논문에 적혀 있습니다. 새 정책이 새 데이터를 모으게 하고, 다시 배우고, 되풀이하는 것입니다. Dreamer는 늘 그렇게 합니다.',
  'learn.dreams.question.1': 'C는 M의 은닉 상태 *h*를 받습니다. 이것이 왜 꿈에서 속이기 쉽게 만들까요?',
  'learn.dreams.answer.1':
    '*h*는 꿈의 미래를 계산하는 데 쓰이는 바로 그 숫자입니다. C는 자기 세계를 만드는 기계의 속을 들여다보는 셈이고, M이 불덩이를 결코 예측하지 않는 상태로 몰고 가는 법을 배울 수 있습니다. 실제 게임은 어떤 플레이어에게도 자기 메모리를 보여 주지 않습니다.',
  'learn.dreams.question.2': '왜 꿈을 되도록 뜨겁게 만들지 않을까요?',
  'learn.dreams.answer.2':
    '그러면 무엇도 다른 무엇에서 이어지지 않고, 어떤 정책도 다른 정책보다 낫지 않습니다. 배운 것은 세계에서도 맞아야 합니다. 논문에서 가장 좋았던 온도는 2가 아니라 1.15였습니다.',
  'learn.dreams.question.3':
    '모델이 천 가지 상황 가운데 하나에서 틀립니다. 왜 그것이 그 안에서 배운 모든 것을 망칠 수 있을까요?',
  'learn.dreams.answer.3':
    '학습은 높은 점수를 찾아다니기 때문입니다. 실수가 이득이 되면 정책은 거듭 그리로 가고, 천 가지 가운데 하나이던 상황이 겪는 일의 대부분이 됩니다.',
  'learn.dreams.link.play': 'Take Cover의 꿈을 크게 해 보기',
  'learn.dreams.link.watch': '같은 에이전트를 실제 게임에서, 그 꿈과 나란히 보기',
  'learn.dreams.link.run': '실험 보기: 배우는 동안의 꿈과 현실',
} as const satisfies Readonly<Record<string, string>>;
