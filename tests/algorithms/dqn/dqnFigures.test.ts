import { beforeAll } from 'vitest';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { describeDqnFigures } from './dqnFigures.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

describeDqnFigures();
