/** CarRacing's options beside Gymnasium's own (tests/golden/carracing/options.json), and the lap that can be completed. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Colour } from '../../../shared/scene.ts';
import { carRacingFamily } from '../../../src-main/environments/car-racing/family.ts';
import { CarRacing } from '../../../src-main/environments/car-racing/carRacing.ts';
import { centreLineDriver } from '../../../src-main/environments/car-racing/centreLine.ts';
import { drawColours } from '../../../src-main/environments/car-racing/colours.ts';
import { NumpyRandom } from '../../../src-main/numerics/numpyRandom.ts';

interface Options {
  readonly discrete: readonly {
    readonly seed: number;
    readonly actions: readonly number[];
    /** reward, x, y, angle a step. */
    readonly steps: readonly (readonly [number, number, number, number])[];
  }[];
  readonly colours: readonly {
    readonly seed: number;
    readonly road: readonly number[];
    readonly playfield: readonly number[];
    readonly grass: readonly number[];
    readonly tiles: number;
    readonly start: readonly number[];
  }[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../golden/carracing/options.json', import.meta.url), 'utf8'),
) as Options;

describe('choices', () => {
  it.each(golden.discrete)('drive as Gymnasium’s five do, seed $seed', ({ seed, actions, steps }) => {
    const environment = new CarRacing({ continuous: false });
    expect(environment.spec.actions).toMatchObject({ kind: 'discrete', count: 5 });
    environment.reset(seed);
    steps.forEach(([reward, x, y, angle], index) => {
      const result = environment.step(Float64Array.of(actions[index] ?? 0));
      expect(result.reward).toBeCloseTo(reward, 6);
      expect(Math.hypot(Number(result.info['x']) - x, Number(result.info['y']) - y)).toBeLessThan(0.05);
      expect(Number(result.info['angle'])).toBeCloseTo(angle, 1);
    });
  });

  it.each([[5], [-1], [0.5]])('are five: %d is none', (index) => {
    const environment = new CarRacing({ continuous: false });
    environment.reset(0);
    expect(() => environment.step(Float64Array.of(index))).toThrow(
      expect.objectContaining({ code: 'environment.badAction' }),
    );
    expect(() => environment.step(Float64Array.of(0, 0, 0))).toThrow(/expects 1/);
  });
});

describe('random colours', () => {
  const bytes = (colour: Colour) => colour.map((value) => Math.round(value * 255));
  const cut = (channels: readonly number[], more = 0) => channels.map((value) => Math.trunc(value + more));

  it.each(golden.colours)(
    'are Gymnasium’s for seed $seed, and so is the track',
    ({ seed, road, playfield, grass, tiles, start }) => {
      const drawn = drawColours(new NumpyRandom(seed));
      expect(bytes(drawn.playfield)).toEqual(cut(playfield));
      expect(bytes(drawn.grass)).toEqual(cut(grass));
      expect(drawn.road.map(bytes)).toEqual([cut(road), cut(road, 2.55), cut(road, 5.1)]);
      const environment = new CarRacing({ domainRandomize: true });
      environment.reset(seed);
      expect(environment.track.nodes).toHaveLength(tiles);
      const [node] = environment.track.nodes;
      [node?.alpha, node?.beta, node?.x, node?.y].forEach((value, i) => {
        expect(value).toBeCloseTo(start[i] ?? NaN, 9);
      });
    },
  );

  it('are seen, and come again with the seed', () => {
    const look = (seed: number, domainRandomize: boolean) => {
      const environment = new CarRacing({ domainRandomize, observation: 'full' });
      const image = environment.reset(seed).observation['image'] ?? [];
      // Left of the car, half way down.
      const at = 3 * (48 * 96 + 10);
      return image.slice(at, at + 3).join();
    };
    expect(look(1, true)).toBe(look(1, true));
    expect(look(1, true)).not.toBe(look(2, true));
    for (const seed of [1, 2]) expect(look(seed, false)).toMatch(/^102,/);
  });
});

describe('a lap', () => {
  /** Drives along the road's middle until the episode ends. */
  function drive(config: object) {
    const environment = new CarRacing({ maxSteps: 3000, ...config });
    let result = environment.reset(1);
    const driver = centreLineDriver(environment);
    while (!result.terminated && !result.truncated) result = environment.step(driver(result));
    return { result, steps: Number(environment.saveState()['steps']) };
  }

  it('across the start ends where the car comes back to it', () => {
    const { result } = drive({ lapRule: 'crossing' });
    expect(result).toMatchObject({ terminated: true, info: { lapFinished: true } });
    expect(Number(result.info['tilesVisited'])).toBeGreaterThan(0.95 * Number(result.info['tiles']));
  });

  it('across the start needs not every tile, which the other rules do', () => {
    const missing = (lapRule: string) => {
      const environment = new CarRacing({ lapRule });
      environment.reset(0);
      const visited = environment.track.nodes.map((_, index) => index).filter((index) => index !== 100);
      environment.reset(0, { ...environment.saveState(), visited });
      return environment.step(Float64Array.of(0, 0, 0)).terminated;
    };
    expect(['crossing', 'v3', 'v0'].map(missing)).toEqual([true, false, false]);
  });

  it('across the start is none before enough of it was driven', () => {
    const environment = new CarRacing({ lapRule: 'crossing' });
    environment.reset(0);
    for (let step = 0; step < 5; step++) {
      expect(environment.step(Float64Array.of(0, 0, 0)).terminated).toBe(false);
    }
    const eager = new CarRacing({ lapRule: 'crossing', lapCompletePercent: 0 });
    eager.reset(0);
    expect(eager.step(Float64Array.of(0, 0, 0)).terminated).toBe(true);
  });

  it('needs the part of the tiles that the setting says', () => {
    const start = (share: number) => {
      const environment = new CarRacing();
      environment.reset(0);
      const tiles = environment.track.nodes.map((_, index) => index);
      const visited = tiles.filter((tile) => tile > 0 && tile / tiles.length < share);
      return { ...environment.saveState(), visited };
    };
    for (const [lapCompletePercent, ended] of [
      [0.95, false],
      [0.5, true],
    ] as const) {
      const environment = new CarRacing({ lapCompletePercent });
      environment.reset(0, start(0.7));
      expect(environment.step(Float64Array.of(0, 0, 0)).terminated).toBe(ended);
    }
  });
});

describe('a setting', () => {
  it('that is unknown is named, with those that there are', () => {
    expect(() => new CarRacing({ domain_randomize: true })).toThrow(
      expect.objectContaining({
        code: 'config.unknownSetting',
        values: expect.objectContaining({
          field: 'domain_randomize',
          known: expect.stringContaining('domainRandomize'),
        }),
      }),
    );
  });

  it('that is as usual changes no config of a run', () => {
    const settings = { actionRepeat: 4, observation: 'pixels', lapRule: 'v3' } as const;
    const usual = carRacingFamily.trainingConfig(settings);
    expect(
      carRacingFamily.trainingConfig({ ...settings, lapCompletePercent: 0.95, domainRandomize: false }),
    ).toEqual(usual);
    expect(
      carRacingFamily.trainingConfig({ ...settings, lapCompletePercent: 0.9, domainRandomize: true }),
    ).toMatchObject({ lapCompletePercent: 0.9, domainRandomize: true });
  });
});
