/** Files on their way through the broker's object store, which keeps a SHA-256 of each and compares it when it is read. */
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { jetstreamManager } from '@nats-io/jetstream';
import type { ObjectStore } from '@nats-io/obj';
import type { NatsConnection } from '@nats-io/transport-node';
import { PRIVATE_FILE } from '../store/privateFiles.ts';
import { storeError } from '../store/storeErrors.ts';
import { untilAnswered } from './patience.ts';
import { FILES_BUCKET } from './subjects.ts';

/** A broker that went away in the middle of a file says nothing of it. */
const STALL_MILLISECONDS = 20_000;
/** As of an import: no checkpoint of the studio's is larger. */
const MOST_BYTES = 2048 * 1024 * 1024;

export const checkpointObject = (runId: string, fileName: string) => `${runId}/${fileName}`;

class Stalled extends Error {
  override readonly name = 'TimeoutError';
}

export interface FileTransfer {
  readonly files: ObjectStore;
  readonly signal: AbortSignal;
  /** The broker is away or full for the moment. */
  readonly onTrouble?: (error: unknown) => void;
}

/** Resolves when the broker has all of it. @throws the signal's reason */
export async function sendFile(
  { files, signal, onTrouble }: FileTransfer,
  name: string,
  file: string,
): Promise<void> {
  await untilAnswered(
    () => files.put({ name }, Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>),
    signal,
    onTrouble,
  );
}

export async function sendBytes(
  { files, signal, onTrouble }: FileTransfer,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  await untilAnswered(() => files.putBlob({ name }, bytes), signal, onTrouble);
}

/** @returns null where there is none */
export async function receiveBytes(
  { files, signal, onTrouble }: FileTransfer,
  name: string,
): Promise<Uint8Array | null> {
  return untilAnswered(() => files.getBlob(name), signal, onTrouble);
}

/**
 * To a draft beside it, synced and then renamed.
 * @returns false where the broker has no such file
 * @throws StudioError `store.*` where it cannot be written; Error where its digest is another
 */
export async function receiveFile(
  { files, signal, onTrouble }: FileTransfer,
  name: string,
  file: string,
): Promise<boolean> {
  return untilAnswered(
    async () => {
      const found = await files.get(name);
      if (found === null) return false;
      if (found.info.size > MOST_BYTES) throw new Error(`${name} has ${found.info.size} bytes`);
      await writeStream(found.data as unknown as NodeReadableStream<Uint8Array>, `${file}.tmp`, file);
      const error = await found.error;
      if (error instanceof Error) {
        await rm(`${file}.tmp`, { force: true });
        throw error;
      }
      await rename(`${file}.tmp`, file);
      return true;
    },
    signal,
    onTrouble,
  );
}

async function writeStream(data: NodeReadableStream<Uint8Array>, draft: string, file: string): Promise<void> {
  try {
    const handle = await open(draft, 'w', PRIVATE_FILE);
    try {
      const reader = data.getReader();
      for (;;) {
        const { done, value } = await beforeItStalls(reader.read());
        if (done) break;
        await handle.write(value);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(draft, { force: true });
    throw error instanceof Stalled ? error : storeError(error, file);
  }
}

async function beforeItStalls<T>(reading: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const stalled = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Stalled('the broker sends no more'));
    }, STALL_MILLISECONDS);
  });
  try {
    return await Promise.race([reading, stalled]);
  } finally {
    clearTimeout(timer);
  }
}

/** With what the store would keep of it; nothing happens where there is none. */
export async function dropObject(
  connection: NatsConnection,
  files: ObjectStore,
  name: string,
): Promise<void> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false });
  await files.delete(name);
  const encoded = Buffer.from(name).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
  await streams.purge(`OBJ_${FILES_BUCKET}`, { filter: `$O.${FILES_BUCKET}.M.${encoded}` });
}
