/** The course: whole in both languages, its links lead somewhere, its code is what the figures call. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALGORITHMS } from '../../../shared/algorithms/registry.ts';
import { CHAPTER_IDS, CHAPTERS, COURSE_RUNS, type StudioLink } from '../../../shared/course.ts';
import { environmentFacts } from '../../../shared/environmentFacts.ts';
import { en } from '../../../shared/messages/en/index.ts';
import { ko } from '../../../shared/messages/ko/index.ts';
import { functionSource } from '../../../src-renderer/learn/functionSource.ts';
import { parseRoute } from '../../../src-renderer/state/route.ts';
import { CHAPTER_PAGES } from '../../../src-renderer/views/learn/chapters.ts';
import { textParts } from '../../../src-renderer/views/learn/inlineMarkup.ts';
import { shippedRun, studioHref } from '../../../src-renderer/views/learn/studioHref.ts';
import { readArchive } from '../../support/readArchive.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const texts = { en, ko } as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;
const textIn = (language: keyof typeof texts, key: string) =>
  (texts[language] as Readonly<Record<string, string>>)[key] ?? '';

/** Words between spaces. */
const BOUNDS = { en: [300, 600], ko: [300, 600] } as const;

describe.each(CHAPTER_IDS)('chapter %s', (id) => {
  const { paragraphs, questions, links } = CHAPTERS[id];
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const keys = [
    ...['title', 'summary'].map((part) => `learn.${id}.${part}`),
    ...numbers(paragraphs).map((number) => `learn.${id}.text.${number}`),
    ...numbers(questions).flatMap((number) => [
      `learn.${id}.question.${number}`,
      `learn.${id}.answer.${number}`,
    ]),
    ...links.map(({ name }) => `learn.${id}.link.${name}`),
  ];

  it.each(['en', 'ko'] as const)('is whole in %s, and a short page', (language) => {
    for (const key of keys) expect(textIn(language, key), key).not.toBe('');
    expect(textIn(language, `learn.${id}.text.${paragraphs + 1}`)).toBe('');
    expect(textIn(language, `learn.${id}.question.${questions + 1}`)).toBe('');
    const words = numbers(paragraphs)
      .flatMap((number) => textIn(language, `learn.${id}.text.${number}`).split(/\s+/))
      .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    const [least, most] = BOUNDS[language];
    expect(words, `words of ${id} in ${language}`).toBeGreaterThanOrEqual(least);
    expect(words, `words of ${id} in ${language}`).toBeLessThanOrEqual(most);
  });

  it('shows each of its paragraphs once, in order', () => {
    const file = `${id.charAt(0).toUpperCase()}${id.slice(1)}Chapter.svelte`;
    const page = readFileSync(path.join(ROOT, 'src-renderer/views/learn/chapters', file), 'utf8');
    const shown = [...page.matchAll(/from=\{(\d+)\}(?: to=\{(\d+)\})?/g)].flatMap(([, from, to]) =>
      numbers(Number(to ?? from)).slice(Number(from) - 1),
    );
    expect(shown).toEqual(numbers(paragraphs));
    expect(CHAPTER_PAGES[id].toString()).toContain(file);
  });

  it('explains the same terms in both languages, and leaves no mark undrawn', () => {
    for (const key of keys.filter((name) => /\.(text|question|answer)\./.test(name))) {
      const [english, korean] = (['en', 'ko'] as const).map((language) => textParts(textIn(language, key)));
      const terms = (parts: typeof english) => parts?.filter(({ style }) => style === 'term').length;
      expect(terms(korean), key).toBe(terms(english));
      for (const part of [...(english ?? []), ...(korean ?? [])])
        expect(part.text, key).not.toMatch(/[*[\]]/);
    }
  });

  it.each(links.map((link) => [link.name, link] as const))('leads into the studio: %s', (_name, link) => {
    expectToExist(link);
    const shipped = Object.values(COURSE_RUNS).map((experiment, index) => ({
      id: `run-${index}`,
      tags: ['shipped'],
      ...experiment,
    }));
    const href = studioHref(link, shipped) ?? '';
    const route = parseRoute(href);
    switch (link.to) {
      case 'environment':
        expect(route).toMatchObject({ place: 'environments', path: [link.environment] });
        return;
      case 'new':
        expect(route).toMatchObject({ place: 'experiments', path: ['new'] });
        expect(route.query).toEqual({
          algorithm: link.algorithm,
          environment: link.environment,
          preset: link.preset,
        });
        return;
      case 'theatre':
        expect(route.place).toBe('theatre');
        expect(route.query['run']).toMatch(/^run-/);
        expect(studioHref(link, [])).toBeNull();
        return;
      case 'experiment':
        expect(route).toMatchObject({
          place: 'experiments',
          path: [expect.stringMatching(/^run-/), link.tab],
        });
        expect(studioHref(link, [])).toBeNull();
    }
  });
});

function expectToExist(link: StudioLink): void {
  if (link.to === 'environment') expect(environmentFacts(link.environment)).toBeDefined();
  if (link.to !== 'new') return;
  const { environments, presets } = ALGORITHMS[link.algorithm];
  expect(environments).toContain(link.environment);
  const changes = (presets as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[link.preset] ?? {};
  expect(link.environment in changes || '*' in changes).toBe(true);
}

describe('what the course needs', () => {
  it('ships with the studio', async () => {
    const folder = path.join(ROOT, 'assets/experiments');
    const archives = await Promise.all(
      readdirSync(folder).map(async (file) => (await readArchive(readFileSync(path.join(folder, file)))).run),
    );
    const runs = archives.map(({ id, algorithm, environment, tags }) => ({
      id,
      algorithm,
      environment,
      tags,
    }));
    for (const experiment of Object.values(COURSE_RUNS)) expect(shippedRun(runs, experiment)).toBeDefined();
  });
});

describe('shown code', () => {
  const folder = path.join(ROOT, 'src-renderer/views/learn/figures');
  const shown = readdirSync(folder).flatMap((figure) => {
    const text = readFileSync(path.join(folder, figure), 'utf8');
    return [...text.matchAll(/shownCode\(\s*'([^']+)',\s*(\w+),\s*\[([^\]]*)\]/g)].flatMap(
      ([, file = '', variable = '', names = '']) =>
        [...names.matchAll(/'(\w+)'/g)].map(([, name = '']) => ({ figure, text, file, variable, name })),
    );
  });

  it('stands beside every figure', () => {
    const figures = readdirSync(folder).filter((file) => file.endsWith('Figure.svelte'));
    expect([...new Set(shown.map(({ figure }) => figure))].sort()).toEqual(figures.sort());
  });

  it.each(shown.map((entry) => [entry.figure, entry.name, entry] as const))(
    'of %s is %s as it stands in the file that is named',
    (_figure, _name, { text, file, variable, name }) => {
      const imported = [...text.matchAll(/import (\w+) from '([^']+)\?raw'/g)];
      const source = imported.find(([, as]) => as === variable)?.[2] ?? '';
      expect(source).toMatch(/^\.\.\/(\.\.\/\.\.\/learn|\.\.\/\.\.\/\.\.\/shared\/drawing)\/\w+\.ts$/);
      expect(path.basename(source)).toBe(file);
      const code = functionSource(readFileSync(path.resolve(folder, source), 'utf8'), name);
      const lines = code.split('\n').length;
      expect(lines).toBeGreaterThanOrEqual(4);
      expect(lines).toBeLessThanOrEqual(75);
    },
  );
});

describe('marks in a text', () => {
  it('are symbols, terms, and what stands above and below the line', () => {
    expect(textParts('a **term** and *s*_[*t*+1]')).toEqual([
      { style: 'plain', height: 'line', text: 'a ' },
      { style: 'term', height: 'line', text: 'term' },
      { style: 'plain', height: 'line', text: ' and ' },
      { style: 'symbol', height: 'line', text: 's' },
      { style: 'symbol', height: 'below', text: 't' },
      { style: 'plain', height: 'below', text: '+1' },
    ]);
    expect(textParts('0.9^[9]')).toEqual([
      { style: 'plain', height: 'line', text: '0.9' },
      { style: 'plain', height: 'above', text: '9' },
    ]);
  });
});
