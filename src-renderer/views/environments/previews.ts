/** Previews, fetched one after the other and kept: making one takes an engine a moment. */
import type { StudioClient } from '../../client/studioClient.ts';
import type { EnvironmentPreview } from '../../../shared/protocol.ts';

const kept = new Map<string, Promise<EnvironmentPreview>>();
let last: Promise<unknown> = Promise.resolve();

/** @throws StudioError what the host answered */
export function loadPreview(client: StudioClient, environment: string): Promise<EnvironmentPreview> {
  const known = kept.get(environment);
  if (known !== undefined) return known;
  const asked = last.then(() => client.call('environments.preview', { environment }));
  last = asked.catch(() => kept.delete(environment));
  kept.set(environment, asked);
  return asked;
}
