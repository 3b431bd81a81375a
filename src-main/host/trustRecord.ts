/** What is kept of a measurement. */
import { randomBytes } from 'node:crypto';
import type { TrustRecord, TrustResult } from '../../shared/trust.ts';
import type { TrustPlan } from './trustPlan.ts';

export function newTrustId(runId: string): string {
  return `${runId}-trust-${randomBytes(5).toString('hex')}`;
}

export function trustRecord(id: string, plan: TrustPlan, result: TrustResult): TrustRecord {
  const { checkpointId, environmentSteps, gradientSteps, seed, episodes } = plan;
  const createdAt = new Date().toISOString();
  return { id, checkpointId, environmentSteps, gradientSteps, seed, episodes, result, createdAt };
}
