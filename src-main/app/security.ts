/**
 * The shell shows the studio's own files and nothing else: permissions are denied, navigation and new windows are
 * refused, web links open in the person's browser. See Electron's security checklist.
 */
import { app, dialog, session, shell, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import { translate, type Language } from '../../shared/messages/index.ts';
import type { NamedStudios } from './namedStudios.ts';
import { isOpenedOutside, isOwnPage } from './ownPages.ts';

/** Copying an error's text and filling the screen with the theatre. */
const ALLOWED_PERMISSIONS = new Set(['clipboard-sanitized-write', 'fullscreen']);

export function secureSession(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, decide) => {
    decide(ALLOWED_PERMISSIONS.has(permission));
  });
  defaultSession.setPermissionCheckHandler((_contents, permission) => ALLOWED_PERMISSIONS.has(permission));
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event, address) => {
      if (!isOwnPage(address)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(({ url }) => {
      if (isOpenedOutside(url)) void shell.openExternal(url);
      return { action: 'deny' };
    });
  });
}

/** Whether a message comes from the main frame of a page of ours: only that one is lent anything. */
export function isFromOwnPage({ senderFrame, sender }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOwnPage(senderFrame.url);
}

/** A studio that made its own certificate shows its fingerprint where it runs: the person compares the two, once. */
export function askForCertificates(studios: NamedStudios, language: Language): void {
  app.on('certificate-error', (event, _contents, address, _error, { fingerprint }, decide) => {
    const origin = URL.canParse(address) ? new URL(address).origin.replace(/^ws/, 'http') : '';
    if (!studios.isNamed(origin)) return;
    event.preventDefault();
    if (studios.accepts(origin, fingerprint)) {
      decide(true);
      return;
    }
    const say = (key: string, values = {}) => translate(language, key, values);
    void dialog
      .showMessageBox({
        type: 'question',
        title: app.name,
        message: say('desktop.certificate.title', { studio: origin }),
        detail: say('desktop.certificate.text', { fingerprint }),
        buttons: [say('desktop.certificate.accept'), say('desktop.certificate.refuse')],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      })
      .then(({ response }) => {
        if (response === 0) studios.accept(origin, fingerprint);
        decide(response === 0);
      });
  });
}
