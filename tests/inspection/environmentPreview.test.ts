/** Previews: a few seconds of any environment, really moving. */
import { describe, expect, test } from 'vitest';
import { poseLayout } from '../../shared/scene.ts';
import { environmentPreview } from '../../src-main/inspection/environmentPreview.ts';
import { CarRacing } from '../../src-main/environments/car-racing/carRacing.ts';
import { centreLineDriver } from '../../src-main/environments/car-racing/centreLine.ts';

describe.each(['car-racing', 'take-cover', 'dmc/cartpole-swingup'])('the preview of %s', (id) => {
  test('moves and fits its scene', async () => {
    const preview = await environmentPreview(id, {});
    const { length } = poseLayout(preview.scene);
    expect(preview.poses).toHaveLength(preview.frames * length);
    expect(preview.frames).toBeGreaterThan(20);
    expect(preview.poses.subarray(0, length)).not.toEqual(preview.poses.subarray(-length));
  });
});

test("the centre line's driver stays on the road: most of a lap in 1,000 frames", () => {
  const environment = new CarRacing({ actionRepeat: 4, maxSteps: 250 });
  let last = environment.reset(11);
  const act = centreLineDriver(environment);
  while (!last.terminated && !last.truncated) last = environment.step(act(last));
  expect(Number(last.info['tilesVisited']) / Number(last.info['tiles'])).toBeGreaterThan(0.4);
  environment.close();
});
