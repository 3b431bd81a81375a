/** Take Cover: one step with its 64x64 observation, beside ViZDoom at 160x120 resized to 64x64. */
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import type { Benchmark } from './benchmark.ts';

const STEPS = 4000;

const PEER = `
import os, time, cv2, vizdoom
game = vizdoom.DoomGame()
game.load_config(os.path.join(vizdoom.scenarios_path, 'take_cover.cfg'))
game.set_window_visible(False)
game.set_screen_resolution(vizdoom.ScreenResolution.RES_160X120)
game.set_screen_format(vizdoom.ScreenFormat.RGB24)
game.init()
start, steps = time.perf_counter(), 3000
for i in range(steps):
    if game.is_episode_finished():
        game.new_episode()
    cv2.resize(game.get_state().screen_buffer[:100], (64, 64))
    game.make_action([int(i % 20 < 10), int(i % 20 >= 10)])
print(steps / (time.perf_counter() - start))
`;

export const benchmarks: Benchmark[] = [
  {
    name: 'take-cover-step',
    unit: 'steps/s',
    higherIsBetter: true,
    async measure() {
      const environment = await createEnvironment('take-cover');
      const action = new Float64Array(1);
      environment.reset(0);
      const start = performance.now();
      for (let step = 0, episode = 0; step < STEPS; step++) {
        action[0] = 1 + (Math.floor(step / 10) % 2);
        const { terminated, truncated } = environment.step(action);
        if (terminated || truncated) environment.reset((episode += 1));
      }
      const seconds = (performance.now() - start) / 1000;
      environment.close();
      return STEPS / seconds;
    },
    peer: 'vizdoom',
    async measurePeer(python) {
      return Number(spawnSync(python, ['-c', PEER], { encoding: 'utf8', cwd: tmpdir() }).stdout);
    },
  },
];
