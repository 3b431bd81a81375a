import { describe, expect, it } from 'vitest';
import type { PhaseProgress } from '../../shared/run.ts';
import { clockTime, progressBar, ProgressDisplay } from '../../src-main/cli/progressDisplay.ts';

const progress = (done: number, changes: Partial<PhaseProgress> = {}): PhaseProgress => ({
  phase: 'vision',
  index: 1,
  phases: ['collect', 'vision'],
  done,
  total: 200,
  unit: 'batch',
  phaseSecondsLeft: 75,
  runSecondsLeft: 3700,
  ...changes,
});

function display(isTTY: boolean, columns = 200) {
  let text = '';
  let now = 0;
  const shown = new ProgressDisplay({ isTTY, columns, write: (more) => (text += more) }, () => now);
  return {
    shown,
    text: () => text,
    advance: (seconds: number) => {
      now += seconds;
    },
  };
}

describe('a training’s progress', () => {
  it('is one line that is drawn again in a terminal, never wider than that', () => {
    const { shown, text, advance } = display(true, 40);
    shown.progress(progress(0));
    advance(1);
    shown.progress(progress(100));
    shown.close();
    expect(text()).not.toMatch(/\n./);
    const drawn = text()
      .replaceAll('\x1b[2K', '')
      .split(/[\r\n]/);
    for (const line of drawn) expect(line.length).toBeLessThan(40);
  });

  it('is a plain line now and then elsewhere: at a phase’s beginning and end, and every 15 seconds', () => {
    const { shown, text, advance } = display(false);
    for (let done = 0; done <= 200; done += 5) {
      shown.progress(progress(done));
      advance(1);
    }
    shown.progress(progress(0, { phase: 'memory' }));
    // 0 s, 15 s, 30 s, the end, the next phase.
    expect(text().trim().split('\n')).toHaveLength(5);
    expect(text()).not.toContain('\x1b');
  });

  it('has phase, bar, count, rate and time left', () => {
    const { shown, text, advance } = display(false);
    shown.progress(progress(0));
    advance(20);
    shown.progress(progress(100));
    const line = text().trim().split('\n').at(-1) ?? '';
    expect(line).toContain('[2/2]');
    expect(line).toContain('████████████░░░░░░░░░░░░  50%');
    expect(line).toContain('100/200');
    expect(line).toContain('5.0/s');
    expect(line).toContain('1:15');
    expect(line).toContain('1:01:40');
  });

  it('of several at once names each with its phase, share and time left, until it ends', () => {
    const { shown, text, advance } = display(false);
    const newest = () => text().trim().split('\n').at(-1) ?? '';
    shown.progress(progress(100), 'z');
    advance(20);
    shown.progress(progress(20, { runSecondsLeft: null }), 'zh');
    expect(newest()).toMatch(/^z: \[2\/2\] .*50% 1:01:40 left {3}zh: \[2\/2\] .*10%$/);
    shown.forget('z');
    advance(20);
    shown.progress(progress(40), 'zh');
    // The other's pace is not its own.
    expect(newest()).toContain('40/200');
    expect(newest()).toContain('1.0/s');
  });

  it('keeps other lines above itself', () => {
    const { shown, text } = display(true);
    shown.progress(progress(10));
    shown.line('a line that stays');
    expect(text()).toContain('\x1b[2Ka line that stays\n[2/2]');
  });
});

describe('its parts', () => {
  it.each([
    [0, '0:00'],
    [59.6, '1:00'],
    [3600, '1:00:00'],
    [-3, '0:00'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(clockTime(seconds)).toBe(text);
  });

  it('a bar is as full as the fraction, within its bounds', () => {
    expect(progressBar(0.5, 4)).toBe('██░░');
    expect(progressBar(7, 4)).toBe('████');
    expect(progressBar(-1, 4)).toBe('░░░░');
  });
});
