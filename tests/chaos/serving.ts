/** A studio that is served, and clients of it: the renderer's own, over a socket. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket from 'ws';
import { decodeMessage, encodeMessage } from '../../shared/codec.ts';
import type { HostMessage } from '../../shared/protocol.ts';
import { StudioClient } from '../../src-renderer/client/studioClient.ts';
import { Command, type CommandOptions } from './command.ts';

const TOKEN = randomBytes(24).toString('hex');

export function connect(origin: string): StudioClient {
  return new StudioClient(
    (events) => {
      const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/socket`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      socket.on('open', () => {
        events.open();
      });
      socket.on('message', (data: Buffer) => {
        events.message(decodeMessage(data) as HostMessage);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        events.closed('closed');
      });
      return {
        send: (message) => {
          socket.send(encodeMessage(message));
        },
        close: () => {
          socket.close();
        },
      };
    },
    {
      afterDraw: (done) => setImmediate(done),
      setTimeout: (run, milliseconds) => Number(setTimeout(run, milliseconds)),
      clearTimeout: (id) => {
        clearTimeout(id);
      },
      now: () => performance.now(),
    },
  );
}

/** @throws Error where it prints no address within a minute. */
export async function serve(
  options: CommandOptions,
): Promise<{ readonly command: Command; readonly origin: string }> {
  const command = new Command(['serve', '--port', '0'], {
    ...options,
    environment: { ...options.environment, STUDIO_TOKEN: TOKEN },
  });
  for (let turn = 0; turn < 600 && command.running; turn++) {
    const address = command.lines.find((line) => line.startsWith('http'));
    if (address !== undefined) return { command, origin: new URL(address).origin };
    await delay(100);
  }
  command.killGroup();
  throw new Error(`studio serve printed no address:\n${command.errors}`);
}
