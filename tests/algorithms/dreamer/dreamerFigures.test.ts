import { beforeAll } from 'vitest';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { describeDreamerFigures } from './dreamerFigures.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

describeDreamerFigures();
