/** Outside an algorithm's own two folders, an environment's own and the registries, nothing names it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ALGORITHM_IDS } from '../../shared/algorithms/registry.ts';
import { environmentIds } from '../../src-main/environments/registry.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
/** The algorithms, the catalogue of texts, studies ready-made, which compare several of them, and the course with its published scores. */
const MAY_NAME_ALGORITHMS =
  /^(src-main|shared)\/algorithms\/|^shared\/messages\/|^shared\/(studyTemplates|course)\.ts$|^src-renderer\/learn\/publishedScores\.ts$/;
/**
 * The environments' folders; the facts that are known without making one; texts; and data: published scores, studies ready-made,
 * where the course leads, what an algorithm's presets set where, and which environments its paper was about.
 */
const MAY_NAME_ENVIRONMENTS = new RegExp(
  [
    '^src-main/environments/[^/]+/',
    '^shared/(environments/|exampleModel|environmentFacts|studyTemplates|course|messages/)',
    '^src-main/environments/knownScores',
    '^shared/algorithms/([^/]+/(presets|index)|registry)\\.ts$',
  ].join('|'),
);

function sources(folder: string): readonly string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, ...file.split(path.sep)))
    .filter((file) => /\.(ts|svelte)$/.test(file));
}

function naming(id: string, allowed: RegExp): readonly string[] {
  const quoted = new RegExp(`['"\`]${id}['"\`]`);
  return ['src-main', 'src-renderer', 'shared']
    .flatMap(sources)
    .filter((file) => !allowed.test(file) && quoted.test(readFileSync(path.join(ROOT, file), 'utf8')));
}

it.each(ALGORITHM_IDS)('%s is named by its own folders alone', (id) => {
  expect(naming(id, MAY_NAME_ALGORITHMS)).toEqual([]);
});

it.each(environmentIds())('%s is named by its own folder alone', (id) => {
  expect(naming(id, MAY_NAME_ENVIRONMENTS)).toEqual([]);
});

it('finds whoever names one', () => {
  expect(naming('car-racing', /^shared\//)).not.toEqual([]);
});
