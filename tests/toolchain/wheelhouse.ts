/** Small wheels of the real layout, for tests of everything that handles the big ones. */
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import type { Plan } from '../../scripts/provision/plan.mjs';
import type { Wheel } from '../../scripts/provision/wheels.mjs';

export function temporaryFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'studio-toolchain-'));
}

const text = (words: string) => new TextEncoder().encode(words);

export const WHEEL_FILES: Record<string, Uint8Array> = {
  'tensorflow/libtensorflow_cc.so.2': text('cc '.repeat(5000)),
  'tensorflow/libtensorflow_framework.so.2': text('framework'),
  'tensorflow/python/_pywrap_tfe.so': text('not needed'),
  'tensorflow/include/tensorflow/c/c_api.h': text('// c_api'),
  'tensorflow/include/tensorflow/cc/ops.h': text('not needed'),
  'nvidia/cublas/lib/libcublas.so.12': text('cublas'),
  'tensorflow_cpu-0.0.1.dist-info/METADATA': text('not needed'),
};

/** Writes a wheel into `folder` and describes it as wheels.mjs does. */
export function writeWheel(folder: string, project = 'tensorflow-cpu', files = WHEEL_FILES): Wheel {
  const bytes = zipSync(files);
  const file = `${project.replaceAll('-', '_')}-0.0.1-cp311-cp311-manylinux_2_27_x86_64.whl`;
  writeFileSync(path.join(folder, file), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { project, version: '0.0.1', file, sizeBytes: bytes.length, sha256 };
}

export function planOf(...wheels: Wheel[]): Extract<Plan, { kind: 'wheels' }> {
  return { kind: 'wheels', variant: 'cpu', wheels };
}
