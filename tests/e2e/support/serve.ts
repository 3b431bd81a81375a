/** Starts `studio serve` from the sources, as `npm run serve` does, and gives its address. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { nodePath, projectFolder } from './runtimes.ts';

export interface ServedStudio {
  /** With its token. */
  readonly url: string;
  /** Ctrl-C, and waits until everything is saved. */
  stop(): Promise<void>;
}

export function startServing(dataFolder: string): Promise<ServedStudio> {
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
    ],
    { cwd: projectFolder, stdio: ['ignore', 'pipe', 'pipe'] },
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
      resolve({
        url,
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
