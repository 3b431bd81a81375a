/** A part of a row of pixels that straight lines bound. */
export class RowPart {
  low: number;
  high: number;

  constructor(low: number, high: number) {
    this.low = low;
    this.high = high;
  }

  /** Leaves what is not below 0 of `at + slope * place`. */
  clip(at: number, slope: number): void {
    if (slope > 0) this.low = Math.max(this.low, -at / slope);
    else if (slope < 0) this.high = Math.min(this.high, -at / slope);
    else if (at < 0) this.high = -Infinity;
  }
}
