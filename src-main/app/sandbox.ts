/**
 * Chromium's sandbox, which keeps a page that was taken over from the rest of the machine, is off only where the person says so
 * by the studio's own flag. Chromium's flag alone is not taken for that: AppImages and scripts add it by themselves.
 */

export const WITHOUT_SANDBOX_FLAG = '--without-sandbox';
const CHROMIUM_FLAG = '--no-sandbox';
/** Electron reads it as the flag above; any value counts. */
const ELECTRON_VARIABLE = 'ELECTRON_DISABLE_SANDBOX';

/** Whether the sandbox is off and nobody asked for that in words. */
export function sandboxIsOffUnasked(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const isOff = words.includes(CHROMIUM_FLAG) || environment[ELECTRON_VARIABLE] !== undefined;
  return isOff && !words.includes(WITHOUT_SANDBOX_FLAG);
}
