/** A served host in a process of its own, and what is asked of it before and after everything that it was sent. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { decodeMessage, encodeMessage } from '../../../shared/codec.ts';
import { COUNTER_ENTRY, temporaryFolder } from '../testHost.ts';
import type { Measured, Served } from './servedHost.ts';

export interface ServedHost extends Served {
  readonly folder: string;
  readonly child: ChildProcess;
  /** The end of what it wrote of unforeseen errors. */
  log(): string;
  measure(): Promise<Measured>;
  /** Ends it, and gives the code with which it ended. */
  end(): Promise<number | null>;
}

export async function serveHost(): Promise<ServedHost> {
  const folder = temporaryFolder();
  const child = fork(
    fileURLToPath(new URL('servedHost.ts', import.meta.url)),
    [folder, COUNTER_ENTRY],
    // What it writes of unforeseen errors is its log.
    {
      execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    },
  );
  let told = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    told = (told + text).slice(-20_000);
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [served] = (await once(child, 'message')) as [Served];
  return {
    ...served,
    folder,
    child,
    log: () => told,
    measure: async () => {
      if (child.exitCode !== null) throw new Error(`the host ended with ${child.exitCode}:\n${told}`);
      const answer = once(child, 'message') as Promise<[Measured]>;
      child.send('measure');
      return (await answer)[0];
    },
    end: async () => {
      const exit = once(child, 'exit') as Promise<[number | null]>;
      child.send('close');
      return (await exit)[0];
    },
  };
}

/** What is wrong with an answer to somebody who may have sent anything; empty: nothing. */
export function leaksIn(text: string, host: ServedHost): string[] {
  const places = [host.folder, process.cwd(), 'node_modules', 'node:internal', 'src-main'];
  return [
    ...places.filter((place) => text.includes(place)).map((place) => `it tells of ${place}`),
    ...host.secrets.filter((secret) => text.includes(secret)).map(() => 'it tells a secret'),
    ...(/\n\s+at \S/.test(text) ? ['it holds a stack'] : []),
  ];
}

/** It still serves the page, lets in who has the token, and answers what is asked over the protocol. */
export async function expectAlive({ origin, token, child }: ServedHost): Promise<void> {
  expect(child.exitCode).toBe(null);
  const page = await fetch(origin);
  expect([page.status, await page.text()]).toEqual([200, '<title>studio</title>']);
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await once(socket, 'open');
  socket.send(encodeMessage({ type: 'call', id: 7, command: 'system.info', args: {} }));
  const [answer] = (await once(socket, 'message')) as [Buffer];
  expect(decodeMessage(answer)).toMatchObject({ type: 'result', id: 7, value: { version: 'test' } });
  socket.terminate();
}
