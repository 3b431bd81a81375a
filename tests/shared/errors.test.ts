import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, errorFromReport, reportError, StudioError } from '../../shared/errors.ts';
import { en } from '../../shared/messages/en/index.ts';
import { describeError, hasMessage, LANGUAGES } from '../../shared/messages/index.ts';
import { ko } from '../../shared/messages/ko/index.ts';

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('every error', () => {
  it.each(ERROR_CODES)('%s says what happened, why and what to do next, in both languages', (code) => {
    for (const catalogue of [en, ko] as Readonly<Record<string, string>>[]) {
      for (const part of ['what', 'why', 'next']) {
        expect(catalogue[`error.${code}.${part}`]?.length).toBeGreaterThan(3);
      }
    }
    for (const part of ['what', 'why', 'next']) {
      const key = `error.${code}.${part}`;
      const texts = [en, ko].map((catalogue) => (catalogue as Readonly<Record<string, string>>)[key] ?? '');
      expect(placeholders(texts[1] ?? '')).toEqual(placeholders(texts[0] ?? ''));
    }
  });

  it('and every line of a run’s log that the sources name has its text', () => {
    const sources = globSync('src-main/**/*.ts').map((file) => readFileSync(file, 'utf8'));
    const keys = sources.flatMap((source) =>
      [...source.matchAll(/'(log\.(?!json)[a-zA-Z.]+)'/g)].map(([, key]) => key ?? ''),
    );
    expect(keys).toContain('log.interrupted');
    for (const key of ['log.completed', 'log.paused', 'log.stopped', ...keys])
      expect(hasMessage(key)).toBe(true);
  });

  it('fills its values in, in any language', () => {
    const report = { code: 'run.unknown', values: { run: 'abc' } } as const;
    for (const language of LANGUAGES) expect(describeError(language, report).what).toContain('abc');
  });

  it('has the same keys in both catalogues', () => {
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
  });

  it('crosses a process with code, values and detail', () => {
    const error = new StudioError('store.full', { folder: '/x' }, { detail: 'tail' });
    const back = errorFromReport(reportError(error));
    expect(back).toBeInstanceOf(StudioError);
    expect(back).toMatchObject({ code: 'store.full', values: { folder: '/x' }, detail: 'tail' });
  });

  it('that is none of ours is internal, with its message and stack', () => {
    const report = reportError(new TypeError('oops'));
    expect(report).toMatchObject({ code: 'internal', values: { message: 'oops' } });
    expect(report.detail).toContain('errors.test');
    expect(reportError('text').values).toEqual({ message: 'text' });
  });
});
