/** The application menu; what the studio itself does is in its window, this holds what the desktop expects. */
import { app, Menu, shell } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import { translate, type Language, type MessageKey } from '../../shared/messages/index.ts';

/** @param diagnose shows what a bug report needs */
export function setMenu(language: Language, dataFolder: string, diagnose: () => void): void {
  const say = (key: MessageKey) => translate(language, key, { app: app.name });
  const mac: MenuItemConstructorOptions[] = [
    {
      label: app.name,
      submenu: [
        { role: 'about' },
        { type: 'separator' },
        { role: 'hide' },
        { role: 'hideOthers' },
        { role: 'unhide' },
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
  ];
  const isMac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? mac : []),
      {
        label: say('menu.file'),
        submenu: [
          {
            label: say('menu.openDataFolder'),
            click: () => void shell.openPath(dataFolder),
          },
          { type: 'separator' },
          isMac ? { role: 'close', label: say('menu.close') } : { role: 'quit', label: say('menu.quit') },
        ],
      },
      {
        label: say('menu.edit'),
        submenu: [
          { role: 'undo', label: say('menu.undo') },
          { role: 'redo', label: say('menu.redo') },
          { type: 'separator' },
          { role: 'cut', label: say('menu.cut') },
          { role: 'copy', label: say('menu.copy') },
          { role: 'paste', label: say('menu.paste') },
          { role: 'selectAll', label: say('menu.selectAll') },
        ],
      },
      {
        label: say('menu.view'),
        submenu: [
          { role: 'reload', label: say('menu.reload') },
          { role: 'toggleDevTools', label: say('menu.developerTools') },
          { type: 'separator' },
          { role: 'resetZoom', label: say('menu.resetZoom') },
          { role: 'zoomIn', label: say('menu.zoomIn') },
          { role: 'zoomOut', label: say('menu.zoomOut') },
          { type: 'separator' },
          { role: 'togglefullscreen', label: say('menu.fullScreen') },
        ],
      },
      {
        role: 'help',
        label: say('menu.help'),
        submenu: [{ label: say('menu.diagnostics'), click: diagnose }],
      },
    ]),
  );
}
