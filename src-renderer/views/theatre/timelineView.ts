/** Which steps of an episode a timeline shows: all of them, or a part that was zoomed into. */

export interface TimelineView {
  /** At the left edge. */
  readonly from: number;
  readonly span: number;
}

const LEAST_SPAN = 10;

/** Pixels from the left edge. */
export function xOf({ from, span, width }: TimelineView & { readonly width: number }, step: number): number {
  return ((step - from) / Math.max(1, span)) * width;
}

export function stepAt(x: number, width: number, { from, span }: TimelineView): number {
  return Math.max(0, Math.round(from + (x / Math.max(1, width)) * span));
}

/** @param factor below 1 looks closer @param at the step that stays where it is */
export function zoomed(
  { from, span }: TimelineView,
  factor: number,
  at: number,
  whole: number,
): TimelineView {
  const wanted = Math.min(whole, Math.max(Math.min(LEAST_SPAN, whole), span * factor));
  return within({ from: at - ((at - from) / span) * wanted, span: wanted }, whole);
}

/** @param steps to the right */
export function panned({ from, span }: TimelineView, steps: number, whole: number): TimelineView {
  return within({ from: from + steps, span }, whole);
}

/** What plays stays in view, by whole pages: curves stand still until the clock reaches the edge. */
export function following(view: TimelineView, step: number, whole: number): TimelineView {
  if (step >= view.from && step <= view.from + view.span) return view;
  return within({ from: step - view.span * 0.1, span: view.span }, whole);
}

function within({ from, span }: TimelineView, whole: number): TimelineView {
  return { from: Math.min(Math.max(0, whole - span), Math.max(0, from)), span };
}
