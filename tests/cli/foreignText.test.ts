/** Text out of a run that somebody else made reaches a terminal as plain text on one line, and not at any length. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { plainText, terminalSafe } from '../../src-main/cli/plainText.ts';
import { ProgressDisplay } from '../../src-main/cli/progressDisplay.ts';
import { textTable } from '../../src-main/cli/textTable.ts';
import { newRun, openStore, temporaryFolder } from '../store/testStore.ts';

const STUDIO = fileURLToPath(new URL('../../src-main/cli/studio.ts', import.meta.url));

/** Sets the window's title, clears the screen, colours, rings, goes back, turns the direction, begins a sequence in one byte. */
const HOSTILE =
  '\u001b]0;title\u0007\u001b[2J\u001b[31mred\u001b[0m\u0007\r\b\n\u202Eabc\u2066\u2028\u009b31m\u0000end';
// eslint-disable-next-line no-control-regex -- what may never come out
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

function studio(...words: string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [STUDIO, ...words], {
    env: { ...process.env, STUDIO_LANGUAGE: 'en' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => (stdout += String(text)));
  child.stderr.on('data', (text) => (stderr += String(text)));
  return new Promise((resolve) => {
    child.once('close', () => {
      resolve({ stdout, stderr });
    });
  });
}

describe('plain text', () => {
  it('has nothing in it that a terminal obeys, and all that a person reads', () => {
    const shown = plainText(`한글 é 🙂 ${HOSTILE}`, 100);
    expect(shown).not.toMatch(OBEYED);
    expect(shown).not.toContain('\n');
    expect(shown).toMatch(/^한글 é 🙂 red .*abc.*end$/);
  });

  it('is cut where it is too long, between characters', () => {
    expect(plainText('a'.repeat(100), 100)).toBe('a'.repeat(100));
    expect(plainText('a'.repeat(101), 100)).toBe(`${'a'.repeat(99)}…`);
    expect(plainText('🙂'.repeat(100_000), 5)).toBe('🙂🙂🙂🙂…');
    expect(plainText(`\u001b[31m${'\u001b[0m'.repeat(10_000)}`, 5).length).toBeLessThanOrEqual(5);
  });
});

describe('output', () => {
  it('that is JSON stays the same JSON', () => {
    const printed = terminalSafe(JSON.stringify({ name: HOSTILE }));
    expect(printed).not.toMatch(OBEYED);
    expect(JSON.parse(printed)).toEqual({ name: HOSTILE });
    expect(terminalSafe('one\ntwo')).toBe('one\ntwo');
  });

  it('of a table keeps to its columns whatever its cells hold', () => {
    const lines = textTable([
      ['id', 'name'],
      ['r1', 'x'.repeat(100_000)],
      ['r2', HOSTILE],
    ]);
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).not.toMatch(OBEYED);
      expect(line.length).toBeLessThan(120);
    }
  });

  it('of a training’s progress obeys nothing of what it tells', () => {
    let written = '';
    const display = new ProgressDisplay({ write: (text) => (written += text) });
    display.progress(
      {
        phase: HOSTILE,
        index: 0,
        phases: [HOSTILE],
        done: 1,
        total: 2,
        unit: HOSTILE,
        phaseSecondsLeft: null,
        runSecondsLeft: null,
      },
      HOSTILE,
    );
    display.log({ at: '2026-01-01', level: 'info', key: HOSTILE.repeat(1000), values: { reason: HOSTILE } });
    expect(written).not.toMatch(OBEYED);
    expect(written.length).toBeLessThan(3000);
  });
});

describe('a folder whose runs have odd names', () => {
  it('is listed without a single one that a terminal obeys, at a bounded length', async () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    const { id } = store.createRun(newRun({ name: HOSTILE }));
    store.createRun(newRun({ name: 'n'.repeat(100_000), preset: HOSTILE }));
    store.close();
    const database = new Database(path.join(folder, 'studio.sqlite'));
    database.prepare('UPDATE runs SET algorithm = ?, environment = ? WHERE id = ?').run(HOSTILE, HOSTILE, id);
    database.close();
    const { stdout, stderr } = await studio('runs', '--data-dir', folder);
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n')).toHaveLength(3);
    expect(stdout).not.toMatch(OBEYED);
    expect(stdout.length).toBeLessThan(2000);
    const listed = await studio('runs', '--json', '--data-dir', folder);
    expect(listed.stdout).not.toMatch(OBEYED);
    expect((JSON.parse(listed.stdout) as { name: string }[]).map(({ name }) => name)).toContain(HOSTILE);
    const failed = await studio('evaluate', HOSTILE.replaceAll('\0', ''), '--data-dir', folder);
    expect(failed.stderr).toContain('There is no experiment');
    expect(failed.stderr).not.toMatch(OBEYED);
  });
});
