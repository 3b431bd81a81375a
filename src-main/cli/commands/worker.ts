/** `studio worker`: this computer trains for a studio elsewhere. Prints its id once it takes runs; Ctrl-C hands back what it has. */
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { errors, type NatsConnection } from '@nats-io/transport-node';
import { cacheFolder } from '../../../scripts/launch/paths.mjs';
import { StudioError } from '../../../shared/errors.ts';
import { nodeLauncher } from '../../host/nodeLauncher.ts';
import { drainSubject } from '../../machines/hub/hubSubjects.ts';
import { connectAsMember, joinHub, sayHello } from '../../machines/join/join.ts';
import { parseJoinAddress } from '../../machines/join/joinAddress.ts';
import { describeMachine } from '../../machines/join/machine.ts';
import {
  defaultMembershipFolder,
  onlyMembership,
  readMembership,
  writeMembership,
  type Membership,
} from '../../machines/join/membership.ts';
import type { MachineDescription } from '../../machines/presence.ts';
import { Worker } from '../../machines/worker/worker.ts';
import { takeLock } from '../../store/lock.ts';
import { ProcessLog } from '../../store/log.ts';
import { keepFilesPrivate } from '../../store/privateFiles.ts';
import { onInterruption } from '../interruption.ts';
import { note, print, say, wholeNumber } from '../terminal.ts';

const MOST_PLACES = 256;

export interface WorkerCommandOptions {
  readonly join?: string;
  readonly places?: string;
}

/**
 * @throws StudioError as `joinHub` and `connectAsMember`; `hub.alreadyHere` where a worker of this hub runs here; while it runs,
 *   `hub.removed` and `hub.otherBuild`
 */
export async function worker(options: WorkerCommandOptions): Promise<void> {
  const places = wholeNumber('--places', options.places ?? '1', 1, MOST_PLACES);
  keepFilesPrivate();
  const interruption = onInterruption();
  note(say('cli.worker.measuring'));
  const launcher = nodeLauncher();
  const machine = await describeMachine(launcher);
  const { membership, connection } = await join(options.join, machine);
  const folder = path.join(cacheFolder(), 'workers', membership.id);
  mkdirSync(folder, { recursive: true });
  const log = new ProcessLog(folder, 'worker');
  let unlock: () => void = () => undefined;
  try {
    unlock = holdPlace(folder, membership.id);
    const ending = untilEnded(connection, membership, machine, interruption.asked);
    const { id } = membership;
    const running = await Worker.start({ connection, launcher, folder, id, machine, places, log });
    print(id);
    note(say('cli.worker.running', { host: os.hostname(), places, fingerprint: machine.fingerprint }));
    const end = await ending;
    if (end instanceof StudioError) {
      await running.close();
      throw end;
    }
    note(say('cli.worker.draining', { runs: running.running.length }));
    await running.drain();
  } finally {
    await connection.close();
    unlock();
    log.close();
    interruption.close();
  }
}

/** One computer is one worker, however many runs it takes. */
function holdPlace(folder: string, id: string): () => void {
  try {
    return takeLock(path.join(folder, 'worker.lock'), folder, id);
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'store.locked') throw error;
    throw new StudioError('hub.alreadyHere', { id, processId: error.values['processId'] ?? '?' });
  }
}

/** A hub that was joined before knows this computer; one that has removed it takes the address as a new one. */
async function join(
  text: string | undefined,
  machine: MachineDescription,
): Promise<{ readonly membership: Membership; readonly connection: NatsConnection }> {
  const folder = defaultMembershipFolder();
  if (text === undefined) {
    const membership = onlyMembership(folder, 'worker');
    return { membership, connection: await connectAsMember(membership, machine) };
  }
  const address = parseJoinAddress(text);
  const { host, port, fingerprint } = address;
  const kept = readMembership(folder, fingerprint, 'worker');
  if (kept !== undefined) {
    // It may have moved.
    const membership = { ...kept, host, port };
    try {
      return { membership, connection: await connectAsMember(membership, machine) };
    } catch (error) {
      if (!(error instanceof StudioError) || error.code !== 'hub.removed') throw error;
    }
  }
  const membership = await joinHub(address, 'worker', machine);
  writeMembership(folder, membership);
  return { membership, connection: await connectAsMember(membership, machine) };
}

/** Resolves with why it cannot go on, or with nothing where it was asked to end. */
async function untilEnded(
  connection: NatsConnection,
  membership: Membership,
  machine: MachineDescription,
  interrupted: Promise<void>,
): Promise<StudioError | undefined> {
  const drained = new Promise<undefined>((resolve) => {
    connection.subscribe(drainSubject(membership.id), {
      callback: () => {
        resolve(undefined);
      },
    });
  });
  const closed = connection.closed().then((error) => {
    const isRemoved = error instanceof errors.AuthorizationError;
    return isRemoved ? new StudioError('hub.removed') : new StudioError('hub.silent', {}, { cause: error });
  });
  return Promise.race([
    interrupted.then(() => undefined),
    drained,
    closed,
    untilOtherBuild(connection, membership, machine),
  ]);
}

/** A hub that comes back may be of another release. */
async function untilOtherBuild(
  connection: NatsConnection,
  membership: Membership,
  machine: MachineDescription,
): Promise<StudioError | undefined> {
  for await (const { type } of connection.status()) {
    if (type !== 'reconnect') continue;
    const refused = await sayHello(connection, membership, machine).catch((error: unknown) => error);
    if (refused instanceof StudioError && refused.code === 'hub.otherBuild') return refused;
  }
  // The connection has ended, which is told by itself.
  return new Promise(() => undefined);
}
