/** The keys a person holds as an action: several at once, each sets one element of it. */
import type { EnvironmentSummary } from '../../../shared/protocol.ts';
import type { ActionSpace } from '../../../shared/spaces.ts';

export type KeyBindings = EnvironmentSummary['keys'];

export class KeyboardDriver {
  readonly #bindings: KeyBindings;
  readonly #space: ActionSpace;
  readonly #onChange: (action: readonly number[] | null) => void;
  /** In the order they were pressed: of two keys for one element the later counts. */
  #held: string[] = [];

  /** @param onChange the whole action, or null once all hands are off */
  constructor(
    bindings: KeyBindings,
    space: ActionSpace,
    onChange: (action: readonly number[] | null) => void,
  ) {
    this.#bindings = bindings;
    this.#space = space;
    this.#onChange = onChange;
  }

  get held(): readonly string[] {
    return this.#held;
  }

  /** @returns whether the key drives */
  down(code: string): boolean {
    if (!this.#drives(code)) return false;
    if (!this.#held.includes(code)) {
      this.#held = [...this.#held, code];
      this.#onChange(this.action());
    }
    return true;
  }

  up(code: string): boolean {
    if (!this.#held.includes(code)) return false;
    this.#held = this.#held.filter((held) => held !== code);
    this.#onChange(this.action());
    return true;
  }

  /** The window lost the focus: no key-up will come. */
  release(): void {
    if (this.#held.length === 0) return;
    this.#held = [];
    this.#onChange(null);
  }

  action(): readonly number[] | null {
    if (this.#held.length === 0) return null;
    const size = this.#space.kind === 'discrete' ? 1 : this.#space.shape.reduce((a, b) => a * b, 1);
    const action = new Array<number>(size).fill(0);
    for (const code of this.#held) {
      const binding = this.#bindings.find((candidate) => candidate.code === code);
      if (binding !== undefined) action[binding.index] = binding.value;
    }
    return action;
  }

  #drives(code: string): boolean {
    return this.#bindings.some((binding) => binding.code === code);
  }
}
