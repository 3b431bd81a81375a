/** The studio's window: sandboxed, isolated, where it was last time, shown when it has something to show. */
import path from 'node:path';
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { APP_ORIGIN } from '../host/rendererContent.ts';
import { PAGE_PREFERENCES } from './pagePreferences.ts';
import { readWindowState, writeWindowState } from './windowState.ts';

/** The renderer's own first colours, so that opening does not flash. */
const BACKGROUND = { dark: '#101216', light: '#f7f8fa' } as const;
const DEFAULT_SIZE = { width: 1440, height: 920 } as const;

export function openWindow(outFolder: string): BrowserWindow {
  const stateFile = path.join(app.getPath('userData'), 'window.json');
  const state = readWindowState(
    stateFile,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...(state.bounds ?? DEFAULT_SIZE),
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: app.name,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      ...PAGE_PREFERENCES,
      preload: path.join(outFolder, 'preload', 'preload.cjs'),
      // Curves and the theatre go on while another window covers this one.
      backgroundThrottling: true,
    },
  });
  if (state.maximized) window.maximize();
  window.once('ready-to-show', () => {
    window.show();
  });
  const keep = () => {
    writeWindowState(stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  };
  window.on('close', keep);
  void window.loadURL(`${APP_ORIGIN}/index.html`);
  return window;
}
