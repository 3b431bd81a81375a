/**
 * Entry of the process that opens a model of unknown origin before any other process does: one model in a fresh MuJoCo, then it
 * exits. The process that launched it kills it where it takes too long; its memory it bounds itself, before MuJoCo starts.
 */
import { reportError, StudioError, type ErrorReport } from '../../shared/errors.ts';
import { keepFilesPrivate } from '../store/privateFiles.ts';
import { ignoreEndingSignals } from './endingSignals.ts';
import type { CheckedModel, FromModelChecker, ModelToCheck } from './messages.ts';
import { launcherPort } from './port.ts';

keepFilesPrivate();
ignoreEndingSignals();

const PAGE_BYTES = 64 * 1024;
const MEGABYTE = 1024 * 1024;
/** Of MuJoCo's heap. With Node and what is read of the model the process stays below 1 GB. */
const MOST_HEAP_BYTES = 768 * MEGABYTE;
const MOST_PROCESS_MEGABYTES = 1024;

let refused = false;
const grow = Object.getOwnPropertyDescriptor(WebAssembly.Memory.prototype, 'grow')?.value as (
  this: WebAssembly.Memory,
  pages: number,
) => number;
WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
  if (this.buffer.byteLength + pages * PAGE_BYTES > MOST_HEAP_BYTES) {
    refused = true;
    throw new RangeError('a model takes no more memory than this');
  }
  return grow.call(this, pages);
};

async function check(task: ModelToCheck): Promise<CheckedModel> {
  if (task.what === 'preview') {
    const { environmentPreview } = await import('../inspection/environmentPreview.ts');
    return { what: 'preview', preview: await environmentPreview(task.environment, task.config) };
  }
  const { modelFacts } = await import('../environments/model-file/openModelFile.ts');
  return { what: 'model', facts: await modelFacts(task.xml) };
}

/** Where MuJoCo failed because memory was refused, that is what is told, whatever MuJoCo itself says. */
function reportOf(error: unknown): ErrorReport {
  const { code, values, detail } = reportError(error);
  if (refused) {
    return reportError(new StudioError('environment.modelMemory', { megabytes: MOST_PROCESS_MEGABYTES }));
  }
  const reason = code === 'internal' ? values['message'] : values['reason'];
  if (code !== 'internal' && code !== 'environment.physicsAborted') return reportError(error);
  return {
    code: 'environment.modelCrashed',
    values: { reason: String(reason ?? '') },
    ...(detail === undefined ? {} : { detail }),
  };
}

const port = await launcherPort();
const send = (message: FromModelChecker) => {
  port.postMessage(message);
};
port.onClose(() => {
  process.exit(0);
});
port.onMessage((message) => {
  check(message as ModelToCheck).then(
    (found) => {
      send({ type: 'found', found });
    },
    (error: unknown) => {
      send({ type: 'refused', error: reportOf(error) });
    },
  );
});
// Its time is counted from here: that a busy machine started this process slowly is not the model's fault.
const { loadMujoco } = await import('../environments/control-suite/mujoco.ts');
await loadMujoco();
send({ type: 'ready' });
