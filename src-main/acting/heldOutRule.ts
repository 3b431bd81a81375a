/** Which recorded episodes nobody learns from, so that what was learnt can be measured on them. */
const EVERY = 20;

/** The first is held out as well as every twentieth, so that there is always one. @param index of the episode among all */
export function isHeldOut(index: number): boolean {
  return index % EVERY === 0;
}
