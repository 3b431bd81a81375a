/** Work that takes every core: one at a time, in the order in which it was asked for. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** @returns what gives the turn back; to be called once, whatever happens */
  async take(): Promise<() => void> {
    const before = this.#last;
    let release: () => void = () => undefined;
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }
}
