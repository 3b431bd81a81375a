/**
 * TensorFlow for the installed app. The addon comes with it; the libraries (850 MB) are fetched into the cache on the first
 * start, with the person's consent, by the same code as the launcher's. From a clone the launcher has done it before. Nothing is
 * ever loaded from a data folder, which may be somebody else's; libraries that an earlier version put there are moved.
 */
import path from 'node:path';
import { app, dialog } from 'electron';
import { adoptLibraries } from '../../scripts/provision/adopt.mjs';
import { readChoice, readFacts, writeChoice } from '../../scripts/provision/facts.mjs';
import { downloadBytes, planTensorFlow, type Plan } from '../../scripts/provision/plan.mjs';
import {
  findHome,
  hasLibraries,
  provisionTensorFlow,
  provisionWheels,
  UNPACKED_BYTES,
} from '../../scripts/provision/tensorflow.mjs';
import { translate, type Language, type MessageKey } from '../../shared/messages/index.ts';
import { measureInUtility } from './measureInUtility.ts';
import { showSetupProgress } from './setupWindow.ts';

export interface TensorFlowSetup {
  /** Where an earlier version may have put the libraries. */
  readonly dataFolder: string;
  readonly cache: string;
  readonly language: Language;
  /** Whether to download what is missing: after asking, without asking (`--fetch-tensorflow`), or not at all. */
  readonly consent: 'ask' | 'given' | 'none';
}

type Environment = Readonly<Record<string, string>>;
type WheelPlan = Extract<Plan, { kind: 'wheels' }>;

const isWheels = (plan: Plan): plan is WheelPlan => plan.kind === 'wheels';

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

/** @returns environment variables for the host and the engine processes */
export async function prepareTensorFlow(setup: TensorFlowSetup): Promise<Environment> {
  const given = process.env['STUDIO_TENSORFLOW_HOME'];
  if (given !== undefined && given !== '') return { STUDIO_TENSORFLOW_HOME: given };
  const choice = readChoice();
  if (choice === 'wasm') return { STUDIO_TENSORFLOW: 'wasm' };
  // On macOS and Windows the stock libtensorflow is inside the installer.
  if (!app.isPackaged || process.platform !== 'linux') return {};

  const bindingPackage = path.join(app.getAppPath(), 'node_modules', '@tensorflow', 'tfjs-node-gpu');
  const { cache } = setup;
  const readyAddons = path.join(process.resourcesPath, 'addons');
  const facts = readFacts({ cache, choice, addonIsReady: true });
  const place = { cache, bindingPackage, arch: facts.arch, readyAddons };
  const checkHome = async (home: string) => {
    const { backend, fallbackReason } = await measureInUtility({ STUDIO_TENSORFLOW_HOME: home });
    if (backend !== 'tensorflow') throw new Error(fallbackReason ?? backend);
  };
  // What is there already needs no room.
  const possible = planTensorFlow({ ...facts, freeBytes: undefined }).filter(isWheels);
  for (const plan of possible) {
    await adoptLibraries({ dataFolder: setup.dataFolder, cache, plan, arch: facts.arch });
  }
  for (const plan of possible) {
    const home =
      findHome(plan, place) ??
      (hasLibraries(plan, place)
        ? await provisionWheels(plan, {
            ...place,
            facts,
            node: process.execPath,
            checkHome,
            onProgress: () => undefined,
          }).catch(() => undefined)
        : undefined);
    if (home !== undefined) return { STUDIO_TENSORFLOW_HOME: home };
  }
  const [plan] = planTensorFlow(facts);
  if (setup.consent === 'none' || plan === undefined || plan.kind !== 'wheels') return {};
  if (setup.consent === 'ask' && !(await askConsent(setup, plan.variant, downloadBytes(plan)))) return {};

  const cancel = new AbortController();
  const progress = showSetupProgress(setup.language, () => {
    cancel.abort();
  });
  try {
    const result = await provisionTensorFlow({
      ...place,
      facts,
      node: process.execPath,
      checkHome,
      onProgress: progress.update,
      signal: cancel.signal,
    });
    if (result.kind === 'ready') return { STUDIO_TENSORFLOW_HOME: result.home };
    await tellFailure(setup.language, result.failed.map(({ detail }) => detail).join('\n'));
  } catch (error) {
    if (!cancel.signal.aborted) await tellFailure(setup.language, String(error));
  } finally {
    progress.close();
  }
  return {};
}

async function askConsent(
  { language, cache }: TensorFlowSetup,
  variant: 'cpu' | 'cuda',
  bytes: number,
): Promise<boolean> {
  const say = (key: MessageKey, values = {}) => translate(language, key, values);
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: say('desktop.setup.title'),
    message: say('desktop.setup.what', { size: megabytes(bytes) }),
    detail: say('desktop.setup.why', {
      folder: path.join(cache, 'tensorflow'),
      unpacked: megabytes(UNPACKED_BYTES[variant]),
    }),
    buttons: [say('desktop.setup.download'), say('desktop.setup.later'), say('desktop.setup.never')],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  if (response === 2) writeChoice('wasm');
  return response === 0;
}

async function tellFailure(language: Language, detail: string): Promise<void> {
  await dialog.showMessageBox({
    type: 'warning',
    title: translate(language, 'desktop.setup.title'),
    message: translate(language, 'desktop.setup.failed'),
    detail: `${translate(language, 'desktop.setup.failedNext')}\n\n${detail}`,
  });
}
