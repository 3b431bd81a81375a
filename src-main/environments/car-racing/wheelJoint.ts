/**
 * Joins a wheel to the hull: planck's revolute joint with motor and limits (Box2D 2.3, Erin Catto), in scalars instead
 * of objects. All of a car's joints stop iterating together once an iteration changes nothing that matters; Gymnasium
 * asks for 180 iterations, of which about a dozen do something.
 */
import type { Body, TimeStep } from 'planck';
import { RevoluteJoint, Vec2 } from 'planck';
import { STEER_LIMIT_RADIANS, STEER_MOTOR_TORQUE } from './constants.ts';
import type { SolverBody } from './planckInternals.ts';
import { solverBody } from './planckInternals.ts';

/** Impulses that change less than this in a whole iteration have settled: a millionth of single precision's grain. */
const SETTLED_IMPULSE = 1e-13;
/** Box2D's tolerances. */
const LINEAR_SLOP = 0.005;
const ANGULAR_SLOP = (2 / 180) * Math.PI;
const MAXIMUM_ANGULAR_CORRECTION = (8 / 180) * Math.PI;

type Limit = -1 | 0 | 1;

/** Follows one car's joints through a step's iterations. */
export class Settling {
  readonly #joints: number;
  #seen = 0;
  #change = 0;
  settled = false;

  constructor(joints: number) {
    this.#joints = joints;
  }

  begin(): void {
    this.#seen = 0;
    this.#change = 0;
    this.settled = false;
  }

  /** @param change largest change of an impulse in one joint's turn. */
  report(change: number): void {
    if (change > this.#change) this.#change = change;
    this.#seen++;
    if (this.#seen < this.#joints) return;
    this.settled = this.#change < SETTLED_IMPULSE;
    this.#seen = 0;
    this.#change = 0;
  }
}

export class WheelJoint extends RevoluteJoint {
  /** Wanted rate of turn, radians a second. */
  targetSpeed = 0;
  /** Kept from step to step as the next one's first guess. */
  impulseX = 0;
  impulseY = 0;
  limitImpulse = 0;
  motorImpulse = 0;
  limit: Limit = 0;

  readonly #settling: Settling;
  readonly #hull: SolverBody;
  readonly #wheel: SolverBody;
  /** From the bodies' centres of mass to the joint, in their own frames. */
  readonly #armAX: number;
  readonly #armAY: number;
  readonly #armBX: number;
  readonly #armBY: number;
  /** The same, turned, during a step. */
  #ax = 0;
  #ay = 0;
  #bx = 0;
  #by = 0;
  /** Inverse effective mass of the point (k11, k12, k22) and its coupling to the angle (k13, k23, k33). */
  #k11 = 0;
  #k12 = 0;
  #k22 = 0;
  #k13 = 0;
  #k23 = 0;
  #k33 = 0;
  #inverseDeterminant = 0;

  constructor(hull: Body, wheel: Body, x: number, y: number, settling: Settling) {
    super({
      bodyA: hull,
      bodyB: wheel,
      localAnchorA: new Vec2(x, y),
      localAnchorB: new Vec2(0, 0),
      referenceAngle: 0,
    });
    this.#settling = settling;
    this.#hull = solverBody(hull);
    this.#wheel = solverBody(wheel);
    this.#armAX = x - this.#hull.m_sweep.localCenter.x;
    this.#armAY = y - this.#hull.m_sweep.localCenter.y;
    this.#armBX = -this.#wheel.m_sweep.localCenter.x;
    this.#armBY = -this.#wheel.m_sweep.localCenter.y;
  }

  #turnArms(hullAngle: number, wheelAngle: number): void {
    const hullSine = Math.sin(hullAngle);
    const hullCosine = Math.cos(hullAngle);
    const wheelSine = Math.sin(wheelAngle);
    const wheelCosine = Math.cos(wheelAngle);
    this.#ax = hullCosine * this.#armAX - hullSine * this.#armAY;
    this.#ay = hullSine * this.#armAX + hullCosine * this.#armAY;
    this.#bx = wheelCosine * this.#armBX - wheelSine * this.#armBY;
    this.#by = wheelSine * this.#armBX + wheelCosine * this.#armBY;
  }

  override initVelocityConstraints(): void {
    const hull = this.#hull;
    const wheel = this.#wheel;
    const { m_invMass: massA, m_invI: inertiaA } = hull;
    const { m_invMass: massB, m_invI: inertiaB } = wheel;
    const angleA = hull.c_position.a;
    const angleB = wheel.c_position.a;
    this.#turnArms(angleA, angleB);
    const ax = this.#ax;
    const ay = this.#ay;
    const bx = this.#bx;
    const by = this.#by;
    this.#k11 = massA + massB + ay * ay * inertiaA + by * by * inertiaB;
    this.#k12 = -ay * ax * inertiaA - by * bx * inertiaB;
    this.#k22 = massA + massB + ax * ax * inertiaA + bx * bx * inertiaB;
    this.#k13 = -ay * inertiaA - by * inertiaB;
    this.#k23 = ax * inertiaA + bx * inertiaB;
    this.#k33 = inertiaA + inertiaB;
    this.#inverseDeterminant = 1 / (this.#k11 * this.#k22 - this.#k12 * this.#k12);

    const angle = angleB - angleA;
    const limit: Limit = angle <= -STEER_LIMIT_RADIANS ? -1 : angle >= STEER_LIMIT_RADIANS ? 1 : 0;
    if (limit === 0 || limit !== this.limit) this.limitImpulse = 0;
    this.limit = limit;

    // Start from the last step's impulses.
    const turning = this.motorImpulse + this.limitImpulse;
    const { impulseX, impulseY } = this;
    hull.c_velocity.v.x -= massA * impulseX;
    hull.c_velocity.v.y -= massA * impulseY;
    hull.c_velocity.w -= inertiaA * (ax * impulseY - ay * impulseX + turning);
    wheel.c_velocity.v.x += massB * impulseX;
    wheel.c_velocity.v.y += massB * impulseY;
    wheel.c_velocity.w += inertiaB * (bx * impulseY - by * impulseX + turning);
    this.#settling.begin();
  }

  override solveVelocityConstraints(step: TimeStep): void {
    if (this.#settling.settled) return;
    const hull = this.#hull;
    const wheel = this.#wheel;
    const velocityA = hull.c_velocity.v;
    const velocityB = wheel.c_velocity.v;
    const { m_invMass: massA, m_invI: inertiaA } = hull;
    const { m_invMass: massB, m_invI: inertiaB } = wheel;
    let turnA = hull.c_velocity.w;
    let turnB = wheel.c_velocity.w;

    const most = step.dt * STEER_MOTOR_TORQUE;
    const motorBefore = this.motorImpulse;
    const wanted = motorBefore - (turnB - turnA - this.targetSpeed) / this.#k33;
    this.motorImpulse = wanted < -most ? -most : wanted > most ? most : wanted;
    const motor = this.motorImpulse - motorBefore;
    turnA -= inertiaA * motor;
    turnB += inertiaB * motor;

    const ax = this.#ax;
    const ay = this.#ay;
    const bx = this.#bx;
    const by = this.#by;
    // How fast the two ends of the joint part.
    const apartX = velocityB.x - turnB * by - velocityA.x + turnA * ay;
    const apartY = velocityB.y + turnB * bx - velocityA.y - turnA * ax;
    let x = -this.#inverseDeterminant * (this.#k22 * apartX - this.#k12 * apartY);
    let y = -this.#inverseDeterminant * (this.#k11 * apartY - this.#k12 * apartX);
    let turning = 0;
    if (this.limit !== 0) {
      // With the limit: eliminate the point from the three equations, which leaves the angle.
      const apartTurn = turnB - turnA;
      const solvedX = this.#inverseDeterminant * (this.#k22 * this.#k13 - this.#k12 * this.#k23);
      const solvedY = this.#inverseDeterminant * (this.#k11 * this.#k23 - this.#k12 * this.#k13);
      const stiffness = this.#k33 - this.#k13 * solvedX - this.#k23 * solvedY;
      turning = -(apartTurn + this.#k13 * x + this.#k23 * y) / stiffness;
      // A limit only pushes back; where it would pull it lets go of what it has pushed.
      if (this.limit * (this.limitImpulse + turning) > 0) turning = -this.limitImpulse;
      x -= solvedX * turning;
      y -= solvedY * turning;
      this.limitImpulse += turning;
    }
    this.impulseX += x;
    this.impulseY += y;
    velocityA.x -= massA * x;
    velocityA.y -= massA * y;
    turnA -= inertiaA * (ax * y - ay * x + turning);
    velocityB.x += massB * x;
    velocityB.y += massB * y;
    turnB += inertiaB * (bx * y - by * x + turning);
    hull.c_velocity.w = turnA;
    wheel.c_velocity.w = turnB;
    this.#settling.report(Math.max(Math.abs(x), Math.abs(y), Math.abs(turning), Math.abs(motor)));
  }

  override solvePositionConstraints(): boolean {
    const hull = this.#hull.c_position;
    const wheel = this.#wheel.c_position;
    const { m_invMass: massA, m_invI: inertiaA } = this.#hull;
    const { m_invMass: massB, m_invI: inertiaB } = this.#wheel;
    let angularError = 0;
    if (this.limit !== 0) {
      const beyond = this.limit * (wheel.a - hull.a) - STEER_LIMIT_RADIANS;
      angularError = beyond;
      const corrected = Math.min(MAXIMUM_ANGULAR_CORRECTION, Math.max(0, beyond - ANGULAR_SLOP));
      const impulse = (-this.limit * corrected) / (inertiaA + inertiaB);
      hull.a -= inertiaA * impulse;
      wheel.a += inertiaB * impulse;
    }
    this.#turnArms(hull.a, wheel.a);
    const ax = this.#ax;
    const ay = this.#ay;
    const bx = this.#bx;
    const by = this.#by;
    const apartX = wheel.c.x + bx - hull.c.x - ax;
    const apartY = wheel.c.y + by - hull.c.y - ay;
    const k11 = massA + massB + inertiaA * ay * ay + inertiaB * by * by;
    const k12 = -inertiaA * ax * ay - inertiaB * bx * by;
    const k22 = massA + massB + inertiaA * ax * ax + inertiaB * bx * bx;
    const inverse = 1 / (k11 * k22 - k12 * k12);
    const x = -inverse * (k22 * apartX - k12 * apartY);
    const y = -inverse * (k11 * apartY - k12 * apartX);
    hull.c.x -= massA * x;
    hull.c.y -= massA * y;
    hull.a -= inertiaA * (ax * y - ay * x);
    wheel.c.x += massB * x;
    wheel.c.y += massB * y;
    wheel.a += inertiaB * (bx * y - by * x);
    return Math.sqrt(apartX * apartX + apartY * apartY) <= LINEAR_SLOP && angularError <= ANGULAR_SLOP;
  }
}
