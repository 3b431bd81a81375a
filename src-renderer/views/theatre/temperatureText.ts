import type { TheatreInfo } from '../../../shared/theatre.ts';
import { formatNumber } from '../../state/format.ts';

/** `τ 1.15`; nothing where the model dreams at no temperature. */
export function temperatureText(info: TheatreInfo | null, temperature: number | undefined): string {
  return info?.model?.hasTemperature === true ? `τ ${formatNumber(temperature ?? 1, 2)}` : '';
}

/** Parts that say something, one after another. */
export function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}
