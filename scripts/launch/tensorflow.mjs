// @ts-check
/** The launcher's side of TensorFlow: provision where something is missing, link it into node_modules, say what came of it. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasNvidia, readChoice, readFacts } from '../provision/facts.mjs';
import { listOf } from '../provision/libraryCheck.mjs';
import { linkHome, readLink, writeNote } from '../provision/link.mjs';
import { message, say } from './messages.mjs';
import { withLock } from './lock.mjs';
import { cacheFolder, modulesFolder } from './paths.mjs';
import { ProgressLine } from './progress.mjs';

export const bindingPackage = join(modulesFolder, '@tensorflow', 'tfjs-node-gpu');
/** A machine that is offline should not wait for a download before every command. */
const RETRY_MILLISECONDS = 6 * 3600 * 1000;

const failurePath = () => join(cacheFolder(), 'tensorflow', 'failed.json');

/** @param {import('../provision/plan.mjs').Choice} choice */
function failedLately(choice) {
  try {
    const note = JSON.parse(readFileSync(failurePath(), 'utf8'));
    return note.choice === choice && Date.now() - note.at < RETRY_MILLISECONDS;
  } catch {
    return false;
  }
}

/**
 * Is what is linked what the choice asks for? Files only: this runs before every command.
 * @param {import('../provision/plan.mjs').Choice} choice
 * @param {boolean} nvidia
 * @param {ReturnType<typeof readLink>} link
 */
export function linkServes(choice, nvidia, link) {
  if (choice === 'wasm') return true;
  if (link === undefined) return false;
  if (link.variant === 'byHand' || link.variant === 'script') return true;
  if (choice === 'auto') return link.variant === 'cuda' || !nvidia;
  return link.variant === choice;
}

/** How to get a compiler here. @param {Record<string, boolean>} tools which package managers are there */
export function compilerAdvice(tools) {
  if (tools['apt-get']) return 'sudo apt-get install g++';
  if (tools['dnf']) return 'sudo dnf install gcc-c++';
  if (tools['pacman']) return 'sudo pacman -S gcc';
  if (tools['zypper']) return 'sudo zypper install gcc-c++';
  return 'install g++';
}

/**
 * @param {{ node: string, retry: boolean }} options `retry`: try again although it failed within the last hours
 * @returns {Promise<Record<string, string>>} environment variables for the studio
 */
export async function ensureTensorFlow({ node, retry }) {
  const choice = readChoice();
  if (choice === 'wasm') return { STUDIO_TENSORFLOW: 'wasm' };
  if (linkServes(choice, hasNvidia(), readLink(bindingPackage))) return {};
  if (!retry && failedLately(choice)) return {};

  const cache = cacheFolder();
  const facts = readFacts({ cache, choice });
  const progress = new ProgressLine();
  const lock = join(modulesFolder, '.studio-tensorflow.lock');
  const work = async () => {
    if (linkServes(choice, facts.nvidia, readLink(bindingPackage))) return {};
    // Loaded when something is to be done; every command passes here.
    const { provisionTensorFlow } = await import('../provision/tensorflow.mjs');
    const result = await provisionTensorFlow({
      cache,
      bindingPackage,
      facts,
      node,
      onProgress: (event) => {
        if (event.stage === 'download' || event.stage === 'unpack') {
          const label = message(`tensorflow.${event.stage}`, { name: event.name });
          progress.update(label, event.doneBytes, event.totalBytes);
          return;
        }
        progress.finish();
        say(event.stage === 'wait' ? 'wait' : `tensorflow.${event.stage}`);
      },
    });
    progress.finish();
    for (const { plan, detail } of result.failed) {
      say('tensorflow.failed', { variant: plan.kind === 'wheels' ? plan.variant : plan.kind, detail });
    }
    if (result.kind === 'wasm') {
      await sayWasm(result.reason, cache);
      mkdirSync(dirname(failurePath()), { recursive: true });
      writeFileSync(failurePath(), JSON.stringify({ choice, at: Date.now() }));
      return {};
    }
    rmSync(failurePath(), { force: true });
    if (result.kind === 'ready') await linkHome(bindingPackage, result.variant, result.home);
    else await writeNote(bindingPackage, { variant: 'script', home: '', list: listOf(bindingPackage) });
    say('tensorflow.ready', { variant: result.kind === 'ready' ? result.variant : 'libtensorflow 2.9' });
    return {};
  };
  return withLock(lock, work, { onWait: () => say('wait') });
}

/** @param {import('../provision/plan.mjs').WasmReason} reason @param {string} cache */
async function sayWasm(reason, cache) {
  if (reason === 'chosen') return;
  const { findOnPath } = await import('./paths.mjs');
  const tools = Object.fromEntries(
    ['apt-get', 'dnf', 'pacman', 'zypper'].map((name) => [name, findOnPath([name]) !== undefined]),
  );
  say(`wasm.${reason}`, { advice: compilerAdvice(tools), cache });
}
