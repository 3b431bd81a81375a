/** What the shell takes from its command line and environment; a pure function, so that every case is tested. */
import path from 'node:path';
import { sandboxIsOffUnasked, WITHOUT_SANDBOX_FLAG } from './sandbox.ts';

export interface ShellOptions {
  readonly dataFolder: string;
  /** Where Chromium keeps its own files; undefined leaves Electron's default. */
  readonly userData: string | undefined;
  /** Runs the host under this Node instead of in a utility process (Electron too old for better-sqlite3). */
  readonly hostNode: string | undefined;
  /** Start everything, check it, print one JSON line, exit: for builds that no test driver can attach to. */
  readonly selfTest: boolean;
  /** Chromium's sandbox is switched off, and not by the studio's own flag: no window is opened. */
  readonly sandboxIsOffUnasked: boolean;
  /** The studio's own flag. */
  readonly withoutSandbox: boolean;
  /** The installed app downloads TensorFlow without asking. */
  readonly fetchTensorFlow: boolean;
}

export function readShellOptions(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  defaultDataFolder: string,
): ShellOptions {
  const given = (name: string): string | undefined => {
    const prefix = `--${name}=`;
    const joined = words.find((word) => word.startsWith(prefix));
    if (joined !== undefined) return joined.slice(prefix.length);
    const at = words.indexOf(`--${name}`);
    return at < 0 ? undefined : words[at + 1];
  };
  const named = given('data-dir');
  const dataFolder = path.resolve(named ?? defaultDataFolder);
  const isDefault = named === undefined && environment['STUDIO_DATA_DIR'] === undefined;
  const hostNode = environment['STUDIO_HOST_NODE'];
  return {
    dataFolder,
    // Another data folder is another studio: it gets its own single-instance lock and window state.
    userData: isDefault ? undefined : path.join(dataFolder, 'shell'),
    hostNode: hostNode === undefined || hostNode === '' ? undefined : hostNode,
    selfTest: words.includes('--self-test'),
    sandboxIsOffUnasked: sandboxIsOffUnasked(words, environment),
    withoutSandbox: words.includes(WITHOUT_SANDBOX_FLAG),
    fetchTensorFlow: words.includes('--fetch-tensorflow'),
  };
}
