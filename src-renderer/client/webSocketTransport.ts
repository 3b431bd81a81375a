/** The browser's line to the host that served its page, and the desktop's to a host elsewhere. */
import { CLIENT_MESSAGE_BYTES, decodeMessage, encodeMessage, fitsSocket } from '../../shared/codec.ts';
import { errorFromReport, StudioError, type ErrorReport } from '../../shared/errors.ts';
import { MOST_IMPORT_BYTES, type HostMessage } from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';
import type { TransportFactory } from './transport.ts';

export const SOCKET_PATH = '/socket';
/** See src-main/host/webSessions.ts: what a browser's socket can send beside its address are names of protocols. */
const SOCKET_PROTOCOL = 'world-model-studio';
const MEGABYTE = 1024 * 1024;

/** A host, and what lets this window in: a cookie that the browser keeps (null), or a session that the window keeps. */
export interface HostAddress {
  readonly origin: string;
  readonly session: string | null;
}

/** @throws TypeError where it is no address of a web server. */
export function webAddress(text: string): URL {
  const url = new URL(text.trim());
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError(`protocol ${url.protocol}`);
  return url;
}

/** What an address brings along after its `#`: a code that works once, or a session that was made of one. */
export function secretsOf(address: string): {
  readonly origin: string;
  readonly code: string | null;
  readonly session: string | null;
} {
  const url = new URL(address);
  const fragment = new URLSearchParams(url.hash.slice(1));
  return {
    origin: url.origin,
    code: fragment.get('code'),
    session: fragment.get('session'),
  };
}

/**
 * Exchanges a code for a session.
 * @returns the session; null where the browser keeps it as a cookie.
 * @throws StudioError `protocol.unauthorised` where the code is good no more, `host.unreachable`.
 */
export async function openSession(origin: string, code: string): Promise<string | null> {
  const response = await ask(`${origin}/session`, { method: 'POST', body: code });
  if (!response.ok) throw new StudioError('protocol.unauthorised');
  const { session } = (await response.json()) as { session?: string };
  return session ?? null;
}

async function ask(url: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(url, options);
  } catch (error) {
    throw new StudioError('host.unreachable', {}, { cause: error });
  }
}

const authorization = (session: string | null): Record<string, string> =>
  session === null ? {} : { Authorization: `Bearer ${session}` };

/** @param address asked for at each line, since a session may have been opened meanwhile. */
export const webSocketTransport =
  (address: () => Promise<HostAddress>): TransportFactory =>
  (events) => {
    let socket: WebSocket | undefined;
    let closed = false;
    const fail = (error: unknown) => {
      if (!closed) events.closed(error instanceof StudioError ? error.code : String(error));
    };
    const open = ({ origin, session }: HostAddress) => {
      if (closed) return;
      const url = new URL(SOCKET_PATH, origin);
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
      const protocols = session === null ? [SOCKET_PROTOCOL] : [SOCKET_PROTOCOL, `session.${session}`];
      socket = new WebSocket(url, protocols);
      socket.binaryType = 'arraybuffer';
      socket.onopen = () => {
        events.open();
      };
      socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
        events.message(decodeMessage(new Uint8Array(data)) as HostMessage);
      };
      // `error` is always followed by `close`, which carries the reason.
      socket.onclose = ({ code, reason }) => {
        if (reason !== '' || code !== 1006) events.closed(reason === '' ? `socket closed (${code})` : reason);
        // A refused socket looks to a page like one that never came about: the studio itself tells which it was.
        else void whyRefused(origin, session).then(fail);
      };
    };
    address().then(open, fail);
    return {
      send: (message) => {
        const bytes = encodeMessage(message);
        if (!fitsSocket(bytes)) {
          throw new StudioError('protocol.tooLarge', { megabytes: CLIENT_MESSAGE_BYTES / MEGABYTE });
        }
        socket?.send(bytes);
      },
      importRun: async (file, signal) => {
        // Refused where it is, and not after it was sent.
        if (file.size > MOST_IMPORT_BYTES) {
          throw new StudioError('import.tooLarge', { megabytes: MOST_IMPORT_BYTES / MEGABYTE });
        }
        const { origin, session } = await address();
        const response = await ask(`${origin}/import`, {
          method: 'POST',
          body: file,
          headers: { 'Content-Type': 'application/octet-stream', ...authorization(session) },
          ...(signal === undefined ? {} : { signal }),
        }).catch((error: unknown) => {
          throw signal?.aborted === true ? new StudioError('import.stopped') : error;
        });
        if (response.status === 429) throw new StudioError('import.busy');
        return (await accepted(response)).json() as Promise<RunSummary>;
      },
      exportRun: async ({ runId, checkpoints = 'all' }) => {
        const { origin, session } = await address();
        const query = new URLSearchParams({ runId, checkpoints });
        const response = await accepted(
          await ask(`${origin}/export?${query}`, { headers: authorization(session) }),
        );
        const [, name = 'run.wmsx'] =
          /filename\*=UTF-8''(.+)$/.exec(response.headers.get('Content-Disposition') ?? '') ?? [];
        const leftOut = (response.headers.get('Studio-Left-Out') ?? '').split(',').filter((id) => id !== '');
        return { fileName: decodeURIComponent(name), file: await response.blob(), leftOut };
      },
      close() {
        closed = true;
        if (socket === undefined) return;
        socket.onclose = null;
        socket.close();
      },
    };
  };

/** @throws StudioError why not, where the answer is a refusal. */
async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response;
  if (response.status === 422) throw errorFromReport((await response.json()) as ErrorReport);
  if (response.status === 429) throw new StudioError('export.busy');
  throw new StudioError(response.status === 401 ? 'protocol.unauthorised' : 'host.unreachable');
}

async function whyRefused(origin: string, session: string | null): Promise<StudioError> {
  try {
    const { status } = await fetch(`${origin}/session`, { headers: authorization(session) });
    return new StudioError(status === 401 ? 'protocol.unauthorised' : 'host.unreachable');
  } catch {
    return new StudioError('host.unreachable');
  }
}
