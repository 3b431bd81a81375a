/**
 * Chooses and starts what computes tensors: TensorFlow through tfjs-node-gpu (CPU or GPU), else tfjs's wasm backend.
 * Nothing may compute before `initialiseBackend()`; settings that libtensorflow reads once, when it is loaded, are set here.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import util from 'node:util';
import type { ComputeFingerprint } from '../../shared/run.ts';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { checkBeforeLoading } from '../../scripts/provision/libraryLists.mjs';
import { StudioError } from '../../shared/errors.ts';
import { withAddonOf } from './addonLocator.ts';
import { stockLibraries } from './stockLibraries.ts';
import { tf } from './tensorflow.ts';
import { registerWasmKernels } from './wasmKernels.ts';

export interface BackendOptions {
  /** `auto` takes TensorFlow where it loads, else wasm. */
  readonly backend?: 'auto' | 'tensorflow' | 'wasm';
  /** Threads inside one operation. Part of what makes a run repeatable: the same number gives the same bits. */
  readonly threads?: number;
}

export interface BackendInfo extends ComputeFingerprint {
  /** Why TensorFlow could not be loaded; null where it runs or was not asked for. */
  readonly fallbackReason: string | null;
}

/** The part of tfjs-node's backend that is its own and not tfjs's. */
interface NodeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

const requireModule = createRequire(import.meta.url);
const TENSORFLOW_PACKAGE = '@tensorflow/tfjs-node-gpu';
const bindingPackage = () => path.dirname(requireModule.resolve(`${TENSORFLOW_PACKAGE}/package.json`));
let current: BackendInfo | null = null;
let starting: Promise<BackendInfo> | null = null;

/**
 * Starts the backend, once a process; later calls get the same answer.
 * @throws StudioError `compute.noTensorFlow` where `tensorflow` was asked for and can't be loaded.
 * @throws Error where a later call asks for another backend or thread count than the one that runs.
 */
export async function initialiseBackend(options: BackendOptions = {}): Promise<BackendInfo> {
  starting ??= start(options).then(
    (info) => (current = info),
    (error: unknown) => {
      starting = null;
      throw error;
    },
  );
  const info = await starting;
  const { backend = 'auto', threads } = options;
  if (backend !== 'auto' && backend !== info.backend) {
    throw new Error(`backend ${backend} was asked for, but this process already runs ${info.backend}`);
  }
  if (threads !== undefined && info.backend === 'tensorflow' && threads !== info.threads) {
    throw new Error(`${threads} threads were asked for, but this process already runs ${info.threads}`);
  }
  return info;
}

/** @throws Error before `initialiseBackend()` has finished. */
export function backendInfo(): BackendInfo {
  if (current === null) throw new Error('initialiseBackend() must finish before tensors are used');
  return current;
}

async function start(options: BackendOptions): Promise<BackendInfo> {
  const threads =
    options.threads ?? Number(process.env['TF_NUM_INTRAOP_THREADS'] ?? os.availableParallelism());
  let fallbackReason: string | null = null;
  const wanted = options.backend ?? (process.env['STUDIO_TENSORFLOW'] === 'wasm' ? 'wasm' : 'auto');
  if (wanted !== 'wasm') {
    try {
      return { ...startTensorFlow(threads), fallbackReason: null };
    } catch (error) {
      if (options.backend === 'tensorflow')
        throw new StudioError('compute.noTensorFlow', {}, { cause: error });
      fallbackReason = error instanceof Error ? error.message : String(error);
    }
  }
  return { ...(await startWasm()), fallbackReason };
}

function startTensorFlow(threads: number): ComputeFingerprint {
  restoreUtilFunctions();
  // libtensorflow reads these when it is loaded and never again.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] = 'true';
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
  const named = process.env['STUDIO_TENSORFLOW_HOME'];
  const home = named === '' ? undefined : named;
  checkBeforeLoading({ home, bindingPackage: bindingPackage(), builtIn: stockLibraries });
  withAddonOf(home, () => {
    requireModule(TENSORFLOW_PACKAGE);
  });
  const backend = tf.backend() as unknown as NodeBackend;
  return {
    backend: 'tensorflow',
    gpu: backend.isUsingGpuDevice ? gpuName() : null,
    threads,
    oneDnn: process.env['TF_ENABLE_ONEDNN_OPTS'] !== '0',
    tensorflowVersion: backend.binding.TF_Version,
    cpu: cpuName(),
  };
}

async function startWasm(): Promise<ComputeFingerprint> {
  const wasm = requireModule('@tensorflow/tfjs-backend-wasm') as {
    setWasmPaths(prefix: string): void;
    version_wasm: string;
  };
  wasm.setWasmPaths(path.dirname(requireModule.resolve('@tensorflow/tfjs-backend-wasm')) + path.sep);
  registerWasmKernels();
  if (!(await tf.setBackend('wasm'))) throw new StudioError('compute.noTensorFlow', {});
  await tf.ready();
  // In Node the wasm backend has one thread: https://github.com/tensorflow/tfjs/issues/3830
  return {
    backend: 'wasm',
    gpu: null,
    threads: 1,
    oneDnn: false,
    tensorflowVersion: `wasm ${wasm.version_wasm}`,
    cpu: cpuName(),
  };
}

/** tfjs-node 4.22 calls functions that Node 23 removed from `util`. */
function restoreUtilFunctions(): void {
  const removed = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isNull: (value: unknown) => value === null,
    isArray: Array.isArray,
  };
  for (const [name, restored] of Object.entries(removed)) {
    if (!(name in util)) Object.defineProperty(util, name, { value: restored, configurable: true });
  }
}

/** Instruction sets that decide which kernels, and so which bits, oneDNN and Eigen choose. */
const DECISIVE_CPU_FLAGS = ['avx2', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_tile'];

function cpuName(): string {
  const model = os.cpus()[0]?.model.trim() ?? os.arch();
  if (process.platform !== 'linux') return model;
  const flags = new Set(/^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' '));
  const present = DECISIVE_CPU_FLAGS.filter((flag) => flags.has(flag));
  return present.length === 0 ? model : `${model} (${present.join(' ')})`;
}

function gpuName(): string {
  try {
    const output = execFileSync('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader'], {
      encoding: 'utf8',
      timeout: 5000,
    });
    return output.split('\n')[0]?.trim() ?? 'GPU';
  } catch {
    // Only the name is lost: TensorFlow has already said that it computes on a GPU.
    return 'GPU';
  }
}

export interface MeasuredSpeed {
  /** Billions of floating-point operations a second, multiply and add counted as two. */
  readonly matmulGflops: number;
  readonly convolutionGflops: number;
}

/** What this machine reaches now, by a 1024-cube product and a convolution such as V's. Takes about a second. */
export function measureGflops(seconds = 0.4): MeasuredSpeed {
  backendInfo();
  return tf.tidy(() => {
    const left = tf.fill([1024, 1024], 0.5);
    const images = tf.fill([32, 31, 31, 32], 0.5) as Tensor4D;
    const filter = tf.fill([4, 4, 32, 64], 0.5) as Tensor4D;
    return {
      matmulGflops: rate(() => tf.matMul(left, left), 2 * 1024 * 1024 * 1024, seconds),
      convolutionGflops: rate(
        () => tf.conv2d(images, filter, 2, 'valid'),
        2 * 32 * 14 * 14 * 4 * 4 * 32 * 64,
        seconds,
      ),
    };
  });
}

function rate(compute: () => Tensor, operations: number, seconds: number): number {
  // Reading one number waits for a GPU too.
  const once = () => tf.tidy(() => compute().flatten().slice(0, 1).dataSync());
  once();
  const begin = performance.now();
  let count = 0;
  do {
    once();
    count++;
  } while (performance.now() - begin < seconds * 1000);
  return (operations * count) / ((performance.now() - begin) * 1e6);
}
