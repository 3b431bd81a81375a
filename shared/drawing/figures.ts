/**
 * What the drawing model learns to draw: Hangul letters, digits and simple figures, each by its strokes in the order in which
 * they are written. Points lie in a box whose sides are 1, y downwards; a curved stroke is a spline through them.
 */

export interface FigureStroke {
  readonly points: readonly (readonly [number, number])[];
  readonly curved: boolean;
}

const line = (...points: [number, number][]): FigureStroke => ({ points, curved: false });
const curve = (...points: [number, number][]): FigureStroke => ({ points, curved: true });

/** Counter-clockwise from the top, and a little past it, as ㅇ is written. */
function circle(centreX: number, centreY: number, radius: number): FigureStroke {
  const parts = 8;
  return curve(
    ...Array.from({ length: parts + 1 }, (_, part): [number, number] => {
      const angle = (part / parts) * 2 * Math.PI;
      return [centreX - radius * Math.sin(angle), centreY - radius * Math.cos(angle)];
    }),
  );
}

/** From its middle outwards, two and a quarter turns. */
function spiral(): FigureStroke {
  const parts = 18;
  return curve(
    ...Array.from({ length: parts + 1 }, (_, part): [number, number] => {
      const angle = (part / parts) * 4.5 * Math.PI;
      const radius = 0.04 + (0.4 * part) / parts;
      return [0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle)];
    }),
  );
}

/** A five-pointed star in one stroke, from its lower left point. */
function star(): FigureStroke {
  const corner = (index: number): [number, number] => {
    const angle = (index * 4 * Math.PI) / 5;
    return [0.5 + 0.48 * Math.sin(angle), 0.5 - 0.48 * Math.cos(angle)];
  };
  return line(corner(4), corner(0), corner(1), corner(2), corner(3), corner(4));
}

export const FIGURES = {
  ㄱ: [line([0.12, 0.15], [0.85, 0.15], [0.78, 0.9])],
  ㄴ: [line([0.15, 0.1], [0.15, 0.85], [0.9, 0.85])],
  ㄷ: [line([0.12, 0.12], [0.88, 0.12]), line([0.14, 0.12], [0.14, 0.88], [0.9, 0.88])],
  ㄹ: [
    line([0.15, 0.1], [0.85, 0.1], [0.85, 0.48]),
    line([0.15, 0.48], [0.85, 0.48]),
    line([0.15, 0.48], [0.15, 0.88], [0.88, 0.88]),
  ],
  ㅁ: [
    line([0.15, 0.15], [0.15, 0.85]),
    line([0.15, 0.15], [0.85, 0.15], [0.85, 0.85]),
    line([0.15, 0.85], [0.85, 0.85]),
  ],
  ㅂ: [
    line([0.15, 0.1], [0.15, 0.88]),
    line([0.85, 0.1], [0.85, 0.88]),
    line([0.15, 0.48], [0.85, 0.48]),
    line([0.15, 0.88], [0.85, 0.88]),
  ],
  ㅅ: [line([0.52, 0.1], [0.4, 0.5], [0.1, 0.88]), line([0.46, 0.42], [0.9, 0.88])],
  ㅇ: [circle(0.5, 0.5, 0.38)],
  ㅈ: [
    line([0.12, 0.12], [0.88, 0.12]),
    line([0.52, 0.12], [0.4, 0.5], [0.1, 0.88]),
    line([0.46, 0.45], [0.9, 0.88]),
  ],
  ㅎ: [line([0.35, 0.05], [0.65, 0.05]), line([0.1, 0.25], [0.9, 0.25]), circle(0.5, 0.65, 0.25)],
  ㅗ: [line([0.5, 0.2], [0.5, 0.7]), line([0.05, 0.7], [0.95, 0.7])],
  2: [
    curve([0.2, 0.28], [0.3, 0.1], [0.55, 0.05], [0.75, 0.2], [0.7, 0.45], [0.45, 0.7], [0.2, 0.92]),
    line([0.2, 0.92], [0.85, 0.92]),
  ],
  3: [
    curve(
      [0.2, 0.15],
      [0.5, 0.05],
      [0.72, 0.22],
      [0.6, 0.42],
      [0.4, 0.47],
      [0.68, 0.55],
      [0.78, 0.75],
      [0.55, 0.93],
      [0.18, 0.85],
    ),
  ],
  4: [line([0.6, 0.05], [0.12, 0.65], [0.92, 0.65]), line([0.66, 0.4], [0.66, 0.95])],
  5: [
    curve(
      [0.25, 0.08],
      [0.22, 0.28],
      [0.2, 0.46],
      [0.45, 0.4],
      [0.72, 0.5],
      [0.76, 0.72],
      [0.55, 0.92],
      [0.18, 0.88],
    ),
    line([0.25, 0.08], [0.78, 0.08]),
  ],
  6: [
    curve(
      [0.65, 0.05],
      [0.4, 0.25],
      [0.22, 0.55],
      [0.25, 0.82],
      [0.5, 0.94],
      [0.72, 0.8],
      [0.68, 0.58],
      [0.46, 0.52],
      [0.25, 0.68],
    ),
  ],
  8: [
    curve(
      [0.7, 0.15],
      [0.48, 0.04],
      [0.28, 0.2],
      [0.42, 0.42],
      [0.66, 0.58],
      [0.72, 0.8],
      [0.48, 0.95],
      [0.25, 0.8],
      [0.36, 0.56],
      [0.62, 0.38],
      [0.7, 0.15],
    ),
  ],
  9: [
    curve(
      [0.75, 0.3],
      [0.6, 0.08],
      [0.35, 0.1],
      [0.24, 0.3],
      [0.4, 0.48],
      [0.65, 0.44],
      [0.75, 0.25],
      [0.75, 0.6],
      [0.68, 0.95],
    ),
  ],
  triangle: [line([0.5, 0.08], [0.08, 0.9], [0.92, 0.9], [0.5, 0.08])],
  star: [star()],
  house: [
    line([0.15, 0.92], [0.15, 0.45], [0.5, 0.05], [0.85, 0.45], [0.85, 0.92], [0.15, 0.92]),
    line([0.15, 0.45], [0.85, 0.45]),
  ],
  heart: [
    curve(
      [0.5, 0.3],
      [0.35, 0.1],
      [0.12, 0.16],
      [0.08, 0.42],
      [0.26, 0.68],
      [0.5, 0.93],
      [0.74, 0.68],
      [0.92, 0.42],
      [0.88, 0.16],
      [0.65, 0.1],
      [0.5, 0.3],
    ),
  ],
  spiral: [spiral()],
} as const satisfies Readonly<Record<string, readonly FigureStroke[]>>;

export type FigureName = keyof typeof FIGURES;
/** Digits first: JavaScript lists whole numbers before other keys. */
export const FIGURE_NAMES = Object.keys(FIGURES) as readonly string[] as readonly `${FigureName}`[];
