/** The course: every figure is driven, and shows what the tested functions say; by keyboard alone, in both languages. */
import type { Locator, Page } from '@playwright/test';
import { RandomStream } from '../../../shared/random.ts';
import { TERM_IDS } from '../../../shared/terms.ts';
import { evaluationSweep } from '../../../src-renderer/learn/bellman.ts';
import { creditOf } from '../../../src-renderer/learn/credit.ts';
import { discountedReturn } from '../../../src-renderer/learn/discountedReturn.ts';
import { FIRST_WORLD, gridProcess } from '../../../src-renderer/learn/gridWorld.ts';
import { bestCode } from '../../../src-renderer/learn/linearVae.ts';
import { horizonStudy } from '../../../src-renderer/learn/horizons.ts';
import { lambdaReturns, lambdaWeights } from '../../../src-renderer/learn/lambdaReturn.ts';
import { compared, PUBLISHED_TASKS } from '../../../src-renderer/learn/publishedScores.ts';
import { uniformPolicy } from '../../../src-renderer/learn/policies.ts';
import { CHAPTER_IDS } from '../../../shared/course.ts';
import { en } from '../../../shared/messages/en/index.ts';
import { ko } from '../../../shared/messages/ko/index.ts';
import { go, openShipped, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

const figure = (page: Page, title: RegExp | string): Locator => page.getByRole('figure', { name: title });
const board = (place: Locator): Locator => place.getByRole('group', { name: 'Grid world' });
const shownNumber = (text: string) => Number(text.replace('−', '-'));

async function setSlider(place: Locator, name: string, value: number): Promise<void> {
  await place.getByRole('slider', { name, exact: true }).fill(String(value));
}

test.beforeEach(async ({ page }) => {
  await page.evaluate(() => {
    for (const key of [
      'studio.learn.read',
      'studio.learn.last',
      'studio.language',
      'studio.theme',
      'studio.tour.left',
    ])
      localStorage.removeItem(key);
  });
  await go(page, '#/learn');
  await page.reload();
});

test('the list leads to the chapters and remembers what was read', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1, name: en['learn.title'] })).toBeVisible();
  await expect(page.locator('main').getByRole('listitem')).toHaveCount(CHAPTER_IDS.length);
  await expect(page.getByText(`0 of ${CHAPTER_IDS.length} chapters read`)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Begin: Agent and environment' }).click();
  await page.getByRole('button', { name: `Next: ${en['learn.value.title']}` }).click();
  await expect(page.getByRole('heading', { level: 1, name: en['learn.value.title'] })).toBeVisible();
  await go(page, '#/learn');
  await page.reload();
  await expect(page.getByText(`1 of ${CHAPTER_IDS.length} chapters read`)).toBeVisible();
  await page.getByRole('button', { name: `Go on: ${en['learn.value.title']}` }).click();
  await expect(page.getByRole('heading', { level: 1, name: en['learn.value.title'] })).toBeVisible();
});

test('a chapter is found by its name in the palette', async ({ page }) => {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('Bellman');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: en['learn.value.title'] })).toBeVisible();
});

test('a policy set by keyboard walks into the goal, and its return is the discounted sum', async ({
  page,
}) => {
  await go(page, '#/learn/loop');
  const walk = figure(page, en['learn.loop.figure.walk']);
  const squares = board(walk).getByRole('button');
  // From the start up the left side and along the top: each square's arrow is turned by Enter.
  await squares.nth(0).focus();
  await page.keyboard.press('ArrowDown');
  await expect(squares.nth(7)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  for (let column = 0; column < 6; column++) {
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect(squares.nth(column)).toHaveAccessibleName(/arrow right$/);
    await page.keyboard.press('ArrowRight');
  }
  for (const state of [7, 14, 21, 28]) {
    await squares.nth(state).focus();
    await page.keyboard.press('Enter');
  }
  await squares.nth(FIRST_WORLD.start).focus();
  for (let turn = 0; turn < 4; turn++) await page.keyboard.press('Enter');
  await expect(squares.nth(FIRST_WORLD.start)).toHaveAccessibleName(/arrow left$/);
  await setSlider(walk, 'Discount γ', 0.95);
  const step = walk.getByRole('button', { name: 'One step' });
  for (let steps = 0; steps < 11; steps++) await step.click();
  const rewards = [...new Array<number>(10).fill(-0.02), 1];
  const worth = discountedReturn(rewards, 0.95).toFixed(3);
  await expect(walk.getByTestId('return')).toContainText(`Return: ${worth} after 11 steps.`);
  await expect(walk.getByTestId('return')).toContainText('The episode is over.');
  await setSlider(walk, 'Discount γ', 0.5);
  await expect(walk.getByTestId('return')).toContainText('after 11 steps');
  await expect(walk.getByTestId('return')).toContainText(
    discountedReturn(rewards, 0.5).toFixed(3).replace('-', '−'),
  );
});

test('a wall is painted with the pointer, and the code behind the figure is the function itself', async ({
  page,
}) => {
  await go(page, '#/learn/loop');
  const walk = figure(page, en['learn.loop.figure.walk']);
  await walk.getByText('Wall', { exact: true }).click();
  const square = board(walk)
    .getByRole('button')
    .nth(15 + 1);
  await square.click();
  await expect(square).toHaveAccessibleName('row 3, column 3, wall');
  await walk.getByRole('button', { name: 'Show the code' }).click();
  await expect(walk.getByRole('region', { name: /stepOutcomes/ })).toContainText(
    'export function stepOutcomes',
  );
  await walk.getByRole('button', { name: 'First world again' }).click();
  await expect(square).toHaveAccessibleName(/floor/);
});

test('CarRacing runs the same loop with the agent that ships', async ({ page }) => {
  await go(page, '#/learn/loop');
  const car = figure(page, en['learn.loop.figure.car']);
  await car.getByRole('button', { name: 'Start CarRacing' }).click();
  const time = car.locator('dd').first();
  await expect.poll(async () => Number(await time.textContent()), { timeout: 60_000 }).toBeGreaterThan(5);
  await car.getByRole('button', { name: 'Stop' }).click();
  await expect(car.getByRole('button', { name: 'One step' })).toBeEnabled();
  const stopped = Number(await time.textContent());
  await car.getByRole('button', { name: 'One step' }).click();
  await expect(time).toHaveText(String(stopped + 1));
});

test('sweeps write what Bellman’s equation says, and the sum of a square is the next sweep’s number', async ({
  page,
}) => {
  await go(page, '#/learn/value');
  const sweeps = figure(page, en['learn.value.figure.sweeps']);
  const process = gridProcess(FIRST_WORLD);
  let values = new Array<number>(process.states).fill(0);
  for (let sweep = 1; sweep <= 3; sweep++) {
    values = evaluationSweep(process, uniformPolicy(process), values, 0.9);
    await sweeps.getByRole('button', { name: 'One sweep' }).click();
    await expect(sweeps.getByTestId('sweeps')).toContainText(`Sweeps: ${sweep}`);
  }
  const squares = board(sweeps).getByRole('button');
  const shown = await squares.evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-value'))));
  shown.forEach((value, state) => {
    expect(value).toBeCloseTo(values[state] ?? NaN, 12);
  });
  await squares.nth(5).click();
  const next = evaluationSweep(process, uniformPolicy(process), values, 0.9)[5] ?? NaN;
  expect(shownNumber((await sweeps.getByTestId('sum').textContent()) ?? '')).toBeCloseTo(next, 3);
  // Improve and evaluate until nothing is left to improve.
  for (let round = 0; round < 12; round++) {
    const improve = sweeps.getByRole('button', { name: 'Improve the policy' });
    if (await improve.isDisabled()) break;
    await improve.click();
    for (let sweep = 0; sweep < 12; sweep++) await sweeps.getByRole('button', { name: 'One sweep' }).click();
  }
  await expect(sweeps.getByTestId('sweeps')).toContainText('differs from the policy: 0');
  await sweeps.getByText('Q from Q').click();
  await sweeps.getByRole('button', { name: 'One sweep' }).click();
  await expect(squares.nth(5)).toHaveAccessibleName(/right 1\.00/);
});

test('learning without a model counts its steps and comes to Bellman’s policy', async ({ page }) => {
  await go(page, '#/learn/modelFree');
  const prediction = figure(page, en['learn.modelFree.figure.prediction']);
  await prediction.getByRole('button', { name: 'One step' }).click();
  await expect(prediction.getByTestId('prediction')).toHaveText('Steps: 1. Episodes: 0.');
  await prediction.getByRole('button', { name: 'Run' }).click();
  await expect(prediction.getByTestId('prediction')).not.toContainText('Episodes: 0.');
  await prediction.getByRole('button', { name: 'Stop' }).click();
  const learning = figure(page, en['learn.modelFree.figure.qLearning']);
  await learning.getByRole('button', { name: 'Run' }).click();
  await expect(learning.getByTestId('qLearning')).toContainText(/Steps: [3-9],\d{3}/, { timeout: 60_000 });
  await learning.getByRole('button', { name: 'Stop' }).click();
  await expect(board(learning).getByRole('button').nth(5)).toHaveAccessibleName(/arrow right/);
});

test('the race answers its sliders, and the shipped walker’s curve is drawn', async ({ page }) => {
  await go(page, '#/learn/withModel');
  const race = figure(page, en['learn.withModel.figure.race']);
  const arrivals = race.getByTestId('arrivals');
  const whole = () => expect(arrivals).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
  await whole();
  const steps = async (method: string) => {
    const text = (await arrivals.getByText(method).textContent()) ?? '';
    return Number(/after ([\d,]+)/.exec(text)?.[1]?.replaceAll(',', '') ?? Infinity);
  };
  expect(await steps('Dyna')).toBeLessThan(await steps('Q-learning'));
  await race.getByText('Equal computing').click();
  await expect(arrivals).toContainText('values computed');
  await race.getByText('The wall moves').click();
  await whole();
  await expect(arrivals.getByText('Planning')).toContainText('never reached');
  await expect(figure(page, en['learn.withModel.figure.studio'])).toContainText('Walker, learned by Dreamer');
});

test('credit, the tree of weights and an episode of the shipped Dreamer', async ({ page }) => {
  test.setTimeout(180_000);
  await go(page, '#/learn/credit');
  const corridor = figure(page, en['learn.credit.figure.corridor']);
  await setSlider(corridor, 'Episodes so far', 4);
  await setSlider(corridor, 'Real rewards n', 2);
  const credit = creditOf('nStep', { length: 20, episodes: 4, gamma: 0.97, n: 2, lambda: 0.8 });
  const told = credit.filter((value) => value > 0.01).length;
  await expect(corridor.getByTestId('credit-nStep')).toHaveAccessibleName(
    new RegExp(`^Of 20 steps ${told} `),
  );
  const tree = figure(page, /^The tree of/);
  await setSlider(tree, 'λ', 0.5);
  await setSlider(tree, 'Reward of step 2', 1);
  const path = { rewards: [0, 1, 0, 0, 1, 0], nextValues: [0.4, 0.5, 0.5, 0.7, 0.2, 0.3] };
  await expect(tree.getByTestId('weight-3')).toHaveText((lambdaWeights(6, 0.5)[2] ?? NaN).toFixed(3));
  await expect(tree.getByTestId('lambda-return')).toHaveText(
    (lambdaReturns(path, 0.5, 0.9)[0] ?? NaN).toFixed(3),
  );
  const episode = figure(page, /along an episode$/);
  await episode.getByRole('button', { name: 'Let Dreamer drive' }).click();
  await expect(episode.locator('.u-over')).toBeVisible({ timeout: 90_000 });
});

test('V draws a frame again, from numbers moved by hand and between two frames; the cloud’s table is the closed form', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await go(page, '#/learn/vision');
  const cloud = figure(page, en['learn.vision.figure.cloud']);
  // The last of the slider's stops is a beta of 5: more than either number varies.
  await setSlider(cloud, 'Price of a nat β', 1000);
  await expect(cloud.getByTestId('code-1')).toContainText('silent');
  await setSlider(cloud, 'Price of a nat β', 0);
  const cells = cloud.getByTestId('code-1').getByRole('cell');
  const variance = Number(await cells.nth(0).textContent());
  const { kl, deviation } = bestCode(variance, 0.005);
  expect(Number(await cells.nth(1).textContent())).toBeCloseTo(deviation, 2);
  expect(Number(await cells.nth(2).textContent())).toBeCloseTo(kl, 2);

  const vae = figure(page, en['learn.vision.figure.vae']);
  await vae.getByRole('button', { name: 'Load V and a frame' }).click();
  await expect(vae.getByTestId('vae-error')).toContainText(/: 0\.0\d+/, { timeout: 90_000 });
  const picture = (name: string) => vae.getByRole('figure', { name }).locator('canvas');
  const pixels = (canvas: Locator) => canvas.evaluate((one) => (one as HTMLCanvasElement).toDataURL());
  const own = await pixels(vae.locator('.dreamt canvas'));
  await setSlider(vae, 'z0', 3);
  await expect(vae.getByRole('button', { name: /^z0: 3\.00/ })).toBeVisible();
  await expect.poll(() => pixels(vae.locator('.dreamt canvas'))).not.toBe(own);
  await vae.getByText('Between two frames').click();
  await vae.getByRole('button', { name: 'Keep this frame as the first' }).click();
  const before = await pixels(picture('The frame x'));
  await vae.getByRole('button', { name: 'Another frame' }).click();
  await expect.poll(() => pixels(picture('The frame x'))).not.toBe(before);
  await vae.getByRole('button', { name: 'Keep this frame as the second' }).click();
  await setSlider(vae, 'From the first to the second', 0.5);
  await expect(vae.getByRole('button', { name: 'Give back its own z' })).toBeEnabled();
  expect(await violations(page)).toEqual([]);
});

test('a mixture is fitted and heated by hand, and four futures part from one moment', async ({ page }) => {
  test.setTimeout(180_000);
  await go(page, '#/learn/memory');
  const mixture = figure(page, en['learn.memory.figure.mixture']);
  const surprise = async () =>
    Number(/: ([\d.−]+)/.exec((await mixture.getByTestId('surprise').textContent()) ?? '')?.[1]);
  const fit = mixture.getByRole('button', { name: 'One step of the fit' });
  await fit.click();
  const one = await surprise();
  await mixture.getByText('Two curves').click();
  for (let step = 0; step < 15; step++) await fit.click();
  const two = await surprise();
  expect(two).toBeLessThan(one - 0.5);
  // A temperature of 3: wider curves are more surprised.
  await setSlider(mixture, 'Temperature τ', 1000);
  expect(await surprise()).toBeGreaterThan(two);

  const futures = figure(page, en['learn.memory.figure.futures']);
  await futures.getByRole('button', { name: 'Load V and M' }).click();
  await expect(futures.getByTestId('futures')).toContainText('Step 40', { timeout: 90_000 });
  await expect(futures.getByRole('img', { name: /5 Gaussians/ })).toBeVisible();
  await futures.getByRole('button', { name: 'Close its eyes' }).click();
  for (let step = 0; step < 12; step++) {
    await futures.getByRole('button', { name: 'One step' }).click();
    await expect(futures.getByTestId('futures')).toHaveText(`Eyes closed for ${step + 1} steps.`);
  }
  const pictures = futures.locator('.dreamt canvas');
  await expect(pictures).toHaveCount(4);
  const drawn = await pictures.evaluateAll((all) => all.map((one) => (one as HTMLCanvasElement).toDataURL()));
  expect(new Set(drawn).size).toBe(4);
  expect(await violations(page)).toEqual([]);
});

test('what was begun is drawn on in ten ways, by mouse and by keys, hotter or colder', async ({ page }) => {
  test.setTimeout(180_000);
  await go(page, '#/learn/memory');
  const drawing = figure(page, en['learn.memory.figure.drawing']);
  const told = drawing.getByTestId('drawing');
  const ways = drawing.getByRole('list', { name: 'Ten continuations' });
  const drawn = () =>
    ways.locator('path.dreamt').evaluateAll((all) => all.map((one) => one.getAttribute('d')));
  const finished = () => expect(told).toHaveText('10 continuations.', { timeout: 90_000 });
  await drawing.getByRole('button', { name: 'Begin it for me' }).click();
  await finished();
  await expect(ways.getByRole('img', { name: /Continuation \d+, \d+ strokes/ })).toHaveCount(10);
  const first = await drawn();
  expect(new Set(first).size).toBeGreaterThan(10);
  await drawing.getByRole('button', { name: 'Ten others' }).click();
  await expect.poll(drawn).not.toEqual(first);
  const others = await drawn();
  await setSlider(drawing, 'Temperature τ', 0.05);
  await expect.poll(drawn).not.toEqual(others);
  expect(await violations(page)).toEqual([]);

  await drawing.getByRole('button', { name: 'Clear' }).click();
  await expect(told).toHaveText('Draw something, or have it begun.');
  const pad = drawing.getByRole('application');
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (box === null) throw new Error('the pad has no place');
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  await page.mouse.move(...at(0.2, 0.2));
  await page.mouse.down();
  await page.mouse.move(...at(0.2, 0.8), { steps: 12 });
  await expect(pad.locator('path.real')).toHaveCount(1);
  expect(await drawn()).toEqual([]);
  await page.mouse.up();
  await finished();
  expect((await drawn()).length).toBeGreaterThanOrEqual(10);

  await drawing.getByRole('button', { name: 'Clear' }).click();
  await pad.focus();
  await page.keyboard.press(' ');
  for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press(' ');
  await finished();
  const line = await pad.locator('path.real').getAttribute('d');
  expect(line?.split('L')).toHaveLength(7);
  await page.keyboard.press('Backspace');
  await expect(pad.locator('path.real')).toHaveCount(0);

  await page.evaluate(() => {
    localStorage.setItem('studio.language', JSON.stringify('ko'));
  });
  await page.reload();
  const korean = figure(page, ko['learn.memory.figure.drawing']);
  await korean.getByRole('button', { name: '대신 시작하기' }).click();
  await expect(korean.getByTestId('drawing')).toHaveText('10가지로 이어 그렸습니다.', { timeout: 90_000 });
});

test('the drawing model is trained from its page, and stopped', async ({ page }) => {
  test.setTimeout(180_000);
  await go(page, '#/learn/memory');
  const drawing = figure(page, en['learn.memory.figure.drawing']);
  const told = drawing.getByTestId('drawing-training');
  await drawing.getByRole('button', { name: 'Train it here' }).click();
  await expect(told).toHaveText(/^Batch [1-9]\d* of 3,?000, /, { timeout: 120_000 });
  await expect(drawing.getByRole('progressbar', { name: 'Training of the drawing model' })).toBeVisible();
  await drawing.getByRole('button', { name: 'Stop' }).click();
  await expect(drawing.getByRole('button', { name: 'Train it here' })).toBeVisible();
  await expect(told).toContainText('The model that ships');
});

test('a search finds its goal, follows it where it is dragged, and the shipped run’s generations are drawn', async ({
  page,
}) => {
  await go(page, '#/learn/control');
  const search = figure(page, en['learn.control.figure.search']);
  const told = search.getByTestId('search');
  const loss = async () => Number(/mean ([\d.]+\d)/.exec((await told.textContent()) ?? '')?.[1]);
  const generation = search.getByRole('button', { name: 'One generation' });
  for (let tries = 0; tries < 30; tries++) await generation.click();
  await expect(told).toContainText('Generation 30, 360 tries.');
  expect(await loss()).toBeLessThan(0.01);
  await search.locator('.map').scrollIntoViewIfNeeded();
  const box = await search.locator('.map').boundingBox();
  if (box === null) throw new Error('the map has no place');
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.1, { steps: 3 });
  await page.mouse.up();
  await expect(search.getByRole('slider', { name: 'Goal, left and right' })).toHaveValue('-2');
  expect(await loss()).toBeGreaterThan(1);
  for (let tries = 0; tries < 60; tries++) await generation.click();
  expect(await loss()).toBeLessThan(0.01);
  const generations = figure(page, en['learn.control.figure.generations']);
  await expect(generations.locator('.u-over')).toBeVisible();
});

test('a dream is played by hand, and standing still wins only in a cold one', async ({ page }) => {
  test.setTimeout(240_000);
  await go(page, '#/learn/dreams');
  const drive = figure(page, en['learn.dreams.figure.drive']);
  await drive.getByRole('button', { name: 'Enter the dream' }).click();
  const told = drive.getByTestId('dream-drive');
  await expect(told).toHaveText('Tics survived: 0', { timeout: 90_000 });
  await drive.getByRole('button', { name: 'Play' }).click();
  await page.keyboard.down('ArrowLeft');
  await expect(drive.getByText('You decide.')).toBeVisible();
  await page.keyboard.up('ArrowLeft');
  await expect
    .poll(async () => shownNumber((await told.textContent())?.replace(/\D/g, '') ?? ''))
    .toBeGreaterThan(20);
  await drive.getByRole('button', { name: 'Another dream' }).click();
  await setSlider(drive, 'Temperature τ', 2);
  await expect(drive.getByRole('slider', { name: 'Temperature τ' })).toHaveValue('2');

  const exploit = figure(page, en['learn.dreams.figure.exploit']);
  await exploit.getByRole('button', { name: 'Open the dream and the game' }).click();
  await expect(exploit.getByTestId('exploit')).toHaveText('Tries so far: 0', { timeout: 90_000 });
  await exploit.getByText('Stand still', { exact: true }).click();
  await setSlider(exploit, 'Temperature τ', 0.1);
  await exploit.getByRole('button', { name: 'Try it in both' }).click();
  const row = exploit.getByTestId('trial-still-0.1').getByRole('cell');
  await expect(row.nth(1)).toHaveText('1', { timeout: 120_000 });
  const [dreamt, real] = await Promise.all(
    [2, 3].map(async (at) => Number((await row.nth(at).textContent())?.replace(/[^\d.]/g, ''))),
  );
  expect(dreamt).toBeGreaterThan(1000);
  expect(real).toBeLessThan(500);
  await exploit.getByRole('button', { name: 'Clear the table' }).click();
  await expect(exploit.getByTestId('exploit')).toHaveText('Tries so far: 0');

  const table = figure(page, en['learn.dreams.figure.table']);
  await expect(table.getByTestId('lost-0.1')).toHaveText('91%');
  await table.getByText('This studio', { exact: true }).click();
  await expect(table.getByTestId('lost-0.1')).toHaveText('69%');
  expect(await violations(page)).toEqual([]);
});

test('the RSSM tells what it expected, and dreams on one path or on both', async ({ page }) => {
  test.setTimeout(240_000);
  await go(page, '#/learn/rssm');
  const beliefs = figure(page, en['learn.rssm.figure.beliefs']);
  await beliefs.getByRole('button', { name: 'Load the RSSM' }).click();
  await expect(beliefs.getByTestId('beliefs')).toContainText('Step 40: KL', { timeout: 90_000 });
  await beliefs.getByRole('button', { name: 'One step' }).click();
  await expect(beliefs.getByTestId('beliefs')).toContainText('Step 41');
  const bars =
    (await beliefs.getByRole('img', { name: /Prior and posterior of 30/ }).getAttribute('aria-label')) ?? '';
  const kl = Number(/is ([\d.]+) nats/.exec(bars)?.[1]);
  expect(kl).toBeGreaterThan(0.1);
  await expect(beliefs.getByTestId('beliefs')).toContainText(`KL ${kl.toFixed(2)} nats`);

  const paths = figure(page, en['learn.rssm.figure.paths']);
  await paths.getByRole('button', { name: 'Load the RSSM' }).click();
  const dream = paths.getByRole('button', { name: 'Dream', exact: true });
  await expect(dream).toBeEnabled({ timeout: 90_000 });
  const rowsOf = async (label: string, id: string) => {
    await paths.getByText(label, { exact: true }).first().click();
    await dream.click();
    const strip = paths.getByTestId(`strip-${id}`);
    await expect(strip.nth(1).locator('canvas')).toHaveCount(10, { timeout: 60_000 });
    await expect(dream).toBeEnabled();
    return Promise.all(
      [0, 1].map((row) =>
        strip
          .nth(row)
          .locator('canvas')
          .evaluateAll((all) => all.map((one) => (one as HTMLCanvasElement).toDataURL())),
      ),
    );
  };
  const [one, other] = await rowsOf('h and z', 'both');
  expect(one?.[0]).toBe(other?.[0]);
  expect(one?.[9]).not.toBe(other?.[9]);
  const [same, again] = await rowsOf('h alone', 'deterministic');
  expect(same).toEqual(again);
  await rowsOf('z alone', 'stochastic');
  await expect(paths.getByTestId('paths')).toContainText(/h and z: .*h alone: .*z alone: /s);
  expect(await violations(page)).toEqual([]);
});

test('six futures have their worth, and a nudged action does what its gradient said', async ({ page }) => {
  test.setTimeout(240_000);
  await go(page, '#/learn/imagination');
  const fan = figure(page, en['learn.imagination.figure.fan']);
  await fan.getByRole('button', { name: 'Let it imagine' }).click();
  await expect(fan.getByTestId('fan')).toContainText('Step 60', { timeout: 90_000 });
  await expect(fan.locator('.dreamt canvas')).toHaveCount(6);
  const worths = () => fan.locator('.dreamt figcaption').allTextContents();
  const before = await worths();
  expect(new Set(before).size).toBe(6);
  await setSlider(fan, 'λ', 0);
  await expect.poll(worths).not.toEqual(before);
  await setSlider(fan, 'Horizon H', 5);
  await expect(fan.getByRole('slider', { name: 'Picture of step' })).toHaveValue('5');

  const nudge = figure(page, en['learn.imagination.figure.nudge']);
  await nudge.getByRole('button', { name: 'Let it imagine' }).click();
  await expect(nudge.getByTestId('nudge-change')).toBeVisible({ timeout: 90_000 });
  const number = async (id: string) => shownNumber((await nudge.getByTestId(id).textContent()) ?? '');
  await nudge.getByText('Steering', { exact: true }).click();
  await setSlider(nudge, 'Nudge', 0.06);
  await expect(nudge.getByRole('slider', { name: 'Nudge' })).toHaveValue('0.06');
  // What is shown is a model's step behind what is asked.
  await expect
    .poll(async () => Math.abs((await number('nudge-change')) - (await number('nudge-slope'))))
    .toBeLessThan(0.05 + 0.3 * Math.abs(await number('nudge-slope')));
  await setSlider(nudge, 'States that the gradient passes', 15);
  await expect
    .poll(async () => (await number('nudge-cut')) - (await number('nudge-slope')))
    .toBeCloseTo(0, 3);
  await setSlider(nudge, 'States that the gradient passes', 1);
  expect(await number('nudge-cut')).not.toBe(await number('nudge-slope'));
  expect(await violations(page)).toEqual([]);
});

test('horizons and published scores are what their functions say', async ({ page }) => {
  await go(page, '#/learn/horizon');
  const study = figure(page, en['learn.horizon.figure.study']);
  await setSlider(study, 'Actions that the model gets wrong', 0.1);
  await setSlider(study, 'Sweeps that the value has learned', 3);
  const expected = horizonStudy(
    gridProcess(FIRST_WORLD),
    { longest: 16, wrongShare: 0.1, valueSweeps: 3, gamma: 0.97, start: FIRST_WORLD.start },
    [0, 1, 2, 3].map((model) => RandomStream.named(model, 'learn/horizons')),
  );
  const text = (value: number | undefined) => (value ?? NaN).toFixed(2).replace('-', '−');
  await expect(study.getByTestId('horizons')).toContainText(
    `With a horizon of 1: ${text(expected.withoutValue[0])} without a value, ${text(expected.withValue[0])} with one.`,
  );
  const scores = figure(page, en['learn.horizon.figure.scores']);
  await scores.getByLabel('beside').selectOption({ label: 'DreamerV3, 1M steps' });
  const { ahead, one, other } = compared(PUBLISHED_TASKS, 'dreamer', 'dreamerV3');
  await expect(scores.getByTestId('scores')).toContainText(
    `on ${ahead} of 20 tasks; means ${Math.round(one)} and ${Math.round(other)}.`,
  );
});

test('every word of the field is listed with its chapter, found in the palette, and asked where it stands', async ({
  page,
}) => {
  await page.getByRole('link', { name: en['term.all'] }).click();
  await expect(page.getByRole('heading', { level: 1, name: en['term.list'] })).toBeVisible();
  await expect(page.locator('main dt')).toHaveCount(TERM_IDS.length);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('Word: Posterior');
  await page.keyboard.press('Enter');
  await expect(page.locator('#term-posterior')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: en['learn.rssm.title'] })).toBeVisible();

  await openShipped(page);
  const word = page.getByRole('heading', { name: 'Score' }).getByRole('button');
  await word.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(word).toBeFocused();
  await expect(page.getByRole('tooltip')).toContainText(en['term.score.text']);
  await page.keyboard.press('Enter');
  const meaning = page.getByRole('dialog', { name: 'Score' });
  await expect(meaning).toContainText(en['term.score.source']);
  await page.keyboard.press('Escape');
  await expect(meaning).toBeHidden();
  await expect(word).toBeFocused();
  await page.keyboard.press('Enter');
  await meaning.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: en['learn.loop.title'] })).toBeVisible();
});

test('the tour leads through six places by keyboard, and is left and taken up again', async ({ page }) => {
  test.setTimeout(120_000);
  await page.getByRole('button', { name: en['tour.take'] }).click();
  const card = (stop: string) => page.getByRole('region', { name: stop });
  const next = async (stop: string) => {
    await page.getByRole('button', { name: 'Next', exact: true }).press('Enter');
    await expect(card(stop)).toBeVisible();
    await expect(page.getByRole('heading', { level: 2, name: stop, exact: true })).toBeFocused();
  };
  await expect(card(en['tour.experiments.title'])).toContainText('Stop 1 of 6');
  await expect(page).toHaveURL(/#\/experiments$/);
  expect(await violations(page)).toEqual([]);
  await next(en['tour.theatre.title']);
  await expect(page).toHaveURL(/#\/theatre\?run=/);
  await expect(page.locator('[data-tour-shown]')).toHaveCount(1, { timeout: 60_000 });
  await next(en['tour.dream.title']);
  await page.keyboard.press('Escape');
  await expect(page.getByText('Stop 3 of 6')).toBeHidden();
  await expect(page.locator('[data-tour-shown]')).toHaveCount(0);
  await go(page, '#/learn');
  await page.getByRole('button', { name: en['tour.goOn'] }).click();
  await expect(card(en['tour.dream.title'])).toContainText('Stop 3 of 6');
  await expect(page).toHaveURL(/play=dream/);
  await next(en['tour.curves.title']);
  await next(en['tour.environment.title']);
  await next(en['tour.learn.title']);
  await expect(page).toHaveURL(/#\/learn$/);
  await page.getByRole('button', { name: en['tour.end'] }).press('Enter');
  await expect(page.getByText('Stop 6 of 6')).toBeHidden();
  await expect(page.getByRole('button', { name: en['tour.take'] })).toBeVisible();
});

for (const [language, texts] of [
  ['en', en],
  ['ko', ko],
] as const)
  test(`every chapter is whole in ${language}, in a small window, in the light, with a link to each place`, async ({
    page,
  }) => {
    test.setTimeout(240_000);
    await page.evaluate((chosen) => {
      localStorage.setItem('studio.language', JSON.stringify(chosen));
      localStorage.setItem('studio.theme', JSON.stringify(chosen === 'ko' ? 'light' : 'dark'));
    }, language);
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.reload();
    for (const id of CHAPTER_IDS) {
      await go(page, `#/learn/${id}`);
      await expect(page.getByRole('heading', { level: 1, name: texts[`learn.${id}.title`] })).toBeVisible();
      const answer = page.locator('main details').first();
      await answer.locator('summary').focus();
      await page.keyboard.press('Enter');
      await expect(answer.locator('p')).toBeVisible();
      // Nothing of the page reaches past its right edge.
      const overhang = await page.locator('main .page').evaluate((one) => one.scrollWidth - one.clientWidth);
      expect(overhang, id).toBe(0);
      expect(await violations(page), id).toEqual([]);
    }
  });

test('a link of the course opens the new experiment that it names', async ({ page }) => {
  await go(page, '#/learn/withModel');
  await page.getByRole('link', { name: en['learn.withModel.link.new'] }).click();
  await expect(page.getByRole('radio', { name: /^Dreamer/ })).toBeChecked();
  await expect(page.getByRole('radio', { name: /Walker walk/i })).toBeChecked();
  await expect(page.getByRole('radio', { name: /Smoke/ })).toBeChecked();
});
