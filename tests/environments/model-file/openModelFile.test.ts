import { describe, expect, it } from 'vitest';
import { reportError, type StudioError } from '../../../shared/errors.ts';
import { describeEnvironment } from '../../../src-main/environments/registry.ts';
import { modelFacts } from '../../../src-main/environments/model-file/openModelFile.ts';
import { inspectionOf } from '../../../src-main/engine/modelInspection.ts';
import { EXAMPLE_XML } from '../../../shared/exampleModel.ts';
import { createControl } from '../../support/controlEnvironments.ts';

const CART = `<mujoco>
  <asset><mesh name="wedge" vertex="0 0 0  0.4 0 0  0 0.4 0  0 0 0.4"/></asset>
  <worldbody>
    <light pos="0 0 3"/>
    <geom type="plane" size="0 0 0.1"/>
    <body name="cart" pos="0 0 0.3">
      <joint name="x" type="slide" axis="1 0 0" damping="0.1"/>
      <geom type="mesh" mesh="wedge" mass="1"/>
      <site name="nose" pos="0.4 0 0"/>
    </body>
  </worldbody>
  <actuator><velocity name="drive" joint="x" kv="5"/></actuator>
  <sensor><framepos name="nose" objtype="site" objname="nose"/></sensor>
</mujoco>`;

async function failure(promise: Promise<unknown>): Promise<StudioError> {
  try {
    await promise;
  } catch (error) {
    return error as StudioError;
  }
  throw new Error('nothing was refused');
}

async function inspectModel(xml: string, reward: string) {
  const found = await modelFacts(xml).then(
    (facts) => ({ facts }),
    (error: unknown) => ({ error: reportError(error) }),
  );
  return inspectionOf(found, reward);
}

describe('opening a model file', () => {
  it('makes an environment with the reward over its sensors', async () => {
    const config = {
      xml: CART,
      reward: 'nose[0] * 10',
      observation: 'state',
      startSpread: 0,
      physicsSteps: 5,
    };
    const environment = await createControl('model-file', config);
    expect(environment.spec.actions).toMatchObject({ shape: [1], names: ['drive'] });
    environment.reset(0);
    const { reward, observation } = environment.step(Float64Array.of(2));
    expect(reward).toBeCloseTo(10 * (observation['sensors']?.[0] ?? NaN), 12);
    expect(environment.step(Float64Array.of(2)).reward).toBeGreaterThan(reward);
    environment.close();
  });

  it('draws a model without cameras and with a mesh: a lit thing on its plane', async () => {
    const environment = await createControl('model-file', { xml: CART, reward: '0', startSpread: 0 });
    const image = environment.reset(0).observation['image'] ?? [];
    const colours = new Set(
      Array.from({ length: 64 * 64 }, (_, i) => image.slice(3 * i, 3 * i + 3).join(',')),
    );
    expect(environment.scene().cameras[0]?.name).toBe('free');
    expect(environment.scene().meshes[0]?.indices.length).toBe(12);
    expect(colours.size).toBeGreaterThan(20);
    environment.close();
  });

  it('is described by its example', async () => {
    const environment = await createControl('model-file');
    expect(environment.spec).toEqual(describeEnvironment('model-file').spec);
    environment.close();
  });

  it('is looked at first: what its reward may read and call, and what is wrong with either', async () => {
    const right = await inspectModel(EXAMPLE_XML, 'clamp(up[2], 0, 1) - speed');
    expect(right).toMatchObject({
      sensors: [
        { name: 'up', size: 3 },
        { name: 'speed', size: 1 },
      ],
      actuators: ['torque'],
      modelError: null,
      rewardError: null,
    });
    expect(right.functions).toContain('clamp(x, low, high)');
    const badReward = await inspectModel(EXAMPLE_XML, 'up[2] + height');
    expect(badReward.rewardError).toMatchObject({
      code: 'environment.badExpression',
      values: { position: 9, found: 'height' },
    });
    const badModel = await inspectModel('<mujoco><worldbody><geom size="1 1"/></mujoco>', '1');
    expect(badModel).toMatchObject({ sensors: [], modelError: { code: 'environment.badModel' } });
  });

  it("says MuJoCo's own words and line about a malformed model", async () => {
    const error = await failure(
      createControl('model-file', { xml: CART.replace('<light', '<lamp'), reward: '0' }),
    );
    expect(error.code).toBe('environment.badModel');
    expect(error.values).toMatchObject({ line: 4 });
    expect(error.values['message']).toContain('unrecognized element');
    const cut = await failure(createControl('model-file', { xml: '<mujoco>\n<worldbody>', reward: '0' }));
    expect(cut.code).toBe('environment.badModel');
  });

  it('numbers what has no name, and reads no sensor that has none', async () => {
    const facts =
      await modelFacts(`<mujoco><worldbody><body><joint name="h"/><geom size=".1"/></body></worldbody>
      <actuator><motor joint="h"/><motor name="own" joint="h"/></actuator><sensor><jointpos joint="h"/></sensor></mujoco>`);
    expect(facts.actions.names).toEqual(['actuator 0', 'own']);
    expect(facts.sensors).toEqual([]);
  });

  it('says where a reward is wrong', async () => {
    const error = await failure(createControl('model-file', { xml: CART, reward: '1 + tail[0]' }));
    expect(error.code).toBe('environment.badExpression');
    expect(error.values).toMatchObject({ position: 5, found: 'tail' });
  });
});
