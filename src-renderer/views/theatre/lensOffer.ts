/** Runs whose world model may look at what happens in a theatre beside its own run. */
export interface LensOffer {
  /** A run's id; empty: none but the run's own. */
  readonly chosen: string;
  /** The run has a world model of its own. */
  readonly hasOwn: boolean;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** @param runId empty: none */
  choose(runId: string): void;
}
