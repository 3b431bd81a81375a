#!/usr/bin/env node
// @ts-check
/**
 * Every npm script begins here, on any Node from 18 on and with nothing installed. It installs dependencies, provisions
 * TensorFlow, and goes on under the project's own Node. Where all is ready that takes a few milliseconds and says nothing;
 * what it has to say goes to stderr, so that stdout holds the command's own output only.
 *
 *     node scripts/launch.mjs start | test | studio ARGS... | bench ARGS... | build | package
 */
import { join } from 'node:path';
import { ensureDependencies } from './launch/dependencies.mjs';
import { say } from './launch/messages.mjs';
import { isAtLeast, studioNode } from './launch/nodeRuntime.mjs';
import { repositoryFolder } from './launch/paths.mjs';
import { runForeground } from './launch/processes.mjs';
import { ensureTensorFlow } from './launch/tensorflow.mjs';

/**
 * @typedef {object} Prepared
 * @property {string} node
 * @property {string[]} flags that let this Node read TypeScript
 * @property {Record<string, string>} environment
 *
 * @typedef {(prepared: Prepared, parameters: string[]) => Promise<number>} Verb
 */

/** @param {string} script @returns {Verb} */
const script = (script) => (prepared, parameters) =>
  runForeground(prepared.node, [...prepared.flags, join(repositoryFolder, script), ...parameters], {
    env: { ...process.env, ...prepared.environment },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });

/** Verbs that show a window or take minutes anyway are loaded when asked for. @type {Record<string, Verb>} */
const VERBS = {
  studio: async (prepared, parameters) => {
    // The browser is served the built renderer.
    const built =
      parameters[0] === 'serve' ? await (await import('./launch/build.mjs')).buildIfStale(prepared) : 0;
    return built === 0 ? script('src-main/cli/studio.ts')(prepared, parameters) : built;
  },
  bench: script('tests/benchmarks/run.ts'),
  start: async (prepared, parameters) => (await import('./launch/start.mjs')).start(prepared, parameters),
  build: async (prepared) => (await import('./launch/build.mjs')).build(prepared),
  test: async (prepared, parameters) => (await import('./launch/test.mjs')).test(prepared, parameters),
  package: async (prepared, parameters) => (await import('./launch/package.mjs')).pack(prepared, parameters),
};

/** @param {string[]} words */
async function launch([verb = '', ...parameters]) {
  const run = VERBS[verb];
  if (run === undefined) {
    say('verb.unknown', { verb, known: Object.keys(VERBS).join(', ') });
    return 2;
  }
  if (!isAtLeast(process.version, 18, 0)) {
    say('node.tooOld', { version: process.version });
    return 1;
  }
  if (!(await ensureDependencies())) return 1;
  const node = studioNode();
  if (node === undefined) {
    say('node.needed', { version: process.version });
    return 1;
  }
  const environment = await ensureTensorFlow({
    node: node.path,
    retry: verb !== 'studio' && verb !== 'bench',
  });
  return run({ node: node.path, flags: node.flags, environment }, parameters);
}

process.exitCode = await launch(process.argv.slice(2));
