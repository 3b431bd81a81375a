/**
 * Views that are no part of the first window, those that carry three.js and the course: each is loaded when it is first asked
 * for, or beforehand, while the window has nothing to do, so that a theatre opens at once.
 */
export const heavyViews = {
  theatre: () => import('../views/theatre/Theatre.svelte'),
  environments: () => import('../views/environments/Environments.svelte'),
  learn: () => import('../views/learn/Learn.svelte'),
};

/** @returns cancels */
export function loadHeavyViewsWhenIdle(): () => void {
  const request = requestIdleCallback(() => {
    for (const load of Object.values(heavyViews)) {
      // Whoever opens the view is told why it cannot be loaded.
      load().catch(() => undefined);
    }
  });
  return () => {
    cancelIdleCallback(request);
  };
}
