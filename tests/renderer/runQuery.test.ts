import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../shared/run.ts';
import { parseQuantity, parseRunQuery } from '../../src-renderer/views/experiments/runQuery.ts';
import { sampleRun } from '../e2e/harness/sampleData.ts';

const run = (change: Partial<RunSummary>): RunSummary => ({
  ...sampleRun(1, Date.UTC(2026, 10, 22)),
  ...change,
});
const finds = (text: string, change: Partial<RunSummary>) => parseRunQuery(text).matches(run(change));

describe('the filter over experiments', () => {
  it('finds everything when nothing is typed', () => {
    expect(finds('', {})).toBe(true);
    expect(finds('   ', {})).toBe(true);
  });

  it('compares numbers, with or without spaces', () => {
    expect(finds('score > 700', { score: 701 })).toBe(true);
    expect(finds('score>700', { score: 700 })).toBe(false);
    expect(finds('score >= 700', { score: 700 })).toBe(true);
    expect(finds('score < 0', { score: -3 })).toBe(true);
    expect(finds('score:700', { score: 700 })).toBe(true);
  });

  it('never finds a run without a score by its score', () => {
    expect(finds('score < 700', { score: null })).toBe(false);
    expect(finds('score > -1000', { score: null })).toBe(false);
  });

  it('understands units', () => {
    expect(parseQuantity('1.5k')).toBe(1500);
    expect(parseQuantity('2h')).toBe(7200);
    expect(parseQuantity('300MB')).toBe(3e8);
    expect(parseQuantity('-20')).toBe(-20);
    expect(parseQuantity('many')).toBeNull();
    expect(finds('time > 1h', { wallSeconds: 3601 })).toBe(true);
    expect(finds('time > 1h', { wallSeconds: 3599 })).toBe(false);
  });

  it('joins its parts by and', () => {
    const text = 'score > 700 tag:car status:running';
    expect(finds(text, { score: 720, tags: ['car'], status: 'running' })).toBe(true);
    expect(finds(text, { score: 720, tags: ['car'], status: 'paused' })).toBe(false);
    expect(finds(text, { score: 720, tags: [], status: 'running' })).toBe(false);
  });

  it('turns a part round after a minus', () => {
    expect(finds('-tag:ablation', { tags: ['car'] })).toBe(true);
    expect(finds('-tag:ablation', { tags: ['ablation'] })).toBe(false);
    expect(finds('-wide', { name: 'Wide latents' })).toBe(false);
  });

  it('looks for words in name, notes, tags and id, whatever their case', () => {
    expect(finds('LATENTS', { name: 'Wide latents' })).toBe(true);
    expect(finds('"wide latents"', { name: 'Wide latents' })).toBe(true);
    expect(finds('"latents wide"', { name: 'Wide latents' })).toBe(false);
    expect(finds('readme', { notes: 'For the README' })).toBe(true);
    expect(finds('꿈', { name: '뜨거운 꿈' })).toBe(true);
  });

  it('says which parts it did not understand, and filters nothing by them', () => {
    const query = parseRunQuery('colour:red score > high is:purple car');
    expect(query.problems).toEqual(['colour:red', 'score > high', 'is:purple']);
    expect(query.matches(run({ name: 'car' }))).toBe(true);
    expect(query.matches(run({ name: 'bike', tags: [] }))).toBe(false);
  });

  it('knows when the archive is asked for', () => {
    expect(parseRunQuery('is:archived').mentionsArchive).toBe(true);
    expect(parseRunQuery('archived').mentionsArchive).toBe(false);
  });

  it('is not misled by names of Object.prototype', () => {
    expect(parseRunQuery('constructor:x is:toString').problems).toHaveLength(2);
  });
});
