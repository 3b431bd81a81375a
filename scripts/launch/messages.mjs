// @ts-check
/**
 * What the launcher says. It runs on Node 18, before TypeScript sources can be read, so its few lines are here and not in
 * shared/messages; a test checks that both languages have the same keys and placeholders.
 */

export const en = {
  'node.tooOld': 'Node {version} is too old for World Model Studio; Node 18 or newer starts it.',
  'node.needed':
    'World Model Studio runs on Node 22.12 or newer, and this is Node {version} on a platform that its own Node is not packaged for. Install a current Node and run the command again.',
  'dependencies.installing': 'Installing dependencies (once; a few minutes)...',
  'dependencies.failed': 'npm could not install the dependencies (exit {code}). Its messages are above.',
  'dependencies.linked':
    'node_modules is a link and does not match package-lock.json; going on with what it holds.',
  wait: 'Another launch is preparing this; waiting for it...',
  'tensorflow.download': 'Downloading {name}',
  'tensorflow.unpack': 'Unpacking {name}',
  'tensorflow.build': "Building TensorFlow's addon (once; about half a minute)...",
  'tensorflow.check': 'Checking that TensorFlow loads...',
  'tensorflow.script': "Running tfjs-node's own install script...",
  'tensorflow.ready': 'TensorFlow is ready ({variant}).',
  'tensorflow.failed': 'TensorFlow ({variant}) could not be set up: {detail}',
  'wasm.musl':
    'This Linux has no glibc, which TensorFlow needs; the studio runs on its WebAssembly backend, several times slower.',
  'wasm.oldGlibc':
    'TensorFlow needs glibc 2.27 or newer; the studio runs on its WebAssembly backend, several times slower.',
  'wasm.platform':
    'There is no TensorFlow for this platform; the studio runs on its WebAssembly backend, several times slower.',
  'wasm.compiler':
    'No C++ compiler was found, so the studio runs on its WebAssembly backend, several times slower. For TensorFlow: {advice}, then run the command again.',
  'wasm.disk':
    'TensorFlow needs 1.3 GB in {cache}; the studio runs on its WebAssembly backend, several times slower. Free some space or set STUDIO_CACHE_DIR, then run the command again.',
  'wasm.failed':
    'The studio runs on its WebAssembly backend, several times slower. Run npm start again to retry TensorFlow.',
  'build.running': 'Building the studio...',
  'build.failed': 'The build failed (exit {code}).',
  'electron.downloading': 'Downloading Electron {version}',
  'electron.absent':
    "Electron's binary could not be had ({detail}); opening the same studio in the default browser.",
  'electron.noDisplay': 'There is no display here; serving the studio for a browser instead.',
  'electron.noSandbox':
    "Chromium's sandbox can't start here ({detail}), so the same studio opens in the default browser. npm start -- --without-sandbox opens the window all the same, with nothing between its page and your files.",
  'package.testElectron':
    "Electron's binary could not be had ({detail}); packing the test runtime, Electron {version}, in its place: good for trying the packaging, not for giving away.",
  'testElectron.download': 'Downloading the test Electron',
  'testElectron.unpack': 'Unpacking the test Electron',
  'verb.unknown': 'Unknown verb "{verb}". Known: {known}.',
};

/** @type {Record<keyof typeof en, string>} */
export const ko = {
  'node.tooOld':
    'Node {version}은(는) World Model Studio를 시작하기에 너무 오래되었습니다. Node 18 이상이 필요합니다.',
  'node.needed':
    'World Model Studio는 Node 22.12 이상에서 동작합니다. 지금은 Node {version}이고, 이 플랫폼용 Node는 함께 제공되지 않습니다. 최신 Node를 설치한 뒤 다시 실행하세요.',
  'dependencies.installing': '필요한 패키지를 설치합니다(처음 한 번, 몇 분)...',
  'dependencies.failed': 'npm이 패키지를 설치하지 못했습니다(종료 코드 {code}). 위의 메시지를 확인하세요.',
  'dependencies.linked': 'node_modules가 링크이고 package-lock.json과 맞지 않습니다. 있는 그대로 계속합니다.',
  wait: '다른 실행이 준비하고 있습니다. 끝날 때까지 기다립니다...',
  'tensorflow.download': '{name} 내려받는 중',
  'tensorflow.unpack': '{name} 푸는 중',
  'tensorflow.build': 'TensorFlow 애드온을 빌드합니다(처음 한 번, 30초쯤)...',
  'tensorflow.check': 'TensorFlow가 열리는지 확인합니다...',
  'tensorflow.script': 'tfjs-node의 설치 스크립트를 실행합니다...',
  'tensorflow.ready': 'TensorFlow를 쓸 수 있습니다({variant}).',
  'tensorflow.failed': 'TensorFlow({variant})를 준비하지 못했습니다: {detail}',
  'wasm.musl':
    '이 리눅스에는 TensorFlow에 필요한 glibc가 없어 WebAssembly 백엔드로 동작합니다. 몇 배 느립니다.',
  'wasm.oldGlibc': 'TensorFlow에는 glibc 2.27 이상이 필요해 WebAssembly 백엔드로 동작합니다. 몇 배 느립니다.',
  'wasm.platform': '이 플랫폼용 TensorFlow가 없어 WebAssembly 백엔드로 동작합니다. 몇 배 느립니다.',
  'wasm.compiler':
    'C++ 컴파일러가 없어 WebAssembly 백엔드로 동작합니다. 몇 배 느립니다. TensorFlow를 쓰려면 {advice} 후 다시 실행하세요.',
  'wasm.disk':
    'TensorFlow에는 {cache}에 1.3 GB가 필요합니다. 지금은 WebAssembly 백엔드로 동작하며 몇 배 느립니다. 공간을 비우거나 STUDIO_CACHE_DIR을 정한 뒤 다시 실행하세요.',
  'wasm.failed':
    'WebAssembly 백엔드로 동작합니다. 몇 배 느립니다. npm start를 다시 실행하면 TensorFlow를 다시 시도합니다.',
  'build.running': '스튜디오를 빌드합니다...',
  'build.failed': '빌드에 실패했습니다(종료 코드 {code}).',
  'electron.downloading': 'Electron {version} 내려받는 중',
  'electron.absent': 'Electron을 구할 수 없어({detail}) 같은 스튜디오를 기본 브라우저에서 엽니다.',
  'electron.noDisplay': '화면이 없어 브라우저에서 쓸 수 있도록 서버로 실행합니다.',
  'electron.noSandbox':
    'Chromium 샌드박스를 시작할 수 없어({detail}) 같은 스튜디오를 기본 브라우저에서 엽니다. npm start -- --without-sandbox로 창을 열 수 있지만, 그 창의 페이지와 파일 사이에는 아무 보호막이 없습니다.',
  'package.testElectron':
    'Electron을 구할 수 없어({detail}) 테스트용 Electron {version}으로 패키징합니다. 패키징을 시험하는 용도이며 배포용이 아닙니다.',
  'testElectron.download': '테스트용 Electron 내려받는 중',
  'testElectron.unpack': '테스트용 Electron 푸는 중',
  'verb.unknown': '"{verb}"은(는) 알 수 없는 명령입니다. 쓸 수 있는 명령: {known}.',
};

/** @param {Record<string, string | undefined>} [environment] @returns {'en' | 'ko'} */
export function launcherLanguage(environment = process.env) {
  const named =
    environment['STUDIO_LANGUAGE'] ??
    environment['LC_ALL'] ??
    environment['LC_MESSAGES'] ??
    environment['LANG'] ??
    '';
  return named.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

/**
 * @param {keyof typeof en} key
 * @param {Record<string, string | number>} [values]
 */
export function message(key, values = {}) {
  const template = (launcherLanguage() === 'ko' ? ko : en)[key];
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** @param {keyof typeof en} key @param {Record<string, string | number>} [values] */
export function say(key, values) {
  process.stderr.write(`${message(key, values)}\n`);
}
