import { describe, expect, it } from 'vitest';
import { poseLayout, type Body, type Light, type Scene } from '../../../shared/scene.ts';
import { createRasterizer } from '../../../src-main/environments/rasterizer.ts';

const FLOOR = 0;
const BALL = 1;
const GREY = { name: 'grey', colour: [0.5, 0.5, 0.5], unlit: false } as const;
const SUN: Light = { kind: 'directional', colour: [1, 1, 1], direction: [0, 0, -1], castsShadow: true };
const AMBIENT: Light = { kind: 'ambient', colour: [0.2, 0.2, 0.2] };

function scene(changes: Partial<Scene> = {}, castsShadow = true): Scene {
  const part = { position: [0, 0, 0], quaternion: [1, 0, 0, 0] } as const;
  const bodies: Body[] = [
    {
      name: 'floor',
      parts: [{ ...part, shape: { kind: 'plane', halfWidth: 5, halfHeight: 5 }, material: FLOOR }],
    },
    {
      name: 'ball',
      parts: [{ ...part, shape: { kind: 'sphere', radius: 0.5 }, material: BALL, castsShadow }],
    },
  ];
  return {
    version: 1,
    background: { horizon: [0, 0, 0.5], zenith: [0, 0, 1] },
    textures: [],
    materials: [GREY, { ...GREY, colour: [1, 0, 0] }],
    meshes: [],
    bodies,
    lights: [SUN, AMBIENT],
    cameras: [{ name: 'eye', projection: 'perspective', near: 0.01, far: 100 }],
    overlay: [],
    ...changes,
  };
}

/** Camera at (x, -4, 2), looking along y and down by 26.6 degrees at the floor's middle; the ball hangs at (0, 0, height). */
function posed(description: Scene, height: number, x = 0): Float64Array {
  const poses = new Float64Array(poseLayout(description).length);
  poses.set([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, height, 1, 0, 0, 0, 1]);
  const pitch = Math.PI / 2 - Math.atan2(2, 4);
  poses.set([x, -4, 2, Math.cos(pitch / 2), Math.sin(pitch / 2), 0, 0, Math.PI / 3], 16);
  return poses;
}

function draw(description: Scene, height: number, size = 64): (row: number, column: number) => number[] {
  const out = new Uint8Array(size * size * 3);
  createRasterizer(description).render(posed(description, height), 'eye', size, size, out);
  return (row, column) => [...out.subarray(3 * (row * size + column), 3 * (row * size + column) + 3)];
}

describe('the renderer of lit scenes', () => {
  it('lights a floor by ambient and diffuse light', () => {
    expect(draw(scene({}, false), 50)(32, 32)).toEqual([153, 153, 153]);
  });

  it('casts a shadow under the ball, and none where the ball casts none', () => {
    expect(draw(scene(), 3)(32, 32)).toEqual([26, 26, 26]);
    expect(draw(scene({}, false), 3)(32, 32)).toEqual([153, 153, 153]);
  });

  it('casts it from a lamp too, where the lamp says', () => {
    const lamp = (castsShadow: boolean): Light => ({
      kind: 'spot',
      colour: [1, 1, 1],
      position: [0, 0, 6],
      direction: [0, 0, -1],
      cutoffDegrees: 30,
      castsShadow,
    });
    expect(draw(scene({ lights: [lamp(true), AMBIENT] }), 3)(32, 32)).toEqual([26, 26, 26]);
    expect(draw(scene({ lights: [lamp(false), AMBIENT] }), 3)(32, 32)[0]).toBeGreaterThan(140);
  });

  it('draws the nearer thing, and the ball as large as it is', () => {
    const look = draw(scene(), 0.5, 256);
    let red = 0;
    for (let row = 0; row < 256; row++) {
      for (let column = 0; column < 256; column++) {
        const [r = 0, g = 0] = look(row, column);
        if (r > 0 && g === 0) red++;
      }
    }
    // A ball's outline on the picture, seen near the axis: radius over distance, in pixels of a 60 degree view.
    const distance = Math.hypot(4, 1.5);
    const radius = (0.5 / Math.sqrt(distance * distance - 0.25) / Math.tan(Math.PI / 6)) * 128;
    expect(red / (Math.PI * radius * radius)).toBeCloseTo(1, 1);
  });

  it('mirrors the ball in a floor that reflects', () => {
    const mirror = [
      { ...GREY, reflectance: 0.5 },
      { ...GREY, colour: [1, 0, 0] as const },
    ];
    // Below the ball's own outline its image stands on its head.
    const image = draw(scene({ materials: mirror, lights: [AMBIENT] }), 1)(42, 32);
    expect(image[0]).toBeGreaterThan(image[1] ?? 0);
    const dull = draw(scene({ lights: [AMBIENT] }), 1)(42, 32);
    expect(dull[0]).toBe(dull[1]);
  });

  it('lets the ground be seen through glass', () => {
    const glass = [GREY, { ...GREY, colour: [1, 0, 0] as const, opacity: 0.25 }];
    const [r = 0, g = 0] = draw(scene({ materials: glass, lights: [AMBIENT] }), 0)(32, 32);
    expect(g).toBeGreaterThan(0);
    expect(r).toBeGreaterThan(g);
  });

  it('shows the sky above the horizon, brighter higher up', () => {
    const look = draw(scene(), 50, 64);
    expect(look(0, 32)[2]).toBeGreaterThan(127);
    expect(look(0, 32)[0]).toBe(0);
  });

  it('draws a moment the same whatever it drew before, also where the camera stands still', () => {
    const checker = new Uint8Array(16 * 16 * 4).map((_, i) => ((i >> 2) % 16 < 8 === i >> 6 < 8 ? 255 : 60));
    const spot: Light = {
      kind: 'spot',
      colour: [0.7, 0.7, 0.7],
      specular: [0.5, 0.5, 0.5],
      position: [1, 0, 6],
      direction: [0, 0, -1],
      cutoffDegrees: 40,
      exponent: 5,
      castsShadow: true,
    };
    const description = scene({
      textures: [{ name: 'checker', width: 16, height: 16, pixels: checker, filter: 'linear' }],
      materials: [
        { ...GREY, texture: 0, textureRepeat: [3, 3], specular: 0.5, shininess: 0.3, reflectance: 0.2 },
        { ...GREY, colour: [1, 0, 0] },
      ],
      lights: [spot, AMBIENT],
    });
    const used = createRasterizer(description);
    const picture = () => new Uint8Array(64 * 64 * 3);
    const moments = [3, 2.5, 2, 1.5, 1, 0.5, 1, 3].map((height) => [height, 0] as const);
    const moved = [0.1, 0.2, 0.2, 0.2, 0.2, 0].map((x, i) => [1 + i / 4, x] as const);
    for (const [height, x] of [...moments, ...moved, ...moments]) {
      const poses = posed(description, height, x);
      const [again, fresh] = [picture(), picture()];
      used.render(poses, 'eye', 64, 64, again);
      createRasterizer(description).render(poses, 'eye', 64, 64, fresh);
      expect(again).toEqual(fresh);
    }
  });
});
