/** What an instrument looks at: a model, whose policy there may be, and where it was trained. All stay the caller's. */
import type { EnvironmentShelf } from '../acting/environmentShelf.ts';
import type { ObservationLayout } from '../acting/observationLayout.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import type { Policy, WorldModel } from '../models/worldModel.ts';

export interface Subject {
  readonly model: WorldModel;
  /** Null where the checkpoint has none yet. */
  readonly policy: Policy | null;
  readonly environments: Pick<EnvironmentShelf, 'config' | 'first' | 'take'>;
  readonly spec: EnvironmentSpec;
  readonly layout: ObservationLayout;
  /** Names every episode and every draw. */
  readonly seed: number;
}

/** Is told how far an instrument is, 0 to 1, and lets the process breathe. */
export type OnShare = (share: number) => Promise<void>;
