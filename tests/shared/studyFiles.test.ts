/** The studies that docs/ keeps can be run as they are. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkStudy, STUDY_SCHEMA } from '../../shared/study.ts';

const FOLDER = path.join(import.meta.dirname, '..', '..', 'docs', 'studies');

it.each(readdirSync(FOLDER))('%s is a study whose every row is a config that fits', (file) => {
  const definition = STUDY_SCHEMA.parse(JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')));
  expect(() => {
    checkStudy(definition);
  }).not.toThrow();
  const broken = { ...definition, settings: { ...definition.settings, 'model.nothing': 1 } };
  expect(() => {
    checkStudy(broken);
  }).toThrow();
});
