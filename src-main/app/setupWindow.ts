/** A small window with a progress bar while the installed app fetches TensorFlow. */
import { app, BrowserWindow } from 'electron';
import type { ProvisionProgress } from '../../scripts/provision/tensorflow.mjs';
import { PAGE_PREFERENCES } from './pagePreferences.ts';
import { translate, type Language } from '../../shared/messages/index.ts';

export interface SetupProgress {
  readonly update: (progress: ProvisionProgress) => void;
  readonly close: () => void;
}

const page = (language: Language) => `<!doctype html>
<html lang="${language}">
  <meta charset="utf-8" />
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
  <title>${translate(language, 'desktop.setup.title')}</title>
  <style>
    :root { color-scheme: light dark; font: 14px system-ui, sans-serif; }
    body { margin: 28px; display: grid; gap: 14px; }
    progress { width: 100%; height: 10px; }
  </style>
  <p id="line" role="status"></p>
  <progress id="bar" max="1"></progress>
</html>`;

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

/** Closing the window is cancelling. */
export function showSetupProgress(language: Language, cancel: () => void): SetupProgress {
  const window = new BrowserWindow({
    width: 460,
    height: 160,
    resizable: false,
    maximizable: false,
    title: `${app.name}: ${translate(language, 'desktop.setup.title')}`,
    autoHideMenuBar: true,
    webPreferences: PAGE_PREFERENCES,
  });
  let open = true;
  window.on('closed', () => {
    if (open) cancel();
    open = false;
  });
  const loaded = window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(page(language))}`);
  let last = 0;
  const show = (line: string, fraction: number | undefined) => {
    void loaded.then(() => {
      if (!open) return;
      window.setProgressBar(fraction ?? 2);
      const bar = fraction === undefined ? 'removeAttribute("value")' : `value = ${fraction}`;
      return window.webContents.executeJavaScript(
        `document.getElementById('line').textContent = ${JSON.stringify(line)};
         document.getElementById('bar').${bar};`,
      );
    });
  };
  return {
    update: (progress) => {
      if (progress.stage !== 'download' && progress.stage !== 'unpack') {
        show(translate(language, 'desktop.setup.checking'), undefined);
        return;
      }
      const { name, doneBytes, totalBytes } = progress;
      const now = performance.now();
      if (now - last < 100 && doneBytes < totalBytes) return;
      last = now;
      const key = progress.stage === 'download' ? 'desktop.setup.downloading' : 'desktop.setup.unpacking';
      const values = { name, done: megabytes(doneBytes), total: megabytes(totalBytes) };
      show(translate(language, key, values), totalBytes > 0 ? doneBytes / totalBytes : undefined);
    },
    close: () => {
      open = false;
      if (!window.isDestroyed()) window.destroy();
    },
  };
}
