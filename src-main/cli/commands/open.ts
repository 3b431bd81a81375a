/** `studio open`: a fresh address of the studio that serves the data folder. Printed as the only line on stdout. */
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import { readLaunchFile, type Launch } from '../../host/launchFile.ts';
import { processLives } from '../../store/lock.ts';
import { openInBrowser } from '../openInBrowser.ts';
import { chosenDataFolder, print } from '../terminal.ts';

export interface OpenOptions {
  readonly dataDir?: string;
  readonly print?: boolean;
}

/** @throws StudioError `serve.notRunning` */
export async function open(options: OpenOptions): Promise<void> {
  const folder = chosenDataFolder(options);
  const launch = readLaunchFile(folder);
  const code = launch === null ? null : await newCode(launch);
  if (launch === null || code === null) throw new StudioError('serve.notRunning', { folder });
  const address = `${launch.origin}/#code=${code}`;
  print(address);
  if (options.print !== true) openInBrowser(address);
}

/** Null where nobody answers, or somebody else does. */
async function newCode({ origin, opener, processId, born }: Launch): Promise<string | null> {
  // Whoever listens there after a studio that was killed is told nothing.
  if (!processLives(processId, born)) return null;
  return new Promise((resolve) => {
    const url = new URL('/code', origin);
    // The certificate may be the studio's own, and is asked for on this machine only.
    const options = {
      method: 'POST',
      headers: { authorization: `Bearer ${opener}` },
      rejectUnauthorized: false,
    };
    const asked = (url.protocol === 'https:' ? secureRequest : request)(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => {
        resolve(response.statusCode === 200 ? codeIn(text) : null);
      });
    });
    asked.on('error', () => {
      resolve(null);
    });
    asked.end();
  });
}

/** Null where it is no answer of a studio. */
function codeIn(text: string): string | null {
  try {
    return z.object({ code: z.string() }).parse(JSON.parse(text)).code;
  } catch {
    return null;
  }
}
