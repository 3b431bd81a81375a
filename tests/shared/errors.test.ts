import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, errorFromReport, reportError, StudioError } from '../../shared/errors.ts';
import { en } from '../../shared/messages/en/index.ts';
import { describeError, hasMessage, LANGUAGES, translate } from '../../shared/messages/index.ts';
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

  it('and any other text shows a dash where a value is missing, and never the place for it', () => {
    for (const language of LANGUAGES) {
      for (const key of Object.keys(en)) {
        const shown = translate(language, key);
        expect(shown, key).not.toMatch(/\{\w*\}/);
        if (placeholders(en[key as keyof typeof en]).length > 0) expect(shown, key).toContain('–');
      }
    }
    // A value may look like a place; it is shown as it is, and once.
    expect(translate('en', 'error.run.unknown.what', { run: '{run} {algorithm}' })).toContain(
      '{run} {algorithm}',
    );
    expect(translate('en', 'error.run.unknown.what', { toString: 'x' })).toContain('–');
  });

  it('is made with every value that its text tells, wherever the sources make one', () => {
    const sources = globSync('{src-main,src-renderer,shared}/**/*.{ts,svelte}').map((file) => ({
      file,
      source: readFileSync(file, 'utf8'),
    }));
    const told = (code: string) =>
      ['what', 'why', 'next'].flatMap((part) =>
        placeholders(en[`error.${code}.${part}` as keyof typeof en] ?? ''),
      );
    const missing: string[] = [];
    let looked = 0;
    for (const { file, source } of sources) {
      for (const [, code = '', values] of source.matchAll(
        /new StudioError\(\s*'([\w.]+)'\s*(?:,\s*(\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})\s*,?)?\s*[,)]/g,
      )) {
        looked++;
        // What is spread into it cannot be seen here.
        if (values?.includes('...') === true) continue;
        const given = new Set(
          [...(values ?? '').matchAll(/(?:[{,]\s*)(\w+)\s*(?=[:,}])/g)].map(([, name]) => name),
        );
        const left = told(code).filter((name) => !given.has(name));
        if (left.length > 0) missing.push(`${file}: ${code} without ${left.join(', ')}`);
      }
    }
    expect(looked).toBeGreaterThan(100);
    expect(missing).toEqual([]);
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
