/**
 * The hub: a NATS server and the process beside it that lets computers in. It knows nothing of runs; those flow between hosts and
 * workers over its server, and wait there while one of them is away.
 */
import { JetStreamApiError } from '@nats-io/jetstream';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import { reportError, StudioError } from '../../../shared/errors.ts';
import type { HubInvitation, HubWorker } from '../../../shared/hub.ts';
import { NO_LOG, type Log } from '../../store/log.ts';
import { connectToHub } from '../join/hubConnection.ts';
import { formatJoinAddress } from '../join/joinAddress.ts';
import { MACHINE_SCHEMA, openWorkersBucket } from '../presence.ts';
import { createStreams, NO_ROOM } from '../streams.ts';
import { ADMIN_REQUEST_SCHEMA, type AdminAnswers, type AdminRequest, type HubAnswer } from './hubAdmin.ts';
import { authorityFingerprint } from './certificates.ts';
import { DEFAULT_HUB_PORT, HubFolder, LOOPBACK, namesOf, publicName, type HubSettings } from './hubFolder.ts';
import { ADMIN_SUBJECT, drainSubject, EVERY_HELLO, EVERY_JOIN } from './hubSubjects.ts';
import { HubServer } from './hubServer.ts';
import { JOIN_SCHEMA, Registry, type Invitation, type Member } from './registry.ts';
import { WorkersSeen } from './workersSeen.ts';

export interface HubOptions {
  readonly folder: string;
  /** Where it listens; what it was told the last time where left out, this computer alone the first time. */
  readonly host?: string;
  readonly port?: number;
  /** The hash of this studio's build. */
  readonly build: string;
  /** A NATS server that may be started (`natsServerFile`). */
  readonly serverFile: () => Promise<string>;
  /** Milliseconds since 1970, for invitations and certificates. */
  readonly now?: () => number;
  readonly log?: Log;
  /** Its server died and comes back, or does not. */
  readonly onServer?: (
    state: { readonly up: true } | { readonly up: false; readonly reason: string },
  ) => void;
}

export interface Hub {
  readonly settings: HubSettings;
  /** The same that hosts ask over the network. */
  ask<Ask extends AdminRequest['ask']>(
    request: Extract<AdminRequest, { ask: Ask }>,
  ): Promise<AdminAnswers[Ask]>;
  readonly serverProcessId: number | undefined;
  close(): Promise<void>;
}

/**
 * @throws StudioError `store.locked` where a hub runs in this folder, `hub.portTaken`, `hub.serverFailed`, and as `natsServerFile`
 */
export async function startHub(options: HubOptions): Promise<Hub> {
  const hub = new RunningHub(options);
  try {
    await hub.start();
    return hub;
  } catch (error) {
    await hub.close();
    throw error;
  }
}

class RunningHub implements Hub {
  readonly #folder: HubFolder;
  readonly #now: () => number;
  readonly #log: Log;
  readonly #registry: Registry;
  readonly #server: HubServer;
  readonly #seen = new WorkersSeen();
  readonly #unlock: () => void;
  #fingerprint = '';
  #connection: NatsConnection | undefined;
  settings: HubSettings;

  constructor(options: HubOptions) {
    this.#now = options.now ?? (() => Date.now());
    this.#log = options.log ?? NO_LOG;
    this.#folder = new HubFolder(options.folder);
    this.#unlock = this.#folder.open();
    const before = this.#folder.settings();
    this.settings = {
      host: options.host ?? before?.host ?? LOOPBACK,
      port: options.port ?? before?.port ?? DEFAULT_HUB_PORT,
      names: before?.names ?? [],
    };
    this.#registry = new Registry(this.#folder.at('registry.json'), options.build, this.#now);
    this.#server = new HubServer({
      folder: this.#folder,
      registry: this.#registry,
      file: options.serverFile,
      log: this.#log,
      ...(options.onServer === undefined ? {} : { onServer: options.onServer }),
    });
  }

  get serverProcessId(): number | undefined {
    return this.#server.processId;
  }

  async start(): Promise<void> {
    this.#folder.writeSettings(this.settings);
    await this.#certify();
    await this.#server.start(this.settings);
    const connection = await connectToHub(this.#folder.access('hub'));
    this.#connection = connection;
    await createStreams(connection).catch((error: unknown) => {
      const noRoom = error instanceof JetStreamApiError && error.code === NO_ROOM;
      throw noRoom ? new StudioError('store.full', { folder: this.#folder.root }, { cause: error }) : error;
    });
    const bucket = await openWorkersBucket(connection);
    void this.#seen.watch(bucket).catch((error: unknown) => {
      this.#log.write('error', 'hub.watch', {}, String(error));
    });
    this.#answer(EVERY_JOIN, async (message) => this.#join(lastPart(message.subject), message.json()));
    this.#answer(EVERY_HELLO, async (message) => this.#hello(lastPart(message.subject), message.json()));
    this.#answer(ADMIN_SUBJECT, async (message) => this.ask(ADMIN_REQUEST_SCHEMA.parse(message.json())));
    await connection.flush();
  }

  async #certify(): Promise<void> {
    const now = new Date(this.#now());
    const { authority } = await this.#folder.certificates(namesOf(this.settings), now);
    this.#fingerprint = authorityFingerprint(authority.certificate);
  }

  #answer(subject: string, work: (message: Msg) => Promise<unknown>): void {
    this.#connection?.subscribe(subject, {
      callback: (problem, message) => {
        if (problem !== null) return;
        void work(message)
          .then((result): HubAnswer => ({ result: result ?? null }))
          .catch((error: unknown): HubAnswer => ({ error: this.#report(error) }))
          .then((answer) => message.respond(JSON.stringify(answer)));
      },
    });
  }

  /** What is answered holds no stack and no folder. */
  #report(error: unknown) {
    const isOfDisk = error instanceof StudioError && error.code.startsWith('store.');
    if (error instanceof StudioError && !isOfDisk) return { code: error.code, values: error.values };
    this.#log.write('warning', 'hub.refused', {}, reportError(error).detail);
    const isMalformed = error instanceof z.ZodError || error instanceof SyntaxError;
    const reason = isOfDisk ? error.code : isMalformed ? 'malformed' : 'internal';
    return { code: 'hub.refused', values: { reason } } as const;
  }

  async #join(invitedBy: string, question: unknown): Promise<{ readonly id: string }> {
    const { id, role } = this.#registry.join(invitedBy, JOIN_SCHEMA.parse(question));
    await this.#server.reload();
    this.#log.write('info', 'hub.joined', { id, role });
    return { id };
  }

  /** Also of one whose build is another: the hub knows of it then, and says so to whoever looks. */
  async #hello(id: string, question: unknown): Promise<null> {
    const machine = MACHINE_SCHEMA.parse(question);
    if (this.#registry.update(id, machine)) await this.#server.reload();
    this.#registry.requireBuild(machine);
    return null;
  }

  async ask<Ask extends AdminRequest['ask']>(
    request: Extract<AdminRequest, { ask: Ask }>,
  ): Promise<AdminAnswers[Ask]> {
    return (await this.#do(request)) as AdminAnswers[Ask];
  }

  async #do(request: AdminRequest): Promise<AdminAnswers[AdminRequest['ask']]> {
    switch (request.ask) {
      case 'invite':
        return this.#invite(request);
      case 'workers':
        return this.#registry.members.map((member) => this.#worker(member));
      case 'invitations':
        return this.#registry.invitations.map((invitation) => this.#told(invitation));
      case 'revoke':
        this.#registry.revoke(request.id);
        return null;
      case 'remove':
        this.#registry.remove(request.id);
        await this.#server.reload();
        this.#log.write('info', 'hub.removed', { id: request.id });
        return null;
      case 'drain':
        if (this.#registry.member(request.id) === undefined) {
          throw new StudioError('hub.unknownWorker', { id: request.id });
        }
        this.#connection?.publish(drainSubject(request.id));
        return null;
    }
  }

  async #invite(request: Extract<AdminRequest, { ask: 'invite' }>): Promise<AdminAnswers['invite']> {
    const { host } = request;
    if (host !== undefined && !namesOf(this.settings).includes(host)) {
      this.settings = { ...this.settings, names: [host, ...this.settings.names].slice(0, 50) };
      this.#folder.writeSettings(this.settings);
      await this.#certify();
    }
    const { invitation, seed } = this.#registry.invite({
      role: request.role,
      reusable: request.reusable,
      lastsMilliseconds: request.hours * 3_600_000,
    });
    await this.#server.reload();
    const address = formatJoinAddress({
      host: host ?? publicName(this.settings),
      port: this.settings.port,
      fingerprint: this.#fingerprint,
      seed,
    });
    return { address, invitation: this.#told(invitation) };
  }

  #told({ id, role, reusable, expiresAt, usedAt, revokedAt }: Invitation): HubInvitation {
    const isUsed = usedAt !== null && !reusable;
    const isOver = this.#now() >= expiresAt;
    const state = revokedAt !== null ? 'revoked' : isUsed ? 'used' : isOver ? 'expired' : 'open';
    return { id, role, reusable, expiresAt: new Date(expiresAt).toISOString(), state };
  }

  #worker(member: Member): HubWorker {
    const last = this.#seen.last(member.id);
    const state = !this.#registry.isOfThisBuild(member)
      ? 'otherBuild'
      : last === undefined
        ? 'away'
        : last.gone
          ? 'stale'
          : last.presence.draining
            ? 'draining'
            : 'here';
    return {
      ...member.machine,
      id: member.id,
      role: member.role,
      joinedAt: new Date(member.joinedAt).toISOString(),
      state,
      lastBeatMilliseconds: last?.ago ?? null,
      places: last?.presence.places ?? 0,
      running: last?.presence.running ?? [],
    };
  }

  async close(): Promise<void> {
    this.#seen.stop();
    await this.#connection?.close();
    await this.#server.stop();
    this.#unlock();
  }
}

const lastPart = (subject: string) => subject.slice(subject.lastIndexOf('.') + 1);
