/** Starts `studio serve` from the sources, as `npm run serve` does, and gives its address. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { nodePath, projectFolder } from './runtimes.ts';

const TOKEN = randomBytes(24).toString('hex');

export interface ServedStudio {
  /** The one that it printed: opens the studio once. */
  readonly address: string;
  /** What it has told the person so far. */
  told(): string;
  /** A further address, which opens the studio once. */
  newAddress(): Promise<string>;
  /** Ctrl-C, and waits until everything is saved. */
  stop(): Promise<void>;
}

/** @param flags of `studio serve` besides the port and the data folder */
export function startServing(dataFolder: string, flags: readonly string[] = []): Promise<ServedStudio> {
  const child = spawn(
    nodePath,
    [
      '--disable-warning=ExperimentalWarning',
      path.join(projectFolder, 'src-main', 'cli', 'studio.ts'),
      'serve',
      '--port',
      '0',
      '--data-dir',
      dataFolder,
      ...flags,
    ],
    {
      cwd: projectFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, STUDIO_TOKEN: TOKEN },
    },
  );
  let told = '';
  child.stderr.on('data', (piece) => (told += String(piece)));
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (piece) => {
      printed += String(piece);
      const url = /https?:\/\/\S+/.exec(printed)?.[0];
      if (url === undefined) return;
      const { origin } = new URL(url);
      resolve({
        address: url,
        told: () => told,
        newAddress: async () => {
          const headers = { authorization: `Bearer ${TOKEN}` };
          const response = await fetch(`${origin}/code`, { method: 'POST', headers });
          const { code } = (await response.json()) as { code: string };
          return `${origin}/#code=${code}`;
        },
        stop: async () => {
          child.kill('SIGINT');
          await gone;
        },
      });
    });
    child.once('error', reject);
    void gone.then(() => {
      reject(new Error(`studio serve ended before it printed its address:\n${told}`));
    });
  });
}
