/** What the instruments of trust said of one run's checkpoints, and what they measure now. */
import type { StudioClient } from '../client/studioClient.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import type { CommandArguments, TopicEvents } from '../../shared/protocol.ts';
import type { TrustInstrument, TrustRow, TrustUnderWay } from '../../shared/trust.ts';

export type TrustEvent = Extract<TopicEvents['run'], { kind: 'trustProgress' | 'trust' | 'trustEnded' }>;

interface Place {
  readonly checkpointId: string;
  readonly instrument: TrustInstrument;
}

const keyOf = ({ checkpointId, instrument }: Place) => `${instrument}/${checkpointId}`;

export class RunTrust {
  readonly #client: StudioClient;
  readonly #runId: string;
  #rows = $state.raw<readonly TrustRow[] | null>(null);
  #underWay = $state.raw<readonly TrustUnderWay[]>([]);
  /** By instrument and checkpoint, until it is measured again. */
  #failures = $state.raw<Readonly<Record<string, ErrorReport>>>({});

  constructor(client: StudioClient, runId: string) {
    this.#client = client;
    this.#runId = runId;
  }

  /** Oldest first. Null until loaded. */
  get rows(): readonly TrustRow[] | null {
    return this.#rows;
  }

  /** The newest of a checkpoint. */
  rowOf({ checkpointId, instrument }: Place): TrustRow | undefined {
    return this.#rows?.findLast(
      (row) => row.checkpointId === checkpointId && row.result.instrument === instrument,
    );
  }

  underWayOf(place: Place): TrustUnderWay | undefined {
    return this.#underWay.find((measurement) => keyOf(measurement) === keyOf(place));
  }

  failureOf(place: Place): ErrorReport | undefined {
    return this.#failures[keyOf(place)];
  }

  async load(): Promise<void> {
    const { rows, underWay } = await this.#client.call('trust.list', { runId: this.#runId });
    this.#rows = rows;
    this.#underWay = underWay;
  }

  /** @throws StudioError `checkpoint.unknown`, `trust.noModel`, `trust.busy` */
  async start(asked: Omit<CommandArguments<'trust.start'>, 'runId'>): Promise<void> {
    // What it does from now on is told to everybody who looks at the run.
    await this.#client.call('trust.start', { runId: this.#runId, ...asked });
  }

  /** @throws StudioError `trust.unknown` */
  async cancel({ id }: TrustUnderWay): Promise<void> {
    await this.#client.call('trust.cancel', { measurementId: id });
  }

  receive(event: TrustEvent): void {
    switch (event.kind) {
      case 'trustProgress': {
        const { measurement } = event;
        const known = this.#underWay.some(({ id }) => id === measurement.id);
        this.#underWay = known
          ? this.#underWay.map((other) => (other.id === measurement.id ? measurement : other))
          : [...this.#underWay, measurement];
        this.#setFailure(measurement, null);
        return;
      }
      case 'trust':
        this.#forget(event.trust.id);
        this.#rows = [...(this.#rows ?? []), event.trust];
        return;
      case 'trustEnded':
        this.#forget(event.measurement.id);
        this.#setFailure(event.measurement, event.error);
    }
  }

  #forget(id: string): void {
    this.#underWay = this.#underWay.filter((measurement) => measurement.id !== id);
  }

  #setFailure(place: Place, error: ErrorReport | null): void {
    const { [keyOf(place)]: _, ...others } = this.#failures;
    this.#failures = error === null ? others : { ...others, [keyOf(place)]: error };
  }
}
