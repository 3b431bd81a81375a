/** Korean: chapter 7 of the course, M. */
export const memory = {
  'learn.memory.title': 'M: 다음에 올 것',
  'learn.memory.summary':
    '추측 하나로는 모자란 까닭: 혼합 분포와 온도, 그리고 한 순간에서 갈라지는 여러 미래.',
  'learn.memory.text.1':
    'V는 프레임을 한 장씩 봅니다. 기억(memory)의 머리글자를 딴 **M**은 V가 다음에 볼 것을 예측합니다. M이 받는 것은 지금의 *z*_[*t*]와 행동 *a*_[*t*], 그리고 스스로 기억하는 *h*_[*t*]입니다. *h*는 순환 신경망, 여기서는 **LSTM**(long short-term memory)의 **은닉 상태**(hidden state)입니다. 스텝마다 자기 자신과 새로 들어온 것으로 다시 계산하는 숫자 목록이지요. 속도나 조금 전 화면 밖으로 나간 불덩이처럼 프레임 한 장에 보이지 않는 것을 여기에 담아 둘 수 있습니다.',
  'learn.memory.text.2':
    'M은 어떻게 답해야 할까요? *z*의 숫자마다 하나씩, 올 수 있는 것들의 평균을 답하면 될 것 같습니다. 그러나 Take Cover라는 게임에서 괴물은 지금 쏘거나 쏘지 않습니다. 둘의 평균은 불덩이 반쪽이고, 그런 일은 결코 일어나지 않습니다. 정규분포 하나로 답해도 나을 것이 없습니다. 두 경우를 모두 덮을 만큼 넓으면 그 사이까지 모두 덮기 때문입니다. 필요한 것은 여러 개의 정규분포, 곧 **가우시안 혼합 분포**(mixture of Gaussians)입니다.',
  'learn.memory.text.3':
    '*N*(*x*; *μ*, *σ*^[2])는 평균이 *μ*(뮤), 표준편차가 *σ*(시그마)인 정규분포입니다. 혼합 계수(mixture weight) *w*_[*k*]는 각 분포가 얼마나 있음직한지를 나타내며 합이 1입니다. 논문에서는 *π*_[*k*]로도 씁니다. 일어난 일이 뜻밖이지 않을수록 좋은 혼합 분포입니다. 한 사건의 **놀람**(surprise)은 −ln *p*(*x*)이고 단위는 내트이며, 그 평균을 작게 만듭니다. 아래에서 손으로 해 보세요. 먼저 곡선 하나로, 그다음 둘로 해 봅니다. 곡선이 하나일 때 가장 높은 곳에서는 아무 일도 일어나지 않습니다.',
  'learn.memory.figure.mixture': '정규분포 하나로 말할 수 없는 것',
  'learn.memory.figure.mixture.text':
    '점은 예순 번 일어난 일입니다. 평균 놀람이 작아지도록 곡선을 움직이거나, 맞추기(기댓값 최대화, EM)를 한 단계씩 눌러 보세요.',
  'learn.memory.count': '곡선의 수',
  'learn.memory.count.one': '곡선 하나',
  'learn.memory.count.two': '곡선 둘',
  'learn.memory.fit': '한 단계 맞추기',
  'learn.memory.weight': '혼합 계수 w{number}',
  'learn.memory.mean': '평균 μ{number}',
  'learn.memory.deviation': '표준편차 σ{number}',
  'learn.memory.temperature': '온도 τ',
  'learn.memory.surprise': '평균 놀람: {surprise}내트',
  'learn.memory.plot': '점들 위에 그린 혼합 분포의 밀도. 평균 놀람 {surprise}내트.',
  'learn.memory.text.4':
    'M의 곡선은 아무도 손으로 정하지 않습니다. 신경망의 한 층이 *h*_[*t*]에서 혼합 계수와 평균과 표준편차를 계산합니다. *z*의 숫자마다 곡선 다섯 개짜리 혼합 분포입니다. 그리고 실제로 온 *z*가 되도록 뜻밖이지 않게 학습합니다. 이렇게 혼합 분포로 답하는 신경망을 **혼합 밀도 신경망**(mixture density network, Bishop 1994)이라 하고, 앞에 순환 신경망이 붙으면 MDN-RNN이라고 합니다.',
  'learn.memory.text.5':
    '꿈을 꾸려면 혼합 분포에서 *z*를 뽑고, V가 본 것처럼 M에게 되돌려 주며 이어 갑니다. 얼마나 과감하게 뽑을지는 **온도**(temperature) *τ*(타우)가 정합니다. 혼합 계수를 1/*τ*제곱한 다음 합이 다시 1이 되게 하고, 표준편차에는 √*τ*를 곱합니다. *τ*가 1보다 작으면 있음직한 것이 더 있음직해지고, 0에 가까우면 계수가 가장 큰 곡선만 남습니다. 1보다 크면 드문 일이 더 자주 일어납니다. 먼저 위의 두 곡선에, 그다음 게임에 해 보세요.',
  'learn.memory.figure.futures': '한 순간에서 갈라지는 네 가지 미래',
  'learn.memory.figure.futures.text':
    '스튜디오에 들어 있는 Take Cover 실험의 V와 M이며, 그 에이전트가 조종합니다. 눈을 뜨고 있을 때 M은 매번 다음 *z*를 예상하고, 눈을 감으면 같은 순간에서 네 번 따로 꿈을 이어 갑니다.',
  'learn.memory.open': 'V와 M 불러오기',
  'learn.memory.really': '실제로 일어나는 일',
  'learn.memory.seen': 'V가 본 것',
  'learn.memory.future': '미래 {number}',
  'learn.memory.ofNumber': 'M이 예상하는 숫자',
  'learn.memory.watching': '{step}스텝, 눈을 뜨고 있습니다.',
  'learn.memory.dreaming': '눈을 감은 지 {steps}스텝입니다.',
  'learn.memory.figure.drawing': '그림을 이어 그리는 열 가지 방법',
  'learn.memory.figure.drawing.text':
    '글자나 숫자, 도형을 그리기 시작하면 작은 MDN-RNN이 열 번 따로 마무리합니다. Sketch-RNN(Ha & Eck 2017)처럼 펜의 움직임을 다루며, LSTM은 M의 것과 같습니다. *z* 대신 바로 앞의 이동량(Δ*x*, Δ*y*)과 펜의 상태를 읽고, 다음 이동량을 이차원 정규분포의 혼합으로, 그리고 펜이 이어 그릴지 들릴지 끝낼지를 확률로 답합니다. 아는 것은 한글 자모와 숫자, 몇 가지 도형이며, 절반만 보고 무엇인지 짐작해야 합니다.',
  'learn.memory.draw.pad':
    '여기에 그리세요. 화살표 키로 펜을 옮기고, 스페이스로 펜을 대거나 떼고, 백스페이스로 한 획을 지웁니다.',
  'learn.memory.draw.padKind': '그림판',
  'learn.memory.draw.keys':
    '키보드: 화살표로 펜을 옮기고, 스페이스로 펜을 대거나 떼고, 백스페이스로 한 획을 지웁니다.',
  'learn.memory.draw.example': '절반만 그릴 것',
  'learn.memory.draw.begin': '대신 시작하기',
  'learn.memory.draw.others': '다른 열 가지',
  'learn.memory.draw.undo': '한 획 지우기',
  'learn.memory.draw.clear': '모두 지우기',
  'learn.memory.draw.ways': '이어 그린 열 가지',
  'learn.memory.draw.way': '이어 그린 그림 {number}, {strokes}획',
  'learn.memory.draw.noWay': '이어 그린 그림 {number}, 아직 없음',
  'learn.memory.draw.empty': '무엇이든 그리거나, 대신 시작하게 하세요.',
  'learn.memory.draw.waiting': '모델이 그리고 있습니다.',
  'learn.memory.draw.told': '{count}가지로 이어 그렸습니다.',
  'learn.memory.draw.tooLong': '모델이 아는 어떤 그림보다도 깁니다. 한 획을 지우세요.',
  'learn.memory.draw.triangle': '세모',
  'learn.memory.draw.star': '별',
  'learn.memory.draw.house': '집',
  'learn.memory.draw.heart': '하트',
  'learn.memory.draw.spiral': '나선',
  'learn.memory.draw.train': '여기서 학습하기',
  'learn.memory.draw.trains': '그림 모델의 학습',
  'learn.memory.draw.turn': '다른 일이 모든 코어를 쓰고 있어 차례를 기다립니다.',
  'learn.memory.draw.batch': '배치 {step}/{steps}, 점마다 {loss}내트.',
  'learn.memory.draw.trained':
    '{seconds}초 동안 학습했고, 점마다 {loss}내트입니다. 스튜디오를 닫을 때까지 남습니다.',
  'learn.memory.draw.shippedOnly': '들어 있는 모델도 똑같이 몇 분 동안 학습한 것입니다.',
  'learn.memory.draw.model': '그리는 모델',
  'learn.memory.draw.model.shipped': '들어 있는 모델',
  'learn.memory.draw.model.own': '직접 학습한 모델',
  'learn.memory.text.6':
    '눈을 감기고 계속 돌려 보세요. 네 가지 미래는 똑같이 시작하지만, 저마다 다른 *z*를 뽑아 거기서 이어 가므로 갈라집니다. 서로 다른 부분은 M이 알 수 없는 것입니다. 괴물이 쏠지, 쏜다면 언제 쏠지 같은 것이지요. 서로 같은 부분은 M이 규칙으로 배운 것입니다. 날아오는 불덩이는 가까워진다는 것 말입니다. 낮은 온도에서 다시 해 보면 네 미래가 거의 같아지고 조용해집니다. 논문에서는 *τ* = 0.1이면 괴물이 아예 쏘지 못합니다. 살기에는 좋은 세계지만, 실제 세계에 대비하는 데는 쓸모가 없습니다.',
  'learn.memory.text.7':
    '두 가지를 조심해야 합니다. 여러 스텝의 꿈은 자기 예측 위에 서 있어서 작은 오차가 점점 커집니다. 처음 몇 스텝이 가장 정확합니다. 그리고 모델이 예측을 한다고 해서 에이전트에게 그 모델이 꼭 필요한 것은 아닙니다. 그래서 World Models는 둘을 모두 재 보았습니다. CarRacing에서 *z*만 본 컨트롤러는 632 ± 251점, *z*와 *h*를 함께 본 컨트롤러는 906 ± 21점이었습니다. 그 차이가 M의 기억이 하는 몫입니다. 이것을 써서 운전하는 C는, 이것저것 해 보는 것만으로 찾을 수 있을 만큼 작습니다.',
  'learn.memory.question.1':
    '두 가지 일이 −1과 +1에서 똑같이 자주 일어납니다. 가장 좋은 정규분포 하나는 무엇이고, 0에 대해서는 무엇이라고 말할까요?',
  'learn.memory.answer.1':
    '평균 0, 표준편차 1입니다. 데이터의 평균과 표준편차이지요. 아무 일도 일어나지 않는 0을 가장 있음직한 곳이라고 말합니다.',
  'learn.memory.question.2': '표준편차에 왜 *τ*가 아니라 √*τ*를 곱할까요?',
  'learn.memory.answer.2':
    '논문은 분산 *σ*^[2]에 *τ*를 곱하므로 표준편차 *σ*에는 그 제곱근이 곱해집니다. 정규분포 하나의 밀도를 1/*τ*제곱해도 바로 이렇게 됩니다.',
  'learn.memory.question.3':
    '괴물이 스텝마다 0.1의 확률로 쏘고, 이것이 두 곡선 가운데 하나라고 합시다. *τ* = 0.1인 꿈에서는 100스텝 동안 몇 번이나 쏠까요?',
  'learn.memory.answer.3':
    '사실상 한 번도 쏘지 않습니다. 계수 0.9와 0.1을 열제곱하면 0.35와 10^[−10]이 되고, 합이 1이 되게 하면 둘째 계수는 약 100억분의 3입니다. 에이전트는 위험한 일이 일어나지 않는다고 배웁니다.',
  'learn.memory.link.theatre': '극장에서 같은 것을 보기: Take Cover와 그 꿈',
  'learn.memory.link.play': 'Take Cover의 꿈 속에서 해 보기',
  'learn.memory.link.curves': '학습하면서 M의 놀람이 줄어든 과정 보기',
} as const satisfies Readonly<Record<string, string>>;
