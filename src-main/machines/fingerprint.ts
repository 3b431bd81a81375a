/** Which workers give a run's bits: those of its compute fingerprint, whose threads a run's own settings say. */
import type { ComputeFingerprint } from '../../shared/run.ts';
import { computeId } from '../host/computeId.ts';

export const fingerprintOf = (compute: ComputeFingerprint): string => computeId({ ...compute, threads: 0 });
