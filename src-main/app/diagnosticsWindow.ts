/**
 * Shows a diagnostics report where the studio's own page cannot, since its host does not run, and saves it where the person
 * says so.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { diagnosticsFileName, diagnosticsText, type DiagnosticsReport } from '../../shared/diagnostics.ts';
import { translate, type Language } from '../../shared/messages/index.ts';
import { PRIVATE_FILE } from '../store/privateFiles.ts';
import { PAGE_PREFERENCES } from './pagePreferences.ts';

const page = (language: Language) => {
  const say = (key: string) => translate(language, key);
  return `<!doctype html>
<html lang="${language}">
  <meta charset="utf-8" />
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
  <title>${say('system.diagnostics')}</title>
  <style>
    :root { color-scheme: light dark; font: 14px system-ui, sans-serif; }
    body { margin: 0; padding: 20px; height: 100vh; box-sizing: border-box; display: grid; gap: 12px;
           grid-template-rows: auto 1fr auto; }
    p { margin: 0; }
    pre { margin: 0; padding: 8px; overflow: auto; border: 1px solid GrayText; white-space: pre-wrap;
          overflow-wrap: anywhere; font: 11px/16px ui-monospace, monospace; }
    div { display: flex; gap: 8px; }
    button { font: inherit; padding: 4px 12px; }
  </style>
  <p>${say('diagnostics.text')}</p>
  <pre id="text" tabindex="0" aria-label="${say('system.diagnostics')}"></pre>
  <div>
    <button id="save">${say('diagnostics.save')}</button>
    <button id="close">${say('diagnostics.window.closed')}</button>
  </div>
</html>`;
};

/** Resolves when the window is closed. */
export async function showDiagnostics(language: Language, report: DiagnosticsReport): Promise<void> {
  const text = diagnosticsText(report, (key, values) => translate(language, key, values));
  const window = new BrowserWindow({
    width: 820,
    height: 640,
    title: `${app.name}: ${translate(language, 'system.diagnostics')}`,
    autoHideMenuBar: true,
    webPreferences: PAGE_PREFERENCES,
  });
  const closed = new Promise<'close'>((resolve) => {
    window.once('closed', () => {
      resolve('close');
    });
  });
  await window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(page(language))}`);
  // The page has no line to the shell: what was pressed is the answer to a question.
  const pressed = (): Promise<unknown> =>
    window.webContents.executeJavaScript(`new Promise((resolve) => {
      document.getElementById('text').textContent ||= ${JSON.stringify(text)};
      for (const id of ['save', 'close']) document.getElementById(id).onclick = () => resolve(id);
    })`);
  while ((await Promise.race([pressed().catch(() => 'close'), closed])) === 'save') {
    const { filePath } = await dialog.showSaveDialog(window, {
      defaultPath: path.join(app.getPath('documents'), diagnosticsFileName(report)),
    });
    if (filePath === undefined || filePath === '') continue;
    try {
      await writeFile(filePath, text, { mode: PRIVATE_FILE });
    } catch (error) {
      dialog.showErrorBox(app.name, error instanceof Error ? error.message : String(error));
    }
  }
  if (!window.isDestroyed()) window.destroy();
}
