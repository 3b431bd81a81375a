/** Whether there is a Python to test with, as a test of its own. */
import { expect, it } from 'vitest';
import { TEST_PYTHON } from './testPython.ts';

/** Says plainly what is not tested here; where everything has to be, that is a failure. */
export function claimTestPython(): void {
  it.skipIf(TEST_PYTHON === null && process.env['STUDIO_CI'] !== '1')(
    'has a Python with Gymnasium (node scripts/testPython.mjs makes it)',
    () => {
      expect(TEST_PYTHON, 'node scripts/testPython.mjs').not.toBeNull();
    },
  );
}
