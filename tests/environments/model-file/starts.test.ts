/** Where episodes of a person's own model begin, and what they may be rewarded by. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rewardName } from '../../../shared/rewardNames.ts';
import { inspectionOf } from '../../../src-main/engine/modelInspection.ts';
import { modelFacts } from '../../../src-main/environments/model-file/openModelFile.ts';
import { parseReward } from '../../../src-main/environments/model-file/rewardExpression.ts';
import { createEnvironment } from '../../../src-main/environments/registry.ts';

const folder = new URL('../../golden/models/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const open = (xml: string, more: object = {}) =>
  createEnvironment('model-file', { xml, reward: '0', observation: 'state', ...more });

describe('a start', () => {
  const xml = read('start_outside_range.xml');

  it('stays within the limits of the joints, however wide it is spread', async () => {
    const environment = await open(xml, { startSpread: 1 });
    for (let seed = 0; seed < 20; seed++) {
      const [finger = NaN, knee = NaN] = environment.reset(seed).observation['position'] ?? [];
      expect(finger).toBeGreaterThanOrEqual(0);
      expect(finger).toBeLessThanOrEqual(0.04);
      expect(knee).toBeGreaterThanOrEqual((-160 * Math.PI) / 180);
      expect(knee).toBeLessThanOrEqual((-50 * Math.PI) / 180);
    }
    environment.close();
  });

  it.each(['home', '0'])('may be the keyframe %s, spread around it', async (keyframe) => {
    const still = await open(xml, { startSpread: 0, keyframe });
    expect([...(still.reset(3).observation['position'] ?? [])]).toEqual([0.02, -1.8]);
    still.close();
    const spread = await open(xml, { startSpread: 0.1, keyframe });
    const [, knee = NaN] = spread.reset(3).observation['position'] ?? [];
    expect(Math.abs(knee + 1.8)).toBeLessThanOrEqual(0.1);
    expect(knee).not.toBe(-1.8);
    spread.close();
  });

  it('has the keyframe’s velocities, activations and controls, and the clock of an episode', async () => {
    const model = `<mujoco><worldbody><body><joint name="h" axis="0 1 0"/><geom size=".1"/></body></worldbody>
      <actuator><general name="m" joint="h" dyntype="integrator" ctrlrange="-1 1"/></actuator>
      <sensor><jointactuatorfrc name="force" joint="h"/></sensor>
      <keyframe><key qvel="2"/><key name="fast" time="7" qvel="3" act=".5" ctrl=".25"/></keyframe></mujoco>`;
    const environment = await open(model, { keyframe: 'fast', startSpread: 0, reward: 'time' });
    const { observation, info } = environment.reset(0);
    expect([observation['velocity']?.[0], observation['activation']?.[0]]).toEqual([3, 0.5]);
    expect(info['time']).toBe(0);
    environment.close();
  });

  it('from a keyframe that is not there is refused, with those that are', async () => {
    await expect(open(xml, { keyframe: 'away' })).rejects.toMatchObject({
      code: 'environment.unknownKeyframe',
      values: { keyframe: 'away', known: 'home' },
    });
    const facts = await modelFacts(xml);
    expect(inspectionOf({ facts }, '0', 'away').modelError?.code).toBe('environment.unknownKeyframe');
    expect(inspectionOf({ facts }, '0', 'home')).toMatchObject({ modelError: null, keyframes: ['home'] });
  });
});

describe('a sensor’s name', () => {
  const names = readdirSync(new URL('names/', folder)).sort();
  it.each(names)('that MuJoCo allows is read in a reward (%s)', async (file) => {
    const xml = read(`names/${file}`);
    const { sensors } = await modelFacts(xml);
    const [sensor] = sensors;
    const reward = `1 + 2 * ${rewardName(sensor?.name ?? '')}`;
    const environment = await open(xml, { reward });
    environment.reset(1);
    const result = environment.step(Float64Array.of(0.5));
    expect(result.reward).toBeCloseTo(1 + 2 * (result.observation['sensors']?.[0] ?? NaN), 12);
    environment.close();
  });

  it('may be in quotes always, and must be where it could be something else', () => {
    const inputs = { sensor: (name: string) => name.length, time: () => 0 };
    const sizes = { 'a b': 1, time: 1, '(': 1, "it's": 1, 'over-all': 1, speed: 1 };
    expect(parseReward('"a b" + "(" * 2', sizes)(inputs)).toBe(5);
    expect(parseReward("\"it's\" - 'speed'", sizes)(inputs)).toBe(-1);
    expect(parseReward('length("a b")', sizes)(inputs)).toBe(3);
    expect(parseReward('over-all', sizes)(inputs)).toBe(8);
    expect(Object.keys(sizes).map(rewardName)).toEqual([
      '"a b"',
      'time',
      '"("',
      '"it\'s"',
      'over-all',
      'speed',
    ]);
    expect(() => parseReward('"nobody"', sizes)).toThrow(/a b/);
    expect(() => parseReward('"a b', sizes)).toThrow();
  });
});

describe('before a run exists', () => {
  it.each([
    ['unbounded', 'environment.unboundedActuator', 'free one'],
    ['needs_plugin', undefined, ''],
  ])('a model that nothing can be trained on says why (%s)', async (name, code, actuator) => {
    const found = await modelFacts(read(`${name}.xml`)).then(
      (facts) => ({ facts }),
      () => null,
    );
    if (code === undefined) expect(found).toBeNull();
    else {
      expect(found === null ? null : inspectionOf(found, '0').trainingError).toMatchObject({
        code,
        values: { actuator },
      });
    }
  });

  it('a model without actuators says so', async () => {
    const facts = await modelFacts('<mujoco><worldbody><geom size=".1"/></worldbody></mujoco>');
    expect(inspectionOf({ facts }, '0').trainingError?.code).toBe('environment.noActuators');
  });
});

describe('a model that blows up', () => {
  it('at its first action ends its episode as diverged', async () => {
    const recipe = JSON.parse(read('unstable_first_action.recipe.json')) as {
      environment: string;
      config: Record<string, string>;
      seed: number;
      actions: number[][];
    };
    const environment = await createEnvironment(recipe.environment, recipe.config);
    environment.reset(recipe.seed);
    const results = recipe.actions.map((action) => environment.step(Float64Array.from(action)));
    expect(results[0]).toMatchObject({ terminated: true, info: { diverged: true } });
    environment.close();
  });

  it('where MuJoCo may not start anew gives no number that is none', async () => {
    const environment = await open(read('unstable_noreset.xml'), { reward: 'angle' });
    environment.reset(1);
    const result = environment.step(Float64Array.of(1));
    expect(result).toMatchObject({ terminated: true, info: { diverged: true } });
    expect(Object.values(result.observation).every((values) => values.every(Number.isFinite))).toBe(true);
    environment.close();
  });
});
