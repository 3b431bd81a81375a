/** The hub's NATS server: its configuration on disk, the process, and that the one follows the other. */
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { StudioError } from '../../../shared/errors.ts';
import type { Log } from '../../store/log.ts';
import { connectToHub } from '../join/hubConnection.ts';
import { readPrivate, writePrivate } from '../privateFile.ts';
import { publicKey, type HubFolder, type HubSettings } from './hubFolder.ts';
import type { HubOptions } from './hub.ts';
import type { Registry } from './registry.ts';
import { serverConfig } from './serverConfig.ts';
import { ServerProcess } from './serverProcess.ts';

const START_MILLISECONDS = 20_000;
const RELOAD_MILLISECONDS = 15_000;
const AGAIN_MILLISECONDS = 50;
/** So many in a row, and a person hears of it; one alone was killed. */
const TOLD_DEATHS = 3;
const LOOK_MILLISECONDS = 1000;
/** After a full disk it is started again with so much. */
const ROOM_BYTES = 32 * 1024 * 1024;

export interface HubServerOptions {
  readonly folder: HubFolder;
  readonly registry: Registry;
  readonly file: () => Promise<string>;
  readonly log: Log;
  readonly onServer?: HubOptions['onServer'];
}

export class HubServer {
  readonly #options: HubServerOptions;
  readonly #process: ServerProcess;
  readonly #ending = new AbortController();
  #settings: HubSettings | undefined;
  #system: NatsConnection | undefined;
  #reloading: Promise<void> = Promise.resolve();
  /** What the next reload takes along, while one is under way. */
  #next: Promise<void> | undefined;
  /** The first death before it ever answered. */
  #failure: string | undefined;

  constructor(options: HubServerOptions) {
    this.#options = options;
    this.#process = new ServerProcess({
      file: options.file,
      config: options.folder.at('server.conf'),
      log: options.log,
      onDeath: (inARow, said) => {
        this.#failure = said;
        if (inARow >= TOLD_DEATHS) options.onServer?.({ up: false, reason: lastLine(said) });
      },
      onStuck: (said) => {
        options.onServer?.({ up: false, reason: lastLine(said) });
        void this.#waitForRoom();
      },
    });
  }

  /** A full disk holds senders up, and nothing that was acknowledged is lost. Where there is room again, it goes on. */
  async #waitForRoom(): Promise<void> {
    const { signal } = this.#ending;
    for (;;) {
      await sleep(LOOK_MILLISECONDS, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      const { bavail, bsize } = await statfs(this.#options.folder.root);
      if (bavail * bsize >= ROOM_BYTES) break;
    }
    this.#process.again();
  }

  get processId(): number | undefined {
    return this.#process.processId;
  }

  /** @throws StudioError `hub.portTaken`, `hub.serverFailed` */
  async start(settings: HubSettings): Promise<void> {
    this.#settings = settings;
    const access = this.#options.folder.access('system');
    await this.#endEarlier(access);
    await requireFree(settings);
    this.#write();
    await this.#process.start();
    const deadline = Date.now() + START_MILLISECONDS;
    for (;;) {
      try {
        this.#system = await connectToHub(access, { timeoutMilliseconds: 5000 });
        break;
      } catch (error) {
        if (this.#failure !== undefined) throw serverFailed(this.#failure);
        const isAway = error instanceof StudioError && error.code === 'hub.unreachable';
        if (!isAway || Date.now() > deadline) throw error;
        await sleep(AGAIN_MILLISECONDS);
      }
    }
    void this.#tellReturns(this.#system);
  }

  async #tellReturns(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'reconnect') this.#options.onServer?.({ up: true });
    }
  }

  /**
   * One that a hub left running which was killed: it answers to this hub's key, and says itself which process it is.
   */
  async #endEarlier(access: ReturnType<HubFolder['access']>): Promise<void> {
    const noted = Number(readPrivate(this.#options.folder.at('server.pid')));
    if (!Number.isInteger(noted) || noted <= 0) return;
    const own = await connectToHub(access, { reconnect: false, timeoutMilliseconds: 3000 }).catch(
      () => undefined,
    );
    if (own === undefined) return;
    const gone = own.closed();
    process.kill(noted, 'SIGTERM');
    await Promise.race([gone, sleep(10_000, undefined, { ref: false })]);
    await own.close();
    while (isAlive(noted)) await sleep(AGAIN_MILLISECONDS);
  }

  #write(): void {
    const { folder, registry } = this.#options;
    if (this.#settings === undefined) return;
    const keys = folder.keys();
    const { host, port } = this.#settings;
    const text = serverConfig(
      {
        host,
        port,
        certificate: folder.at('server.pem'),
        key: folder.at('server-key.pem'),
        store: folder.at('jetstream'),
        processId: folder.at('server.pid'),
        hubKey: publicKey(keys.hub),
        systemKey: publicKey(keys.system),
        ownHostKey: publicKey(keys.ownHost),
      },
      registry,
    );
    writePrivate(folder.at('server.conf'), text);
  }

  /**
   * Has the server follow the registry and the certificates; of many calls at once the first and the last count.
   * @throws StudioError `hub.serverFailed` where it does not
   */
  reload(): Promise<void> {
    if (this.#next !== undefined) return this.#next;
    const next = this.#reloading.then(async () => {
      this.#next = undefined;
      await this.#reload();
    });
    this.#next = next;
    this.#reloading = next.catch(() => undefined);
    return next;
  }

  async #reload(): Promise<void> {
    this.#write();
    const deadline = Date.now() + RELOAD_MILLISECONDS;
    for (;;) {
      const server = this.#system?.info?.server_id;
      try {
        const answer = await this.#system?.request(`$SYS.REQ.SERVER.${server}.RELOAD`, '', { timeout: 3000 });
        const { error } = answer?.json<{ error?: { description?: string } }>() ?? {};
        if (error !== undefined) throw serverFailed(error.description ?? 'reload');
        return;
      } catch (error) {
        // It is away for a moment: what comes back has read the new file.
        if (error instanceof StudioError || Date.now() > deadline) throw error;
        await sleep(AGAIN_MILLISECONDS);
      }
    }
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#reloading;
    await this.#system?.close();
    await this.#process.stop();
  }
}

const serverFailed = (said: string) =>
  new StudioError('hub.serverFailed', { reason: lastLine(said) }, { detail: said });

const lastLine = (said: string) => said.trim().split('\n').at(-1) ?? '';

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

/** @throws StudioError `hub.portTaken` */
async function requireFree({ host, port }: HubSettings): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen({ host, port, exclusive: true }, resolve);
    });
  } catch (error) {
    throw new StudioError('hub.portTaken', { host, port }, { cause: error });
  } finally {
    probe.close();
  }
}
