import { svelte } from '@sveltejs/vite-plugin-svelte';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  resolve: { conditions: process.env['VITEST'] === undefined ? [] : ['browser'] },
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**', 'tests/slow/**'],
    // TensorFlow's addon must be loaded once a process, and workers of the code under test need a real process.
    // The studio notes where it was used: here, not in the configuration of whoever runs the tests.
    env: { STUDIO_CONFIG_DIR: path.join(import.meta.dirname, 'node_modules/.cache/studio-config') },
    // Its ES module is bundled with the renderer; Node alone would take its CommonJS.
    server: { deps: { inline: ['gifenc'] } },
    pool: 'forks',
    maxWorkers: 2,
    // No test is tried twice: one that fails now and then is a defect, in the test or in the studio.
    retry: 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
