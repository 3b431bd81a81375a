/** Which rows of a long list are in view, by @tanstack/virtual-core; only those exist in the page. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { untrack } from 'svelte';

export interface RowSlot {
  readonly index: number;
  /** Pixels from the top of the first row. */
  readonly top: number;
}

export class VirtualRows {
  /** Drawn beyond what is seen, for quick scrolling. */
  static readonly #OVERSCAN = 8;
  readonly #count: () => number;
  readonly #rowHeight: number;
  /** Of a sticky head above the rows. */
  readonly #headHeight: number;
  #slots = $state.raw<readonly RowSlot[]>([]);
  #virtualizer: Virtualizer<HTMLElement, HTMLElement> | undefined;
  #scroller: HTMLElement | undefined;

  constructor(count: () => number, rowHeight: number, headHeight: number) {
    this.#count = count;
    this.#rowHeight = rowHeight;
    this.#headHeight = headHeight;
  }

  get slots(): readonly RowSlot[] {
    return this.#slots;
  }
  get totalHeight(): number {
    return this.#count() * this.#rowHeight;
  }
  /** Rows that a page key moves by. */
  get pageRows(): number {
    return Math.max(1, Math.floor((this.#scroller?.clientHeight ?? 0) / this.#rowHeight) - 2);
  }

  scrollTo(index: number): void {
    this.#virtualizer?.scrollToIndex(index);
  }

  /** For `{@attach}` on the element that scrolls. */
  readonly attach = (element: HTMLElement): (() => void) => {
    this.#scroller = element;
    const virtualizer = untrack(
      () => new Virtualizer<HTMLElement, HTMLElement>(this.#options(this.#count())),
    );
    this.#virtualizer = virtualizer;
    const unmount = virtualizer._didMount();
    virtualizer._willUpdate();
    $effect(() => {
      const count = this.#count();
      untrack(() => {
        virtualizer.setOptions(this.#options(count));
        virtualizer._willUpdate();
        this.#publish();
      });
    });
    return () => {
      unmount();
      this.#virtualizer = undefined;
      this.#scroller = undefined;
    };
  };

  #options(count: number) {
    return {
      count,
      getScrollElement: () => this.#scroller ?? null,
      estimateSize: () => this.#rowHeight,
      overscan: VirtualRows.#OVERSCAN,
      scrollMargin: this.#headHeight,
      scrollPaddingStart: this.#headHeight,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => {
        this.#publish();
      },
    };
  }

  #publish(): void {
    const items = this.#virtualizer?.getVirtualItems() ?? [];
    this.#slots = items.map(({ index, start }) => ({ index, top: start - this.#headHeight }));
  }
}
