/** Stands for a bound that a space does not have: JSON knows no infinity. */
export const UNBOUNDED = Number.MAX_VALUE;
