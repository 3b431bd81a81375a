/** A whole number as a person typed it. */

/** @returns `empty` where nothing was typed, null where it is no whole number within the limits. */
export function readCount(
  typed: string,
  empty: number,
  { low, high }: { readonly low: number; readonly high: number },
): number | null {
  const text = typed.trim();
  if (text === '') return empty;
  // Digits only: `Number` would also take 1e3, 0x10 and 2.0.
  if (!/^\d+$/.test(text)) return null;
  const number = Number(text);
  return number >= low && number <= high ? number : null;
}
