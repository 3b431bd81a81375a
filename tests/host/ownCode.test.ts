/** A run of a person's own code: who may let it run, and that it is tried before there is a run. */
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import { claimTestPython } from '../support/claimTestPython.ts';
import { prepareTestPython, TEST_PYTHON } from '../support/testPython.ts';
import { temporaryFolder, testHost } from './testHost.ts';

beforeAll(prepareTestPython);
claimTestPython();

const asked = (python: string, id: string) => ({
  algorithm: 'd4pg',
  environment: 'gymnasium',
  preset: 'smoke',
  overrides: { 'environment.python': python, 'environment.id': id },
});

/** A program that leaves a mark. */
function marking() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-mark-'));
  const program = path.join(folder, 'python3');
  const mark = path.join(folder, 'ran');
  writeFileSync(program, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
  return { program, ran: () => existsSync(mark) };
}

const open = (desktop: boolean): Promise<Host> =>
  testHost(temporaryFolder(), { desktop, launcher: nodeLauncher() });

describe('code that nobody has allowed', () => {
  it('runs for no command, and makes no run', async () => {
    const { program, ran } = marking();
    const host = await open(true);
    const config = { python: program, id: 'evil:Run-v0' };
    const refused = { code: 'python.notAllowed' };
    await expect(
      host.call('runs.create', { ...asked(program, 'evil:Run-v0'), start: true }),
    ).rejects.toMatchObject(refused);
    await expect(
      host.call('environments.preview', { environment: 'gymnasium', config }),
    ).rejects.toMatchObject(refused);
    expect(host.store.runs()).toEqual([]);
    expect(ran()).toBe(false);
  });

  it('cannot be allowed by whoever is connected to a served studio', async () => {
    const { program, ran } = marking();
    const host = await open(false);
    await expect(host.call('environments.allow', asked(program, 'evil:Run-v0'))).rejects.toMatchObject({
      code: 'python.allowedHereOnly',
    });
    await expect(
      host.call('runs.create', { ...asked(program, 'evil:Run-v0'), start: false }),
    ).rejects.toMatchObject({ code: 'python.notAllowed' });
    expect(ran()).toBe(false);
  });
});

describe.skipIf(TEST_PYTHON === null)('code that was allowed', () => {
  it('is tried first: what is wrong with it is told before there is a run', async () => {
    const host = await open(true);
    const python = TEST_PYTHON ?? '';
    for (const [id, code] of [
      ['NoSuchThing-v0', 'python.unknownId'],
      // D4PG chooses numbers, not among choices.
      ['CartPole-v1', 'config.invalid'],
      ['Pendulum-v1', null],
    ] as const) {
      await host.call('environments.allow', asked(python, id));
      const made = host.call('runs.create', { ...asked(python, id), start: false });
      if (code === null) await expect(made).resolves.toMatchObject({ status: 'draft' });
      else await expect(made).rejects.toMatchObject({ code });
    }
    expect(host.store.runs()).toHaveLength(1);
  });
});
