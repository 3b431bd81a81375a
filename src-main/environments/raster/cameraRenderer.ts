/** What the rasterizer's renderers have in common: each draws one camera of one scene. */
export interface CameraRenderer {
  /** @param out RGB, row-major from the top, width x height x 3 bytes. */
  render(poses: Float64Array, width: number, height: number, out: Uint8Array): void;
}
