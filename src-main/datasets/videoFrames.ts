/** Frames of a video, one after the other, decoded by the ffmpeg of this computer. Holds what one pipe and one frame hold. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { StudioError } from '../../shared/errors.ts';
import type { SourcePicture } from './source.ts';

const ERROR_TAIL = 500;

export interface VideoShape {
  readonly width: number;
  readonly height: number;
}

type Decoder = ChildProcessByStdio<null, Readable, Readable>;

export class VideoFrames {
  readonly #file: string;
  readonly #shape: VideoShape;
  #decoder: Decoder | null = null;
  #pieces: AsyncIterator<Buffer> | null = null;
  #exit: Promise<number | null> = Promise.resolve(null);
  #spawnError: NodeJS.ErrnoException | null = null;
  #errors = '';
  /** Read of the pipe, and not yet a frame. */
  #rest: Buffer[] = [];
  #restBytes = 0;
  /** Number of the next frame. */
  #position = 0;

  constructor(file: string, shape: VideoShape) {
    this.#file = file;
    this.#shape = shape;
  }

  /** @throws StudioError `dataSet.noFfmpeg`, `dataSet.badVideo` where it has no such frame */
  async frame(number: number): Promise<SourcePicture> {
    if (this.#decoder === null || number < this.#position) this.#begin();
    for (;;) {
      const pixels = await this.#next();
      this.#position += 1;
      if (this.#position > number) return { ...this.#shape, channels: 3, pixels };
    }
  }

  close(): void {
    this.#decoder?.kill('SIGKILL');
    this.#decoder = null;
  }

  #begin(): void {
    this.close();
    const { width, height } = this.#shape;
    const decoder = spawn(
      'ffmpeg',
      // Only what lies in this very file is read, whatever it names.
      [
        ...[
          '-loglevel',
          'error',
          '-nostdin',
          '-protocol_whitelist',
          'file',
          '-f',
          'mp4',
          '-i',
          `file:${this.#file}`,
        ],
        ...['-map', '0:v:0', '-fps_mode', 'passthrough', '-s', `${width}x${height}`],
        ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#decoder = decoder;
    this.#errors = '';
    this.#spawnError = null;
    decoder.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-ERROR_TAIL);
    });
    this.#exit = new Promise((resolve) => {
      decoder.once('error', (error) => {
        this.#spawnError = error;
        resolve(null);
      });
      decoder.once('close', resolve);
    });
    this.#pieces = decoder.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    this.#rest = [];
    this.#restBytes = 0;
    this.#position = 0;
  }

  async #next(): Promise<Uint8Array> {
    const bytes = this.#shape.width * this.#shape.height * 3;
    while (this.#restBytes < bytes) {
      const piece = await this.#pieces?.next().catch(() => undefined);
      if (piece === undefined || piece.done === true) throw await this.#ended();
      this.#rest.push(piece.value);
      this.#restBytes += piece.value.length;
    }
    const whole =
      this.#rest.length === 1 && this.#rest[0] !== undefined ? this.#rest[0] : Buffer.concat(this.#rest);
    this.#rest = whole.length > bytes ? [whole.subarray(bytes)] : [];
    this.#restBytes = whole.length - bytes;
    return new Uint8Array(whole.subarray(0, bytes));
  }

  async #ended(): Promise<StudioError> {
    const file = this.#file;
    const code = await this.#exit;
    if (this.#spawnError?.code === 'ENOENT') return new StudioError('dataSet.noFfmpeg', { file });
    const said = this.#errors.trim().split('\n').at(-1) ?? '';
    const reason = said !== '' ? said : `${this.#position} frames, exit code ${code ?? '?'}`;
    return new StudioError('dataSet.badVideo', { file, reason });
  }
}
