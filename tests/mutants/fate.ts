/** What became of a fault, and the journal in which every verdict is kept, so that a stopped run goes on where it was. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { faultKey, type Fault } from './sample.ts';

/** `static` faults act while a module loads and are not judged; `broken` ones could not be tried. */
export type Fate = 'killed' | 'survived' | 'uncovered' | 'static' | 'broken';

/** Verdicts by fault, one line each in a file of their own. */
export class Journal {
  readonly #file: string;
  readonly #fates = new Map<string, Fate>();

  constructor(file: string) {
    this.#file = file;
    if (!existsSync(file)) return;
    for (const line of readFileSync(file, 'utf8')
      .split('\n')
      .filter((text) => text !== '')) {
      const [key, fate] = JSON.parse(line) as readonly [string, Fate];
      this.#fates.set(key, fate);
    }
  }

  fateOf(fault: Fault): Fate | undefined {
    return this.#fates.get(faultKey(fault));
  }

  note(fault: Fault, fate: Fate): void {
    const key = faultKey(fault);
    this.#fates.set(key, fate);
    appendFileSync(this.#file, `${JSON.stringify([key, fate])}\n`);
  }
}
