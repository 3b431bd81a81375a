/**
 * Where a camera's rays go, their mirror image in a plane, and how wide a pixel is where one lands.
 * What is worked out for each pixel is given as bare numbers: an object for each would cost more than the work.
 */
import type { Frame, LitPart } from './litScene.ts';

/**
 * The ray through (u, v), each in [-1, 1] over the picture, v upwards, is origin + t (u right + v up - back). `right` and
 * `up` are as long as half the picture is wide and high at distance 1, so t is the depth.
 */
export interface View {
  x: number;
  y: number;
  z: number;
  rightX: number;
  rightY: number;
  rightZ: number;
  upX: number;
  upY: number;
  upZ: number;
  backX: number;
  backY: number;
  backZ: number;
}

export function newView(): View {
  return {
    x: 0,
    y: 0,
    z: 0,
    rightX: 1,
    rightY: 0,
    rightZ: 0,
    upX: 0,
    upY: 1,
    upZ: 0,
    backX: 0,
    backY: 0,
    backZ: 1,
  };
}

/** @param tangentX,tangentY half the picture's width and height at distance 1. */
export function placeView(view: View, f: Frame, retreat: number, tangentX: number, tangentY: number): void {
  view.x = f.x + retreat * f.zx;
  view.y = f.y + retreat * f.zy;
  view.z = f.z + retreat * f.zz;
  view.rightX = f.xx * tangentX;
  view.rightY = f.xy * tangentX;
  view.rightZ = f.xz * tangentX;
  view.upX = f.yx * tangentY;
  view.upY = f.yy * tangentY;
  view.upZ = f.yz * tangentY;
  view.backX = f.zx;
  view.backY = f.zy;
  view.backZ = f.zz;
}

/** `out` is `view` as seen from a frame: the camera's place and rays in that frame's own coordinates. */
export function localView(out: View, view: View, f: Frame): void {
  const px = view.x - f.x;
  const py = view.y - f.y;
  const pz = view.z - f.z;
  out.x = px * f.xx + py * f.xy + pz * f.xz;
  out.y = px * f.yx + py * f.yy + pz * f.yz;
  out.z = px * f.zx + py * f.zy + pz * f.zz;
  out.rightX = view.rightX * f.xx + view.rightY * f.xy + view.rightZ * f.xz;
  out.rightY = view.rightX * f.yx + view.rightY * f.yy + view.rightZ * f.yz;
  out.rightZ = view.rightX * f.zx + view.rightY * f.zy + view.rightZ * f.zz;
  out.upX = view.upX * f.xx + view.upY * f.xy + view.upZ * f.xz;
  out.upY = view.upX * f.yx + view.upY * f.yy + view.upZ * f.yz;
  out.upZ = view.upX * f.zx + view.upY * f.zy + view.upZ * f.zz;
  out.backX = view.backX * f.xx + view.backY * f.xy + view.backZ * f.xz;
  out.backY = view.backX * f.yx + view.backY * f.yy + view.backZ * f.yz;
  out.backZ = view.backX * f.zx + view.backY * f.zy + view.backZ * f.zz;
}

/** `out` is what `view` sees in a plane: each of its rays meets the plane where the original does, and goes on as reflected. */
export function reflectView(out: View, view: View, plane: LitPart): void {
  const { x, y, z, zx, zy, zz } = plane.frame;
  const height = (view.x - x) * zx + (view.y - y) * zy + (view.z - z) * zz;
  out.x = view.x - 2 * height * zx;
  out.y = view.y - 2 * height * zy;
  out.z = view.z - 2 * height * zz;
  const right = 2 * (view.rightX * zx + view.rightY * zy + view.rightZ * zz);
  out.rightX = view.rightX - right * zx;
  out.rightY = view.rightY - right * zy;
  out.rightZ = view.rightZ - right * zz;
  const up = 2 * (view.upX * zx + view.upY * zy + view.upZ * zz);
  out.upX = view.upX - up * zx;
  out.upY = view.upY - up * zy;
  out.upZ = view.upZ - up * zz;
  const back = 2 * (view.backX * zx + view.backY * zy + view.backZ * zz);
  out.backX = view.backX - back * zx;
  out.backY = view.backY - back * zy;
  out.backZ = view.backZ - back * zz;
}

/**
 * How far apart the rays of neighbouring pixels land on a plane, in the direction in which it is more.
 * @param d the ray, t where it lands, n the plane's normal.
 */
export function pixelReach(
  view: View,
  t: number,
  dx: number,
  dy: number,
  dz: number,
  nx: number,
  ny: number,
  nz: number,
  width: number,
  height: number,
): number {
  const along = dx * nx + dy * ny + dz * nz;
  const right = (view.rightX * nx + view.rightY * ny + view.rightZ * nz) / along;
  const rx = view.rightX - right * dx;
  const ry = view.rightY - right * dy;
  const rz = view.rightZ - right * dz;
  const up = (view.upX * nx + view.upY * ny + view.upZ * nz) / along;
  const ux = view.upX - up * dx;
  const uy = view.upY - up * dy;
  const uz = view.upZ - up * dz;
  const across = (rx * rx + ry * ry + rz * rz) / (width * width);
  const upwards = (ux * ux + uy * uy + uz * uz) / (height * height);
  return 2 * t * Math.sqrt(Math.max(across, upwards));
}
