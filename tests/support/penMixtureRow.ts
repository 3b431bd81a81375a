import { LARGEST_CORRELATION } from '../../shared/drawing/penMixture.ts';

/** Two components: logits, means of x, of y, log deviations of x, of y, correlations before they are squashed. */
export const MIXTURE_ROW = [0.3, -0.8, 1, -2, 0.5, 2, -0.4, 0.2, 0.1, -0.7, 0.9, -0.5];

export function rowComponent(k: number) {
  const of = (part: number) => MIXTURE_ROW[part * 2 + k] ?? Number.NaN;
  return {
    weight: Math.exp(of(0)) / (Math.exp(0.3) + Math.exp(-0.8)),
    meanX: of(1),
    meanY: of(2),
    sigmaX: Math.exp(of(3)),
    sigmaY: Math.exp(of(4)),
    rho: LARGEST_CORRELATION * Math.tanh(of(5)),
  };
}
