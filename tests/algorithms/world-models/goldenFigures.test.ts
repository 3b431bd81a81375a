import { beforeAll } from 'vitest';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { describeGoldenFigures } from './goldenFigures.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

describeGoldenFigures();
