/** DQN without TensorFlow: the same figures on the wasm backend. */
import { beforeAll } from 'vitest';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { describeDqnFigures } from './dqnFigures.ts';

beforeAll(async () => {
  await initialiseBackend({ backend: 'wasm' });
});

describeDqnFigures();
