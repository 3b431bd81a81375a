/** Motion between two instants, so that 12 steps a second still look like driving. */
import { BODY_POSE_SIZE, CAMERA_POSE_SIZE, type PoseLayout } from '../../shared/scene.ts';

/** Beyond this share of a second two frames are not joined by motion (a seek, a pause). */
const LONGEST_SECONDS = 0.25;

export class PoseMotion {
  readonly #layout: PoseLayout;
  readonly #shown: Float64Array;
  #from: Float64Array | null = null;
  #to: Float64Array | null = null;
  #startedAt = 0;
  #seconds = 0;

  constructor(layout: PoseLayout) {
    this.#layout = layout;
    this.#shown = new Float64Array(layout.length);
  }

  /**
   * The next instant.
   * @param seconds how long the way there takes; 0 or too long: it is there at once @param now monotonic seconds
   */
  push(poses: Float64Array, seconds: number, now: number): void {
    const still = seconds <= 0 || seconds > LONGEST_SECONDS || this.#to === null;
    this.#from = still ? null : this.at(now).slice();
    this.#to = poses;
    this.#startedAt = now;
    this.#seconds = seconds;
  }

  /** Nothing was placed yet: there is nothing to draw. */
  get isEmpty(): boolean {
    return this.#to === null;
  }

  /** Whether the picture changes by itself now. */
  isMoving(now: number): boolean {
    return this.#from !== null && now < this.#startedAt + this.#seconds;
  }

  /** Overwritten by the next call. */
  at(now: number): Float64Array {
    const from = this.#from;
    const to = this.#to;
    if (to === null) return this.#shown;
    const share = from === null ? 1 : Math.min(1, (now - this.#startedAt) / this.#seconds);
    if (from === null || share >= 1) {
      this.#shown.set(to.subarray(0, this.#shown.length));
      return this.#shown;
    }
    for (let at = 0; at < this.#layout.cameras; at += BODY_POSE_SIZE) blend(this.#shown, from, to, at, share);
    for (let at = this.#layout.cameras; at < this.#layout.overlay; at += CAMERA_POSE_SIZE) {
      blend(this.#shown, from, to, at, share);
    }
    for (let at = this.#layout.overlay; at < this.#shown.length; at++) this.#shown[at] = to[at] ?? 0;
    return this.#shown;
  }
}

/** Position and zoom straight, rotation along the shorter way (normalised linear: steps are small). */
function blend(out: Float64Array, from: Float64Array, to: Float64Array, at: number, share: number): void {
  for (let i = 0; i < 8; i++) {
    const a = from[at + i] ?? 0;
    out[at + i] = a + ((to[at + i] ?? 0) - a) * share;
  }
  let dot = 0;
  for (let i = 3; i < 7; i++) dot += (from[at + i] ?? 0) * (to[at + i] ?? 0);
  const sign = dot < 0 ? -1 : 1;
  let length = 0;
  for (let i = 3; i < 7; i++) {
    const a = (from[at + i] ?? 0) * sign;
    const mixed = a + ((to[at + i] ?? 0) - a) * share;
    out[at + i] = mixed;
    length += mixed * mixed;
  }
  const scale = length > 0 ? 1 / Math.sqrt(length) : 0;
  for (let i = 3; i < 7; i++) out[at + i] = (out[at + i] ?? 0) * scale;
}
