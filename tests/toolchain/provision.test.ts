/** Provisioning: whole or not at all, safe to interrupt and to run twice at once, with fallbacks that say why. */
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { linkHome, readLink } from '../../scripts/provision/link.mjs';
import type { MachineFacts, Plan } from '../../scripts/provision/plan.mjs';
import type * as planModule from '../../scripts/provision/plan.mjs';
import {
  placeEntry,
  provisionTensorFlow,
  type ProvisionOptions,
} from '../../scripts/provision/tensorflow.mjs';
import { planOf, temporaryFolder, writeWheel } from './wheelhouse.ts';

let plans: Plan[] = [];
vi.mock('../../scripts/provision/plan.mjs', async (original) => ({
  ...(await original<typeof planModule>()),
  planTensorFlow: () => plans,
}));

const wasm: Plan = { kind: 'wasm', reason: 'failed' };
const facts: MachineFacts = {
  platform: 'linux',
  arch: 'x64',
  glibc: [2, 36],
  nvidia: false,
  canBuild: true,
  freeBytes: undefined,
  choice: 'auto',
};

let shelf = '';
let cache = '';
let bindingPackage = '';
let readyAddons = '';
beforeEach(() => {
  shelf = temporaryFolder();
  cache = temporaryFolder();
  bindingPackage = temporaryFolder();
  readyAddons = temporaryFolder();
  mkdirSync(path.join(bindingPackage, 'binding'));
  writeFileSync(path.join(bindingPackage, 'binding', 'tfjs_binding.cc'), '// source');
  for (const variant of ['cpu', 'cuda']) {
    mkdirSync(path.join(readyAddons, variant));
    writeFileSync(path.join(readyAddons, variant, 'tfjs_binding.node'), `${variant} addon`);
  }
});

function options(more: Partial<ProvisionOptions> = {}): ProvisionOptions {
  return {
    cache,
    bindingPackage,
    facts,
    node: process.execPath,
    readyAddons,
    onProgress: () => undefined,
    checkHome: () => Promise.resolve(),
    environment: { PATH: cache, PIP_INDEX_URL: 'http://127.0.0.1:9', STUDIO_WHEELS_DIR: shelf },
    ...more,
  };
}

describe('provisionTensorFlow', () => {
  test('unpacks the libraries and nothing that is not needed', async () => {
    plans = [planOf(writeWheel(shelf)), wasm];
    const result = await provisionTensorFlow(options());
    if (result.kind !== 'ready') throw new Error(result.kind);
    expect(readdirSync(path.join(result.home, 'deps', 'lib')).sort()).toEqual([
      'libcublas.so.12',
      'libtensorflow_cc.so.2',
      'libtensorflow_framework.so.2',
    ]);
    expect(readFileSync(path.join(result.home, 'deps', 'lib', 'libtensorflow_framework.so.2'), 'utf8')).toBe(
      'framework',
    );
    expect(existsSync(path.join(result.home, 'deps', 'include', 'tensorflow', 'c', 'c_api.h'))).toBe(true);
    expect(existsSync(path.join(result.home, 'deps', 'include', 'tensorflow', 'cc'))).toBe(false);
    expect(readFileSync(path.join(result.home, 'lib', 'napi-v8', 'tfjs_binding.node'), 'utf8')).toBe(
      'cpu addon',
    );
    expect(readdirSync(path.join(cache, 'downloads'))).toEqual([]);
  });

  test('a second run finds it ready and fetches nothing', async () => {
    plans = [planOf(writeWheel(shelf)), wasm];
    const first = await provisionTensorFlow(options());
    const stages: string[] = [];
    const second = await provisionTensorFlow(
      options({
        environment: { PATH: cache, PIP_INDEX_URL: 'http://127.0.0.1:9' },
        onProgress: ({ stage }) => stages.push(stage),
      }),
    );
    expect(second).toEqual(first);
    expect(stages).toEqual([]);
  });

  test('interrupted between two wheels, it goes on with the second', async () => {
    const one = writeWheel(shelf);
    const two = writeWheel(shelf, 'nvidia-cublas-cu12', {
      'nvidia/cublas/lib/libcublas.so.12': new Uint8Array([1, 2, 3]),
    });
    plans = [planOf(one, { ...two, sha256: 'f'.repeat(64) }), wasm];
    expect(await provisionTensorFlow(options())).toMatchObject({
      kind: 'wasm',
      failed: [{ detail: expect.stringContaining('SHA-256') as string }],
    });
    plans = [planOf(one, two), wasm];
    const names = new Set<string>();
    const result = await provisionTensorFlow(
      options({
        onProgress: (progress) => {
          if (progress.stage === 'unpack') names.add(progress.name);
        },
      }),
    );
    expect(result.kind).toBe('ready');
    expect([...names]).toEqual(['nvidia-cublas-cu12 0.0.1']);
  });

  test('two launches at once do the work once', async () => {
    plans = [planOf(writeWheel(shelf)), wasm];
    let checks = 0;
    const checkHome = async () => {
      checks += 1;
      await new Promise((resolve) => setTimeout(resolve, 100));
    };
    const waited: string[] = [];
    const [left, right] = await Promise.all([
      provisionTensorFlow(options({ checkHome })),
      provisionTensorFlow(options({ checkHome, onProgress: ({ stage }) => waited.push(stage) })),
    ]);
    expect(left).toEqual(right);
    expect(checks).toBe(1);
    expect(waited).toContain('wait');
  });

  test('an addon that does not load is not kept, and the next plan is tried', async () => {
    const wheel = writeWheel(shelf);
    plans = [{ ...planOf(wheel), variant: 'cuda' }, planOf(wheel), wasm];
    const result = await provisionTensorFlow(
      options({
        checkHome: (home) =>
          home.includes(`${path.sep}cuda-`) ? Promise.reject(new Error('no libcuda')) : Promise.resolve(),
      }),
    );
    expect(result).toMatchObject({ kind: 'ready', variant: 'cpu', failed: [{ detail: 'no libcuda' }] });
    expect(existsSync(path.join(cache, 'tensorflow', 'cuda-0.0.1-linux-x64', 'addons'))).toBe(true);
    const addons = readdirSync(path.join(cache, 'tensorflow', 'cuda-0.0.1-linux-x64', 'addons'));
    expect(addons.filter((name) => !name.endsWith('.making'))).toEqual([]);
  });

  test('a wheel with a wrong hash ends in wasm and names the hash', async () => {
    plans = [planOf({ ...writeWheel(shelf), sha256: '0'.repeat(64) }), wasm];
    const result = await provisionTensorFlow(options());
    expect(result).toMatchObject({ kind: 'wasm', reason: 'failed' });
    expect(result.failed[0]?.detail).toContain('SHA-256');
  });

  test("where the platform has the package's script, it is run, and its failure ends in wasm", async () => {
    plans = [{ kind: 'packageScript' }, wasm];
    const ran = await provisionTensorFlow(options({ runPackageScript: () => Promise.resolve() }));
    expect(ran.kind).toBe('packageScript');
    const failed = await provisionTensorFlow(
      options({ runPackageScript: () => Promise.reject(new Error('exit 1')) }),
    );
    expect(failed).toMatchObject({ kind: 'wasm', failed: [{ detail: 'exit 1' }] });
  });

  test('cancelling is no failure of a plan: it is thrown, and the next plan is not tried', async () => {
    const abort = new AbortController();
    plans = [planOf(writeWheel(shelf)), wasm];
    const running = provisionTensorFlow(
      options({
        signal: abort.signal,
        onProgress: () => {
          abort.abort(new Error('cancelled'));
        },
      }),
    );
    await expect(running).rejects.toThrow('cancelled');
  });
});

describe('linkHome', () => {
  test('puts addon and libraries where tfjs-node looks, and notices when the cache is gone', async () => {
    plans = [planOf(writeWheel(shelf)), wasm];
    const result = await provisionTensorFlow(options());
    if (result.kind !== 'ready') throw new Error(result.kind);
    expect(readLink(bindingPackage)).toBeUndefined();
    await linkHome(bindingPackage, 'cpu', result.home);
    expect(readLink(bindingPackage)).toMatchObject({ variant: 'cpu', home: result.home });
    expect(realpathSync(path.join(bindingPackage, 'deps', 'lib'))).toBe(
      realpathSync(path.join(result.home, 'deps', 'lib')),
    );
    await linkHome(bindingPackage, 'cpu', result.home);
    expect(readLink(bindingPackage)).toBeDefined();
    const moved = temporaryFolder();
    writeFileSync(
      path.join(bindingPackage, 'lib', 'studio.json'),
      JSON.stringify({ variant: 'cpu', home: path.join(moved, 'gone') }),
    );
    expect(readLink(bindingPackage)).toBeUndefined();
  });
});

describe('placeEntry', () => {
  test.each([
    ['tensorflow/libtensorflow_cc.so.2', path.join('lib', 'libtensorflow_cc.so.2')],
    ['nvidia/cudnn/lib/libcudnn_ops.so.9', path.join('lib', 'libcudnn_ops.so.9')],
    ['tensorflow/include/xla/tsl/c/tsl_status.h', path.join('include', 'xla', 'tsl', 'c', 'tsl_status.h')],
    ['tensorflow/python/lib_pywrap_tensorflow_common.so', undefined],
    ['tensorflow/include/tensorflow/core/framework/op.h', undefined],
    ['nvidia/cudnn/include/cudnn.h', undefined],
    ['tensorflow/../../libevil.so', undefined],
  ])('%s', (name, place) => {
    expect(placeEntry(name)).toBe(place);
  });
});
