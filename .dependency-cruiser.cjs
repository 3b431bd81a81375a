/**
 * Layers: formats <- datasets, numerics <- environments <- models <- agents | training <- acting <- trust <- algorithms <- inspection <- engine <- host <- machines <- cli | app.
 * See docs/architecture.md.
 */
const layer = (name, allowed) => ({
  name: `layer-${name}`,
  severity: 'error',
  from: { path: `^src-main/${name}/` },
  // engine/entryPath.ts is a leaf that any layer with worker threads needs.
  to: {
    path: '^src-main/',
    pathNot: `^src-main/((${[name, ...allowed].join('|')})/|engine/entryPath\\.ts$)`,
  },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    layer('numerics', []),
    layer('datasets', ['formats']),
    layer('environments', ['numerics', 'datasets']),
    layer('models', ['numerics', 'environments']),
    layer('drawing', ['numerics']),
    layer('agents', ['numerics', 'environments', 'models']),
    layer('training', ['numerics', 'environments', 'models']),
    layer('acting', ['numerics', 'datasets', 'environments', 'models', 'agents', 'training']),
    layer('trust', ['numerics', 'environments', 'models', 'acting']),
    layer('algorithms', [
      'numerics',
      'datasets',
      'environments',
      'models',
      'agents',
      'training',
      'acting',
      'trust',
    ]),
    layer('inspection', ['numerics', 'environments', 'models', 'agents', 'acting', 'algorithms']),
    layer('store', []),
    layer('formats', []),
    layer('engine', [
      'store',
      'formats',
      'numerics',
      'environments',
      'acting',
      'training',
      'trust',
      'algorithms',
      'inspection',
      'drawing',
    ]),
    layer('host', ['engine', 'store', 'formats', 'datasets']),
    layer('machines', ['host', 'engine', 'store']),
    layer('cli', ['machines', 'host', 'engine', 'store', 'formats', 'datasets', 'environments', 'numerics']),
    layer('app', ['machines', 'host', 'engine', 'store']),
    {
      name: 'algorithms-do-not-know-each-other',
      comment: 'What two algorithms share lies in models, agents, acting or training.',
      severity: 'error',
      from: { path: '^(src-main|shared)/algorithms/([^/]+)/' },
      to: {
        path: '^(src-main|shared)/algorithms/[^/]+/',
        pathNot: '^(src-main|shared)/algorithms/$2/',
      },
    },
    {
      name: 'algorithms-are-asked-through-their-registry',
      severity: 'error',
      from: { path: '^(src-main|src-renderer|shared)/', pathNot: '^(src-main|shared)/algorithms/' },
      to: { path: '^(src-main|shared)/algorithms/[^/]+/' },
    },
    {
      name: 'only-app-imports-electron',
      severity: 'error',
      from: { pathNot: '^src-main/app/' },
      to: { path: '^electron$|node_modules/electron/' },
    },
    {
      name: 'shared-imports-zod-only',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: '^shared/|node_modules/zod/' },
    },
    {
      name: 'renderer-imports-shared-only',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-main/' },
    },
    {
      name: 'main-never-imports-renderer',
      severity: 'error',
      from: { path: '^src-main/' },
      to: { path: '^src-renderer/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.svelte', '.json'] },
  },
};
