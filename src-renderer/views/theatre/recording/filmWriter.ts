/** What writes a recording's file: a video by the browser's own encoder, or a GIF. */
import type { OutputFormat } from 'mediabunny';
import { StudioError } from '../../../../shared/errors.ts';
import type { VideoMoment } from './videoClock.ts';
import { chooseVideoFormat, type FilmContainer, type FilmKind } from './videoFile.ts';

export interface FilmWriter {
  readonly container: FilmContainer;
  /** Takes what the canvas shows now. */
  add(moment: VideoMoment): Promise<void>;
  /** The whole file. */
  finish(): Promise<Uint8Array<ArrayBuffer>>;
  /** Nothing is wanted of it any more. */
  cancel(): Promise<void>;
}

const BITS_PER_SECOND = 4_000_000;

/** @throws StudioError `recording.noEncoder` */
export function filmWriter(kind: FilmKind, canvas: HTMLCanvasElement): Promise<FilmWriter> {
  return kind === 'gif' ? gifWriter(canvas) : videoWriter(kind, canvas);
}

async function videoWriter(kind: 'mp4' | 'webm', canvas: HTMLCanvasElement): Promise<FilmWriter> {
  // Browsers hide it from pages that came over plain http from another machine.
  if (typeof VideoEncoder === 'undefined') throw new StudioError('recording.noEncoder');
  // Only those who record load it.
  const { BufferTarget, canEncodeVideo, CanvasSource, Mp4OutputFormat, Output, Quality, WebMOutputFormat } =
    await import('mediabunny');
  const { width, height } = canvas;
  const quality = new Quality({ bitrate: BITS_PER_SECOND });
  const format = await chooseVideoFormat(kind, (codec) => canEncodeVideo(codec, { width, height, quality }));
  if (format === null) throw new StudioError('recording.noEncoder');
  const target = new BufferTarget();
  const output = new Output<OutputFormat, typeof target>({
    format: format.container === 'mp4' ? new Mp4OutputFormat() : new WebMOutputFormat(),
    target,
  });
  const source = new CanvasSource(canvas, { codec: format.codec, quality });
  output.addVideoTrack(source);
  await output.start();
  return {
    container: format.container,
    add: ({ timestampSeconds, durationSeconds }) => source.add(timestampSeconds, durationSeconds),
    finish: async () => {
      await output.finalize();
      if (target.buffer === null) throw new Error('the video was written nowhere');
      return new Uint8Array(target.buffer);
    },
    cancel: () => output.cancel(),
  };
}

async function gifWriter(canvas: HTMLCanvasElement): Promise<FilmWriter> {
  const { GifFilm } = await import('./gifFilm.ts');
  const { width, height } = canvas;
  const film = new GifFilm(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no 2D context');
  return {
    container: 'gif',
    add: (moment) => {
      film.add(context.getImageData(0, 0, width, height).data, moment);
      return Promise.resolve();
    },
    finish: () => film.encode(() => new Promise((resolve) => setTimeout(resolve))),
    cancel: () => Promise.resolve(),
  };
}
