/**
 * A port over a duplex byte stream (a pipe to a child process): each message in shared/codec.ts's form behind its length.
 * Structured clone over Node's own IPC channel would be shorter, but Electron 22's main process dies when the buffers that
 * v8.serialize made are collected.
 */
import type { Duplex } from 'node:stream';
import { decodeMessage, encodeMessage } from '../../shared/codec.ts';
import { PortInbox, type MessagePortLike } from '../engine/port.ts';

const HEADER_BYTES = 4;

export function portOfStream(stream: Duplex): MessagePortLike {
  const inbox = new PortInbox();
  let pieces: Buffer[] = [];
  let held = 0;
  const deliver = () => {
    while (held >= HEADER_BYTES) {
      const bytes = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
      pieces = [bytes];
      const end = HEADER_BYTES + bytes.readUInt32LE(0);
      if (held < end) return;
      pieces = end < held ? [bytes.subarray(end)] : [];
      held -= end;
      inbox.deliver(decodeMessage(bytes.subarray(HEADER_BYTES, end)));
    }
  };
  stream.on('data', (piece: Buffer) => {
    pieces.push(piece);
    held += piece.length;
    // Joining a large message's pieces only when it is whole.
    const [first] = pieces;
    if (pieces.length > 1 && first !== undefined && first.length >= HEADER_BYTES) {
      if (held < HEADER_BYTES + first.readUInt32LE(0)) return;
    }
    deliver();
  });
  const closed = () => {
    inbox.close();
  };
  stream.on('close', closed);
  stream.on('end', closed);
  // A broken pipe is the other side's end; `close` follows.
  stream.on('error', () => undefined);
  const port = inbox.port(
    (message) => {
      if (inbox.closed || stream.destroyed) return;
      const bytes = encodeMessage(message);
      const header = Buffer.alloc(HEADER_BYTES);
      header.writeUInt32LE(bytes.length, 0);
      stream.write(header);
      stream.write(bytes);
    },
    () => {
      stream.end();
    },
  );
  return { ...port, bufferedBytes: () => stream.writableLength };
}
