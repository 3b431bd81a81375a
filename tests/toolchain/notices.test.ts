/** Licences and the bill of materials of what is shipped, from packages as they are installed and from ones made up. */
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { describe, expect, test } from 'vitest';
import { billOfMaterials } from '../../scripts/packaging/bom.mjs';
import { licenceText, notices } from '../../scripts/packaging/notices.mjs';
import { packageFolderOf } from '../../scripts/packaging/recordPackages.mjs';
import { readPackage, type ShippedPackage } from '../../scripts/packaging/shippedPackages.mjs';

const installed = (name: string) => readPackage(path.resolve('node_modules', ...name.split('/')));

function madeUp(description: object, files: Readonly<Record<string, string>> = {}): ShippedPackage {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-notices-'));
  const all = { 'package.json': JSON.stringify(description), ...files };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return readPackage(folder);
}

describe('licenceText', () => {
  test('is what the package itself brings, with its notice', () => {
    const files = { 'LICENSE.md': 'the licence of one', NOTICE: 'the notice of one' };
    const text = licenceText(madeUp({ name: 'one', version: '1.0.0', license: 'MIT' }, files));
    expect(text).toContain('the licence of one');
    expect(text).toContain('the notice of one');
  });

  test('is found beside what a package built, where its top has none', () => {
    const files = { 'dist/LICENSE.txt': 'the licence of a font' };
    expect(licenceText(madeUp({ name: 'font', version: '1.0.0', license: 'OFL-1.1' }, files))).toBe(
      'the licence of a font',
    );
  });

  test.each([
    ['@tensorflow/tfjs-core', 'Google LLC', 'Apache License'],
    ['@mujoco/mujoco', 'DeepMind Technologies Limited', 'Apache License'],
    ['seedrandom', 'David Bau', 'Permission is hereby granted, free of charge'],
  ])('of %s, which brings none, is its copyright and the whole licence', (name, holder, words) => {
    const text = licenceText(installed(name));
    expect(text.split('\n')[0]).toContain(holder);
    expect(text).toContain(words);
    expect(text).not.toContain('<year>');
  });

  test('of two licences holds both', () => {
    const text = licenceText(installed('@tensorflow/tfjs-layers'));
    expect(text).toContain('Apache License');
    expect(text).toContain('MIT License');
  });

  test('of a package that nobody looked into stops the packaging', () => {
    expect(() => licenceText(madeUp({ name: 'unknown', version: '1.0.0', license: 'MIT' }))).toThrow(
      'unknown brings no licence file',
    );
  });
});

test('notices name each package with its version, and what was compiled into it', () => {
  const text = notices([installed('better-sqlite3'), installed('@mujoco/mujoco')]);
  expect(text).toMatch(/^better-sqlite3 13\.2\.0$/m);
  expect(text).toMatch(/^SQLite, inside better-sqlite3$/m);
  expect(text).toMatch(/^libccd, inside @mujoco\/mujoco$/m);
});

describe('the bill of materials', () => {
  const description = { name: 'studio', version: '1.2.3', license: 'Apache-2.0' };
  const names = ['@mujoco/mujoco', 'better-sqlite3', 'google-protobuf'];
  const text = billOfMaterials({ description, electronVersion: '45.4.1', packages: names.map(installed) });

  test('is valid CycloneDX 1.6', async () => {
    expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)).toBeNull();
  });

  test('lists Electron and every package with version, licence and package URL', () => {
    const { components, metadata } = JSON.parse(text) as {
      components: { purl: string; licenses: unknown; components?: { name: string }[] }[];
      metadata: { component: object };
    };
    expect(metadata.component).toMatchObject({ name: 'studio', version: '1.2.3' });
    expect(components.map(({ purl }) => purl).sort()).toEqual([
      'pkg:npm/%40mujoco/mujoco@3.14.0',
      'pkg:npm/better-sqlite3@13.2.0',
      'pkg:npm/electron@45.4.1',
      'pkg:npm/google-protobuf@3.21.4',
    ]);
    expect(components.every(({ licenses }) => licenses !== undefined)).toBe(true);
    const sqlite = components.find(({ purl }) => purl.includes('better-sqlite3'));
    expect(sqlite?.components?.map(({ name }) => name)).toEqual(['SQLite']);
  });
});

describe('packageFolderOf', () => {
  test.each([
    ['node_modules/three/build/three.module.js', 'node_modules/three'],
    ['\0node_modules/semver/functions/parse.js?commonjs-proxy', 'node_modules/semver'],
    ['node_modules/@fontsource/jetbrains-mono/latin-400.css', 'node_modules/@fontsource/jetbrains-mono'],
    ['src-main/app/main.ts', undefined],
    ['\0rolldown/runtime.js', undefined],
  ])('%s belongs to %s', (id, folder) => {
    expect(packageFolderOf(id)).toBe(folder);
  });
});
