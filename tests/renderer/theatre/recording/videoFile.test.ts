import { describe, expect, test } from 'vitest';
import {
  chooseVideoFormat,
  clockText,
  videoFileName,
} from '../../../../src-renderer/views/theatre/recording/videoFile.ts';

describe('the format of a video', () => {
  const choose = (...known: string[]) =>
    chooseVideoFormat('mp4', (codec) => Promise.resolve(known.includes(codec)));

  test('is H.264 in MP4 where the browser can write it, else VP9, else VP8 in WebM', async () => {
    expect(await choose('avc', 'vp9', 'vp8')).toEqual({ codec: 'avc', container: 'mp4' });
    expect(await choose('vp9', 'vp8')).toEqual({ codec: 'vp9', container: 'webm' });
    expect(await choose('vp8')).toEqual({ codec: 'vp8', container: 'webm' });
  });

  test('is WebM where that was asked for, whatever else can be written', async () => {
    const webm = (...known: string[]) =>
      chooseVideoFormat('webm', (codec) => Promise.resolve(known.includes(codec)));
    expect(await webm('avc', 'vp9', 'vp8')).toEqual({ codec: 'vp9', container: 'webm' });
    expect(await webm('avc', 'vp8')).toEqual({ codec: 'vp8', container: 'webm' });
    expect(await webm('avc')).toBeNull();
  });

  test('does not exist where the browser can write none', async () => {
    expect(await choose()).toBeNull();
  });
});

describe("a video's file", () => {
  const named = (name: string) => videoFileName({ name, firstStep: 12, lastStep: 310, container: 'mp4' });

  test('is named after the experiment and its steps', () => {
    expect(named('CarRacing laptop')).toBe('CarRacing laptop 12-310.mp4');
    expect(named('자동차 경주')).toBe('자동차 경주 12-310.mp4');
  });

  test('has a name that every file system takes', () => {
    expect(named('a/b\\c:d*e?"<f>|')).toBe('a_b_c_d_e___f__ 12-310.mp4');
    expect(named('  ')).toBe('theatre 12-310.mp4');
  });
});

test('a length is told in minutes and seconds', () => {
  expect([0, 7.9, 61, 600].map(clockText)).toEqual(['0:00', '0:07', '1:01', '10:00']);
});
