/** Studies on the command line: real processes, real folders. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkStudy } from '../../shared/study.ts';
import type { CounterBehaviour } from '../engine/counterTrainer.ts';
import { temporaryFolder } from '../store/testStore.ts';

const STUDIO = fileURLToPath(new URL('../../src-main/cli/studio.ts', import.meta.url));
const COUNTER_STUDY = fileURLToPath(new URL('counterStudy.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  script: string,
  args: readonly string[],
  behaviour: CounterBehaviour = {},
  onOutput: (text: string, interrupt: () => void) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, STUDIO_LANGUAGE: 'en', COUNTER_TRAINER: JSON.stringify(behaviour) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const told = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (text: Buffer) => {
      told[stream] += text.toString();
      onOutput(told.stdout + told.stderr, () => child.kill('SIGINT'));
    });
  }
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, ...told });
    });
  });
}

function studyFile(changes: object = {}): string {
  const file = path.join(temporaryFolder(), 'study.json');
  const study = {
    name: 'Inputs',
    algorithm: 'world-models',
    environments: ['car-racing'],
    preset: 'smoke',
    settings: { 'controller.generations': 20 },
    vary: { kind: 'grid', fields: [{ path: 'controller.inputs', values: ['z', 'zh'] }] },
    seeds: [1, 2],
    ...changes,
  };
  writeFileSync(file, JSON.stringify(study));
  return file;
}

describe('studio study', () => {
  it('runs a study to its table, which `studies` then lists as done', async () => {
    const folder = temporaryFolder();
    const ended = await run(COUNTER_STUDY, [studyFile(), folder]);
    expect(ended.stderr).toContain('[4/4] Inputs: zh, #2: Completed');
    expect(ended.code).toBe(0);
    const lines = ended.stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^controller\.inputs +Seeds +Score/);
    expect(lines.slice(1).map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
      ['z', '2/2'],
      ['zh', '2/2'],
    ]);
    const listed = await run(STUDIO, ['studies', '--json', '--data-dir', folder]);
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { definition: { name: 'Inputs' }, progress: { completed: 4 } },
    ]);
  });

  it('paused by Ctrl-C keeps a checkpoint and says how to go on; resumed it goes on to the table as JSON', async () => {
    const folder = temporaryFolder();
    let asked = false;
    const paused = await run(
      COUNTER_STUDY,
      [studyFile(), folder],
      { stepMilliseconds: 30 },
      (text, interrupt) => {
        if (!text.includes('#1: Running') || asked) return;
        asked = true;
        interrupt();
      },
    );
    expect(paused.code).toBe(130);
    const id = /--resume (\S+)/.exec(paused.stderr)?.[1] ?? '';
    const resumed = await run(COUNTER_STUDY, ['', folder, id, 'json']);
    expect(resumed.code).toBe(0);
    const lines = resumed.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; progress?: { completed: number } });
    expect(lines.at(-1)).toMatchObject({ kind: 'table', progress: { completed: 4, total: 4 } });
  });

  it('trains as many at once as asked, also when it is resumed, and keeps that with the study', async () => {
    const folder = temporaryFolder();
    // The third begins when the first has begun, on two cores: by then none may be over.
    const slowly = { stepMilliseconds: 80 };
    const text = (ended: Ended) => ended.stderr.slice(0, ended.stderr.indexOf('Completed'));
    let asked = false;
    const paused = await run(COUNTER_STUDY, [studyFile(), folder, '', '', '2'], slowly, (told, interrupt) => {
      if (asked || told.split(': Running').length < 3) return;
      asked = true;
      interrupt();
    });
    expect(paused.code).toBe(130);
    const id = /--resume (\S+)/.exec(paused.stderr)?.[1] ?? '';
    const resumed = await run(COUNTER_STUDY, ['', folder, id, '', '3'], slowly);
    expect(text(resumed).split(': Running')).toHaveLength(4);
    const listed = await run(STUDIO, ['studies', '--json', '--data-dir', folder]);
    expect(JSON.parse(listed.stdout)).toMatchObject([{ definition: { concurrent: 3 } }]);
  });

  it('ends with code 1 where a run failed, and has the rest', async () => {
    const ended = await run(COUNTER_STUDY, [studyFile(), temporaryFolder()], { failAt: 5, onlySeed: 2 });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('Inputs: z, #2: Failed');
    expect(ended.stdout.split('\n')[1]).toMatch(/^z +1\/2/);
  });

  it('prints a ready-made study, which can be run as a file', async () => {
    const ended = await run(STUDIO, [
      'study',
      '--template',
      'world-models-ablation',
      '--seeds',
      '3-4',
      '--print',
    ]);
    expect(ended.code).toBe(0);
    expect(checkStudy(JSON.parse(ended.stdout)).seeds).toEqual([3, 4]);
  });

  it.each([
    [['study'], '--template (world-models-ablation'],
    [['study', '--template', 'none'], 'the ready-made studies are world-models-ablation'],
    [['study', '/nowhere.json'], 'The study cannot be made'],
    [['study', '--template', 'dreamer-horizons', '--at-once', '0'], '--at-once'],
    [['study', '--resume', 'none'], 'There is no study “none”'],
    [['study', '--template', 'world-models-ablation', '--seeds', 'x'], 'seeds'],
    [['study', '--template', 'world-models-ablation', '--preset', 'huge'], 'There is no preset “huge”'],
  ])('%j says what is wrong on stderr, nothing on stdout, and fails', async (args, text) => {
    const ended = await run(STUDIO, [...args, '--data-dir', temporaryFolder()]);
    expect(ended.stderr).toContain(text);
    expect(ended.stderr).not.toMatch(/\{\w+\}|\n\s+at /);
    expect(ended.stdout).toBe('');
    expect(ended.code).toBe(1);
  });
});
