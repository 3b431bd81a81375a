/** Branches by others: another checkpoint's agent acts in a dream, another's world model dreams, the same whatever stands beside it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { MOST_OTHER_MODELS, type BranchSpec, type Trained } from '../../shared/branches.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { dreamerEnvironment } from '../../src-main/algorithms/dreamer/player.ts';
import { DREAMER_SCHEMA } from '../../shared/algorithms/dreamer/config.ts';
import { BranchGuests, type GuestLoaders } from '../../src-main/inspection/branchGuests.ts';
import {
  loadBesideLens,
  loadGuestActor,
  loadGuestDreamer,
  loadSessionModel,
  type LensCheckpoint,
} from '../../src-main/inspection/createSession.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { TINY_TASK } from '../algorithms/dreamer/tinyDreamer.ts';
import { freshD4pg, freshDreamer } from './support/freshCheckpoints.ts';
import { openBench, type Bench } from './support/theatreBench.ts';

const PIXELS = { environment: { observation: 'pixels' } } as const;
const FROM = 5;
const STEPS = 6;
const AGENT = { actions: { source: 'agent' }, temperature: 1, sample: 1 } as const satisfies BranchSpec;

let d4pg: LensCheckpoint;
/** Of pictures and of numbers, two of each. */
let seeing: readonly [LensCheckpoint, LensCheckpoint];
let counting: readonly [LensCheckpoint, LensCheckpoint];
beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
  d4pg = await freshD4pg();
  const [one, other] = [await freshDreamer(PIXELS), await freshDreamer(PIXELS, 7)];
  seeing = [
    { ...one, checkpointId: 'sees-3', runId: 'sees' },
    { ...other, checkpointId: 'sees-7', runId: 'sees' },
  ];
  counting = [await freshDreamer({}), await freshDreamer({}, 7)];
});

const nameOf = ({ runId, checkpointId }: Trained): Trained => ({ runId, checkpointId });
const actedBy = (guest: LensCheckpoint): BranchSpec => ({
  ...AGENT,
  actions: { source: 'trained', by: nameOf(guest) },
});
const dreamtBy = (guest: LensCheckpoint, spec: BranchSpec = AGENT): BranchSpec => ({
  ...spec,
  dreamBy: nameOf(guest),
});

/** A theatre of a Dreamer's run that stands at the moment, after random actions. */
async function theatreOf(checkpoint: LensCheckpoint, seed = 3): Promise<Bench> {
  const config = dreamerEnvironment(TINY_TASK, DREAMER_SCHEMA.parse(checkpoint.config));
  const environment = await createEnvironment(TINY_TASK, config);
  environment.close();
  const model = await loadSessionModel(checkpoint, environment.spec);
  const bench = await openBench({ environment: TINY_TASK, config, model, seed });
  bench.control({ kind: 'settings', settings: { driver: 'random', warmUp: null, horizon: null } });
  bench.goTo(FROM);
  return bench;
}

/** As the inspector's process loads them. */
const loadersOf = (bench: Bench, found: (trained: Trained) => LensCheckpoint): GuestLoaders => ({
  dreamer: (trained) => loadGuestDreamer(found(trained), bench.session.playedIn),
  actor: (trained) => loadGuestActor(found(trained), bench.session.playedIn),
});

async function branchesOf(
  bench: Bench,
  specs: readonly BranchSpec[],
  guests = new BranchGuests(),
  fromStep = FROM,
) {
  const request = { fromStep, steps: STEPS, branches: [...specs] };
  const all = [d4pg, ...seeing, ...counting];
  const found = ({ runId, checkpointId }: Trained) => {
    const guest = all.find((one) => one.runId === runId && one.checkpointId === checkpointId);
    if (guest === undefined) throw new Error(checkpointId);
    return guest;
  };
  await guests.invite(request, loadersOf(bench, found));
  return bench.session.branches(request, guests).branches;
}

describe('a branch by another', () => {
  test('whose world model has the theatre’s own weights dreams just what the theatre’s does', async () => {
    const [own] = counting;
    const bench = await theatreOf(own);
    const [mine, its, other] = await branchesOf(bench, [AGENT, dreamtBy(own), dreamtBy(counting[1])]);
    expect({ ...its, spec: mine?.spec }).toEqual(mine);
    expect(other?.figures.error).not.toEqual(mine?.figures.error);
    expect(other?.actions).not.toEqual(mine?.actions);
    bench.session.close();
  });

  test('is the same to the last bit alone and among others, of every kind', async () => {
    const bench = await theatreOf(counting[0]);
    const [, another] = counting;
    const specs = [
      AGENT,
      actedBy(d4pg),
      { ...actedBy(another), sample: 4 },
      dreamtBy(another),
      dreamtBy(another, actedBy(d4pg)),
    ];
    const together = await branchesOf(bench, specs);
    for (const [index, spec] of specs.entries())
      expect(await branchesOf(bench, [spec])).toEqual([together[index]]);
    const led = new Set(together.map(({ actions }) => JSON.stringify(actions)));
    expect(led.size).toBe(specs.length);
    bench.session.close();
  });

  test('acts first as that agent would in reality, and then on what is dreamt', async () => {
    const bench = await theatreOf(counting[0]);
    const [branch] = await branchesOf(bench, [actedBy(d4pg)]);
    const recipe = bench.session.recipe();
    const model = await loadBesideLens(d4pg, TINY_TASK, counting[0]);
    const there = await openBench({ environment: TINY_TASK, config: recipe.config, model, recipe });
    there.control({ kind: 'settings', settings: { driver: 'recording', warmUp: null, horizon: null } });
    there.goTo(FROM);
    there.control({ kind: 'settings', settings: { driver: 'agent' } });
    const [first, second] = [there.goOn(1), there.goOn(1)].map(({ action }) => action[0] ?? Number.NaN);
    expect(branch?.actions[0]?.[0]).toBeCloseTo(first ?? Number.NaN, 5);
    expect(first).not.toBeCloseTo(recipe.actions.at(-1)?.[0] ?? Number.NaN, 3);
    expect(branch?.actions[1]?.[0]).not.toBeCloseTo(second ?? Number.NaN, 5);
    bench.session.close();
    there.session.close();
  });

  test('sees every real picture, where the environment gives numbers and draws beside them', async () => {
    const bench = await theatreOf(counting[0]);
    const beside = await theatreOf(seeing[0]);
    const recorded: BranchSpec = { ...AGENT, actions: { source: 'held', action: [0.5] } };
    const [branch] = await branchesOf(bench, [dreamtBy(seeing[1], recorded)]);
    const [same] = await branchesOf(beside, [dreamtBy(seeing[1], recorded)]);
    expect(branch?.figures.space).toBe('pixels');
    expect(branch?.figures).toEqual(same?.figures);
    bench.session.close();
    beside.session.close();
  });

  test('looks at an episode that went on or began anew as if it had never looked', async () => {
    const bench = await theatreOf(counting[0]);
    const guests = new BranchGuests();
    const [, other] = counting;
    const specs = [dreamtBy(other), actedBy(d4pg)];
    const asked = async (fromStep: number) => {
      const kept = await branchesOf(bench, specs, guests, fromStep);
      expect(kept).toEqual(await branchesOf(bench, specs, new BranchGuests(), fromStep));
      return kept;
    };
    const early = await asked(FROM - 2);
    await asked(FROM);
    expect(await asked(FROM - 2)).toEqual(early);
    bench.control({ kind: 'reset', seed: 9 });
    bench.goTo(FROM);
    expect(await asked(FROM - 2)).not.toEqual(early);
    guests.dispose();
    bench.session.close();
  });

  test('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const bench = await theatreOf(counting[0]);
    const guests = new BranchGuests();
    await branchesOf(bench, [actedBy(d4pg), dreamtBy(counting[1])], guests);
    // More, one after the other, than are kept.
    for (const seed of [11, 12, 13, 14]) {
      const guest = await freshDreamer({}, seed);
      const request = { fromStep: FROM, steps: 1, branches: [dreamtBy(guest)] };
      await guests.invite(
        request,
        loadersOf(bench, () => guest),
      );
    }
    guests.dispose();
    bench.session.close();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('who cannot take part says why', () => {
  test('an agent of numbers in a dream of pictures', async () => {
    const bench = await theatreOf(counting[0]);
    await expect(branchesOf(bench, [dreamtBy(seeing[1], actedBy(d4pg))])).rejects.toMatchObject({
      code: 'branches.otherEyes',
    });
    bench.session.close();
  });

  test('a model of numbers where the environment gives pictures', async () => {
    const bench = await theatreOf(seeing[0]);
    await expect(branchesOf(bench, [dreamtBy(counting[1])])).rejects.toMatchObject({
      code: 'branches.noNumbers',
    });
    bench.session.close();
  });

  test('an agent that has no model of the world, asked to dream, and a step of another length', async () => {
    const bench = await theatreOf(counting[0]);
    await expect(branchesOf(bench, [dreamtBy(d4pg)])).rejects.toMatchObject({ code: 'lens.noModel' });
    const slow = await freshDreamer({ environment: { actionRepeat: 8 } }, 5);
    const request = { fromStep: FROM, steps: 1, branches: [dreamtBy(slow)] };
    const invited = new BranchGuests().invite(
      request,
      loadersOf(bench, () => slow),
    );
    await expect(invited).rejects.toMatchObject({ code: 'lens.otherSettings' });
    bench.session.close();
  });

  test('more models than are loaded at once', async () => {
    const bench = await theatreOf(counting[0]);
    const many = Array.from({ length: MOST_OTHER_MODELS + 1 }, (_, index) => ({
      ...AGENT,
      dreamBy: { runId: 'run', checkpointId: `c${index}` },
    }));
    await expect(branchesOf(bench, many)).rejects.toMatchObject({ code: 'branches.tooManyModels' });
    bench.session.close();
  });
});
