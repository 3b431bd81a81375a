// @ts-check
/** Progress on stderr: one line that rewrites itself in a terminal, a line every tenth elsewhere (logs, CI). */

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}

export class ProgressLine {
  /** @param {{ write(text: string): unknown, isTTY?: boolean | undefined }} [stream] */
  constructor(stream = process.stderr) {
    this.stream = stream;
    this.label = '';
    this.shownTenth = -1;
    this.open = false;
  }

  /**
   * @param {string} label
   * @param {number} done
   * @param {number} total bytes, or 0 where the size is not known
   */
  update(label, done, total) {
    if (label !== this.label) {
      this.finish();
      this.label = label;
      this.shownTenth = -1;
    }
    const fraction = total > 0 ? Math.min(1, done / total) : 0;
    if (this.stream.isTTY === true) {
      const filled = Math.round(fraction * 24);
      const bar = `[${'#'.repeat(filled)}${'.'.repeat(24 - filled)}]`;
      const figures = total > 0 ? `${megabytes(done)} of ${megabytes(total)}` : megabytes(done);
      this.stream.write(`\r\x1b[2K${label} ${bar} ${figures}`);
      this.open = true;
      return;
    }
    const tenth = Math.floor(fraction * 10);
    if (tenth === this.shownTenth) return;
    this.shownTenth = tenth;
    this.stream.write(`${label}: ${tenth * 10}% (${megabytes(done)} of ${megabytes(total)})\n`);
  }

  finish() {
    if (this.open) this.stream.write('\n');
    this.open = false;
    this.label = '';
  }
}
