/** Korean: the tour through the studio. */
export const tour = {
  'tour.take': '둘러보기',
  'tour.goOn': '이어서 둘러보기',
  'tour.text': '스튜디오와 함께 온 실험들을 여섯 곳에서 둘러봅니다. 5분쯤 걸립니다.',
  'tour.stopOf': '{all}곳 중 {number}번째',
  'tour.leave': '둘러보기 그만두기',
  'tour.back': '이전',
  'tour.next': '다음',
  'tour.end': '둘러보기 마치기',
  'tour.gone': '여기서 보여 줄 실험이 삭제되었습니다. 다음으로 넘어가세요.',
  'tour.experiments.title': '실험',
  'tour.experiments.text':
    '한 줄이 실험 하나입니다. 어떤 환경에서 배운 알고리즘이지요. 여기 있는 것들은 처음부터 볼 것이 있도록 보통 컴퓨터에서 학습해 스튜디오에 넣어 둔 것입니다. 여러분의 실험도 나란히 놓일 것입니다.',
  'tour.theatre.title': '현실과 꿈',
  'tour.theatre.text':
    '극장은 학습된 에이전트를 엽니다. 왼쪽은 실제로 일어나는 일이고, 그 옆은 모델이 거기서 본 것입니다. 20스텝이 지나면 모델은 눈을 감고 같은 행동을 따라 혼자 꿈을 이어 갑니다. 둘이 어디서 갈라지는지 보세요. 아래의 시계는 멈추고 옮길 수 있습니다.',
  'tour.dream.title': '꿈속에서',
  'tour.dream.text':
    '여기에는 실제인 것이 없습니다. Take Cover를 모델 혼자 꿈꾸고 있습니다. 조종을 키보드로 바꾸고 화살표 키로 불덩이를 피해 보세요. 그다음 온도를 옮기며 꿈이 조용해지거나 거칠어지는 것을 보세요.',
  'tour.curves.title': '어떻게 배웠는가',
  'tour.curves.text':
    '실험마다 곡선이 남습니다. 프레임을 얼마나 잘 그렸는지, 다음 프레임이 얼마나 뜻밖이었는지, 컨트롤러의 점수가 세대마다 어떻게 올랐는지 볼 수 있습니다. 점선이 그어진 말에는 뜻을 물어볼 수 있습니다.',
  'tour.environment.title': '세계 그 자체',
  'tour.environment.text':
    '모든 환경은 직접 해 보고, 에이전트가 보는 대로 보고, 새 실험에 쓸 수 있습니다. 게임과 제어할 몸, 여러분이 만든 모델이 여기 있습니다.',
  'tour.learn.title': '모든 것의 원리',
  'tour.learn.text':
    '짧은 장 열두 개가 보상에서 Dreamer까지 이끕니다. 직접 움직이는 그림이 있고, 대부분 바로 이 실험들 위에서 돌아갑니다. 여기가 마지막입니다. 다시 둘러보고 싶으면 언제든 명령 팔레트(Ctrl K)에서 찾으세요.',
} as const satisfies Readonly<Record<string, string>>;
