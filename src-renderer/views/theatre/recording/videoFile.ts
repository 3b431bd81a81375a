/** What a recorded video is written as, and what its file is called. */

export const VIDEO_CODECS = ['avc', 'vp9', 'vp8'] as const;
export type VideoCodec = (typeof VIDEO_CODECS)[number];

export interface VideoFormat {
  readonly codec: VideoCodec;
  readonly container: 'mp4' | 'webm';
}

/** What a person may ask for. */
export const FILM_KINDS = ['mp4', 'webm', 'gif'] as const;
export type FilmKind = (typeof FILM_KINDS)[number];
export type FilmContainer = FilmKind;

/** How long a recording may become, how often it shows a picture, and how large that is beside a video's. */
export interface FilmLimits {
  readonly longestSeconds: number;
  readonly leastSeconds: number;
  readonly scale: number;
}

/** Both grow in memory: a video to some 300 MB, a GIF's pictures to some 200 MB. */
export const FILM_LIMITS: Readonly<Record<FilmKind, FilmLimits>> = {
  mp4: { longestSeconds: 600, leastSeconds: 1 / 60, scale: 1 },
  webm: { longestSeconds: 600, leastSeconds: 1 / 60, scale: 1 },
  gif: { longestSeconds: 30, leastSeconds: 0.08, scale: 0.5 },
};

/** H.264 in MP4 plays nearly everywhere; what an open Chromium can always write is VP9 or VP8 in WebM. */
const FORMATS: readonly VideoFormat[] = [
  { codec: 'avc', container: 'mp4' },
  { codec: 'vp9', container: 'webm' },
  { codec: 'vp8', container: 'webm' },
];

/** @returns WebM where MP4 is asked for and cannot be written; null where none of them can be written here */
export async function chooseVideoFormat(
  kind: Exclude<FilmKind, 'gif'>,
  canEncode: (codec: VideoCodec) => Promise<boolean>,
): Promise<VideoFormat | null> {
  const possible = FORMATS.filter(({ container }) => kind === 'mp4' || container === kind);
  for (const format of possible) if (await canEncode(format.codec)) return format;
  return null;
}

export interface VideoFileFacts {
  readonly name: string;
  readonly firstStep: number;
  readonly lastStep: number;
  readonly container: FilmContainer;
}

/** Such as `CarRacing laptop 120-310.mp4`; safe on every file system. */
export function videoFileName({ name, firstStep, lastStep, container }: VideoFileFacts): string {
  const safe = name.replace(/[^\p{L}\p{N} ._-]/gu, '_').trim();
  return `${safe === '' ? 'theatre' : safe} ${firstStep}-${lastStep}.${container}`;
}

/** Minutes and seconds, such as `0:07`. */
export function clockText(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
