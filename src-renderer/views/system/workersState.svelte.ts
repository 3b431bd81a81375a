/** The hub and its workers, asked anew every two seconds while somebody looks. */
import { reportError, type ErrorReport } from '../../../shared/errors.ts';
import type { MachinesReport } from '../../../shared/hub.ts';
import type { StudioClient } from '../../client/studioClient.ts';
import { t } from '../../state/language.ts';
import { toasts } from '../../state/toasts.svelte.ts';

const LOOK_MILLISECONDS = 2000;
/** Until it is started there is more to tell: how far the download is. */
const STARTING_MILLISECONDS = 300;
const INVITATION_HOURS = 24;

export interface ShownInvitation {
  /** The whole command. */
  readonly line: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

export class WorkersState {
  readonly #client: StudioClient;
  #report = $state.raw<MachinesReport | null>(null);
  #error = $state.raw<ErrorReport | null>(null);
  #invitation = $state.raw<ShownInvitation | null>(null);
  #busy = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(client: StudioClient) {
    this.#client = client;
    void this.#look();
  }

  /** Null until the host has told. */
  get report(): MachinesReport | null {
    return this.#report;
  }
  /** Of what was asked last; what the hub itself fails by is in the report. */
  get error(): ErrorReport | null {
    return this.#error;
  }
  get invitation(): ShownInvitation | null {
    return this.#invitation;
  }
  get busy(): boolean {
    return this.#busy;
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      this.#report = await this.#client.call('machines.report', {});
      this.#error = null;
    } catch (failure) {
      this.#error = reportError(failure);
    }
    if (this.#closed) return;
    const soon = this.#report?.hub.kind === 'starting' ? STARTING_MILLISECONDS : LOOK_MILLISECONDS;
    this.#timer = setTimeout(() => void this.#look(), soon);
  }

  /** @param open whether other computers can reach it */
  async start(open: boolean): Promise<void> {
    this.#invitation = null;
    // How it fails is part of the hub's state, which the next look tells.
    const started = this.#client.call('machines.start', { open }).catch(() => null);
    this.#busy = true;
    await this.#look();
    await started;
    this.#busy = false;
    await this.#look();
  }

  async stop(): Promise<void> {
    this.#invitation = null;
    await this.#do(async () => {
      await this.#client.call('machines.stop', {});
      toasts.say(t('workers.stopped'));
    });
  }

  async invite(): Promise<void> {
    await this.#do(async () => {
      const hours = INVITATION_HOURS;
      const { address, expiresAt } = await this.#client.call('machines.invite', { hours, reusable: false });
      this.#invitation = { line: `studio worker --join ${address}`, expiresAt };
    });
  }

  async drain(workerId: string, name: string): Promise<void> {
    await this.#do(async () => {
      await this.#client.call('machines.drain', { workerId });
      toasts.say(t('workers.drained', { name }));
    });
  }

  async remove(workerId: string, name: string): Promise<void> {
    await this.#do(async () => {
      await this.#client.call('machines.remove', { workerId });
      toasts.say(t('workers.removed', { name }));
    });
  }

  async #do(step: () => Promise<void>): Promise<void> {
    this.#busy = true;
    try {
      await step();
      await this.#look();
    } catch (failure) {
      this.#error = reportError(failure);
    } finally {
      this.#busy = false;
    }
  }

  dispose(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }
}
