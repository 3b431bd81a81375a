import { beforeAll } from 'vitest';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { describeD4pgFigures } from './d4pgFigures.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

describeD4pgFigures();
