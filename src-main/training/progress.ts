/** How fast a phase goes: over the last minute for the time left, over all of it for what the next one will take. */
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
  #first: Sample | null = null;

  /** @param done units of the phase so far, fractions allowed. */
  note(seconds: number, done: number): void {
    const last = this.#samples.at(-1);
    const sample = { seconds, done };
    this.#first ??= sample;
    // An estimate of a unit under way may turn out too high.
    if (last !== undefined && done < last.done) return;
    this.#samples.push(sample);
    while ((this.#samples[1]?.seconds ?? seconds) < seconds - WINDOW_SECONDS) this.#samples.shift();
  }

  /** Seconds a unit, or null while too little was seen. */
  secondsPerUnit(): number | null {
    return rate(this.#samples[0], this.#samples.at(-1));
  }

  /** The same over all that was seen. */
  secondsPerUnitOverall(): number | null {
    return rate(this.#first ?? undefined, this.#samples.at(-1));
  }
}

function rate(first: Sample | undefined, last: Sample | undefined): number | null {
  if (first === undefined || last === undefined) return null;
  const seconds = last.seconds - first.seconds;
  const units = last.done - first.done;
  return seconds < LEAST_SECONDS || units <= 0 ? null : seconds / units;
}
