/** The theatre tells contacts where they are asked for, the same whenever an instant is shown, and takes a hand's pull. */
import { describe, expect, test } from 'vitest';
import type { Touch } from '../../src-main/environments/capabilities.ts';
import type { Environment } from '../../src-main/environments/environment.ts';
import { parseRecipe } from '../../src-main/environments/recipe.ts';
import type { TheatreFrame } from '../../shared/theatre.ts';
import { openBench } from './support/theatreBench.ts';

const WALKER = { environment: 'dmc/walker-walk', config: { observation: 'state' }, seed: 3 } as const;

/** Counts how often contacts are computed. */
function counting(count: { value: number }) {
  return (environment: Environment): Environment => {
    const { touch } = environment;
    if (touch?.contacts === undefined) throw new Error('nothing can touch here');
    const { contacts } = touch;
    const counted: Touch = {
      perturb: (force) => {
        touch.perturb(force);
      },
      pullOf: (grip) => touch.pullOf(grip),
      contacts: () => {
        count.value++;
        return contacts();
      },
    };
    return new Proxy(environment, {
      get(target, name) {
        if (name === 'touch') return counted;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
      },
    });
  };
}

describe('contacts in the theatre', () => {
  test('cost nothing and are not in the frames until they are asked for', async () => {
    const count = { value: 0 };
    const bench = await openBench({ ...WALKER, wrap: counting(count) });
    expect(bench.session.info).toMatchObject({ hasContacts: true, canGrip: true });
    bench.control({ kind: 'settings', settings: { driver: 'random' } });
    const frame = bench.goTo(40);
    expect('contacts' in frame).toBe(false);
    expect('pull' in frame).toBe(false);
    expect(count.value).toBe(0);
    bench.control({ kind: 'settings', settings: { contacts: true } });
    expect(bench.frame().contacts?.length).toBeGreaterThan(0);
    expect(count.value).toBe(1);
    bench.control({ kind: 'settings', settings: { contacts: false } });
    expect('contacts' in bench.frame()).toBe(false);
    bench.session.close();
  });

  test('are the same when the past is shown as when it happened, whichever way one goes there', async () => {
    const bench = await openBench(WALKER);
    bench.control({ kind: 'settings', settings: { driver: 'random', contacts: true } });
    const lived: TheatreFrame[] = [bench.frame()];
    for (let step = 1; step <= 120; step++) lived.push(bench.goTo(step));
    expect(lived.filter(({ contacts = [] }) => contacts.length > 0).length).toBeGreaterThan(60);
    const recipe = parseRecipe(JSON.parse(JSON.stringify(bench.session.recipe())));
    for (const step of [100, 50, 51, 7, 0, 120])
      expect(bench.goTo(step).contacts).toEqual(lived[step]?.contacts);
    bench.session.close();

    // Asked for only afterwards, at moments that are restored from saved states, and between them.
    const later = await openBench(WALKER);
    later.control({ kind: 'settings', settings: { driver: 'random' } });
    later.goTo(120);
    later.control({ kind: 'settings', settings: { contacts: true } });
    for (const step of [100, 50, 99, 51, 101, 7, 1, 0, 120]) {
      expect(later.goTo(step).contacts, `step ${step}`).toEqual(lived[step]?.contacts);
    }
    later.session.close();

    const replayed = await openBench({ ...WALKER, recipe });
    replayed.control({ kind: 'settings', settings: { contacts: true } });
    for (const step of [120, 50, 3]) expect(replayed.goTo(step).contacts).toEqual(lived[step]?.contacts);
    expect(replayed.state().replayMatches).toBe(true);
    replayed.session.close();
  });

  test('asking for them changes nothing of what comes', async () => {
    const run = async (contacts: boolean) => {
      const bench = await openBench(WALKER);
      bench.control({ kind: 'settings', settings: { driver: 'random', contacts } });
      for (let step = 1; step <= 30; step++) bench.goTo(step);
      bench.goTo(10);
      bench.goTo(60);
      const { stateHashes } = bench.session.recipe();
      bench.session.close();
      return stateHashes;
    };
    expect(await run(true)).toEqual(await run(false));
  });

  test('are not offered where nothing can touch', async () => {
    const bench = await openBench({ environment: 'dmc/cartpole-swingup', config: { observation: 'state' } });
    expect(bench.session.info).toMatchObject({ hasContacts: false, canGrip: true });
    bench.control({ kind: 'settings', settings: { contacts: true } });
    expect(bench.goTo(3).contacts).toEqual([]);
    bench.session.close();
    const cover = await openBench({ environment: 'take-cover' });
    expect(cover.session.info).toMatchObject({ hasContacts: false, canGrip: false });
    cover.session.close();
  });
});

describe('a hand in the theatre', () => {
  test('pulls until it lets go, forgets what came after, and is part of the recipe', async () => {
    const bench = await openBench(WALKER);
    bench.control({ kind: 'settings', settings: { driver: 'random', contacts: true } });
    bench.goTo(60);
    bench.goTo(20);
    bench.control({ kind: 'grip', grip: { body: 'torso', at: [0, 0, 0.3], goal: [0.5, 0, 1.6] } });
    expect(bench.state().lastStep).toBe(60);
    const held = bench.goOn(5);
    expect(bench.state()).toMatchObject({ step: 25, lastStep: 25 });
    expect(held.pull).toMatchObject({ body: 'torso', at: [0, 0, 0.3] });
    bench.control({ kind: 'grip', grip: null });
    const free = bench.goOn(60);
    expect('pull' in free).toBe(false);
    // Its pull is shown whenever its moment is, and only then.
    expect(bench.goTo(25).pull).toEqual(held.pull);
    expect('pull' in bench.goTo(20)).toBe(false);
    const recipe = parseRecipe(JSON.parse(JSON.stringify(bench.session.recipe())));
    expect(recipe.interventions?.map(({ step }) => step)).toEqual([20, 21, 22, 23, 24]);
    bench.session.close();

    const replayed = await openBench({ ...WALKER, recipe });
    replayed.control({ kind: 'settings', settings: { contacts: true } });
    const again = replayed.goTo(85);
    expect(again.poses).toEqual(free.poses);
    expect(again.contacts).toEqual(free.contacts);
    expect(replayed.goTo(25).contacts).toEqual(held.contacts);
    expect(replayed.state().replayMatches).toBe(true);
    replayed.session.close();
  });

  test('on a body that is none is refused at once, and time goes on', async () => {
    const bench = await openBench(WALKER);
    expect(() => {
      bench.control({ kind: 'grip', grip: { body: 'wheel', at: [0, 0, 0], goal: [0, 0, 1] } });
    }).toThrow(expect.objectContaining({ code: 'environment.unknownBody' }));
    bench.control({ kind: 'settings', settings: { driver: 'random' } });
    expect(bench.goTo(5).step).toBe(5);
    bench.session.close();
  });

  test('on the car of CarRacing draws it aside', async () => {
    const sideways = async (pulled: boolean) => {
      const bench = await openBench({ environment: 'car-racing', config: { actionRepeat: 4 }, seed: 2 });
      bench.goTo(5);
      const body = bench.session.info;
      expect(body.canGrip).toBe(true);
      const { x, y } = hullOf(bench);
      if (pulled) {
        bench.control({ kind: 'grip', grip: { body: 'hull', at: [0, 1, 0], goal: [x + 8, y + 8, 0] } });
      }
      bench.goOn(8);
      const after = hullOf(bench);
      bench.session.close();
      return after.x - x + after.y - y;
    };
    expect(await sideways(true)).toBeGreaterThan((await sideways(false)) + 1);
  });
});

function hullOf({ events, frame }: Awaited<ReturnType<typeof openBench>>): { x: number; y: number } {
  const scenes = events.flatMap((event) => (event.kind === 'scene' ? [event.scene] : []));
  const hull = scenes.at(-1)?.bodies.findIndex(({ name }) => name === 'hull') ?? -1;
  const [x = NaN, y = NaN] = frame().poses.subarray(8 * hull);
  return { x, y };
}
