/**
 * A plot as marks in CSS pixels, laid out once and drawn twice: on a canvas for the page and its picture, as SVG for a file that
 * scales. Colours are `#rrggbb` or a variable of the theme by its name.
 */
import { escapedMarkup } from '../../../../shared/escapedMarkup.ts';

export const SHAPES = ['circle', 'square', 'diamond', 'triangle', 'cross', 'down', 'plus', 'ring'] as const;
export type Shape = (typeof SHAPES)[number];

/** Marks of one look. */
export type Marks =
  | {
      readonly kind: 'points';
      readonly colour: string;
      readonly shape: Shape;
      /** x, y, x, y, ... */
      readonly at: Float32Array;
    }
  | {
      readonly kind: 'lines';
      readonly colour: string;
      readonly opacity: number;
      readonly dash: readonly number[];
      /** Each x, y, x, y, ... */
      readonly lines: readonly Float32Array[];
    };

export interface Rule {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly strong?: boolean;
}

export interface Words {
  readonly text: string;
  readonly x: number;
  /** Of the middle of its height. */
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Told in the text's own colour, larger: a title in a file. */
  readonly strong?: boolean;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly rules: readonly Rule[];
  readonly words: readonly Words[];
  readonly marks: readonly Marks[];
}

/** Half the size of a point, CSS pixels. */
export const POINT_RADIUS = 3.5;

/** Corners around a point, for the shapes that have any. */
const CORNERS: Readonly<Record<Exclude<Shape, 'circle' | 'ring'>, readonly (readonly [number, number])[]>> = {
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  diamond: [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
  triangle: [
    [0, -1.2],
    [1.15, 0.9],
    [-1.15, 0.9],
  ],
  down: [
    [0, 1.2],
    [1.15, -0.9],
    [-1.15, -0.9],
  ],
  cross: [
    [-1.1, -0.6],
    [-0.6, -1.1],
    [0, -0.5],
    [0.6, -1.1],
    [1.1, -0.6],
    [0.5, 0],
    [1.1, 0.6],
    [0.6, 1.1],
    [0, 0.5],
    [-0.6, 1.1],
    [-1.1, 0.6],
    [-0.5, 0],
  ],
  plus: [
    [-0.4, -1.2],
    [0.4, -1.2],
    [0.4, -0.4],
    [1.2, -0.4],
    [1.2, 0.4],
    [0.4, 0.4],
    [0.4, 1.2],
    [-0.4, 1.2],
    [-0.4, 0.4],
    [-1.2, 0.4],
    [-1.2, -0.4],
    [-0.4, -0.4],
  ],
};

const LETTERS = "11px 'Inter Variable', 'Pretendard Variable', sans-serif";
const POINT_OPACITY = 0.8;

/** @param context scaled to CSS pixels, cleared @param colourOf a colour's name to CSS */
export function drawOnCanvas(
  context: CanvasRenderingContext2D,
  { rules, words, marks }: Drawing,
  colourOf: (name: string) => string,
): void {
  for (const { from, to, strong } of rules) {
    context.strokeStyle = colourOf(strong === true ? 'control' : 'line');
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
  }
  for (const mark of marks) {
    if (mark.kind === 'lines') drawLines(context, mark, colourOf(mark.colour));
    else drawPoints(context, mark, colourOf(mark.colour));
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.font = LETTERS;
  context.strokeStyle = colourOf('panel');
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.textBaseline = 'middle';
  for (const { text, x, y, anchor, strong } of words) {
    context.fillStyle = colourOf(strong === true ? 'text' : 'muted');
    context.textAlign = anchor === 'middle' ? 'center' : anchor;
    // Lines pass behind words, which stay readable on a rim of the ground.
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
}

/** Each line is a stroke of its own: where many cross, it is darker. */
function drawLines(
  context: CanvasRenderingContext2D,
  { opacity, dash, lines }: Extract<Marks, { kind: 'lines' }>,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.globalAlpha = opacity;
  context.lineWidth = 1;
  context.setLineDash([...dash]);
  for (const line of lines) {
    context.beginPath();
    for (let at = 0; at < line.length; at += 2) context.lineTo(line[at] ?? 0, line[at + 1] ?? 0);
    context.stroke();
  }
}

/** Each is set down on its own: where many lie on each other it is denser, which one path for all would hide. */
function drawPoints(
  context: CanvasRenderingContext2D,
  { shape, at }: Extract<Marks, { kind: 'points' }>,
  colour: string,
): void {
  const ratio = context.getTransform().a;
  const half = Math.ceil(1.5 * POINT_RADIUS * ratio) / ratio;
  const stamp = stampOf(shape, colour, half, ratio);
  context.globalAlpha = POINT_OPACITY;
  for (let index = 0; index < at.length; index += 2) {
    // On whole pixels of the screen, or it would be blurred.
    const x = Math.round((at[index] ?? 0) * ratio) / ratio;
    const y = Math.round((at[index + 1] ?? 0) * ratio) / ratio;
    context.drawImage(stamp, x - half, y - half, 2 * half, 2 * half);
  }
}

/** @param half of its side, CSS pixels @param ratio pixels of the screen a CSS pixel */
function stampOf(shape: Shape, colour: string, half: number, ratio: number): HTMLCanvasElement {
  const stamp = document.createElement('canvas');
  stamp.width = Math.round(2 * half * ratio);
  stamp.height = stamp.width;
  const context = stamp.getContext('2d', { willReadFrequently: true });
  if (context === null) return stamp;
  context.scale(ratio, ratio);
  context.translate(half, half);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  if (shape === 'circle' || shape === 'ring') context.arc(0, 0, POINT_RADIUS, 0, 2 * Math.PI);
  else for (const [right, down] of CORNERS[shape]) context.lineTo(right * POINT_RADIUS, down * POINT_RADIUS);
  context.closePath();
  if (shape === 'ring') context.stroke();
  else context.fill();
  return stamp;
}

const round = (value: number) => Number(value.toFixed(2));

/** The light theme's, for files: a page's variables mean nothing there. */
const FILE_COLOURS: Readonly<Record<string, string>> = {
  line: '#dfe3e8',
  control: '#818b99',
  text: '#1a1f27',
  muted: '#5c6672',
};

/** On white, whatever the theme. @param drawing in the light theme's colours */
export function drawingSvg({ width, height, rules, words, marks }: Drawing, title: string): string {
  const colour = (name: string) => escapedMarkup(FILE_COLOURS[name] ?? name);
  const drawn = [
    ...rules.map(
      ({ from, to, strong }) =>
        `<line x1="${round(from[0])}" y1="${round(from[1])}" x2="${round(to[0])}" y2="${round(to[1])}" stroke="${colour(strong === true ? 'control' : 'line')}"/>`,
    ),
    ...marks.map((mark) =>
      mark.kind === 'lines'
        ? `<g fill="none" stroke="${colour(mark.colour)}" stroke-opacity="${mark.opacity}"${mark.dash.length > 0 ? ` stroke-dasharray="${mark.dash.join(' ')}"` : ''}>${mark.lines
            .map((line) => `<polyline points="${Array.from(line, round).join(' ')}"/>`)
            .join('')}</g>`
        : `<g fill-opacity="${POINT_OPACITY}" ${mark.shape === 'ring' ? 'fill="none" stroke-width="1.5" stroke' : 'fill'}="${colour(mark.colour)}">${pointsSvg(mark)}</g>`,
    ),
    ...words.map(
      ({ text, x, y, anchor, strong }) =>
        `<text x="${round(x)}" y="${round(y)}" dy="4" text-anchor="${anchor}" fill="${colour(strong === true ? 'text' : 'muted')}" stroke="#ffffff" stroke-width="3" paint-order="stroke">${escapedMarkup(text)}</text>`,
    ),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">
<title>${escapedMarkup(title)}</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${drawn.join('\n')}
</svg>
`;
}

function pointsSvg({ shape, at }: Extract<Marks, { kind: 'points' }>): string {
  const points: string[] = [];
  for (let index = 0; index < at.length; index += 2) {
    const x = at[index] ?? 0;
    const y = at[index + 1] ?? 0;
    if (shape === 'circle' || shape === 'ring') {
      points.push(`<circle cx="${round(x)}" cy="${round(y)}" r="${POINT_RADIUS}"/>`);
      continue;
    }
    const corners = CORNERS[shape].map(
      ([right, down]) => `${round(x + right * POINT_RADIUS)},${round(y + down * POINT_RADIUS)}`,
    );
    points.push(`<polygon points="${corners.join(' ')}"/>`);
  }
  return points.join('');
}
