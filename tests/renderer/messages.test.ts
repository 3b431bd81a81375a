/** The catalogue: complete in both languages, complete for every setting, and every key that the renderer names exists. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALGORITHMS } from '../../shared/algorithms/registry.ts';
import { configFields } from '../../shared/config.ts';
import { RUN_STATUSES } from '../../shared/run.ts';
import { algorithmKey } from '../../shared/messages/index.ts';
import { en } from '../../shared/messages/en/index.ts';
import { ko } from '../../shared/messages/ko/index.ts';
import { FINDING_IDS } from '../../shared/algorithms/diagnosis.ts';

const root = new URL('../../src-renderer', import.meta.url).pathname;
const english = en as Readonly<Record<string, string>>;
const korean = ko as Readonly<Record<string, string>>;
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

function sources(): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(svelte|ts)$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

describe('the catalogue', () => {
  it('has the same keys in English and Korean', () => {
    expect(Object.keys(korean).sort()).toEqual(Object.keys(english).sort());
  });

  it('fills the same places in both languages', () => {
    for (const [key, text] of Object.entries(english))
      expect(placeholders(korean[key] ?? ''), key).toEqual(placeholders(text));
  });

  it('has no empty text and no exclamation marks', () => {
    for (const [key, text] of [...Object.entries(english), ...Object.entries(korean)]) {
      expect(text.trim(), key).not.toBe('');
      expect(text, key).not.toContain('!');
    }
  });

  it('is really translated: Korean texts hold Korean, but for names and signs', () => {
    const foreign = Object.entries(korean).filter(
      ([key, text]) => text === english[key] && /[a-z]{4,} [a-z]{3,}/.test(text) && !key.startsWith('term.'),
    );
    expect(foreign).toEqual([]);
  });

  it.each(Object.keys(ALGORITHMS))('names and explains every setting of %s', (algorithm) => {
    const own = (key: string) => [algorithmKey(algorithm, key)];
    for (const field of configFields(algorithm)) {
      expect(english, field.path).toHaveProperty(own(`config.${field.path}.label`));
      expect(english, field.path).toHaveProperty(own(`config.${field.path}.help`));
      for (const choice of field.choices ?? [])
        expect(english, `${field.path}=${choice}`).toHaveProperty(
          own(`config.${field.path}.choice.${choice}`),
        );
      if (field.meta.unit !== undefined) expect(english).toHaveProperty([`configUnit.${field.meta.unit}`]);
      const [group = '', rest] = field.path.split('.');
      expect(english).toHaveProperty(own(`configGroup.${rest === undefined ? 'run' : group}`));
    }
  });

  it('names every algorithm and preset', () => {
    for (const [id, { phases, presets }] of Object.entries(ALGORITHMS)) {
      for (const phase of phases)
        for (const key of [`phase.${phase}`, `phaseText.${phase}`])
          expect(english).toHaveProperty([algorithmKey(id, key)]);
      expect(english).toHaveProperty([`algorithm.${id}.name`]);
      expect(english).toHaveProperty([`algorithm.${id}.text`]);
      for (const preset of Object.keys(presets)) expect(english).toHaveProperty([`preset.${preset}.name`]);
    }
  });

  it('names every status and every finding', () => {
    for (const status of RUN_STATUSES) expect(english).toHaveProperty([`status.${status}`]);
    for (const id of FINDING_IDS) expect(english).toHaveProperty([`finding.${id}.text`]);
  });

  it('has name, text and source for every term that is asked', () => {
    const asked = sources().flatMap(({ text }) =>
      [...text.matchAll(/<Term id="(\w+)"/g)].map(([, id]) => id ?? ''),
    );
    expect(asked.length).toBeGreaterThan(0);
    for (const id of asked)
      for (const part of ['name', 'text', 'source']) expect(english).toHaveProperty([`term.${id}.${part}`]);
  });

  it('has every key that the renderer names', () => {
    const missing = sources().flatMap(({ file, text }) =>
      [...text.matchAll(/\b(?:t|textOf)\(\s*'([^']+)'/g)]
        .map(([, key = '']) => key)
        .filter((key) => !(key in english))
        .map((key) => `${file}: ${key}`),
    );
    expect(missing).toEqual([]);
  });
});
