/** Numbers, times and sizes as people read them, in the language now chosen. */
import type { EpisodeRecord } from '../../shared/run.ts';
import { t } from './language.ts';
import { preferences } from './preferences.svelte.ts';

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = preferences.language + JSON.stringify(options);
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(preferences.language, options);
    formats.set(key, format);
  }
  return format;
}

export function formatNumber(value: number, fractionDigits = 0): string {
  return numberFormat({
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  }).format(value);
}

/** About four significant digits, exponents only far from 1: `0.0312`, `4,348,547`, `1.2e-7`. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toExponential(2);
  if (Number.isInteger(value) || size >= 10_000) return formatNumber(Math.round(value));
  return numberFormat({ maximumSignificantDigits: size >= 1000 ? 5 : 4 }).format(value);
}

/** A score and its deviation: `906 ± 21`. */
export function formatScore(score: number | null, deviation: number | null = null): string {
  if (score === null) return '–';
  const digits = Math.abs(score) < 10 ? 2 : Math.abs(score) < 100 ? 1 : 0;
  const shown = formatNumber(score, digits);
  return deviation === null ? shown : `${shown} ± ${formatNumber(deviation, digits)}`;
}

/** The two largest units that matter: `2 h 05 min`, `41 s`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.max(0, Math.round(seconds));
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (days > 0) return t('time.daysHours', { days, hours });
  if (hours > 0) return t('time.hoursMinutes', { hours, minutes: String(minutes).padStart(2, '0') });
  if (minutes > 0) return t('time.minutesSeconds', { minutes, seconds: String(whole % 60).padStart(2, '0') });
  return t('time.seconds', { seconds: whole });
}

/** The same, for axes: whole minutes and hours without their zeros. */
export function formatTickSeconds(seconds: number): string {
  if (seconds !== 0 && seconds % 60 === 0 && seconds < 3600)
    return t('time.minutes', { minutes: seconds / 60 });
  if (seconds !== 0 && seconds % 3600 === 0 && seconds < 86_400)
    return t('time.hours', { hours: seconds / 3600 });
  return formatDuration(seconds);
}

/** An estimate, rounded as coarsely as it is uncertain: `about 4 min`. */
export function formatTimeLeft(seconds: number | null): string {
  if (seconds === null) return t('time.unknownLeft');
  if (seconds < 10) return t('time.almostDone');
  const coarse =
    seconds < 60
      ? Math.ceil(seconds / 10) * 10
      : seconds < 3600
        ? Math.ceil(seconds / 60) * 60
        : Math.ceil(seconds / 600) * 600;
  return t('time.left', {
    time:
      coarse % 60 === 0 && coarse < 3600 && coarse >= 60
        ? t('time.minutes', { minutes: coarse / 60 })
        : formatDuration(coarse),
  });
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let scaled = bytes;
  let unit = 0;
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return `${formatNumber(scaled, unit === 0 || scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2)} ${units[unit] ?? ''}`;
}

/** `1.2M`, `51k`: for axis ticks and tight places. */
export function formatCompact(value: number): string {
  return numberFormat({ notation: 'compact', maximumSignificantDigits: 3 }).format(value);
}

export function formatDateTime(iso: string): string {
  return new Intl.DateTimeFormat(preferences.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(iso),
  );
}

/** A day; with `time`, also the minute. @param at milliseconds since 1970 */
export function formatDay(at: number, time = false): string {
  return new Intl.DateTimeFormat(preferences.language, {
    dateStyle: 'medium',
    ...(time ? { timeStyle: 'short' } : {}),
  }).format(at);
}

export function formatClock(iso: string): string {
  return new Intl.DateTimeFormat(preferences.language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(iso));
}

/** `just now`, `5 min ago`, `yesterday`, then the date. */
export function formatWhen(iso: string, now: number = Date.now()): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  const relative = new Intl.RelativeTimeFormat(preferences.language, { numeric: 'auto', style: 'short' });
  if (seconds < 45) return t('time.justNow');
  if (seconds < 3600) return relative.format(-Math.max(1, Math.round(seconds / 60)), 'minute');
  if (seconds < 86_400) return relative.format(-Math.round(seconds / 3600), 'hour');
  if (seconds < 7 * 86_400) return relative.format(-Math.round(seconds / 86_400), 'day');
  return new Intl.DateTimeFormat(preferences.language, { dateStyle: 'medium' }).format(new Date(iso));
}

/** Return of an episode; a dream without a reward head has none. */
export function formatReturn(episode: Pick<EpisodeRecord, 'episodeReturn'>): string {
  return episode.episodeReturn === null ? '–' : formatScore(episode.episodeReturn);
}
