/**
 * The one place that loads MuJoCo's WASM module: once a thread, on first use. A module that gave up (it aborted, or a call broke
 * off in its middle) is of no further use: whatever is still held of it fails, and who loads next gets a fresh one.
 */
import type { MainModule } from '@mujoco/mujoco';
import { StudioError } from '../../../shared/errors.ts';

export type { MainModule, MjData, MjModel } from '@mujoco/mujoco';

/** What the module itself can have; the binary declares it. */
const WASM_MEGABYTES = 2048;
const OWN_ERROR = 'MuJoCo Error: ';

let loading: Promise<MainModule> | undefined;
/** Why each gave up. */
const broken = new WeakMap<MainModule, string>();
const listeners = new Set<() => void>();

export async function loadMujoco(): Promise<MainModule> {
  // Not before it is used: 300 KB of code and 10 MB of WASM that a car does without.
  loading ??= load();
  const present = loading;
  const module = await present;
  if (!broken.has(module)) return module;
  // Others that waited for the same one may have begun the next already.
  if (loading === present) loading = undefined;
  return loadMujoco();
}

async function load(): Promise<MainModule> {
  const { default: loadModule } = await import('@mujoco/mujoco');
  let aborted: string | null = null;
  let module: MainModule | null = null;
  // Warnings are asked for where they matter; the terminal is the person's.
  module = await loadModule({
    print: () => undefined,
    printErr: () => undefined,
    onAbort: (reason: unknown) => {
      aborted = String(reason);
      if (module !== null) giveUp(module, aborted);
    },
  });
  if (aborted !== null) giveUp(module, aborted);
  return module;
}

function giveUp(module: MainModule, reason: string): void {
  if (broken.has(module)) return;
  broken.set(module, reason);
  for (const listener of listeners) listener();
}

export function isBroken(module: MainModule): boolean {
  return broken.has(module);
}

/** Told each time a module of this thread gives up. @returns takes it back */
export function onMujocoBroken(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * What a person is told of an error that came out of MuJoCo: that it gave up, or that memory ran out; any other error as it is.
 * A call that broke off in its middle leaves the module's stack and heap in no known state, so that it counts as given up.
 */
export function physicsError(module: MainModule, error: unknown): unknown {
  if (error instanceof StudioError) return error;
  if (error instanceof WebAssembly.RuntimeError || isStackOverflow(error)) giveUp(module, String(error));
  // Its own errors leave the module whole: only this world cannot go on.
  const own =
    error instanceof Error && error.message.startsWith(OWN_ERROR) ? describeModelError(error) : null;
  const reason = broken.get(module) ?? own?.message;
  if (reason !== undefined) {
    return new StudioError('environment.physicsAborted', { reason }, { cause: error });
  }
  if (isOutOfMemory(error)) {
    return new StudioError('environment.modelMemory', { megabytes: WASM_MEGABYTES }, { cause: error });
  }
  return error;
}

function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}

/** C++'s std::bad_alloc, or std::length_error, which names the container alone. */
function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    /^std::(bad_alloc|bad_array_new_length|length_error)/.test(`${error.name} ${error.message}`) ||
    error.message === 'std::bad_alloc'
  );
}

/** MuJoCo's message about a model without its prefixes, and the line it names (from 1), where it names one. */
export interface ModelProblem {
  readonly message: string;
  readonly line?: number;
}

export function describeModelError(error: unknown): ModelProblem {
  const text = (error instanceof Error ? error.message : String(error)).trim();
  const message = text
    .replace(OWN_ERROR, '')
    .replace(/^Loading error: /, '')
    .replace(/\s*\n\s*/g, '; ');
  const line = /\bline(?: number)?[ =]+(\d+)/i.exec(text)?.[1];
  return line === undefined ? { message } : { message, line: Number(line) };
}

/** A model's text, or the files of a model by path, of which MuJoCo reads `main` first. */
export type ModelText = string | { readonly main: string; readonly files: ReadonlyMap<string, Uint8Array> };

/**
 * @throws StudioError `environment.badModel` with MuJoCo's own message and line, `environment.modelMemory`,
 * `environment.physicsAborted`.
 */
export function compileModel(mujoco: MainModule, model: ModelText): InstanceType<MainModule['MjModel']> {
  try {
    return typeof model === 'string' ? mujoco.MjModel.from_xml_string(model) : compileFiles(mujoco, model);
  } catch (error) {
    throw modelError(mujoco, error);
  }
}

function compileFiles(
  mujoco: MainModule,
  { main, files }: Exclude<ModelText, string>,
): InstanceType<MainModule['MjModel']> {
  const virtual = new mujoco.MjVFS();
  try {
    for (const [path, bytes] of files) virtual.addBuffer(path, bytes);
    return mujoco.MjModel.from_xml_path(main, virtual);
  } finally {
    if (!isBroken(mujoco)) virtual.delete();
  }
}

/** What MuJoCo says of a model that it does not take. */
export function modelError(mujoco: MainModule, error: unknown): StudioError {
  const known = physicsError(mujoco, error);
  if (known instanceof StudioError && (isBroken(mujoco) || known.code !== 'environment.physicsAborted')) {
    return known;
  }
  const { message, line } = describeModelError(error);
  return new StudioError('environment.badModel', { message, line: line ?? 0 }, { cause: error });
}

/** How much memory this thread's MuJoCo has taken; it never shrinks. */
export async function wasmMemoryBytes(): Promise<number> {
  const mujoco = await loadMujoco();
  const buffer = new mujoco.DoubleBuffer(1);
  const view: Float64Array = buffer.GetView();
  buffer.delete();
  return view.buffer.byteLength;
}
