/** Logs: bounded, private, harmless to what they tell of, and without secrets. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LogFile } from '../../src-main/store/logFile.ts';
import { ProcessLog, wholeError } from '../../src-main/store/log.ts';
import { dropOldLogs, logEnds } from '../../src-main/store/oldLogs.ts';
import { keepSecret, withoutSecrets } from '../../src-main/store/redaction.ts';
import { temporaryFolder } from './testStore.ts';

const read = (root: string, name = 'host.log') => readFileSync(path.join(root, 'logs', name), 'utf8');
const sizes = (root: string) =>
  readdirSync(path.join(root, 'logs')).map((name) => lstatSync(path.join(root, 'logs', name)).size);

describe('a log file', () => {
  it('is bounded by size and count, and keeps the newest lines in order', () => {
    const root = temporaryFolder();
    const log = new LogFile(root, 'host', { bytes: 100, files: 3 });
    for (let line = 1; line <= 100; line++) log.write(`line ${line}`);
    expect(readdirSync(path.join(root, 'logs')).sort()).toEqual(['host.log', 'host.log.1', 'host.log.2']);
    expect(Math.max(...sizes(root))).toBeLessThanOrEqual(100);
    const kept = ['host.log.2', 'host.log.1', 'host.log'].map((name) => read(root, name)).join('');
    const numbers = [...kept.matchAll(/^line (\d+)$/gm)].map(([, number]) => Number(number));
    expect(numbers.at(-1)).toBe(100);
    expect(numbers).toEqual(numbers.map((_, index) => 101 - numbers.length + index));
    // Two whole files and the one that is written to.
    expect(kept.length).toBeGreaterThan(180);
  });

  it('goes on in its file after a restart, and cuts a line that is longer than a file', () => {
    const root = temporaryFolder();
    const first = new LogFile(root, 'host', { bytes: 100, files: 2 });
    first.write('before');
    first.close();
    const second = new LogFile(root, 'host', { bytes: 100, files: 2 });
    second.write('after');
    expect(read(root)).toBe('before\nafter\n');
    second.write('x'.repeat(1000));
    expect(sizes(root)).toEqual([100, 13]);
  });

  it.skipIf(process.platform === 'win32')(
    'is its owner’s alone, whatever the umask and whatever it was',
    () => {
      const root = temporaryFolder();
      const before = process.umask(0);
      try {
        mkdirSync(path.join(root, 'logs'));
        writeFileSync(path.join(root, 'logs', 'host.log'), '', { mode: 0o644 });
        new LogFile(root, 'host', { bytes: 100, files: 2 }).write('x');
        expect(lstatSync(path.join(root, 'logs', 'host.log')).mode & 0o777).toBe(0o600);
        const other = path.join(root, 'other');
        new LogFile(other, 'host', { bytes: 100, files: 2 }).write('x');
        expect(lstatSync(path.join(other, 'logs')).mode & 0o777).toBe(0o700);
        expect(lstatSync(path.join(other, 'logs', 'host.log')).mode & 0o777).toBe(0o600);
      } finally {
        process.umask(before);
      }
    },
  );

  it.skipIf(process.platform === 'win32')('follows no link out of the folder', () => {
    const root = temporaryFolder();
    const outside = path.join(temporaryFolder(), 'profile');
    writeFileSync(outside, 'mine');
    mkdirSync(path.join(root, 'logs'));
    symlinkSync(outside, path.join(root, 'logs', 'host.log'));
    const log = new LogFile(root, 'host', { bytes: 100, files: 2 });
    log.write('x');
    expect(readFileSync(outside, 'utf8')).toBe('mine');
    const linked = temporaryFolder();
    symlinkSync(path.dirname(outside), path.join(linked, 'logs'));
    new LogFile(linked, 'host', { bytes: 100, files: 2 }).write('x');
    expect(readdirSync(path.dirname(outside))).toEqual(['profile']);
    expect(log.recent).toEqual(['x']);
  });

  it('leaves out what cannot be written, says how much that was, and goes on when it can', () => {
    const root = path.join(temporaryFolder(), 'data');
    // A file in the folder's place, as a medium that is not ready.
    writeFileSync(root, '');
    let now = 0;
    const log = new LogFile(root, 'host', { bytes: 1000, files: 2 }, () => now);
    log.write('one');
    log.write('two');
    expect(log.recent).toEqual(['one', 'two']);
    rmSync(root);
    now += 9_000;
    log.write('three');
    // It is not looked for with every line.
    expect(existsSync(root)).toBe(false);
    now += 1_000;
    log.write('four');
    expect(read(root)).toBe('(3 entries could not be written)\nfour\n');
    log.write('five');
    expect(read(root)).toMatch(/^\(3 .*\)\nfour\nfive\n$/);
  });
});

describe('a process’s log', () => {
  const at = new Date('2026-01-02T03:04:05.678Z');

  it('writes a line an event, its values as JSON, and the detail where it cannot be taken for a line', () => {
    const root = temporaryFolder();
    const log = new ProcessLog(root, 'host', undefined, () => at);
    log.write('info', 'host.started', { version: '1', runs: 2, none: undefined });
    const error = new Error('outer', {
      cause: new TypeError('inner\n2026-01-02T03:04:05.678Z error 1 forged'),
    });
    log.write('error', 'client.failed', { code: 'internal\nx' }, wholeError(error));
    const [first, second, ...rest] = read(root).trimEnd().split('\n');
    expect(first).toBe(`2026-01-02T03:04:05.678Z info ${process.pid} host.started {"version":"1","runs":2}`);
    expect(second).toBe(
      `2026-01-02T03:04:05.678Z error ${process.pid} client.failed {"code":"internal\\nx"}`,
    );
    expect(rest[0]).toBe('    | Error: outer');
    expect(rest.every((line) => line.startsWith('    | '))).toBe(true);
    expect(rest.join('\n')).toMatch(/caused by TypeError: inner/);
  });

  it('tells of one kind of event sixty times a minute, of others all the same, and how many it left out', () => {
    const root = temporaryFolder();
    let now = at.getTime();
    const log = new ProcessLog(root, 'host', undefined, () => new Date(now));
    for (let i = 0; i < 1000; i++) log.write('warning', 'request.refused', { i });
    log.write('info', 'host.closed');
    expect(read(root).match(/request\.refused/g)).toHaveLength(60);
    expect(read(root)).toContain('host.closed');
    now += 60_000;
    log.write('warning', 'request.refused', { i: 'later' });
    expect(read(root)).toContain('{"i":"later","unsaid":940}');
  });
});

describe('secrets', () => {
  it.each([
    ['Authorization: Bearer abc.def-123', 'abc.def'],
    ['{"authorization":"Bearer abcdef123","host":"x"}', 'abcdef123'],
    ["headers: { cookie: 'a=b; studio-session-7317=AAAA.BBBB' }", 'AAAA'],
    ['Set-Cookie: studio-session-7317=AAAA.BBBB; Path=/', 'AAAA'],
    ['sec-websocket-protocol: world-model-studio, session.AAAA.BBBB', 'AAAA'],
    ['open http://127.0.0.1:7317/#code=Zm9vYmFyYmF6 now', 'Zm9vYmFyYmF6'],
    ['GET /export?runId=1&token=hunter2hunter2 HTTP/1.1', 'hunter2'],
    ['STUDIO_TOKEN=correcthorsebattery', 'correcthorse'],
    ['{"password": "correct horse"}', 'correct'],
    ['fetch https://ada:lovelace@example.org/x', 'lovelace'],
    ['Basic YWRhOmxvdmVsYWNl', 'YWRhOmxvdmVsYWNl'],
    ['key:\n-----BEGIN PRIVATE KEY-----\nMIIEvQ\nIBADAN\n-----END PRIVATE KEY-----\nafter', 'MIIEvQ'],
    ['cut off: -----BEGIN EC PRIVATE KEY-----\nMIIEvQ', 'MIIEvQ'],
    ['opener 4oq2zv9Q0mYp-3l1kWcXhT7dRbN_uE5sJaFgHiKLMn8 of the file', '4oq2zv9Q0m'],
  ])('%j does not keep %j', (text, secret) => {
    expect(text).toContain(secret);
    expect(withoutSecrets(text)).not.toContain(secret);
    expect(withoutSecrets(text)).toContain('[secret]');
  });

  it('that are known are taken out wherever they stand, in JSON and in addresses too', () => {
    keepSecret('päss "word" & more');
    const text = `a päss "word" & more b ${JSON.stringify({ x: 'päss "word" & more' })} ${encodeURIComponent('päss "word" & more')}`;
    expect(withoutSecrets(text)).toBe('a [secret] b {"x":"[secret]"} [secret]');
    keepSecret('short');
    expect(withoutSecrets('a short word')).toBe('a short word');
  });

  it('are not seen where there are none: codes of errors, hashes, ids and figures stay', () => {
    const text =
      'client.failed {"reference":"1a2b3c4d","code":"store.full"} of 2026-01-02-a1b2c3 ' +
      'sha256 6e2b9cc6d2f0b8c686cd2343272de44351c8c8db15d992d3be6a41be97b11ccd 0.123456789 car-racing';
    expect(withoutSecrets(text)).toBe(text);
  });

  it('are taken out before a text is cut, of which half could not be known', () => {
    const root = temporaryFolder();
    const log = new ProcessLog(root, 'server');
    const secret = 'known-and-somewhat-longer-secret';
    keepSecret(secret);
    log.write('error', 'x', { value: `${'v'.repeat(1990)}${secret}` }, `${'d'.repeat(16_370)}${secret}`);
    expect(read(root, 'server.log')).not.toContain('known-and');
  });

  it('stand in no line of a log, and not in what it keeps in memory', () => {
    const root = temporaryFolder();
    const log = new ProcessLog(root, 'server');
    keepSecret('a-token-that-somebody-chose-himself');
    log.write(
      'error',
      'x',
      { header: 'Bearer abcdefgh' },
      'Error: a-token-that-somebody-chose-himself\nCookie: q=1',
    );
    const told = `${read(root, 'server.log')}${log.recent.join('\n')}`;
    expect(told).not.toMatch(/abcdefgh|somebody-chose|q=1/);
    expect(told.match(/\[secret\]/g)).toHaveLength(6);
  });
});

describe('the folder of logs', () => {
  const make = (root: string, name: string, ageSeconds: number, text = name) => {
    const file = path.join(root, 'logs', name);
    writeFileSync(file, text);
    const at = Date.now() / 1000 - ageSeconds;
    utimesSync(file, at, at);
  };

  it('keeps those of the runs that were written to last, and those of processes', () => {
    const root = temporaryFolder();
    mkdirSync(path.join(root, 'logs'));
    for (let age = 0; age < 10; age++) make(root, `trainer-r${age}.log`, age * 60);
    make(root, 'trainer-r8.log.1', 0);
    make(root, 'trainer-r9.log.1', 9999);
    for (const name of ['host.log', 'host.log.4', 'server.log']) make(root, name, 99_999);
    make(root, 'notes.txt', 99_999);
    dropOldLogs(root, 3);
    expect(readdirSync(path.join(root, 'logs')).sort()).toEqual([
      'host.log',
      'host.log.4',
      'notes.txt',
      'server.log',
      'trainer-r0.log',
      'trainer-r1.log',
      'trainer-r8.log',
      'trainer-r8.log.1',
    ]);
    dropOldLogs(temporaryFolder());
  });

  it.skipIf(process.platform === 'win32')(
    'is read at its ends, over the turn of a file, and not through links',
    () => {
      const root = temporaryFolder();
      mkdirSync(path.join(root, 'logs'));
      make(root, 'host.log', 1, 'c\nd\n');
      make(root, 'host.log.1', 2, 'a\nb\n');
      make(root, 'trainer-new.log', 1, `${'x'.repeat(399)}\n`.repeat(20_000));
      make(root, 'trainer-old.log', 5, 'old\n');
      const outside = path.join(temporaryFolder(), 'private.log');
      writeFileSync(outside, 'private');
      symlinkSync(outside, path.join(root, 'logs', 'server.log'));
      expect(logEnds(root, 3, 1)).toEqual([
        { fileName: 'host.log', lines: ['b', 'c', 'd'] },
        { fileName: 'trainer-new.log', lines: ['x'.repeat(399), 'x'.repeat(399), 'x'.repeat(399)] },
      ]);
      expect(logEnds(temporaryFolder(), 3, 1)).toEqual([]);
    },
  );
});
