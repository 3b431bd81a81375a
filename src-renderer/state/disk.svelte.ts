/** How long the disk lasts, kept up to date. */
import type { StudioClient } from '../client/studioClient.ts';
import type { DiskForecast } from '../../shared/storage.ts';
import { t } from './language.ts';

export class Disk {
  readonly #client: StudioClient;
  #forecast = $state.raw<DiskForecast | null>(null);
  readonly #stop: () => void;

  constructor(client: StudioClient) {
    this.#client = client;
    this.#stop = client.listen('disk', {}, ({ forecast }) => (this.#forecast = forecast), {
      onResumed: () => void this.load(),
    });
    void this.load();
  }

  /** Null until the host has told. */
  get forecast(): DiskForecast | null {
    return this.#forecast;
  }

  async load(): Promise<void> {
    try {
      this.#forecast = await this.#client.call('storage.forecast', {});
    } catch {
      // The line is down: once it is up again this is asked again.
    }
  }

  dispose(): void {
    this.#stop();
  }
}

const HOURS_A_DAY = 24;
const MINUTES_AN_HOUR = 60;

/** As coarsely as it is uncertain: `6 h`, `3 days`. */
export function roughTime(hours: number): string {
  if (hours >= 2 * HOURS_A_DAY) return t('forecast.days', { days: Math.round(hours / HOURS_A_DAY) });
  if (hours >= 1) return t('forecast.hours', { hours: Math.round(hours) });
  return t('forecast.minutes', { minutes: Math.max(5, Math.round((hours * MINUTES_AN_HOUR) / 5) * 5) });
}
