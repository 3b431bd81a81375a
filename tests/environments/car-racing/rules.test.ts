import { RevoluteJoint, Vec2, World } from 'planck';
import { describe, expect, it } from 'vitest';
import { CarRacing } from '../../../src-main/environments/car-racing/carRacing.ts';
import { Settling, WheelJoint } from '../../../src-main/environments/car-racing/wheelJoint.ts';
import type { EnvironmentState } from '../../../shared/recipe.ts';

const IDLE = Float64Array.of(0, 0, 0);
const FULL_GAS = Float64Array.of(0, 1, 0);

/** A start at which all tiles but `missing` were visited. */
function almostDone(missing: readonly number[]): EnvironmentState {
  const environment = new CarRacing();
  environment.reset(0);
  const tiles = environment.track.nodes.map((_, index) => index);
  return { ...environment.saveState(), visited: tiles.filter((tile) => !missing.includes(tile)) };
}

describe('CarRacing’s rules', () => {
  it('ends a lap of v3 at tile 0 after 95%, one of v0 only when every tile was visited', () => {
    const start = almostDone([0, 100]);
    const v3 = new CarRacing({ lapRule: 'v3' });
    const v0 = new CarRacing({ lapRule: 'v0' });
    v3.reset(0, start);
    v0.reset(0, start);
    expect(v3.step(IDLE)).toMatchObject({ terminated: true, info: { lapFinished: true } });
    expect(v0.step(IDLE).terminated).toBe(false);
    v0.reset(0, almostDone([0]));
    expect(v0.step(IDLE)).toMatchObject({ terminated: true, info: { lapFinished: true } });
  });

  it('does not end a lap of v3 at tile 0 before 95%', () => {
    const environment = new CarRacing();
    environment.reset(0);
    const half = environment.track.nodes.map((_, index) => index).filter((index) => index > 160);
    environment.reset(0, { ...environment.saveState(), visited: half });
    expect(environment.step(IDLE).terminated).toBe(false);
  });

  it('takes 0.1 a frame and pays a lap’s thousandth part a tile', () => {
    const environment = new CarRacing();
    const { info } = environment.reset(3);
    const first = environment.step(IDLE);
    // Tiles touched at reset are paid with the first step, as in Gymnasium.
    expect(first.reward).toBeCloseTo((1000 / Number(info['tiles'])) * Number(info['tilesVisited']) - 0.1, 9);
    expect(environment.step(IDLE).reward).toBeCloseTo(-0.1, 9);
  });

  it('ends with -100 off the playfield', () => {
    const environment = new CarRacing();
    environment.reset(0);
    const { car, ...rest } = environment.saveState();
    if (!Array.isArray(car)) throw new Error('a saved car is a list');
    // All five bodies, 8 numbers each: moved beside the right border (333.3), driving right at 50 a second.
    const shift = 332.9 - (car[0] ?? 0);
    const moved = car.map((value, index) => {
      if (index >= 40) return value;
      return index % 8 === 0 ? value + shift : index % 8 === 3 ? 50 : value;
    });
    environment.reset(0, { ...rest, car: moved });
    expect(environment.step(IDLE)).toMatchObject({
      terminated: true,
      reward: -100,
      info: { lapFinished: false },
    });
  });

  it('truncates at maxSteps and sums rewards over repeats', () => {
    const repeated = new CarRacing({ actionRepeat: 4, maxSteps: 3 });
    const single = new CarRacing();
    repeated.reset(1);
    single.reset(1);
    for (let step = 1; step <= 3; step++) {
      const result = repeated.step(FULL_GAS);
      const parts = [1, 2, 3, 4].map(() => single.step(FULL_GAS));
      expect(result.reward).toBeCloseTo(
        parts.reduce((sum, part) => sum + part.reward, 0),
        12,
      );
      expect(result.info).toEqual(parts[3]?.info);
      expect(result.truncated).toBe(step === 3);
    }
    expect(repeated.spec.stepSeconds).toBeCloseTo(0.08);
  });

  it('goes on from a saved moment exactly as it would have gone on', () => {
    const original = new CarRacing();
    original.reset(7);
    const act = (step: number) => Float64Array.of(Math.sin(step / 9), 0.6, step % 50 > 40 ? 0.5 : 0);
    for (let step = 0; step < 120; step++) original.step(act(step));
    const copy = new CarRacing();
    // As JSON, which is how a recipe keeps it.
    const saved: EnvironmentState = JSON.parse(JSON.stringify(original.saveState()));
    copy.reset(0, saved);
    expect(copy.stateHash()).toBe(original.stateHash());
    for (let step = 120; step < 400; step++) {
      const expected = original.step(act(step));
      const actual = copy.step(act(step));
      expect(actual.reward).toBe(expected.reward);
      expect(actual.info).toEqual(expected.info);
    }
    expect(copy.stateHash()).toBe(original.stateHash());
    expect(copy.step(IDLE).observation).toEqual(original.step(IDLE).observation);
  });

  it.each([
    [{ seed: 0 }, 'car'],
    [{ seed: 0, car: [1, 2] }, 'car'],
    [{ ...almostDone([]), visited: [9999] }, 'visited'],
    [{ ...almostDone([]), reward: 'much' }, 'reward'],
  ])('refuses a start that does not fit (%#)', (start, word) => {
    const environment = new CarRacing();
    expect(() => environment.reset(0, start as EnvironmentState)).toThrow(
      expect.objectContaining({ code: 'environment.badState', message: expect.stringContaining(word) }),
    );
  });

  it.each([{ lapRule: 'v1' }, { actionRepeat: 0 }, { maxSteps: 1.5 }, { speed: 3 }])(
    'refuses the config %j',
    (config) => {
      expect(() => new CarRacing(config)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^config.(invalid|unknownSetting)$/) }),
      );
    },
  );

  it('is moved by a hand for one step', () => {
    const pushed = new CarRacing();
    const left = new CarRacing();
    pushed.reset(2);
    left.reset(2);
    pushed.perturb({ body: 'hull', force: [5000, 0, 0], torque: [0, 0, 0] });
    const away = Number(pushed.step(IDLE).info['x']) - Number(left.step(IDLE).info['x']);
    expect(away).toBeGreaterThan(0.1);
    expect(() => pushed.perturb({ body: 'road', force: [1, 0, 0], torque: [0, 0, 0] })).toThrow(/hull/);
  });

  it('says what is wrong with an action', () => {
    const environment = new CarRacing();
    expect(() => environment.step(IDLE)).toThrow(/reset first/);
    environment.reset(0);
    expect(() => environment.step(Float64Array.of(0, 1))).toThrow('action has length 2, CarRacing expects 3');
  });
});

/** Two bodies on one joint, thrown about for a while. */
function swing(own: boolean): number[] {
  const world = new World({ gravity: new Vec2(0, 0) });
  const hull = world.createBody({ type: 'dynamic', position: new Vec2(3, 4), angle: 0.3 });
  const wheel = world.createBody({ type: 'dynamic', position: new Vec2(3.5, 5), angle: 0.1 });
  hull.setMassData({ mass: 7, center: new Vec2(0, -0.1), I: 18 });
  wheel.setMassData({ mass: 0.06, center: new Vec2(0, 0), I: 0.0075 });
  const joint = own
    ? new WheelJoint(hull, wheel, 1.1, 1.6, new Settling(1))
    : new RevoluteJoint({
        bodyA: hull,
        bodyB: wheel,
        localAnchorA: new Vec2(1.1, 1.6),
        localAnchorB: new Vec2(0, 0),
        referenceAngle: 0,
        enableMotor: true,
        enableLimit: true,
        maxMotorTorque: 180 * 900 * 0.0004,
        lowerAngle: -0.4,
        upperAngle: 0.4,
      });
  world.createJoint(joint);
  const trace: number[] = [];
  for (let step = 0; step < 200; step++) {
    // Long one-sided turns run into both limits.
    const speed = 3 * Math.sign(Math.sin(step / 20));
    if (joint instanceof WheelJoint) joint.targetSpeed = speed;
    else joint.setMotorSpeed(speed);
    wheel.applyForceToCenter(new Vec2(200 * Math.cos(step / 7), 300 * Math.sin(step / 5)), true);
    hull.applyTorque(100 * Math.sin(step / 3), true);
    world.step(0.02, 180, 60);
    trace.push(joint.getJointAngle(), hull.getPosition().x, hull.getAngle(), wheel.getPosition().y);
  }
  return trace;
}

describe('the wheel joint', () => {
  it('moves two bodies as planck’s own joint does, into the limits and out', () => {
    const own = swing(true);
    const planck = swing(false);
    const angles = planck.filter((_, index) => index % 4 === 0);
    expect(Math.max(...angles)).toBeGreaterThan(0.4);
    expect(Math.min(...angles)).toBeLessThan(-0.4);
    const worst = own.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - (planck[index] ?? 0))),
      0,
    );
    // At a limit the position solver stops at a tolerance, which the last bits decide: one stop more or less is 1e-6.
    expect(worst).toBeLessThan(1e-5);
  });
});
