/** Which of the shell's overlays is open; one at a time. While one is, the views' keys rest. */
export type Overlay = 'palette' | 'keys';

class Overlays {
  #open = $state<Overlay | null>(null);

  get open(): Overlay | null {
    return this.#open;
  }
  show(overlay: Overlay): void {
    this.#open = overlay;
  }
  toggle(overlay: Overlay): void {
    this.#open = this.#open === overlay ? null : overlay;
  }
  close(): void {
    this.#open = null;
  }
}

export const overlays = new Overlays();
