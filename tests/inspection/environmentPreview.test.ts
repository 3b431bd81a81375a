/** Previews: a few seconds of any environment, really moving. */
import { describe, expect, test } from 'vitest';
import { poseLayout } from '../../shared/scene.ts';
import { environmentPreview, previewOf } from '../../src-main/inspection/environmentPreview.ts';
import { CarRacing } from '../../src-main/environments/car-racing/carRacing.ts';
import { createEnvironment, previewConfig } from '../../src-main/environments/registry.ts';
import { centreLineDriver } from '../../src-main/environments/car-racing/centreLine.ts';
import { BareEnvironment } from '../support/bareEnvironment.ts';

describe.each(['car-racing', 'take-cover', 'dmc/cartpole-swingup'])('the preview of %s', (id) => {
  test('moves and fits its scene', async () => {
    const preview = await environmentPreview(id, {});
    if (preview.kind !== 'scene') throw new Error(`${id} has a scene, and shows ${preview.kind}`);
    const { length } = poseLayout(preview.scene);
    expect(preview.poses).toHaveLength(preview.frames * length);
    expect(preview.frames).toBeGreaterThan(20);
    expect(preview.poses.subarray(0, length)).not.toEqual(preview.poses.subarray(-length));
  });
});

test('the film of a body draws nothing for its eye, which takes most of a step, and shows the same', async () => {
  const id = 'dmc/cartpole-swingup';
  const quick = await createEnvironment(id, previewConfig(id));
  expect(quick.spec.observations).not.toHaveProperty('image');
  quick.close();
  const seen = await createEnvironment(id, {});
  const [slow, fast] = [previewOf(seen), await environmentPreview(id, {})];
  seen.close();
  if (slow.kind !== 'scene' || fast.kind !== 'scene') throw new Error('it has a scene');
  expect(fast.poses).toEqual(slow.poses);
});

/** Of so many frames, as an environment without a scene shows itself. */
class Painted extends BareEnvironment {
  readonly drawing = {
    draw: () => ({ width: 2, height: 1, pixels: new Uint8Array(6).fill(this.stepsTaken) }),
  };
}

test('the preview of an environment without a scene is its pictures', () => {
  const preview = previewOf(new Painted());
  if (preview.kind !== 'pictures') throw new Error('there is no scene to show');
  expect(preview).toMatchObject({ width: 2, height: 1, frameSeconds: 0.1, frames: 60 });
  expect(preview.pixels).toHaveLength(60 * 6);
  expect([0, 6, 12].map((at) => preview.pixels[at])).toEqual([0, 1, 2]);
});

test('the preview of an environment that cannot be seen has no frames', () => {
  expect(previewOf(new BareEnvironment())).toMatchObject({ kind: 'pictures', frames: 0 });
});

test("the centre line's driver stays on the road: most of a lap in 1,000 frames", () => {
  const environment = new CarRacing({ actionRepeat: 4, maxSteps: 250 });
  let last = environment.reset(11);
  const act = centreLineDriver(environment);
  while (!last.terminated && !last.truncated) last = environment.step(act(last));
  expect(Number(last.info['tilesVisited']) / Number(last.info['tiles'])).toBeGreaterThan(0.4);
  environment.close();
});
