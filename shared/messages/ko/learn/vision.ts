/** Korean: chapter 6 of the course, V. */
export const vision = {
  'learn.vision.title': 'V: 그림 한 장을 숫자 몇 개로',
  'learn.vision.summary':
    '스튜디오에 든 VAE를 지나는 프레임, 숫자 하나하나가 하는 일, 그리고 KL 항이 필요한 까닭.',
  'learn.vision.text.1':
    '여기서부터는 그림에서 모델을 만듭니다. CarRacing의 프레임은 가로세로 64점이고 점마다 색이 세 개이므로 숫자가 12,288개입니다. 그런데 대부분은 서로 되풀이하는 것입니다. 도로가 회색인 곳에서는 그 옆 점도 회색입니다. 그래서 World Models(Ha & Schmidhuber 2018)는 프레임을 압축해, 보이는 것을 말해 주는 숫자 몇 개로 만드는 일부터 시작합니다. 이 일을 맡은 부분을 시각(vision)의 머리글자를 따서 **V**라고 합니다.',
  'learn.vision.text.2':
    'V는 **오토인코더**(autoencoder), 곧 함께 학습하는 두 신경망입니다. **인코더**(encoder)는 프레임 *x*를 짧은 숫자 목록인 **잠재 벡터**(latent vector) *z*로 바꾸고, **디코더**(decoder)는 *z*를 다시 프레임 *x̂*(엑스 햇)으로 바꿉니다. *x̂*이 *x*와 닮도록 학습할 뿐, 숫자가 무엇을 뜻해야 하는지는 아무도 알려 주지 않습니다. 그래도 모든 것이 좁은 곳을 지나야 하므로, 두 신경망은 도로 그림이 무엇으로 이루어져 있는지 스스로 알아내야 합니다. 이런 목록 전체의 공간이 **잠재 공간**(latent space)입니다.',
  'learn.vision.text.3':
    '더 정확히 말하면 V는 **변분 오토인코더**(variational autoencoder, VAE, Kingma & Welling 2013)입니다. 인코더는 프레임마다 점 하나가 아니라 구름을 말합니다. 숫자마다 평균과 표준편차를 주고, *z*는 거기서 뽑습니다. 아래는 스튜디오에 들어 있는 실험의 V입니다. 숫자를 하나씩 움직여 보세요. 어떤 것은 도로를 휘게 하고 어떤 것은 거의 아무 일도 하지 않습니다. 그다음 프레임 두 장을 골라 한쪽에서 다른 쪽으로 가 보세요. 그 사이에는 차가 한 번도 달린 적 없는 도로가 나타납니다.',
  'learn.vision.figure.vae': 'V를 지나는 프레임',
  'learn.vision.figure.vae.text':
    '막대는 *z*의 숫자입니다. 눌러서 고르고 움직여 보세요. 아래 띠는 그 숫자만 −3에서 3까지 바꾼 같은 프레임입니다.',
  'learn.vision.open': 'V와 프레임 불러오기',
  'learn.vision.mode': '무엇을 움직일지',
  'learn.vision.mode.number': '숫자 하나',
  'learn.vision.mode.between': '두 프레임 사이',
  'learn.vision.another': '다른 프레임',
  'learn.vision.giveBack': '원래 z로',
  'learn.vision.eye': '프레임 x',
  'learn.vision.seen': '다시 그린 x̂',
  'learn.vision.probe': '바꾼 z로 그린 그림',
  'learn.vision.squeezed': '숫자 {inputs}개가 {numbers}개로 줄어듭니다.',
  'learn.vision.z': 'z의 숫자들',
  'learn.vision.chooseNumber': 'z{number}: {value}',
  'learn.vision.slide': 'z{number}',
  'learn.vision.error': 'x̂의 평균 제곱 오차(점의 값은 0에서 1): {error}',
  'learn.vision.keepFirst': '이 프레임을 첫째로',
  'learn.vision.keepSecond': '이 프레임을 둘째로',
  'learn.vision.keepBoth':
    '프레임 두 장을 골라 두면 그 사이를 오갈 수 있습니다. ‘다른 프레임’을 누르면 조금 더 달립니다.',
  'learn.vision.first': '첫째',
  'learn.vision.second': '둘째',
  'learn.vision.towards': '첫째에서 둘째로',
  'learn.vision.text.4':
    '왜 구름일까요? 그리고 두 프레임 사이에 있는 것이 왜 그럴듯한 그림이 될까요? V가 작게 만들도록 학습하는 **손실**(loss)의 뒷부분 때문입니다.',
  'learn.vision.text.5':
    '앞부분은 그림의 제곱 오차입니다. 뒷부분은 프레임의 구름 *q*(*z*|*x*)가 *N*(0, 1), 곧 평균이 0이고 표준편차가 1인 정규분포에서 얼마나 떨어져 있는지를 나타내는 **KL 발산**(Kullback-Leibler divergence)이며, 모든 숫자에 대해 더합니다. KL 발산은 *z*가 프레임에 대해 얼마나 많은 것을 말하는지를 **내트**(nat, 1내트는 1.44비트)로 잽니다. 어떤 프레임에서나 구름이 이 정규분포와 같으면 아무것도 말하지 않는 것이고, 구름이 좁거나 멀리 있을수록 많이 말하는 것입니다. *β*(베타)는 1내트의 값입니다. 그래서 V는 정밀함에 값을 치르며, 그림이 좋아지는 곳에서만 삽니다.',
  'learn.vision.figure.cloud': 'KL 항이 코드의 구름에 하는 일',
  'learn.vision.figure.cloud.text':
    '왼쪽의 점 하나가 숫자 두 개짜리 “프레임”이고, 오른쪽은 그 점의 코드 구름(표준편차 하나의 크기)입니다. 인코더와 디코더가 선형이어서 가장 좋은 것을 정확히 계산합니다.',
  'learn.vision.beta': '1내트의 값 β',
  'learn.vision.data': '프레임(채운 점)과 다시 그린 점',
  'learn.vision.dataLabel': '평면 위의 점들과, 각 점이 다시 그려진 자리까지의 선',
  'learn.vision.codes': '코드와 정규분포(점선)',
  'learn.vision.codesLabel': '점마다 코드를 나타내는 타원과 표준정규분포의 원',
  'learn.vision.number': '숫자 {number}',
  'learn.vision.silent': '침묵',
  'learn.vision.variance': '데이터의 분산',
  'learn.vision.deviation': '코드의 표준편차',
  'learn.vision.kl': '정보, 내트',
  'learn.vision.squaredError': '제곱 오차',
  'learn.vision.total': '합계',
  'learn.vision.text.6':
    '이 그림에서는 점 하나가 프레임입니다. *β*가 작으면 구름이 좁고 점들이 거의 제자리로 돌아옵니다. *β*를 올려 보세요. 구름들이 서로 닿을 때까지 커져서 함께 정규분포를 채웁니다. 이제 빈틈이 없습니다. 가운데 근처의 *z*는 모두 어떤 프레임에 속하고, 디코더는 거기에 무엇을 그릴지 배워 두었습니다. 그래서 프레임 사이를 거닐 수 있고 꿈도 꿀 수 있습니다. 더 올리면 아끼는 것보다 값이 더 드는 숫자가 입을 다무는데, 적게 말하는 쪽이 먼저입니다. 이것을 **사후 분포 붕괴**(posterior collapse)라고 합니다.',
  'learn.vision.text.7':
    '그러니까 *z*는 짧고, 일부러 흐릿하며, 빈틈이 없습니다. 보지 못하는 것도 있습니다. V는 운전하기가 아니라 점을 그리는 것을 배웁니다. 멀리서 오는 불덩이는 점 세 개 크기라 빠뜨려도 손실이 거의 늘지 않지만, 승부를 가릅니다. 게다가 V에는 시간이 없습니다. 프레임을 한 장씩 따로 보므로 서 있는 차와 미끄러지는 차를 가리지 못합니다. 다음에 무엇이 올지는 다음 부분인 M이 맡습니다.',
  'learn.vision.question.1':
    '*z*의 숫자 하나를 −3에서 3까지 옮겨도 그림이 그대로입니다. 학습하면서 그 숫자는 어떻게 된 것일까요?',
  'learn.vision.answer.1':
    '입을 다문 것입니다. 어떤 프레임에서나 구름이 정규분포와 같아서 내트가 들지 않고, 디코더도 그 숫자를 무시하게 되었습니다. 이 값으로 이 프레임들을 담는 데 필요한 것보다 V의 숫자가 많은 셈입니다.',
  'learn.vision.question.2':
    '*β*가 0에 가까우면 거의 모든 프레임이 오차 없이 다시 그려집니다. 왜 그대로 두지 않을까요?',
  'learn.vision.answer.2':
    '구름이 점이 되고, 점과 점 사이는 디코더가 한 번도 배운 적 없는 곳이 되기 때문입니다. M이 예측하는 *z*는 조금씩 빗나가므로 이 빈틈에 빠지게 되고, 꿈은 곧 알아볼 수 없게 됩니다.',
  'learn.vision.question.3': '표를 보면 말하고 있는 숫자의 제곱 오차가 *β*와 같습니다. 왜 하필 그 값일까요?',
  'learn.vision.answer.3':
    '오차를 *e*, 분산을 *v*라고 합시다. 정보는 ½ ln(*v*/*e*)내트이므로 손실은 ½ *e* + ½ *β* ln(*v*/*e*)입니다. *e*로 미분하면 ½ − ½ *β*/*e*이고, *e* = *β*에서 0이 됩니다. 이보다 더 정밀하게 만들면 얻는 것보다 값이 더 듭니다. *v*가 *β*보다 작으면 이 점에 이르지 못합니다.',
  'learn.vision.link.latents': '차가 달리는 동안 극장에서 모든 잠재 숫자를 움직여 보기',
  'learn.vision.link.curves': '학습하면서 V의 오차와 KL이 줄어든 과정 보기',
  'learn.vision.link.new': 'V, M, C를 약 3분 만에 직접 학습하기',
} as const satisfies Readonly<Record<string, string>>;
