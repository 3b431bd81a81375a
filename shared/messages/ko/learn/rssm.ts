/** Korean: chapter 10 of the course, the recurrent state-space model. */
export const rssm = {
  'learn.rssm.title': 'RSSM: 두 갈래 길',
  'learn.rssm.summary':
    '기억하는 길과 의심하는 길. 사전 분포와 사후 분포를 나란히 보고, 프레임 몇 장만 본 다음 혼자 이어 갑니다.',
  'learn.rssm.text.1':
    'World Models는 먼저 보는 법을 배우고 나중에 예측하는 법을 배웁니다. 그래서 V는 M에게 어떤 세부가 필요할지 알 수 없습니다. PlaNet과 그 뒤의 Dreamer는 둘을 신경망 하나로 한꺼번에 배웁니다. 이것이 **RSSM**, 곧 순환 상태 공간 모델(recurrent state-space model; Hafner et al. 2019, 2020)입니다. 시각 *t*의 상태는 두 부분입니다. 계산되는 *h*_[*t*]와 뽑히는 *z*_[*t*]입니다. (여기서 *z*라고 부르는 것을 논문은 *s*로 씁니다.)',
  'learn.rssm.text.2':
    '**결정론적 경로**(deterministic path)는 *h*를 나릅니다. 신경망 *f*, 여기서는 LSTM의 친척인 GRU(gated recurrent unit)가 앞 스텝의 *h*와 *z*와 행동 *a*에서 *h*를 만듭니다. 우연에 맡기는 것이 없으므로 오래 간직할 수 있습니다. **확률적 경로**(stochastic path)는 *z*입니다. 숫자 30개를 저마다의 평균과 표준편차를 가진 정규분포에서 하나씩 뽑습니다. *z*는 “이것 아니면 저것”이라고 말할 수 있습니다. *h*만으로는 결코 할 수 없는 말입니다.',
  'learn.rssm.text.3':
    '*z*에 이르는 방법은 두 가지입니다. **사전 분포**(prior) *p*는 *h*만 압니다. 모델이 보기 전에 무엇을 예상하는지를 말합니다. **사후 분포**(posterior) *q*는 프레임 *x*_[*t*]도 봅니다. 모델이 보고 난 다음 무엇을 믿는지를 말합니다. 지켜보는 동안 *z*는 사후 분포에서 나옵니다. 눈을 감으면 프레임이 없으므로 사전 분포에서 나옵니다. 보는 것과 상상하는 것의 차이는 이것뿐입니다.',
  'learn.rssm.figure.beliefs': '예상한 것과 믿는 것',
  'learn.rssm.figure.beliefs.text':
    '스튜디오에 들어 있는 CarRacing의 Dreamer입니다. *z*의 숫자마다 평균에서 위아래로 표준편차 하나만큼을 그렸습니다. 점선은 프레임을 보기 전, 채운 것은 본 다음입니다.',
  'learn.rssm.open': 'RSSM 불러오기',
  'learn.rssm.prior': '사전 분포에서 뽑음',
  'learn.rssm.posterior': '사후 분포에서 뽑음',
  'learn.rssm.really': '실제 프레임',
  'learn.rssm.priorKey': '사전 분포',
  'learn.rssm.posteriorKey': '사후 분포',
  'learn.rssm.bars':
    '숫자 {count}개의 사전 분포와 사후 분포. 발산은 모두 {kl}내트이고 z{most}에서 가장 큽니다.',
  'learn.rssm.klNow': '{step}스텝: KL은 모두 {kl}내트, 그 가운데 z{most} 하나가 {part}.',
  'learn.rssm.klCurve': '에피소드를 따라 본 KL',
  'learn.rssm.kl': 'KL(내트)',
  'learn.rssm.text.4':
    '둘이 얼마나 떨어져 있는지가 내트로 잰 **KL 발산**(KL divergence)입니다. 프레임이 새로 알려 준 것이 없으면 0이고, 뜻밖일수록 큽니다. 에이전트에게 맡겨 보고, 다음에는 무작위 행동으로 바꾸어, 모델이 드물게 본 일을 차가 할 때 이 값이 오르는 것을 보세요. 같은 숫자가 학습에도 쓰입니다. 학습은 합 *J*를 되도록 크게 만듭니다. *J*_[O]는 *h*와 *z*에서 프레임을 얼마나 잘 그리는지, *J*_[R]은 보상을 얼마나 잘 예측하는지를 나타냅니다. *J*_[D] = −*β* KL은 사전 분포를 앞으로 볼 것 쪽으로 끌어당기고, 사후 분포가 필요 이상으로 말하지 않게 합니다. *β*(베타)는 그 비중입니다.',
  'learn.rssm.text.5':
    '왜 길이 두 갈래일까요? 하나를 없애고 보면 됩니다. 아래에서 모델은 그 전의 기억 없이 프레임 몇 장만 봅니다. 처음에는 논문의 그림처럼 다섯 장입니다. 그다음 눈을 감고, 실제로 취한 행동을 따라 45스텝을 상상합니다. 한 번은 두 길을 모두 쓰고, 한 번은 상상하는 스텝마다 *z*를 0으로 만들어 *h*만 쓰고, 한 번은 *h*를 0으로 만들어 *z*만 씁니다. 이를 위해 새로 학습한 것은 없습니다. 신경망은 둘 다 있는 상태로 학습되었으므로, 보이는 것의 일부는 팔다리 하나를 잃은 신경망의 모습입니다.',
  'learn.rssm.figure.paths': '프레임 다섯 장, 그다음은 혼자',
  'learn.rssm.figure.paths.text':
    '무엇이 꿈을 이어 갈지 고르고 꿈꾸게 하세요. 같은 순간에서 같은 행동으로 두 번씩 꿈꿉니다. 줄은 남아 있으므로 견주어 볼 수 있습니다.',
  'learn.rssm.paths': '무엇이 꿈을 이어 가는가',
  'learn.rssm.paths.both': 'h와 z',
  'learn.rssm.paths.deterministic': 'h만',
  'learn.rssm.paths.stochastic': 'z만',
  'learn.rssm.context': '먼저 보는 프레임 수',
  'learn.rssm.dream': '꿈꾸기',
  'learn.rssm.another': '다른 순간',
  'learn.rssm.strip': '상상한 스텝별 그림',
  'learn.rssm.seen': '봄',
  'learn.rssm.dreamOf': '{name}, {number}',
  'learn.rssm.pictureAt': '{name}, 상상한 스텝 {step}',
  'learn.rssm.error': '{name}: 평균 제곱 오차 {error}',
  'learn.rssm.errors': '실제 프레임과의 거리',
  'learn.rssm.imaginedSteps': '상상한 스텝',
  'learn.rssm.nothingYet': '아직 꿈꾼 것이 없습니다.',
  'learn.rssm.text.6':
    '둘 다 있으면 도로는 도로로 남고, 두 꿈은 천천히 갈라집니다. 저마다 알 수 없는 굽이를 지어내기 때문입니다. *h*만 있으면 두 꿈이 마지막 픽셀까지 같습니다. 이런 모델은 의심할 줄 모르고, 읽도록 배운 *z*가 없으므로 그림은 곧 허물어집니다. *z*만 있으면 그림 하나하나는 있을 법한 도로지만 서로 이어지지 않습니다. 굽이 너머에 무엇이 있었는지 날라 주는 것이 없어서 몇 스텝 만에 잊습니다. 한 장씩은 그럴듯한데 이어 보면 그렇지 않다는 것, 그래서 그림만으로는 모델을 제대로 시험하지 못합니다.',
  'learn.rssm.text.7':
    '먼저 보는 프레임 수도 1로 줄여 보세요. 프레임 한 장에는 속도가 없으므로 온전한 모델도 추측으로 시작합니다. 그리고 오차 곡선이 무엇을 말하는지 조심해서 보세요. 서로 다르게 굽은 두 도로는 둘 다 좋은 답이어도 픽셀로는 멉니다. 모델은 실제로 온 하나의 미래를 알아맞히려고 있는 것이 아닙니다. 그 미래들 속에서 배운 행동이 실제 세계에서 통하게 하려고 있는 것입니다.',
  'learn.rssm.question.1': '모든 스텝에서 KL이 0입니다. 무슨 뜻일 수 있을까요?',
  'learn.rssm.answer.1':
    '세계를 완벽하게 예측하거나, 아니면 사후 분포가 프레임에 대해 아무 말도 하지 않게 되어 *z*가 사전 분포의 잡음만큼이나 쓸모없어진 것입니다. 어느 쪽인지는 그림이 말해 줍니다.',
  'learn.rssm.question.2': '프레임을 보면 훨씬 나을 텐데, 사전 분포는 왜 프레임을 보지 않을까요?',
  'learn.rssm.answer.2':
    '상상 속에는 프레임이 없기 때문입니다. 사전 분포는 눈을 감았을 때 남는 것입니다. 그래서 프레임 없이 사후 분포에 되도록 가까워지도록 배웁니다.',
  'learn.rssm.question.3':
    '커튼 뒤에서 동전을 던지고 열 스텝 뒤에 보여 줍니다. 본 다음 결과를 기억해야 하는 길은 어느 것이고, 보기 전에 두 결과를 모두 열어 두어야 하는 길은 어느 것일까요?',
  'learn.rssm.answer.3':
    '보고 나면 아무리 오래 걸려도 *h*가 날라야 합니다. 보기 전에는 *z*가 둘 다 열어 두어야 합니다. 계산되는 *h*라면 둘 가운데 하나로, 아니면 반쪽짜리 동전으로 정해 버릴 수밖에 없습니다.',
  'learn.rssm.link.theatre': '같은 모델을 극장에서, 눈을 뜨고 또 감고 보기',
  'learn.rssm.link.curves': '배우는 동안 KL과 오차가 변한 과정',
  'learn.rssm.link.new': 'RSSM을 직접 학습하기: CarRacing의 Dreamer',
} as const satisfies Readonly<Record<string, string>>;
