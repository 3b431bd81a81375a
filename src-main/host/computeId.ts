/** What computes, in short: where two are alike, the same numbers come out, bit for bit. */
import { createHash } from 'node:crypto';
import type { ComputeFingerprint } from '../../shared/run.ts';

/** Empty where nothing has computed yet. */
export function computeId(compute: ComputeFingerprint | null): string {
  if (compute === null) return '';
  const { backend, gpu, threads, oneDnn, tensorflowVersion, cpu } = compute;
  const told = JSON.stringify([backend, gpu, threads, oneDnn, tensorflowVersion, cpu]);
  return createHash('sha256').update(told).digest('base64url').slice(0, 10);
}
