/**
 * The desktop's line to its host. `window.studio.connect()` (preload) asks the shell for a port; since a port cannot
 * cross the context bridge, it arrives as a window message `{type: 'studio-port'}`.
 */
import { decodeMessage, encodeMessage } from '../../shared/codec.ts';
import type { HostMessage } from '../../shared/protocol.ts';
import type { TransportFactory } from './transport.ts';

/** What the preload script offers. Absent in a browser. */
export interface DesktopBridge {
  /** Asks for a fresh port, which then comes by `window.postMessage`. */
  connect(): void;
  /** Studios on other machines that a person named, as origins: the page may speak to no others, and is loaded anew. */
  allowStudios(origins: readonly string[]): Promise<void>;
}

export const PORT_MESSAGE_TYPE = 'studio-port';

export const messagePortTransport =
  (bridge: DesktopBridge): TransportFactory =>
  (events) => {
    let port: MessagePort | undefined;
    const take = (event: MessageEvent<unknown>) => {
      const data = event.data as { type?: unknown } | null;
      const arrived = event.ports[0];
      if (event.source !== window || data?.type !== PORT_MESSAGE_TYPE || arrived === undefined) return;
      window.removeEventListener('message', take);
      port = arrived;
      port.onmessage = ({ data: message }: MessageEvent<HostMessage>) => {
        events.message(message);
      };
      // Chromium tells a port of its other end's death by `close` (from 122 on; before, calls stay open).
      port.addEventListener('close', () => {
        events.closed('port closed');
      });
      // A page that goes says so at once; besides, Electron 22 ends the process of one that leaves such a listener behind.
      window.addEventListener('pagehide', () => port?.close(), { once: true });
      port.start();
      events.open();
    };
    window.addEventListener('message', take);
    bridge.connect();
    return {
      // A port clones no Proxy, and Svelte's state is made of them: what is sent is what the WebSocket would carry.
      send: (message) => port?.postMessage(decodeMessage(encodeMessage(message))),
      close() {
        window.removeEventListener('message', take);
        port?.close();
      },
    };
  };
