/** Hub commands that are refused before any hub is asked. */
import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { temporary } from '../../machines/hub/testHub.ts';
import { begin, STUDIO } from '../counterProcess.ts';

test('what is no action, no address and no time is said', async () => {
  const folder = temporary('config');
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const run = (words: readonly string[]) =>
    begin(STUDIO, words, {}, { environment: { STUDIO_CONFIG_DIR: folder } });
  const [action, address, joined, expires] = await Promise.all([
    run(['hub', 'dance']).ended,
    run(['hub', 'join', 'http://somewhere']).ended,
    run(['hub', 'workers']).ended,
    run(['hub', 'revoke']).ended,
  ]);
  expect(action.stderr).toContain('invite | invitations');
  expect(address.stderr).toContain('This is no join address.');
  expect(joined.stderr).toContain('This computer has joined no hub.');
  expect([action.code, address.code, joined.code, expires.code]).toEqual([1, 1, 1, 1]);
});
