/**
 * The hub's authority, asked of the hub by whoever knows its fingerprint alone. Nothing is told on this connection, and nobody on
 * it is trusted: what comes back is believed because it has the fingerprint.
 */
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { isIP } from 'node:net';
import { X509Certificate } from 'node:crypto';
import { StudioError } from '../../../shared/errors.ts';
import { authorityFingerprint } from '../hub/certificates.ts';
import { addressOf, connectError, type HubPlace } from './hubConnection.ts';

const MILLISECONDS = 10_000;
const LONGEST_CHAIN = 5;

/**
 * @returns PEM
 * @throws StudioError `hub.unreachable`, `hub.wrongCa` where none of what it shows has the fingerprint
 */
export async function fetchAuthority(place: HubPlace, fingerprint: string): Promise<string> {
  const chain = await peerChain(place).catch((error: unknown) => {
    throw connectError(error, place);
  });
  const found = chain.find(({ raw }) => authorityFingerprint(raw) === fingerprint);
  if (found === undefined) throw new StudioError('hub.wrongCa', { address: addressOf(place) });
  return new X509Certificate(found.raw).toString();
}

function peerChain({ host, port }: HubPlace): Promise<readonly DetailedPeerCertificate[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      rejectUnauthorized: false,
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    socket.setTimeout(MILLISECONDS, () => {
      socket.destroy(new Error('no answer'));
    });
    socket.on('error', reject);
    socket.on('close', () => {
      reject(new Error('the connection was closed'));
    });
    socket.on('secureConnect', () => {
      const chain: DetailedPeerCertificate[] = [];
      let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
      while (next?.raw !== undefined && !chain.includes(next) && chain.length < LONGEST_CHAIN) {
        chain.push(next);
        next = next.issuerCertificate;
      }
      resolve(chain);
      socket.destroy();
    });
  });
}
