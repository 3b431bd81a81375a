/** Speeds that can be chosen, relative to the environment's own pace. */
export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4, 8] as const;

export function speedLabel(speed: number): string {
  return `${speed}×`;
}
