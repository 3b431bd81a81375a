/**
 * Signatures of update manifests: Ed25519 (RFC 8032) over the manifest's name and its text, so that one system's manifest is
 * none for another. The manifest holds the SHA-512 of each file, so a signed manifest vouches for all that is downloaded after it.
 */
import { createPublicKey, verify } from 'node:crypto';

/** Beside each manifest: `latest-linux.yml.sig`, the signature in base64. */
export const SIGNATURE_ENDING = '.sig';

/** What is signed. @param name of the manifest's file, such as `latest-linux.yml` */
export function signedBytes(name: string, manifest: string): Buffer {
  return Buffer.from(`World Model Studio update\n${name}\n${manifest}`, 'utf8');
}

/**
 * Whether one of these keys has signed this manifest.
 * @param publicKeys each an Ed25519 key: SubjectPublicKeyInfo, DER, in base64
 */
export function isSigned(
  name: string,
  manifest: string,
  signature: string,
  publicKeys: readonly string[],
): boolean {
  const bytes = Buffer.from(signature, 'base64');
  return publicKeys.some((text) => {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, signedBytes(name, manifest), key, bytes);
  });
}
