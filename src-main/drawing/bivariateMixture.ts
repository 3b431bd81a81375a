/**
 * Mixtures of bivariate Gaussians for where a pen goes next (Graves 2013, arXiv:1308.0850, equations 23 to 26): the density's
 * negative logarithm, and its gradient by hand. What a row holds is said in shared/drawing/penMixture.ts.
 */
import type { Tensor2D } from '@tensorflow/tfjs';
import { COMPONENT_NUMBERS, LARGEST_CORRELATION } from '../../shared/drawing/penMixture.ts';
import {
  add,
  divide,
  exp,
  log,
  maxOver,
  negative,
  square,
  subtract,
  sumOver,
  tanh,
  times,
} from '../numerics/elementwise.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';

const LOG_TWO_PI = Math.log(2 * Math.PI);

/**
 * @param rows [N, 6 K] @param targets [N, 2]
 * @returns nll [N, 1] in nats, and its gradient by the rows, [N, 6 K]
 */
export function bivariateLossAndGradient(
  rows: Tensor2D,
  targets: Tensor2D,
): { readonly nll: Tensor2D; readonly gradient: Tensor2D } {
  return tidy(() => {
    const [logits, meanX, meanY, logSigmaX, logSigmaY, raw] = tf.split(rows, COMPONENT_NUMBERS, 1) as Sixfold;
    const [x, y] = tf.split(targets, 2, 1) as [Tensor2D, Tensor2D];
    const one = tf.scalar(1);
    const half = tf.scalar(0.5);
    const limit = tf.scalar(LARGEST_CORRELATION);

    const squashed = tanh(raw);
    const rho = times(squashed, limit);
    const rest = subtract(one, square(rho));
    const [inverseX, inverseY] = [exp(negative(logSigmaX)), exp(negative(logSigmaY))];
    const u = times(subtract(x, meanX), inverseX);
    const v = times(subtract(y, meanY), inverseY);
    // How far along each axis, what the other axis explains taken off.
    const alongX = divide(subtract(u, times(rho, v)), rest);
    const alongY = divide(subtract(v, times(rho, u)), rest);
    const quadratic = add(times(u, alongX), times(v, alongY));

    const logWeights = subtract(logits, maxOver(logits, 1));
    const weights = exp(logWeights);
    const weightSum = sumOver(weights, 1);
    const joint = subtract(
      subtract(logWeights, add(logSigmaX, logSigmaY)),
      times(half, add(quadratic, log(rest))),
    );
    const largest = maxOver(joint, 1);
    const densities = exp(subtract(joint, largest));
    const densitySum = sumOver(densities, 1);
    const responsibility = divide(densities, densitySum);
    const evidence = add(log(divide(densitySum, weightSum)), largest);
    const nll = subtract(tf.scalar(LOG_TWO_PI), evidence).reshape<Tensor2D>([rows.shape[0], 1]);

    // The logarithm of one Gaussian's density by its correlation.
    const byRho = add(times(alongX, alongY), divide(rho, rest));
    const byRaw = times(times(byRho, limit), subtract(one, square(squashed)));
    const gradient = tf.concat2d(
      [
        subtract(divide(weights, weightSum), responsibility),
        negative(times(responsibility, times(alongX, inverseX))),
        negative(times(responsibility, times(alongY, inverseY))),
        times(responsibility, subtract(one, times(u, alongX))),
        times(responsibility, subtract(one, times(v, alongY))),
        negative(times(responsibility, byRaw)),
      ],
      1,
    );
    return { nll, gradient };
  });
}

type Sixfold = [Tensor2D, Tensor2D, Tensor2D, Tensor2D, Tensor2D, Tensor2D];
