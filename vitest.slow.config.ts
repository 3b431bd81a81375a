import { defineConfig, mergeConfig } from 'vitest/config';
import fast from './vitest.config.ts';

/** What needs many minutes: `npm run test:slow`. */
export default mergeConfig(
  { ...fast, test: { ...fast.test, include: [], exclude: [] } },
  defineConfig({
    test: { include: ['tests/slow/**/*.test.ts'], testTimeout: 3_600_000, hookTimeout: 3_600_000, retry: 0 },
  }),
);
