/** Entry of the desktop shell: windows, menu, permissions, and the processes that the host asks for. No studio logic. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, configFolder } from '../../scripts/launch/paths.mjs';
import { app, dialog, ipcMain } from 'electron';
import type { BrowserWindow } from 'electron';
import type { ErrorCode, ErrorReport } from '../../shared/errors.ts';
import { LINK_SCHEME } from '../../shared/momentAddress.ts';
import { describeError, translate, type Language } from '../../shared/messages/index.ts';
import { logFaults, ProcessLog } from '../store/log.ts';
import { defaultDataFolder } from '../store/dataFolder.ts';
import { declareAppProtocol, serveAppProtocol } from './appProtocol.ts';
import { buildKind, ignoreCodeVariables } from './buildKind.ts';
import { showDiagnostics } from './diagnosticsWindow.ts';
import { HostKeeper } from './hostKeeper.ts';
import { LinkOpener } from './linkOpener.ts';
import { setMenu } from './menu.ts';
import { NamedStudios } from './namedStudios.ts';
import { askForCertificates, isFromOwnPage, secureSession } from './security.ts';
import { runSelfTest } from './selfTest.ts';
import { prepareShellFolder } from './shellFolder.ts';
import { readShellOptions } from './shellOptions.ts';
import { prepareTensorFlow } from './tensorflowSetup.ts';
import { logShell } from './shellLog.ts';
import { quitWhenAsked } from './endings.ts';
import { watchForUpdates } from './updates.ts';
import { openWindow } from './window.ts';

ignoreCodeVariables(buildKind(app.isPackaged, app.getAppPath()), process.env);
const options = readShellOptions(process.argv.slice(1), process.env, defaultDataFolder());
if (options.userData !== undefined && prepareShellFolder(options.dataFolder)) {
  app.setPath('userData', options.userData);
}
declareAppProtocol();
// No window does without it, whatever its own preferences say, but where the person wants all of them to.
if (!options.withoutSandbox) app.enableSandbox();

/** `out/` in development, the same inside the packaged app. */
const outFolder = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const language = (): Language => (app.getLocale().startsWith('ko') ? 'ko' : 'en');

/** Beside Chromium's own files: it is there before any data folder, and where that cannot be opened. */
const log = new ProcessLog(app.getPath('userData'), 'shell');
const links = new LinkOpener(process.argv.slice(1));
let keeper: HostKeeper | undefined;
let window: BrowserWindow | undefined;
/** A report is being gathered or looked at. */
let diagnosing: Promise<void> | undefined;

async function startStudio(): Promise<void> {
  const studios = new NamedStudios(path.join(app.getPath('userData'), 'studios.json'));
  serveAppProtocol(path.join(outFolder, 'renderer'), () => studios.sources);
  secureSession(() => studios.sources);
  askForCertificates(studios, language());
  setMenu(language(), options.dataFolder, () => void openDiagnostics());
  const environment = await prepareTensorFlow({
    dataFolder: options.dataFolder,
    cache: cacheFolder(),
    language: language(),
    consent: options.fetchTensorFlow ? 'given' : 'ask',
  });
  const shipped = shippedExperiments();
  keeper = new HostKeeper({
    start: {
      dataFolder: options.dataFolder,
      version: app.getVersion(),
      shippedExperiments: shipped,
      configFolder: configFolder(),
      otherLogs: [app.getPath('userData')],
    },
    hostNode: options.hostNode,
    log,
    environment,
    onFailed: (error) => void showHostFailure(error),
  });
  keeper.ensure();
  ipcMain.on('studio:connect', (event) => {
    if (keeper === undefined || !isFromOwnPage(event)) return;
    event.sender.postMessage('studio:port', null, [keeper.connectClient()]);
  });
  ipcMain.handle('studio:allow', (event, origins: unknown) => {
    if (isFromOwnPage(event) && studios.replace(origins)) event.sender.reload();
  });
  showWindow();
  watchForUpdates();
}

/** Experiments that come with the app; the folder lies outside the archive, where the host can read it as files. */
function shippedExperiments(): string | undefined {
  const root = app.isPackaged ? process.resourcesPath : app.getAppPath();
  const folder = path.join(root, 'assets', 'experiments');
  return existsSync(folder) ? folder : undefined;
}

function showWindow(): void {
  if (window !== undefined) {
    if (window.isMinimized()) window.restore();
    window.focus();
    return;
  }
  window = openWindow(outFolder);
  window.on('closed', () => {
    window = undefined;
  });
  links.show(window);
}

/** A link that the system or another launch hands over. */
function showLinked(): void {
  if (keeper === undefined) return;
  showWindow();
  if (window !== undefined) links.show(window);
}

/** In the studio's own page; where its host does not run, in a window of the shell's. */
function openDiagnostics(): Promise<void> {
  diagnosing ??= showReport().finally(() => {
    diagnosing = undefined;
  });
  return diagnosing;
}

async function showReport(): Promise<void> {
  if (keeper?.startFailed === false) {
    showWindow();
    await window?.webContents.executeJavaScript("location.hash = '#/system/diagnostics'");
    return;
  }
  const report = (await keeper?.diagnose(language())) ?? {
    createdAt: new Date().toISOString(),
    parts: [{ id: 'logs', lines: [`studio ${app.getVersion()}`, ...log.recent] }],
  };
  await showDiagnostics(language(), report);
}

/** On a system that denies Chromium its sandbox, some starters switch it off by themselves. */
async function refuseWithoutSandbox(): Promise<void> {
  const { what, why, next } = describeError(language(), { code: 'desktop.sandboxOff', values: {} });
  process.stderr.write(`${what}\n${why}\n${next}\n`);
  if (!options.selfTest) {
    const buttons = [translate(language(), 'menu.quit')];
    await dialog.showMessageBox({
      type: 'error',
      title: app.name,
      message: what,
      detail: `${why}\n\n${next}`,
      buttons,
    });
  }
  app.exit(1);
}

/** What can be done about a data folder that cannot be opened, beside trying again. */
const REMEDIES: Partial<Record<ErrorCode, 'repair' | 'beginNew'>> = {
  'store.corrupt': 'repair',
  'store.missing': 'beginNew',
};

/** A locked, missing or damaged data folder: nothing can be shown before the person has seen to it. */
async function showHostFailure(error: ErrorReport): Promise<void> {
  const { what, why, next } = describeError(language(), error);
  const say = (key: string) => translate(language(), key);
  const remedy = REMEDIES[error.code];
  const acts: readonly (readonly [string, () => void])[] = [
    [say('desktop.tryAgain'), () => keeper?.restart()],
    [
      say('menu.quit'),
      () => {
        app.quit();
      },
    ],
    [
      say('menu.diagnostics'),
      () => {
        // What is to be done is asked again when it has been read.
        void openDiagnostics().then(() => showHostFailure(error));
      },
    ],
    ...(remedy === undefined ? [] : ([[say(`desktop.${remedy}`), () => keeper?.restart(remedy)]] as const)),
  ];
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: app.name,
    message: what,
    detail: `${why}\n\n${next}`,
    buttons: acts.map(([label]) => label),
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  acts[response]?.[1]();
}

if (options.sandboxIsOffUnasked) {
  void app.whenReady().then(refuseWithoutSandbox);
} else if (options.selfTest) {
  // It ends by itself; a window of its own that closes must not end it before.
  app.on('window-all-closed', () => undefined);
  void app.whenReady().then(() => runSelfTest({ outFolder, options }));
} else if (app.requestSingleInstanceLock()) {
  logFaults(log);
  logShell(log);
  // Where there is no graphics card, 3D is drawn by the processor. Chromium asks for this word since pages of strangers
  // could misuse it; only the studio's own are shown here.
  app.commandLine.appendSwitch('enable-unsafe-swiftshader');
  app.on('second-instance', (_event, words) => {
    links.takeWords(words);
    showLinked();
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    links.takeLink(link);
    showLinked();
  });
  // What installs the app tells the system, too; an AppImage and an unpacked folder have nobody else to do it.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  app.on('activate', showWindow);
  app.on('window-all-closed', () => {
    // The setup's progress window closes before the studio's opens.
    if (keeper !== undefined) app.quit();
  });
  quitWhenAsked();
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed || keeper === undefined) return;
    // Running experiments are paused first, each with a checkpoint.
    event.preventDefault();
    void keeper.close().then(() => {
      closed = true;
      app.quit();
    });
  });
  void app.whenReady().then(startStudio);
} else {
  // The studio that has this data folder open comes to the front.
  app.quit();
}
