// @ts-check
/**
 * Electron's fuses: switches inside its binary, so that the installed one runs this app only, from its checked archive, and
 * can't be turned into a plain Node or attached to. See https://www.electronjs.org/docs/latest/tutorial/fuses.
 */
import { flipFuses, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';

/** All of Electron 45's. @type {Readonly<Record<keyof typeof FuseV1Options, boolean>>} */
export const FUSES = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  // There is one snapshot for all processes.
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  // Without them WebAssembly checks every access to memory by itself, slower and no safer.
  WasmTrapHandlers: true,
};

/** @typedef {keyof typeof FuseV1Options} FuseName */

const NAMES = /** @type {FuseName[]} */ (Object.keys(FUSES));

/**
 * Which fuses of a binary are not as they should be, with what they are: `absent` in an Electron that is older than the fuse.
 * @param {string} executable or a bundle that ends in `.app`
 * @returns {Promise<Partial<Record<FuseName, 'on' | 'off' | 'absent'>>>}
 */
export async function wrongFuses(executable) {
  const wire = await getCurrentFuseWire(executable);
  /** @param {FuseName} name */
  const stateOf = (name) => {
    const state = wire[FuseV1Options[name]];
    if (state === undefined || state === FuseState.REMOVED) return 'absent';
    return state === FuseState.ENABLE ? 'on' : 'off';
  };
  const states = NAMES.map((name) => /** @type {const} */ ([name, stateOf(name)]));
  return Object.fromEntries(states.filter(([name, state]) => state !== (FUSES[name] ? 'on' : 'off')));
}

/**
 * Burns the fuses and reads them back.
 * @param {string} executable or a bundle that ends in `.app`
 * @param {{ olderElectron?: boolean, resignDarwin?: boolean }} [options]
 *   `olderElectron`: fuses that this binary does not have yet are left out
 * @throws Error where a fuse is not as it should be afterwards, or the binary has one that FUSES does not name
 */
export async function burnFuses(executable, { olderElectron = false, resignDarwin = false } = {}) {
  const wire = await getCurrentFuseWire(executable);
  const present = NAMES.filter((name) => FuseV1Options[name] in wire);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: resignDarwin,
    // Fails where Electron has got a fuse that nobody has decided on.
    strictlyRequireAllFuses: true,
    .../** @type {Record<FuseV1Options, boolean>} */ (
      Object.fromEntries(present.map((name) => [FuseV1Options[name], FUSES[name]]))
    ),
  });
  const wrong = Object.entries(await wrongFuses(executable)).filter(
    ([, state]) => !(olderElectron && state === 'absent'),
  );
  if (wrong.length > 0) {
    const list = wrong.map(([name, state]) => `${name} is ${state}`).join(', ');
    throw new Error(`${executable} has fuses that are not as they should be: ${list}`);
  }
}
