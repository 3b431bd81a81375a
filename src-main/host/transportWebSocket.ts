/** A WebSocket as a port: binary messages by shared/codec.ts. What cannot be decoded is answered, not fatal. */
import type { RawData, WebSocket } from 'ws';
import { CLIENT_JSON_BYTES, decodeMessage, encodeMessage } from '../../shared/codec.ts';
import { PortInbox, type MessagePortLike } from '../engine/port.ts';

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

export function portOfWebSocket(socket: WebSocket): MessagePortLike {
  const inbox = new PortInbox();
  socket.on('message', (data) => {
    let message: unknown;
    try {
      message = decodeMessage(bytesOf(data), CLIENT_JSON_BYTES);
    } catch {
      // Goes on as what it is, nothing: the connection answers `protocol.malformed`.
      message = undefined;
    }
    inbox.deliver(message);
  });
  socket.on('close', () => {
    inbox.close();
  });
  // A broken line is followed by `close`; without a listener it would end the process.
  socket.on('error', () => undefined);
  const port = inbox.port(
    (message) => {
      if (socket.readyState === socket.OPEN) socket.send(encodeMessage(message));
    },
    () => {
      socket.close();
    },
  );
  return { ...port, bufferedBytes: () => socket.bufferedAmount };
}
