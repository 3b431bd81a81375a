/**
 * Which NATS server runs here: the one that `STUDIO_NATS_SERVER` names, else the studio's own in the cache, else, where there is
 * none to be had, the system's.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cacheFolder, findOnPath } from '../../../scripts/launch/paths.mjs';
import {
  findNatsServer,
  NATS_SERVERS,
  provisionNatsServer,
  type ServerWheel,
} from '../../../scripts/provision/natsServer.mjs';
import { StudioError } from '../../../shared/errors.ts';

/** The oldest with TLS from the first byte and a limit on the time of a key: 2.11. */
const OLDEST: readonly [number, number] = [2, 11];
const VERSION_MILLISECONDS = 10_000;

export interface NatsServerOptions {
  /** Whether to fetch it where it is missing; otherwise that is an error. True unless told otherwise. */
  readonly provision?: boolean;
  /** Bytes of the download so far, and of all of it. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Pinned for this machine; undefined where nobody offers one. */
  readonly pinned?: ServerWheel | undefined;
}

/**
 * A program that may be started: its SHA-256 was just compared with the pinned one, unless it is a person's own or the system's,
 * whose version was asked.
 * @throws StudioError `hub.noServer` where there is none, `hub.oldServer` where one's own is too old or does not start
 */
export async function natsServerFile(options: NatsServerOptions = {}): Promise<string> {
  const environment = options.environment ?? process.env;
  const chosen = environment['STUDIO_NATS_SERVER'];
  if (chosen !== undefined && chosen !== '') return checkVersion(chosen);
  const pinned = 'pinned' in options ? options.pinned : NATS_SERVERS[`${process.platform}-${process.arch}`];
  const cache = cacheFolder(environment);
  const system = () => findOnPath(['nats-server'], environment);
  if (pinned === undefined) return checkVersion(system() ?? missing('no wheel for this platform'));
  const found = await findNatsServer(cache, pinned);
  if (found !== undefined) return found;
  if (options.provision === false) return checkVersion(system() ?? missing('not fetched yet'));
  try {
    return await provisionNatsServer({
      cache,
      pinned,
      environment,
      onProgress: (progress) => {
        if (progress.stage === 'download') options.onProgress?.(progress.doneBytes, progress.totalBytes);
      },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (error) {
    options.signal?.throwIfAborted();
    return checkVersion(system() ?? missing(error instanceof Error ? error.message : String(error)));
  }
}

function missing(detail: string): never {
  throw new StudioError('hub.noServer', { reason: detail.split('\n')[0] ?? '' }, { detail });
}

/** It prints `nats-server: v2.15.1`. */
async function checkVersion(file: string): Promise<string> {
  const said = await promisify(execFile)(file, ['--version'], { timeout: VERSION_MILLISECONDS }).then(
    ({ stdout }) => stdout.trim(),
    (error: unknown) => String(error),
  );
  const [, major, minor] = /v(\d+)\.(\d+)\./.exec(said) ?? [];
  const isNew = Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]);
  if (!isNew) {
    throw new StudioError(
      'hub.oldServer',
      { file, version: said, oldest: OLDEST.join('.') },
      { detail: said },
    );
  }
  return file;
}
