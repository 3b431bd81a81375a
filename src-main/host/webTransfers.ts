/**
 * Runs as files over HTTP, since they may be larger than any message: in to be imported, out as an export. One each way at a
 * time, as packing and unpacking take a multiple of the file's memory.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CommandResults } from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';
import { NO_LOG, type Log } from '../store/log.ts';
import { reportToClient, withoutMachine } from './clientErrors.ts';
import { goOn, Refusal, sendJson, type AnswerHeaders } from './webAnswers.ts';
import { withUpload } from './webImport.ts';
import type { WebLimits } from './webLimits.ts';

const PIECE_BYTES = 256 * 1024;
/** Ids of checkpoints that are damaged and not in the file. */
export const LEFT_OUT_HEADER = 'Studio-Left-Out';

export interface TransferOptions {
  /** Takes in a run's file. @throws StudioError why not */
  readonly importRun?: (file: string, options: { readonly signal: AbortSignal }) => Promise<RunSummary>;
  /** Where an upload lies until it is taken in. */
  readonly uploadFolder?: string;
  /** Of who came in, who was refused, and what went wrong. */
  readonly log?: Log;
  /** @param args of the command `runs.export`, unchecked @throws StudioError why not */
  readonly exportRun?: (args: object) => Promise<CommandResults['runs.export']>;
}

export class WebTransfers {
  readonly #options: TransferOptions;
  readonly #limits: WebLimits;
  #importing = false;
  #exporting = false;

  constructor(options: TransferOptions, limits: WebLimits) {
    this.#options = options;
    this.#limits = limits;
  }

  /** @throws Refusal */
  async import(request: IncomingMessage, response: ServerResponse, headers: AnswerHeaders): Promise<void> {
    const { importRun, uploadFolder } = this.#options;
    if (importRun === undefined || uploadFolder === undefined)
      throw new Refusal(404, 'Nothing is imported here.');
    if (this.#importing) throw new Refusal(429, 'Another import is under way.');
    this.#importing = true;
    // A client that has gone no longer wants the import.
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    goOn(request, response);
    try {
      const run = await withUpload(request, uploadFolder, this.#limits.importBytes, (file) => {
        // Nothing comes or goes while a large run is taken in: that is no idle connection.
        request.socket.setTimeout(0);
        return importRun(file, { signal: gone.signal });
      });
      sendJson(response, headers, 200, withoutMachine(run));
    } catch (error) {
      // A client that broke off has gone: it cannot be told.
      if (!request.socket.destroyed)
        sendJson(response, headers, 422, reportToClient(error, this.#options.log ?? NO_LOG));
    } finally {
      request.socket.setTimeout(this.#limits.idleMilliseconds);
      this.#importing = false;
    }
  }

  /** @throws Refusal; Error where the client goes away */
  async export(request: IncomingMessage, response: ServerResponse, headers: AnswerHeaders): Promise<void> {
    const { exportRun } = this.#options;
    if (exportRun === undefined) throw new Refusal(404, 'Nothing is exported here.');
    if (this.#exporting) throw new Refusal(429, 'Another export is under way.');
    this.#exporting = true;
    request.socket.setTimeout(0);
    try {
      const wanted = new URLSearchParams((request.url ?? '').split('?')[1]);
      const { fileName, file, leftOut } = await exportRun(Object.fromEntries(wanted));
      request.socket.setTimeout(this.#limits.idleMilliseconds);
      response.writeHead(200, {
        'Content-Type': 'application/octet-stream',
        'Content-Length': file.byteLength,
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
        [LEFT_OUT_HEADER]: leftOut.join(','),
        'Cache-Control': 'no-store',
        ...headers,
      });
      await pipeline(Readable.from(pieces(file)), response);
    } catch (error) {
      if (response.headersSent) throw error;
      sendJson(response, headers, 422, reportToClient(error, this.#options.log ?? NO_LOG));
    } finally {
      request.socket.setTimeout(this.#limits.idleMilliseconds);
      this.#exporting = false;
    }
  }
}

function* pieces(file: Uint8Array): Generator<Uint8Array, void, void> {
  for (let from = 0; from < file.byteLength; from += PIECE_BYTES)
    yield file.subarray(from, from + PIECE_BYTES);
}
