/** Korean: environments of Gymnasium's and the Python that plays them. */
export const python = {
  'environment.gymnasium.name': '직접 가진 환경 (Gymnasium)',
  'environment.gymnasium.description':
    '자신의 Python이 실행하는 Gymnasium 환경. ID로 고르고, 그림이나 숫자를 관측합니다.',
  'environment.key.firstChoice': '첫째 선택',
  'environment.key.secondChoice': '둘째 선택',
  'config.environment.id.label': '환경 ID',
  'config.environment.id.help':
    'gymnasium.make가 받는 이름. 예: Pendulum-v1. 패키지가 등록한 환경은 package:Id-v0. 비우면 CartPole-v1.',
  'config.environment.id.example': 'CartPole-v1',
  'config.environment.kwargs.label': '인자',
  'config.environment.kwargs.help': 'gymnasium.make의 키워드 인자. JSON 객체로 적습니다.',
  'config.environment.wrappers.label': '래퍼',
  'config.environment.wrappers.help':
    '환경을 감싸는 클래스. 점으로 이은 이름을 안쪽 것부터 빈칸으로 나누어 적습니다.',
  'config.environment.python.label': 'Python',
  'config.environment.python.help':
    '환경을 실행할 Python의 전체 경로. 비우면 PATH에서 처음 찾은 python3(활성 가상 환경 등)을 씁니다.',
  'config.environment.pixelsFrom.label': '그림의 출처',
  'config.environment.pixelsFrom.help': '관측할 그림: 환경의 관측에 든 그림, 또는 render()가 그린 그림.',
  'config.environment.pixelsFrom.choice.observation': '관측',
  'config.environment.pixelsFrom.choice.render': 'render()',
  'error.python.notFound.what': '“{python}” Python이 없습니다.',
  'error.python.notFound.why': '이 컴퓨터에서 그런 이름의 프로그램을 시작할 수 없습니다.',
  'error.python.notFound.next': 'Python을 설치하거나 “Python”에 전체 경로를 적으세요.',
  'error.python.noWindows.what': 'Gymnasium 환경은 아직 Windows에서 실행할 수 없습니다.',
  'error.python.noWindows.why': '스튜디오는 Linux와 macOS에만 있는 이름 있는 파이프로 Python과 통신합니다.',
  'error.python.noWindows.next': 'Linux, macOS 또는 WSL을 쓰세요.',
  'error.python.notAllowed.what': '이 환경에는 Python 실행이 허용되지 않았습니다: {use}',
  'error.python.notAllowed.why':
    'Gymnasium 환경은 프로그램이므로 사용자가 할 수 있는 일은 무엇이든 할 수 있습니다. 스튜디오는 이 컴퓨터에서 환경마다 한 번 허용받기 전에는 아무것도 시작하지 않습니다.',
  'error.python.notAllowed.next':
    '아는 환경이라면 앱 창에서 이 환경으로 실험을 시작해 허용하거나, studio train에 --allow-python을 붙이세요.',
  'error.python.allowedHereOnly.what': '여기서는 Python 실행을 허용할 수 없습니다.',
  'error.python.allowedHereOnly.why':
    '코드는 이 스튜디오를 제공하는 컴퓨터에서 실행되므로, 그 컴퓨터 앞에 있는 사람만 정할 수 있습니다.',
  'error.python.allowedHereOnly.next':
    '그 컴퓨터에서 같은 설정과 --allow-python으로 studio train을 실행하세요.',
  'python.allow': '이 Python을 실행할까요?',
  'python.allowText':
    '이 실험은 이 컴퓨터에서 사용자의 프로그램을 실행하며, 그 프로그램은 사용자가 할 수 있는 일은 무엇이든 할 수 있습니다: {use}. 환경마다 한 번만 묻습니다.',
  'python.allowButton': '실행 허용',
  'error.python.noGymnasium.what': '이 Python에는 Gymnasium이 없습니다: {python}',
  'error.python.noGymnasium.why': 'Python의 메시지: {reason}',
  'error.python.noGymnasium.next': '실행하세요: {python} -m pip install gymnasium',
  'error.python.unknownId.what': 'Gymnasium에 “{id}” 환경이 없습니다.',
  'error.python.unknownId.why': 'Python의 메시지: {reason}',
  'error.python.unknownId.next':
    'ID를 확인하세요. 패키지가 등록한 환경은 package:Id-v0처럼 패키지 이름과 함께 적습니다.',
  'error.python.missingModule.what': '“{id}”에 필요한 Python 패키지가 없습니다.',
  'error.python.missingModule.why': 'Python의 메시지: {reason}',
  'error.python.missingModule.next': '{python}에 pip으로 그 패키지를 설치한 뒤 다시 시도하세요.',
  'error.python.badArguments.what': '“{id}”은(는) 이 인자를 받지 않습니다.',
  'error.python.badArguments.why': 'Python의 메시지: {reason}',
  'error.python.badArguments.next': '환경의 문서에서 인자를 확인하세요.',
  'error.python.badWrapper.what': '“{name}”으로 환경을 감쌀 수 없습니다.',
  'error.python.badWrapper.why': 'Python의 메시지: {reason}',
  'error.python.badWrapper.next':
    '래퍼는 gymnasium.wrappers.FlattenObservation처럼 점으로 이은 이름으로 적으세요.',
  'error.python.unsupportedActions.what': '“{id}”의 행동은 {space} 공간이라 스튜디오가 고를 수 없습니다.',
  'error.python.unsupportedActions.why': 'Box와 Discrete만 쓸 수 있습니다.',
  'error.python.unsupportedActions.next': '다른 환경을 고르거나, 행동이 Box 또는 Discrete가 되도록 감싸세요.',
  'error.python.unsupportedObservation.what':
    '“{id}”의 관측 “{name}”은(는) {space} 공간이라 스튜디오가 읽을 수 없습니다.',
  'error.python.unsupportedObservation.why':
    'Box, Discrete, MultiDiscrete, MultiBinary를 읽으며, Dict나 Tuple 안에 있어도 됩니다.',
  'error.python.unsupportedObservation.next':
    '다른 환경을 고르거나, 관측이 이 가운데 하나가 되도록 감싸세요.',
  'error.python.noPicture.what': '“{id}”의 관측에는 그림이 없습니다.',
  'error.python.noPicture.why': '관측 공간: {space}',
  'error.python.noPicture.next': '숫자를 관측하거나, render()가 그린 그림을 쓰세요.',
  'error.python.noRender.what': '“{id}”은(는) 그림을 그리지 않습니다.',
  'error.python.noRender.why': 'Python의 메시지: {reason}',
  'error.python.noRender.next': '숫자를 관측하거나, 환경이 직접 주는 그림을 쓰세요.',
  'error.python.noNumbers.what': '“{id}”의 관측에는 숫자가 없습니다.',
  'error.python.noNumbers.why': '관측 공간: {space}',
  'error.python.noNumbers.next': '숫자 대신 그림을 관측하세요.',
  'error.python.tooManyNumbers.what': '“{id}”은(는) 숫자 {count}개를 관측합니다.',
  'error.python.tooManyNumbers.why': '스튜디오는 최대 {most}개까지 읽습니다.',
  'error.python.tooManyNumbers.next': '래퍼로 필요한 것만 고르거나 그림을 관측하세요.',
  'error.python.failed.what': '“{id}”이(가) 자체 코드에서 중단되었습니다.',
  'error.python.failed.why': 'Python의 메시지: {reason}',
  'error.python.failed.next':
    '세부 정보에 트레이스백이 있습니다. 환경을 고치세요. 실험은 마지막 체크포인트에서 이어집니다.',
  'error.python.died.what': '“{id}”을(를) 실행하던 Python이 종료되었습니다.',
  'error.python.died.why': '마지막 출력: {reason}',
  'error.python.died.next':
    '세부 정보에 출력이 있습니다. 환경을 고치세요. 실험은 마지막 체크포인트에서 이어집니다.',
  'error.python.hung.what': '“{id}”이(가) {seconds}초 동안 응답하지 않았습니다.',
  'error.python.hung.why': '응답 없이는 진행할 수 없어 Python을 끝냈습니다.',
  'error.python.hung.next':
    '세부 정보에 멈춘 위치가 있습니다. 환경을 고치세요. 실험은 마지막 체크포인트에서 이어집니다.',
} as const satisfies Readonly<Record<string, string>>;
