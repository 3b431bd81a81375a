/**
 * End-to-end tests: the command line, the views in Chromium (against `studio serve`) and in a real Electron, Electron's own
 * processes, and the packaged app. `npm test` arranges what they need and tells them where it is by environment variables.
 */
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import type { StudioOptions } from './tests/e2e/support/studio.ts';

// The studio notes where it was used: here, not in the configuration of whoever runs the tests.
process.env['STUDIO_CONFIG_DIR'] ??= path.join(import.meta.dirname, 'node_modules/.cache/studio-config');

export default defineConfig<StudioOptions>({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // One at a time: trainings and software rendering fill two cores.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // No test is tried twice: one that fails now and then is a defect, in the test or in the studio.
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure', actionTimeout: 30_000 },
  projects: [
    { name: 'cli', testDir: 'tests/e2e/cli' },
    { name: 'chromium', testDir: 'tests/e2e/views', use: { shell: 'browser' } },
    {
      name: 'electron',
      testDir: 'tests/e2e',
      testMatch: ['views/**/*.spec.ts', 'electron/**/*.spec.ts'],
      use: { shell: 'electron' },
    },
    { name: 'packaged', testDir: 'tests/e2e/packaged' },
  ],
});
