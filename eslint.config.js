import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import typescript from 'typescript-eslint';

/** The renderer and the main side meet only in shared/; dependency-cruiser does not see `import type` inside .svelte. */
const rendererBoundary = {
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        { group: ['**/src-main/**'], message: 'The renderer may import shared/ only, never src-main/.' },
      ],
    },
  ],
};

export default typescript.config(
  { ignores: ['out', 'release', 'node_modules', 'coverage', 'assets', 'tests/golden'] },
  js.configs.recommended,
  ...typescript.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser } },
  },
  { files: ['src-renderer/**'], rules: rendererBoundary },
  {
    // The engine's results must not depend on hidden randomness or the clock, nor on Math.pow (it differs between V8 versions).
    files: ['environments', 'models', 'agents', 'training', 'acting', 'algorithms'].map(
      (folder) => `src-main/${folder}/**`,
    ),
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Take a RandomStream as an argument.' },
        { object: 'Math', property: 'pow', message: 'Differs between V8 versions; multiply instead.' },
        { object: 'Date', property: 'now', message: 'Take a clock as an argument.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "BinaryExpression[operator='**']",
          message: 'Differs between V8 versions; multiply instead.',
        },
      ],
    },
  },
  {
    // The window of the Electron that tests use, and browsers of its age.
    files: ['src-renderer/**', 'shared/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name=/^(toReversed|toSorted|toSpliced|groupBy)$/]',
          message: 'Missing from Chromium 108; copy and change the copy.',
        },
      ],
    },
  },
  { files: ['scripts/**', 'src-main/cli/**', '.ci/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
