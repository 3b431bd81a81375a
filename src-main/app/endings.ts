/**
 * What asks the app to end from outside: signals of a terminal or a service manager, the system that shuts down, and
 * Windows' end of a session. All mean what Quit means, once: everything that trains keeps a checkpoint first.
 */
import { app, powerMonitor } from 'electron';
import { ENDING_SIGNALS } from '../engine/endingSignals.ts';

const INTERRUPTED_EXIT_CODE = 130;

export function quitWhenAsked(): void {
  let presses = 0;
  // Electron's own handling, which it sets up before it is ready, ends the app at once when a signal comes again.
  void app.whenReady().then(() => {
    for (const signal of ENDING_SIGNALS) {
      process.on(signal, () => {
        // Only a second Ctrl-C means: at once. Trainers keep what they have all the same.
        if (signal === 'SIGINT' && ++presses > 1) app.exit(INTERRUPTED_EXIT_CODE);
        else app.quit();
      });
    }
    // The event holds the shutdown until the app has gone, as long as the system allows; its types leave it out.
    powerMonitor.on('shutdown', (...[event]: readonly Pick<Electron.Event, 'preventDefault'>[]) => {
      event?.preventDefault();
      app.quit();
    });
  });
  app.on('browser-window-created', (_event, window) => {
    window.on('query-session-end', (event) => {
      event.preventDefault();
      app.quit();
    });
    window.on('session-end', () => {
      app.quit();
    });
  });
}
