/** The browser's line to a host, and the desktop's to a host elsewhere. */
import { decodeMessage, encodeMessage } from '../../shared/codec.ts';
import type { HostMessage } from '../../shared/protocol.ts';
import type { TransportFactory } from './transport.ts';

export const SOCKET_PATH = '/socket';

/** Where a host listens, from what a person pastes: `http://machine:port/?token=...`. */
export function socketUrl(address: string): URL {
  const url = new URL(address);
  const token = url.searchParams.get('token') ?? '';
  const socket = new URL(SOCKET_PATH, url);
  socket.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  socket.searchParams.set('token', token);
  return socket;
}

export const webSocketTransport =
  (address: string): TransportFactory =>
  (events) => {
    const socket = new WebSocket(socketUrl(address));
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      events.open();
    };
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      events.message(decodeMessage(new Uint8Array(data)) as HostMessage);
    };
    // `error` is always followed by `close`, which carries the reason.
    socket.onclose = ({ code, reason }) => {
      events.closed(reason === '' ? `socket closed (${code})` : reason);
    };
    return {
      send: (message) => {
        socket.send(encodeMessage(message));
      },
      close() {
        socket.onclose = null;
        socket.close();
      },
    };
  };
