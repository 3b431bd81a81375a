/** The contrast of every pair of colours that meet, and whether colour-blind eyes tell the five meanings apart. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../src-renderer/app.css', import.meta.url), 'utf8');

type Rgb = readonly [number, number, number];

function theme(name: 'dark' | 'light'): Readonly<Record<string, Rgb>> {
  const block = new RegExp(`data-theme='${name}'\\]\\s*\\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  const colours = [...block.matchAll(/--([a-z-]+):\s*#([0-9a-f]{6})\b/gi)];
  return Object.fromEntries(
    colours.map(([, key = '', hex = '']) => [
      key,
      [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Rgb,
    ]),
  );
}

const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
function contrast(a: Rgb, b: Rgb): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB. */
const BLINDNESS = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  none: [1, 0, 0, 0, 1, 0, 0, 0, 1],
} as const;

function seenBy(matrix: readonly number[], colour: Rgb): Rgb {
  const light = colour.map(linear);
  return [0, 3, 6].map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        light.reduce((sum, value, at) => sum + (matrix[row + at] ?? 0) * value, 0),
      ),
    ),
  ) as unknown as Rgb;
}

/** CIE Lab of linear sRGB (D65), for a plain distance. */
function lab([red, green, blue]: Rgb): Rgb {
  const curve = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
  const y = curve(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
const distance = (a: Rgb, b: Rgb) => Math.hypot(...a.map((value, at) => value - (b[at] ?? 0)));

const MEANINGS = ['real', 'seen', 'dreamt', 'error', 'danger'];
/** 2 is about the least difference that eyes see side by side; 10 is seen at a glance. */
const LEAST_DISTANCE = 10;

function colour(colours: Readonly<Record<string, Rgb>>, key: string): Rgb {
  const found = colours[key];
  if (found === undefined) throw new Error(`app.css has no --${key}`);
  return found;
}

describe.each(['dark', 'light'] as const)('the %s theme', (name) => {
  const colours = theme(name);
  const grounds = ['page', 'panel', 'raised', 'selected'];

  it('has readable text on every ground (AA: 4.5)', () => {
    for (const ground of grounds)
      for (const ink of ['text', 'muted'])
        expect(
          contrast(colour(colours, ink), colour(colours, ground)),
          `${ink} on ${ground}`,
        ).toBeGreaterThan(4.5);
    expect(contrast(colour(colours, 'on-strong'), colour(colours, 'strong'))).toBeGreaterThan(4.5);
  });

  it('writes the five meanings readably on page, panel and their own soft ground (AA: 4.5)', () => {
    for (const meaning of MEANINGS)
      for (const ground of ['page', 'panel', `${meaning}-soft`])
        expect(
          contrast(colour(colours, meaning), colour(colours, ground)),
          `${meaning} on ${ground}`,
        ).toBeGreaterThan(4.5);
  });

  it('draws borders of controls visibly (AA: 3)', () => {
    for (const ground of ['page', 'panel'])
      expect(contrast(colour(colours, 'control'), colour(colours, ground)), ground).toBeGreaterThan(3);
  });

  it.each(Object.keys(BLINDNESS))('keeps the five meanings apart for eyes with %s', (kind) => {
    const matrix = BLINDNESS[kind as keyof typeof BLINDNESS];
    MEANINGS.forEach((a, at) => {
      for (const b of MEANINGS.slice(at + 1)) {
        const apart = distance(
          lab(seenBy(matrix, colour(colours, a))),
          lab(seenBy(matrix, colour(colours, b))),
        );
        expect(apart, `${a} and ${b}`).toBeGreaterThan(LEAST_DISTANCE);
      }
    });
  });
});
