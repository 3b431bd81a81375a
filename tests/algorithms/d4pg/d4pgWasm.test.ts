/** D4PG without TensorFlow: the same figures on the wasm backend. */
import { beforeAll } from 'vitest';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { describeD4pgFigures } from './d4pgFigures.ts';

beforeAll(async () => {
  await initialiseBackend({ backend: 'wasm' });
});

describeD4pgFigures();
