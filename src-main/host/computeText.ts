/** What a run was computed with: whether two of them give the same bits, and in words for the log. */
import type { ComputeFingerprint } from '../../shared/run.ts';

/** Whether both give the same bits. */
export function sameCompute(a: ComputeFingerprint, b: ComputeFingerprint): boolean {
  return (
    a.backend === b.backend &&
    a.gpu === b.gpu &&
    a.threads === b.threads &&
    a.oneDnn === b.oneDnn &&
    a.tensorflowVersion === b.tensorflowVersion &&
    a.cpu === b.cpu
  );
}

export function describeCompute(compute: ComputeFingerprint): string {
  const { backend, tensorflowVersion, threads, gpu, cpu, oneDnn } = compute;
  return `${backend} ${tensorflowVersion}, ${threads} threads, oneDNN ${oneDnn ? 'on' : 'off'}, ${gpu ?? cpu}`;
}
