/** Korean: chapter 11 of the course, imagination. */
export const imagination = {
  'learn.imagination.title': '상상: 기울기를 따라 배우기',
  'learn.imagination.summary':
    '부챗살처럼 펼쳐지는 상상한 궤적들, 그리고 행동 하나를 살짝 바꾸면 뒤따르는 모든 것의 가치가 어떻게 달라지는지.',
  'learn.imagination.text.1':
    '진화는 에피소드 전체에 대해 좋았는지만 묻습니다. Dreamer는 더 물을 수 있습니다. 그 세계는 신경망이므로, 미래가 행동 하나하나에 어떻게 달려 있는지는 미분할 수 있는 함수입니다. Dreamer는 기록해 둔 모든 순간에서 *H*스텝, 논문에서는 15스텝 앞을 상상합니다. 프레임은 그리지 않고 상태만 이어지며, 한꺼번에 수천 개씩 나아갑니다. 논문은 이것을 **잠재 상상**(latent imagination)이라고 합니다. 상상한 상태 *s*_[*t*] = (*h*_[*t*], *z*_[*t*])를 신경망 셋이 읽습니다. 하나는 보상 *r*_[*t*]를, 하나는 가치 *v*_[*t*]를 예측하고, 하나는 행동을 고릅니다.',
  'learn.imagination.text.2':
    '행동하는 신경망이 **액터**(actor), 상태의 가치를 말하는 신경망이 **크리틱**(critic)입니다. 액터는 행동의 숫자마다 평균 *μ*와 표준편차 *σ*를 내고, *ε*(엡실론)은 평균 0, 표준편차 1인 정규분포에서 뽑습니다. 논문에서 행동은 다음과 같습니다.',
  'learn.imagination.text.3':
    'tanh는 어떤 숫자든 −1과 1 사이로 눌러 넣습니다. 우연은 먼저 뽑아 두는 *ε*에만 있습니다. 그다음부터 행동은 신경망이 말하는 것의 매끄러운 함수이고, 거기서 이어지는 모든 것도 그렇습니다. 이 요령을 **재매개변수화**(reparametrisation)라고 합니다. (스튜디오에 든 실험은 DreamerV3처럼 평균을 가두어 행동을 뽑지만 생각은 같습니다.) 한 순간에서 무엇을 상상하는지 보세요.',
  'learn.imagination.figure.fan': '한 순간의 여섯 미래와 그 가치',
  'learn.imagination.figure.fan.text':
    '스튜디오에 들어 있는 CarRacing의 Dreamer입니다. 모든 궤적이 같은 상태에서 시작하고 같은 액터가 행동하며, 뽑힌 수만 다릅니다. 가장 굵은 곡선이 가장 좋은 궤적입니다.',
  'learn.imagination.open': '상상하게 하기',
  'learn.imagination.moment': '지금 이 순간',
  'learn.imagination.worth': '{number}: V_λ {worth}',
  'learn.imagination.drawn': '그릴 것',
  'learn.imagination.rewards': '예측한 보상',
  'learn.imagination.values': '예측한 가치',
  'learn.imagination.trajectory': '궤적 {number}',
  'learn.imagination.step': '상상한 스텝',
  'learn.imagination.horizon': '예측 범위 H',
  'learn.imagination.look': '그림으로 볼 스텝',
  'learn.imagination.another': '나중 순간',
  'learn.imagination.told':
    '에피소드의 {step}스텝. 가장 좋은 것은 궤적 {best}, V_λ = {worth}. 크리틱이 말하는 이 순간의 가치는 {value}.',
  'learn.imagination.text.4':
    '각 궤적의 가치는 5장의 *V*_[*λ*]이며, 상상한 보상과 크리틱의 가치로 계산합니다. 액터는 *V*_[*λ*]가 커지도록, 크리틱은 자기 가치가 *V*_[*λ*]에 가까워지도록 바뀝니다. 둘 다 실제 세계에서는 한 스텝도 움직이지 않고 배웁니다. 그런데 행동은 어느 쪽으로 바뀌어야 할까요? 행동이 이끄는 곳까지 따라가 보면 됩니다. *k*번째 행동이 이끄는 상태를 *s*_[*k*]라고 하면, *t*번째 행동은 *s*_[*t*]에, 그리고 그것을 거쳐 뒤의 모든 상태에 작용합니다.',
  'learn.imagination.text.5':
    '마지막 인수는 동역학을 한 스텝씩 지나는 연쇄 법칙입니다. 이 상태가 변하면 다음 상태가 얼마나 변하는지에, 그다음 것에 대한 같은 값을 곱해 갑니다. 진화에는 없던 것이 바로 이 곱입니다. 아래에서는 상상한 궤적 하나의 행동 하나를 살짝 바꿀 수 있습니다. 뒤의 행동과 뽑힌 수는 모두 그대로입니다. 점은 궤적을 다시 상상했을 때 *V*_[*λ*]가 실제로 변한 값이고, 선은 기울기가 미리 말한 값입니다.',
  'learn.imagination.figure.nudge': '행동 하나를 살짝 바꾸면',
  'learn.imagination.figure.nudge.text':
    '변화량을 움직이며 견주어 보세요. 그다음 기울기를 잘라 보세요. 행동 바로 뒤의 상태 몇 개만 지나가게 하고, 무엇을 모르게 되는지 봅니다.',
  'learn.imagination.element': '행동의 어느 숫자',
  'learn.imagination.element.steering': '조향',
  'learn.imagination.element.gas': '가속',
  'learn.imagination.element.brake': '브레이크',
  'learn.imagination.actionStep': '몇 번째 스텝의 행동',
  'learn.imagination.nudge': '변화량',
  'learn.imagination.states': '기울기가 지나는 상태 수',
  'learn.imagination.plot':
    '변화량에 따른 가치의 변화. 전체 기울기는 {slope}, 자른 기울기는 {cut}이고, 지금의 변화량은 가치를 {change}만큼 바꿉니다.',
  'learn.imagination.whole': '전체 기울기',
  'learn.imagination.cut': '자른 기울기',
  'learn.imagination.measured': '다시 상상한 값',
  'learn.imagination.through': '기울기가 어느 상태 *s*_[*k*]를 거쳐 오는지. 점선은 잘려 나간 것입니다.',
  'learn.imagination.partsLabel': '{step}번째 행동에 대한 기울기의 부분들, 막대 하나가 상태 하나',
  'learn.imagination.actionWas': '행동',
  'learn.imagination.worthWas': '*V*_[*λ*]',
  'learn.imagination.changed': '다시 상상한 변화',
  'learn.imagination.said': '전체 기울기의 말',
  'learn.imagination.cutSaid': '자른 기울기의 말',
  'learn.imagination.text.6':
    '조금만 바꾸면 점이 선 위에 놓이고, 많이 바꾸면 세계가 선에서 휘어져 나갑니다. 그래서 학습은 작은 걸음으로 나아갑니다. 막대는 효과가 어디에서 생기는지를 보여 줍니다. 자른 기울기는 앞의 막대만 봅니다. 당장은 이득이지만 나중에 손해인 행동을 좋다고 하거나, 효과가 모두 늦게 오는 곳에서는 기울기를 아예 찾지 못할 수 있습니다. 5장의 질문이던 신용 할당에 여기서는 산수로 답합니다. 상상한 궤적 하나에서 행동마다 자기가 한 일을 부호와 크기까지 듣습니다.',
  'learn.imagination.text.7':
    '여기에는 대가가 있습니다. 이 기울기는 세계가 아니라 모델의 기울기입니다. 모델이 틀린 곳에서 액터는, 차가운 꿈속의 C처럼, 있지도 않은 언덕을 오릅니다. 그래서 Dreamer는 새 액터와 함께 거듭 세계로 돌아가 거기서 본 것으로 모델을 다시 배웁니다. 그리고 미분을 길게 곱하면 사라지거나 폭발하므로, 예측 범위는 짧게 두고 나머지는 크리틱에게 맡깁니다.',
  'learn.imagination.question.1': '행동을 바꾸고 궤적을 다시 상상할 때 왜 *ε*은 그대로여야 할까요?',
  'learn.imagination.answer.1':
    '그렇지 않으면 다르게 뽑힌 수도 미래를 바꾸어, 행동을 바꾼 효과가 거기에 묻힙니다. 미분은 다른 모든 것을 고정했을 때 이 행동이 무엇을 하는지 묻는 것입니다.',
  'learn.imagination.question.2': '마지막으로 상상한 상태는 *V*_[*λ*]에 무엇을 보탤까요?',
  'learn.imagination.answer.2':
    '자기 가치만 보탭니다. 예측 범위 너머의 모든 것에 대해 크리틱이 거기서 말합니다. 그 상태의 보상은 저자들의 코드에서처럼 세지 않습니다.',
  'learn.imagination.question.3':
    '진화에는 기울기가 필요 없고 점수만 있으면 됩니다. 동역학을 지나는 기울기보다 진화가 나은 때는 언제일까요?',
  'learn.imagination.answer.3':
    '미분할 수 있는 세계가 없을 때입니다. 실제 게임뿐이거나, 행동이 뚝뚝 끊기거나, 보상이 예 아니면 아니요로 올 때입니다. 그리고 숫자가 수백 개뿐이라 해 보는 값이 쌀 때입니다.',
  'learn.imagination.link.theatre': '극장에서 에이전트와 에피소드를 따라 본 가치 보기',
  'learn.imagination.link.curves': '배우는 동안 상상한 반환값이 오른 과정',
  'learn.imagination.link.new': '직접 학습하기: 숫자로 배우는 Walker walk의 Dreamer',
} as const satisfies Readonly<Record<string, string>>;
