/** A LeRobot data set as its own libraries write it: Parquet, and video where ffmpeg is installed. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bringIn, dotIn, emptyDataFolder, filesOf, RECORDINGS } from './recordings.ts';

const root = emptyDataFolder();
afterAll(() => rmSync(root, { recursive: true }));

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

/** Such as it was, with one of its files harmed. */
function harmed(
  name: string,
  from: string,
  file: string,
  harm: (text: string, place: string) => string | null,
) {
  const folder = path.join(root, name);
  cpSync(path.join(RECORDINGS, from), folder, { recursive: true });
  const place = path.join(folder, file);
  const written = harm(readFileSync(place, 'utf8'), place);
  if (written !== null) writeFileSync(place, written);
  return folder;
}

describe('a LeRobot data set', () => {
  it('is read with what was observed and done in each frame', async () => {
    const summary = await bringIn(root, 'lerobot');
    expect(summary).toMatchObject({
      source: 'lerobot',
      episodes: 3,
      steps: 24,
      pictures: false,
      rewards: true,
    });
    expect(summary.numbers).toEqual([{ name: 'state', size: 1 }]);
    expect(summary.stepSeconds).toBe(0.1);
    const files = filesOf(root, summary);
    for (const { firstMoment, firstStep, length } of files.episodes) {
      const places = new Float32Array(length + 1);
      files.readMoments('numbers', firstMoment, length + 1, new Uint8Array(places.buffer));
      const { actions, rewards } = files.readSteps(firstStep, length);
      actions.forEach((action, step) => {
        const moved = Math.min(1, Math.max(0, (places[step] ?? 0) + 0.2 * action));
        expect(places[step + 1]).toBeCloseTo(moved, 5);
        expect(rewards[step]).toBeCloseTo(1 - 2 * Math.abs(moved - 0.5), 5);
      });
    }
    files.close();
  });

  it.skipIf(!hasFfmpeg)('has the frame of a video that each moment saw', async () => {
    const summary = await bringIn(root, 'lerobot-video');
    expect(summary).toMatchObject({ episodes: 3, steps: 24, pictures: true });
    const files = filesOf(root, summary);
    for (const { firstMoment, length } of files.episodes) {
      const places = new Float32Array(length + 1);
      files.readMoments('numbers', firstMoment, length + 1, new Uint8Array(places.buffer));
      const picture = new Uint8Array(files.bytes.pictures);
      places.forEach((place, moment) => {
        files.readMoments('pictures', firstMoment + moment, 1, picture);
        expect(Math.abs(dotIn(picture) - place)).toBeLessThan(0.08);
      });
    }
    files.close();
  });

  it.skipIf(!hasFfmpeg)('with a video that is none is told by what ffmpeg says', async () => {
    const video = 'videos/observation.images.top/chunk-000/file-000.mp4';
    const folder = harmed('no video', 'lerobot-video', video, () => 'no video at all');
    await expect(bringIn(root, folder)).rejects.toMatchObject({
      code: 'dataSet.badVideo',
      values: { file: path.join(folder, video) },
    });
  });

  it('with a video is told by the name of what is missing where there is no ffmpeg', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = root;
    try {
      await expect(bringIn(root, 'lerobot-video')).rejects.toMatchObject({
        code: 'dataSet.noFfmpeg',
        values: { file: expect.stringContaining('file-000.mp4') as string },
      });
    } finally {
      process.env['PATH'] = PATH;
    }
  });

  it.each([
    [
      'of another version',
      (text: string) => text.replace('v3.0', 'v2.1'),
      { what: 'codebase_version', found: 'v2.1' },
    ],
    ['without actions', (text: string) => text.replace('"action"', '"did"'), { what: 'features' }],
    [
      'that leads out',
      (text: string) => text.replace('"data/chunk', '"../lerobot/data/chunk'),
      { what: 'data_path, video_path' },
    ],
    ['that is no JSON', (text: string) => text.slice(0, 100), { what: 'info.json' }],
    [
      'of more numbers',
      (text: string) => text.replace('"shape": [\n    1\n   ]', '"shape": [\n    3\n   ]'),
      { expected: '3 finite numbers' },
    ],
  ])('with an info.json %s is refused', async (name, harm, values) => {
    const folder = harmed(name, 'lerobot', 'meta/info.json', harm);
    await expect(bringIn(root, folder)).rejects.toMatchObject({ code: 'dataSet.badFile', values });
  });

  it.each(['data/chunk-000/file-000.parquet', 'meta/episodes/chunk-000/file-000.parquet'])(
    'with %s cut off or garbled is refused',
    async (file) => {
      const cut = harmed(`cut ${path.dirname(file).split('/')[0]}`, 'lerobot', file, (_, place) => {
        truncateSync(place, 1000);
        return null;
      });
      await expect(bringIn(root, cut)).rejects.toMatchObject({
        code: 'dataSet.badFile',
        values: { what: 'Parquet' },
      });
      const garbled = harmed(`garbled ${path.dirname(file).split('/')[0]}`, 'lerobot', file, (_, place) => {
        const bytes = readFileSync(place);
        // Pages, and not the directory of the file.
        bytes.fill(0xff, 4, 600);
        writeFileSync(place, bytes);
        return null;
      });
      await expect(bringIn(root, garbled)).rejects.toMatchObject({ code: 'dataSet.badFile' });
    },
  );
});
