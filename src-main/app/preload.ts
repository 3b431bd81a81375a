/** The whole of what the shell lends the renderer: a port to the host, and a few acts of the desktop. */
import { contextBridge, ipcRenderer } from 'electron';

const PORT_MESSAGE_TYPE = 'studio-port';

// A port can't cross the context bridge; it can be posted to the page's own window.
ipcRenderer.on('studio:port', (event) => {
  window.postMessage({ type: PORT_MESSAGE_TYPE }, window.location.origin, [...event.ports]);
});

contextBridge.exposeInMainWorld('studio', {
  connect: () => {
    ipcRenderer.send('studio:connect');
  },
  allowStudios: (origins: readonly string[]) => ipcRenderer.invoke('studio:allow', origins),
});
