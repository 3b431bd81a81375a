/**
 * Every action by name: what the command palette lists and what the keys do. A view offers its actions while it is
 * shown (`offerActions` in its script); the shell's are always there.
 */
import { untrack } from 'svelte';

export interface Action {
  readonly id: string;
  /** Already translated. */
  readonly name: string;
  /** A heading in the palette and in the list of keys. */
  readonly group: string;
  /** Such as `mod+k`, `shift+ArrowLeft`, `g e` (one after the other), `?`. `mod` is Ctrl, on a Mac Cmd. */
  readonly keys?: string;
  /** Not in the palette, in the list of keys only (moving within a list). */
  readonly keysOnly?: boolean;
  /** The view handles the key itself; it is listed here so that people find it. */
  readonly handledElsewhere?: boolean;
  /** In a field that is typed into the key is the field's own, although it is held with Ctrl or Cmd (undoing what was typed). */
  readonly fieldsOwn?: boolean;
  readonly run: () => unknown;
}

class Actions {
  #offers = $state.raw<readonly { readonly token: symbol; readonly actions: readonly Action[] }[]>([]);

  /** The last offered first: the view's before the shell's. */
  get all(): readonly Action[] {
    return [...this.#offers].reverse().flatMap(({ actions }) => actions);
  }

  put(token: symbol, actions: readonly Action[]): void {
    const known = this.#offers.some((offer) => offer.token === token);
    if (actions.length === 0) this.#offers = this.#offers.filter((offer) => offer.token !== token);
    else if (known)
      this.#offers = this.#offers.map((offer) => (offer.token === token ? { token, actions } : offer));
    else this.#offers = [...this.#offers, { token, actions }];
  }
}

export const actions = new Actions();

/** Offers what `list` returns for as long as the calling component lives; follows its state. */
export function offerActions(list: () => readonly Action[]): void {
  const token = Symbol('actions');
  $effect(() => {
    const current = list();
    untrack(() => {
      actions.put(token, current);
    });
  });
  $effect(() => () => {
    untrack(() => {
      actions.put(token, []);
    });
  });
}

const isMac = () => navigator.platform.startsWith('Mac');

/** The name of a key press as `Action.keys` writes it. Characters that need shift (`?`) carry no `shift+`. */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string {
  const parts: string[] = [];
  if (isMac() ? event.metaKey : event.ctrlKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  const letter = /^[a-z]$/i.test(event.key);
  if (event.shiftKey && (event.key.length > 1 || letter)) parts.push('shift');
  const key = event.key === ' ' ? 'Space' : letter ? event.key.toLowerCase() : event.key;
  return [...parts, key].join('+');
}

/** For showing: `mod+k` as `Ctrl K` or `⌘ K`. */
export function shownKeys(keys: string): readonly string[] {
  const names: Readonly<Record<string, string>> = {
    mod: isMac() ? '⌘' : 'Ctrl',
    shift: isMac() ? '⇧' : 'Shift',
    alt: isMac() ? '⌥' : 'Alt',
    ArrowLeft: '←',
    ArrowRight: '→',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Escape: 'Esc',
    Delete: 'Del',
  };
  return keys.split(/[+ ]/).map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type)
  );
}

/** Space and Enter press the focused control, arrows move a focused slider: those keys are its own. */
function isControlsOwnKey(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (name === 'Space' || name === 'Enter')
    return target.closest('button, a[href], summary, input, [role="option"], [role="menuitem"]') !== null;
  return name.startsWith('Arrow') && target instanceof HTMLInputElement;
}

/** Between the two keys of `g e`. */
const SEQUENCE_MILLISECONDS = 1200;

/** Runs the action of a key press. Keys typed into a field stay there, but for those with Ctrl or Cmd. */
export class KeyDispatcher {
  #prefix = '';
  #prefixAt = 0;

  /** @returns whether an action was run. */
  dispatch(event: KeyboardEvent, list: readonly Action[] = actions.all): boolean {
    if (event.defaultPrevented || event.isComposing) return false;
    const name = keyName(event);
    if (isTyping(event.target) && !name.startsWith('mod+')) return false;
    if (isControlsOwnKey(event.target, name)) return false;
    const recent = event.timeStamp - this.#prefixAt < SEQUENCE_MILLISECONDS;
    const sequence = recent && this.#prefix !== '' ? `${this.#prefix} ${name}` : '';
    const typing = isTyping(event.target);
    const usable = list.filter(
      ({ keys, handledElsewhere, fieldsOwn }) =>
        keys !== undefined && handledElsewhere !== true && !(typing && fieldsOwn === true),
    );
    const action = usable.find(({ keys }) => keys === sequence) ?? usable.find(({ keys }) => keys === name);
    const opens = usable.some(({ keys }) => keys?.startsWith(`${name} `) === true);
    this.#prefix = action === undefined && opens ? name : '';
    this.#prefixAt = event.timeStamp;
    if (action === undefined) return false;
    event.preventDefault();
    action.run();
    return true;
  }
}
