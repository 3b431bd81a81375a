/** The real renderer before a host that lives in the page and is fed with sample data; for looking at it, never shipped. */
import { FakeHost } from './fakeHost.ts';

const asked = new URLSearchParams(location.search);
const host = new FakeHost({
  runs: Number(asked.get('runs') ?? 14),
  slowMilliseconds: Number(asked.get('slow') ?? 0),
  live: asked.get('live') !== '0',
});
Object.assign(window, {
  fakeHost: host,
  studio: {
    connect() {
      const { port1, port2 } = new MessageChannel();
      host.serve(port1);
      window.postMessage({ type: 'studio-port' }, '*', [port2]);
    },
  },
});
await import('../../../src-renderer/main.ts');
