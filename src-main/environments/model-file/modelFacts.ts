/** What is known of a model that opens. */
import type { BoxSpace } from '../../../shared/spaces.ts';

export interface ModelFacts {
  readonly sensors: readonly { readonly name: string; readonly size: number }[];
  readonly actions: BoxSpace;
  /** Name or number of each. */
  readonly keyframes: readonly string[];
}
