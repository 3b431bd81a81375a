/** Door, open: reach the handle, turn it, push the door open. This project's own, for the horizon study. */
import type { Physics } from '../physics.ts';
import { tolerance } from '../rewards.ts';
import { SUITE_MAX_STEPS, copyNumbers, type ControlTask, type TaskDefinition } from '../task.ts';
import { HANDLE_FREE_ANGLE, doorModel } from './model.ts';

/** Radians at which the door counts as open. */
const OPEN_ANGLE = 1.2;
/** Radians of door angle from which the handle has done its work. */
const AJAR_ANGLE = 0.1;
/** A folded arm before the door, and how far a start may be from it. */
const REST_POSE = [1.9, -1.6, -0.4] as const;
const REST_SPREAD = 0.15;

function open(physics: Physics): ControlTask {
  const { views } = physics;
  const at = (joint: string) => physics.positionAddress(joint);
  const arm = at('shoulder');
  const doorJoint = at('door');
  const handleJoint = at('handle');
  const fingertip = physics.sensor('fingertip').address;
  const handle = physics.sensor('handle_position').address;
  const read = (address: number) => views.sensordata[address] ?? NaN;
  const toHandle = (axis: 0 | 1) => read(handle + axis) - read(fingertip + axis);
  const doorAngle = () => views.qpos[doorJoint] ?? NaN;
  const handleAngle = () => views.qpos[handleJoint] ?? NaN;
  return {
    drawStart(random) {
      REST_POSE.forEach((angle, i) => {
        views.qpos[arm + i] = angle + random.uniform(-REST_SPREAD, REST_SPREAD);
      });
    },
    observe(out) {
      copyNumbers(out['position'], 0, views.qpos, arm, 3);
      copyNumbers(out['velocity'], 0, views.qvel, arm, 3);
      const { door, door_velocity: doorVelocity, to_handle: offset } = out;
      if (door === undefined || doorVelocity === undefined || offset === undefined) return;
      door[0] = doorAngle();
      door[1] = handleAngle();
      // All joints have one degree of freedom, so positions and velocities share their addresses.
      doorVelocity[0] = views.qvel[doorJoint] ?? NaN;
      doorVelocity[1] = views.qvel[handleJoint] ?? NaN;
      offset[0] = toHandle(0);
      offset[1] = toHandle(1);
    },
    /** A tenth for being at the handle, three tenths for turning it, the rest for opening; what is past stays earned. */
    reward() {
      const opened = tolerance(doorAngle(), {
        lower: OPEN_ANGLE,
        upper: Infinity,
        margin: OPEN_ANGLE,
        valueAtMargin: 0,
        sigmoid: 'linear',
      });
      const ajar = doorAngle() > AJAR_ANGLE;
      const [x, y] = [toHandle(0), toHandle(1)];
      const reached = ajar ? 1 : tolerance(Math.sqrt(x * x + y * y), { upper: 0.05, margin: 0.4 });
      const turned = ajar ? 1 : Math.min(Math.max(handleAngle() / HANDLE_FREE_ANGLE, 0), 1);
      return 0.1 * reached + 0.3 * turned + 0.6 * opened;
    },
  };
}

export const doorTasks: readonly TaskDefinition[] = [
  {
    id: 'door-open',
    source: 'World Model Studio, for the horizon study; not part of the DeepMind Control Suite',
    domain: 'door',
    model: doorModel,
    controlSeconds: 0.02,
    maxSteps: SUITE_MAX_STEPS,
    observations: { position: [3], velocity: [3], door: [2], door_velocity: [2], to_handle: [2] },
    camera: 0,
    create: open,
  },
];
