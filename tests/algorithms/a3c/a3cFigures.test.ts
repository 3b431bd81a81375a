import { beforeAll } from 'vitest';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { describeA3cFigures } from './a3cFigures.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

describeA3cFigures();
