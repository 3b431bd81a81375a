/** What the studio uses of gifenc 1.0.3, which brings no types. */
declare module 'gifenc' {
  /** [red, green, blue], 0 to 255. */
  export type Colour = readonly number[];

  /** @param rgba four bytes a pixel @returns at most `maxColours` */
  export function quantize(rgba: Uint8Array, maxColours: number): Colour[];
  export function nearestColorIndex(palette: readonly Colour[], pixel: Colour): number;

  export interface FrameOptions {
    /** Of all frames where it is given with the first. */
    readonly palette?: readonly Colour[];
    /** Milliseconds, written as hundredths of a second. */
    readonly delay: number;
    /** 0: for ever. */
    readonly repeat?: number;
    readonly transparent?: boolean;
    readonly transparentIndex?: number;
    /** 1: the picture stays, and the next is drawn over it. */
    readonly dispose?: number;
  }

  export function GIFEncoder(): {
    /** @param index an index of the palette a pixel */
    writeFrame(index: Uint8Array, width: number, height: number, options: FrameOptions): void;
    finish(): void;
    /** A copy of what was written. */
    bytes(): Uint8Array<ArrayBuffer>;
  };
}
