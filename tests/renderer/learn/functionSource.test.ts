/** The cut of a source file that "Show the code" shows. */
import { expect, it } from 'vitest';
import { functionSource } from '../../../src-renderer/learn/functionSource.ts';

const FILE = `/** A file. */
import { x } from './x.ts';

/**
 * Adds one.
 */
export function more(value: number): number {
  if (value > 0) {
    return value + 1;
  }
  return x;
}

function moreover(): void {
  more(1);
}

export function* ever(): Generator<number> {
  for (;;) yield 1;
}
`;

it('is the function with its comment, from the left edge to the left edge', () => {
  const code = functionSource(FILE, 'more');
  expect(code.startsWith('/**\n * Adds one.')).toBe(true);
  expect(code.endsWith('  return x;\n}')).toBe(true);
  expect(functionSource(FILE, 'ever')).toContain('for (;;) yield 1;');
  expect(functionSource(FILE, 'moreover')).toBe('function moreover(): void {\n  more(1);\n}');
});

it('throws for a name that is not there', () => {
  expect(() => functionSource(FILE, 'mor')).toThrow('named mor');
});
