/** The command line as a person and as a script meet it: real processes, real folders. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RunSummary } from '../../shared/run.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import type { CounterBehaviour } from '../engine/counterTrainer.ts';
import { newRun, openStore, temporaryFolder } from '../store/testStore.ts';

const STUDIO = fileURLToPath(new URL('../../src-main/cli/studio.ts', import.meta.url));
const COUNTER_STUDIO = fileURLToPath(new URL('counterStudio.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param onOutput sees all that was written so far to either stream, and may act on the process. */
function run(
  script: string,
  args: readonly string[],
  environment: Record<string, string> = {},
  onOutput: (text: string, interrupt: () => void, processId: number) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, STUDIO_LANGUAGE: 'en', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stdout = '';
  let stderr = '';
  const look = () => {
    onOutput(stdout + stderr, () => child.kill('SIGINT'), child.pid ?? 0);
  };
  child.stdout.on('data', (text: Buffer) => {
    stdout += text.toString();
    look();
  });
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
    look();
  });
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

const studio = (...args: string[]) => run(STUDIO, args);
const behaviour = (value: CounterBehaviour) => ({ COUNTER_TRAINER: JSON.stringify(value) });

describe('studio', () => {
  it.each([
    [['runz'], 'unknown command'],
    [['train', 'world-models', '--env', 'car-racing', '--preset', 'huge'], 'There is no preset “huge”.'],
    [['train', 'alchemy', '--env', 'car-racing'], 'There is no algorithm “alchemy”.'],
    [['train', 'world-models', '--env', 'moon'], 'There is no environment “moon”'],
    [['train'], 'say what to train'],
    [['train', 'world-models', '--env', 'car-racing', '--set', 'vision.epochs'], 'key=value'],
    [['train', 'world-models', '--env', 'car-racing', '--set', 'vision.epochs=many'], 'must be a number'],
    [['train', 'world-models', '--env', 'car-racing', '--set', 'vision.wings=2'], 'no such setting'],
    [['train', 'world-models', '--env', 'car-racing', '--set', 'vision.epochs=0'], 'vision.epochs'],
    [
      ['train', 'world-models', '--env', 'car-racing', '--set', 'vision.epochs=3', 'vision.wings=2'],
      'vision.wings',
    ],
    [['train', '--resume', 'none'], 'There is no experiment “none”.'],
    [['evaluate', 'none'], 'There is no experiment “none”.'],
    [['export', 'none'], 'There is no experiment “none”.'],
    [['import', '/nowhere.wmsx'], 'cannot be read'],
    [['replay', '/nowhere.json'], 'cannot be read'],
    [['describe', 'moon'], 'There is no environment “moon”'],
    [['serve', '--port', '99999'], '0 to 65535'],
  ])('%j says what is wrong on stderr, nothing on stdout, and fails', async (args, text) => {
    const folder = temporaryFolder();
    const takesFolder = ['train', 'evaluate', 'export', 'import', 'serve'].includes(args[0] ?? '');
    const ended = await studio(...args, ...(takesFolder ? ['--data-dir', folder] : []));
    expect(ended.stderr).toContain(text);
    expect(ended.stderr).not.toMatch(/\{\w+\}|\n\s+at /);
    expect(ended.stdout).toBe('');
    expect(ended.code).toBe(1);
  });

  it('tells errors in Korean where that is the system’s language', async () => {
    const folder = temporaryFolder();
    const ended = await run(STUDIO, ['evaluate', 'none', '--data-dir', folder], {
      STUDIO_LANGUAGE: '',
      LC_ALL: '',
      LC_MESSAGES: '',
      LANG: 'ko_KR.UTF-8',
    });
    expect(ended.stderr).toContain('실험이 없습니다');
  });

  it('refuses a data folder that another studio has open, and says which process', async () => {
    const store = openStore();
    const { root } = store.folder;
    const ended = await studio('train', 'world-models', '--env', 'car-racing', '--data-dir', root);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`Process ${process.pid} works in ${root}`);
  });

  it('lists the bin, restores from it, and empties it', async () => {
    const folder = temporaryFolder();
    const store = ExperimentStore.open(folder);
    for (const name of ['first', 'second']) {
      const { id } = store.createRun(newRun({ name }));
      store.changeRun(id, { deletedAt: '2026-01-02T03:04:05.000Z' });
    }
    store.close();
    const listed = await studio('runs', '--bin', '--data-dir', folder);
    expect(listed.stdout).toMatch(/run +second +0\.0 +2026-01-02 03:04/);
    const unknown = await studio('restore', 'none', '--data-dir', folder);
    expect(unknown.code).toBe(1);
    expect((await studio('restore', 'first', '--data-dir', folder)).stdout).toBe('Restored: first\n');
    const emptied = await studio('empty-bin', '--data-dir', folder);
    expect(emptied.stdout).toMatch(/^Deleted 1 experiments for good/);
    const left = JSON.parse((await studio('runs', '--json', '--data-dir', folder)).stdout) as RunSummary[];
    expect(left.map(({ name }) => name)).toEqual(['first']);
    expect((await studio('runs', '--bin', '--data-dir', folder)).stdout).toBe('The bin is empty.\n');
  });

  it('check tells what is wrong with exit code 1, and mends it where that is asked', async () => {
    const folder = temporaryFolder();
    const store = ExperimentStore.open(folder);
    const { id } = store.createRun(newRun());
    const axis = { environmentSteps: 1, gradientSteps: 1, wallSeconds: 1 };
    store.record(id, [
      {
        kind: 'checkpoint',
        checkpoint: {
          ...{ id: 'c1', fileName: 'c1.wms', sizeBytes: 1, reason: 'interval', phase: '', score: null },
          axis,
          createdAt: '',
        },
      },
    ]);
    store.close();
    const found = await studio('check', '--data-dir', folder);
    expect(found.code).toBe(1);
    expect(found.stdout).toContain('1 checkpoints have no file');
    const mended = await studio('check', '--repair', '--data-dir', folder);
    expect(mended.code).toBe(0);
    expect(mended.stdout).toContain('Removed 1 checkpoints without a file.');
    expect(mended.stdout).toContain('Everything is in order: 1 experiments, 0 checkpoints.');
  });

  it('misses a data folder that was there, until it is told that it is gone for good', async () => {
    const folder = path.join(temporaryFolder(), 'data');
    const config = { STUDIO_CONFIG_DIR: temporaryFolder() };
    const empty = () => run(STUDIO, ['empty-bin', '--data-dir', folder], config);
    expect((await empty()).code).toBe(0);
    rmSync(folder, { recursive: true });
    const missed = await empty();
    expect(missed.code).toBe(1);
    expect(missed.stderr).toContain('The data folder that was here is missing.');
    expect(existsSync(folder)).toBe(false);
    await run(STUDIO, ['check', '--begin-new', '--data-dir', folder], config);
    expect((await empty()).code).toBe(0);
  });

  it('runs lists what is there, also while a studio has it open; JSON for scripts', async () => {
    const empty = await studio('runs', '--json', '--data-dir', path.join(temporaryFolder(), 'none'));
    expect(JSON.parse(empty.stdout)).toEqual([]);
    const store = openStore();
    store.createRun(newRun({ name: 'my run' }));
    const json = await studio('runs', '--json', '--data-dir', store.folder.root);
    expect(JSON.parse(json.stdout)).toEqual(JSON.parse(JSON.stringify(store.runs())));
    expect((await studio('runs', '--data-dir', store.folder.root)).stdout).toContain('my run');
  });

  it('replays without loading TensorFlow or the database', async () => {
    const folder = temporaryFolder();
    const recipe = path.join(folder, 'recipe.json');
    writeFileSync(recipe, JSON.stringify({ environment: 'car-racing', seed: 5, actions: [[0, 1, 0]] }));
    const watcher = path.join(folder, 'watch.cjs');
    writeFileSync(
      watcher,
      `const Module = require('node:module');
       const load = Module._load;
       Module._load = (name, ...rest) => {
         if (/tensorflow|better-sqlite3/.test(name)) throw new Error('loaded ' + name);
         return load(name, ...rest);
       };`,
    );
    const ended = await run(STUDIO, ['replay', recipe], { NODE_OPTIONS: `--require ${watcher}` });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const lines = ended.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { step: number });
    expect(lines.map(({ step }) => step)).toEqual([0, 1]);
  });
});

describe('studio train', () => {
  it('shows its progress in plain lines on stderr and the score on stdout', async () => {
    const folder = temporaryFolder();
    const ended = await run(COUNTER_STUDIO, [folder, '30'], behaviour({}));
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/^car-racing smoke \(\S+\): score -?\d+\.\d ± 1\.0\n$/);
    expect(ended.stderr).toContain('[1/2]');
    expect(ended.stderr).toContain('30/30 steps');
    expect(ended.stderr).toContain('Training is complete.');
    expect(ended.stderr).not.toContain('\x1b');
  });

  it('interrupted keeps a checkpoint, says how to go on, and goes on to the same end', async () => {
    const whole = temporaryFolder();
    await run(COUNTER_STUDIO, [whole, '60'], behaviour({}));
    const folder = temporaryFolder();
    let interrupted = false;
    const first = await run(
      COUNTER_STUDIO,
      [folder, '60'],
      behaviour({ stepMilliseconds: 30 }),
      (text, interrupt) => {
        if (interrupted || !text.includes('[1/2]')) return;
        interrupted = true;
        interrupt();
      },
    );
    expect(first.code).toBe(130);
    const id = /studio train --resume (\S+)/.exec(first.stderr)?.[1] ?? '';
    const second = await run(COUNTER_STUDIO, [folder, '60', id], behaviour({}));
    expect(second.code).toBe(0);
    const runs = [whole, folder].map((root) => {
      const store = ExperimentStore.openReadOnly(root);
      const [only] = store?.runs() ?? [];
      store?.close();
      return only;
    });
    expect(runs[1]).toMatchObject({ id, status: 'completed', score: runs[0]?.score });
  });

  it('that crashes fails with what, why and next, and how to go on', async () => {
    const ended = await run(COUNTER_STUDIO, [temporaryFolder(), '60'], behaviour({ dieAt: 10 }));
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('The training process ended unexpectedly.');
    expect(ended.stderr).toContain('exit code 7');
    expect(ended.stderr).toContain('--resume');
  });

  it('with --json prints one JSON object a line, the run first and last', async () => {
    const ended = await run(COUNTER_STUDIO, [temporaryFolder(), '20', '', 'json'], behaviour({}));
    const lines = ended.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; run?: RunSummary });
    expect(lines[0]?.kind).toBe('run');
    expect(lines.at(-1)?.run?.status).toBe('completed');
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(
      new Set(['run', 'log', 'metrics', 'episode', 'checkpoint', 'progress']),
    );
    expect(lines.filter(({ kind }) => kind === 'metrics')).toHaveLength(20);
  });
});

describe('studio serve', () => {
  it('prints its address as the only line, answers there, and ends on Ctrl-C', async () => {
    const folder = temporaryFolder();
    let fetched: Promise<number> | null = null;
    const ended = await run(STUDIO, ['serve', '--port', '0', '--data-dir', folder], {}, (text, interrupt) => {
      const url = /http:\/\/\S+/.exec(text)?.[0];
      if (url === undefined || fetched !== null || !text.includes('Ctrl-C')) return;
      fetched = fetch(url).then(({ status }) => {
        interrupt();
        return status;
      });
    });
    expect(ended.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#code=\S{20,}\n$/);
    // 404 where the renderer is not built: it answers all the same.
    expect([200, 404]).toContain(await fetched);
    expect(ended.code).toBe(0);
    expect(existsSync(path.join(folder, 'studio.lock'))).toBe(false);
  });

  it('shows its token to nobody, and `studio open` gets a further address from it', async () => {
    const folder = temporaryFolder();
    const token = 'a-token-of-a-person-with-32-letters-and-more';
    let seen: { arguments: string; launch: string; mode: number } | null = null;
    let opened: Promise<Ended> | null = null;
    const serving = run(
      STUDIO,
      ['serve', '--port', '0', '--data-dir', folder],
      { STUDIO_TOKEN: token },
      (text, interrupt, processId) => {
        if (opened !== null || !text.includes('Ctrl-C')) return;
        const file = path.join(folder, 'serve.json');
        seen = {
          arguments: process.platform === 'linux' ? readFileSync(`/proc/${processId}/cmdline`, 'utf8') : '',
          launch: readFileSync(file, 'utf8'),
          mode: statSync(file).mode & 0o777,
        };
        opened = studio('open', '--print', '--data-dir', folder).finally(interrupt);
      },
    );
    const ended = await serving;
    const address = await (opened as Promise<Ended> | null);
    expect(seen).toMatchObject({ mode: process.platform === 'win32' ? expect.any(Number) : 0o600 });
    expect(JSON.stringify(seen) + ended.stdout + ended.stderr + (address?.stdout ?? '')).not.toContain(token);
    expect(address?.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#code=\S{20,}\n$/);
    expect(address?.stdout).not.toBe(ended.stdout);
    expect(existsSync(path.join(folder, 'serve.json'))).toBe(false);
  });

  it('tells nothing to whoever listens where a killed studio did', async () => {
    const folder = temporaryFolder();
    const asked: unknown[] = [];
    const other = createServer((request, response) => {
      asked.push(request.headers);
      response.end('{"code":"evil"}');
    });
    onTestFinished(() => {
      other.close();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const gone = spawn(process.execPath, ['--version']);
    await new Promise((resolve) => gone.once('exit', resolve));
    const launch = { origin: `http://127.0.0.1:${port}`, opener: 'secret', processId: gone.pid, born: '1' };
    writeFileSync(path.join(folder, 'serve.json'), JSON.stringify(launch));
    const ended = await studio('open', '--print', '--data-dir', folder);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain('Nothing is opened.');
    expect(asked).toEqual([]);
  });

  it.each([
    [[], { STUDIO_TOKEN: 'x'.repeat(31) }, 'STUDIO_TOKEN is too short'],
    [['--host', '0.0.0.0'], {}, 'everybody on the way'],
    [['--tls-cert', STUDIO, '--tls-key', STUDIO], {}, 'cannot be used'],
    [['--tls-cert', STUDIO], {}, '--tls-key'],
  ] as [string[], Record<string, string>, string][])(
    'is refused with a reason: %j %j',
    async (args, environment, reason) => {
      const folder = temporaryFolder();
      const ended = await run(STUDIO, ['serve', '--port', '0', '--data-dir', folder, ...args], environment);
      expect(ended).toMatchObject({ code: 1, stdout: '' });
      expect(ended.stderr).toContain(reason);
    },
  );
});

describe('studio export and import', () => {
  it('carry a run to another data folder', async () => {
    const folder = temporaryFolder();
    await run(COUNTER_STUDIO, [folder, '20'], behaviour({}));
    const file = path.join(folder, 'out.wmsx');
    const exported = await studio('export', 'car-racing smoke', file, '--data-dir', folder);
    expect(exported.stdout).toBe(`${file}\n`);
    const other = temporaryFolder();
    const imported = await studio('import', file, '--json', '--data-dir', other);
    const listed = await studio('runs', '--json', '--data-dir', other);
    expect(JSON.parse(listed.stdout)).toEqual([JSON.parse(imported.stdout)]);
  });
});
