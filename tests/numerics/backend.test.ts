import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashFile } from '../../scripts/provision/libraryCheck.mjs';
import { writeAddonNote } from '../../scripts/provision/libraryLists.mjs';
import { backendInfo, initialiseBackend, measureGflops } from '../../src-main/numerics/backend.ts';
import { runKernel } from '../../src-main/numerics/kernels.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';

describe('before the backend is started', () => {
  it('says what must be done first', () => {
    expect(() => backendInfo()).toThrow('initialiseBackend() must finish');
  });

  it('refuses TensorFlow with a code when its library cannot be loaded, and can be asked again', async () => {
    process.env['STUDIO_TENSORFLOW_HOME'] = '/nowhere';
    try {
      await expect(initialiseBackend({ backend: 'tensorflow' })).rejects.toMatchObject({
        code: 'compute.noTensorFlow',
      });
    } finally {
      delete process.env['STUDIO_TENSORFLOW_HOME'];
    }
    expect(() => backendInfo()).toThrow('initialiseBackend() must finish');
  });

  /** A home in a cache of its own, whose libraries are links to those that this machine has. */
  function otherHome(): string {
    const real = createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json');
    const unpacked = realpathSync(path.join(path.dirname(real), 'deps'));
    const set = path.join(
      mkdtempSync(path.join(os.tmpdir(), 'studio-home-')),
      path.basename(path.dirname(unpacked)),
    );
    const home = path.join(set, 'addons', 'key');
    mkdirSync(path.join(home, 'lib', 'napi-v8'), { recursive: true });
    mkdirSync(path.join(set, 'deps', 'lib'), { recursive: true });
    for (const name of readdirSync(path.join(unpacked, 'lib'))) {
      symlinkSync(path.join(unpacked, 'lib', name), path.join(set, 'deps', 'lib', name));
    }
    symlinkSync(path.join('..', '..', 'deps'), path.join(home, 'deps'));
    const addon = path.join('lib', 'napi-v8', 'tfjs_binding.node');
    copyFileSync(path.join(path.dirname(real), addon), path.join(home, addon));
    writeAddonNote(home, hashFile(path.join(home, addon)));
    return home;
  }

  const reasonOf = async (home: string): Promise<unknown> => {
    process.env['STUDIO_TENSORFLOW_HOME'] = home;
    try {
      await initialiseBackend({ backend: 'tensorflow' });
    } catch (error) {
      return error instanceof Error && error.cause instanceof Error ? error.cause.message : error;
    } finally {
      delete process.env['STUDIO_TENSORFLOW_HOME'];
    }
    return 'it was loaded';
  };

  it.skipIf(process.platform !== 'linux')(
    'loads no library that is not the one that was installed',
    async () => {
      const changed = otherHome();
      const library = path.join(changed, 'deps', 'lib', 'libtensorflow_framework.so.2');
      rmSync(library);
      writeFileSync(library, 'other code');
      expect(await reasonOf(changed)).toContain('libtensorflow_framework.so.2 has SHA-256');
      const more = otherHome();
      writeFileSync(path.join(more, 'deps', 'lib', 'libm.so.6'), 'other code');
      expect(await reasonOf(more)).toContain('libm.so.6 is not one of');
      const addon = otherHome();
      writeFileSync(path.join(addon, 'lib', 'napi-v8', 'tfjs_binding.node'), 'other code');
      expect(await reasonOf(addon)).toContain('tfjs_binding.node has SHA-256');
    },
  );
});

describe('TensorFlow', () => {
  beforeAll(async () => {
    await initialiseBackend({ backend: 'tensorflow', threads: 2 });
  });

  it('runs with the threads asked for and tells its version, oneDNN and processor', () => {
    expect(backendInfo()).toMatchObject({ backend: 'tensorflow', threads: 2, fallbackReason: null });
    expect(backendInfo().tensorflowVersion).toMatch(/^2\.\d+\.\d+/);
    expect(backendInfo().cpu.length).toBeGreaterThan(3);
    expect(tf.getBackend()).toBe('tensorflow');
  });

  it('loads none of the build tools that its package asks for', () => {
    const { cache } = createRequire(import.meta.url);
    const packages = Object.keys(cache).flatMap((file) =>
      [...file.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)\//g)].map(([, name]) => name),
    );
    expect(packages).toContain('@tensorflow/tfjs-node-gpu');
    for (const tool of ['@mapbox/node-pre-gyp', 'tar', 'rimraf', 'adm-zip', 'https-proxy-agent']) {
      expect(packages).not.toContain(tool);
    }
  });

  it('answers the same again, and refuses to be another', async () => {
    expect(await initialiseBackend()).toBe(backendInfo());
    await expect(initialiseBackend({ backend: 'wasm' })).rejects.toThrow('already runs tensorflow');
    await expect(initialiseBackend({ threads: 3 })).rejects.toThrow('already runs 2');
  });

  it('runs a kernel by name with attributes of each kind', () => {
    const x = tf.tensor2d([3, 1, 2, 9, 8, 7], [2, 3]);
    const [values, indices] = runKernel(
      'TopKV2',
      { T: { type: 'float32' }, sorted: { bool: true }, Tk: { type: 'int32' } },
      [x, tf.scalar(2, 'int32')],
      2,
    );
    expect(values?.arraySync()).toEqual([
      [3, 2],
      [9, 8],
    ]);
    expect(indices?.arraySync()).toEqual([
      [0, 2],
      [0, 1],
    ]);
  });

  it('measures more than a processor without vector units could do', () => {
    const { matmulGflops, convolutionGflops } = measureGflops(0.1);
    expect(matmulGflops).toBeGreaterThan(2);
    expect(convolutionGflops).toBeGreaterThan(1);
  });
});
