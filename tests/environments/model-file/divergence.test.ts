import { expect, it } from 'vitest';
import { ControlEnvironment } from '../../../src-main/environments/control-suite/controlEnvironment.ts';
import { compileModel, loadMujoco } from '../../../src-main/environments/control-suite/mujoco.ts';
import { Physics } from '../../../src-main/environments/control-suite/physics.ts';
import { controlSpec } from '../../../src-main/environments/control-suite/spec.ts';
import type { ControlTask } from '../../../src-main/environments/control-suite/task.ts';
import { createEnvironment } from '../../../src-main/environments/registry.ts';

/** A light rod on a hinge that a motor of such a gear turns. */
const rod = (gear: string, option = '') => `<mujoco><option timestep="0.02">${option}</option><worldbody>
  <geom type="plane" size="1 1 .1"/>
  <body pos="0 0 .5"><joint name="h" axis="0 1 0"/>
    <geom type="capsule" size=".02" fromto="0 0 0 0 0 .3" mass=".01"/></body></worldbody>
  <actuator><motor name="m" joint="h" gear="${gear}" ctrlrange="-1 1"/></actuator>
  <sensor><jointpos name="angle" joint="h"/></sensor></mujoco>`;

const open = (xml: string, more: object = {}) =>
  createEnvironment('model-file', { xml, reward: 'angle', observation: 'state', physicsSteps: 1, ...more });

const AUTORESET_OFF = '<flag autoreset="disable"/>';

it.each([
  ['at its first action', rod('1e9'), 1, {}],
  ['at its first action, several physics steps long', rod('1e9'), 1, { physicsSteps: 5 }],
  ['where MuJoCo may not start anew by itself', rod('1e200', AUTORESET_OFF), 1, {}],
  ['after some steps', rod('1e9'), 0, {}],
])(
  'a model that gets out of hand %s ends its episode as diverged, with finite numbers',
  async (_, xml, first, more) => {
    const environment = await open(xml, { startSpread: 0, ...more });
    environment.reset(1);
    let steps = 0;
    let result = environment.step(Float64Array.of(first));
    while (!result.terminated && steps++ < 5) result = environment.step(Float64Array.of(1));
    expect(result).toMatchObject({ terminated: true, truncated: false, info: { diverged: true } });
    expect(
      Object.values(result.observation)
        .flatMap((numbers) => [...numbers])
        .every(Number.isFinite),
    ).toBe(true);
    expect(Number.isFinite(result.reward)).toBe(true);
    // The next episode begins as if nothing had happened.
    const again = environment.reset(2);
    const fresh = await open(xml, { startSpread: 0, ...more });
    expect(again.observation).toEqual(fresh.reset(2).observation);
    expect(environment.step(Float64Array.of(0)).terminated).toBe(false);
    fresh.close();
    environment.close();
  },
);

it('a model that is stable never is, however long it is played', async () => {
  const environment = await open(rod('0.001'));
  environment.reset(1);
  for (let step = 0; step < 300; step++) {
    expect(environment.step(Float64Array.of(Math.sin(step))).terminated).toBe(false);
  }
  environment.close();
});

it.each([
  ['reward', { reward: Number.POSITIVE_INFINITY, observed: 1 }],
  ['place', { reward: 0, observed: Number.NaN }],
])(
  'a %s that is no number is told by its name, with the step and the seed',
  async (name, { reward, observed }) => {
    const mujoco = await loadMujoco();
    const physics = new Physics(mujoco, compileModel(mujoco, rod('0.001')));
    let steps = -1;
    const task: ControlTask = {
      drawStart: () => undefined,
      observe: (out) => {
        steps += 1;
        out['place']?.fill(steps < 2 ? 1 : observed);
      },
      reward: () => (steps < 1 ? 1 : reward),
    };
    const spec = controlSpec({
      id: 'test',
      version: 1,
      actuators: [{ name: 'm', low: -1, high: 1 }],
      observations: { place: [1] },
      controlSeconds: physics.timestep,
      maxSteps: 10,
      rewardRange: [0, 1],
      observation: 'state',
      actionRepeat: 1,
    });
    const environment = new ControlEnvironment(physics, task, {
      spec,
      observations: { place: [1] },
      physicsSteps: 1,
      maxSteps: 10,
      camera: -1,
    });
    environment.reset(7);
    expect(environment.step(Float64Array.of(0)).reward).toBe(1);
    expect(() => environment.step(Float64Array.of(0))).toThrow(
      expect.objectContaining({
        code: 'environment.notFinite',
        values: { name, value: String(name === 'reward' ? reward : observed), step: 2, seed: 7 },
      }),
    );
    environment.close();
  },
);
