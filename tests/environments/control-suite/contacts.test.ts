/** Contact forces are the physics' own: they carry what rests, vanish in the air and act under a hand's pull. */
import { describe, expect, it } from 'vitest';
import type { ContactPoint } from '../../../shared/scene.ts';
import type { ControlEnvironment } from '../../../src-main/environments/control-suite/controlEnvironment.ts';
import { createEnvironment, environmentIds } from '../../../src-main/environments/registry.ts';
import { createControl } from '../../support/controlEnvironments.ts';

const MASS = 3;
/** One box over the ground, at a height given. */
const boxModel = (height: number) => `<mujoco>
  <worldbody>
    <geom name="ground" type="plane" size="0 0 0.1"/>
    <body name="box" pos="0 0 ${height}">
      <freejoint/>
      <geom type="box" size="0.1 0.2 0.1" mass="${MASS}"/>
    </body>
    <body name="fixed" pos="2 0 0"><geom type="box" size="0.1 0.1 0.1" mass="50"/></body>
  </worldbody>
</mujoco>`;

const open = (xml: string) =>
  createControl('model-file', { xml, reward: '0', observation: 'state', startSpread: 0 });

const NOTHING = new Float64Array(0);
const WEIGHT = MASS * 9.81;

/** What the ground does to the box. */
function lift(contacts: readonly ContactPoint[], axis = 2): number {
  return contacts.reduce(
    (sum, { bodies, force }) => sum + (bodies[1] === 'box' ? 1 : -1) * (force[axis] ?? 0),
    0,
  );
}

function contactsOf(environment: ControlEnvironment): readonly ContactPoint[] {
  if (environment.contacts === undefined) throw new Error('this environment tells no contacts');
  return environment.contacts();
}

describe('contacts', () => {
  it('carry a body at rest: their forces sum to its weight', async () => {
    const environment = await open(boxModel(0.1));
    environment.reset(0);
    for (let step = 0; step < 500; step++) environment.step(NOTHING);
    const contacts = contactsOf(environment);
    expect(contacts).toHaveLength(4);
    expect(lift(contacts)).toBeCloseTo(WEIGHT, 3);
    expect(lift(contacts, 0)).toBeCloseTo(0, 6);
    for (const { bodies, normal, position } of contacts) {
      expect([...bodies].sort()).toEqual(['box', 'world']);
      expect(Math.abs(normal[2])).toBeCloseTo(1, 6);
      expect(position[2]).toBeCloseTo(0, 2);
    }
    // All that moves weighs so much: what is fixed to the world does not count.
    expect(environment.scene().weight).toBeCloseTo(WEIGHT, 9);
    environment.close();
  });

  it('are none in the air', async () => {
    const environment = await open(boxModel(2));
    environment.reset(0);
    for (let step = 0; step < 20; step++) {
      environment.step(NOTHING);
      expect(contactsOf(environment)).toEqual([]);
    }
    environment.close();
  });

  it('bear less of what a hand lifts', async () => {
    const environment = await open(boxModel(0.1));
    environment.reset(0);
    for (let step = 0; step < 500; step++) environment.step(NOTHING);
    for (let step = 0; step < 200; step++) {
      environment.perturb({ body: 'box', force: [0, 0, 10], torque: [0, 0, 0] });
      environment.step(NOTHING);
    }
    expect(lift(contactsOf(environment))).toBeCloseTo(WEIGHT - 10, 3);
    environment.step(NOTHING);
    environment.step(NOTHING);
    expect(lift(contactsOf(environment))).toBeGreaterThan(WEIGHT - 1);
    environment.close();
  });

  it('are told where bodies can touch, and only there', async () => {
    const told = async (id: string) => {
      const environment = await createEnvironment(id);
      environment.reset(0);
      const has = environment.touch?.contacts !== undefined;
      environment.close();
      return has;
    };
    const untouched = ['acrobot-swingup', 'cartpole-swingup', 'pendulum-swingup', 'reacher-easy'];
    for (const task of untouched) expect(await told(`dmc/${task}`), task).toBe(false);
    const touched = environmentIds().filter(
      (id) => /^dmc\//.test(id) && !/acrobot|cartpole|pendulum|reacher/.test(id),
    );
    expect(touched.length).toBeGreaterThan(12);
    for (const id of ['door-open', ...touched]) expect(await told(id), id).toBe(true);
    expect(await told('car-racing')).toBe(false);
  });
});

describe('a hand', () => {
  it('draws the point that it holds to its goal, calmly', async () => {
    const environment = await open(boxModel(0.5));
    environment.reset(0);
    const grip = { body: 'box', at: [0.1, 0.2, 0.1], goal: [0.6, -0.4, 1.2] } as const;
    let farthest = 0;
    let last: readonly number[] = [];
    for (let step = 0; step < 400; step++) {
      environment.perturb(environment.pullOf({ body: grip.body, at: [...grip.at], goal: [...grip.goal] }));
      environment.step(NOTHING);
      last = heldPoint(environment, 'box', grip.at);
      farthest = Math.max(farthest, last[2] ?? 0);
    }
    // Gravity stretches the spring: its stiffness is a hundred times what the hand feels, in newtons a metre.
    last.slice(0, 2).forEach((value, axis) => expect(value).toBeCloseTo(grip.goal[axis] ?? 0, 1));
    expect(grip.goal[2] - (last[2] ?? 0)).toBeGreaterThan(0.05);
    expect(grip.goal[2] - (last[2] ?? 0)).toBeLessThan(0.5);
    expect(farthest).toBeLessThan(grip.goal[2]);
    environment.close();
  });

  it('pulls with a force at a point as with that force and its moment at the centre', async () => {
    const [one, other] = [await open(boxModel(0.8)), await open(boxModel(0.8))];
    for (const environment of [one, other]) environment.reset(0);
    one.perturb({ body: 'box', at: [0.1, 0, 0], force: [0, 4, 6], torque: [0, 0, 0] });
    other.perturb({ body: 'box', force: [0, 4, 6], torque: [0, -0.6, 0.4] });
    const [a, b] = [one.step(NOTHING), other.step(NOTHING)].map(({ observation }) => observation['velocity']);
    expect(a?.some((value) => Math.abs(value) > 0.01)).toBe(true);
    a?.forEach((value, index) => expect(value).toBeCloseTo(b?.[index] ?? NaN, 12));
    for (const environment of [one, other]) environment.close();
  });

  it.each(['dmc/walker-walk', 'dmc/humanoid-walk', 'dmc/finger-spin', 'dmc/ball_in_cup-catch'])(
    'held far away, keeps %s within bounds at any action repeat',
    async (id) => {
      const environment = await createControl(id, { observation: 'state', actionRepeat: 8 });
      environment.reset(1);
      const { actions } = environment.spec;
      const still = new Float64Array(actions.kind === 'box' ? (actions.shape[0] ?? 0) : 1);
      for (const { name } of environment.scene().bodies.filter(({ draggable }) => draggable === true)) {
        environment.reset(1);
        let fastest = 0;
        for (let step = 0; step < 30; step++) {
          const pull = environment.pullOf({ body: name, at: [0.05, 0, 0.05], goal: [0.3, 0, 0.8] });
          if (pull === undefined) throw new Error('nothing can be held');
          environment.perturb(pull);
          const { observation, terminated } = environment.step(still);
          expect(terminated, name).toBe(false);
          fastest = Math.max(fastest, ...(observation['velocity'] ?? [0]).map(Math.abs));
        }
        expect(fastest, name).toBeLessThan(100);
      }
      environment.close();
    },
  );

  it('holds nothing that is fixed or does not exist', async () => {
    const environment = await open(boxModel(0.1));
    environment.reset(0);
    for (const body of ['world', 'fixed', 'cup']) {
      expect(() => environment.pullOf({ body, at: [0, 0, 0], goal: [0, 0, 1] }), body).toThrow(
        expect.objectContaining({ code: 'environment.unknownBody', values: { body, known: 'box' } }),
      );
    }
    environment.close();
  });
});

function heldPoint(environment: ControlEnvironment, body: string, at: readonly number[]): readonly number[] {
  const { bodies } = environment.scene();
  const from = 8 * bodies.findIndex(({ name }) => name === body);
  const poses = new Float64Array(8 * bodies.length + 64);
  environment.poses(poses);
  const [px = 0, py = 0, pz = 0, w = 1, x = 0, y = 0, z = 0] = poses.subarray(from, from + 8);
  const [ax = 0, ay = 0, az = 0] = at;
  // p + at turned by the quaternion: at + 2w (q x at) + 2 q x (q x at).
  const [cx, cy, cz] = [y * az - z * ay, z * ax - x * az, x * ay - y * ax];
  return [
    px + ax + 2 * (w * cx + y * cz - z * cy),
    py + ay + 2 * (w * cy + z * cx - x * cz),
    pz + az + 2 * (w * cz + x * cy - y * cx),
  ];
}
