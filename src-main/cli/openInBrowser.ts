/** Shows an address in the person's browser. */
import { spawn } from 'node:child_process';
import { note, say } from './terminal.ts';

export function openInBrowser(url: string): void {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', url.replaceAll('&', '^&')]]
        : ['xdg-open', [url]];
  const opener = spawn(command, args, { stdio: 'ignore', detached: true });
  // No browser here: the address was printed.
  opener.on('error', () => {
    note(say('cli.serve.noBrowser'));
  });
  opener.unref();
}
