/** No Python runs that the person of this machine has not allowed, whoever wrote the config. */
import { chmodSync, existsSync, mkdtempSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseGymnasiumConfig } from '../../../src-main/environments/gymnasium/config.ts';
import { allowPython, pythonUse, requireConsent } from '../../../src-main/environments/gymnasium/consent.ts';
import { createEnvironment } from '../../../src-main/environments/registry.ts';
import { VectorEnvironment } from '../../../src-main/environments/vectorEnvironment.ts';

let folder = '';
let marker = '';
/** A program that tells that it ran. */
let program = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'studio-consent-'));
  process.env['STUDIO_CONFIG_DIR'] = path.join(folder, 'config');
  marker = path.join(folder, 'ran');
  program = path.join(folder, 'python3');
  writeFileSync(program, `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
});

const use = (more: Record<string, string> = {}) =>
  pythonUse(parseGymnasiumConfig({ python: program, id: 'evil:Run-v0', ...more }));
const refused = expect.objectContaining({ code: 'python.notAllowed' });

describe('a Python that nobody allowed', () => {
  it.each([
    ['one environment', () => createEnvironment('gymnasium', { python: program, id: 'evil:Run-v0' })],
    [
      'a vector',
      () => VectorEnvironment.create({ id: 'gymnasium', config: { python: program }, count: 2, workers: 1 }),
    ],
  ])('is not started for %s', async (_, open) => {
    await expect(open()).rejects.toThrow(refused);
    expect(existsSync(marker)).toBe(false);
  });

  it('is named with all that decides what would run', () => {
    const values = { python: program, id: 'evil:Run-v0' };
    expect(() => requireConsent(use({ kwargs: '{"path": "/x"}', wrappers: 'a.B' }))).toThrow(
      expect.objectContaining({
        values: expect.objectContaining({ ...values, use: expect.stringMatching(/"path":"\/x".*a\.B/) }),
      }),
    );
  });
});

describe('what was allowed', () => {
  it('runs, and nothing else does', async () => {
    allowPython(use());
    expect(() => requireConsent(use())).not.toThrow();
    for (const other of [
      { id: 'other:Run-v0' },
      { kwargs: '{"a": 1}' },
      { wrappers: 'a.B' },
      { python: '/bin/sh' },
    ]) {
      expect(() => requireConsent(use(other)), JSON.stringify(other)).toThrow(refused);
    }
    await expect(
      createEnvironment('gymnasium', { python: program, id: 'evil:Run-v0' }),
    ).rejects.toMatchObject({
      code: 'python.died',
    });
    expect(existsSync(marker)).toBe(true);
  });

  it('is kept for its owner alone, beside what was allowed before', () => {
    allowPython(use());
    allowPython(use({ id: 'other:Run-v0' }));
    expect(() => requireConsent(use())).not.toThrow();
    const file = path.join(folder, 'config', 'allowed-python.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('does not count where others can write to it, or where it is damaged', () => {
    allowPython(use());
    const file = path.join(folder, 'config', 'allowed-python.json');
    chmodSync(file, 0o666);
    expect(() => requireConsent(use())).toThrow(refused);
    chmodSync(file, 0o600);
    writeFileSync(file, '[{"use":');
    expect(() => requireConsent(use())).toThrow(refused);
  });
});

describe('the Python of a config', () => {
  it.each(['python3', './python3', '/no/such/python', os.tmpdir()])('is no %s', (python) => {
    expect(() => use({ python })).toThrow(expect.objectContaining({ code: 'python.notFound' }));
  });

  it('is the first on the PATH where none is named', () => {
    const before = process.env['PATH'];
    process.env['PATH'] = `${folder}:${before ?? ''}`;
    expect(use({ python: '' }).python).toBe(program);
    process.env['PATH'] = before;
  });

  it('is the link that was named, since a virtual environment is told by it', () => {
    const link = path.join(folder, 'linked');
    symlinkSync(program, link);
    expect(use({ python: link }).python).toBe(link);
  });
});
