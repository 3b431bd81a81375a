/**
 * Stands in for @mapbox/node-pre-gyp, which tfjs-node asks one question when it is loaded: where its addon lies. The real
 * one is a build tool with forty packages behind it, so the installed app leaves it out; from source the answer is the same.
 */
import Module from 'node:module';
import path from 'node:path';

const BUILD_TOOL = '@mapbox/node-pre-gyp';
/** Below tfjs-node's own folder and below a provisioned one alike; Node-API 8 is the newest that the package names. */
const ADDON_PATH = path.join('lib', 'napi-v8', 'tfjs_binding.node');

/** The loader behind every `require()`, which Node has and does not type. */
interface Loader {
  _load: (request: string, ...others: readonly unknown[]) => unknown;
}

/**
 * Loads tfjs-node and has it take the addon of `home`, or where there is none its own.
 * @param load requires the package; it runs once, before this returns
 * @throws what `load` throws, an Error by tfjs-node where no addon is there among it
 */
export function withAddonOf(home: string | undefined, load: () => void): void {
  const loader = Module as unknown as Loader;
  const original = loader._load;
  const locator = {
    find: (packageFile: string) => path.join(home ?? path.dirname(packageFile), ADDON_PATH),
  };
  loader._load = (request, ...others) =>
    request === BUILD_TOOL ? locator : Reflect.apply(original, loader, [request, ...others]);
  try {
    load();
  } finally {
    loader._load = original;
  }
}
