/**
 * Honest time left: from the rate of the last minute of the present phase, and for phases to come from what one unit
 * of each has cost before, in this run (an earlier round) or in a short trial. Null where there is nothing to go by.
 */
import type { PhaseName } from './phases/phase.ts';

interface Sample {
  readonly seconds: number;
  readonly done: number;
}

/** Long enough to smooth over evaluations and checkpoints, short enough to notice that the machine got busy. */
const WINDOW_SECONDS = 60;
/** Before this much of a phase has been watched there is no estimate. */
const LEAST_SECONDS = 2;

export class PhaseClock {
  #samples: Sample[] = [];

  /** @param done units of the phase so far, fractions allowed. */
  note(seconds: number, done: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && done < last.done) this.#samples = [];
    this.#samples.push({ seconds, done });
    while ((this.#samples[1]?.seconds ?? seconds) < seconds - WINDOW_SECONDS) this.#samples.shift();
  }

  /** Seconds a unit, or null while too little was seen. */
  secondsPerUnit(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined) return null;
    const seconds = last.seconds - first.seconds;
    const units = last.done - first.done;
    return seconds < LEAST_SECONDS || units <= 0 ? null : seconds / units;
  }
}

export interface PhaseWork {
  readonly name: PhaseName;
  readonly units: number;
}

/**
 * @param costs seconds a unit of each phase, where known.
 * @returns null as soon as one phase's cost is unknown.
 */
export function secondsOf(work: readonly PhaseWork[], costs: ReadonlyMap<PhaseName, number>): number | null {
  let sum = 0;
  for (const { name, units } of work) {
    if (units === 0) continue;
    const cost = costs.get(name);
    if (cost === undefined) return null;
    sum += units * cost;
  }
  return sum;
}
