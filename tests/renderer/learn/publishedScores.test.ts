import { describe, expect, it } from 'vitest';
import { knownScores } from '../../../src-main/environments/knownScores.ts';
import {
  compared,
  PAPER_MEANS,
  PUBLISHED_TASKS,
  type PublishedTask,
} from '../../../src-renderer/learn/publishedScores.ts';

describe('published scores', () => {
  it('are of twenty tasks, and agree with what the studio draws beside its own', () => {
    expect(new Set(PUBLISHED_TASKS.map(({ task }) => task)).size).toBe(20);
    for (const { task, dreamer, dreamerV3 } of PUBLISHED_TASKS) {
      const id = `dmc/${task === 'cup catch' ? 'ball-in-cup-catch' : task.replaceAll(' ', '-')}`;
      const shown = knownScores(id);
      expect(shown.find(({ label }) => label.startsWith('Dreamer ('))?.score, id).toBe(dreamer);
      expect(shown.find(({ label }) => label.startsWith('DreamerV3'))?.score, id).toBe(dreamerV3);
    }
  });

  it('have the paper’s own mean where the file has the paper’s figures', () => {
    const { other, tasks } = compared(PUBLISHED_TASKS, 'dreamer', 'd4pg');
    expect(tasks).toHaveLength(18);
    expect(Math.round(other)).toBe(PAPER_MEANS.find(({ agent }) => agent === 'D4PG')?.mean);
  });

  it('are compared on the tasks that both were run on, the largest lead first', () => {
    const rows: PublishedTask[] = [
      { task: 'a', dreamer: 10, dreamerEarly: 1, dreamerV3: 2, d4pg: 4 },
      { task: 'b', dreamer: 30, dreamerEarly: 1, dreamerV3: 2, d4pg: 12 },
      { task: 'c', dreamer: 5, dreamerEarly: 1, dreamerV3: 2, d4pg: 8 },
      { task: 'd', dreamer: 900, dreamerEarly: 1, dreamerV3: 2, d4pg: null },
    ];
    expect(compared(rows, 'dreamer', 'd4pg')).toEqual({
      tasks: [
        { task: 'b', one: 30, other: 12 },
        { task: 'a', one: 10, other: 4 },
        { task: 'c', one: 5, other: 8 },
      ],
      one: 15,
      other: 8,
      ahead: 2,
    });
  });
});
