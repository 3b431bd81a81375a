/** A real NATS server on a port of its own, which may be killed and started again where it lay. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { natsServerFile } from '../../src-main/machines/hub/natsServerFile.ts';

export class TestBroker {
  readonly address: string;
  readonly #config: string;
  #server: ChildProcess | null = null;

  private constructor(address: string, config: string) {
    this.address = address;
    this.#config = config;
  }

  /** Whoever starts it closes it. */
  static async start(folder: string): Promise<TestBroker> {
    const port = await freePort();
    const config = path.join(folder, 'nats.conf');
    writeFileSync(
      config,
      `listen: "127.0.0.1:${port}"\njetstream { store_dir: "${path.join(folder, 'jetstream')}", sync_interval: always }\n`,
    );
    const broker = new TestBroker(`127.0.0.1:${port}`, config);
    await broker.restart();
    return broker;
  }

  /** Ready for connections when it resolves. */
  async restart(): Promise<void> {
    const server = spawn(await natsServerFile(), ['-c', this.#config], { stdio: 'ignore' });
    this.#server = server;
    for (;;) {
      try {
        await (await this.connect()).close();
        return;
      } catch (error) {
        if (server.exitCode !== null) throw error;
        await delay(50);
      }
    }
  }

  async kill(): Promise<void> {
    const server = this.#server;
    if (server === null || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }

  connect(): Promise<NatsConnection> {
    return connectTo(this.address);
  }
}

export function connectTo(address: string): Promise<NatsConnection> {
  return connect({ servers: address, maxReconnectAttempts: -1, reconnectTimeWait: 200 });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
