/** The one place that loads MuJoCo's WASM module: once a thread, on first use. */
import type { MainModule } from '@mujoco/mujoco';
import { StudioError } from '../../../shared/errors.ts';

export type { MainModule, MjData, MjModel } from '@mujoco/mujoco';

let module: Promise<MainModule> | undefined;

export function loadMujoco(): Promise<MainModule> {
  // Not before it is used: 300 KB of code and 10 MB of WASM that a car does without.
  module ??= import('@mujoco/mujoco').then(({ default: loadModule }) => loadModule());
  return module;
}

/** MuJoCo's message about a model without its prefixes, and the line it names (from 1), where it names one. */
export interface ModelProblem {
  readonly message: string;
  readonly line?: number;
}

export function describeModelError(error: unknown): ModelProblem {
  const text = (error instanceof Error ? error.message : String(error)).trim();
  const message = text
    .replace(/^MuJoCo Error: /, '')
    .replace(/^Loading error: /, '')
    .replace(/\s*\n\s*/g, '; ');
  const line = /\bline(?: number)?[ =]+(\d+)/i.exec(text)?.[1];
  return line === undefined ? { message } : { message, line: Number(line) };
}

/** @throws StudioError `environment.badModel` with MuJoCo's own message and line. */
export function compileModel(mujoco: MainModule, xml: string): InstanceType<MainModule['MjModel']> {
  try {
    return mujoco.MjModel.from_xml_string(xml);
  } catch (error) {
    const { message, line } = describeModelError(error);
    throw new StudioError('environment.badModel', { message, line: line ?? 0 }, { cause: error });
  }
}

/** How much memory this thread's MuJoCo has taken; it never shrinks. */
export async function wasmMemoryBytes(): Promise<number> {
  const mujoco = await loadMujoco();
  const buffer = new mujoco.DoubleBuffer(1);
  const view: Float64Array = buffer.GetView();
  buffer.delete();
  return view.buffer.byteLength;
}
