/** Short notices at the foot of the window: what was done (with undo) and what went wrong. */
import type { ErrorReport } from '../../shared/errors.ts';
import { reportError } from '../../shared/errors.ts';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo?: () => unknown;
  readonly error?: ErrorReport;
  /** What a person can do about the error. */
  readonly remedy?: Remedy;
}

export interface Remedy {
  readonly label: string;
  readonly act: () => unknown;
}

/** Long enough to read a line and reach Undo. */
const SHOWN_MILLISECONDS = 8000;
const MOST_SHOWN = 4;

class Toasts {
  #list = $state.raw<readonly Toast[]>([]);
  #nextId = 1;
  readonly #timers = new Map<number, number>();

  get list(): readonly Toast[] {
    return this.#list;
  }

  /** A notice is shown that can be undone. */
  get canUndo(): boolean {
    return this.#list.some(({ undo }) => undo !== undefined);
  }

  say(text: string, undo?: () => unknown): void {
    this.#add(undo === undefined ? { text } : { text, undo });
  }

  /** Stays until it is closed: an error must not be missed. */
  fail(error: unknown, remedy?: Remedy): void {
    this.#add({ text: '', error: reportError(error), ...(remedy === undefined ? {} : { remedy }) });
  }

  /** Takes back what the newest notice that can be undone tells of. @returns whether there was one */
  undoLast(): boolean {
    const toast = this.#list.findLast(({ undo }) => undo !== undefined);
    if (toast === undefined) return false;
    this.close(toast.id);
    void toast.undo?.();
    return true;
  }

  close(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#list = this.#list.filter((toast) => toast.id !== id);
  }

  /** While the pointer or focus is on it, a toast stays. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
  }

  release(id: number): void {
    const toast = this.#list.find((candidate) => candidate.id === id);
    if (toast !== undefined && toast.error === undefined) this.#startTimer(id);
  }

  #add(toast: Omit<Toast, 'id'>): void {
    const id = this.#nextId++;
    this.#list = [...this.#list, { ...toast, id }].slice(-MOST_SHOWN);
    if (toast.error === undefined) this.#startTimer(id);
  }

  #startTimer(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.set(
      id,
      window.setTimeout(() => {
        this.close(id);
      }, SHOWN_MILLISECONDS),
    );
  }
}

export const toasts = new Toasts();
