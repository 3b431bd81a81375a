/** Korean: what the doctor says. */
export const doctor = {
  'doctor.title': 'World Model Studio에서 쓸 수 있는 것',
  'doctor.chosen': '다음 시작부터 {choice}을(를) 씁니다. npm start가 준비합니다.',
  'cli.option.use': '다음 시작부터 계산에 쓸 것: auto, cpu, cuda, wasm',
  'doctor.backend': '텐서 백엔드',
  'doctor.fallbackReason': 'TensorFlow를 쓰지 못한 까닭',
  'doctor.matmul': '행렬 곱(방금 측정)',
  'doctor.convolution': '합성곱(방금 측정)',
  'doctor.tensorflow': 'TensorFlow',
  'doctor.threads': '연산당 스레드',
  'doctor.node': 'Node',
  'doctor.electron': 'Electron',
  'doctor.sqlite': 'SQLite',
  'doctor.dataFolder': '데이터 폴더',
  'doctor.cacheFolder': '캐시 폴더',
  'doctor.freeSpace': '데이터용 여유 공간',
  'doctor.cores': '프로세서 코어',
  'doctor.memory': '메모리',
  'doctor.display': '화면',
  'doctor.next.backendBroken':
    '텐서 백엔드가 시작되지 않았습니다. 아래의 캐시 폴더를 지우고 npm start를 실행하세요. 그래도 안 되면 여기에 적힌 내용을 알려 주세요.',
  'doctor.next.wasmChosen':
    'WebAssembly를 직접 골랐습니다. TensorFlow를 쓰려면 npm run doctor -- --use auto를 실행하세요.',
  'doctor.next.compiler':
    'TensorFlow 애드온을 한 번 빌드해야 하는데 C++ 컴파일러가 없습니다. 설치한 뒤(데비안·우분투: sudo apt-get install g++) npm start를 실행하세요.',
  'doctor.next.tensorflow':
    'TensorFlow는 WebAssembly보다 몇 배 빠릅니다. 네트워크에 연결한 뒤 npm start를 실행하면 준비되고, 막히면 그 까닭을 알려 줍니다.',
  'doctor.next.idleCard':
    'NVIDIA 드라이버가 있지만 TensorFlow가 프로세서로 계산하고 있습니다. npm run doctor -- --use cuda를 실행한 뒤 npm start를 실행하세요.',
  'doctor.next.electron': '처음 npm start를 실행할 때 내려받습니다. 없으면 스튜디오가 브라우저에서 열립니다.',
  'doctor.next.dependencies': 'npm start를 실행하면 빠진 것을 설치합니다.',
  'doctor.next.space': '긴 실험은 수 GB를 씁니다. 공간을 비우거나 STUDIO_DATA_DIR을 정하세요.',
  'doctor.next.memory':
    '학습에는 최대 4 GB가 필요합니다. 다른 프로그램을 닫거나 실험 설정에서 배치 크기를 줄이세요.',
  'doctor.next.display':
    '여기서는 창을 열 수 없습니다. npm run serve를 실행하면 브라우저에서 쓸 수 있습니다.',
} as const satisfies Readonly<Record<string, string>>;
