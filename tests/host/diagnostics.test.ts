/** What is gathered for a bug report: everything that it needs, and nothing of a person, a machine or an experiment. */
import { spawnSync } from 'node:child_process';
import { cpSync, lstatSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { diagnosticsFileName, diagnosticsText, type DiagnosticsReport } from '../../shared/diagnostics.ts';
import { translate } from '../../shared/messages/index.ts';
import { withoutPlaces } from '../../src-main/host/shownPlaces.ts';
import { canMount, readOnlyCopy } from '../support/readOnlyMedia.ts';
import { behave, createCounterRun, temporaryFolder, testHost, until } from './testHost.ts';

const STUDIO = fileURLToPath(new URL('../../src-main/cli/studio.ts', import.meta.url));
const linesOf = ({ parts }: DiagnosticsReport, wanted: string) =>
  parts.find(({ id }) => id === wanted)?.lines.join('\n') ?? '';

/** A folder in which a training has failed. */
async function afterFailure(
  folder = temporaryFolder(),
): Promise<{ folder: string; runId: string; report: DiagnosticsReport }> {
  behave({ throwAt: { step: 2, message: `cannot read ${os.homedir()}/robots/arm.xml` } });
  const host = await testHost(folder, {
    doctor: () =>
      Promise.resolve({
        items: [{ id: 'dataFolder', state: 'good', label: 'doctor.dataFolder', value: folder, next: null }],
      }),
  });
  const { id } = await createCounterRun(host, 50);
  await host.call('runs.update', { runId: id, name: 'Project Nightingale', notes: 'confidential' });
  await until(host, id, ({ status }) => status === 'failed');
  await host.call('settings.set', { key: 'remote.token', value: 'hunter2hunter2' });
  await host.call('settings.set', { key: 'training.concurrent', value: 3 });
  const report = await host.call('system.diagnostics', { language: 'en' });
  return { folder, runId: id, report };
}

describe('diagnostics', () => {
  it('hold versions, doctor, settings, the check, failed runs with their whole error, and the logs’ ends', async () => {
    const { runId, report } = await afterFailure();
    expect(report.parts.map(({ id }) => id)).toEqual([
      'versions',
      'doctor',
      'compute',
      'settings',
      'store',
      'failures',
      'logs',
    ]);
    expect(linesOf(report, 'versions')).toMatch(/^studio test, protocol \d+, served\n/);
    expect(linesOf(report, 'versions')).toContain(`node ${process.versions.node}`);
    expect(linesOf(report, 'doctor')).toBe('Good | Data folder: <data>');
    expect(linesOf(report, 'compute')).toMatch(/trained: tensorflow none, 2 threads/);
    expect(linesOf(report, 'settings')).toContain('training.concurrent = 3');
    expect(linesOf(report, 'store')).toMatch(/^database: version \d+, \d+ bytes/);
    expect(linesOf(report, 'store')).toContain('1 world-models failed');
    expect(linesOf(report, 'store')).toMatch(/Everything is in order|in order/);
    const failures = linesOf(report, 'failures');
    expect(failures).toMatch(new RegExp(`^${runId}: world-models car-racing smoke, failed \\d`));
    expect(failures).toContain('internal {"message":"cannot read ~/robots/arm.xml"}');
    expect(failures).toMatch(/\| {5}at .*<studio>\/tests\/engine\/counterTrainer\.ts:\d+/);
    expect(linesOf(report, 'logs')).toMatch(/### host\.log\n.*host\.started/);
    expect(linesOf(report, 'logs')).toMatch(new RegExp(`### trainer-${runId}\\.log\n[^]*training\\.failed`));
  });

  it('hold no folder, no secret, and nothing that a person wrote', async () => {
    const { folder, report } = await afterFailure();
    const text = diagnosticsText(report, (key, values) => translate('en', key, values));
    for (const place of [folder, os.homedir(), process.cwd()]) expect(text).not.toContain(place);
    expect(text).not.toMatch(/hunter2|Nightingale|confidential/);
  });

  it('are one file in the person’s language, named by its date', async () => {
    const folder = temporaryFolder();
    const host = await testHost(folder);
    const report = await host.call('system.diagnostics', { language: 'ko' });
    const text = diagnosticsText(report, (key, values) => translate('ko', key, values));
    expect(text).toContain('## 데이터베이스\n');
    expect(text).toContain(translate('ko', 'cli.check.good', { runs: 0, checkpoints: 0 }));
    expect(text).not.toMatch(/\{\w+\}/);
    expect(diagnosticsFileName({ createdAt: '2026-01-02T03:04:05.678Z' })).toBe(
      'studio-diagnostics-20260102-0304.txt',
    );
  });

  it('have the other parts where one cannot be gathered, with the reason', async () => {
    const host = await testHost(temporaryFolder(), {
      doctor: () => Promise.reject(new Error('the gauge broke')),
    });
    const report = await host.call('system.diagnostics', {});
    expect(linesOf(report, 'doctor')).toMatch(/^This could not be gathered: .*the gauge broke/);
    expect(linesOf(report, 'versions')).toContain('studio test');
    expect(linesOf(report, 'logs')).toContain('host.started');
  });
});

describe('studio diagnostics', () => {
  const studio = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', STUDIO, 'diagnostics', ...words], {
      encoding: 'utf8',
      env: {
        ...process.env,
        STUDIO_LANGUAGE: 'en',
        STUDIO_TOKEN: 'a-token-of-somebody-with-32-letters',
        ...environment,
      },
    });

  it('shows all of it, and saves nothing that nobody has agreed to', async () => {
    const { folder, runId } = await afterFailure();
    const before = readdirSync(folder, { recursive: true });
    const out = path.join(temporaryFolder(), 'report.txt');
    const asked = studio(['--data-dir', folder, '--out', out]);
    expect(asked.status).toBe(0);
    expect(asked.stderr).toContain('Nothing was saved.');
    expect(() => lstatSync(out)).toThrow('ENOENT');
    const agreed = studio(['--data-dir', folder, '--out', out, '--yes']);
    expect(agreed.stderr).toContain('Saved as');
    expect(readFileSync(out, 'utf8')).toBe(agreed.stdout);
    if (process.platform !== 'win32') expect(lstatSync(out).mode & 0o777).toBe(0o600);
    expect(agreed.stdout).toContain(`${runId}: world-models car-racing smoke, failed`);
    expect(agreed.stdout).toMatch(/^Good \| Tensor backend: /m);
    expect(agreed.stdout).toContain('STUDIO_TOKEN');
    expect(agreed.stdout).not.toContain('a-token-of-somebody');
    // It has written nothing into the folder.
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
    const again = studio(['--data-dir', folder, '--out', out, '--yes']);
    expect([again.status, again.stderr]).toEqual([
      1,
      expect.stringContaining('there is a file of that name'),
    ]);
  });

  it('tells of data that cannot be opened, and of none', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'studio.sqlite'), 'this is no database at all'.repeat(100));
    const damaged = studio(['--data-dir', folder, '--json']);
    const report = JSON.parse(damaged.stdout) as DiagnosticsReport;
    expect(linesOf(report, 'store')).toContain('(store.corrupt)');
    expect(linesOf(report, 'versions')).toMatch(/^studio \d/);
    const none = studio(['--data-dir', path.join(folder, 'none')], { STUDIO_LANGUAGE: 'ko' });
    expect(none.stdout).toContain('아직 데이터가 없습니다.');
    expect(readdirSync(folder)).toEqual(['studio.sqlite']);
  });

  it.runIf(canMount)('reads media that cannot be written', async () => {
    const { folder, runId } = await afterFailure();
    const copy = path.join(temporaryFolder(), 'copy');
    cpSync(folder, copy, { recursive: true });
    const shown = studio(['--data-dir', readOnlyCopy(copy)]);
    expect(shown.stdout).toContain(`${runId}: world-models`);
    expect(shown.stdout).toMatch(/### host\.log\n.*host\.started/);
    expect(shown.stdout).toContain('read only');
  });
});

it('places are told of as what they are, in paths, addresses and JSON, and users by no name', () => {
  const data = path.join(os.homedir(), 'work', 'my data');
  const shown = withoutPlaces(data, ['ada-laptop', 'ada', 'vm']);
  expect(shown(`open ${data}/studio.sqlite`)).toBe('open <data>/studio.sqlite');
  expect(shown(JSON.stringify({ file: path.join(os.homedir(), 'a.xml') }))).toBe('{"file":"~/a.xml"}');
  expect(shown(`at file://${process.cwd()}/src-main/host/x.ts:1:2`)).toBe(
    'at <studio>/src-main/host/x.ts:1:2',
  );
  expect(shown('/home/ada/x, /Users/grace/y and C:\\Users\\Alan T\\z')).toMatch(
    /^\/home\/~\/x, \/Users\/~\/y and C:\\Users\\~/,
  );
  expect(shown('{"at":"C:\\\\Users\\\\Alan\\\\z"}')).toBe('{"at":"C:\\\\Users\\\\~\\\\z"}');
  // A name of two letters is a word of any text.
  expect(shown('on ada-laptop, ada; vm, adage, ada-x')).toBe('on <name>, <name>; vm, adage, ada-x');
  expect(shown('3/4 of src/x.ts at https://example.org/home')).toBe(
    '3/4 of src/x.ts at https://example.org/home',
  );
});
