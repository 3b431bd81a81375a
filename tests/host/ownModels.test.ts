/** A run whose model does not compile, or whose reward does not read, is refused whole before anything of it exists. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_REWARD, EXAMPLE_XML } from '../../shared/exampleModel.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { temporaryFolder, testHost } from './testHost.ts';

const STUDIO = fileURLToPath(new URL('../../src-main/cli/studio.ts', import.meta.url));

const slider = (actuator: string) => `<mujoco>
  <worldbody>
    <body><joint name="x" type="slide"/><geom size="0.1"/></body>
  </worldbody>
  <actuator>${actuator}</actuator>
  <sensor><jointpos name="place" joint="x"/></sensor>
</mujoco>`;
const GOOD = slider('<motor joint="x" ctrllimited="true" ctrlrange="-1 1"/>');
const WRONG = [
  {
    what: 'a model that is no XML',
    settings: { 'environment.model': '<mujoco><worldbody></mujoco>', 'environment.reward': '1' },
    error: {
      code: 'environment.badModel',
      values: { message: expect.stringMatching(/XML|parse|worldbody/i) },
    },
  },
  {
    what: 'an actuator at a joint that is not there',
    settings: {
      'environment.model': slider('<motor name="push" joint="y" ctrllimited="true" ctrlrange="-1 1"/>'),
      'environment.reward': '1',
    },
    error: { code: 'environment.badModel', values: { message: expect.stringContaining('push'), line: 5 } },
  },
  {
    what: 'an actuator without bounds',
    settings: { 'environment.model': slider('<motor name="push" joint="x"/>'), 'environment.reward': '1' },
    error: { code: 'environment.unboundedActuator', values: { actuator: 'push' } },
  },
  {
    what: 'a model without actuators',
    settings: { 'environment.model': slider(''), 'environment.reward': '1' },
    error: { code: 'environment.noActuators' },
  },
  {
    what: 'a reward over a sensor that is not there',
    settings: { 'environment.model': GOOD, 'environment.reward': '1 + speed' },
    error: {
      code: 'environment.badExpression',
      values: { position: 5, found: 'speed', expected: expect.stringContaining('place') },
    },
  },
] as const;

const expectNothing = (host: Host) => {
  expect(host.store.runs()).toEqual([]);
  expect(host.store.studies.list()).toEqual([]);
  expect(readdirSync(path.join(host.dataFolder, 'runs'))).toEqual([]);
};

const create = (host: Host, overrides: Readonly<Record<string, string>>) =>
  host.call('runs.create', {
    algorithm: 'dreamer',
    environment: 'model-file',
    preset: 'smoke',
    overrides,
    start: false,
  });

describe('a run of a model of one’s own', () => {
  it('is refused with the whole error, and leaves no row and no folder', async () => {
    const host = await testHost(temporaryFolder());
    for (const { what, settings, error } of WRONG) {
      await expect(create(host, settings), what).rejects.toMatchObject(error);
      expectNothing(host);
    }
    const made = await create(host, { 'environment.model': GOOD, 'environment.reward': 'place' });
    expect(made.status).toBe('draft');
    // As a draft it can be changed, and not into one that could never train.
    const changed = host.call('runs.update', {
      runId: made.id,
      overrides: { 'environment.reward': 'place +' },
    });
    await expect(changed).rejects.toMatchObject({
      code: 'environment.badExpression',
      values: { position: 8 },
    });
    expect(host.store.run(made.id).config).toMatchObject({ environment: { reward: 'place' } });
  });

  it('in a study is refused as the study is, whichever row has it', async () => {
    const host = await testHost(temporaryFolder());
    // A study's settings are short texts.
    const model =
      '<mujoco><worldbody><body><joint name="x" type="slide"/><geom size=".1"/></body></worldbody>' +
      '<actuator><motor joint="x" ctrlrange="-1 1"/></actuator></mujoco>';
    const study = (rewards: readonly string[]) =>
      host.call('studies.create', {
        definition: {
          name: 'rewards',
          question: '',
          algorithm: 'dreamer',
          environments: ['model-file'],
          preset: 'smoke',
          settings: { 'environment.model': model },
          seeds: [1, 2],
          vary: {
            kind: 'list',
            rows: rewards.map((reward) => ({ name: reward, settings: { 'environment.reward': reward } })),
          },
        },
        start: false,
      });
    await expect(study(['1', '2 + speed'])).rejects.toMatchObject({
      code: 'environment.badExpression',
      values: { position: 5, found: 'speed' },
    });
    expectNothing(host);
    await study(['1', 'time']);
    expect(host.store.runs()).toHaveLength(4);
  });

  it('may be the example itself', async () => {
    const host = await testHost(temporaryFolder());
    expect((await create(host, {})).status).toBe('draft');
    const named = { 'environment.model': EXAMPLE_XML, 'environment.reward': EXAMPLE_REWARD };
    expect((await create(host, named)).status).toBe('draft');
  });

  it('is refused by the command line with place and reason, once, before the data folder has a run', () => {
    const folder = path.join(temporaryFolder(), 'data');
    const file = path.join(temporaryFolder(), 'robot.xml');
    writeFileSync(file, GOOD);
    const words = ['train', 'dreamer', '--env', 'model-file', '--preset', 'smoke', '--data-dir', folder];
    const refused = spawnSync(
      process.execPath,
      [STUDIO, ...words, '--set', `environment.model=@${file}`, 'environment.reward=1 + speed'],
      { encoding: 'utf8', env: { ...process.env, STUDIO_LANGUAGE: 'en' } },
    );
    expect(refused.status).toBe(1);
    expect(refused.stderr.match(/At position 5: found “speed”, expected .*place/g)).toHaveLength(1);
    expect(refused.stderr).not.toMatch(/\n\s+at |go on with|--resume/);
    expect(existsSync(path.join(folder, 'runs'))).toBe(true);
    expect(readdirSync(path.join(folder, 'runs'))).toEqual([]);
  });
});
