/** DQN's own parts together: it plays, keeps what it saw, and learns from that until it goes the shortest way. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { DQN_SCHEMA } from '../../../shared/algorithms/dqn/config.ts';
import { ChoiceTable } from '../../../src-main/acting/choiceTable.ts';
import { EpisodeReplay } from '../../../src-main/acting/episodeReplay.ts';
import { dqnLoss } from '../../../src-main/algorithms/dqn/losses.ts';
import { dqnObservation } from '../../../src-main/algorithms/dqn/observation.ts';
import { Priorities } from '../../../src-main/algorithms/dqn/priorities.ts';
import { QActor } from '../../../src-main/algorithms/dqn/qActor.ts';
import { qParameters, qShape } from '../../../src-main/algorithms/dqn/qNetwork.ts';
import { Transitions } from '../../../src-main/algorithms/dqn/transitions.ts';
import type { EnvironmentSpec } from '../../../src-main/environments/environment.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { Adam } from '../../../src-main/numerics/optimizers.ts';
import { ParameterSet } from '../../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../../src-main/numerics/tidy.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

/** A corridor: left or right, a point at its far end, a tenth lost at each step. */
const CELLS = 7;
const LONGEST = 30;
const SPEC: EnvironmentSpec = {
  id: 'corridor',
  version: 1,
  observations: { place: { kind: 'box', shape: [CELLS], dtype: 'float64', low: 0, high: 1 } },
  actions: { kind: 'discrete', count: 2 },
  stepSeconds: 1,
  actionRepeat: 1,
  maxEpisodeSteps: LONGEST,
  rewardRange: [-0.1, 1],
};
const GAMMA = 0.9;

it.each([
  ['one step at a time', { steps: 1, doubleDqn: false, prioritised: false, within: 0.05 }],
  // Between two steps lies what exploration did: values are lower than by the best way.
  [
    'two steps at a time, by double DQN and priorities',
    { steps: 2, doubleDqn: true, prioritised: true, within: 0.2 },
  ],
])(
  'learns the shortest way through a corridor %s',
  (_, { steps, doubleDqn, prioritised, within }) => {
    const folder = mkdtempSync(join(tmpdir(), 'dqn-learns-'));
    const config = DQN_SCHEMA.parse({
      environment: { observation: 'state' },
      network: { units: 24, layers: 1 },
    });
    const observation = dqnObservation(config, SPEC);
    const { layout } = observation;
    const table = new ChoiceTable(SPEC, 'own');
    const shape = qShape(config, observation, table.count);
    const random = RandomStream.named(3, 'corridor');
    const networks = {
      learning: new ParameterSet(qParameters(shape), random),
      target: new ParameterSet(qParameters(shape), random),
    };
    const adam = new Adam(networks.learning);
    const actor = new QActor(networks.learning, shape, observation, table);
    const replay = new EpisodeReplay({
      folder,
      observationBytes: layout.bytes,
      actionSize: 1,
      capacityBytes: 1e7,
    });
    const priorities = prioritised ? new Priorities(1000, 0.6) : null;
    const transitions = new Transitions({
      replay,
      observation,
      shift: 0,
      table,
      steps,
      discount: GAMMA,
      capacity: 500,
      shapeReward: (reward) => reward,
      priorities,
    });
    onTestFinished(() => {
      actor.dispose();
      adam.dispose();
      networks.learning.dispose();
      networks.target.dispose();
      replay.close();
      rmSync(folder, { recursive: true });
    });

    const play = (seed: number, epsilon: number) => {
      const driver = actor.driver({ count: 1, random, epsilonAt: () => epsilon });
      const moments: Uint8Array[] = [];
      const [actions, rewards]: [number[], number[]] = [[], []];
      const keep = (cell: number) => {
        const moment = new Uint8Array(layout.bytes);
        const place = Float64Array.from({ length: CELLS }, (_, index) => Number(index === cell));
        layout.write({ place }, moment, 0);
        moments.push(moment);
        return moment;
      };
      let cell = 0;
      let moment = keep(cell);
      while (rewards.length < LONGEST && cell < CELLS - 1) {
        const [action = 0] = driver.act(layout.batch(moment));
        cell = Math.max(0, cell + (action === 1 ? 1 : -1));
        actions.push(action);
        rewards.push(cell === CELLS - 1 ? 1 : -0.1);
        moment = keep(cell);
      }
      driver.dispose();
      const observations = Uint8Array.from(moments.flatMap((one) => [...one]));
      const terminated = cell === CELLS - 1;
      return {
        seed,
        observations,
        actions: Float64Array.from(actions),
        rewards: Float64Array.from(rewards),
        terminated,
      };
    };

    let updates = 0;
    for (let episode = 0; episode < 40; episode++) {
      replay.append(play(episode, Math.max(0.2, 1 - episode / 20)));
      for (let step = 0; step < 25; step++) {
        const { batch, numbers } = transitions.sample(16, random, 1);
        const errors = tidy(() => {
          const loss = dqnLoss(networks, shape, batch, doubleDqn);
          adam.apply(loss.gradients, 5e-3);
          return loss.errors;
        });
        priorities?.learnt(numbers, errors.dataSync());
        disposeAll([batch, errors]);
        if (++updates % 25 === 0)
          for (const { name } of networks.learning.specs)
            networks.target.assign(name, networks.learning.get(name).clone());
      }
    }
    const best = play(0, 0);
    expect(best.terminated).toBe(true);
    expect([...best.actions]).toEqual(Array<number>(CELLS - 1).fill(1));
    // What the first cell is worth by that way: five tenths lost, then the point.
    let worth = 1;
    for (let step = 0; step < CELLS - 2; step++) worth = -0.1 + GAMMA * worth;
    const first = tf.tensor2d([[1, ...Array<number>(CELLS - 1).fill(0)]]);
    const told = tidy(() => actor.values(first).max().dataSync()[0] ?? NaN);
    expect(Math.abs(told - worth)).toBeLessThan(within);
    first.dispose();
  },
  60_000,
);
