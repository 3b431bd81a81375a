/** Korean: chapter 8 of the course, C and evolution. */
export const control = {
  'learn.control.title': 'C와 진화',
  'learn.control.summary':
    '이것저것 해 보는 것만으로 찾을 수 있을 만큼 작은 컨트롤러: 지형 위의 CMA-ES, 그리고 스튜디오에 든 실험.',
  'learn.control.text.1':
    'V는 무엇이 보이는지를, M은 무엇이 있었고 무엇이 올 수 있는지를 말합니다. 세 번째 부분인 **C**, 곧 컨트롤러(controller)에 남은 일은 작습니다. *z*와 *h*를 행동으로 바꾸는 것입니다. World Models는 이것을 더 작을 수 없을 만큼 작게 만듭니다. **가중치 행렬**(weight matrix)이라는 숫자 표 *W*를 *z*와 *h*를 이어 붙인 목록에 곱하고 목록 *b*를 더합니다.',
  'learn.control.text.2':
    'CarRacing에서 *z*는 숫자 32개, *h*는 256개, 행동은 3개입니다. 찾아야 할 숫자는 3 × 288 + 3 = 867개입니다. V와 M에는 합쳐서 약 480만 개가 있습니다. 여기에 담긴 생각은 이렇습니다. 어려운 것은 모두 모델에 맡기되, 모델은 보상 없이 보기만 하면서 배우게 하고, 보상으로 배워야 할 것은 되도록 적게 남깁니다. 숫자가 적을수록 그 가운데 무엇이 무엇을 벌었는지 가려내는 데 드는 시도도 적습니다.',
  'learn.control.text.3':
    '이 숫자들은 어떻게 찾을까요? 기울기를 따라가지는 못합니다. 에피소드가 돌려주는 것은 반환값 하나뿐이고, 행동과 반환값 사이에 있는 세계는 미분할 수 있는 함수가 아니기 때문입니다. 그래서 해 봅니다. 지금까지 가장 좋은 추측 둘레에서 후보들을 뽑고, 하나씩 운전하게 하고, 순위를 매겨, 나은 절반 쪽으로 추측을 옮깁니다. 이것이 **진화 전략**(evolution strategy)입니다. 누가 얼마나 나았는지는 묻지 않고 누가 나았는지만 묻습니다.',
  'learn.control.text.4':
    '**CMA-ES**(covariance matrix adaptation, Hansen 2016)는 구름의 모양까지 배웁니다. **공분산 행렬**(covariance matrix)은 구름이 방향마다 얼마나 뻗어 있는지를 나타냅니다. 좋은 걸음이 거듭 같은 쪽을 향하면 구름은 그 방향으로 길어지고, 서로 지워지면 줄어듭니다. 아래에서는 지켜볼 수 있도록 숫자 두 개만 찾습니다. 색은 **손실**(loss)을 나타내며, 파랄수록 작고 십자가 가장 좋은 곳입니다. 점선 타원은 표준편차의 두 배 크기로 그린 구름입니다. 찾고 있는 동안 십자를 끌어 옮겨 보세요.',
  'learn.control.figure.search': '숫자 두 개를 찾는 탐색',
  'learn.control.figure.search.text':
    '지도를 끌어 목표를 옮기거나 슬라이더를 쓰세요. 한 세대에 개체 수만큼의 후보를 시험합니다.',
  'learn.control.landscape': '지형',
  'learn.control.landscape.bowl': '그릇',
  'learn.control.landscape.valley': '골짜기',
  'learn.control.landscape.bend': '굽은 골짜기',
  'learn.control.landscape.hills': '언덕들',
  'learn.control.map': '지형의 지도. 탐색의 평균은 {x}, {y}에 있습니다.',
  'learn.control.generation': '한 세대',
  'learn.control.population': '개체 수',
  'learn.control.goalX': '목표의 가로 위치',
  'learn.control.goalY': '목표의 세로 위치',
  'learn.control.told':
    '{generation}세대, 시도 {tries}번. 평균의 손실 {loss}. 걸음 크기 {sigma}, 구름의 길이는 너비의 {ratio}배.',
  'learn.control.text.5':
    '세 가지를 눈여겨보세요. 그릇에서는 구름이 둥근 채로 있습니다. 골짜기에서는 곧 골짜기를 따라 눕습니다. 본 적도 없는 기울기를 아는 것처럼 말입니다. 언덕들 사이에서 개체 수가 적으면 구덩이 하나에 멈추고, 많으면 더 자주 뛰어넘습니다. 개체가 많으면 시도가 많이 들지만 그만큼 넓게 봅니다. 숫자가 867개이면 이런 그림을 그릴 수 없지만, 행렬이 클 뿐 똑같은 몇 줄의 코드입니다.',
  'learn.control.text.6':
    '대가는 시도의 횟수입니다. World Models에서는 한 세대에 후보 64개가 저마다 에피소드를 16번씩 달리고, 이것을 1,800세대쯤 되풀이합니다. 스튜디오에 들어 있는 실험은 훨씬 적게 썼습니다. 아래는 그 과정으로, 세대마다 가장 좋은 후보와 평균과 가장 나쁜 후보의 점수입니다. 그 사이의 폭이 점수로 본 구름입니다. 처음에는 후보 대부분이 도로를 벗어나기만 합니다.',
  'learn.control.figure.generations': '스튜디오에 든 컨트롤러를 찾은 과정',
  'learn.control.figure.generations.text':
    '노트북에서 학습한 CarRacing입니다. 각 세대 후보들의 점수를 기록된 그대로 그렸습니다.',
  'learn.control.scores': '한 세대의 점수',
  'learn.control.best': '최고',
  'learn.control.mean': '평균',
  'learn.control.worst': '최저',
  'learn.control.generations': '세대',
  'learn.control.text.7':
    '이 방법의 한계는 해 보는 것의 한계입니다. 에피소드 하나의 반환값은 행동 천 번에 대한 숫자 하나입니다. 그 가운데 무엇이 실수였는지 C에게 알려 주는 것은 없으므로, 신용 할당은 우연과 되풀이에 맡겨집니다. 숫자가 수백 개이면 통하지만 수백만 개짜리 신경망이면 거의 통하지 않습니다. Dreamer는 반대로 기울기를 따라갑니다. 세계가 신경망이므로 그럴 수 있습니다. 그러나 점수만 있으면 되는 탐색에는 큰 장점이 하나 있습니다. 그 점수를 실제 세계에서 벌었는지 꿈속에서 벌었는지 가리지 않는다는 것입니다.',
  'learn.control.question.1': '손실을 모두 그 로그값으로 바꾸면 탐색에서 무엇이 달라질까요?',
  'learn.control.answer.1':
    '아무것도 달라지지 않습니다. 후보의 순서가 그대로이고, 쓰이는 것은 순서뿐이기 때문입니다. 이 프로젝트의 테스트가 두 탐색이 마지막 자리까지 같은지 확인합니다.',
  'learn.control.question.2':
    '골짜기에서 구름이 작아졌을 때 목표를 멀리 옮깁니다. 걸음 크기는 어떻게 되고, 왜 그럴까요?',
  'learn.control.answer.2':
    '커집니다. 좋은 후보가 모두 한쪽에 있어서 걸음이 거듭 같은 쪽을 향하고, 평균이 지나온 길이 우연히 그럴 때보다 길어집니다. 길이 너무 길다는 것은 걸음이 너무 작다는 뜻입니다.',
  'learn.control.question.3': 'C는 왜 *z*만 보지 않고 *h*도 볼까요?',
  'learn.control.answer.3':
    '*z*만 보면 프레임 한 장으로 운전하는 셈이라 속도도, 곧 올 것도 모릅니다. *h*는 M이 다음 프레임을 예측하는 데 필요한 것이므로 둘 다 담고 있습니다. 논문에서 632점과 906점의 차이가 바로 이것입니다.',
  'learn.control.link.new': '컨트롤러가 진화하는 모습 보기: 약 3분짜리 CarRacing',
  'learn.control.link.run': '스튜디오에 든 실험 전체와 그 곡선들',
  'learn.control.link.watch': '찾아낸 컨트롤러의 운전 보기',
} as const satisfies Readonly<Record<string, string>>;
