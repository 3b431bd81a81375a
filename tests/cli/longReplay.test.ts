/** An episode of two million actions: its replay says how far it is, can be stopped at once, and reaches no reader twice. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../store/testStore.ts';
import { begin, STUDIO } from './counterProcess.ts';

const ACTIONS = 2_000_000;

function longRecipe(): string {
  const file = path.join(temporaryFolder(), 'recipe.json');
  const actions = Array.from({ length: ACTIONS }, (_, step) => `[${(step % 7) / 10 - 0.3}]`);
  writeFileSync(
    file,
    `{"environment":"dmc/cartpole-swingup","config":{"observation":"state"},"actions":[${actions.join(',')}]}`,
  );
  return file;
}

describe('studio replay', () => {
  it('of two million actions shows progress, and Ctrl-C ends it after a whole line', async () => {
    const replaying = begin(STUDIO, ['replay', longRecipe()]);
    await replaying.says(/Replay {2}.*\/2000000 steps/);
    const asked = performance.now();
    replaying.signalGroup('SIGINT');
    const { code, stdout, stderr } = await replaying.ended;
    expect(performance.now() - asked).toBeLessThan(20_000);
    expect(code).toBe(130);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { step: number });
    expect(lines.every(({ step }, index) => step === index)).toBe(true);
    const last = lines.at(-1)?.step ?? 0;
    expect(stderr).toContain(`Stopped after step ${last} of ${ACTIONS}.`);
    expect(last).toBeLessThan(ACTIONS);
  });
});
