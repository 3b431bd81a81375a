/** `studio hub`: the place where many machines meet, for a NAS, a login node, or this computer; and what is asked of it. */
import type { NatsConnection } from '@nats-io/transport-node';
import { ProgressLine } from '../../../scripts/launch/progress.mjs';
import { StudioError } from '../../../shared/errors.ts';
import { MOST_INVITATION_HOURS } from '../../../shared/hub.ts';
import { buildHash } from '../../machines/build.ts';
import { askAdmin } from '../../machines/hub/hubAdmin.ts';
import { defaultHubFolder, isLoopback } from '../../machines/hub/hubFolder.ts';
import { connectAsHost, joinHub } from '../../machines/join/join.ts';
import { parseJoinAddress } from '../../machines/join/joinAddress.ts';
import { defaultMembershipFolder, writeMembership } from '../../machines/join/membership.ts';
import { ProcessLog } from '../../store/log.ts';
import { keepFilesPrivate } from '../../store/privateFiles.ts';
import { onInterruption } from '../interruption.ts';
import { note, print, say, wholeNumber } from '../terminal.ts';
import { textTable } from '../textTable.ts';
import { printWorkers } from './workers.ts';

export interface HubCommandOptions {
  readonly folder?: string;
  readonly host?: string;
  readonly port?: string;
  readonly expires: string;
  readonly reusable?: boolean;
  readonly forHost?: boolean;
  readonly address?: string;
  readonly json?: boolean;
}

const ACTIONS = ['invite', 'invitations', 'revoke', 'workers', 'drain', 'remove', 'join'] as const;
type Action = (typeof ACTIONS)[number];
const HOURS = { m: 1 / 60, h: 1, d: 24 } as const;

/**
 * @param action none: runs a hub until it is interrupted
 * @param what an id, or with `join` an address
 * @throws StudioError `config.invalid` where it is another, or its id is missing
 */
export async function hub(
  action: string | undefined,
  what: string | undefined,
  options: HubCommandOptions,
): Promise<void> {
  if (action === undefined) {
    await runHub(options);
    return;
  }
  const known = ACTIONS.find((one) => one === action);
  if (known === undefined) {
    throw new StudioError('config.invalid', { field: 'hub', reason: ACTIONS.join(' | ') });
  }
  if (known === 'join') {
    await joinAsHost(required(known, what));
    return;
  }
  const connection = await connectAsHost(folderOf(options), defaultMembershipFolder());
  try {
    await ask(connection, known, what, options);
  } finally {
    await connection.close();
  }
}

const folderOf = ({ folder }: HubCommandOptions) => folder ?? defaultHubFolder();

function required(action: Action, what: string | undefined): string {
  if (what !== undefined) return what;
  const reason = action === 'join' ? 'wms-hub://…' : 'ID';
  throw new StudioError('config.invalid', { field: `hub ${action}`, reason });
}

async function ask(
  connection: NatsConnection,
  action: Exclude<Action, 'join'>,
  what: string | undefined,
  options: HubCommandOptions,
): Promise<void> {
  switch (action) {
    case 'invite':
      await invite(connection, options);
      return;
    case 'workers':
      printWorkers(await askAdmin(connection, { ask: 'workers' }), options);
      return;
    case 'invitations': {
      const all = await askAdmin(connection, { ask: 'invitations' });
      if (options.json === true) print(JSON.stringify(all));
      else {
        const rows = all.map(({ id, role, state, expiresAt }) => [id, role, state, expiresAt]);
        for (const line of textTable([['id', 'role', 'state', 'expires'], ...rows])) print(line);
      }
      return;
    }
    case 'revoke':
    case 'drain':
    case 'remove':
      await askAdmin(connection, { ask: action, id: required(action, what) });
      note(say(`cli.hub.${action}`, { id: what ?? '' }));
  }
}

async function invite(connection: NatsConnection, options: HubCommandOptions): Promise<void> {
  const { address, invitation } = await askAdmin(connection, {
    ask: 'invite',
    role: options.forHost === true ? 'host' : 'worker',
    reusable: options.reusable === true,
    hours: hoursOf(options.expires),
    ...(options.address === undefined ? {} : { host: options.address }),
  });
  if (options.json === true) {
    print(JSON.stringify({ address, ...invitation }));
    return;
  }
  print(address);
  const command = invitation.role === 'host' ? 'studio hub join' : 'studio worker --join';
  note(say('cli.hub.invited', { command, id: invitation.id, moment: invitation.expiresAt }));
  if (isLoopback(parseJoinAddress(address).host)) note(say('hub.loopbackOnly'));
}

/** @throws StudioError `config.invalid` */
function hoursOf(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([mhd])$/.exec(text) ?? [];
  const hours = Number(amount) * HOURS[(unit ?? 'h') as keyof typeof HOURS];
  if (hours > 0 && hours <= MOST_INVITATION_HOURS) return hours;
  throw new StudioError('config.invalid', { field: '--expires', reason: say('cli.hub.expires') });
}

/** The key stays here; the address has served and may be forgotten. */
async function joinAsHost(text: string): Promise<void> {
  const address = parseJoinAddress(text);
  const { nodeLauncher } = await import('../../host/nodeLauncher.ts');
  const { describeMachine } = await import('../../machines/join/machine.ts');
  const membership = await joinHub(address, 'host', await describeMachine(nodeLauncher()));
  writeMembership(defaultMembershipFolder(), membership);
  note(say('cli.hub.joined', { id: membership.id }));
}

async function runHub(options: HubCommandOptions): Promise<void> {
  const { startHub } = await import('../../machines/hub/hub.ts');
  const { natsServerFile } = await import('../../machines/hub/natsServerFile.ts');
  keepFilesPrivate();
  const interruption = onInterruption();
  const progress = new ProgressLine();
  const folder = folderOf(options);
  // Fetched before the folder is taken: that may take its time.
  await natsServerFile({
    onProgress: (done, total) => {
      progress.update(say('hub.fetching'), done, total);
    },
  });
  progress.finish();
  const log = new ProcessLog(folder, 'hub');
  try {
    const running = await startHub({
      folder,
      ...(options.host === undefined ? {} : { host: options.host }),
      ...(options.port === undefined ? {} : { port: wholeNumber('--port', options.port, 1, 65_535) }),
      build: buildHash(),
      serverFile: () => natsServerFile(),
      log,
      onServer: (state) => {
        note(state.up ? say('cli.hub.back') : say('cli.hub.down', { reason: state.reason }));
      },
    });
    const { host, port } = running.settings;
    print(`${host}:${port}`);
    note(say('cli.hub.running', { folder }));
    if (isLoopback(host)) note(say('hub.loopbackOnly'));
    await interruption.asked;
    note(say('cli.hub.closing'));
    await running.close();
  } finally {
    log.close();
    interruption.close();
  }
}
