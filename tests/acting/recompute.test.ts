import { describe, expect, it } from 'vitest';
import type { EpisodicWorkspace } from '../../src-main/acting/episodicWorkspace.ts';
import { recompute } from '../../src-main/acting/recompute.ts';

describe('lost episodes of an environment that does not repeat', () => {
  const workspaceWith = (lost: readonly number[]) => {
    let steps = 0;
    const environment = {
      lock: { repeats: false },
      reset: () => ({ observation: {} }),
      step: () => {
        steps += 1;
        return { observation: {}, reward: 1 };
      },
    };
    const workspace = {
      replay: { episodes: [{ seed: 1, length: 2 }], lostEpisodes: () => lost, actionsOf: () => [0, 0] },
      environments: { first: () => Promise.resolve(environment) },
    };
    return { workspace: workspace as unknown as EpisodicWorkspace, steps: () => steps };
  };

  it('are never played again', async () => {
    const { workspace, steps } = workspaceWith([0]);
    await expect(recompute(workspace).next()).rejects.toMatchObject({
      code: 'run.episodesGone',
      values: { episodes: 1 },
    });
    expect(steps()).toBe(0);
  });

  it('do not hinder a run that has all of its own', async () => {
    expect(await recompute(workspaceWith([]).workspace).next()).toMatchObject({ done: true });
  });
});
