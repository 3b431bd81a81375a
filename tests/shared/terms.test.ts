import { describe, expect, it } from 'vitest';
import { ALGORITHMS } from '../../shared/algorithms/registry.ts';
import { configFields } from '../../shared/config.ts';
import { CHAPTER_IDS } from '../../shared/course.ts';
import { en } from '../../shared/messages/en/index.ts';
import { TERM_CHAPTERS, TERM_IDS } from '../../shared/terms.ts';
import { FIELD_TERMS, fieldTerm } from '../../src-renderer/views/experiments/fieldTerms.ts';

const texts = en as Readonly<Record<string, string>>;

describe('the words of the field', () => {
  it.each(TERM_IDS)('%s has a name, a sentence and a source', (id) => {
    expect(texts[`term.${id}.name`] ?? '').not.toBe('');
    expect(texts[`term.${id}.text`] ?? '').toMatch(/[.]$/);
    expect(texts[`term.${id}.source`] ?? '').toMatch(/\d{4}|World Model Studio|Gymnasium/);
  });

  it('are all that the catalogue explains', () => {
    const explained = Object.keys(texts).flatMap((key) => /^term\.(\w+)\.text$/.exec(key)?.[1] ?? []);
    expect([...explained].sort()).toEqual([...TERM_IDS].sort());
  });

  it('lead to every chapter, and to none that is not there', () => {
    const led = new Set(Object.values(TERM_CHAPTERS).filter((chapter) => chapter !== null));
    expect([...led].sort()).toEqual([...CHAPTER_IDS].sort());
  });
});

describe('settings that are about such a word', () => {
  it('are settings of some algorithm', () => {
    const names = new Set(
      Object.keys(ALGORITHMS).flatMap((algorithm) =>
        configFields(algorithm).map(({ path }) => path.split('.').at(-1)),
      ),
    );
    expect(Object.keys(FIELD_TERMS).filter((name) => !names.has(name))).toEqual([]);
    expect(fieldTerm('behaviour.lambda')).toBe('lambdaReturn');
    expect(fieldTerm('seed')).toBeUndefined();
  });
});
