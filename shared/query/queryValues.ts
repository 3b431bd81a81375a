/** Numbers and dates as people type them in a query. */

const FACTORS: Readonly<Record<string, number>> = {
  k: 1e3,
  M: 1e6,
  G: 1e9,
  s: 1,
  m: 60,
  min: 60,
  h: 3600,
  d: 86_400,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
};

/** `700`, `1.5k`, `2M`, `1e-4`, `90s`, `15m`, `2h`, `300MB` to a plain number (seconds, bytes); null: it is none. */
export function parseQuantity(text: string): number | null {
  const found = /^(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(k|M|G|s|m|min|h|d|kB|MB|GB)?$/.exec(
    text.replaceAll(',', ''),
  );
  if (found === null) return null;
  return Number(found[1]) * (found[2] === undefined ? 1 : (FACTORS[found[2]] ?? 1));
}

/** A span of time, in milliseconds since 1970: a day, a month, a year; a moment is a span of no length. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const AGO_SECONDS: Readonly<Record<string, number>> = {
  min: 60,
  h: 3600,
  d: 86_400,
  w: 7 * 86_400,
};

/**
 * `2026`, `2026-11`, `2026-11-21`, `2026-11-21T14:30`, `today`, `yesterday`, or so long ago: `30min`, `12h`, `7d`, `2w`. Days
 * begin where the machine's do. @param now milliseconds since 1970 @returns null: it is no date
 */
export function parseDate(text: string, now: number): Span | null {
  const today = new Date(now);
  const day = (offset: number): Span => ({
    from: new Date(today.getFullYear(), today.getMonth(), today.getDate() + offset).getTime(),
    to: new Date(today.getFullYear(), today.getMonth(), today.getDate() + offset + 1).getTime(),
  });
  if (text === 'today') return day(0);
  if (text === 'yesterday') return day(-1);
  const ago = /^(\d+(?:\.\d+)?)(min|h|d|w)$/.exec(text);
  if (ago !== null) {
    const moment = now - Number(ago[1]) * (AGO_SECONDS[ago[2] ?? ''] ?? 0) * 1000;
    return { from: moment, to: moment };
  }
  const parts = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:T(\d{1,2}):(\d{2}))?)?)?$/.exec(text);
  if (parts === null) return null;
  const [year = 0, month, date, hour, minute] = parts
    .slice(1)
    .map((part: string | undefined) => (part === undefined ? undefined : Number(part)));
  if ((month !== undefined && (month < 1 || month > 12)) || (date !== undefined && (date < 1 || date > 31)))
    return null;
  const at = (years: number, months: number, days: number) =>
    new Date(year + years, (month ?? 1) - 1 + months, (date ?? 1) + days, hour ?? 0, minute ?? 0).getTime();
  if (minute !== undefined) return { from: at(0, 0, 0), to: at(0, 0, 0) + 60_000 };
  if (date !== undefined) return { from: at(0, 0, 0), to: at(0, 0, 1) };
  return month !== undefined
    ? { from: at(0, 0, 0), to: at(0, 1, 0) }
    : { from: at(0, 0, 0), to: at(1, 0, 0) };
}
