/** Colours that tell runs apart in one chart; told apart by dashes too once the colours are used up, and by labels always. */

/** After Okabe and Ito 2008, chosen for colour-blind eyes; lightness fits both themes. */
const HUES = [
  '#3b8ee0',
  '#d98200',
  '#00936e',
  '#c2619c',
  '#8a6fe8',
  '#b0893a',
  '#4aa9c9',
  '#d2573f',
] as const;
const DASHES: readonly (readonly number[] | undefined)[] = [undefined, [6, 3], [2, 3], [8, 3, 2, 3]];

export function runLook(index: number): { readonly colour: string; readonly dash?: readonly number[] } {
  const colour = HUES[index % HUES.length] ?? HUES[0];
  const dash = DASHES[Math.floor(index / HUES.length) % DASHES.length];
  return dash === undefined ? { colour } : { colour, dash };
}
