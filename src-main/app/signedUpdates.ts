/** electron-updater, held to manifests with a signature: nothing is read of one, and nothing downloaded, before that is checked. */
import path from 'node:path';
import type { AppUpdater } from 'electron-updater';
import { GenericProvider } from 'electron-updater/out/providers/GenericProvider.js';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import { isSigned, SIGNATURE_ENDING } from './updateSignature.ts';

export interface SignedFeed {
  readonly address: string;
  readonly publicKeys: readonly string[];
}

/** electron-updater makes its provider itself, from a class. */
function providerOf({ address, publicKeys }: SignedFeed) {
  return class SignedProvider extends GenericProvider {
    constructor(_options: object, updater: AppUpdater, runtime: ProviderRuntimeOptions) {
      super({ provider: 'generic', url: address }, updater, runtime);
    }

    /** Of manifests; installers come by another way, each held to the hash that its manifest gives. */
    protected override async httpRequest(...request: Parameters<GenericProvider['httpRequest']>) {
      const [manifestAddress, ...others] = request;
      const manifest = await super.httpRequest(manifestAddress, ...others);
      const signatureAddress = new URL(manifestAddress);
      signatureAddress.pathname += SIGNATURE_ENDING;
      const signature = await super.httpRequest(signatureAddress, ...others);
      const name = path.posix.basename(manifestAddress.pathname);
      if (manifest === null || signature === null || !isSigned(name, manifest, signature, publicKeys)) {
        throw new Error(`${name} carries no signature of the studio's`);
      }
      return manifest;
    }
  };
}

/** Has an updater take signed manifests of this feed, and only what they name. */
export function useSignedFeed(updater: AppUpdater, feed: SignedFeed): void {
  updater.logger = null;
  updater.autoInstallOnAppQuit = true;
  updater.allowDowngrade = false;
  // Whole files only: their hash is what was signed.
  updater.disableDifferentialDownload = true;
  updater.disableWebInstaller = true;
  updater.setFeedURL({ provider: 'custom', updateProvider: providerOf(feed) });
}
