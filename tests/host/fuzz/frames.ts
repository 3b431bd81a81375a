/** What somebody with a session may send over a socket below the level of messages. */
import { Choices } from './choices.ts';
import type { RawAttack } from './rawRequests.ts';

/** One WebSocket frame (RFC 6455, section 5.2), as wrong as one likes. */
function frame(choices: Choices): Buffer {
  const payload = choices.bytes(choices.size(300));
  const first = choices.of([0x80, 0, 0xc0, 0xf0]) | choices.of([0, 1, 2, 2, 2, 3, 8, 9, 10, 11, 15]);
  const masked = choices.chance(0.8) ? 0x80 : 0;
  const told = choices.of<() => Buffer>([
    () => Buffer.from([masked | Math.min(payload.length, 125)]),
    () => Buffer.from([masked | 126, payload.length >> 8, payload.length & 255]),
    () => Buffer.from([masked | 127, 255, 255, 255, 255, 255, 255, 255, 255]),
    () => Buffer.from([masked | 127, 0, 0, 0, 0, 1, 0, 0, 1]),
  ])();
  return Buffer.concat([Buffer.from([first]), told, choices.bytes(masked === 0 ? 0 : 4), payload]);
}

/** A message in so many pieces that keeping them costs more than the message. */
function crumbs(choices: Choices): Buffer {
  const crumb = (first: number) => Buffer.from([first, 0x81, 0, 0, 0, 0, 32]);
  return Buffer.concat([crumb(2), ...Array.from({ length: choices.size(20_000) }, () => crumb(0))]);
}

export function frameAttack(
  seed: number,
  index: number,
  { port, token }: { readonly port: number; readonly token: string },
): RawAttack {
  const choices = new Choices(seed, `frames/${index}`);
  const upgrade = [
    'GET /socket HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    `Authorization: Bearer ${token}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${choices.bytes(16).toString('base64')}`,
  ];
  const frames = choices.chance(0.1)
    ? [crumbs(choices)]
    : Array.from({ length: choices.between(1, 20) }, () => frame(choices));
  return { pieces: [Buffer.from(`${upgrade.join('\r\n')}\r\n\r\n`), ...frames], ending: 'halfClose' };
}
