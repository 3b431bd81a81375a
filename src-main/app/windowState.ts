/** Where the window was last, kept in a small file; a place that no screen shows any more is not used. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  /** Undefined lets the system place it. */
  readonly bounds: Rectangle | undefined;
  readonly maximized: boolean;
}

const LEAST_VISIBLE = 120;

/** At least a hand's breadth of the title bar must be on some screen. */
export function isVisible(bounds: Rectangle, screens: readonly Rectangle[]): boolean {
  return screens.some((screen) => {
    const across = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
    return (
      across >= LEAST_VISIBLE &&
      bounds.y >= screen.y - 8 &&
      bounds.y <= screen.y + screen.height - LEAST_VISIBLE
    );
  });
}

function isRectangle(value: unknown): value is Rectangle {
  const names = ['x', 'y', 'width', 'height'] as const;
  return (
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => name in value && Number.isFinite((value as Record<string, unknown>)[name]))
  );
}

export function readWindowState(file: string, screens: readonly Rectangle[]): WindowState {
  let kept: unknown;
  try {
    kept = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The first start, or a file cut short: the default place is fine.
  }
  const { bounds, maximized } = (kept ?? {}) as { bounds?: unknown; maximized?: unknown };
  return {
    bounds: isRectangle(bounds) && isVisible(bounds, screens) ? bounds : undefined,
    maximized: maximized === true,
  };
}

export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  } catch {
    // A full or read-only disk costs the window its place, nothing more.
  }
}
