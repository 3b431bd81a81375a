/** Dreamer without TensorFlow: the same figures on the wasm backend. */
import { beforeAll } from 'vitest';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { describeDreamerFigures } from './dreamerFigures.ts';
import { describeDreamerOptions } from './dreamerOptions.ts';

beforeAll(async () => {
  await initialiseBackend({ backend: 'wasm' });
});

describeDreamerFigures();
describeDreamerOptions();
