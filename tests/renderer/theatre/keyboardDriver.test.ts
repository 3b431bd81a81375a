/** Keys held together make one action; a while after the last is let go, hands are off. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  HANDS_OFF_MILLISECONDS,
  KeyboardDriver,
} from '../../../src-renderer/views/theatre/keyboardDriver.ts';

const BINDINGS = [
  { code: 'ArrowLeft', index: 0, value: -1, label: '' },
  { code: 'ArrowRight', index: 0, value: 1, label: '' },
  { code: 'ArrowUp', index: 1, value: 1, label: '' },
];
const SPACE = { kind: 'box', shape: [3], dtype: 'float64', low: [-1, 0, 0], high: 1 } as const;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('keys combine, the later of two for one element counts, and letting go is neutral', () => {
  const sent: (readonly number[] | null)[] = [];
  const driver = new KeyboardDriver(BINDINGS, SPACE, (action) => sent.push(action));
  expect(driver.down('ArrowUp')).toBe(true);
  driver.down('ArrowLeft');
  driver.down('ArrowLeft');
  driver.down('ArrowRight');
  driver.up('ArrowRight');
  driver.up('ArrowUp');
  driver.up('ArrowLeft');
  expect(sent).toEqual([
    [0, 1, 0],
    [-1, 1, 0],
    [1, 1, 0],
    [-1, 1, 0],
    [-1, 0, 0],
    [0, 0, 0],
  ]);
});

test('the wheel is given away once no key was held for a while, and not between two presses', () => {
  const sent: (readonly number[] | null)[] = [];
  const driver = new KeyboardDriver(BINDINGS, SPACE, (action) => sent.push(action));
  driver.down('ArrowUp');
  vi.advanceTimersByTime(10 * HANDS_OFF_MILLISECONDS);
  driver.up('ArrowUp');
  vi.advanceTimersByTime(HANDS_OFF_MILLISECONDS - 1);
  driver.down('ArrowLeft');
  driver.up('ArrowLeft');
  vi.advanceTimersByTime(HANDS_OFF_MILLISECONDS - 1);
  expect(sent).not.toContain(null);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual([[0, 1, 0], [0, 0, 0], [-1, 0, 0], [0, 0, 0], null]);
});

test("other keys stay the window's, and a lost window lets go of everything", () => {
  const sent: (readonly number[] | null)[] = [];
  const driver = new KeyboardDriver(BINDINGS, SPACE, (action) => sent.push(action));
  expect(driver.down('KeyX')).toBe(false);
  driver.release();
  expect(sent).toEqual([]);
  driver.down('ArrowUp');
  driver.release();
  expect(sent.at(-1)).toBeNull();
  expect(driver.up('ArrowUp')).toBe(false);
});

test('a discrete choice is the index of the key', () => {
  const sent: (readonly number[] | null)[] = [];
  const choice = { code: 'ArrowRight', index: 0, value: 2, label: '' };
  const driver = new KeyboardDriver([choice], { kind: 'discrete', count: 3 }, (action) => sent.push(action));
  driver.down('ArrowRight');
  expect(sent).toEqual([[2]]);
});
