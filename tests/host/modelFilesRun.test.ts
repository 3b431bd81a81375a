/** A run on a model of several files: nothing of it lies elsewhere, its episodes are whole, and it goes out and in again. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parseModelFiles } from '../../shared/modelFiles.ts';
import type { Recipe } from '../../shared/recipe.ts';
import { readModelArgument } from '../../src-main/cli/modelArgument.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { modelText, modelZip, OBJ, png } from '../support/modelZips.ts';
import { temporaryFolder, testHost } from './testHost.ts';

const FILES = {
  'robot.xml': `<mujoco><compiler meshdir="parts"/><include file="lights.xml"/>
    <asset><mesh name="arm" file="arm.obj"/><texture name="t" type="2d" file="parts/wood.png"/></asset>
    <worldbody><body pos="0 0 1"><joint name="x" axis="0 1 0"/><geom type="mesh" mesh="arm"/></body></worldbody>
    <actuator><motor joint="x" ctrlrange="-1 1"/></actuator><sensor><jointpos name="place" joint="x"/></sensor></mujoco>`,
  'lights.xml': '<mujoco><worldbody><light pos="0 0 3"/></worldbody></mujoco>',
  'parts/arm.obj': OBJ,
  'parts/wood.png': png(64, 64),
};

it('keeps its files in its config, and its episodes name them', async () => {
  const model = modelText(FILES);
  const host = await testHost(temporaryFolder());
  const { id } = await host.call('runs.create', {
    algorithm: 'dreamer',
    environment: 'model-file',
    preset: 'smoke',
    overrides: { 'environment.model': model, 'environment.reward': 'place' },
    start: false,
  });
  const config = { xml: model, reward: 'place', observation: 'state' };
  const environment = await createEnvironment('model-file', config);
  environment.reset(5);
  const actions = [[0.5], [-0.5], [1]];
  for (const action of actions) environment.step(Float64Array.from(action));
  const hash = environment.recompute?.stateHash();
  environment.close();
  const recipe: Recipe = { environment: 'model-file', config, seed: 5, actions };
  host.store.record(id, [
    {
      kind: 'episode',
      episode: {
        purpose: 'evaluation',
        phase: 'train',
        episodeReturn: 1,
        length: 3,
        terminated: false,
        axis: { environmentSteps: 3, gradientSteps: 0, wallSeconds: 1 },
        recipe,
      },
    },
  ]);
  const [episode] = await host.call('runs.episodes', { runId: id });
  expect(host.store.recipe(episode?.id ?? '').recipe).toEqual(recipe);
  // Not as large as the model that it names.
  expect(host.store.recipeBytes(episode?.id ?? '')).toBeLessThan(300);
  const { file } = await host.call('runs.export', { runId: id });
  await host.close();

  const other = await testHost(temporaryFolder());
  await other.call('runs.import', { file: new Uint8Array(file) });
  const [imported] = await other.call('runs.episodes', { runId: id });
  const again = other.store.recipe(imported?.id ?? '').recipe;
  expect(again).toEqual(recipe);
  const played = await createEnvironment('model-file', again.config);
  played.reset(again.seed);
  for (const action of again.actions) played.step(Float64Array.from(action));
  expect(played.recompute?.stateHash()).toBe(hash);
  played.close();
});

it.each(['robot', 'robot/robot.xml'])('is read on the command line from %s', (named) => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'robot', 'parts'), { recursive: true });
  for (const [name, content] of Object.entries(FILES))
    writeFileSync(path.join(folder, 'robot', name), content);
  const text = readModelArgument('environment.model', path.join(folder, named));
  expect(parseModelFiles(text)?.main).toBe('robot.xml');
  // The same files give the same text, whatever lies beside them.
  writeFileSync(path.join(folder, 'robot', 'parts', 'unused.png'), png(128, 128));
  expect(readModelArgument('environment.model', path.join(folder, named))).toBe(text);
});

it('is read on the command line from a zip, and of one file where that is all', () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'robot.zip'), modelZip(FILES));
  expect(readModelArgument('environment.model', path.join(folder, 'robot.zip'))).toBe(modelText(FILES));
  writeFileSync(path.join(folder, 'lights.xml'), FILES['lights.xml']);
  expect(readModelArgument('environment.model', path.join(folder, 'lights.xml'))).toBe(FILES['lights.xml']);
  writeFileSync(path.join(folder, 'alone.xml'), FILES['robot.xml']);
  expect(() => readModelArgument('environment.model', path.join(folder, 'alone.xml'))).toThrow(
    expect.objectContaining({ code: 'environment.modelFileMissing' }),
  );
});
