/** What the shell's log tells besides the host's beginning and end: its own, and what became of pages and helper processes. */
import { app } from 'electron';
import type { Log } from '../store/log.ts';

/** Of a page's own words only errors are told: in a build they come from nothing but faults. */
const ERROR_LEVEL = 'error';

export function logShell(log: Log): void {
  log.write('info', 'app.started', {
    version: app.getVersion(),
    electron: process.versions['electron'],
    packaged: app.isPackaged,
    platform: `${process.platform} ${process.arch}`,
  });
  app.on('will-quit', () => {
    log.write('info', 'app.quits');
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    log.write('warning', 'process.gone', { type, reason, exitCode, name });
  });
  app.on('web-contents-created', (_event, contents) => {
    contents.on('render-process-gone', (_gone, { reason, exitCode }) => {
      log.write('error', 'page.gone', { reason, exitCode });
    });
    contents.on('unresponsive', () => {
      log.write('warning', 'page.unresponsive');
    });
    contents.on('console-message', ({ level, message, sourceId, lineNumber }) => {
      if (level === ERROR_LEVEL)
        log.write('error', 'page.error', { at: `${sourceId}:${lineNumber}` }, message);
    });
    contents.on('did-fail-load', (_failed, code, description) => {
      log.write('error', 'page.notLoaded', { code, description });
    });
  });
}
