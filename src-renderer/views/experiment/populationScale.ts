/** A y axis with round ticks for the plot of a population's scores. */

export interface Scale {
  readonly ticks: readonly number[];
  readonly y: (value: number) => number;
}

const MARGIN = 8;

export function populationScale(populations: readonly ArrayLike<number>[], height: number): Scale {
  let low = Infinity;
  let high = -Infinity;
  for (const values of populations) {
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i] ?? NaN;
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) [low, high] = [0, 1];
  if (low === high) [low, high] = [low - 1, high + 1];
  const step = niceStep((high - low) / 4);
  const bottom = Math.floor(low / step) * step;
  const top = Math.ceil(high / step) * step;
  const count = Math.round((top - bottom) / step);
  return {
    ticks: Array.from({ length: count + 1 }, (_, index) => bottom + index * step),
    y: (value) => MARGIN + ((top - value) / (top - bottom)) * (height - 2 * MARGIN),
  };
}

/** 1, 2 or 5 times a power of ten, at least `rough`. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough) ?? 10;
  return factor * power;
}
