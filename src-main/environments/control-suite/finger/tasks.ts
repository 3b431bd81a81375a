/** Finger: spin the spinner fast, or turn its tip into a target. */
import type { Physics } from '../physics.ts';
import { drawJoints, drawUntilFree } from '../startStates.ts';
import { SUITE_MAX_STEPS, type ControlTask, type TaskDefinition } from '../task.ts';
import { fingerModel } from './model.ts';

/** Radians a second, backwards. */
const SPIN_VELOCITY = 15;
const EASY_TARGET_RADIUS = 0.07;
const HARD_TARGET_RADIUS = 0.03;
/** While spinning the hinge turns more freely than while turning. */
const SPIN_DAMPING = 0.03;
const TURN_DAMPING = 0.5;

const OBSERVATIONS = { position: [4], velocity: [3], touch: [2] };

/** All are functions of sensors, as in the suite. */
function measurements(physics: Physics) {
  const { views } = physics;
  const address = (name: string) => physics.sensor(name).address;
  const angles = [address('proximal'), address('distal')];
  const velocities = [address('proximal_velocity'), address('distal_velocity'), address('hinge_velocity')];
  const touches = [address('touchtop'), address('touchbottom')];
  const [tip, target, spinner] = [address('tip'), address('target'), address('spinner')];
  const read = (at: number) => views.sensordata[at] ?? NaN;
  const fromSpinner = (at: number, axis: 0 | 2) => read(at + axis) - read(spinner + axis);
  return {
    hingeVelocity: () => read(velocities[2] ?? 0),
    distanceToTarget(radius: number) {
      const x = fromSpinner(target, 0) - fromSpinner(tip, 0);
      const z = fromSpinner(target, 2) - fromSpinner(tip, 2);
      return Math.sqrt(x * x + z * z) - radius;
    },
    targetPosition: (axis: 0 | 2) => fromSpinner(target, axis),
    observe(out: Readonly<Record<string, Float64Array>>) {
      const { position, velocity, touch } = out;
      if (position === undefined || velocity === undefined || touch === undefined) return;
      angles.forEach((at, i) => (position[i] = read(at)));
      position[2] = fromSpinner(tip, 0);
      position[3] = fromSpinner(tip, 2);
      velocities.forEach((at, i) => (velocity[i] = read(at)));
      touches.forEach((at, i) => (touch[i] = Math.log1p(read(at))));
    },
  };
}

function spin(physics: Physics): ControlTask {
  const measured = measurements(physics);
  return {
    drawStart: (random) => drawUntilFree(physics, () => drawJoints(physics, random)),
    observe: measured.observe,
    reward: () => (measured.hingeVelocity() <= -SPIN_VELOCITY ? 1 : 0),
  };
}

function turn(physics: Physics): ControlTask {
  const measured = measurements(physics);
  const site = physics.id('site', 'target');
  const spinner = physics.id('body', 'spinner');
  const radius: number = physics.model.site_size[3 * site];
  const cap = physics.id('geom', 'cap1');
  const reach: number = physics.model.geom_size[3 * cap] + physics.model.geom_size[3 * cap + 1];
  const setTarget = (position: readonly number[]) => physics.model.site_pos.set(position, 3 * site);
  return {
    drawStart(random) {
      const angle = random.uniform(-Math.PI, Math.PI);
      // The hinge is at the spinner's origin, which never moves.
      const x: number = physics.model.body_pos[3 * spinner];
      const z: number = physics.model.body_pos[3 * spinner + 2];
      setTarget([x + reach * Math.sin(angle), 0, z + reach * Math.cos(angle)]);
      drawUntilFree(physics, () => drawJoints(physics, random));
    },
    observe(out) {
      measured.observe(out);
      const { target_position: place, dist_to_target: distance } = out;
      if (place === undefined || distance === undefined) return;
      place[0] = measured.targetPosition(0);
      place[1] = measured.targetPosition(2);
      distance[0] = measured.distanceToTarget(radius);
    },
    reward: () => (measured.distanceToTarget(radius) <= 0 ? 1 : 0),
    movedParts: [{ kind: 'site', id: site }],
    target: {
      get: () => Array.from<number>(physics.model.site_pos.subarray(3 * site, 3 * site + 3)),
      set: setTarget,
    },
  };
}

function definition(id: string, targetRadius: number | null): TaskDefinition {
  const turning = targetRadius !== null;
  return {
    id,
    domain: 'finger',
    model: () =>
      fingerModel({
        hingeDamping: turning ? TURN_DAMPING : SPIN_DAMPING,
        targetRadius: targetRadius ?? HARD_TARGET_RADIUS,
        showTarget: turning,
      }),
    controlSeconds: 0.02,
    maxSteps: SUITE_MAX_STEPS,
    observations: turning ? { ...OBSERVATIONS, target_position: [2], dist_to_target: [] } : OBSERVATIONS,
    camera: 0,
    create: turning ? turn : spin,
  };
}

export const fingerTasks: readonly TaskDefinition[] = [
  definition('finger-spin', null),
  definition('finger-turn_easy', EASY_TARGET_RADIUS),
  definition('finger-turn_hard', HARD_TARGET_RADIUS),
];
