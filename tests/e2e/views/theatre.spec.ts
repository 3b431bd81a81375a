/** The theatre and the environments against the real studio: driving by hand, and watching a run dream while it trains. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { ALL_FORMATS, BufferSource, Input, WEBM } from 'mediabunny';
import { GifReader } from 'omggif';
import { go, openShipped, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

const clock = (page: Page): Locator => page.getByRole('slider', { name: 'Clock' });
const step = async (page: Page) => Number(await clock(page).getAttribute('aria-valuenow'));

/** The colours in the middle of a canvas: something was drawn where they differ. */
const colours = (canvas: Locator) =>
  canvas.evaluate((element) => {
    const source = element as HTMLCanvasElement;
    const copy = document.createElement('canvas');
    copy.width = 32;
    copy.height = 32;
    const context = copy.getContext('2d');
    context?.drawImage(source, 0, 0, 32, 32);
    return [...new Set(context?.getImageData(0, 0, 32, 32).data ?? [])].length;
  });

test('the gallery names every environment and shows them moving', async ({ page }) => {
  await go(page, '#/environments');
  await expect(page.getByRole('heading', { name: 'CarRacing' })).toBeVisible();
  const picture = page.getByRole('link', { name: /CarRacing/ }).locator('canvas');
  await expect.poll(() => colours(picture), { timeout: 60_000 }).toBeGreaterThan(8);
  expect(await violations(page)).toEqual([]);
});

test('a person’s own model file is checked, opened and driven', async ({ page }) => {
  await go(page, '#/environments/model-file');
  const form = page.getByRole('form', { name: 'Open a model file' });
  await form.locator('input[type=file]:not([webkitdirectory])').setInputFiles({
    name: 'lift.xml',
    mimeType: 'text/xml',
    buffer: Buffer.from(`<mujoco><worldbody><light pos="0 0 3"/><geom type="plane" size="2 2 .1"/>
      <body name="load" pos="0 0 .5"><joint name="lift" type="slide" axis="0 0 1"/>
      <geom type="box" size=".2 .2 .2" rgba=".8 .3 .2 1"/></body></worldbody>
      <actuator><motor name="winch" joint="lift" ctrllimited="true" ctrlrange="-20 20"/></actuator>
      <sensor><jointpos name="height" joint="lift"/></sensor></mujoco>`),
  });
  const verdict = form.getByRole('status');
  // The example's reward reads sensors that this model does not have.
  await expect(verdict).toContainText('expected time, height', { timeout: 60_000 });
  const open = form.getByRole('button', { name: 'Open this model' });
  await expect(open).toBeDisabled();
  await form.getByRole('textbox', { name: 'Reward' }).fill('2 * ');
  await form.getByRole('button', { name: 'height', exact: true }).click();
  await expect(verdict).toContainText('can be read');
  expect(await violations(page)).toEqual([]);
  await open.click();
  await expect(page.getByRole('group', { name: 'Action' })).toContainText('winch', { timeout: 60_000 });
  await form.locator('input[type=file]:not([webkitdirectory])').setInputFiles({
    name: 'broken.xml',
    mimeType: 'text/xml',
    buffer: Buffer.from('<mujoco>\n<worldbody>\n<geom size="x"/></worldbody></mujoco>'),
  });
  await expect(verdict).toContainText('Line 3');
});

test('a model file of one’s own becomes an experiment, which holds it', async ({ page }) => {
  await go(page, '#/environments/model-file');
  const form = page.getByRole('form', { name: 'Open a model file' });
  await form.locator('input[type=file]:not([webkitdirectory])').setInputFiles({
    name: 'crane.xml',
    mimeType: 'text/xml',
    buffer: Buffer.from(`<mujoco model="crane"><worldbody><geom type="plane" size="2 2 .1"/>
      <body pos="0 0 .5"><joint name="lift" type="slide" axis="0 0 1"/><geom type="box" size=".2 .2 .2"/></body>
      </worldbody><actuator><motor joint="lift" ctrllimited="true" ctrlrange="-20 20"/></actuator>
      <sensor><jointpos name="up" joint="lift"/></sensor></mujoco>`),
  });
  const reward = form.getByRole('textbox', { name: 'Reward' });
  await reward.fill('1 - up');
  await expect(form.getByRole('status')).toContainText('can be read', { timeout: 60_000 });
  await form.getByRole('button', { name: 'Open this model' }).click();
  await page.getByRole('link', { name: 'Train Dreamer on this model' }).click();
  await expect(page.getByRole('radio', { name: /Your own model/ })).toBeChecked();
  const verdict = page.getByRole('status').filter({ hasText: /Model and reward|reward cannot/ });
  await expect(verdict).toContainText('can be read and trained on', { timeout: 60_000 });
  const field = page.getByRole('textbox', { name: 'Reward', exact: true });
  await expect(field).toHaveValue('1 - up');
  const draft = page.getByRole('button', { name: 'Save as draft' });
  await field.fill('up * heigth');
  await expect(verdict).toContainText('found “heigth”');
  await expect(draft).toBeDisabled();
  await field.fill('up * 2');
  await expect(draft).toBeEnabled();
  expect(await violations(page)).toEqual([]);
  await draft.click();
  await expect(page.getByRole('row', { name: /environment\.reward/ })).toContainText('up * 2');
  await expect(page.getByRole('row', { name: /environment\.model/ })).toContainText('crane, ');
});

test('contacts are told in newtons where bodies can touch, and a body is pulled by hand', async ({
  page,
}) => {
  await go(page, '#/environments/dmc%2Fcartpole-swingup');
  await expect.poll(() => step(page), { timeout: 60_000 }).toBeGreaterThan(2);
  await expect(page.getByRole('button', { name: 'Contacts and forces' })).toHaveCount(0);

  await go(page, '#/environments/dmc%2Fwalker-walk');
  await expect.poll(() => step(page), { timeout: 60_000 }).toBeGreaterThan(2);
  const contacts = page.getByText(/^Contacts: \d+, strongest [\d,.]+ N$/);
  const toggle = page.getByRole('button', { name: 'Contacts and forces' });
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
  await expect(contacts).toHaveCount(0);
  await page.keyboard.press('t');
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  // It begins in the air, and falls.
  await expect(contacts).toBeVisible();

  await page.getByRole('button', { name: /^Pull bodies by dragging/ }).click();
  // The orbiting camera keeps what moves in the middle.
  await page.keyboard.press('2');
  const canvas = page.getByLabel(/^The environment in 3D/);
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('the canvas has no place');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  // What lies under the pointer is looked for as it moves, and the walker has to come to rest in the middle first.
  await expect
    .poll(async () => {
      await page.mouse.move(x + 1, y);
      await page.mouse.move(x, y);
      return canvas.evaluate(({ style }) => style.cursor);
    })
    .toBe('grab');
  await page.mouse.down();
  await page.mouse.move(x, y - 80, { steps: 4 });
  const pull = page.getByText(/^Pull: [\d,.]+ N$/);
  await expect(pull).toBeVisible();
  await page.mouse.up();
  await expect(pull).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
});

test('an environment is driven by keyboard at once, and its past can be gone back to', async ({ page }) => {
  await go(page, '#/environments/car-racing');
  await expect(page.getByRole('heading', { name: 'CarRacing' })).toBeVisible();
  await expect.poll(() => step(page), { timeout: 60_000 }).toBeGreaterThan(5);
  const gauge = page.getByRole('group', { name: 'Action' });
  await page.keyboard.down('ArrowUp');
  await expect(gauge).toContainText('1.00');
  await page.keyboard.up('ArrowUp');
  await expect(gauge).not.toContainText('1.00');

  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const stopped = await step(page);
  await page.keyboard.press(',');
  await expect.poll(() => step(page)).toBe(stopped - 1);
  await page.keyboard.press('Home');
  await expect.poll(() => step(page)).toBe(0);
  await page.keyboard.press('End');
  await expect.poll(() => step(page)).toBe(stopped);
  expect(await violations(page)).toEqual([]);
});

test('what is watched is recorded to a video file, at the speed of the game', async ({ page, studio }) => {
  // Playwright sees no downloads of Electron's window.
  test.skip(studio.shell === 'electron');
  await go(page, '#/environments/car-racing');
  await expect.poll(() => step(page), { timeout: 60_000 }).toBeGreaterThan(2);
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  const running = page.getByRole('button', { name: /^Stop recording, 0:0[2-9]/ });
  await expect(running).toBeVisible({ timeout: 60_000 });
  await page.locator('main').getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  // The last picture is on its way.
  await page.waitForTimeout(1000);
  const length = Number(/0:0(\d)/.exec((await running.getAttribute('aria-label')) ?? '')?.[1]);
  const lastStep = await step(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('r')]);
  const name = /^CarRacing (\d+)-(\d+)\.(mp4|webm)$/.exec(download.suggestedFilename());
  expect(Number(name?.[2])).toBe(lastStep);

  const video = new Input({
    source: new BufferSource(readFileSync(await download.path())),
    formats: ALL_FORMATS,
  });
  const track = await video.getPrimaryVideoTrack();
  if (track === null) throw new Error('the file has no picture');
  expect(track.displayHeight).toBe(720);
  expect(track.displayWidth).toBeGreaterThan(720);
  const seconds = await video.computeDuration();
  expect(seconds).toBeGreaterThanOrEqual(length);
  expect(seconds).toBeLessThan(length + 1.1);
  // Every step has the time it takes in the game: 50 a second.
  const steps = lastStep - Number(name?.[1]) + 1;
  expect(Math.abs(seconds - steps / 50)).toBeLessThan(0.05);
  expect((await track.computePacketStats()).packetCount).toBeGreaterThan(3);
  video.dispose();
});

/** Records for two seconds of the film, saved as what is chosen. @returns the file's name and bytes */
async function recorded(page: Page, kind: string) {
  await page.getByRole('button', { name: /^Recordings are saved as/ }).click();
  await page.getByRole('menuitem', { name: new RegExp(`^${kind}:`, 'i') }).click();
  await expect(page.getByRole('button', { name: `Recordings are saved as ${kind}` })).toBeVisible();
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  const running = page.getByRole('button', { name: /^Stop recording, 0:0[2-9]/ });
  await expect(running).toBeVisible({ timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), running.click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test('a recording is saved as WebM or as a GIF where that is chosen', async ({ page, studio }) => {
  // Playwright sees no downloads of Electron's window.
  test.skip(studio.shell === 'electron');
  await go(page, '#/environments/car-racing');
  await expect.poll(() => step(page), { timeout: 60_000 }).toBeGreaterThan(2);
  const webm = await recorded(page, 'WEBM');
  expect(webm.name).toMatch(/\.webm$/);
  const video = new Input({ source: new BufferSource(webm.bytes), formats: [WEBM] });
  expect(await video.computeDuration()).toBeGreaterThanOrEqual(2);
  video.dispose();

  const { name, bytes } = await recorded(page, 'GIF');
  expect(name).toMatch(/^CarRacing \d+-\d+\.gif$/);
  const gif = new GifReader(bytes);
  expect([gif.height, gif.loopCount()]).toEqual([360, 0]);
  const delays = Array.from({ length: gif.numFrames() }, (_, index) => gif.frameInfo(index).delay);
  // Hundredths of a second: no more than 12.5 pictures a second, and all of the film's time.
  expect(Math.min(...delays.slice(0, -1))).toBeGreaterThanOrEqual(8);
  expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThan(190);
  const pixels = new Uint8Array(gif.width * gif.height * 4);
  for (const index of delays.keys()) gif.decodeAndBlitFrameRGBA(index, pixels);
  const seen = new Set(pixels.filter((_, byte) => byte % 4 === 1));
  expect(seen.size).toBeGreaterThan(8);
});

/** Opens the dream of the experiment shown, sees the agent drive and holds the gas. @returns where it says who drives */
async function takeOverDream(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Play in the dream' }).click();
  await expect.poll(() => step(page), { timeout: 60_000 }).toBeGreaterThan(2);
  await expect
    .poll(() => colours(page.getByRole('region', { name: 'Dream' }).locator('canvas')))
    .toBeGreaterThan(8);
  const gauge = page.getByRole('group', { name: 'Action' });
  await expect(gauge).toContainText('The agent drives');
  await page.keyboard.down('ArrowUp');
  await expect(gauge).toContainText('You drive');
  return gauge;
}

test('the dream of a Dreamer is played too; it keeps a score, and has no temperature', async ({ page }) => {
  await openShipped(page, /Dreamer on CarRacing/);
  await takeOverDream(page);
  await page.keyboard.up('ArrowUp');
  await expect(page.getByText(/This model has no temperature/)).toBeVisible();
  await expect(page.getByText(/^τ /)).toHaveCount(0);
  await expect(page.getByText(/this dream knows no reward/)).toHaveCount(0);
});

test('the dream of the shipped experiment is played: by keys, and by the agent while hands are off', async ({
  page,
}) => {
  await openShipped(page);
  const gauge = await takeOverDream(page);
  await expect(gauge).toContainText('1.00');
  await page.keyboard.up('ArrowUp');
  await expect(gauge).toContainText('The agent drives');

  // M of CarRacing predicts no reward, and the studio makes none up.
  await expect(page.getByText('No score: this dream knows no reward', { exact: true })).toBeVisible();
  await page.keyboard.press(']');
  await expect(page.getByText(/^τ \d\.\d5$/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Beside reality' }).click();
  await expect(page.getByRole('link', { name: 'Play in the dream' })).toBeVisible();
});

test('nothing chosen: the theatre says what to do', async ({ page }) => {
  await go(page, '#/theatre');
  await expect(page.getByRole('heading', { name: 'What do you want to watch?' })).toBeVisible();
});

test('a run is watched while it trains: eyes close, dreams part, time goes back', async ({ page }) => {
  test.setTimeout(400_000);
  await go(page, '#/experiments/new');
  await page.getByRole('radio', { name: /Smoke/ }).click();
  await page.getByPlaceholder(/World Models/).fill('Watched');
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('heading', { name: 'Watched' })).toBeVisible();
  const run = await page.evaluate(() => location.hash.split('/')[2]?.split('?')[0] ?? '');

  // Until the first phase has ended there is no checkpoint, and the theatre says so.
  await go(page, `#/theatre?run=${run}`);
  await expect(async () => {
    const again = page.getByRole('button', { name: 'Open again' });
    if (await again.isVisible()) await again.click();
    await expect(
      page
        .getByText('Eyes open')
        .or(page.getByText(/Eyes closed/))
        .first(),
    ).toBeVisible({ timeout: 15_000 });
  }).toPass({ timeout: 300_000 });

  const pictures = page.getByRole('group', { name: 'Pictures of this step' });
  await expect.poll(() => colours(pictures.getByLabel('Eye'))).toBeGreaterThan(8);
  await page.getByRole('radio', { name: 'Random' }).check();
  await page.getByRole('checkbox', { name: 'Warm-up' }).uncheck();
  await page.getByRole('checkbox', { name: 'Horizon' }).uncheck();
  // Not by Space: that would turn the switch that was clicked last.
  const pause = page.locator('main').getByRole('button', { name: 'Pause', exact: true });
  if (await pause.isVisible()) await pause.click();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => step(page)).toBe(10);
  if (await page.getByRole('button', { name: 'Open its eyes' }).isVisible()) await page.keyboard.press('c');

  await page.keyboard.press('c');
  await expect(page.getByText('Eyes closed for 0 steps')).toBeVisible();
  await page.getByRole('slider', { name: 'Dreams side by side' }).fill('4');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByText('Eyes closed for 10 steps')).toBeVisible();
  for (const number of [1, 2, 3, 4]) await expect(page.getByLabel(`Dream ${number}`)).toBeVisible();
  await page.keyboard.press(']');
  await expect(page.getByText(/steps, τ 1\.05/)).toBeVisible();

  await page.keyboard.press('b');
  await expect(page.getByText('From 10').first()).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByText('Eyes closed for 9 steps')).toBeVisible();
  await page.keyboard.press('c');
  await expect(page.getByText('Eyes open').first()).toBeVisible();
  await expect(page.getByText('No value: this agent has no critic').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await go(page, `#/experiments/${run}`);
  await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
});
