/** What a menu lists. */
import type { Component } from 'svelte';

export type MenuEntry =
  | {
      readonly kind?: 'item';
      readonly label: string;
      readonly icon?: Component<{ size?: number }>;
      /** As in `Action.keys`; shown, not bound. */
      readonly keys?: string;
      readonly danger?: boolean;
      readonly disabled?: boolean;
      /** Marked as the present one. */
      readonly checked?: boolean;
      readonly run: () => unknown;
    }
  | { readonly kind: 'separator' }
  | { readonly kind: 'heading'; readonly label: string };
