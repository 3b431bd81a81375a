/**
 * Builds the app into out/: main side and preload as CommonJS, each process and worker entry a file of its own name, and the
 * renderer for the oldest Chromium that the tests run in. Sources keep running unbundled under Node.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { recordPackages } from './scripts/packaging/recordPackages.mjs';
import { sourceDigest } from './scripts/packaging/sourceDigest.mjs';
import { listOf, type LibraryList } from './scripts/provision/libraryCheck.mjs';

const root = import.meta.dirname;
const record = (name: string) => recordPackages(path.join(root, 'out', 'packages', `${name}.json`));
/** The test runtime's; Electron's own is newer. */
const NODE_TARGET = 'node16.17';
const CHROMIUM_TARGET = 'chrome108';

/** Entries that the shell forks by a name that is computed. */
const NAMED_ENTRIES = [
  'app/main',
  'engine/trainer',
  'engine/inspector',
  'engine/evaluator',
  'engine/gauge',
  'engine/modelChecker',
];

/** Every process and worker entry: those above, and whatever the sources start through `entryPath`. */
function findEntries(): Record<string, string> {
  const entries: Record<string, string> = {};
  const add = (file: string) => {
    const name = path.basename(file, '.ts');
    if (entries[name] !== undefined && entries[name] !== file)
      throw new Error(`two entries are named ${name}`);
    entries[name] = file;
  };
  for (const name of NAMED_ENTRIES) add(path.join(root, 'src-main', `${name}.ts`));
  for (const file of globSync('src-main/**/*.ts', { cwd: root })) {
    const source = readFileSync(path.join(root, file), 'utf8');
    for (const [, relative] of source.matchAll(/entryPath\(\s*import\.meta\.url,\s*'([^']+)'/g)) {
      if (relative !== undefined) add(path.resolve(root, path.dirname(file), relative));
    }
  }
  return entries;
}

const entries = findEntries();

/** What the installed app checks the libraries against that it carries: all but Linux's, which are fetched. */
function stockLibraries(): LibraryList | undefined {
  const bindingPackage = path.join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
  const isCarried = process.platform !== 'linux' && existsSync(path.join(bindingPackage, 'deps', 'lib'));
  return isCarried ? listOf(bindingPackage) : undefined;
}

const olderRuntime = path.join(root, 'src-main/app/olderRuntime.ts');

/** Every entry begins with what an older runtime lacks. CommonJS has no top-level await; an entry exports nothing, so all but its imports can go into a function. */
const shapeEntries: Plugin = {
  name: 'shape-entries',
  enforce: 'post',
  transform: {
    order: 'post',
    handler(code, id) {
      if (!Object.values(entries).includes(id)) return null;
      const { body } = this.parse(code);
      const imports = body.filter((statement) => statement.type === 'ImportDeclaration');
      const rest = body.filter((statement) => statement.type !== 'ImportDeclaration');
      if (rest.some((statement) => statement.type.startsWith('Export'))) return null;
      const text = (statements: typeof body) =>
        statements.map(({ start, end }) => code.slice(start, end)).join('\n');
      const wrapped = `(async () => {\n${text(rest)}\n})().catch((error) => {
        process.stderr.write(String(error?.stack ?? error) + '\\n');
        process.exit(1);
      });`;
      const first = `import ${JSON.stringify(olderRuntime)};`;
      return { code: `${first}\n${text(imports)}\n${wrapped}\n`, map: null };
    },
  },
};

export default defineConfig({
  main: {
    plugins: [shapeEntries, record('main')],
    define: {
      STOCK_LIBRARIES: JSON.stringify(stockLibraries()) ?? 'undefined',
      SOURCE_DIGEST: JSON.stringify(sourceDigest(root)),
    },
    build: {
      outDir: 'out/main',
      target: NODE_TARGET,
      minify: false,
      sourcemap: true,
      // Native or with files of their own beside them: these stay packages.
      externalizeDeps: true,
      rollupOptions: {
        input: entries,
        external: ['electron', /^node:/],
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    plugins: [record('preload')],
    build: {
      outDir: 'out/preload',
      target: NODE_TARGET,
      rollupOptions: {
        input: path.join(root, 'src-main/app/preload.ts'),
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: 'preload.cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [svelte(), record('renderer')],
    build: {
      outDir: 'out/renderer',
      target: CHROMIUM_TARGET,
      cssTarget: CHROMIUM_TARGET,
      // A font or picture inlined as data: would need the policy to allow it.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2500,
      rollupOptions: {
        input: path.join(root, 'src-renderer/index.html'),
        // How long each plugin took is nothing for whoever starts the studio.
        checks: { bundlerTimings: false },
      },
    },
  },
});
