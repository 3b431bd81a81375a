/** A real hub on a free port, in a folder of its own. */
import { createServer, type AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { computeId } from '../../../src-main/host/computeId.ts';
import { startHub, type Hub, type HubOptions } from '../../../src-main/machines/hub/hub.ts';
import { natsServerFile } from '../../../src-main/machines/hub/natsServerFile.ts';
import { parseJoinAddress, type JoinAddress } from '../../../src-main/machines/join/joinAddress.ts';
import type { MachineDescription } from '../../../src-main/machines/presence.ts';

export const BUILD = 'a1b2c3d4e5f60718';

export const temporary = (name: string) => mkdtempSync(path.join(os.tmpdir(), `studio-${name}-`));

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface TestHub extends Hub {
  readonly folder: string;
  newAddress(more?: { readonly hours?: number; readonly reusable?: boolean }): Promise<JoinAddress>;
}

export async function testHub(more: Partial<HubOptions> = {}): Promise<TestHub> {
  const folder = more.folder ?? temporary('hub');
  const hub = await startHub({
    folder,
    port: await freePort(),
    build: BUILD,
    serverFile: () => natsServerFile(),
    ...more,
  });
  return Object.assign(hub, {
    folder,
    newAddress: async ({ hours = 1, reusable = false } = {}) => {
      const { address } = await hub.ask({ ask: 'invite', role: 'worker', reusable, hours });
      return parseJoinAddress(address);
    },
  });
}

export async function end(hub: TestHub | undefined): Promise<void> {
  await hub?.close();
  if (hub !== undefined) rmSync(hub.folder, { recursive: true, force: true });
}

export function machine(more: Partial<MachineDescription> = {}): MachineDescription {
  const compute = {
    backend: 'wasm' as const,
    gpu: null,
    threads: 1,
    oneDnn: false,
    tensorflowVersion: 'wasm 4.22.0',
    cpu: 'A CPU',
  };
  return {
    host: 'a-computer',
    platform: 'linux x64',
    cores: 2,
    memoryBytes: 8e9,
    compute,
    fingerprint: computeId(compute),
    build: BUILD,
    ...more,
  };
}
