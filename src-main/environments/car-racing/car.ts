/**
 * The car: a hull and four wheels on planck (Box2D), seen from above; the front wheels steer, the rear wheels drive,
 * and each wheel's grip has a limit that grass lowers. Source of the facts: Gymnasium's car_dynamics (Oleg Klimov, after
 * Chris Campbell, http://www.iforce2d.net/b2dtut/top-down-car).
 */
import type { Body } from 'planck';
import { Polygon, Vec2, World } from 'planck';
import type { Force } from '../../../shared/recipe.ts';
import type { Vector3 } from '../../../shared/scene.ts';
import type { HeldPoint } from '../grip.ts';
import {
  BRAKE_DECELERATION,
  ENGINE_POWER,
  FRICTION_LIMIT,
  GRASS_FRICTION,
  HULL_DENSITY,
  HULL_POLYGONS,
  POSITION_ITERATIONS,
  SLIP_STIFFNESS,
  STEPS_PER_SECOND,
  VELOCITY_ITERATIONS,
  WHEEL_DENSITY,
  WHEEL_MOMENT_OF_INERTIA,
  WHEEL_POLYGON,
  WHEEL_POSITIONS,
  WHEEL_RADIUS,
} from './constants.ts';
import { solverBody } from './planckInternals.ts';
import { Settling, WheelJoint } from './wheelJoint.ts';

const STEP_SECONDS = 1 / STEPS_PER_SECOND;

export interface Wheel {
  readonly body: Body;
  readonly joint: WheelJoint;
  gas: number;
  brake: number;
  /** Wanted steering angle, left positive. */
  steer: number;
  /** Turn of the wheel about its axle, radians. */
  phase: number;
  /** Its rate. */
  omega: number;
  onRoad: boolean;
}

type Outline = readonly (readonly [number, number])[];

/** A body's mass, centre and inertia from convex pieces of one density, as planck's fixtures would give it. */
function massOf(pieces: readonly Outline[], density: number) {
  const body = new World().createBody({ type: 'dynamic' });
  for (const piece of pieces) {
    body.createFixture(new Polygon(piece.map(([x, y]) => new Vec2(x, y))), density);
  }
  const data = { mass: 0, center: new Vec2(0, 0), I: 0 };
  body.getMassData(data);
  return data;
}

const HULL_MASS = massOf(HULL_POLYGONS, HULL_DENSITY);
const WHEEL_MASS = massOf([WHEEL_POLYGON], WHEEL_DENSITY);

/** Numbers of a saved body: centre of mass, angle, their rates, time at rest, awake. */
const BODY_STATE = 8;
/** Numbers of a saved wheel besides its body: control, turning, road, and what its joint keeps. */
const WHEEL_STATE = 12;
export const CAR_STATE_LENGTH = 5 * BODY_STATE + 4 * WHEEL_STATE;

export class Car {
  readonly hull: Body;
  readonly wheels: readonly Wheel[];
  readonly #world: World;
  readonly #force = new Vec2(0, 0);

  /**
   * Wheels start where the unturned hull would have them; the first step's joints pull them into place, as in
   * Gymnasium. Bodies have mass but no fixtures: nothing here collides, the road is found by `TileIndex`.
   */
  constructor(angle: number, x: number, y: number) {
    const world = new World({ gravity: new Vec2(0, 0) });
    this.#world = world;
    this.hull = world.createBody({ type: 'dynamic', position: new Vec2(x, y), angle });
    this.hull.setMassData(HULL_MASS);
    const settling = new Settling(WHEEL_POSITIONS.length);
    this.wheels = WHEEL_POSITIONS.map(([wheelX, wheelY]) => {
      const body = world.createBody({ type: 'dynamic', position: new Vec2(x + wheelX, y + wheelY), angle });
      body.setMassData(WHEEL_MASS);
      const joint = new WheelJoint(this.hull, body, wheelX, wheelY, settling);
      world.createJoint(joint);
      return { body, joint, gas: 0, brake: 0, steer: 0, phase: 0, omega: 0, onRoad: false };
    });
  }

  /** @param steer -1 (right) to 1 (left); gas and brake 0 to 1; gas rises by 0.1 a step at most. */
  control(steer: number, gas: number, brake: number): void {
    for (let index = 0; index < this.wheels.length; index++) {
      const wheel = this.wheels[index];
      if (wheel === undefined) continue;
      if (index < 2) wheel.steer = steer;
      else wheel.gas += Math.min(gas - wheel.gas, 0.1);
      wheel.brake = brake;
    }
  }

  /** Engine, brakes and grip of one step; `Wheel.onRoad` is last step's. */
  applyForces(): void {
    for (const wheel of this.wheels) this.#applyWheelForce(wheel);
  }

  /** A person's hand on the hull, for the next physics step; the ground keeps it level. */
  push({ at, force, torque }: Force): void {
    this.#force.set(force[0], force[1]);
    if (at === undefined) this.hull.applyForceToCenter(this.#force, true);
    else this.hull.applyForce(this.#force, this.hull.getWorldPoint(new Vec2(at[0], at[1])), true);
    this.hull.applyTorque(torque[2], true);
  }

  /** What a hand feels at a point of the hull: it moves the whole car. */
  heldAt(at: Vector3): HeldPoint {
    const point = this.hull.getWorldPoint(new Vec2(at[0], at[1]));
    const { x, y } = this.hull.getLinearVelocityFromWorldPoint(point);
    const mass = HULL_MASS.mass + this.wheels.length * WHEEL_MASS.mass;
    // A corner of a plate gives way four times as easily as its middle.
    return { position: [point.x, point.y, at[2]], velocity: [x, y, 0], mass, lightest: mass / 4 };
  }

  advance(): void {
    this.#world.step(STEP_SECONDS, VELOCITY_ITERATIONS, POSITION_ITERATIONS);
  }

  /** Everything that decides the car's future. @returns `CAR_STATE_LENGTH` numbers. */
  save(): number[] {
    const numbers: number[] = [];
    for (const body of [this.hull, ...this.wheels.map((wheel) => wheel.body)]) {
      const { m_sweep: sweep, m_sleepTime: restSeconds, m_awakeFlag: awake } = solverBody(body);
      const velocity = body.getLinearVelocity();
      numbers.push(sweep.c.x, sweep.c.y, sweep.a, velocity.x, velocity.y, body.getAngularVelocity());
      numbers.push(restSeconds, awake ? 1 : 0);
    }
    for (const { joint, ...wheel } of this.wheels) {
      numbers.push(wheel.gas, wheel.brake, wheel.steer, wheel.phase, wheel.omega, wheel.onRoad ? 1 : 0);
      numbers.push(joint.targetSpeed, joint.impulseX, joint.impulseY);
      numbers.push(joint.motorImpulse, joint.limitImpulse, joint.limit);
    }
    return numbers;
  }

  /** @param numbers from `save`. */
  restore(numbers: readonly number[]): void {
    if (numbers.length !== CAR_STATE_LENGTH) {
      throw new Error(`a car's state has ${CAR_STATE_LENGTH} numbers, got ${numbers.length}`);
    }
    let at = 0;
    const next = () => numbers[at++] ?? 0;
    for (const body of [this.hull, ...this.wheels.map((wheel) => wheel.body)]) {
      const inner = solverBody(body);
      const { m_sweep: sweep } = inner;
      sweep.c.x = sweep.c0.x = next();
      sweep.c.y = sweep.c0.y = next();
      sweep.a = sweep.a0 = next();
      body.setLinearVelocity(new Vec2(next(), next()));
      body.setAngularVelocity(next());
      inner.m_sleepTime = next();
      inner.m_awakeFlag = next() === 1;
      inner.synchronizeTransform();
    }
    for (const wheel of this.wheels) {
      wheel.gas = next();
      wheel.brake = next();
      wheel.steer = next();
      wheel.phase = next();
      wheel.omega = next();
      wheel.onRoad = next() === 1;
      wheel.joint.targetSpeed = next();
      wheel.joint.impulseX = next();
      wheel.joint.impulseY = next();
      wheel.joint.motorImpulse = next();
      wheel.joint.limitImpulse = next();
      const limit = next();
      wheel.joint.limit = limit < 0 ? -1 : limit > 0 ? 1 : 0;
    }
  }

  #applyWheelForce(wheel: Wheel): void {
    const error = wheel.steer - wheel.joint.getJointAngle();
    wheel.joint.targetSpeed = Math.sign(error) * Math.min(50 * Math.abs(error), 3);

    const { s: sine, c: cosine } = wheel.body.getTransform().q;
    const velocity = wheel.body.getLinearVelocity();
    const forwardSpeed = -sine * velocity.x + cosine * velocity.y;
    const sideSpeed = cosine * velocity.x + sine * velocity.y;

    // Power over the wheel's energy; the 5 keeps a standing wheel from dividing by zero.
    wheel.omega +=
      (STEP_SECONDS * ENGINE_POWER * wheel.gas) / WHEEL_MOMENT_OF_INERTIA / (Math.abs(wheel.omega) + 5);
    if (wheel.brake >= 0.9) wheel.omega = 0;
    else if (wheel.brake > 0) {
      const slowed = Math.min(BRAKE_DECELERATION * wheel.brake, Math.abs(wheel.omega));
      wheel.omega -= Math.sign(wheel.omega) * slowed;
    }
    wheel.phase += wheel.omega * STEP_SECONDS;

    let forwardForce = (wheel.omega * WHEEL_RADIUS - forwardSpeed) * SLIP_STIFFNESS;
    let sideForce = -sideSpeed * SLIP_STIFFNESS;
    const force = Math.sqrt(forwardForce * forwardForce + sideForce * sideForce);
    const limit = wheel.onRoad ? FRICTION_LIMIT : FRICTION_LIMIT * GRASS_FRICTION;
    if (force > limit) {
      forwardForce = (forwardForce / force) * limit;
      sideForce = (sideForce / force) * limit;
    }
    wheel.omega -= (STEP_SECONDS * forwardForce * WHEEL_RADIUS) / WHEEL_MOMENT_OF_INERTIA;
    this.#force.set(sideForce * cosine - forwardForce * sine, sideForce * sine + forwardForce * cosine);
    wheel.body.applyForceToCenter(this.#force, true);
  }
}
