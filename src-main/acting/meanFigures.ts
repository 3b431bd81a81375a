/** Losses and the like, told as means over several training steps. */

/** Sums of the figures since they were last told: part of a checkpoint. */
export interface Figures {
  readonly steps: number;
  readonly sums: Readonly<Record<string, number>>;
}

export const NO_FIGURES: Figures = { steps: 0, sums: {} };

/** With those of one more step. */
export function withFigures({ steps, sums }: Figures, figures: Readonly<Record<string, number>>): Figures {
  const added = Object.entries(figures).map(([name, value]) => [name, (sums[name] ?? 0) + value] as const);
  return { steps: steps + 1, sums: Object.fromEntries(added) };
}

export function meanFigures({ steps, sums }: Figures): Record<string, number> {
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / steps] as const));
}
