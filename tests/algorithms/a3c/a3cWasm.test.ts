/** A3C without TensorFlow: the same figures on the wasm backend. */
import { beforeAll } from 'vitest';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { describeA3cFigures } from './a3cFigures.ts';

beforeAll(async () => {
  await initialiseBackend({ backend: 'wasm' });
});

describeA3cFigures();
