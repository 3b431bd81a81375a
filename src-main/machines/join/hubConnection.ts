/** A connection to the hub: encrypted from its first byte, to the one authority that is known, with a key of one's own. */
import { connect, nkeyAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { errors } from '@nats-io/transport-node';
import { StudioError } from '../../../shared/errors.ts';
import { inboxPrefix } from '../hub/hubSubjects.ts';

export interface HubPlace {
  /** A name or an address. */
  readonly host: string;
  readonly port: number;
}

export interface HubAccess extends HubPlace {
  /** Of the hub's own authority, PEM. */
  readonly authority: string;
  /** Private. */
  readonly seed: string;
  /** What the answers' inbox is named by: a member's id, or an invitation's public key. */
  readonly id: string;
}

export interface ConnectOptions {
  /** Whether it comes back by itself when the hub was away. True unless told otherwise. */
  readonly reconnect?: boolean;
  /** What is thrown where the hub does not know the key. */
  readonly unknown?: () => StudioError;
  readonly timeoutMilliseconds?: number;
}

const CONNECT_MILLISECONDS = 10_000;
/** A hub that is gone without a word is noticed after three of them. */
const PING_MILLISECONDS = 10_000;
const AGAIN_MILLISECONDS = 500;

/**
 * @throws StudioError `hub.unreachable`, `hub.wrongCa`, `hub.wrongName`, `hub.clock`, and `options.unknown` (`hub.removed` unless
 *   told otherwise) where the key opens nothing.
 */
export async function connectToHub(access: HubAccess, options: ConnectOptions = {}): Promise<NatsConnection> {
  try {
    return await connect({
      servers: addressOf(access),
      name: access.id,
      authenticator: nkeyAuthenticator(new TextEncoder().encode(access.seed)),
      tls: { handshakeFirst: true, ca: access.authority },
      inboxPrefix: inboxPrefix(access.id),
      timeout: options.timeoutMilliseconds ?? CONNECT_MILLISECONDS,
      reconnect: options.reconnect ?? true,
      maxReconnectAttempts: -1,
      reconnectTimeWait: AGAIN_MILLISECONDS,
      pingInterval: PING_MILLISECONDS,
      ignoreClusterUpdates: true,
    });
  } catch (error) {
    throw connectError(error, access, options.unknown);
  }
}

export const addressOf = ({ host, port }: HubPlace) => `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** What Node says of a certificate that is not signed by whoever is trusted. */
const NOT_TRUSTED =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_SIGNATURE_FAILURE)$/;

export function connectError(
  error: unknown,
  place: HubPlace,
  unknown = () => new StudioError('hub.removed'),
): unknown {
  const chain = causes(error);
  if (chain.some((one) => one instanceof errors.AuthorizationError)) return unknown();
  const codes = chain.map((one) => ('code' in one ? String(one.code) : ''));
  const address = addressOf(place);
  if (codes.some((code) => NOT_TRUSTED.test(code))) return new StudioError('hub.wrongCa', { address });
  if (codes.includes('ERR_TLS_CERT_ALTNAME_INVALID')) {
    return new StudioError('hub.wrongName', { host: place.host }, { cause: error });
  }
  if (codes.includes('CERT_NOT_YET_VALID') || codes.includes('CERT_HAS_EXPIRED')) {
    return new StudioError('hub.clock', { now: new Date().toISOString() }, { cause: error });
  }
  const reason = chain.at(-1)?.message ?? String(error);
  return new StudioError('hub.unreachable', { address, reason }, { cause: error });
}

function causes(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let one = error; one instanceof Error && !chain.includes(one); one = one.cause) chain.push(one);
  return chain;
}
