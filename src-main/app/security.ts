/**
 * The shell shows the studio's own files and nothing else: permissions are denied, navigation and new windows are
 * refused, requests to other machines are cancelled, links to papers and sources open in the person's browser. See Electron's
 * security checklist.
 */
import { app, dialog, session, shell, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import { translate, type Language } from '../../shared/messages/index.ts';
import type { NamedStudios } from './namedStudios.ts';
import { isOpenedOutside, isOwnPage, isPermitted, mayBeRequested } from './ownPages.ts';

/** Beside the studio's own scheme and data:, which hold what came with the app. */
const OUTSIDE = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file:///*'] };

/** @param studios sources of the studios that the person named, asked for at each request */
export function secureSession(studios: () => readonly string[]): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl }) => {
    decide(isPermitted(permission, requestingUrl));
  });
  defaultSession.setPermissionCheckHandler((_contents, permission, origin) =>
    isPermitted(permission, origin),
  );
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest(OUTSIDE, ({ url }, decide) => {
    decide({ cancel: !mayBeRequested(url, studios()) });
  });
  app.on('web-contents-created', (_event, contents) => {
    const stayHome = (event: { preventDefault(): void }, address: string) => {
      if (!isOwnPage(address)) event.preventDefault();
    };
    contents.on('will-navigate', (event, address) => {
      stayHome(event, address);
    });
    contents.on('will-redirect', (event, address) => {
      stayHome(event, address);
    });
    contents.on('will-frame-navigate', (event) => {
      stayHome(event, event.url);
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
    if (studios.refuses(origin, fingerprint)) {
      decide(false);
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
        else studios.refuse(origin, fingerprint);
        decide(response === 0);
      });
  });
}
