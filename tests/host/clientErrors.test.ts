/** What clients are told of errors: enough to act on, nothing of the machine. */
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../shared/errors.ts';
import { reportToClient, shownFolder, withoutMachine } from '../../src-main/host/clientErrors.ts';
import { NO_LOG } from '../../src-main/store/log.ts';
import { storeError } from '../../src-main/store/storeErrors.ts';

const quiet = NO_LOG;

describe('an error that leaves the host', () => {
  it('is a number in the log where nobody foresaw it, and stands there whole', () => {
    let log = '';
    const report = reportToClient(new TypeError('x of undefined'), {
      write: (level, event, values, detail) =>
        void (log += `${level} ${event} ${JSON.stringify(values)} ${detail}`),
    });
    expect(report).toEqual({ code: 'host.failed', values: { reference: expect.stringMatching(/^\w{8}$/) } });
    expect(log).toContain(`"reference":"${report.values['reference']}","code":"internal"`);
    expect(log).toContain('x of undefined');
    expect(log).toMatch(/\n\s+at .*clientErrors\.test/);
  });

  it('keeps its code and values, and loses the folders in them', () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    expect(reportToClient(storeError(full, '/home/ada lovelace/my studies'), quiet)).toEqual({
      code: 'store.full',
      values: { folder: 'my studies', processId: '?', reason: 'ENOSPC' },
    });
    const damaged = new StudioError(
      'checkpoint.damaged',
      { file: 'a.ckpt' },
      { detail: '/srv/data/runs/1/a.ckpt' },
    );
    expect(reportToClient(damaged, quiet)).toEqual({
      code: 'checkpoint.damaged',
      values: { file: 'a.ckpt' },
      detail: 'a.ckpt',
    });
  });

  it.each([
    ["ENOENT: no such file, open '/home/ada lovelace/x/y.json'", "ENOENT: no such file, open 'y.json'"],
    [String.raw`cannot load C:\Users\Ada\studio\addon.node`, 'cannot load addon.node'],
    ['at line 3 of file:///opt/studio/src/a.ts:10:4', 'at line 3 of a.ts:10:4'],
    [`in ${path.join(os.homedir(), 'a b', 'c.txt')}`, 'in /a b/c.txt'],
    ['boom\n    at train (/opt/x.ts:1:2)\n    at async run (node:internal/y:3:4)', 'boom'],
    [
      'see https://example.org/a/b/c and 3/4 of src/x.ts',
      'see https://example.org/a/b/c and 3/4 of src/x.ts',
    ],
  ])('says %j as %j', (told, shown) => {
    expect(withoutMachine({ code: 'internal', values: { message: told } }).values.message).toBe(shown);
  });

  it('is found wherever it lies: in runs, in logs, in events; what is no error is left as it is', () => {
    const stack = 'Error: x\n    at a (/opt/studio/a.ts:1:2)';
    const picture = new Uint8Array([1, 2, 3]);
    const message = {
      type: 'result',
      id: 1,
      value: {
        runs: [
          { id: 'r', notes: '/keeps/its/path', lastError: { code: 'internal', message: 'x', detail: stack } },
        ],
        log: [{ at: 'now', key: 'error.internal.what', values: { message: stack } }],
        event: { kind: 'failed', error: { code: 'internal', values: {}, detail: stack } },
        picture,
      },
    };
    const sent = withoutMachine(message);
    expect(JSON.stringify(sent)).not.toMatch(/\/opt|\bat a\b/);
    expect(sent.value.runs[0]?.lastError.detail).toBe('Error: x');
    expect(sent.value.runs[0]?.notes).toBe('/keeps/its/path');
    expect(sent.value.picture).toBe(picture);
    const harmless = { type: 'event', event: { values: [1, 2], metrics: { a: new Float64Array(2) } } };
    expect(withoutMachine(harmless)).toBe(harmless);
  });
});

it('a folder is shown below the home, or by its name', () => {
  expect(shownFolder(path.join(os.homedir(), 'x', 'studio'))).toBe('~/x/studio');
  expect(shownFolder('/mnt/disk/studio')).toBe('studio');
});
