import { expect, it } from 'vitest';
import { DEFAULT_THEATRE_SETTINGS } from '../../../shared/theatre.ts';
import { AskedSettings } from '../../../src-renderer/views/theatre/askedSettings.ts';

const TOLD = { ...DEFAULT_THEATRE_SETTINGS, driver: 'agent', horizon: 50 } as const;

it('an older state does not turn a switch back, and once the inspector agrees it alone counts', () => {
  const asked = new AskedSettings();
  asked.ask({ driver: 'random' }, 0);
  asked.ask({ horizon: null }, 10);
  expect(asked.over(TOLD, 20)).toEqual({ ...TOLD, driver: 'random', horizon: null });
  expect(asked.over({ ...TOLD, driver: 'random' }, 30)).toEqual({ ...TOLD, driver: 'random', horizon: null });
  expect(asked.over({ ...TOLD, driver: 'random', horizon: null }, 40).horizon).toBeNull();
  // Somebody else changed it since.
  expect(asked.over({ ...TOLD, driver: 'keyboard', horizon: 5 }, 50)).toEqual({
    ...TOLD,
    driver: 'keyboard',
    horizon: 5,
  });
});

it('what the inspector never takes is given up', () => {
  const asked = new AskedSettings();
  asked.ask({ driver: 'random' }, 0);
  expect(asked.over(TOLD, 1999).driver).toBe('random');
  expect(asked.over(TOLD, 2001)).toEqual(TOLD);
});
