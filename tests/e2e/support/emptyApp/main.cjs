/** A window with nothing in it: what Electron itself needs on this machine at this moment. */
const { app, BrowserWindow } = require('electron');

app.whenReady().then(() => new BrowserWindow().loadURL('data:text/html,<div id="app"><p>empty</p></div>'));
app.on('window-all-closed', () => app.quit());
