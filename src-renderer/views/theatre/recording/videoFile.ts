/** What a recorded video is written as, and what its file is called. */

export const VIDEO_CODECS = ['avc', 'vp9', 'vp8'] as const;
export type VideoCodec = (typeof VIDEO_CODECS)[number];

export interface VideoFormat {
  readonly codec: VideoCodec;
  readonly container: 'mp4' | 'webm';
}

/** H.264 in MP4 plays nearly everywhere; what an open Chromium can always write is VP9 or VP8 in WebM. */
const FORMATS: readonly VideoFormat[] = [
  { codec: 'avc', container: 'mp4' },
  { codec: 'vp9', container: 'webm' },
  { codec: 'vp8', container: 'webm' },
];

/** @returns null where none of them can be written here */
export async function chooseVideoFormat(
  canEncode: (codec: VideoCodec) => Promise<boolean>,
): Promise<VideoFormat | null> {
  for (const format of FORMATS) if (await canEncode(format.codec)) return format;
  return null;
}

export interface VideoFileFacts {
  readonly name: string;
  readonly firstStep: number;
  readonly lastStep: number;
  readonly container: VideoFormat['container'];
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
