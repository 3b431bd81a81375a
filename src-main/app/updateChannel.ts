/**
 * Where an installed app asks for updates, and whose signature it takes. Part of the app, inside its archive: nothing beside it
 * and no variable can name another place.
 */

export interface UpdateChannel {
  /** The folder that holds the manifests and the installers. */
  readonly address: `https://${string}`;
  /** Ed25519 keys as `scripts/packaging/signUpdate.mjs` prints them; the second is the next one, while keys change. */
  readonly publicKeys: readonly string[];
}

/** None until there are releases at an address: then nothing is asked. */
export const UPDATE_CHANNEL: UpdateChannel | undefined = undefined;
