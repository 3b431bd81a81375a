import { beforeAll } from 'vitest';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { describeDreamerOptions } from './dreamerOptions.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

describeDreamerOptions();
