/** The Python with Gymnasium that tests run, where `node scripts/testPython.mjs` has made it. */
import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import { testPythonFolder } from '../../scripts/testPython.mjs';
import { parseGymnasiumConfig } from '../../src-main/environments/gymnasium/config.ts';
import { allowPython, pythonUse } from '../../src-main/environments/gymnasium/consent.ts';

const whole = existsSync(path.join(testPythonFolder(), 'ready'));
export const TEST_PYTHON: string | null = whole ? path.join(testPythonFolder(), 'bin', 'python') : null;

/** Environments of the tests' own. */
const MODULES = path.join(import.meta.dirname, '..', 'environments', 'gymnasium', 'modules');

/** What this process and all that it starts are told: where the tests' modules are, and settings of nobody's. */
export function prepareTestPython(): void {
  process.env['PYTHONPATH'] = MODULES;
  process.env['STUDIO_CONFIG_DIR'] = mkdtempSync(path.join(os.tmpdir(), 'studio-config-'));
}

/** An environment's config with that Python, allowed. */
export function allowedConfig(config: EnvironmentConfig): EnvironmentConfig {
  const whose = { python: TEST_PYTHON ?? '', ...config };
  allowPython(pythonUse(parseGymnasiumConfig(whose)));
  return whose;
}
