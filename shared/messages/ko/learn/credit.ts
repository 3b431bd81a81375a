/** Korean: chapter 5 of the course, credit assignment. */
export const credit = {
  'learn.credit.title': '누구의 공이고 누구의 탓일까',
  'learn.credit.summary':
    '신용 할당: n스텝, λ, 그리고 모델. 실제 에피소드에서 보는 *V*_[*R*], *V*_[*N*]^[*k*], *V*_[*λ*].',
  'learn.credit.text.1':
    '체스에서 60수 만에 졌습니다. 실수는 23수에 있었습니다. 한참 뒤에 온 보상이 수많은 행동 가운데 어느 것 덕분인지 가려내는 일을 **신용 할당**(credit assignment)이라고 하며, 이 과정 전체를 꿰뚫는 질문입니다. TD(0)의 답은 느립니다. 보상의 소식이 에피소드마다 한 스텝씩만 뒤로 전해집니다.',
  'learn.credit.text.2':
    '더 빨리 전하는 방법이 세 가지 있습니다. 첫째는 **n스텝 반환값**(n-step return)입니다. 다음 상태의 가치를 바로 믿는 대신 실제 보상을 *n*개 더한 다음 그때 이른 상태의 가치를 씁니다. 소식이 에피소드마다 *n*스텝씩 전해집니다. 둘째는 **λ**(람다)입니다. *n*을 하나로 정하지 않고 모두 섞되, 한 스텝 더 멀리 보는 것을 앞의 것의 *λ*배로 칩니다. 소식은 한 번에 모두에게 닿지만 멀수록 흐려집니다. 셋째는 **모델**입니다. 에피소드를 한 번 겪은 다음, 배운 표를 변화가 없을 때까지 스윕합니다. 아래 복도에서는 마지막 스텝에만 보상 +1이 있고 다른 보상은 없습니다. 누가 소식을 들었는지 보세요.',
  'learn.credit.figure.corridor': '스무 스텝, 그리고 끝에 있는 보상 하나',
  'learn.credit.figure.corridor.text':
    '막대는 고른 만큼 에피소드를 겪은 뒤 복도의 각 스텝에 매긴 가치입니다. 모두 0에서 시작하고 학습률은 1입니다.',
  'learn.credit.episodes': '지나간 에피소드',
  'learn.credit.n': '실제 보상의 수 n',
  'learn.credit.lambda': 'λ',
  'learn.credit.method.nStep': 'n스텝 반환값',
  'learn.credit.method.lambda': 'λ-반환값',
  'learn.credit.method.model': '배운 모델, 에피소드마다 그 위에서 계획',
  'learn.credit.bars':
    '{all}스텝 가운데 {told}스텝의 가치가 0.01보다 큽니다. 첫 스텝의 가치는 {first}입니다.',
  'learn.credit.bar': '{step}번째 스텝: {value}',
  'learn.credit.told': '가치가 0.01보다 큰 스텝: {all}개 중 {told}개. 첫 스텝: {first}.',
  'learn.credit.text.3':
    '그렇다면 왜 그냥 반환값 전체, 곧 *λ* = 1을 쓰지 않을까요? 그 사이에 일어난 다른 모든 일까지 섞이기 때문입니다. *n*이 크면 목표는 평균적으로 옳지만 들쭉날쭉합니다(큰 **분산**, variance). *n*이 작으면 틀릴 수도 있는 가치에 기댑니다(큰 **편향**, bias). *λ*는 이 둘 사이의 슬라이더입니다.',
  'learn.credit.text.4':
    'Dreamer는 모델이 상상한 길이 *H*의 궤적에서 배웁니다. 이 *H*를 **예측 범위**(horizon)라고 합니다. 논문은 상태의 가치를 추정하는 방법을 세 가지로 적습니다. *V*_[*R*]은 상상한 보상을 더하기만 하고 예측 범위 너머는 무시합니다. *V*_[*N*]^[*k*]는 보상 *k*개를 할인해 더하고, 그때 이른 상태에 크리틱(critic)이라는 신경망이 매긴 가치를 더합니다. *V*_[*λ*]는 이것들을 섞은 것입니다.',
  'learn.credit.text.5':
    '가중치는 (1 − *λ*) *λ*^[*k*−1]입니다. 한 스텝 더 멀리 보는 것은 앞의 것의 *λ*배로 치고, 가장 멀리 보는 것이 나머지를 모두 가지므로 합은 1입니다. 아래에는 여섯 스텝이 있고, 보상과 가치를 모두 움직일 수 있습니다. 한 줄이 *V*_[*N*]^[*k*] 하나입니다. 어디까지 보상을 더하고 어디부터 가치(점선)에 맡기는지를 보여 줍니다.',
  'learn.credit.figure.lambda': '*V*_[*λ*]의 나무',
  'learn.credit.figure.lambda.text':
    '*λ*를 0으로 옮기면 첫 줄만, 1로 옮기면 마지막 줄만 남습니다. Dreamer는 0.95를 씁니다.',
  'learn.credit.stepNumber': '{step}스텝',
  'learn.credit.estimate': '추정값',
  'learn.credit.weight': '가중치',
  'learn.credit.reward': '보상 r',
  'learn.credit.value': '이른 상태의 가치 V',
  'learn.credit.rewardAt': '{step}번째 스텝의 보상',
  'learn.credit.valueAt': '{step}번째 스텝이 이른 상태의 가치',
  'learn.credit.mixed': '*V*_[*λ*], 추정값 × 가중치의 합',
  'learn.credit.text.6':
    '이제 진짜 에피소드를 봅시다. 스튜디오에 들어 있는 Dreamer가 CarRacing을 운전하고, 그림은 스텝마다 실제로 받은 다음 *H*개의 보상과 그동안 크리틱이 매긴 가치를 씁니다(학습할 때는 같은 합을 상상한 스텝에 대해 냅니다). 예측 범위가 짧으면 *V*_[*R*]이 바로 앞의 도로 조각만 세는 것, 크리틱이 맞는 곳에서는 *V*_[*λ*]가 크리틱의 가치 가까이에 있는 것, 그리고 둘이 갈라지는 곳을 찾아보세요.',
  'learn.credit.figure.episode': '에피소드를 따라가는 *V*_[*R*], *V*_[*N*]^[*k*], *V*_[*λ*]',
  'learn.credit.figure.episode.text':
    '슬라이더를 움직일 때마다 에피소드 전체를 다시 계산합니다. 할인율은 Dreamer와 같은 0.99입니다. 마지막 *H* − 1스텝은 앞에 남은 스텝이 예측 범위보다 짧아 뺐습니다.',
  'learn.credit.openEpisode': 'Dreamer에게 운전 맡기기',
  'learn.credit.horizon': '예측 범위 H',
  'learn.credit.k': 'V_N^k의 보상 수 k',
  'learn.credit.estimates': '각 스텝의 가치',
  'learn.credit.curve.rewards': 'V_R',
  'learn.credit.curve.nStep': 'V_N^{k}',
  'learn.credit.curve.lambda': 'V_λ',
  'learn.credit.curve.value': '크리틱의 가치',
  'learn.credit.episodeEmpty': '에피소드가 예측 범위보다 길어지면 곡선이 나타납니다.',
  'learn.credit.text.7':
    '행동에 제 몫을 알려 주는 방법이 하나 더 있는데, 여기에는 신경망으로 된 모델이 필요합니다. 표는 행동이 무엇으로 이어졌는지만 말할 수 있습니다. 신경망은 매끄러운 함수이므로, 행동을 조금 바꾸면 상상한 미래 전체가 어떻게 달라지는지를 묻고 그 기울기를 따라갈 수 있습니다. 이것이 동역학을 통과하는 기울기(gradient)이며, Dreamer에 행동마다의 시행착오도 탐색도 필요 없는 까닭입니다. 그러려면 먼저 그림에서 모델을 만들어야 합니다.',
  'learn.credit.question.1':
    '*n* = 3일 때, 20스텝 복도의 첫 스텝이 보상의 소식을 들으려면 에피소드가 몇 번 필요할까요?',
  'learn.credit.answer.1':
    '일곱 번입니다. 에피소드마다 소식이 세 스텝씩 뒤로 가고, 20에 닿는 첫 번째 3의 배수가 7 × 3이기 때문입니다. 슬라이더로 확인해 보세요. TD(0)처럼 *n* = 1이면 스무 번이 걸립니다.',
  'learn.credit.question.2': '나무에서 가치를 모두 0으로, 보상 하나만 1로 두세요. *λ*는 언제 중요할까요?',
  'learn.credit.answer.2':
    '*λ*는 보상을 보는 가지를 얼마나 쳐 줄지 정합니다. 보상까지 닿지 못하는 짧은 가지는 0인 가치만 봅니다. 보상이 멀수록 작은 *λ*는 보상을 더 많이 가립니다.',
  'learn.credit.question.3':
    '예측 범위는 15스텝인데 굽은 길은 60스텝 앞에 있습니다. *V*_[*R*]은 모르는 것을 *V*_[*λ*]는 어떻게 알 수 있을까요?',
  'learn.credit.answer.3':
    '크리틱이 있기 때문입니다. 예측 범위 끝에 있는 상태의 가치가 그 뒤의 모든 것을 대신하며, 그 가치는 거기서 시작한 다른 궤적들에서 배운 것입니다. Dreamer 논문에서 가치 모델을 뺀 실험에는 바로 이것이 없습니다.',
  'learn.credit.link.value': '극장에서 보는 Dreamer의 CarRacing, 시간에 따른 가치와 함께',
  'learn.credit.link.new': 'Dreamer의 새 실험: λ와 예측 범위를 직접 바꿔 보기',
} as const satisfies Readonly<Record<string, string>>;
