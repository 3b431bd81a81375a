/**
 * Soft indicator functions: 1 inside an interval, falling towards 0 outside it. Tassa et al. 2018, arXiv:1801.00690,
 * section 2; the shapes that the suite's tasks use.
 */

/** The shape of the fall: `d` margins outside the interval, worth `valueAtMargin` at one margin. */
export type Sigmoid = 'gaussian' | 'linear' | 'quadratic';

export interface ToleranceOptions {
  readonly lower?: number;
  readonly upper?: number;
  /** How far outside the interval the value has fallen to `valueAtMargin`; 0: a step. */
  readonly margin?: number;
  readonly sigmoid?: Sigmoid;
  readonly valueAtMargin?: number;
}

export function tolerance(x: number, options: ToleranceOptions = {}): number {
  const { lower = 0, upper = 0, margin = 0, sigmoid = 'gaussian', valueAtMargin = 0.1 } = options;
  if (x >= lower && x <= upper) return 1;
  if (margin === 0) return 0;
  const distance = (x < lower ? lower - x : x - upper) / margin;
  return fall(distance, valueAtMargin, sigmoid);
}

function fall(distance: number, valueAtMargin: number, sigmoid: Sigmoid): number {
  switch (sigmoid) {
    case 'gaussian': {
      const scaled = distance * Math.sqrt(-2 * Math.log(valueAtMargin));
      return Math.exp(-0.5 * scaled * scaled);
    }
    case 'linear': {
      const scaled = distance * (1 - valueAtMargin);
      return Math.abs(scaled) < 1 ? 1 - scaled : 0;
    }
    case 'quadratic': {
      const scaled = distance * Math.sqrt(1 - valueAtMargin);
      return Math.abs(scaled) < 1 ? 1 - scaled * scaled : 0;
    }
  }
}

/** The mean over all controls of how near to 0 each is: 1 when nothing is exerted, 0 at full force. */
export function smallControl(control: Float64Array): number {
  let sum = 0;
  for (const value of control) {
    sum += tolerance(value, { margin: 1, valueAtMargin: 0, sigmoid: 'quadratic' });
  }
  return sum / control.length;
}
