import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../shared/errors.ts';
import { ControlEnvironment } from '../../../src-main/environments/control-suite/controlEnvironment.ts';
import { CONTROL_TASKS } from '../../../src-main/environments/control-suite/suite.ts';
import { taskId } from '../../../src-main/environments/control-suite/spec.ts';
import { createEnvironment, describeEnvironment } from '../../../src-main/environments/registry.ts';
import { EpisodeRecorder, replayRecipe } from '../../../src-main/environments/recipe.ts';
import { VectorEnvironment } from '../../../src-main/environments/vectorEnvironment.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';

const ids = CONTROL_TASKS.map(taskId);
/** One a domain: the tasks of a domain share their physics. */
const domains = [...new Map(CONTROL_TASKS.map((task) => [task.domain, taskId(task)])).values()];

function actionsFor(size: number, count: number): Float64Array[] {
  const random = RandomStream.named(5, 'test');
  return Array.from({ length: count }, () =>
    Float64Array.from({ length: size }, () => random.uniform(-1, 1)),
  );
}

async function create(id: string, config: Record<string, string | number> = { observation: 'state' }) {
  const environment = await createEnvironment(id, config);
  if (!(environment instanceof ControlEnvironment)) throw new Error(`${id} is another kind`);
  const size = environment.spec.actions.kind === 'box' ? (environment.spec.actions.shape[0] ?? 0) : 0;
  return { environment, size };
}

describe('control suite environments', () => {
  it.each(ids)('%s is described without MuJoCo as it is made', async (id) => {
    const environment = await createEnvironment(id);
    expect(describeEnvironment(id).spec).toEqual(environment.spec);
    environment.close();
  });

  it('gives picture and numbers side by side as it gives each alone', async () => {
    const given = async (observation: string) => {
      const { environment, size } = await create('dmc/walker-walk', { observation });
      environment.reset(3);
      const [action = new Float64Array(size)] = actionsFor(size, 1);
      const { observation: seen } = structuredClone(environment.step(action));
      expect(Object.keys(seen)).toEqual(Object.keys(environment.spec.observations));
      environment.close();
      return seen;
    };
    const both = await given('both');
    expect(both).toEqual({ ...(await given('pixels')), ...(await given('state')) });
    expect(Object.keys(both)[0]).toBe('image');
  });

  it.each(domains)('%s goes on from a saved moment exactly', async (id) => {
    const { environment, size } = await create(id);
    environment.reset(1);
    const actions = actionsFor(size, 60);
    for (const action of actions.slice(0, 30)) environment.step(action);
    const saved = environment.saveState();
    const rest = () =>
      actions.slice(30).map((action) => {
        const { observation, reward } = environment.step(action);
        return [reward, ...Object.values(observation).flatMap((values) => [...values])];
      });
    const first = [rest(), environment.stateHash()];
    environment.reset(99);
    const resumed = environment.reset(0, structuredClone(saved));
    expect(environment.saveState()).toEqual(saved);
    expect(resumed.truncated).toBe(false);
    expect([rest(), environment.stateHash()]).toEqual(first);
    environment.close();
  });

  it.each(domains)('%s: its recipe, with a hand in it, replays to the same hashes', async (id) => {
    const { environment, size } = await create(id);
    const body = environment.scene().bodies.find(({ draggable }) => draggable === true)?.name ?? '';
    const recorder = new EpisodeRecorder(environment, { observation: 'state' }, 7);
    for (const [step, action] of actionsFor(size, 70).entries()) {
      if (step === 20) recorder.perturb({ body, force: [3, 0, 5], torque: [0, 0.1, 0] });
      recorder.step(action);
    }
    const recipe = recorder.recipe();
    environment.close();
    const other = await createEnvironment(id, recipe.config);
    for (const { mismatch } of replayRecipe(other, recipe)) expect(mismatch).toBeNull();
    const untouched = [...replayRecipe(other, { ...recipe, interventions: [] })];
    expect(untouched.some(({ mismatch }) => mismatch !== null)).toBe(true);
    other.close();
  });

  it('ends after 1000 actions, or half as many that are repeated twice, with their rewards summed', async () => {
    const once = await create('dmc/cartpole-balance');
    const twice = await create('dmc/cartpole-balance', { observation: 'state', actionRepeat: 2 });
    expect(twice.environment.spec.maxEpisodeSteps).toBe(500);
    once.environment.reset(2);
    twice.environment.reset(2);
    const action = Float64Array.of(0.1);
    for (let step = 1; step <= 500; step++) {
      const first = once.environment.step(action);
      const second = once.environment.step(action);
      const both = twice.environment.step(action);
      expect(both.reward).toBe(first.reward + second.reward);
      expect(both.truncated).toBe(step === 500);
      expect(second.truncated).toBe(step === 500);
      expect(first.truncated).toBe(false);
    }
    expect(twice.environment.stateHash()).toBe(once.environment.stateHash());
    once.environment.close();
    twice.environment.close();
  });

  it('clips actions to the actuators and refuses others than numbers', async () => {
    const { environment } = await create('dmc/pendulum-swingup');
    environment.reset(0);
    environment.step(Float64Array.of(50));
    const clipped = environment.stateHash();
    environment.reset(0);
    environment.step(Float64Array.of(1));
    expect(environment.stateHash()).toBe(clipped);
    expect(() => environment.step(Float64Array.of(NaN))).toThrow(StudioError);
    expect(() => environment.step(new Float64Array(2))).toThrow('expects 1');
    environment.close();
    expect(() => environment.step(Float64Array.of(0))).toThrow('closed');
  });

  it.each([
    [{ qpos: [0, 0] }, 'qvel'],
    [{ qpos: [0], qvel: [0, 0] }, 'qpos'],
    [{ qpos: [0, NaN], qvel: [0, 0] }, 'qpos'],
    [{ qpos: [0, 0], qvel: [0, 0], target: [1] }, 'target'],
    [{ qpos: [0, 0], qvel: [0, 0], time: -1 }, 'time'],
  ])('refuses the start %j for its %s', async (start, field) => {
    const { environment } = await create('dmc/reacher-easy');
    environment.reset(0);
    const before = environment.stateHash();
    expect(() => environment.reset(0, start as never)).toThrow(field);
    expect(environment.stateHash()).toBe(before);
    environment.close();
  });

  it('pulls only bodies that exist and can move', async () => {
    const { environment } = await create('dmc/walker-walk');
    environment.reset(0);
    const pull = (body: string) => environment.perturb({ body, force: [0, 0, 100], torque: [0, 0, 0] });
    expect(() => pull('wheel')).toThrow(StudioError);
    expect(() => pull('world')).toThrow(StudioError);
    const still = new Float64Array(6);
    environment.step(still);
    const fallen = Number(environment.step(still).observation['velocity']?.[0]);
    environment.reset(0);
    environment.step(still);
    pull('torso');
    expect(Number(environment.step(still).observation['velocity']?.[0])).toBeGreaterThan(fallen);
    environment.close();
  });

  it('gives contacts whose forces carry the weight, without changing what comes', async () => {
    const { environment } = await create('dmc/quadruped-walk');
    environment.reset(3);
    const still = new Float64Array(12);
    for (let step = 0; step < 400; step++) environment.step(still);
    const before = environment.saveState();
    const contacts = environment.contacts?.() ?? [];
    expect(environment.saveState()).toEqual(before);
    const lift = contacts.reduce(
      (sum, { force, bodies }) => sum + (bodies[0] === 'world' ? force[2] : -force[2]),
      0,
    );
    const weight = 9.81 * 117;
    expect(contacts.length).toBeGreaterThan(3);
    expect(Math.abs(lift)).toBeGreaterThan(0.5 * weight);
    expect(Math.abs(lift)).toBeLessThan(2 * weight);
    environment.close();
  });

  it('opens the door only when the handle was turned', async () => {
    const { environment } = await create('door-open');
    environment.reset(0);
    const still = new Float64Array(3);
    const pushDoor = (turnHandle: boolean) => {
      environment.reset(0);
      for (let step = 0; step < 150; step++) {
        environment.perturb({ body: 'door', force: [0, 0, 0], torque: [0, 0, -1] });
        if (turnHandle) environment.perturb({ body: 'handle', force: [0, 0, 0], torque: [0, 0, 0.6] });
        environment.step(still);
      }
      return Number(environment.step(still).observation['door']?.[0]);
    };
    expect(pushDoor(false)).toBeLessThan(0.05);
    expect(pushDoor(true)).toBeGreaterThan(1);
    expect(environment.step(still).reward).toBeGreaterThan(0.8);
    environment.close();
  });

  it('steps in worker threads as in one', async () => {
    const options = { id: 'dmc/hopper-hop', config: { observation: 'state' }, count: 4 };
    const run = async (workers: number) => {
      const vector = await VectorEnvironment.create({ ...options, workers });
      const all = [0, 1, 2, 3];
      await vector.reset(all, [10, 11, 12, 13]).finish();
      for (const actions of actionsFor(4 * 4, 50)) await vector.begin(actions).finish();
      const hashes = all.map((index) => vector.stateHash(index));
      const rewards = [...vector.rewards];
      await vector.close();
      return { hashes, rewards };
    };
    expect(await run(2)).toEqual(await run(0));
  });

  it('keeps its memory over many environments and episodes', async () => {
    const cycle = async () => {
      for (let i = 0; i < 6; i++) {
        const { environment, size } = await create('dmc/quadruped-run');
        for (let episode = 0; episode < 3; episode++) {
          environment.reset(episode);
          environment.step(new Float64Array(size));
          environment.contacts?.();
        }
        environment.close();
      }
      return (await import('../../../src-main/environments/control-suite/mujoco.ts')).wasmMemoryBytes();
    };
    await cycle();
    const after = await cycle();
    for (let i = 0; i < 8; i++) expect(await cycle()).toBe(after);
  });
});
