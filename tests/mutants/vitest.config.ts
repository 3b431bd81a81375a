import { chmodSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, mergeConfig } from 'vitest/config';
import unit from '../../vitest.config.ts';
import { REACH_FOLDER } from './reach.ts';

// Stryker's copy can be entered by its owner alone, and some tests act as another user.
chmodSync(path.join(import.meta.dirname, '..', '..'), 0o755);

/** The unit tests, but for those that judge the repository's own files: a fault put into these is no claim of theirs. */
export default mergeConfig(
  unit,
  defineConfig({
    test: {
      exclude: ['tests/toolchain/**'],
      // Stryker has limits of its own, by what each test took; a first run on a busy machine fails by none.
      testTimeout: 600_000,
      hookTimeout: 600_000,
      setupFiles: process.env[REACH_FOLDER] === undefined ? [] : ['tests/mutants/reachSetup.ts'],
    },
  }),
);
