/** Outside an algorithm's own two folders and the registries nothing names it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ALGORITHM_IDS } from '../../shared/algorithms/registry.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
/** The algorithms, the catalogue of texts, and studies ready-made, which compare several of them. */
const MAY_NAME = /^(src-main|shared)\/algorithms\/|^shared\/messages\/|^shared\/studyTemplates\.ts$/;

function sources(folder: string): readonly string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, ...file.split(path.sep)))
    .filter((file) => /\.(ts|svelte)$/.test(file) && !MAY_NAME.test(file));
}

it.each(ALGORITHM_IDS)('%s is named by its own folders alone', (id) => {
  const quoted = new RegExp(`['"\`]${id}['"\`]`);
  const naming = ['src-main', 'src-renderer', 'shared']
    .flatMap(sources)
    .filter((file) => quoted.test(readFileSync(path.join(ROOT, file), 'utf8')));
  expect(naming).toEqual([]);
});
