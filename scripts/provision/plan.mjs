// @ts-check
/**
 * Which TensorFlow a machine gets: a pure function of facts, so that every case is tested without owning the machine.
 * The answer is a list: the first that works is taken, and the last, wasm, always does.
 */
import { CPU_ARM64, CPU_X64, CUDA_X64 } from './wheels.mjs';

/**
 * @typedef {'auto' | 'cpu' | 'cuda' | 'wasm'} Choice
 *
 * @typedef {object} MachineFacts
 * @property {string} platform as `process.platform`
 * @property {string} arch as `process.arch`
 * @property {readonly [number, number] | undefined} glibc undefined on musl and off Linux
 * @property {boolean} nvidia an NVIDIA driver is loaded
 * @property {boolean} canBuild a C++ compiler is there, or the addon comes ready built
 * @property {number | undefined} freeBytes on the cache's disk; undefined where it can't be told
 * @property {Choice} choice
 *
 * @typedef {'chosen' | 'musl' | 'oldGlibc' | 'platform' | 'compiler' | 'disk' | 'failed'} WasmReason
 *
 * @typedef {{ kind: 'wheels', variant: 'cpu' | 'cuda', wheels: readonly import('./wheels.mjs').Wheel[] }
 *   | { kind: 'packageScript' }
 *   | { kind: 'wasm', reason: WasmReason }} Plan
 */

/** Measured: the two CPU libraries take 853 MB, and the wheel lies beside them until it is unpacked. */
const CPU_BYTES = 1_300_000_000;
/** The CUDA libraries unpack to about twice their wheels. */
const CUDA_BYTES = 9_500_000_000;

/**
 * @param {MachineFacts} facts
 * @returns {Plan[]} in order of preference, never empty, the last always wasm
 */
export function planTensorFlow(facts) {
  /** @param {WasmReason} reason @returns {Plan} */
  const wasm = (reason) => ({ kind: 'wasm', reason });
  if (facts.choice === 'wasm') return [wasm('chosen')];
  if (facts.platform === 'darwin' || facts.platform === 'win32') {
    return [{ kind: 'packageScript' }, wasm('failed')];
  }
  if (facts.platform !== 'linux' || (facts.arch !== 'x64' && facts.arch !== 'arm64'))
    return [wasm('platform')];
  if (facts.glibc === undefined) return [wasm('musl')];
  const [major, minor] = facts.glibc;
  if (major < 2 || (major === 2 && minor < 27)) return [wasm('oldGlibc')];
  if (!facts.canBuild) return [wasm('compiler')];

  const wantsCuda = facts.choice === 'cuda' || (facts.choice === 'auto' && facts.nvidia);
  const free = facts.freeBytes ?? Number.POSITIVE_INFINITY;
  /** @type {Plan[]} */
  const plans = [];
  if (wantsCuda && facts.arch === 'x64' && free >= CUDA_BYTES) {
    plans.push({ kind: 'wheels', variant: 'cuda', wheels: CUDA_X64 });
  }
  if (free >= CPU_BYTES) {
    plans.push({ kind: 'wheels', variant: 'cpu', wheels: facts.arch === 'x64' ? CPU_X64 : CPU_ARM64 });
  }
  plans.push(wasm(plans.length === 0 ? 'disk' : 'failed'));
  return plans;
}

/**
 * The folder name of a plan's unpacked wheels, in the cache.
 * @param {Extract<Plan, { kind: 'wheels' }>} plan
 * @param {string} arch
 */
export function planKey(plan, arch) {
  const [first] = plan.wheels;
  return `${plan.variant}-${first?.version ?? ''}-linux-${arch}`;
}

/** @param {Plan} plan */
export function downloadBytes(plan) {
  return plan.kind === 'wheels' ? plan.wheels.reduce((sum, wheel) => sum + wheel.sizeBytes, 0) : 0;
}

/**
 * @param {string | undefined} text
 * @returns {Choice | undefined} undefined where it is none of the four
 */
export function parseChoice(text) {
  return text === 'auto' || text === 'cpu' || text === 'cuda' || text === 'wasm' ? text : undefined;
}
