// @vitest-environment jsdom
/** What a person stumbled over: undo by keys, what 0 means, the best of each game, the names of an action's elements. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ALGORITHMS } from '../../shared/algorithms/registry.ts';
import { configFields } from '../../shared/config.ts';
import { actionName } from '../../src-renderer/state/actionNames.ts';
import { KeyDispatcher, type Action } from '../../src-renderer/state/actions.svelte.ts';
import { preferences } from '../../src-renderer/state/preferences.svelte.ts';
import { toasts } from '../../src-renderer/state/toasts.svelte.ts';
import { bestOfEachGame } from '../../src-renderer/views/experiments/bestOfEachGame.ts';
import { configText } from '../../src-renderer/views/experiments/configText.ts';

vi.hoisted(() => {
  globalThis.matchMedia = () =>
    ({ matches: false, addEventListener: () => undefined }) as unknown as MediaQueryList;
});

describe('undo', () => {
  afterEach(() => {
    for (const { id } of toasts.list) toasts.close(id);
  });

  it('takes back the newest thing that can be, once', () => {
    const [first, second] = [vi.fn(), vi.fn()];
    toasts.say('archived', first);
    toasts.say('deleted', second);
    toasts.say('saved');
    expect(toasts.undoLast()).toBe(true);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
    expect(toasts.undoLast()).toBe(true);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
    expect(toasts.undoLast()).toBe(false);
    expect(toasts.list.map(({ text }) => text)).toEqual(['saved']);
  });

  it('by its key leaves a field that is typed into alone', () => {
    const run = vi.fn();
    const undo: Action = { id: 'undo', name: '', group: '', keys: 'mod+z', fieldsOwn: true, run };
    const press = (target: HTMLElement) => {
      document.body.append(target);
      const event = new KeyboardEvent('keydown', {
        key: 'z',
        ctrlKey: true,
        bubbles: true,
        cancelable: true,
      });
      Object.defineProperty(event, 'target', { value: target });
      return new KeyDispatcher().dispatch(event, [undo]);
    };
    expect(press(document.createElement('input'))).toBe(false);
    expect(run).not.toHaveBeenCalled();
    expect(press(document.createElement('div'))).toBe(true);
    expect(run).toHaveBeenCalledOnce();
  });
});

describe('a setting whose 0 is no number of anything', () => {
  const field = (algorithm: string, path: string) => {
    const found = configFields(algorithm).find((candidate) => candidate.path === path);
    if (found === undefined) throw new Error(`${algorithm} has no ${path}`);
    return found;
  };

  it('says what it means, and every other value its number and unit', () => {
    expect(configText(field('world-models', 'vision.maxBatches'), 0)).toBe('no limit');
    expect(configText(field('world-models', 'vision.maxBatches'), 220)).toBe('220 batches');
    expect(configText(field('world-models', 'controller.patience'), 0)).toBe('never');
    expect(configText(field('dreamer', 'schedule.pretrainSteps'), 0)).toBe('0 batches');
  });

  it('has 0 among its values', () => {
    const told = Object.keys(ALGORITHMS)
      .flatMap((algorithm) => configFields(algorithm))
      .filter(({ meta }) => meta.zero !== undefined);
    expect(told.length).toBeGreaterThan(5);
    expect(told.filter(({ minimum }) => minimum !== 0)).toEqual([]);
  });
});

describe('the best score', () => {
  const run = (id: string, environment: string, score: number | null) => ({ id, environment, score });

  it('is one among runs of the same game, and none across games', () => {
    expect(bestOfEachGame([run('car', 'a', 900), run('cover', 'b', 1100)]).size).toBe(0);
    const best = bestOfEachGame([
      run('low', 'a', 1),
      run('high', 'a', 2),
      run('alone', 'b', 500),
      run('unscored', 'a', null),
    ]);
    expect([...best]).toEqual(['high']);
  });
});

describe('an action’s elements', () => {
  it('are named in the language chosen, a person’s own as they are', () => {
    preferences.language = 'ko';
    expect(actionName('right_knee')).toBe('오른쪽 무릎');
    expect(actionName('my_winch')).toBe('my_winch');
    preferences.language = 'en';
    expect(actionName('bthigh')).toBe('back thigh');
  });
});
