/**
 * A certificate that a studio makes for itself, kept so that it stays the same over restarts: in the person's own folder of
 * settings, since whoever hands over a data folder must not hand over a key that they know.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generate } from 'selfsigned';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../store/privateFiles.ts';

const DAYS = 825;

export interface OwnCertificate {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

/** @param names hosts and addresses that it is for. */
export async function ownCertificate(folder: string, names: readonly string[]): Promise<OwnCertificate> {
  const file = path.join(folder, 'certificate.pem');
  const kept = read(file);
  if (kept !== null) return kept;
  const now = new Date();
  const made = await generate([{ name: 'commonName', value: 'World Model Studio' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: now,
    notAfterDate: new Date(now.getTime() + DAYS * 24 * 3600 * 1000),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (isAddress(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  });
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  await rm(file, { force: true });
  await writeFile(file, made.private + made.cert, { mode: PRIVATE_FILE, flag: 'wx' });
  return { certificate: made.cert, key: made.private };
}

const isAddress = (name: string) => /^[\d.]+$|:/.test(name);

/** One that is about to run out, or cannot be read, is made anew. */
function read(file: string): OwnCertificate | null {
  try {
    const text = readFileSync(file, 'utf8');
    const certificate = /-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/.exec(text)?.[0] ?? '';
    const key = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]+?-----END [A-Z ]*PRIVATE KEY-----/.exec(text)?.[0];
    const { validTo } = new X509Certificate(certificate);
    return key === undefined || Date.parse(validTo) < Date.now() + 24 * 3600 * 1000
      ? null
      : { certificate, key };
  } catch {
    return null;
  }
}

/** As browsers and Electron show it. */
export function fingerprint(certificate: string): string {
  const { fingerprint256 } = new X509Certificate(certificate);
  return `sha256/${Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64')}`;
}
