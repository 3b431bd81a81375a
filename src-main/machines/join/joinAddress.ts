/**
 * The address that is copied to a computer that shall join: where the hub is, whom to trust there, and a key that lets in.
 *
 *     wms-hub://192.168.1.5:7318/<fingerprint of the hub's authority>/<key of the invitation>
 *
 * No letter of it means anything to a shell.
 */
import { StudioError } from '../../../shared/errors.ts';
import { addressOf, type HubPlace } from './hubConnection.ts';

export interface JoinAddress extends HubPlace {
  /** `authorityFingerprint` (hub/certificates.ts). */
  readonly fingerprint: string;
  /** Private. */
  readonly seed: string;
}

const FORM =
  /^wms-hub:\/\/(?:\[([0-9a-f:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})\/([A-Za-z0-9_-]{43})\/(SU[A-Z2-7]{56})\/?$/;

export function formatJoinAddress(address: JoinAddress): string {
  return `wms-hub://${addressOf(address)}/${address.fingerprint}/${address.seed}`;
}

/** @throws StudioError `hub.badAddress` */
export function parseJoinAddress(text: string): JoinAddress {
  const [, six, name, port, fingerprint, seed] = FORM.exec(text.trim()) ?? [];
  const host = six ?? name;
  if (host === undefined || fingerprint === undefined || seed === undefined || Number(port) > 65_535) {
    throw new StudioError('hub.badAddress');
  }
  return { host, port: Number(port), fingerprint, seed };
}
