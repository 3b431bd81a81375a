/** Models of anybody's, opened by the real checker process: what is refused, by which limit, and that nothing else suffers. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXAMPLE_XML } from '../../shared/exampleModel.ts';
import { ModelChecks } from '../../src-main/host/modelChecks.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import type { EngineProcess } from '../../src-main/host/processLauncher.ts';
import { processLives } from '../../src-main/store/lock.ts';

const BODY = '<body><joint/><geom size="1"/></body>';
const model = (world: string, before = '') => `<mujoco>${before}<worldbody>${world}</worldbody></mujoco>`;
const replicate = (count: string, what: string) => `<replicate count="${count}">${what}</replicate>`;
/** As MuJoCo's parser reads it, 20,000,000: what only looks at the text takes it for no number. */
const HIDDEN_COUNT = '2&#48;000000';

/** With the processes that it launched, and the most memory that each was seen to hold. */
function checksWith(seconds?: number) {
  const real = nodeLauncher();
  const launched: EngineProcess[] = [];
  const checks = new ModelChecks(
    {
      launch: async (kind, options) => {
        expect(kind).toBe('modelChecker');
        const engine = await real.launch(kind, options);
        launched.push(engine);
        return engine;
      },
    },
    seconds,
  );
  onTestFinished(() => {
    checks.close();
  });
  const errorOf = async (xml: string) => (await checks.inspect(xml, '1')).modelError;
  return { checks, launched, errorOf };
}

async function gone(engine: EngineProcess | undefined): Promise<void> {
  await new Promise<void>((resolve) => engine?.onExit(() => resolve()));
  expect(processLives(engine?.processId ?? 0, null)).toBe(false);
}

describe('a model of anybody’s', () => {
  it('that is right tells what it has, and what a reward may read', async () => {
    const { checks, launched } = checksWith();
    expect(await checks.inspect(EXAMPLE_XML, 'clamp(up[2], 0, 1) - speed')).toMatchObject({
      sensors: [
        { name: 'up', size: 3 },
        { name: 'speed', size: 1 },
      ],
      actuators: ['torque'],
      modelError: null,
      rewardError: null,
      trainingError: null,
    });
    await gone(launched[0]);
    // The same text is known; another reward over it needs no process.
    expect((await checks.inspect(EXAMPLE_XML, 'up[3]')).rewardError).toMatchObject({
      code: 'environment.badExpression',
    });
    await checks.require('model-file', { xml: EXAMPLE_XML });
    expect(launched).toHaveLength(1);
  });

  it.each([
    ['keys', model(BODY, '<size nkey="2000000000"/>'), 'size nkey', 2_000_000_000],
    ['copies', model(replicate('20000000', '<geom size="1"/>')), 'replicate', 20_000_000],
    ['copies of copies', model(replicate('500', replicate('500', '<geom size="1"/>'))), 'replicate', 250_000],
    ['bodies', model(`\n${replicate('15000', BODY)}`), 'body', 15_000],
    ['memory', model(BODY, '<size memory="1G"/>'), 'size memory', 2 ** 30],
    ['numbers of each body', model(BODY, '<size nuser_body="1000000"/>'), 'size nuser_body', 1_000_000],
    ['a grid', model('<composite type="cable" count="1000 1000 1"/>'), 'composite count', 1_000_000],
    [
      'a texture',
      model(BODY, '<asset><texture type="2d" builtin="flat" width="9000" height="9000"/></asset>'),
      'texture pixels',
      81_000_000,
    ],
    [
      'a height field',
      model(BODY, '<asset><hfield name="a" nrow="9000" ncol="9000" size="1 1 1 1"/></asset>'),
      'hfield points',
      81_000_000,
    ],
    ['rounds', model(BODY, '<option iterations="2000000000"/>'), 'option iterations', 2_000_000_000],
  ])('with too many %s is refused with the number, before MuJoCo reads it', async (_, xml, what, count) => {
    const { errorOf } = checksWith();
    expect(await errorOf(xml)).toMatchObject({ code: 'environment.modelTooLarge', values: { what, count } });
  });

  it('that is larger than its text says is refused by what it compiled to', async () => {
    const { errorOf } = checksWith();
    const xml = model(BODY, '<size nkey="1000&#49;"/>');
    expect(await errorOf(xml)).toMatchObject({
      code: 'environment.modelTooLarge',
      values: { what: 'nkey', count: 10_001, limit: 10_000 },
    });
  });

  it('that takes too long is ended, and told so', async () => {
    const { errorOf, launched } = checksWith(1);
    const xml = model(replicate(HIDDEN_COUNT, '<geom size="1"/>') + BODY);
    expect(await errorOf(xml)).toMatchObject({ code: 'environment.modelTooSlow', values: { seconds: 1 } });
    await gone(launched[0]);
    // A machine may have been busy: another time it is tried again.
    await errorOf(xml);
    expect(launched).toHaveLength(2);
  });

  it.runIf(process.platform === 'linux')('takes no more than 1 GB, and is told so', async () => {
    const { checks, launched } = checksWith();
    let peak = 0;
    const watch = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${launched[0]?.processId}/status`, 'utf8');
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
      } catch {
        // Not yet there, or gone.
      }
    }, 5);
    const { modelError } = await checks.inspect(model(BODY, '<size nkey="&#50;000000000"/>'), '1');
    clearInterval(watch);
    expect(modelError).toMatchObject({ code: 'environment.modelMemory', values: { megabytes: 1024 } });
    expect(peak).toBeGreaterThan(100);
    expect(peak).toBeLessThan(1024);
  });

  it('that breaks off in its first steps is refused with MuJoCo’s words', async () => {
    const { errorOf } = checksWith();
    const chain = model('<body><joint/><geom size="1"/>'.repeat(90) + '</body>'.repeat(90));
    expect(await errorOf(chain)).toMatchObject({
      code: 'environment.badModel',
      values: { message: expect.stringContaining('out of memory') as string },
    });
  });

  it('is previewed where it is checked', async () => {
    const { checks, launched } = checksWith();
    const preview = await checks.preview('model-file', { xml: EXAMPLE_XML });
    expect(preview.frames).toBeGreaterThan(10);
    await gone(launched[0]);
    await expect(checks.preview('model-file', { xml: '<mujoco>' })).rejects.toMatchObject({
      code: 'environment.badModel',
    });
  });

  it('waits for its turn behind two others', async () => {
    const real = nodeLauncher();
    let atOnce = 0;
    let most = 0;
    const checks = new ModelChecks({
      launch: async (kind, options) => {
        most = Math.max(most, ++atOnce);
        const engine = await real.launch(kind, options);
        return {
          ...engine,
          kill: () => {
            atOnce--;
            engine.kill();
          },
        };
      },
    });
    const several = Array.from({ length: 5 }, (_, i) => checks.inspect(model(`<!-- ${i} -->${BODY}`), '1'));
    const found = await Promise.all(several);
    expect(found.map(({ modelError }) => modelError)).toEqual(Array(5).fill(null));
    expect([most, atOnce]).toEqual([2, 0]);
  });
});
