/**
 * The hub's own certificate authority and the one certificate that it signs, for the hub's server. Whoever joins knows the
 * authority by its fingerprint, which is part of the join address, and trusts no other.
 */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { generate } from 'selfsigned';

const DAY_MILLISECONDS = 24 * 3600 * 1000;
const AUTHORITY_DAYS = 3650;
/** Behind its authority's, which no longer serves it then. */
const SERVER_DAYS = 825;
/** Valid before it was made: clocks of machines that join may be days behind. */
const BACKDATED_DAYS = 7;
/** One that is about to run out is made anew at the next start. */
const RENEWED_DAYS = 30;

export interface SignedCertificate {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

const span = (now: Date, days: number) => ({
  notBeforeDate: new Date(now.getTime() - BACKDATED_DAYS * DAY_MILLISECONDS),
  notAfterDate: new Date(now.getTime() + days * DAY_MILLISECONDS),
});

export async function makeAuthority(now: Date): Promise<SignedCertificate> {
  const made = await generate([{ name: 'commonName', value: 'World Model Studio hub' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...span(now, AUTHORITY_DAYS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { certificate: made.cert, key: made.private };
}

/** @param names hosts and addresses that the server is reached by */
export async function signServer(
  authority: SignedCertificate,
  names: readonly string[],
  now: Date,
): Promise<SignedCertificate> {
  const made = await generate([{ name: 'commonName', value: 'World Model Studio hub server' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { cert: authority.certificate, key: authority.key },
    ...span(now, SERVER_DAYS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name })),
      },
    ],
  });
  return { certificate: made.cert, key: made.private };
}

/** Whether a server's certificate can stay: signed by this authority, for all these names, and not about to run out. */
export function serves(
  kept: SignedCertificate,
  authority: SignedCertificate,
  names: readonly string[],
  now: Date,
): boolean {
  const certificate = new X509Certificate(kept.certificate);
  const issuer = new X509Certificate(authority.certificate);
  return (
    certificate.verify(issuer.publicKey) &&
    Date.parse(certificate.validTo) > now.getTime() + RENEWED_DAYS * DAY_MILLISECONDS &&
    names.every(
      (name) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined,
    )
  );
}

/** SHA-256 of the certificate, in letters that neither a shell nor an address reads as its own. @param certificate PEM or DER */
export function authorityFingerprint(certificate: string | Buffer): string {
  const { fingerprint256 } = new X509Certificate(certificate);
  return Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
}
