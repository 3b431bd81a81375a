/** How far two Gaussians are apart (Kullback & Leibler 1951): what the RSSM calls surprise is the sum over its latent numbers. */

export interface Gaussian {
  readonly mean: number;
  readonly deviation: number;
}

/** KL(one ‖ other) in nats: what it costs to expect the other where the one is true. 0 where they are the same. */
export function gaussianKl(one: Gaussian, other: Gaussian): number {
  const apart = one.mean - other.mean;
  const spread = one.deviation ** 2 + apart ** 2;
  return Math.log(other.deviation / one.deviation) + spread / (2 * other.deviation ** 2) - 0.5;
}

/** KL(posterior ‖ prior) of each latent number; their sum is that of all, since they are independent. */
export function latentKl(posterior: readonly Gaussian[], prior: readonly Gaussian[]): number[] {
  return posterior.map((belief, index) => {
    const expected = prior[index];
    if (expected === undefined) throw new Error(`the prior has ${prior.length} numbers, not ${index + 1}`);
    return gaussianKl(belief, expected);
  });
}
