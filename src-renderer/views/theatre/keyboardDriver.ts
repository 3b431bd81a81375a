/** The keys a person holds as an action: several at once, each sets one element of it. */
import type { EnvironmentSummary } from '../../../shared/protocol.ts';
import type { ActionSpace } from '../../../shared/spaces.ts';

export type KeyBindings = EnvironmentSummary['keys'];

/** Between two presses nobody else takes the wheel; whoever drives on must have let go for this long. */
export const HANDS_OFF_MILLISECONDS = 1500;

export class KeyboardDriver {
  readonly #bindings: KeyBindings;
  readonly #space: ActionSpace;
  readonly #onChange: (action: readonly number[] | null) => void;
  /** In the order they were pressed: of two keys for one element the later counts. */
  #held: string[] = [];
  #handOver: ReturnType<typeof setTimeout> | undefined;

  /** @param onChange the whole action, neutral while no key is held, and null once hands have been off for a while */
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
      clearTimeout(this.#handOver);
      this.#held = [...this.#held, code];
      this.#onChange(this.action());
    }
    return true;
  }

  up(code: string): boolean {
    if (!this.#held.includes(code)) return false;
    this.#held = this.#held.filter((held) => held !== code);
    this.#onChange(this.action());
    if (this.#held.length === 0) {
      this.#handOver = setTimeout(() => {
        this.#onChange(null);
      }, HANDS_OFF_MILLISECONDS);
    }
    return true;
  }

  /** The window lost the focus: no key-up will come. */
  release(): void {
    clearTimeout(this.#handOver);
    if (this.#held.length === 0) return;
    this.#held = [];
    this.#onChange(null);
  }

  action(): readonly number[] {
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
