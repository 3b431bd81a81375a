import { afterEach, describe, expect, it } from 'vitest';
import { CarRacing } from '../../src-main/environments/car-racing/carRacing.ts';
import { VectorEnvironment } from '../../src-main/environments/vectorEnvironment.ts';

const open: VectorEnvironment[] = [];
async function create(count: number, workers: number): Promise<VectorEnvironment> {
  const vector = await VectorEnvironment.create({ id: 'car-racing', count, workers });
  open.push(vector);
  return vector;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((vector) => vector.close()));
});

const PIXELS = 64 * 64 * 3;
const all = (count: number) => Array.from({ length: count }, (_, index) => index);
const actionOf = (index: number, step: number) => [Math.sin(step / (5 + index)) / 2, 0.3 + index / 20, 0];

describe('VectorEnvironment', () => {
  it.each([0, 1, 2])('gives with %i workers what stepping one by one gives', async (workers) => {
    const vector = await create(5, workers);
    const singles = all(5).map(() => new CarRacing());
    await vector.reset(all(5), [3, 1, 4, 1, 5]).finish();
    const first = singles.map((single, index) => single.reset([3, 1, 4, 1, 5][index] ?? 0));
    expect(vector.images.subarray(2 * PIXELS, 3 * PIXELS)).toEqual(first[2]?.observation['image']);
    for (let step = 0; step < 50; step++) {
      await vector.begin(all(5).flatMap((index) => actionOf(index, step))).finish();
      singles.forEach((single, index) => {
        const expected = single.step(Float64Array.from(actionOf(index, step)));
        expect(vector.rewards[index]).toBe(expected.reward);
        if (step % 10 === 0) {
          const picture = vector.images.subarray(index * PIXELS, (index + 1) * PIXELS);
          expect(Buffer.compare(picture, expected.observation['image'] as Uint8Array)).toBe(0);
        }
      });
    }
    expect(all(5).map((index) => vector.stateHash(index))).toEqual(
      singles.map((single) => single.stateHash()),
    );
    expect(Array.from(vector.steps)).toEqual([50, 50, 50, 50, 50]);
  });

  it('keeps two groups in flight, each with its own end', async () => {
    const vector = await create(4, 2);
    await vector.reset(all(4), [0, 1, 2, 3]).finish();
    const single = new CarRacing();
    single.reset(3);
    for (let step = 0; step < 20; step++) {
      const even = vector.begin([...actionOf(0, step), ...actionOf(2, step)], [0, 2]);
      const odd = vector.begin([...actionOf(1, step), ...actionOf(3, step)], [1, 3]);
      await odd.finish();
      expect(vector.rewards[3]).toBe(single.step(Float64Array.from(actionOf(3, step))).reward);
      even.finishSync();
    }
    expect(Array.from(vector.steps)).toEqual([20, 20, 20, 20]);
  });

  it('resets some while others go on', async () => {
    const vector = await create(3, 1);
    await vector.reset(all(3), [7, 8, 9]).finish();
    await vector.begin(new Float64Array(9)).finish();
    await vector.reset([1], [8]).finish();
    expect(Array.from(vector.steps)).toEqual([1, 0, 1]);
  });

  it.each([0, 1])('passes on what an environment throws, and goes on (%i workers)', async (workers) => {
    const vector = await create(2, workers);
    // Stepping before a reset is a programmer's mistake that the environment itself notices.
    await expect(vector.begin(new Float64Array(6)).finish()).rejects.toThrow(/environment 0: .*reset first/);
    expect(() => vector.begin(new Float64Array(6)).finishSync()).toThrow(/reset first/);
    await vector.reset([0, 1], [0, 0]).finish();
    await vector.begin(new Float64Array(6)).finish();
    expect(vector.rewards[1]).toBeGreaterThan(0);
  });

  it('has room in one thread for half of the copies that the paper’s search steps at once', async () => {
    const copies = all(512);
    const vector = await create(copies.length, 1);
    await vector.reset(copies, copies).finish();
    await vector.begin(copies.flatMap((index) => actionOf(index, 0))).finish();
    expect([...vector.steps].every((steps) => steps === 1)).toBe(true);
  });

  it('refuses work that does not fit and stays usable', async () => {
    const vector = await create(2, 1);
    expect(() => vector.begin(new Float64Array(5))).toThrow('5 action elements for 2 environments of 3');
    expect(() => vector.reset([2], [0])).toThrow('environment 2 does not exist, there are 2');
    expect(() => vector.reset([0, 1], [0])).toThrow('1 seeds for 2 environments');
    expect(() => vector.reset([0, 0], [1, 2])).toThrow('environment 0 is twice in one batch');
    await vector.reset([0, 1], [0, 1]).finish();
    await vector.close();
    expect(() => vector.reset([0], [0])).toThrow(/closed/);
  });

  it('refuses an unknown environment and a bad config before any thread starts', async () => {
    await expect(VectorEnvironment.create({ id: 'nowhere', count: 1, workers: 1 })).rejects.toMatchObject({
      code: 'environment.unknown',
    });
    await expect(
      VectorEnvironment.create({ id: 'car-racing', config: { lapRule: 'x' }, count: 1, workers: 1 }),
    ).rejects.toMatchObject({ code: 'config.invalid' });
  });
});
