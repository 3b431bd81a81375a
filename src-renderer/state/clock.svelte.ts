/** The present minute, so that `5 min ago` grows old by itself. */
class Minutes {
  #now = $state(Date.now());

  constructor() {
    setInterval(() => {
      this.#now = Date.now();
    }, 30_000);
  }

  get now(): number {
    return this.#now;
  }
}

export const minutes = new Minutes();
