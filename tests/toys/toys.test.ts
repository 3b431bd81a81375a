/**
 * An algorithm is two folders, an entry in each registry and its texts, and an environment one folder, an entry and its texts:
 * toys that are no more than that are found wherever the studio's own are.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type * as Registry from '../../shared/algorithms/registry.ts';
import type * as MessagesModule from '../../shared/messages/index.ts';
import type * as HostModule from '../../src-main/host/host.ts';
import type * as LauncherModule from '../../src-main/host/nodeLauncher.ts';
import type * as FormModule from '../../src-renderer/views/experiments/configForm.svelte.ts';
import { begin, onlyRun, reading } from '../cli/counterProcess.ts';
import { atRest, temporaryFolder, until } from '../host/testHost.ts';
import { openTheatre } from '../host/theatreClient.ts';
import { toyTree, type ToyTree } from './toyTree.ts';

const TRAINED = { algorithm: 'toy-search', environment: 'toy-line', preset: 'smoke' } as const;

let tree: ToyTree;

beforeAll(() => {
  tree = toyTree();
});

afterAll(() => {
  tree.remove();
});

/** A module of the tree, which has the types of this one's. */
async function ofTree<Module>(file: string): Promise<Module> {
  return (await import(path.join(tree.root, file))) as Module;
}

function studio(...words: readonly string[]) {
  return begin(path.join(tree.root, 'src-main/cli/studio.ts'), words);
}

async function answer(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await studio(...words).ended;
  if (code !== 0) throw new Error(`studio ${words.join(' ')} ended with ${code ?? 'a signal'}: ${stderr}`);
  return stdout;
}

/** Every number that the toy had, in order. */
function gainsOf(folder: string, runId: string): readonly number[] {
  return reading(folder, (store) =>
    Array.from(store.metrics(runId, ['search/gain'], 100_000)).flatMap(({ values }) => [...values]),
  );
}

describe('a toy algorithm and a toy environment', { timeout: 180_000 }, () => {
  it('touch an import and an entry in each registry and in each index of texts, and nothing else', () => {
    const own =
      /^(src-main|shared)\/algorithms\/toy-search\/|^src-main\/environments\/toy-line\/|^shared\/messages\/(en|ko)\/toys\.ts$/;
    const changes = Object.entries(tree.changes());
    expect(changes.filter(([file, what]) => own.test(file) && what === 'new').length).toBeGreaterThan(8);
    expect(Object.fromEntries(changes.filter(([file]) => !own.test(file)))).toEqual({
      'shared/algorithms/registry.ts': 2,
      'src-main/algorithms/registry.ts': 2,
      'src-main/environments/registry.ts': 2,
      'shared/environmentFacts.ts': 1,
      'shared/messages/en/index.ts': 2,
      'shared/messages/ko/index.ts': 2,
    });
  });

  it('are in the form, with every setting', async () => {
    const { ConfigForm } = await ofTree<typeof FormModule>(
      'src-renderer/views/experiments/configForm.svelte.ts',
    );
    const form = new ConfigForm();
    form.algorithm = TRAINED.algorithm;
    expect(form.environments).toContain(TRAINED.environment);
    form.environment = TRAINED.environment;
    expect(form.preset).toBe('smoke');
    expect(form.fields.map(({ path: field }) => field)).toContain('search.stepSize');
    form.set('search.stepSize', -1);
    expect(Object.keys(form.issues)).toEqual(['search.stepSize']);
    const { algorithmKey, translate } = await ofTree<typeof MessagesModule>('shared/messages/index.ts');
    for (const { path: field } of form.fields) {
      const key = algorithmKey(TRAINED.algorithm, `config.${field}.label`);
      const [english, korean] = [translate('en', key), translate('ko', key)];
      expect(english, field).not.toBe(key);
      expect(korean, field).not.toBe(english);
    }
    // And the environment is in the form of whoever else can train on it.
    const { algorithmsFor } = await ofTree<typeof Registry>('shared/algorithms/registry.ts');
    expect(algorithmsFor(TRAINED.environment)).toEqual(
      expect.arrayContaining(['d4pg', 'dreamer', 'toy-search']),
    );
  });

  it('train on the command line, resume to the same bit, make a study, are evaluated and exported', async () => {
    const [folder, other, away] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const inFolder = ['--data-dir', folder] as const;
    const study = path.join(other, 'study.json');
    const { environment, ...rest } = TRAINED;
    writeFileSync(study, JSON.stringify({ name: 'Toys', ...rest, environments: [environment], seeds: [0] }));
    const table = answer('study', study, '--data-dir', other);
    const { algorithm, preset } = TRAINED;
    const slowly = ['--set', 'search.secondsAStep=1', ...inFolder];
    const slow = studio('train', algorithm, '--env', environment, '--preset', preset, '--json', ...slowly);
    await slow.says('"phase":"train"');
    slow.signalGroup('SIGINT');
    await slow.ended;
    const { id, status } = onlyRun(folder);
    expect(status).toBe('paused');
    await answer('train', '--resume', id, '--set', 'search.secondsAStep=0', ...inFolder);
    const resumed = onlyRun(folder);
    expect(resumed.status).toBe('completed');

    expect(await table).toContain('1/1');
    const whole = onlyRun(other);
    expect(resumed.score).toBe(whole.score);
    expect(gainsOf(folder, id)).toEqual(gainsOf(other, whole.id));
    expect(gainsOf(folder, id).length).toBeGreaterThan(5);

    const file = path.join(folder, 'toy.wmstudio');
    const [evaluated] = await Promise.all([
      answer('evaluate', id, '--json', ...inFolder),
      answer('export', id, file, ...inFolder),
    ]);
    expect(JSON.parse(evaluated)).toMatchObject({ score: resumed.score });
    await answer('import', file, '--data-dir', away);
    expect(onlyRun(away)).toMatchObject({ ...TRAINED, status: 'completed', score: resumed.score });
  });

  it('are in the gallery, the theatre and its evaluations', async () => {
    const { startHost } = await ofTree<typeof HostModule>('src-main/host/host.ts');
    const { nodeLauncher } = await ofTree<typeof LauncherModule>('src-main/host/nodeLauncher.ts');
    const dataFolder = temporaryFolder();
    const launcher = nodeLauncher();
    const host = await startHost({ dataFolder, launcher, version: 'test', warmInspector: false });
    onTestFinished(() => host.close());
    const { id: runId } = await host.call('runs.create', { ...TRAINED, overrides: {}, start: true });
    const gallery = await host.call('environments.list', {});
    expect(gallery.map(({ id }) => id)).toContain('toy-line');
    const { status, score } = await until(host, runId, atRest);
    expect(status, JSON.stringify(host.store.summary(runId).lastError)).toBe('completed');

    const theatre = await openTheatre(host, { runId, checkpointId: 'latest' });
    const { info } = await theatre.event('info');
    expect(info).toMatchObject({ environment: 'toy-line', model: null, agent: { acts: true } });
    expect((await theatre.event('scene')).scene.bodies.map(({ name }) => name)).toEqual(['bar', 'ball']);
    await theatre.control({ kind: 'play' });
    // Only the agent moves it.
    for (let step = 0; step < 3; { step } = (await theatre.event('frame')).frame)
      theatre.send({ type: 'acknowledge', id: 2 });

    const [latest] = await host.call('runs.checkpoints', { runId });
    await host.call('evaluations.start', { runId, checkpointId: latest?.id ?? '' });
    await expect
      .poll(async () => (await host.call('evaluations.list', { runId })).results, { timeout: 30_000 })
      .toMatchObject([{ score }]);
  });
});
