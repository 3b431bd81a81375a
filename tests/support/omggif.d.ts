/** What the tests use of omggif 1.0.10, which brings no types. */
declare module 'omggif' {
  export class GifReader {
    constructor(bytes: Uint8Array);
    readonly width: number;
    readonly height: number;
    numFrames(): number;
    /** 0: for ever; null: once. */
    loopCount(): number | null;
    frameInfo(frame: number): {
      /** Hundredths of a second. */
      readonly delay: number;
      readonly has_local_palette: boolean;
      readonly data_length: number;
    };
    /** Draws a frame over what is there; what is transparent stays. */
    decodeAndBlitFrameRGBA(frame: number, pixels: Uint8Array): void;
  }
}
