/** Korean: the hub of many machines, joining it, and the computers that have joined. */
export const hub = {
  'error.hub.noServer.what': '이 컴퓨터에 NATS 서버가 없습니다.',
  'error.hub.noServer.why': '허브가 이 서버를 실행하는데 내려받지 못했습니다: {reason}.',
  'error.hub.noServer.next':
    '네트워크에 한 번 연결하거나, 휠이 든 폴더를 STUDIO_WHEELS_DIR로 지정하거나, nats-server를 설치해 STUDIO_NATS_SERVER로 지정하세요.',
  'error.hub.oldServer.what': 'NATS 서버 {file}을(를) 쓸 수 없습니다.',
  'error.hub.oldServer.why': '허브에는 {oldest} 이상이 필요한데 이 서버의 답은 다음과 같습니다: {version}.',
  'error.hub.oldServer.next':
    '더 새로운 서버를 설치하거나 STUDIO_NATS_SERVER를 비워 두세요. 그러면 스튜디오가 자체 서버를 내려받습니다.',
} as const satisfies Readonly<Record<string, string>>;
