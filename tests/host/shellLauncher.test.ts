/** The desktop's launcher and the ports over one channel: nothing is lost, nothing comes out of order. */
import { once } from 'node:events';
import net from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { portOfWorker, type MessagePortLike } from '../../src-main/engine/port.ts';
import type { EngineExit } from '../../src-main/host/processLauncher.ts';
import { PortMultiplexer } from '../../src-main/host/portMultiplexer.ts';
import { shellLauncher } from '../../src-main/host/shellLauncher.ts';
import type { FromHost } from '../../src-main/host/shellMessages.ts';
import { portOfStream } from '../../src-main/host/streamPort.ts';

function pair(): [MessagePortLike, MessagePortLike] {
  const { port1, port2 } = new MessageChannel();
  return [portOfWorker(port1), portOfWorker(port2)];
}

const received = (port: MessagePortLike, count: number) =>
  new Promise<unknown[]>((resolve) => {
    const messages: unknown[] = [];
    port.onMessage((message) => {
      messages.push(message);
      if (messages.length === count) resolve(messages);
    });
  });

const exit: EngineExit = { code: 1, signal: null, errorOutput: 'broken' };

describe('shellLauncher', () => {
  test('asks the shell, and gives the process with the port that comes', async () => {
    const sent: FromHost[] = [];
    const launcher = shellLauncher((message) => sent.push(message));
    const launching = launcher.launch('trainer', { environment: { A: '1' } });
    expect(sent).toEqual([{ type: 'launch', id: 1, kind: 'trainer', environment: { A: '1' } }]);
    const [hostEnd, engineEnd] = pair();
    launcher.receive({ type: 'launched', id: 1, processId: 42 }, hostEnd);
    const engine = await launching;
    expect(engine.processId).toBe(42);
    engine.port.postMessage('go');
    expect(await received(engineEnd, 1)).toEqual(['go']);
    engine.kill();
    expect(sent.at(-1)).toEqual({ type: 'kill', id: 1 });
    engineEnd.close();
  });

  test('a shell that goes takes its processes with it, and launches no more', async () => {
    const launcher = shellLauncher(() => undefined);
    const launching = launcher.launch('trainer');
    const [hostEnd, engineEnd] = pair();
    launcher.receive({ type: 'launched', id: 1, processId: 42 }, hostEnd);
    const engine = await launching;
    const never = launcher.launch('evaluator');
    const told = new Promise((resolve) => {
      engine.onExit(resolve);
    });
    launcher.shellGone();
    await expect(never).rejects.toMatchObject({ code: 'evaluation.crashed' });
    await expect(launcher.launch('inspector')).rejects.toMatchObject({ code: 'inspector.crashed' });
    expect(await told).toEqual({ code: null, signal: null, errorOutput: '' });
    engineEnd.close();
  });

  test('an exit is told after the last message, also to who asks late', async () => {
    const launcher = shellLauncher(() => undefined);
    const launching = launcher.launch('inspector');
    const [hostEnd, engineEnd] = pair();
    launcher.receive({ type: 'launched', id: 1, processId: 42 }, hostEnd);
    const engine = await launching;
    const order: unknown[] = [];
    engine.port.onMessage((message) => order.push(message));
    const told = new Promise<void>((resolve) => {
      engine.onExit((seen) => {
        order.push(seen);
        resolve();
      });
    });
    engineEnd.postMessage('last words');
    launcher.receive({ type: 'exited', id: 1, exit }, undefined);
    engineEnd.close();
    await told;
    expect(order).toEqual(['last words', exit]);
    const late: EngineExit[] = [];
    engine.onExit((seen) => late.push(seen));
    expect(late).toEqual([exit]);
  });

  test('a launch that fails is an error with its reason', async () => {
    const launcher = shellLauncher(() => undefined);
    const launching = launcher.launch('trainer');
    launcher.receive({ type: 'notLaunched', id: 1, reason: 'out of memory' }, undefined);
    await expect(launching).rejects.toMatchObject({
      code: 'trainer.crashed',
      values: { reason: 'out of memory' },
    });
  });

  test('answers find their own request', async () => {
    const launcher = shellLauncher(() => undefined);
    const first = launcher.launch('trainer');
    const second = launcher.launch('inspector');
    const [left] = pair();
    const [right] = pair();
    launcher.receive({ type: 'launched', id: 2, processId: 2 }, right);
    launcher.receive({ type: 'launched', id: 1, processId: 1 }, left);
    expect((await first).processId).toBe(1);
    expect((await second).processId).toBe(2);
    left.close();
    right.close();
  });
});

describe('portOfStream', () => {
  test('messages cross a pipe whole, whatever pieces it makes of them', async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const left = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
    const [right] = (await once(server, 'connection')) as [net.Socket];
    const [from, to] = [portOfStream(left), portOfStream(right)];
    const messages = [
      { small: 1 },
      { big: new Uint8Array(3_000_000).fill(7), after: 'text' },
      ...Array.from({ length: 200 }, (_, i) => ({ i, curve: new Float32Array(i).fill(i) })),
      'last',
    ];
    const all = received(to, messages.length);
    for (const message of messages) from.postMessage(message);
    expect(await all).toEqual(messages);
    const closed = new Promise<void>((resolve) => {
      to.onClose(resolve);
    });
    from.close();
    await closed;
    server.close();
  });
});

describe('PortMultiplexer', () => {
  test('carries several ports over one, both ways, in order, and their closing', async () => {
    const [shellLine, hostLine] = pair();
    const shell = new PortMultiplexer(shellLine);
    const host = new PortMultiplexer(hostLine);
    const arrived: MessagePortLike[] = [];
    const bothCame = new Promise<void>((resolve) => {
      host.onControl((_message, port) => {
        if (port !== undefined) arrived.push(port);
        if (arrived.length === 2) resolve();
      });
    });
    shell.onControl(() => undefined);
    const [clientA, serverA] = pair();
    const [clientB, serverB] = pair();
    clientA.postMessage({ hello: 'a' });
    shell.control({ type: 'client' }, serverA);
    shell.control({ type: 'client' }, serverB);
    await bothCame;
    const [portA, portB] = arrived;
    if (portA === undefined || portB === undefined) throw new Error('two ports expected');
    expect(await received(portA, 1)).toEqual([{ hello: 'a' }]);
    for (let i = 0; i < 50; i++) portB.postMessage(new Float32Array([i]));
    expect(await received(clientB, 50)).toEqual(Array.from({ length: 50 }, (_, i) => new Float32Array([i])));
    const closedAtHost = new Promise<void>((resolve) => {
      portA.onClose(resolve);
    });
    clientA.close();
    await closedAtHost;
    const allClosed = new Promise<void>((resolve) => {
      clientB.onClose(resolve);
    });
    hostLine.close();
    await allClosed;
  });
});
